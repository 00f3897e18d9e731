"""Open interest of one venue at one instant, in coins and in dollars."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from generator.model.observation import Observation, Provenance, SeriesKey


def interest(
    asset: str, venue: str, at: datetime, *, coin: float, usd: float | None, origin: Provenance
) -> Iterator[Observation]:
    """Yield both amounts; the venue is the scope of what they count.

    Args:
        asset: The coin.
        venue: The venue's id.
        at: When they were counted.
        coin: One-sided. [coins]
        usd: The same in dollars by a price of the same instant, None where the source gives none. [USD]
        origin: Where they come from.
    """
    yield Observation(SeriesKey(asset, "futures.open_interest", "", venue), coin, "coin", at, at, origin)
    if usd is not None:
        yield Observation(SeriesKey(asset, "futures.open_interest_usd", "", venue), usd, "USD", at, at, origin)
