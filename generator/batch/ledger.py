"""What the desk remembers of its backfills: each day's key, and the hashes of what it came to; a file a year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from generator.batch.rows import Row
from generator.batch.shelf import read_rows
from generator.model.names import file_stem
from generator.publish.files import write_file

_SUFFIX: Final = ".jsonl"


class Ledger:
    """The days of all assets whose texts lie in the desk."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def rows(self, asset: str) -> dict[date, Row]:
        """Return an asset's days."""
        found: dict[date, Row] = {}
        for path in sorted((self._root / file_stem(asset)).glob(f"*{_SUFFIX}")):
            with path.open("rb") as file:
                found |= {row.day: row for row in read_rows(file)}
        return found

    def enter(self, asset: str, rows: Iterable[Row]) -> None:
        """Remember days, in place of what was remembered of them."""
        years: dict[int, dict[date, Row]] = {}
        for row in self.rows(asset).values():
            years.setdefault(row.day.year, {})[row.day] = row
        before = {year: _text(days) for year, days in years.items()}
        for row in rows:
            years.setdefault(row.day.year, {})[row.day] = row.bare()
        for year, days in years.items():
            text = _text(days)
            if before.get(year) != text:
                write_file(self._root / file_stem(asset) / f"{year}{_SUFFIX}", text)


def known(rows: Mapping[date, Row]) -> tuple[Row, ...]:
    """Return what a worker needs of the rows, to see whether a day is written from the same: no texts."""
    # Nearly all days ask for the same: held once, it travels once.
    asked: dict[str, Row] = {}
    return tuple(
        replace(row, texts=(), asked=asked.setdefault(repr(row.asked), row).asked) for row in rows.values()
    )  # fmt: skip


def _text(days: Mapping[date, Row]) -> str:
    return "".join(days[day].line() for day in sorted(days))
