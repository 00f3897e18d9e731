"""Bybit: funding settlements of linear perpetual contracts.

API: https://bybit-exchange.github.io/docs/v5/market/history-fund-rate. Rates are fractions
for the contract's own interval.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from generator.collectors.kept.settlements import settlements
from generator.model.names import Names
from generator.model.observation import Provenance
from generator.model.quotes import FundingSettlement

VENUE: Final = "bybit"


def parse_funding(body: bytes, *, name: str, origin: Provenance, names: Names) -> Iterator[FundingSettlement]:
    """Yield settled rates."""
    yield from settlements(body, name=name, origin=origin, names=names, venue=VENUE, quote="USDT")
