"""Feed the bundled sample through the gate day by day, and print what it would have set aside.

    python scripts/calibrate_gate.py [FIRST_DAY]

Each day's readings are one run, sifted against all earlier days: first as a page of history, all
files together, then each file by itself as a run of that moment, where staleness counts too.
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


def days(records: Sequence[Record]) -> Iterator[tuple[date, list[Record]]]:
    """Yield each day's readings, the oldest day first."""
    by_day: dict[date, list[Record]] = defaultdict(list)
    for record in records:
        by_day[record.observed_at.date()].append(record)
    yield from sorted(by_day.items())


def sift_days(records: Sequence[Record], first: date, *, current: bool) -> Iterator[tuple[date, Sifted]]:
    """Yield what the gate makes of each day from the first, against all the days before it."""
    past = Remembered()
    for day, rows in days(records):
        if day >= first:
            at = max(record.observed_at for record in rows) + timedelta(minutes=1)
            sifted = sift(
                rows, past=past, catalogue=CATALOGUE, names=NAMES, at=at, released=(), current=current
            )  # fmt: skip
            yield day, sifted
        past.take(rows)


def main() -> None:
    """Print each reading set aside, and the totals."""
    first = date.fromisoformat(sys.argv[1]) if len(sys.argv) > 1 else date(2010, 1, 1)
    batches = {batch.name: batch.records for batch in read_sample(SAMPLE, names=NAMES, catalogue=CATALOGUE)}
    print("all files together, as history:")
    _print([record for records in batches.values() for record in records], first, current=False)
    for name, records in batches.items():
        print(f"{name}, as runs of the moment:")
        _print(records, first, current=True)


def _print(records: Sequence[Record], first: date, *, current: bool) -> None:
    passed = fallen = 0
    whys: Counter[str] = Counter()
    for day, sifted in sift_days(records, first, current=current):
        passed += len(sifted.passed)
        for item in sifted.aside:
            fallen += len(item.records)
            kind, asset, venue, _ = series_of(item.records[0])
            whys[kind] += 1
            if whys[kind] <= 40:
                print(f"  {day} {venue} {asset} {kind} ({len(item.records)}): {item.why}")
    print(f"  {passed:,} passed, {fallen} set aside {dict(whys)}")


if __name__ == "__main__":
    main()
