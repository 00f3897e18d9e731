"""Rows of a CSV body, each with its line, and the numbers in them read strictly."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import isfinite

from generator.errors import InputError, PayloadError
from generator.model.instants import day_end, parse_instant


@dataclass(slots=True)  # not frozen: a file has a hundred thousand, and that would double the cost of each
class Line:
    """One row: its cells by column, and where it stands."""

    name: str
    place: int
    cells: Mapping[str, str]

    @property
    def where(self) -> str:
        """File and line."""
        return f"{self.name}:{self.place}"

    def text(self, column: str) -> str:
        """Return a cell that must not be empty.

        Raises:
            PayloadError: It is empty.
        """
        cell = self.cells[column]
        if not cell:
            raise PayloadError(f"{self.where}: {column} is empty; fetch the file again or remove the row")
        return cell

    def number(self, column: str) -> float:
        """Return a finite number.

        Raises:
            PayloadError: It is empty, no number, or not finite.
        """
        cell = self.cells[column]
        try:
            # Python reads 1_000 as a thousand; in a file it is a slip.
            if isfinite(value := float(cell)) and "_" not in cell:
                return value
        except ValueError:
            pass
        self.text(column)
        raise PayloadError(f"{self.where}: {column} is {cell!r}, not a finite number; mend or remove the row")

    def positive(self, column: str) -> float:
        """Return a number above zero, as a price must be.

        Raises:
            PayloadError: It is not.
        """
        value = self.number(column)
        if value <= 0:
            raise PayloadError(f"{self.where}: {column} is {value}, not above zero; mend or remove the row")
        return value

    def whole(self, column: str) -> int:
        """Return a whole number from 0, as hours and ranks are.

        Raises:
            PayloadError: It is not.
        """
        cell = self.text(column)
        if not (cell.isascii() and cell.isdecimal()):
            raise PayloadError(f"{self.where}: {column} is {cell!r}, not a whole number; mend or remove the row")
        return int(cell)

    def optional(self, column: str) -> float | None:
        """Return a number, or None where the source said nothing."""
        return self.number(column) if self.cells[column] else None

    def optionals(self, columns: Mapping[str, str]) -> dict[str, float | None]:
        """Return the numbers of several columns by the names that they go by, see ``optional``."""
        number, cells = self.number, self.cells
        return {name: number(column) if cells[column] else None for name, column in columns.items()}

    def day(self, column: str = "date") -> date:
        """Return an ISO day."""
        try:
            return date.fromisoformat(self.text(column))
        except ValueError:
            raise PayloadError(f"{self.where}: {column} is {self.cells[column]!r}, not a day; mend the row") from None

    def close_of_day(self, column: str = "date") -> datetime:
        """Return the last instant that a day's bar covers."""
        return day_end(self.day(column))

    def at(self, column: str = "date", *, hour: int = 0) -> datetime:
        """Return an hour of a day, UTC."""
        day = self.day(column)
        return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour)

    def instant(self, column: str = "timestamp") -> datetime:
        """Return an instant with a zone."""
        try:
            return parse_instant(self.text(column))
        except PayloadError:
            raise
        except InputError as error:
            raise PayloadError(f"{self.where}: {column}: {error}") from error


def lines(body: bytes, name: str, columns: Sequence[str]) -> Iterator[Line]:
    """Yield the rows of a CSV body.

    Raises:
        PayloadError: The header lacks a column, or a row has too few or too many cells.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise PayloadError(f"{name}: is not UTF-8 text ({error.reason}); fetch it again") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        for column in columns:
            if header.count(column) != 1:
                raise PayloadError(f"{name}:1: needs one column {column!r}; the file must have {', '.join(columns)}")
        width = len(header)
        for cells in reader:
            if len(cells) != width:
                raise PayloadError(
                    f"{name}:{reader.line_num}: {len(cells)} cells where the header has {width}; mend or remove the row"
                )
            yield Line(name, reader.line_num, dict(zip(header, cells, strict=True)))
    except csv.Error as error:
        raise PayloadError(f"{name}:{reader.line_num}: is not CSV ({error}); mend the row") from error
