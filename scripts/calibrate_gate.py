"""Feed the bundled sample through the gate run by run, and print what it would have set aside.

    python scripts/calibrate_gate.py [FIRST_DAY]

Each day's readings are one run, sifted against all earlier days as a page of history, all files
together; then each hour's readings of each file are a run of that moment, where staleness counts too.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from generator.collectors.gate.readings import Series, series_of
from generator.collectors.gate.sift import Sifted, sift
from generator.collectors.kept.sample import read_sample
from generator.model.catalogue import load_catalogue
from generator.model.names import load_names
from generator.model.quotes import Record

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "sample"
NAMES, CATALOGUE = load_names(), load_catalogue()


class Remembered:
    """A past in memory: what was taken in, by series and instant."""

    def __init__(self) -> None:
        self._times: dict[Series, list[datetime]] = defaultdict(list)
        self._records: dict[Series, list[Record]] = defaultdict(list)

    def take(self, records: Sequence[Record]) -> None:
        """Keep readings; each series arrives oldest first."""
        for record in sorted(records, key=lambda record: record.observed_at):
            series = series_of(record)
            self._times[series].append(record.observed_at)
            self._records[series].append(record)

    def same(self, record: Record) -> Record | None:
        """Return the reading of the record's series and instant."""
        last = self._at(record)
        times, records = self._times.get(series_of(record), []), self._records.get(series_of(record), [])
        return records[last] if last < len(times) and times[last] == record.observed_at else None

    def before(self, record: Record, count: int) -> Sequence[Record]:
        """Return the last readings before the record's instant, the newest first."""
        last = self._at(record)
        return self._records.get(series_of(record), [])[max(0, last - count) : last][::-1]

    def _at(self, record: Record) -> int:
        return bisect_left(self._times.get(series_of(record), []), record.observed_at)


def runs(records: Sequence[Record], *, current: bool) -> Iterator[tuple[date, list[Record]]]:
    """Yield each hour's readings, or each day's, the oldest first."""
    found: dict[datetime, list[Record]] = defaultdict(list)
    for record in records:
        at = record.observed_at.replace(minute=0, second=0, microsecond=0)
        found[at if current else at.replace(hour=0)].append(record)
    for at, rows in sorted(found.items()):
        yield at.date(), rows


def sift_runs(records: Sequence[Record], first: date, *, current: bool) -> Iterator[tuple[date, Sifted]]:
    """Yield what the gate makes of each run from a day on, against all that was before it."""
    past = Remembered()
    for day, rows in runs(records, current=current):
        if day >= first:
            at = max(record.observed_at for record in rows) + timedelta(minutes=1)
            yield (
                day,
                sift(rows, past=past, catalogue=CATALOGUE, names=NAMES, at=at, released=(), current=current),
            )
        past.take(rows)


def main() -> None:
    """Print each reading set aside, and the totals."""
    first = date.fromisoformat(sys.argv[1]) if len(sys.argv) > 1 else date(2010, 1, 1)
    batches = {batch.name: batch.records for batch in read_sample(SAMPLE, names=NAMES, catalogue=CATALOGUE)}
    _say("all files together, as history:")
    _print([record for records in batches.values() for record in records], first, current=False)
    for name, records in batches.items():
        _say(f"{name}, as runs of the moment:")
        _print(records, first, current=True)


def _print(records: Sequence[Record], first: date, *, current: bool) -> None:
    passed = fallen = 0
    whys: Counter[str] = Counter()
    for day, sifted in sift_runs(records, first, current=current):
        passed += len(sifted.passed)
        for item in sifted.aside:
            fallen += len(item.records)
            kind, asset, venue, _ = series_of(item.records[0])
            whys[kind] += 1
            if whys[kind] <= 40:
                _say(f"  {day} {venue} {asset} {kind} ({len(item.records)}): {item.why}")
    _say(f"  {passed:,} passed, {fallen} set aside {dict(whys)}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
