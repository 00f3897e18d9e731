"""Which file of the sample is read by which parser. Written by hand; a new source adds a line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from generator.collectors.kept import alternative_me, binance, bybit, coingecko, deribit, fred, hyperliquid, mof
from generator.model.names import Names
from generator.model.observation import Provenance
from generator.model.quotes import Record


class Parser(Protocol):
    """Bytes in, readings out: no clock, no network, no defaults for what is missing."""

    def __call__(self, body: bytes, *, name: str, origin: Provenance, names: Names) -> Iterator[Record]:
        """Yield the readings of one body."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of the sample: whose it is, where the source documents or serves it, who reads it."""

    file: str
    source: str
    url: str
    parse: Parser


_FAPI: Final = "https://fapi.binance.com/fapi/v1"
_SPOT: Final = "https://api.binance.com/api/v3/klines"

SAMPLE: Final[tuple[Kept, ...]] = (
    Kept("binance-spot-daily.csv.gz", "binance", _SPOT, binance.parse_daily),
    Kept("binance-spot-hourly.csv.gz", "binance", _SPOT, binance.parse_hourly),
    Kept("binance-dated-daily.csv.gz", "binance", f"{_FAPI}/klines", binance.parse_dated),
    Kept("binance-funding.csv.gz", "binance", f"{_FAPI}/fundingRate", binance.parse_funding),
    Kept("binance-perpetual-marks.csv.gz", "binance", f"{_FAPI}/fundingRate", binance.parse_perpetual_marks),
    Kept("bybit-funding.csv.gz", "bybit", "https://api.bybit.com/v5/market/funding/history", bybit.parse_funding),
    Kept("hyperliquid-funding.csv.gz", "hyperliquid", "https://api.hyperliquid.xyz/info", hyperliquid.parse_funding),
    Kept(
        "hyperliquid-interest.csv.gz", "hyperliquid", "https://api.hyperliquid.xyz/info",
        hyperliquid.parse_open_interest,
    ),
    Kept(
        "deribit-chains.csv.gz", "deribit",
        "https://www.deribit.com/api/v2/public/get_book_summary_by_currency", deribit.parse_chains,
    ),
    Kept(
        "deribit-futures.csv.gz", "deribit",
        "https://www.deribit.com/api/v2/public/get_book_summary_by_currency", deribit.parse_futures,
    ),
    Kept(
        "deribit-dvol.csv.gz", "deribit",
        "https://www.deribit.com/api/v2/public/get_volatility_index_data", deribit.parse_dvol,
    ),
    Kept(
        "alternative-me-fear-greed.csv.gz", "alternative.me", "https://api.alternative.me/fng/",
        alternative_me.parse_fear_greed,
    ),
    Kept("fred-macro.csv.gz", "fred", "https://fred.stlouisfed.org", fred.parse_fred),
    Kept(
        "mof-yields.csv.gz", "mof", "https://www.mof.go.jp/english/policy/jgbs/reference/interest_rate/",
        mof.parse_mof,
    ),
    Kept(
        "coingecko-top100.csv.gz", "coingecko", "https://api.coingecko.com/api/v3/coins/markets",
        coingecko.parse_ranked_prices,
    ),
)  # fmt: skip
#: Figures that only a publication delivers, as an observations file.
PUBLISHED: Final = "published.csv"
