"""The observations file: what a desk brings along, as CSV or JSONL.

Columns in any order: ``time, asset, metric, value, unit``, and optionally ``tenor, venue,
source, url, note, available_at, fetched_at, raw_sha256, revision``.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from generator.errors import InputError
from generator.model.catalogue import Catalogue
from generator.model.instants import parse_instant
from generator.model.names import Names
from generator.model.observation import Observation, Provenance, SeriesKey
from generator.model.units import Unit, canonical

REQUIRED: Final = ("time", "asset", "metric", "value", "unit")
OPTIONAL: Final = (
    "tenor", "venue", "source", "url", "note", "available_at", "fetched_at", "raw_sha256", "revision",
)  # fmt: skip
_SHOWN: Final = 20
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Delivered:
    """A file's observations, and a line for each row that was refused."""

    observations: tuple[Observation, ...]
    refused: tuple[str, ...]


def read_observations(
    body: bytes, name: str, *, names: Names, catalogue: Catalogue, skip_bad: bool = False
) -> Delivered:
    """Return a file's observations.

    Args:
        body: The file's bytes.
        name: Its path; the ending says its form (``.csv``, ``.jsonl``), and it stands in errors.
        names: Says which words in the unit column are coins.
        catalogue: Says which metrics there are, and in which unit.
        skip_bad: Leave bad rows out rather than refuse the file.

    Raises:
        InputError: A row is bad and ``skip_bad`` is false, or the file is of no known form.
    """
    good: list[Observation] = []
    refused: list[str] = []
    for line, read in _rows(body, name):
        try:
            good.append(_observation(read(), names, catalogue))
        except InputError as error:
            refused.append(f"{name}:{line}: {error}")
    if refused and not skip_bad:
        more = f"\n… and {len(refused) - _SHOWN} more bad rows" if len(refused) > _SHOWN else ""
        raise InputError("\n".join(refused[:_SHOWN]) + more)
    return Delivered(tuple(good), tuple(refused))


def _rows(body: bytes, name: str) -> Iterator[tuple[int, Callable[[], Cells]]]:
    """Yield each row's line, and a function that reads its cells or raises what is wrong with the row alone."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: is not UTF-8 text ({error.reason}); save it as UTF-8") from error
    suffix = Path(name).suffix
    if suffix == ".csv":
        return _csv_rows(text, name)
    if suffix == ".jsonl":
        return _jsonl_rows(text)
    raise InputError(f"{name}: is neither .csv nor .jsonl; convert it to one of these")


def _csv_rows(text: str, name: str) -> Iterator[tuple[int, Callable[[], Cells]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        try:
            _check_columns(header)
        except InputError as error:
            raise InputError(f"{name}:1: {error}") from error
        for cells in reader:
            if cells:
                yield reader.line_num, partial(_csv_cells, header, cells)
    except csv.Error as error:
        raise InputError(f"{name}:{reader.line_num}: is not CSV ({error}); mend the quotes of the row") from error


def _csv_cells(header: Sequence[str], cells: Sequence[str]) -> Cells:
    if len(cells) != len(header):
        raise InputError(
            f"{len(cells)} cells where the header has {len(header)}; "
            "quote a cell that holds a comma, or add the missing ones"
        )
    return dict(zip(header, cells, strict=True))


def _jsonl_rows(text: str) -> Iterator[tuple[int, Callable[[], Cells]]]:
    # Not splitlines: a text may hold characters that Python, but not JSON, takes for a line's end.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, partial(_json_cells, line)


def _json_cells(line: str) -> Cells:
    try:
        row = json.loads(line, object_pairs_hook=_once)
    except ValueError as error:
        raise InputError(f"is not a JSON object ({error}); mend the line") from error
    if not isinstance(row, dict):
        raise InputError("is not a JSON object; write one object a line")
    _check_columns(list(row))
    for column, value in row.items():
        if not isinstance(value, str | int | float | None) or isinstance(value, bool):
            raise InputError(f"column {column}: {json.dumps(value)} is neither a text nor a number; mend the line")
    return {column: "" if value is None else str(value) for column, value in row.items()}


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) != len(pairs):
        raise ValueError("a key is given twice")
    return row


def _check_columns(header: Sequence[str]) -> None:
    for column in header:
        if column not in (*REQUIRED, *OPTIONAL):
            raise InputError(f"column {column}: is unknown; use {', '.join((*REQUIRED, *OPTIONAL))}")
        if header.count(column) > 1:
            raise InputError(f"column {column}: is given twice; remove one")
    for column in REQUIRED:
        if column not in header:
            raise InputError(f"column {column}: is missing; the file must have {', '.join(REQUIRED)}")


def _observation(cells: Cells, names: Names, catalogue: Catalogue) -> Observation:
    series = SeriesKey(_needed(cells, "asset"), _needed(cells, "metric"), _cell(cells, "tenor"), _cell(cells, "venue"))
    if series.metric not in catalogue:
        raise InputError(f"column metric: unknown metric {series.metric!r}; see data/reference/metrics.yaml")
    value, unit = _value(cells, series, names, catalogue)
    observed_at = _instant(cells, "time")
    available = _cell(cells, "available_at")
    fetched = _cell(cells, "fetched_at")
    return Observation(
        series=series,
        value=value,
        unit=unit,
        observed_at=observed_at,
        available_at=_instant(cells, "available_at") if available else observed_at,
        origin=Provenance(
            source=_cell(cells, "source"),
            url=_cell(cells, "url"),
            raw_sha256=_cell(cells, "raw_sha256"),
            fetched_at=_instant(cells, "fetched_at") if fetched else None,
            note=_cell(cells, "note"),
        ),
        revision=_revision(cells),
    )


def _value(cells: Cells, series: SeriesKey, names: Names, catalogue: Catalogue) -> tuple[float, Unit]:
    written = _needed(cells, "value")
    if _NUMBER.fullmatch(written) is None:
        raise InputError(f"column value: {written!r} is not a number; write it like 68632.97")
    number = float(written)
    if not math.isfinite(number):
        raise InputError(f"column value: {written!r} is too large for a number; mend it")
    given = _needed(cells, "unit")
    if given in names.assets and given != series.asset:
        raise InputError(f"column unit: {given} is another coin than {series.asset}; give it in {series.asset} or USD")
    try:
        value, unit = canonical(number, given, is_ticker=series.asset.__eq__)
    except InputError as error:
        raise InputError(f"column unit: {error}") from error
    wanted = catalogue[series.metric].unit
    if unit != wanted and not _index_level(series, unit):
        raise InputError(f"column unit: {series.metric} is held in {wanted}, not in {given}; give it in {wanted}")
    return value, unit


def _index_level(series: SeriesKey, unit: Unit) -> bool:
    """Whether a macro level is given as an index or in dollars: both are right."""
    return series.metric == "macro.level" and unit in ("USD", "index")


def _revision(cells: Cells) -> int:
    written = _cell(cells, "revision")
    if not written:
        return 0
    if not (written.isascii() and written.isdecimal()):
        raise InputError(f"column revision: {written!r} is not a whole number from 0; mend or leave it empty")
    return int(written)


def _cell(cells: Cells, column: str) -> str:
    return cells[column].strip() if column in cells else ""


def _needed(cells: Cells, column: str) -> str:
    cell = _cell(cells, column)
    if not cell:
        raise InputError(f"column {column}: is empty; every row needs one")
    return cell


def _instant(cells: Cells, column: str) -> datetime:
    try:
        return parse_instant(_needed(cells, column))
    except InputError as error:
        raise InputError(f"column {column}: {error}") from error
