"""FRED (Federal Reserve Bank of St. Louis): US indices, volatility, the dollar, the 10-year yield.

What: daily closes NASDAQ100, VIXCLS, DTWEXBGS and DGS10.
API: https://fred.stlouisfed.org/docs/api/fred/ (series/observations).
Terms: https://fred.stlouisfed.org/legal/ : public use with the source named; NASDAQ100 is
copyright Nasdaq, VIXCLS copyright Cboe.
Quirks: yields are in percent. US markets close at 16:00 New York time, at 21:00 UTC or an hour
earlier in summer, the VIX a quarter of an hour later: the later hour is taken all year, so that
no close is seen before it was made. The broad dollar index comes out once a week, on Monday for
the week before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Final

from generator.collectors.kept.closes import Close, parse_closes
from generator.model.names import Names
from generator.model.observation import Observation, Provenance

VENUE: Final = "fred"
_NEW_YORK: Final = timedelta(hours=21)
_QUARTER_PAST: Final = timedelta(hours=21, minutes=15)

COLUMNS: Final[Mapping[str, Close]] = {
    "nasdaq100_index": Close("macro:NDX", "macro.level", "index", _NEW_YORK),
    "vix_index": Close("macro:VIX", "macro.level", "index", _QUARTER_PAST),
    "broad_dollar_index_fred": Close("macro:USD_BROAD", "macro.level", "index", _QUARTER_PAST, weekly=True),
    "us10y_yield_pct": Close("macro:US10Y", "macro.yield", "ratio", _NEW_YORK, factor=0.01),
}


def parse_fred(body: bytes, *, name: str, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield closes of US markets; an empty cell is a closed market."""
    del names  # columns name their assets
    return parse_closes(body, COLUMNS, name=name, origin=origin, venue=VENUE)
