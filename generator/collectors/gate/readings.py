"""What the gate asks of a reading: which series it is of, what it says, and what it measures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from generator.model.observation import Observation
from generator.model.quotes import Candle, FundingSettlement, FutureQuote, OptionQuote, Record

PRICE: Final = "spot.price"
INTEREST: Final = "futures.open_interest"
INTEREST_USD: Final = "futures.open_interest_usd"
FUNDING: Final = "perp.funding_rate"

#: What names a series: kind of record, asset, venue, and what else it has.
Series = tuple[str, str, str, str]
HOURS_PER_YEAR: Final = 24 * 365
INTERVALS: Final = {"1h": timedelta(hours=1), "1d": timedelta(days=1)}


def asset_of(record: Record) -> str:
    """Return the asset that a reading is about."""
    return record.series.asset if isinstance(record, Observation) else record.asset


def venue_of(record: Record) -> str:
    """Return the venue or provider whose reading it is."""
    return record.series.venue if isinstance(record, Observation) else record.venue


def series_of(record: Record) -> Series:
    """Return what names a reading's series; two readings of one have the same."""
    match record:
        case Observation(series=key):
            return f"observation {key.metric}", key.asset, key.venue, key.tenor
        case Candle():
            return "candle", record.asset, record.venue, record.interval
        case FundingSettlement():
            return "settlement", record.asset, record.venue, record.instrument
        case FutureQuote():
            return "future", record.asset, record.venue, record.instrument
        case OptionQuote():
            return "option", record.asset, record.venue, record.instrument


def said(record: Record) -> tuple[object, ...]:
    """Return all that a reading says of its instant; where it comes from is not part of it."""
    match record:
        case Observation():
            return record.value, record.unit
        case Candle():
            return (
                record.open_usd, record.high_usd, record.low_usd, record.close_usd, record.volume_coin, record.quote,
            )  # fmt: skip
        case FundingSettlement():
            return record.rate, record.interval_hours
        case FutureQuote():
            return (
                record.price_usd, record.basis, record.index_usd, record.open_interest_coin, record.volume_24h_coin,
                record.expires_at,
            )  # fmt: skip
        case OptionQuote():
            return (
                record.mark_iv, record.mark_coin, record.bid_coin, record.ask_coin, record.open_interest_coin,
                record.volume_24h_coin, record.underlying_usd, record.index_usd, record.expires_at,
                record.strike_usd, record.right,
            )  # fmt: skip


def measures(record: Record) -> Iterator[tuple[str, float]]:
    """Yield what a reading measures: the catalogue's metric, and the value in its unit.

    An option's own numbers stand or fall with its chain, and are not among them; nor is what is
    open in a dated contract, which grows from nothing and ends at nothing.
    """
    match record:
        case Observation():
            yield record.series.metric, record.value
        case Candle():
            yield PRICE, record.close_usd
        case FundingSettlement():
            yield FUNDING, yearly(record)
        case FutureQuote():
            yield PRICE, record.price_usd
            if record.open_interest_coin is not None and record.expires_at is None:
                yield INTEREST, record.open_interest_coin


def yearly(settlement: FundingSettlement) -> float:
    """Return a settled rate as a rate a year, simple. [fraction; positive: longs paid shorts]"""
    return settlement.rate / settlement.interval_hours * HOURS_PER_YEAR


def price_of(record: Record) -> float | None:
    """Return what a reading says of its asset's price on the spot market, None where it says nothing.

    A contract's index comes before its mark, and a dated contract's own price is no spot price.
    """
    match record:
        case Candle():
            return record.close_usd
        case Observation() if record.series.metric == PRICE and not record.series.tenor:
            return record.value
        case FutureQuote() if record.index_usd is not None:
            return record.index_usd
        case FutureQuote(expires_at=None):
            return record.price_usd
    return None


def rests_on_price(record: Record) -> bool:
    """Return whether a reading is worth nothing where its venue's price of the asset is broken."""
    if isinstance(record, Observation):
        return record.series.metric.startswith("spot.") or record.series.metric == INTEREST_USD
    return isinstance(record, Candle | FutureQuote)
