"""A backfill that is killed at any instant goes on where it stopped, and leaves what an undisturbed one leaves."""

import random
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from generator.batch.rows import Row
from generator.batch.shelf import NearShelf, read_rows
from tests.batch.desks import files, made
from tests.conftest import ROOT, quietly

FIRST = date(2026, 1, 26)
RANGE = (
    "--from", str(FIRST), "--to", str(FIRST + timedelta(days=3)), "--asset", "BTC", "--edition", "brief",
    "--edition", "markets",
)  # fmt: skip


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory, sample_store):
    desk = made(tmp_path_factory.mktemp("undisturbed") / "desk", sample_store)
    quietly("backfill", "--desk", desk, *RANGE)
    return files(desk)


def lines(desk):
    """Return how many lines of shards are written."""
    parts = Path(desk / "data" / "backfill").glob("*/*.part")
    return sum(path.read_bytes().count(b"\n") for path in parts)


def killed(desk, after, wait):
    """Begin a backfill, and kill it some time after it has written so many more days; return whether it was at work."""
    before = lines(desk)
    command = [sys.executable, "-m", "generator.cli", "backfill", "--desk", str(desk), *RANGE]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        while run.poll() is None and lines(desk) < before + after:
            time.sleep(0.01)
        time.sleep(wait)
        run.send_signal(signal.SIGKILL)
        return run.wait() == -signal.SIGKILL


def test_what_is_killed_at_random_goes_on(tmp_path, sample_store, undisturbed):
    """Three kills, then a run to the end: the same files, the same memory, no day done twice."""
    draw = random.Random(9)
    desk = made(tmp_path / "desk", sample_store)
    assert all(killed(desk, after, draw.random() / 4) for after in (0, 1, 1))
    done = lines(desk)
    assert 2 <= done <= 4
    quietly("backfill", "--desk", desk, *RANGE)
    assert files(desk) == undisturbed
    assert lines(desk) == 0


def test_a_kill_between_shards_and_desk_loses_nothing(tmp_path, sample_store, undisturbed, monkeypatch):
    """All days lie in shards when the process ends; the next run puts them into the desk, and writes none."""
    desk = made(tmp_path / "desk", sample_store)
    with monkeypatch.context() as patched:
        patched.setattr("generator.commands.backfill.settle", _ended)
        with pytest.raises(AssertionError):
            quietly("backfill", "--desk", desk, *RANGE)
    assert (lines(desk), files(desk)[0]) == (4, {})
    quietly("backfill", "--desk", desk, *RANGE)
    assert files(desk) == undisturbed


def _ended(*_):
    raise RuntimeError("the power went")


def test_an_unfinished_line_is_no_line():
    """What a killed process left is a day that is written again; the lines before it stand."""
    whole = Row(day=FIRST, key="ab", unknown="nothing").line().encode()
    assert [row.day for row in read_rows([whole, whole[: len(whole) // 2]])] == [FIRST]
    assert list(read_rows([whole[:-1], b"{}\n", b"\xff\n", b"[1]\n"])) == []


def test_two_attempts_at_one_asset_do_not_write_into_one_another(tmp_path):
    """A worker that was only thought dead goes on writing beside the one in its place."""
    shelf = NearShelf(tmp_path)
    rows = [Row(day=FIRST + timedelta(days=n), key="ab", unknown="nothing") for n in range(3)]
    with shelf.writer("BTC") as one, shelf.writer("BTC") as other:
        for row in rows:
            one.put(row)
            other.put(row)
    assert shelf.count() == 6
    assert sorted(row.line() for row in shelf.rows("BTC")) == sorted(row.line() for row in rows * 2)
