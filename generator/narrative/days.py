"""Days of a chart: which there are, what stands on each of them, and how a reading came to be of its day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from generator.model.chart import Daily, Tone, Zone
    from generator.model.fact import Fact

#: A reading of the last minute closes its day.
_CLOSE: Final = (23, 59)


@lru_cache(maxsize=64)
def days_to(last: date, count: int) -> tuple[date, ...]:
    """Return so many days in a row that end with ``last``."""
    return tuple(last - timedelta(days=ago) for ago in range(count - 1, -1, -1))


def closes(fact: Fact) -> bool:
    """Whether a reading ends its UTC day."""
    return (fact.as_of.hour, fact.as_of.minute) == _CLOSE


def rhythm(fact: Fact) -> str:
    """Return how often, and when, a fact's readings are taken, for a chart's note."""
    return "daily closes" if closes(fact) else "one reading a day"


def tones(zones: Iterable[Zone]) -> dict[str, Tone]:
    """Return each state's tint."""
    return {zone.label: zone.tone for zone in zones}


def readings(daily: Daily, days: int = 0) -> int:
    """Return how many of the last days have a reading; of all days where none are named."""
    recent = daily.values[-days:]
    return len(recent) - recent.count(None)


def begins(daily: Daily) -> date:
    """Return the day of the first value."""
    return daily.last - timedelta(days=len(daily.values) - 1)


def window(daily: Daily, last: date, count: int) -> tuple[float | str | None, ...]:
    """Return a history on the days of a chart, None before it begins and behind its end."""
    behind = (last - daily.last).days
    inside = daily.values[-(count - behind) :] if count > behind else ()
    return (None,) * (count - behind - len(inside)) + inside + (None,) * min(behind, count)
