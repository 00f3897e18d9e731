"""A real scheduler and two workers on loopback: what a cluster leaves is what one process leaves."""

import signal
import subprocess
import sys
import time
from datetime import date, timedelta

import pytest

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
    """A scheduler and two workers in processes of their own; yields the address and the workers."""
    at = tmp_path / "scheduler.json"
    quiet = {"cwd": ROOT, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    dask = [sys.executable, "-m", "dask"]
    addressed = ["--scheduler-file", str(at)]
    begun = [
        subprocess.Popen(
            [*dask, "scheduler", *addressed, "--host", "127.0.0.1", "--port", "0", "--no-dashboard"], **quiet
        )
    ]
    try:
        begun += [
            subprocess.Popen(
                [
                    *dask,
                    "worker",
                    *addressed,
                    "--nthreads",
                    "1",
                    "--no-dashboard",
                    "--no-nanny",
                    "--local-directory",
                    str(tmp_path),
                ],
                **quiet,
            )
            for _ in range(2)
        ]
        yield _address(at), begun[1:]
    finally:
        for process in begun:
            process.kill()
            process.wait()


def _address(at):
    import json

    for _ in range(600):
        if at.is_file() and at.stat().st_size:
            return json.loads(at.read_text())["address"]
        time.sleep(0.1)
    raise AssertionError("no scheduler came up")


def test_a_cluster_leaves_what_one_process_leaves(tmp_path, sample_store, cluster, serial):
    """Workers open the store at its path and write shards beside it."""
    desk = made(tmp_path / "desk", sample_store)
    quietly("backfill", "--desk", desk, *RANGE, "--cluster", cluster[0])
    assert files(desk) == serial


def test_a_lost_worker_loses_nothing(tmp_path, sample_store, cluster, serial):
    """One is killed with days written: the other goes on with its asset, and nothing is there twice."""
    desk = made(tmp_path / "desk", sample_store)
    command = [sys.executable, "-m", "generator.cli", "backfill", "--desk", str(desk), *map(str, RANGE)]
    with subprocess.Popen([*command, "--cluster", cluster[0]], cwd=ROOT, stdout=subprocess.PIPE, text=True) as run:
        while run.poll() is None and not any(path.stat().st_size for path in (desk / "data").glob("backfill/*/*.part")):
            time.sleep(0.05)
        cluster[1][0].send_signal(signal.SIGKILL)
        said = run.communicate()[0]
    assert (run.returncode, said) == (0, said)
    assert files(desk) == serial


def test_a_cluster_reads_a_lake(tmp_path, sample_store, cluster, serial):
    """Away from the desk's disk: the history comes from an address, and shards go there until they lie in the desk."""
    pytest.importorskip("pyarrow")
    pytest.importorskip("generator.store.lake")
    desk, lake = made(tmp_path / "desk", sample_store), f"file://{tmp_path}/lake"
    quietly("export", "--parquet", lake, "--desk", desk)
    quietly("backfill", "--desk", desk, *RANGE, "--cluster", cluster[0], "--lake", lake)
    assert files(desk) == serial
    assert not list(tmp_path.glob("lake/backfill/**/*.part"))


def test_a_scheduler_that_is_not_there_is_one_line(tmp_path, sample_store, wirecopy):
    """Exit 1, and what to start."""
    desk = made(tmp_path / "desk", sample_store)
    ran = wirecopy("backfill", "--desk", desk, *RANGE, "--cluster", "nonsense://x:1")
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert "no scheduler answers" in ran.err
