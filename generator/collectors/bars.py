"""A bar of any venue: stamped with the last instant that it covers, and taken once another has followed it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from generator.errors import PayloadError
from generator.model.quotes import Candle
from generator.model.reply import Reply

Interval = Literal["1h", "1d"]
LENGTH: Final[dict[Interval, timedelta]] = {"1h": timedelta(hours=1), "1d": timedelta(days=1)}
_LAST_MOMENT: Final = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Bar:
    """What a venue says of a bar. [quote currency a coin; coins, None where it is not read]"""

    opens_at: datetime
    open: float
    high: float
    low: float
    close: float
    volume: float | None


def candles(
    bars: Iterable[Bar], reply: Reply, *, asset: str, publisher: str, interval: Interval, quote: str
) -> Iterator[Candle]:
    """Yield the bars that another has followed; the newest only shows that the one before has ended.

    A clock cannot tell: a reply that was kept somewhere on its way holds a bar that was cut off when
    the copy was made, and has an end in the past.

    Raises:
        PayloadError: There is no bar at all, or one does not begin where its interval does.
    """
    origin = reply.origin(publisher)
    all_bars = list(bars)
    if not all_bars:
        raise PayloadError(f"{reply.name}: the list of bars is empty; ask again later")
    newest = max(bar.opens_at for bar in all_bars)
    for bar in all_bars:
        if (bar.opens_at.minute, bar.opens_at.second, bar.opens_at.microsecond) != (0, 0, 0) or (
            interval == "1d" and bar.opens_at.hour != 0
        ):
            raise PayloadError(f"{reply.name}: a bar begins at {bar.opens_at:%Y-%m-%d %H:%M:%S} UTC; ask again later")
        ends = bar.opens_at + LENGTH[interval] - _LAST_MOMENT
        if bar.opens_at < newest and ends < reply.fetched_at:
            yield Candle(
                asset, publisher, interval, ends, bar.open, bar.high, bar.low, bar.close, bar.volume, quote, origin
            )
