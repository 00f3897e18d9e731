"""Bybit: funding settlements of linear perpetual contracts.

API: https://bybit-exchange.github.io/docs/v5/market/history-fund-rate. Rates are fractions
for the contract's own interval.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from generator.collectors.rows import lines
from generator.model.names import Names
from generator.model.observation import Provenance
from generator.model.quotes import FundingSettlement

VENUE: Final = "bybit"


def parse_funding(body: bytes, *, name: str, origin: Provenance, names: Names) -> Iterator[FundingSettlement]:
    """Yield settled rates."""
    for line in lines(body, name, ("timestamp", "symbol", "rate_per_interval", "interval_hours")):
        asset, _ = names.resolve(VENUE, line.text("symbol"))
        yield FundingSettlement(
            asset=asset,
            venue=VENUE,
            instrument=f"{line.text('symbol')}USDT",
            observed_at=line.instant(),
            interval_hours=line.whole("interval_hours"),
            rate=line.number("rate_per_interval"),
            origin=origin,
        )
