"""Ministry of Finance Japan: yields of Japanese government bonds.

What: constant-maturity yields at the close of Tokyo, 2 and 10 years.
Page: https://www.mof.go.jp/english/policy/jgbs/reference/interest_rate/ (historical data as CSV).
Terms: Government of Japan Standard Terms of Use 2.0, free with the source named.
Quirks: percent; the close at 15:00 in Tokyo is 06:00 UTC, summer and winter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Final

from generator.collectors.kept.closes import Close, parse_closes
from generator.model.names import Names
from generator.model.observation import Observation, Provenance

VENUE: Final = "mof"
_TOKYO: Final = timedelta(hours=6)

COLUMNS: Final[Mapping[str, Close]] = {
    "jp10y_yield_pct": Close("macro:JP10Y", "macro.yield", "ratio", _TOKYO, factor=0.01),
    "jp2y_yield_pct": Close("macro:JP2Y", "macro.yield", "ratio", _TOKYO, factor=0.01),
}


def parse_mof(body: bytes, *, name: str, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield closes of Japanese government bonds; an empty cell is a closed market."""
    del names  # columns name their assets
    return parse_closes(body, COLUMNS, name=name, origin=origin, venue=VENUE)
