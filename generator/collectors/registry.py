"""Every live source, in the order in which they are listed. Written by hand; a new source adds a line."""

from __future__ import annotations

from typing import Final

from generator.collectors.source import Source
from generator.collectors.sources import (
    alternative_me,
    coinalyze,
    coindesk,
    coingecko,
    coinglass,
    coinmarketcap,
    coinpaprika,
    defillama,
    fred,
)

SOURCES: Final[tuple[Source, ...]] = (
    coingecko.SOURCE,
    coinpaprika.SOURCE,
    coinmarketcap.SOURCE,
    alternative_me.SOURCE,
    defillama.SOURCE,
    fred.SOURCE,
    coinalyze.SOURCE,
    coinglass.SOURCE,
    coindesk.SOURCE,
)
