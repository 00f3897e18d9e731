"""Funding settlements from a venue's own list: the interval of each is the time since the one before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from generator.errors import PayloadError
from generator.model.observation import Provenance
from generator.model.quotes import FundingSettlement

_HOURS: Final = (1, 2, 4, 8)
_HOUR: Final = timedelta(hours=1)
#: Venues stamp a settlement some milliseconds or seconds after its hour.
_JITTER: Final = timedelta(minutes=1)


def settled(
    rows: Iterable[tuple[datetime, float]],
    *,
    asset: str,
    venue: str,
    instrument: str,
    origin: Provenance,
    interval_hours: int | None = None,
) -> Iterator[FundingSettlement]:
    """Yield the settlements of one contract, oldest first, each with its own interval.

    Args:
        rows: Time of settlement and rate, in any order. [fraction per interval; positive: longs paid shorts]
        asset: The coin.
        venue: The venue's id.
        instrument: The contract, as the venue calls it.
        origin: Where the list comes from.
        interval_hours: The contract's interval where the venue has one for good; otherwise it is
            read off the list: the oldest row only dates the next one, and a row after a hole is left out.

    Raises:
        PayloadError: One settlement has two rates.
    """
    by_time: dict[datetime, float] = {}
    for at, rate in rows:
        hour = _on_the_hour(at)
        if by_time.setdefault(hour, rate) != rate:
            raise PayloadError(f"{venue} {instrument}: two rates for {hour:%Y-%m-%d %H:%M} UTC; ask again later")
    before: datetime | None = None
    for at, rate in sorted(by_time.items()):
        hours = interval_hours if interval_hours is not None else None if before is None else (at - before) // _HOUR
        if hours in _HOURS and (before is None or interval_hours is not None or (at - before) % _HOUR == timedelta(0)):
            yield FundingSettlement(asset, venue, instrument, at, hours, rate, origin)
        before = at


def _on_the_hour(at: datetime) -> datetime:
    hour = (at + _HOUR / 2).replace(minute=0, second=0, microsecond=0)
    return hour if abs(at - hour) <= _JITTER else at
