"""A real scheduler and two workers on loopback: what a cluster leaves is what one process leaves."""

import subprocess
import sys
import time
from datetime import date, timedelta

import pytest

from tests.batch.clusters import running
from tests.batch.desks import files, made
from tests.conftest import ROOT, quietly

pytest.importorskip("distributed")

FIRST = date(2026, 1, 26)
RANGE = ("--from", FIRST, "--to", FIRST + timedelta(days=2), "--edition", "brief", "--edition", "markets")


@pytest.fixture(scope="module")
def serial(tmp_path_factory, sample_store):
    desk = made(tmp_path_factory.mktemp("serial") / "desk", sample_store)
    quietly("backfill", "--desk", desk, *RANGE)
    return files(desk)


@pytest.fixture
def cluster(tmp_path):
    with running(tmp_path) as found:
        yield found


def begun(desk, cluster, *more):
    """Begin a backfill over a cluster, and return it when the first day lies in a shard."""
    command = [sys.executable, "-m", "generator.cli", "backfill", "--desk", str(desk), *map(str, RANGE)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    run = subprocess.Popen([*command, "--cluster", cluster.address, *more], cwd=ROOT, **pipes)
    while run.poll() is None and not any(path.stat().st_size for path in (desk / "data").glob("backfill/*/*.part")):
        time.sleep(0.05)
    return run


def test_a_cluster_leaves_what_one_process_leaves(tmp_path, sample_store, cluster, serial):
    """Workers open the store at its path and write shards beside it."""
    desk = made(tmp_path / "desk", sample_store)
    quietly("backfill", "--desk", desk, *RANGE, "--cluster", cluster.address)
    assert files(desk) == serial


def test_a_lost_worker_loses_nothing(tmp_path, sample_store, cluster, serial):
    """One is killed with days written: the other goes on with its asset, and nothing is there twice."""
    desk = made(tmp_path / "desk", sample_store)
    run = begun(desk, cluster)
    cluster.workers[0].kill()
    said = run.communicate()
    assert (run.returncode, said[1]) == (0, "")
    assert files(desk) == serial


def test_a_lost_scheduler_ends_the_run_with_a_line_and_the_next_run_goes_on(tmp_path, sample_store, cluster, serial):
    """What was written stays, in shards; a new cluster writes the rest, and nothing is there twice."""
    desk = made(tmp_path / "desk", sample_store)
    run = begun(desk, cluster)
    cluster.scheduler.kill()
    said = run.communicate()
    assert (run.returncode, said[0]) == (1, "")
    assert "the cluster went away" in said[1]
    assert "run the same again to go on" in said[1]
    (tmp_path / "other").mkdir()
    with running(tmp_path / "other") as other:
        quietly("backfill", "--desk", desk, *RANGE, "--cluster", other.address)
    assert files(desk) == serial


def test_a_cluster_reads_a_lake(tmp_path, sample_store, cluster, serial):
    """Away from the desk's disk: the history comes from an address, and shards go there until they lie in the desk."""
    pytest.importorskip("pyarrow")
    pytest.importorskip("generator.store.lake")
    desk, lake = made(tmp_path / "desk", sample_store), f"file://{tmp_path}/lake"
    quietly("export", "--parquet", lake, "--desk", desk)
    quietly("backfill", "--desk", desk, *RANGE, "--cluster", cluster.address, "--lake", lake)
    assert files(desk) == serial
    assert not list(tmp_path.glob("lake/backfill/**/*.part"))


def test_a_scheduler_that_is_not_there_is_one_line(tmp_path, sample_store, wirecopy):
    """Exit 1, and what to start."""
    desk = made(tmp_path / "desk", sample_store)
    ran = wirecopy("backfill", "--desk", desk, *RANGE, "--cluster", "nonsense://x:1")
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert "no scheduler answers" in ran.err


def test_a_worker_that_cannot_write_is_one_line_about_it(tmp_path, sample_store, cluster, wirecopy):
    """The scheduler is well: what failed is said, and where."""
    desk, lake = made(tmp_path / "desk", sample_store), f"file://{tmp_path}/lake"
    quietly("export", "--parquet", lake, "--desk", desk)
    (tmp_path / "lake" / "backfill").write_text("no folder")
    ran = wirecopy("backfill", "--desk", desk, *RANGE, "--cluster", cluster.address, "--lake", lake)
    assert (ran.code, ran.out) == (1, "")
    assert "a worker failed" in ran.err
    assert "backfill" in ran.err
    assert "the cluster went away" not in ran.err
