"""Feeds that stand still: the same price again and again is the last one that a broken source saw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from generator.collectors.gate.bench import Bench, is_snapshot
from generator.collectors.gate.readings import measures, said
from generator.collectors.gate.together import Reply, reply_of
from generator.collectors.gate.wording import number, span
from generator.model.quotes import Candle, Record
from generator.model.reply import SetAside

_BARS: Final = 6
_READINGS: Final = 3
_AT_LEAST: Final = timedelta(hours=1)
#: A price of three digits, 3.49, may well be the same tomorrow.
_DIGITS: Final = 5
#: Six digits are the same an hour later once in a thousand times.
_MANY_DIGITS: Final = 6
#: Coins that are held at a dollar stand still when all is well.
_PEGGED: Final = (0.98, 1.02)


def frozen_bars(bench: Bench) -> Iterator[SetAside]:
    """Yield the hourly bars at a run's end that all have one price and no range."""
    if not bench.current:
        return
    for rows in bench.series.values():
        bars = [bar for bar in rows if isinstance(bar, Candle) and bar.interval == "1h"]
        flat: list[Candle] = []
        for bar in reversed(bars):
            if not bar.low_usd == bar.high_usd == bars[-1].close_usd:
                break
            flat.append(bar)
        if len(flat) >= _BARS:
            why = f"frozen: {len(flat)} hours at {number(bars[-1].close_usd)} and nothing else"
            yield SetAside(tuple(reversed(flat)), why)


def cached_replies(bench: Bench) -> Iterator[SetAside]:
    """Yield snapshots that say to the last digit what was stored more than an hour before.

    Of a reply of many numbers one may be the same by chance; of a cached one at least half are.
    """
    if not bench.current:
        return
    compared: dict[Reply, list[bool]] = {}
    same: list[tuple[Sequence[Record], str]] = []
    for rows in bench.series.values():
        value = _long_number(rows, bench, _MANY_DIGITS)
        before = () if value is None else bench.memory.before(rows[0], 1)
        if value is None or not before:
            continue
        length = rows[0].observed_at - before[0].observed_at
        if length > _AT_LEAST:
            alike = said(before[0]) == said(rows[0])
            compared.setdefault(reply_of(rows[0]), []).append(alike)
            if alike:
                same.append((rows, f"cached: {number(value)} to the last digit as {span(length)} before"))
    for rows, why in same:
        of_reply = compared[reply_of(rows[0])]
        if 2 * sum(of_reply) >= len(of_reply):
            yield SetAside(tuple(rows), why)


def frozen_snapshots(bench: Bench) -> Iterator[SetAside]:
    """Yield snapshots that say to the last digit what the three before them said, for more than an hour."""
    if not bench.current:
        return
    for rows in bench.series.values():
        value = _long_number(rows, bench, _DIGITS)
        if value is None:
            continue
        before = bench.memory.before(rows[0], _READINGS)
        if len(before) < _READINGS or any(next(measures(record))[1] != value for record in before):
            continue
        length = rows[0].observed_at - before[-1].observed_at
        if length > _AT_LEAST:
            yield SetAside(tuple(rows), f"frozen: {number(value)} to the last digit for {span(length)}")


def _long_number(rows: Sequence[Record], bench: Bench, digits: int) -> float | None:
    """Return what a snapshot says with so many digits at least, None where it may well stand still."""
    if not is_snapshot(rows, bench.catalogue):
        return None
    name, value = next(measures(rows[0]))
    pegged = name == "spot.price" and _PEGGED[0] <= value <= _PEGGED[1]
    return None if pegged or _digits(value) < digits else value


def _digits(value: float) -> int:
    """Return how many significant digits a number is written with."""
    return len(repr(value).partition("e")[0].replace(".", "").strip("-0"))
