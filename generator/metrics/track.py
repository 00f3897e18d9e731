"""A track: one quantity's readings over time, each of which can say where it comes from.

Times are whole microseconds since 1970 (``int64``), since numpy searches and subtracts
them hundreds of times faster than timestamps. Only the few readings that become facts
are ever asked for their origin, so a track holds a function and not a list of origins.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from generator.model.fact import Source
from generator.model.instants import from_micros, iso

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray

    from generator.model.observation import SeriesKey
    from generator.model.units import FactUnit

HOUR: Final = 3_600_000_000
DAY: Final = 24 * HOUR
#: Crypto settles every day; 252 is for exchanges that sleep.
DAYS_PER_YEAR: Final = 365
#: How a time that is missing stands among whole microseconds.
_NEVER: Final = int(np.iinfo(np.int64).min)


@dataclass(frozen=True, slots=True)
class Trace:
    """Where one reading comes from: ids of records or facts, and their sources."""

    inputs: tuple[str, ...]
    sources: tuple[Source, ...] = ()
    publisher: str = ""
    note: str = ""


def joined(*traces: Trace) -> Trace:
    """Return several origins as one, nothing named twice."""
    return Trace(
        tuple(dict.fromkeys(name for trace in traces for name in trace.inputs)),
        tuple(dict.fromkeys(source for trace in traces for source in trace.sources)),
        next((trace.publisher for trace in traces if trace.publisher), ""),
        next((trace.note for trace in traces if trace.note), ""),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One series, oldest reading first; every value is finite.

    Args:
        times: When each reading speaks of, ascending and without repeats. [microseconds since 1970]
        value: The readings, in ``unit``.
        trace: Tells the origin of the reading at a position.
        computed: Whether we computed it from quotes, candles or settlements.
        snapshot: Whether readings come at odd hours, so that only those of a like
            clock hour may be compared.
    """

    key: SeriesKey
    unit: FactUnit
    times: NDArray[np.int64]
    value: NDArray[np.float64]
    trace: Callable[[int], Trace]
    formula: str
    computed: bool = True
    snapshot: bool = False

    def __len__(self) -> int:
        return len(self.times)


def track(  # noqa: PLR0913 - the fields of a track, by name
    key: SeriesKey,
    unit: FactUnit,
    at: NDArray[np.int64],
    value: NDArray[np.float64],
    trace: Callable[[int], Trace],
    *,
    formula: str,
    computed: bool = True,
    snapshot: bool = False,
) -> Track:
    """Return a track of the finite readings: NaN and infinity never become facts."""
    kept = np.flatnonzero(np.isfinite(value))

    def kept_trace(position: int) -> Trace:
        return trace(int(kept[position]))

    whole = len(kept) == len(value)
    return Track(
        key=key,
        unit=unit,
        times=at if whole else at[kept],
        value=value if whole else value[kept],
        trace=trace if whole else kept_trace,
        formula=formula,
        computed=computed,
        snapshot=snapshot,
    )


def micros(column: pd.Series[pd.Timestamp]) -> NDArray[np.int64]:
    """Return a column of UTC times as whole microseconds since 1970, a missing one as the least integer."""
    return pd.DatetimeIndex(column).as_unit("us").asi8


def floats(column: pd.Series[float]) -> NDArray[np.float64]:
    """Return a column as floats, what is missing as NaN."""
    return np.asarray(column.to_numpy(dtype=np.float64, na_value=np.nan), dtype=np.float64)


def instant(at: int) -> datetime:
    """Return microseconds since 1970 as an aware instant."""
    return from_micros(int(at))


def stamp(at: int) -> str:
    """Return microseconds since 1970 as ISO text, the form that ids carry."""
    return iso(instant(at))


class Group(NamedTuple):
    """Rows that are alike in some columns.

    Args:
        parts: What these columns say, "" for what is missing.
        codes: A number for each of them, -1 for what is missing.
        rows: Their places in the frame, ascending.
    """

    parts: tuple[str, ...]
    codes: tuple[int, ...]
    rows: NDArray[np.int64]


def places_by(frame: pd.DataFrame, *names: str) -> list[tuple[tuple[str, ...], NDArray[np.int64]]]:
    """Return the rows of each combination of the named columns, in their order in the frame.

    What is missing in a column reads as "".
    """
    return [(group.parts, group.rows) for group in groups_by(frame, *names)]


def groups_by(frame: pd.DataFrame, *names: str) -> list[Group]:
    """Return the same with the codes of what the columns say."""
    if frame.empty:
        return []
    code = np.zeros(len(frame), dtype=np.int64)
    columns = []
    for name in names:
        codes, uniques = pd.factorize(frame[name])  # -1 is what is missing: the last one
        found = [*map(str, uniques), ""]
        code = code * len(found) + codes % len(found)
        columns.append((codes, found))
    order = np.argsort(code, kind="stable") if code.any() else np.arange(len(code))
    starts = np.flatnonzero(np.diff(code[order], prepend=-1))
    return [
        Group(
            tuple(uniques[codes[rows[0]]] for codes, uniques in columns),
            tuple(int(codes[rows[0]]) for codes, _ in columns),
            rows.astype(np.int64),
        )
        for rows in np.split(order, starts[1:])
    ]


class Origins:
    """The provenance columns of a frame, read one row at a time."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._times = micros(frame["observed_at"])
        self._words = [words(frame[name]) for name in ("source", "url", "raw_sha256")]
        self._fetched = micros(frame["fetched_at"])
        self._made: dict[int, Source] = {}

    def source(self, row: int) -> Source:
        """Return where the frame's row came from; one row is asked for many times."""
        found = self._made.get(row)
        if found is None:
            found = self._made[row] = self._source(row)
        return found

    def _source(self, row: int) -> Source:
        name, url, sha = (word(row) for word in self._words)
        fetched = int(self._fetched[row])
        return Source(name, url, instant(int(self._times[row])), None if fetched == _NEVER else instant(fetched), sha)


def words(column: pd.Series[str]) -> Callable[[int], str]:
    """Return a function that reads a column's text at a row, "" where it is missing.

    Reading a handful of cells through pandas costs more than the whole column as an array.
    """
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes = column.cat.codes.to_numpy()
        names = [*(str(name) for name in column.cat.categories), ""]
        return lambda row: names[int(codes[row])]
    cells = column.to_numpy(dtype=object)
    return lambda row: "" if pd.isna(cells[row]) else str(cells[row])
