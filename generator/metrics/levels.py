"""Round prices: the nearest on each side, and the one that was last closed above."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from generator.metrics.book import derived
from generator.metrics.track import DAY, instant
from generator.model.fact import Fact, Kind

if TYPE_CHECKING:
    from generator.metrics.bars import Bars
    from generator.metrics.book import Book

#: A level counts as lost when the price has stayed below it for this many daily closes.
_LOST_DAYS: Final = 3
#: How far up a lost level may lie to be worth naming.
_REACH: Final = 0.15


def round_step(price: float) -> float:
    """Return half the power of ten of a price: 5,000 for bitcoin at 68,841, 500 for ether at 2,023."""
    return 10.0 ** math.floor(math.log10(price)) / 2


def fine_step(price: float) -> float:
    """Return the smallest of 1, 2 or 5 times a power of ten that is 1% of a price or more."""
    power = 10.0 ** math.floor(math.log10(price / 100))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= price / 100 * (1 - 1e-12))


def round_prices(book: Book, price: Fact) -> None:
    """Put down the nearest round price above and below."""
    if price.value is None or price.value <= 0:
        return
    step = round_step(price.value)
    below = math.floor(price.value / step) * step
    for name, value, sign in (("above", round(below + step, 12), -1), ("below", round(below, 12), 1)):
        if value > 0:
            book.add(
                derived(
                    price, f"round:{name}", Kind.THRESHOLD, value, "USD",
                    formula="nearest multiple of half the price's power of ten", sign=sign,
                )
            )  # fmt: skip


def last_above(book: Book, price: Fact, daily: Bars) -> None:
    """Put down the lowest fine step that no close of three days reached, and the last close above it."""
    if price.value is None or len(daily.times) <= _LOST_DAYS or book.as_of - daily.times[-1] > 2 * DAY:
        return
    highest = max(price.value, float(daily.close[-_LOST_DAYS:].max()))
    step = fine_step(price.value)
    # 78 steps of 0.2 are 15.6, and not what binary fractions make of it.
    level = round((math.floor(highest / step) + 1) * step, 12)
    above = np.flatnonzero(daily.close >= level)
    if level > price.value * (1 + _REACH) or not len(above):
        return
    place = int(above[-1])
    trace = daily.trace(place)
    line = derived(
        price, "level", Kind.THRESHOLD, level, "USD",
        formula="lowest step of about 1% that the closes of three days stayed below", sign=-1,
    )  # fmt: skip
    book.add(
        line,
        Fact(
            id=f"{price.id}~last_above", kind=Kind.PAST, value=float(daily.close[place]), unit="USD",
            as_of=instant(int(daily.times[place])), formula="last daily close at or above the level",
            inputs=trace.inputs, sources=trace.sources, of=price.id, than=line.id,
        ),
    )  # fmt: skip
