"""Candles of one asset at one venue, as arrays, and the windows that can be cut from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from generator.metrics.track import DAY, HOUR, Trace, stamp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from generator.metrics.sheet import Sheet
    from generator.metrics.track import Origins

Side = Literal["high", "low"]
#: How late the last bar of a window may end, in bars: the one that runs now is not complete.
_LATE: Final = 2


@dataclass(frozen=True, slots=True)
class Bars:
    """One asset's bars of one interval at one venue, oldest first.

    Args:
        times: The last instant that each bar covers. [microseconds since 1970]
        rows: Their places in the frame, for provenance.
    """

    asset: str
    venue: str
    interval: str
    times: NDArray[np.int64]
    open: NDArray[np.float64]
    high: NDArray[np.float64]
    low: NDArray[np.float64]
    close: NDArray[np.float64]
    rows: NDArray[np.int64]
    origins: Origins
    _traces: dict[int, Trace] = field(default_factory=dict)

    def at(self, places: slice | NDArray[np.int64]) -> Bars:
        """Return some of the bars."""
        return Bars(
            self.asset, self.venue, self.interval, self.times[places], self.open[places], self.high[places],
            self.low[places], self.close[places], self.rows[places], self.origins, self._traces,
        )  # fmt: skip

    @property
    def length(self) -> int:
        """The time that one bar covers. [microseconds]"""
        return HOUR if self.interval == "1h" else DAY

    def trace(self, position: int) -> Trace:
        """Return where the bar at a position comes from."""
        row = int(self.rows[position])
        found = self._traces.get(row)
        if found is None:
            name = f"candle:{self.venue}:{self.asset}:{self.interval}:{stamp(self.times[position])}"
            found = self._traces[row] = Trace((name,), (self.origins.source(row),))
        return found

    def window(self, days: int, as_of: int) -> slice | None:
        """Return the last ``days`` as bars, None unless every bar of them is there and the last has just ended."""
        needed = days * DAY // self.length
        if len(self.times) < needed or as_of - self.times[-1] > _LATE * self.length:
            return None
        first = int(np.searchsorted(self.times, self.times[-1] - days * DAY, side="right"))
        return slice(first, len(self.times)) if len(self.times) - first == needed else None

    def of(self, side: Side) -> NDArray[np.float64]:
        """Return the highs or the lows."""
        return self.high if side == "high" else self.low


def read_bars(candles: Sheet, interval: str) -> Iterator[Bars]:
    """Yield the bars of each asset and venue; see ``Market.candles``."""
    whole = candles.once(f"bars {interval}", lambda _: _all_bars(candles, interval))
    for parts, _ in candles.groups("asset", "venue"):
        bars = whole[parts]
        yield bars.at(candles.seen(bars.rows))


def _all_bars(candles: Sheet, interval: str) -> dict[tuple[str, ...], Bars]:
    """Return all bars that are ever known."""
    at = candles.micros("observed_at")
    columns = [candles.floats(name) for name in ("open", "high", "low", "close")]
    found: dict[tuple[str, ...], Bars] = {}
    for (asset, venue), _, rows in candles.all_groups("asset", "venue"):
        sane = np.all([np.isfinite(column[rows]) & (column[rows] > 0) for column in columns], axis=0)
        kept = rows[sane]
        opens, highs, lows, closes = (column[kept] for column in columns)
        found[asset, venue] = Bars(
            asset, venue, interval, at[kept], opens, highs, lows, closes, kept, candles.origins
        )  # fmt: skip
    return found
