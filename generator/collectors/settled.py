"""Funding settlements from a venue's own list: the interval of each is the time since the one before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise, repeat
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
            read off the list: the oldest row only dates the next one, a row after a hole is left out,
            and the first of a longer interval waits for the second.

    Raises:
        PayloadError: One settlement has two rates.
    """
    by_time: dict[datetime, float] = {}
    for at, rate in rows:
        hour = _on_the_hour(at)
        if by_time.setdefault(hour, rate) != rate:
            raise PayloadError(f"{venue} {instrument}: two rates for {hour:%Y-%m-%d %H:%M} UTC; ask again later")
    times = sorted(by_time)
    for at, hours in zip(times, _intervals(times) if interval_hours is None else repeat(interval_hours), strict=False):
        if hours in _HOURS:
            yield FundingSettlement(asset, venue, instrument, at, hours, by_time[at], origin)


def _intervals(times: Sequence[datetime]) -> list[int | None]:
    """Return the hours that each settlement is for, None where the list does not say.

    A contract whose interval grows keeps the new one for a while: a single longer one is a hole in the list.
    """
    apart = [later - earlier for earlier, later in pairwise(times)]
    found: list[int | None] = [None] * min(len(times), 1)
    for place, each in enumerate(apart):
        grown = place > 0 and each > apart[place - 1]
        kept = place + 1 < len(apart) and apart[place + 1] >= each
        found.append(each // _HOUR if each % _HOUR == timedelta(0) and (kept or not grown) else None)
    return found


def _on_the_hour(at: datetime) -> datetime:
    hour = (at + _HOUR / 2).replace(minute=0, second=0, microsecond=0)
    return hour if abs(at - hour) <= _JITTER else at
