"""Twenty kill -9 in the middle of an import lose no acknowledged row and leave no half day."""

import random
import signal
import sqlite3
import subprocess
import sys
import time

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


def test_killing_the_writer_loses_nothing(tmp_path):
    """After each kill the file is whole: every acknowledged day is there, and no day is half there."""
    path, chance, day, kills = tmp_path / "store.sqlite", random.Random(20), 0, 20
    for _ in range(kills):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), str(day)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        first = int(writer.stdout.readline())
        time.sleep(chance.uniform(0.0, 0.1))
        writer.send_signal(signal.SIGKILL)
        acknowledged = [first, *(int(line) for line in writer.stdout.read().split())]
        writer.wait()
        writer.stdout.close()
        db = sqlite3.connect(path)
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = dict(db.execute("SELECT CAST(value AS INTEGER), COUNT(*) FROM observation GROUP BY value"))
        db.close()
        assert set(rows) >= set(range(acknowledged[-1] + 1))
        assert set(rows.values()) == {500}
        day = max(rows) + 1
