"""What is not one number: candles, option and future quotes, funding settlements.

Prices are in USD (a stablecoin quote is named in ``quote``), volatilities and rates
are fractions, amounts are in coin. ``None`` is what the source did not say.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from generator.model.observation import Observation, Provenance


@dataclass(frozen=True, slots=True)
class Candle:
    """A bar. ``observed_at`` is the last instant that it covers, and it is available then."""

    asset: str
    venue: str
    interval: Literal["1d", "1h"]
    observed_at: datetime
    open_usd: float
    high_usd: float
    low_usd: float
    close_usd: float
    volume_coin: float | None
    quote: str
    origin: Provenance


@dataclass(frozen=True, slots=True)
class OptionQuote:
    """One option of a chain snapshot. ``underlying_usd`` is the forward of its expiry."""

    asset: str
    venue: str
    instrument: str
    expires_at: datetime
    strike_usd: float
    right: Literal["C", "P"]
    observed_at: datetime
    mark_iv: float | None
    mark_coin: float | None
    bid_coin: float | None
    ask_coin: float | None
    open_interest_coin: float | None
    volume_24h_coin: float | None
    underlying_usd: float | None
    index_usd: float | None
    origin: Provenance


@dataclass(frozen=True, slots=True)
class FutureQuote:
    """One future at one instant; ``expires_at`` is None for a perpetual contract.

    ``index_usd`` is the index at the same instant, where the source gives it.
    ``basis`` says what the price is: a mark, or a daily close.
    """

    asset: str
    venue: str
    instrument: str
    expires_at: datetime | None
    observed_at: datetime
    price_usd: float
    basis: Literal["mark", "close"]
    index_usd: float | None
    open_interest_coin: float | None
    volume_24h_coin: float | None
    origin: Provenance


@dataclass(frozen=True, slots=True)
class FundingSettlement:
    """A settled rate for one interval; positive: longs paid shorts. [fraction per interval]"""

    asset: str
    venue: str
    instrument: str
    observed_at: datetime
    interval_hours: int
    rate: float
    origin: Provenance


Record = Observation | Candle | OptionQuote | FutureQuote | FundingSettlement
