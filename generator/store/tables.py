"""How each kind of reading lies in its table: what names its series, what it says, and the way there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from generator.model.instants import to_micros
from generator.model.observation import Observation, Provenance
from generator.model.quotes import Candle, FundingSettlement, FutureQuote, OptionQuote, Record

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of reading.

    Args:
        named: Columns that name a series and never change, in the table ``NAME_series``.
        said: Columns of what a reading says.
        split: Gives a record's ``named`` row, and its row of ``observed_at, revision,
            available_at`` and ``said``.
        dated: Whether a record says itself when it became available. A quote does not: it is
            available when it is made, and a corrected one when it was fetched.
    """

    name: str
    named: tuple[str, ...]
    said: tuple[str, ...]
    split: Callable[[Any], tuple[Row, Row]]
    dated: bool = False

    @property
    def series(self) -> str:
        """The table of the series."""
        return f"{self.name}_series"

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns of a reading, in order."""
        return ("series", "observed_at", "revision", "available_at", *self.said, "origin")


def optional_micros(instant: datetime | None) -> int | None:
    """Return whole microseconds since 1970, None where nothing is known."""
    return None if instant is None else to_micros(instant)


def _observation(o: Observation) -> tuple[Row, Row]:
    key = o.series
    named = (key.asset, key.metric, key.tenor, key.venue)
    return named, (to_micros(o.observed_at), o.revision, to_micros(o.available_at), o.value, o.unit)


def _candle(c: Candle) -> tuple[Row, Row]:
    at = to_micros(c.observed_at)
    named = (c.interval, c.asset, c.venue)
    return named, (at, 0, at, c.open_usd, c.high_usd, c.low_usd, c.close_usd, c.volume_coin, c.quote)


def _option(q: OptionQuote) -> tuple[Row, Row]:
    at = to_micros(q.observed_at)
    named = (q.asset, q.venue, q.instrument, to_micros(q.expires_at), q.strike_usd, q.right)
    return named, (
        at, 0, at, q.mark_iv, q.mark_coin, q.bid_coin, q.ask_coin, q.open_interest_coin, q.volume_24h_coin,
        q.underlying_usd, q.index_usd,
    )  # fmt: skip


def _future(q: FutureQuote) -> tuple[Row, Row]:
    at = to_micros(q.observed_at)
    named = (q.asset, q.venue, q.instrument, optional_micros(q.expires_at))
    return named, (at, 0, at, q.price_usd, q.basis, q.index_usd, q.open_interest_coin, q.volume_24h_coin)


def _settlement(s: FundingSettlement) -> tuple[Row, Row]:
    at = to_micros(s.observed_at)
    return (s.asset, s.venue, s.instrument), (at, 0, at, s.interval_hours, s.rate)


TABLES: Final[dict[type[Record], Table]] = {
    Observation: Table(
        "observation", ("asset", "metric", "tenor", "venue"), ("value", "unit"), _observation, dated=True
    ),
    Candle: Table(
        "candle", ("interval", "asset", "venue"), ("open", "high", "low", "close", "volume", "quote"), _candle
    ),
    OptionQuote: Table(
        "option_quote",
        ("asset", "venue", "instrument", "expires_at", "strike", "right"),
        ("mark_iv", "mark", "bid", "ask", "open_interest", "volume", "underlying", "index"),
        _option,
    ),
    FutureQuote: Table(
        "future_quote",
        ("asset", "venue", "instrument", "expires_at"),
        ("price", "basis", "index", "open_interest", "volume"),
        _future,
    ),
    FundingSettlement: Table(
        "funding_settlement", ("asset", "venue", "instrument"), ("interval_hours", "rate"), _settlement
    ),
}

ORIGIN: Final = ("source", "url", "raw_sha256", "fetched_at", "note")


def origin_row(origin: Provenance) -> Row:
    """Return an origin's columns but its id, in the order of ``ORIGIN``."""
    return origin.source, origin.url, origin.raw_sha256, optional_micros(origin.fetched_at), origin.note
