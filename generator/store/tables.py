"""How each kind of reading lies in its table: key, values, and the way there and back."""

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

    ``row`` gives key, ``observed_at``, revision (None: the next one if anything differs),
    ``available_at`` and values, in the order of the columns.
    """

    name: str
    key: tuple[str, ...]
    values: tuple[str, ...]
    row: Callable[[Any], Row]

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns but ``origin``, in order."""
        return (*self.key, "observed_at", "revision", "available_at", *self.values)


def _optional(instant: datetime | None) -> int | None:
    return None if instant is None else to_micros(instant)


def _observation(o: Observation) -> Row:
    key = o.series
    return (
        key.asset, key.metric, key.tenor, key.venue, to_micros(o.observed_at), o.revision,
        to_micros(o.available_at), o.value, o.unit,
    )  # fmt: skip


def _candle(c: Candle) -> Row:
    at = to_micros(c.observed_at)
    return (
        c.interval, c.asset, c.venue, at, 0, at, c.open_usd, c.high_usd, c.low_usd, c.close_usd, c.volume_coin, c.quote,
    )  # fmt: skip


def _option(q: OptionQuote) -> Row:
    at = to_micros(q.observed_at)
    return (
        q.asset, q.venue, q.instrument, at, 0, at, to_micros(q.expires_at), q.strike_usd, q.right, q.mark_iv,
        q.mark_coin, q.bid_coin, q.ask_coin, q.open_interest_coin, q.volume_24h_coin, q.underlying_usd, q.index_usd,
    )  # fmt: skip


def _future(q: FutureQuote) -> Row:
    at = to_micros(q.observed_at)
    return (
        q.asset, q.venue, q.instrument, at, 0, at, _optional(q.expires_at), q.price_usd, q.basis, q.index_usd,
        q.open_interest_coin, q.volume_24h_coin,
    )  # fmt: skip


def _settlement(s: FundingSettlement) -> Row:
    at = to_micros(s.observed_at)
    return (s.asset, s.venue, s.instrument, at, 0, at, s.interval_hours, s.rate)


TABLES: Final[dict[type[Record], Table]] = {
    Observation: Table("observation", ("asset", "metric", "tenor", "venue"), ("value", "unit"), _observation),
    Candle: Table(
        "candle", ("interval", "asset", "venue"), ("open", "high", "low", "close", "volume", "quote"), _candle
    ),
    OptionQuote: Table(
        "option_quote", ("asset", "venue", "instrument"),
        (
            "expires_at", "strike", "right", "mark_iv", "mark", "bid", "ask", "open_interest", "volume", "underlying",
            "index",
        ),
        _option,
    ),
    FutureQuote: Table(
        "future_quote", ("asset", "venue", "instrument"),
        ("expires_at", "price", "basis", "index", "open_interest", "volume"), _future,
    ),
    FundingSettlement: Table(
        "funding_settlement", ("asset", "venue", "instrument"), ("interval_hours", "rate"), _settlement
    ),
}  # fmt: skip


def origin_row(origin: Provenance) -> Row:
    """Return an origin's columns but its id."""
    return origin.source, origin.url, origin.raw_sha256, _optional(origin.fetched_at), origin.note
