"""The files of the sample, as rows and bars in the sample's own time."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

SAMPLE: Final = Path(__file__).resolve().parents[3] / "data" / "sample"
SECOND: Final = 1_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
#: The sample's last day.
LAST: Final = date(2026, 2, 10)


class Bar(NamedTuple):
    """A bar from its first instant on; the last one of a list may still run."""

    opens: int
    open: float
    high: float
    low: float
    close: float
    volume: float


class Option(NamedTuple):
    """One option of a chain."""

    expires: int
    strike: str
    right: str
    bid: float | None
    ask: float | None
    mark: float | None
    mark_iv: float | None
    interest: float
    volume: float
    underlying: float
    index: float


class Future(NamedTuple):
    """One dated future."""

    expires: int
    mark: float
    index: float


class Coin(NamedTuple):
    """A coin of the ranking."""

    rank: int
    symbol: str
    price: float
    before: float


@cache
def rows(file: str, *, day: str = "") -> tuple[dict[str, str], ...]:
    """Return a file's rows, or those that begin with a day."""
    with gzip.open(SAMPLE / file, "rt", encoding="utf-8") as lines:
        header = next(lines).rstrip("\n").split(",")
        return tuple(
            dict(zip(header, line.rstrip("\n").split(","), strict=True)) for line in lines if line.startswith(day)
        )


def millis(text: str) -> int:
    """Return a day's or an instant's milliseconds since 1970."""
    at = datetime.fromisoformat(text)
    return round((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() * 1000)


def rounded(price: float) -> float:
    """Return a price as a venue would quote it."""
    return round(price, 2) if price >= 100 else float(f"{price:.6g}")


@cache
def _by_symbol(file: str) -> Mapping[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows(file):
        found.setdefault(row["symbol"], []).append(row)
    return found


@cache
def bars(file: str, symbol: str) -> tuple[Bar, ...]:
    """Return a coin's bars."""
    return tuple(
        Bar(
            millis(row["timestamp"] if "timestamp" in row else row["date"]),
            float(row["open_usdt"]),
            float(row["high_usdt"]),
            float(row["low_usdt"]),
            float(row["close_usdt"]),
            float(row["volume_coin"]) if row["volume_coin"] else 0.0,
        )
        for row in _by_symbol(file).get(symbol, ())
    )
