"""How each kind of reading lies in its table: what names its series, what it says, and the way there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from generator.model.instants import from_micros, to_micros
from generator.model.observation import Observation, Provenance, SeriesKey
from generator.model.quotes import Candle, FundingSettlement, FutureQuote, OptionQuote, Record

Row = tuple[Any, ...]


_IN_INSTRUMENT: Final = frozenset({"expires_at", "strike", "right"})


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of reading.

    Args:
        named: Columns that name a series and never change, in the table ``NAME_series``.
        said: Columns of what a reading says.
        split: Gives a record's ``named`` row, and its row of ``observed_at, revision,
            available_at`` and ``said``.
        join: Makes the record again, of those two rows and its origin.
        dated: Whether a record says itself when it became available. A quote does not: it is
            available when it is made, and a corrected one when it was fetched.
    """

    name: str
    named: tuple[str, ...]
    said: tuple[str, ...]
    split: Callable[[Any], tuple[Row, Row]]
    join: Callable[[Row, Row, Provenance], Record]
    dated: bool = False

    @property
    def series(self) -> str:
        """The table of the series."""
        return f"{self.name}_series"

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns of a reading, in order."""
        return ("series", *self.reading, "origin")

    @property
    def reading(self) -> tuple[str, ...]:
        """The columns of the second row of ``split``."""
        return ("observed_at", "revision", "available_at", *self.said)

    @property
    def known_by(self) -> tuple[str, ...]:
        """Those of ``named`` by which a series is found; the others follow from the instrument."""
        return tuple(column for column in self.named if column not in _IN_INSTRUMENT)


def optional_micros(instant: datetime | None) -> int | None:
    """Return whole microseconds since 1970, None where nothing is known."""
    return None if instant is None else to_micros(instant)


def optional_instant(micros: int | None) -> datetime | None:
    """Return the instant of whole microseconds since 1970, None where nothing is known."""
    return None if micros is None else from_micros(micros)


def _observation(o: Observation) -> tuple[Row, Row]:
    key = o.series
    named = (key.asset, key.metric, key.tenor, key.venue)
    return named, (to_micros(o.observed_at), o.revision, to_micros(o.available_at), o.value, o.unit)


def to_observation(named: Row, reading: Row, origin: Provenance) -> Observation:
    """Return an observation of the two rows that ``split`` makes of it, and its origin."""
    at, revision, available, value, unit = reading
    return Observation(SeriesKey(*named), value, unit, from_micros(at), from_micros(available), origin, revision)


def _candle(c: Candle) -> tuple[Row, Row]:
    at = to_micros(c.observed_at)
    named = (c.interval, c.asset, c.venue)
    return named, (at, 0, at, c.open_usd, c.high_usd, c.low_usd, c.close_usd, c.volume_coin, c.quote)


def _to_candle(named: Row, reading: Row, origin: Provenance) -> Candle:
    interval, asset, venue = named
    at, _, _, opened, high, low, close, volume, quote = reading
    return Candle(asset, venue, interval, from_micros(at), opened, high, low, close, volume, quote, origin)


def _option(q: OptionQuote) -> tuple[Row, Row]:
    at = to_micros(q.observed_at)
    named = (q.asset, q.venue, q.instrument, to_micros(q.expires_at), q.strike_usd, q.right)
    return named, (
        at, 0, at, q.mark_iv, q.mark_coin, q.bid_coin, q.ask_coin, q.open_interest_coin, q.volume_24h_coin,
        q.underlying_usd, q.index_usd,
    )  # fmt: skip


def _to_option(named: Row, reading: Row, origin: Provenance) -> OptionQuote:
    asset, venue, instrument, expires, strike, right = named
    at, _, _, mark_iv, mark, bid, ask, interest, volume, underlying, index = reading
    return OptionQuote(
        asset, venue, instrument, from_micros(expires), strike, right, from_micros(at), mark_iv, mark, bid, ask,
        interest, volume, underlying, index, origin,
    )  # fmt: skip


def _future(q: FutureQuote) -> tuple[Row, Row]:
    at = to_micros(q.observed_at)
    named = (q.asset, q.venue, q.instrument, optional_micros(q.expires_at))
    return named, (at, 0, at, q.price_usd, q.basis, q.index_usd, q.open_interest_coin, q.volume_24h_coin)


def _to_future(named: Row, reading: Row, origin: Provenance) -> FutureQuote:
    asset, venue, instrument, expires = named
    at, _, _, price, basis, index, interest, volume = reading
    return FutureQuote(
        asset, venue, instrument, optional_instant(expires), from_micros(at), price, basis, index, interest, volume,
        origin,
    )  # fmt: skip


def _settlement(s: FundingSettlement) -> tuple[Row, Row]:
    at = to_micros(s.observed_at)
    return (s.asset, s.venue, s.instrument), (at, 0, at, s.interval_hours, s.rate)


def _to_settlement(named: Row, reading: Row, origin: Provenance) -> FundingSettlement:
    asset, venue, instrument = named
    at, _, _, hours, rate = reading
    return FundingSettlement(asset, venue, instrument, from_micros(at), hours, rate, origin)


TABLES: Final[dict[type[Record], Table]] = {
    Observation: Table(
        "observation",
        ("asset", "metric", "tenor", "venue"),
        ("value", "unit"),
        _observation,
        to_observation,
        dated=True,
    ),
    Candle: Table(
        "candle",
        ("interval", "asset", "venue"),
        ("open", "high", "low", "close", "volume", "quote"),
        _candle,
        _to_candle,
    ),
    OptionQuote: Table(
        "option_quote",
        ("asset", "venue", "instrument", "expires_at", "strike", "right"),
        ("mark_iv", "mark", "bid", "ask", "open_interest", "volume", "underlying", "index"),
        _option,
        _to_option,
    ),
    FutureQuote: Table(
        "future_quote",
        ("asset", "venue", "instrument", "expires_at"),
        ("price", "basis", "index", "open_interest", "volume"),
        _future,
        _to_future,
    ),
    FundingSettlement: Table(
        "funding_settlement", ("asset", "venue", "instrument"), ("interval_hours", "rate"), _settlement, _to_settlement
    ),
}

ORIGIN: Final = ("source", "url", "raw_sha256", "fetched_at", "note")


def origin_row(origin: Provenance) -> Row:
    """Return an origin's columns but its id, in the order of ``ORIGIN``."""
    return origin.source, origin.url, origin.raw_sha256, optional_micros(origin.fetched_at), origin.note


def to_origin(row: Row) -> Provenance:
    """Return the origin of such a row."""
    source, url, raw_sha256, fetched_at, note = row
    return Provenance(source, url, raw_sha256, optional_instant(fetched_at), note)
