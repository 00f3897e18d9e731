"""Every live source, in the order in which they are listed. Written by hand; a new source adds a line."""

from __future__ import annotations

from typing import Final

from generator.collectors.liquidations import sums
from generator.collectors.source import Source
from generator.collectors.sources import (
    alternative_me,
    binance_coinm,
    binance_spot,
    binance_usdm,
    bybit,
    coinalyze,
    coinbase,
    coindesk,
    coingecko,
    coinglass,
    coinmarketcap,
    coinpaprika,
    defillama,
    deribit,
    fred,
    hyperliquid,
    kraken_futures,
    kraken_spot,
    okx,
)

SOURCES: Final[tuple[Source, ...]] = (
    binance_spot.SOURCE,
    binance_usdm.SOURCE,
    binance_coinm.SOURCE,
    deribit.SOURCE,
    bybit.SOURCE,
    okx.SOURCE,
    hyperliquid.SOURCE,
    kraken_spot.SOURCE,
    kraken_futures.SOURCE,
    coinbase.SOURCE,
    coingecko.SOURCE,
    coinpaprika.SOURCE,
    coinmarketcap.SOURCE,
    alternative_me.SOURCE,
    defillama.SOURCE,
    fred.SOURCE,
    coinalyze.SOURCE,
    coinglass.SOURCE,
    coindesk.SOURCE,
    sums.SOURCE,
)
