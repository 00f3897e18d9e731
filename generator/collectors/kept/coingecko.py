"""CoinGecko: prices of the hundred largest coins, once a day.

What: rank by market value and price, one snapshot a day.
API: https://docs.coingecko.com/reference/coins-markets (coins/markets).
Terms: https://www.coingecko.com/en/api_terms : attribution, "Data provided by CoinGecko".
Quirks: the kept snapshots were taken between 12:00 and 14:00 UTC and carry no time: they speak of
noon and are taken as known from 14:00. A ticker is no name: a wrapped or bridged copy has its
coin's ticker (two coins are called SOL), so of several the one with the best rank is meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Final

from generator.collectors.kept.rows import Line, lines
from generator.model.names import Names
from generator.model.observation import Observation, Provenance, SeriesKey

VENUE: Final = "coingecko"
_LATEST_SNAPSHOT: Final = timedelta(hours=2)


def parse_ranked_prices(body: bytes, *, name: str, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield prices, each with its rank as a note. [USD]"""
    best: dict[tuple[str, str], tuple[int, Line]] = {}
    for line in lines(body, name, ("date", "market_cap_rank", "symbol", "price_usd")):
        key, rank = (line.text("date"), line.text("symbol")), line.whole("market_cap_rank")
        if key not in best or rank < best[key][0]:
            best[key] = (rank, line)
    ranked = {rank: replace(origin, note=f"rank {rank} by market value") for rank, _ in best.values()}
    for (_, symbol), (rank, line) in best.items():
        asset, multiplier = names.resolve(VENUE, symbol)
        at = line.at(hour=12)
        series = SeriesKey(asset, "spot.price", "", VENUE)
        price = line.positive("price_usd") / multiplier
        yield Observation(series, price, "USD", at, at + _LATEST_SNAPSHOT, ranked[rank])
