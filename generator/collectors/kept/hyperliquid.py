"""Hyperliquid: hourly funding, and open interest of its own perpetual contracts.

API: https://hyperliquid.gitbook.io/hyperliquid-docs/for-developers/api/info-endpoint.
Quirks: funding is settled every hour, as a fraction per hour. Open interest is current only,
so its history is what somebody kept each day.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from generator.collectors.kept.rows import lines
from generator.collectors.kept.settlements import settlements
from generator.model.names import Names
from generator.model.observation import Observation, Provenance, SeriesKey
from generator.model.quotes import FundingSettlement

VENUE: Final = "hyperliquid"


def parse_funding(body: bytes, *, name: str, origin: Provenance, names: Names) -> Iterator[FundingSettlement]:
    """Yield hourly settled rates."""
    yield from settlements(body, name=name, origin=origin, names=names, venue=VENUE)


def parse_open_interest(body: bytes, *, name: str, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield open interest in dollars, one reading a day, the last one kept. [USD]"""
    for line in lines(body, name, ("date", "symbol", "open_interest_usd")):
        asset, _ = names.resolve(VENUE, line.text("symbol"))
        at = line.close_of_day()
        series = SeriesKey(asset, "futures.open_interest_usd", "", VENUE)
        yield Observation(series, line.positive("open_interest_usd"), "USD", at, at, origin)
