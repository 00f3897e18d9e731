"""Funding settlements as the sample keeps them for every venue: one row a contract and interval."""

from __future__ import annotations

from collections.abc import Iterator

from generator.collectors.kept.rows import lines
from generator.model.names import Names
from generator.model.observation import Provenance
from generator.model.quotes import FundingSettlement


def settlements(
    body: bytes, *, name: str, origin: Provenance, names: Names, venue: str, quote: str = ""
) -> Iterator[FundingSettlement]:
    """Yield settled rates. [fraction per interval; positive: longs paid shorts]

    Args:
        body: Columns ``timestamp, symbol, rate_per_interval, interval_hours``.
        name: The file's name, for errors.
        origin: Where the body comes from.
        names: Turns the venue's symbols into assets.
        venue: The venue's id.
        quote: What the venue adds to a symbol to name its contract: ``USDT``.

    Raises:
        PayloadError: A row cannot be read, with its line.
    """
    for line in lines(body, name, ("timestamp", "symbol", "rate_per_interval", "interval_hours")):
        symbol = line.text("symbol")
        asset, _ = names.resolve(venue, symbol)
        yield FundingSettlement(
            asset=asset,
            venue=venue,
            instrument=f"{symbol}{quote}",
            observed_at=line.instant(),
            interval_hours=line.whole("interval_hours"),
            rate=line.number("rate_per_interval"),
            origin=origin,
        )
