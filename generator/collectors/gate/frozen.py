"""Feeds that stand still: the same price again and again is the last one that a broken source saw."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from generator.collectors.gate.bench import Bench, is_snapshot
from generator.collectors.gate.readings import measures
from generator.collectors.gate.wording import number, span
from generator.model.quotes import Candle
from generator.model.reply import SetAside

_BARS: Final = 6
_READINGS: Final = 3
_AT_LEAST: Final = timedelta(hours=1)
#: A price of three digits, 3.49, may well be the same tomorrow.
_DIGITS: Final = 5
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


def frozen_snapshots(bench: Bench) -> Iterator[SetAside]:
    """Yield snapshots that say to the last digit what the three before them said, for more than an hour."""
    if not bench.current:
        return
    for rows in bench.series.values():
        if not is_snapshot(rows, bench.catalogue):
            continue
        name, value = next(measures(rows[0]))
        if _digits(value) < _DIGITS or (name == "spot.price" and _PEGGED[0] <= value <= _PEGGED[1]):
            continue
        before = bench.memory.before(rows[0], _READINGS)
        if len(before) < _READINGS or any(next(measures(record))[1] != value for record in before):
            continue
        length = rows[0].observed_at - before[-1].observed_at
        if length > _AT_LEAST:
            yield SetAside(tuple(rows), f"frozen: {number(value)} to the last digit for {span(length)}")


def _digits(value: float) -> int:
    """Return how many significant digits a number is written with."""
    return len(repr(value).partition("e")[0].replace(".", "").strip("-0"))
