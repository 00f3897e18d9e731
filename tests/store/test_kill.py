"""A kill -9 in the middle of an import or a run loses no acknowledged row and leaves nothing by halves."""

import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter

from generator.store.sqlite import Store

WRITER = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from generator.model.observation import Observation, Provenance, SeriesKey
from generator.store.sqlite import Store

start = datetime(2026, 1, 1, tzinfo=UTC)
with Store.open(Path(sys.argv[1])) as store:
    day = int(sys.argv[2])
    while True:
        at = start + timedelta(days=day)
        store.add(
            Observation(SeriesKey("BTC", "spot.price", "", f"venue{n}"), float(day), "USD", at, at, Provenance("test"))
            for n in range(500)
        )
        print(day, flush=True)
        day += 1
"""

COLLECTOR = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from generator.model.observation import Observation, SeriesKey
from generator.model.reply import Reply, SetAside
from generator.store.sqlite import Store

start = datetime(2026, 1, 1, tzinfo=UTC)
with Store.open(Path(sys.argv[1])) as store:
    while True:
        run = store.begin_run("live", start)
        for n in range(20):
            at = start + timedelta(days=run, seconds=n)
            body = f"{run} {n} ".encode() * 1000
            reply = Reply(source="test", kind=str(n), url="/", status=200, asked_at=at, fetched_at=at, body=body)
            store.keep(run, reply)
            print("kept", run, n, flush=True)
        series = [SeriesKey("BTC", "spot.price", "", f"venue{n}") for n in range(300)]
        records = [Observation(each, float(run), "USD", at, at, reply.origin("test")) for each in series]
        with store.transaction():
            store.take(run, records, [SetAside(tuple(records[:9]), "odd")], [])
            store.end_run(run, at, "done")
        print("done", run, 0, flush=True)
"""


def killed_at_random(code, path, chance, *arguments):
    """Run a writer until something is acknowledged, kill it a little later, and return all that it acknowledged."""
    writer = subprocess.Popen([sys.executable, "-c", code, str(path), *arguments], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    first = writer.stdout.readline()
    time.sleep(chance.uniform(0.0, 0.1))
    writer.send_signal(signal.SIGKILL)
    # The last line may have been cut in two: then it acknowledges nothing.
    lines = [line for line in [first, *writer.stdout.read().splitlines(keepends=True)] if line.endswith("\n")]
    writer.wait()
    writer.stdout.close()
    return lines


def test_killing_the_writer_loses_nothing(tmp_path):
    """After each kill the file is whole: every acknowledged day is there, and no day is half there."""
    path, chance, day, kills = tmp_path / "store.sqlite", random.Random(20), 0, 20
    for _ in range(kills):
        acknowledged = [int(line) for line in killed_at_random(WRITER, path, chance, str(day))]
        db = sqlite3.connect(path)
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = dict(db.execute("SELECT CAST(value AS INTEGER), COUNT(*) FROM observation GROUP BY value"))
        db.close()
        assert set(rows) >= set(range(acknowledged[-1] + 1))
        assert set(rows.values()) == {500}
        day = max(rows) + 1


def test_killing_a_collecting_run_keeps_its_replies_and_takes_no_half_of_its_readings(tmp_path):
    """Each reply that was kept is there, byte for byte; a run has all of its readings and an end, or neither."""
    path, chance = tmp_path / "store.sqlite", random.Random(21)
    for _ in range(8):
        acknowledged = [line.split() for line in killed_at_random(COLLECTOR, path, chance)]
        with Store.open(path) as store:
            assert store._db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            for what, run, number in acknowledged:
                replies = {reply.kind: reply.body for reply in store.replies(int(run))}
                if what == "kept":
                    assert replies[number] == f"{run} {number} ".encode() * 1000
            readings = Counter(int(each.value) for each in store.observations())
            asides = Counter(each.readings for each in store.aside())
            ended = [run.id for run in store.runs() if run.ended_at is not None]
            assert readings == dict.fromkeys(ended, 300)
            assert asides == ({9: len(ended)} if ended else {})
            assert {int(run) for what, run, _ in acknowledged if what == "done"} <= set(ended)
