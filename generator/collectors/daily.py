"""Daily series of other sources: sentiment, macro, prices by rank.

* alternative.me: https://alternative.me/crypto/fear-and-greed-index/ — published at 00:00 UTC of
  its day; attribution is asked for.
* FRED: https://fred.stlouisfed.org — closes of US sessions, at 21:00 UTC at the latest.
* Ministry of Finance Japan: https://www.mof.go.jp — yields at the close of Tokyo, 06:00 UTC.
* CoinGecko: https://www.coingecko.com — one snapshot a day about noon; attribution is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from generator.collectors.rows import lines
from generator.model.names import Names
from generator.model.observation import Observation, Provenance, SeriesKey
from generator.model.units import Unit

#: Column → asset, metric, unit, factor.
FRED: Final[Mapping[str, tuple[str, str, Unit, float]]] = {
    "nasdaq100_index": ("macro:NDX", "macro.level", "index", 1.0),
    "vix_index": ("macro:VIX", "macro.level", "index", 1.0),
    "broad_dollar_index_fred": ("macro:USD_BROAD", "macro.level", "index", 1.0),
    "us10y_yield_pct": ("macro:US10Y", "macro.yield", "ratio", 0.01),
}
MOF: Final[Mapping[str, tuple[str, str, Unit, float]]] = {
    "jp10y_yield_pct": ("macro:JP10Y", "macro.yield", "ratio", 0.01)
}


def parse_fear_greed(body: bytes, *, name: str, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield the index, stamped with the start of its day, when it is published. [0 to 100]"""
    del names  # the index has no asset of its own
    series = SeriesKey("CRYPTO", "sentiment.fear_greed", "", "alternative.me")
    for line in lines(body, name, ("date", "fear_greed_index")):
        at = line.at()
        yield Observation(series, line.number("fear_greed_index"), "index", at, at, origin)


def parse_fred(body: bytes, *, name: str, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield closes of US markets; an empty cell is a closed market."""
    del names
    yield from _closes(body, name, origin, FRED, "fred", hour=21)


def parse_mof(body: bytes, *, name: str, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield closes of Japanese government bonds; an empty cell is a closed market."""
    del names
    yield from _closes(body, name, origin, MOF, "mof", hour=6)


def _closes(
    body: bytes,
    name: str,
    origin: Provenance,
    columns: Mapping[str, tuple[str, str, Unit, float]],
    venue: str,
    *,
    hour: int,
) -> Iterator[Observation]:
    for line in lines(body, name, ("date", *columns)):
        at = line.at(hour=hour)
        for column, (asset, metric, unit, factor) in columns.items():
            value = line.optional(column)
            if value is not None:
                yield Observation(SeriesKey(asset, metric, "", venue), value * factor, unit, at, at, origin)


def parse_ranked_prices(body: bytes, *, name: str, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield CoinGecko's prices of the hundred largest coins and their ranks, at noon of their day."""
    for line in lines(body, name, ("date", "market_cap_rank", "symbol", "price_usd")):
        asset, _ = names.resolve("coingecko", line.text("symbol"))
        at = line.at(hour=12)
        yield Observation(
            SeriesKey(asset, "spot.price", "", "coingecko"), line.positive("price_usd"), "USD", at, at, origin
        )
        rank = SeriesKey(asset, "market.rank", "", "coingecko")
        yield Observation(rank, line.number("market_cap_rank"), "count", at, at, origin)
