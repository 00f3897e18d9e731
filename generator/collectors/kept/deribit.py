"""Deribit: option chains, dated futures, the volatility index.

API: https://docs.deribit.com (public/get_book_summary_by_currency, public/get_volatility_index_data).
Quirks: ``mark_iv`` is in percent in the API and a fraction in our kept snapshots; option prices
are in coin; expiries are at 08:00 UTC and an option's underlying is the future or synthetic
forward of its own expiry; a missing quote is null in book summaries and 0.0 in tickers.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from operator import itemgetter
from typing import Final

from generator.collectors.kept.rows import Line, lines
from generator.collectors.option_names import Option, read_option
from generator.errors import InputError, PayloadError
from generator.model.instants import parse_instant
from generator.model.names import Names
from generator.model.observation import Observation, Provenance, SeriesKey
from generator.model.quotes import FutureQuote, OptionQuote

VENUE: Final = "deribit"
_CHAIN: Final = (
    "snapshot_ts", "symbol", "instrument_name", "expiry_utc", "strike_usd", "option_type", "bid_coin", "ask_coin",
    "mark_coin", "mark_iv_frac", "open_interest_coin", "volume_24h_coin", "futures_price_usd", "index_price_usd",
)  # fmt: skip
#: What a quote says, and in which column.
_QUOTED: Final = {
    "mark_iv": "mark_iv_frac", "mark_coin": "mark_coin", "bid_coin": "bid_coin", "ask_coin": "ask_coin",
    "open_interest_coin": "open_interest_coin", "volume_24h_coin": "volume_24h_coin",
    "underlying_usd": "futures_price_usd", "index_usd": "index_price_usd",
}  # fmt: skip
_DESCRIBED: Final = itemgetter("instrument_name", "symbol", "expiry_utc", "strike_usd", "option_type")


def parse_chains(body: bytes, *, name: str, origin: Provenance, names: Names) -> Iterator[OptionQuote]:
    """Yield the options of kept chain snapshots.

    Raises:
        PayloadError: A row is no option: a number is wrong, or its strike, expiry and type are not
            those of its name.
    """
    instants: dict[str, datetime] = {}
    options: dict[tuple[str, ...], tuple[str, Option]] = {}
    for line in lines(body, name, _CHAIN):
        # A file repeats its few thousand options tens of thousands of times: each description is read once.
        described = _DESCRIBED(line.cells)
        known = options.get(described)
        if known is None:
            option = _option(line, instants)
            known = options[described] = names.resolve(VENUE, option.coin)[0], option
        asset, option = known
        yield OptionQuote(
            asset=asset,
            venue=VENUE,
            instrument=line.cells["instrument_name"],
            expires_at=option.expires_at,
            strike_usd=option.strike_usd,
            right=option.right,
            observed_at=_instant(line, "snapshot_ts", instants),
            origin=origin,
            **line.optionals(_QUOTED),
        )


def _option(line: Line, instants: dict[str, datetime]) -> Option:
    """Return the option that a row is of, which its name says and other cells say again."""
    instrument = line.text("instrument_name")
    option = read_option(instrument, line.where)
    told = (
        line.text("symbol"), _instant(line, "expiry_utc", instants), line.positive("strike_usd"),
        line.text("option_type"),
    )  # fmt: skip
    if told != (option.coin, option.expires_at, option.strike_usd, option.right):
        raise PayloadError(f"{line.where}: {instrument} is not the option that the row describes; remove the row")
    return option


def _instant(line: Line, column: str, known: dict[str, datetime]) -> datetime:
    """Read an instant once: a chain repeats its few dozen instants tens of thousands of times."""
    cell = line.text(column)
    if cell not in known:
        try:
            known[cell] = parse_instant(cell)
        except InputError as error:
            raise PayloadError(f"{line.where}: {column}: {error}") from error
    return known[cell]


def parse_futures(body: bytes, *, name: str, origin: Provenance, names: Names) -> Iterator[FutureQuote]:
    """Yield marks of dated futures, each with the index at the same instant."""
    for line in lines(
        body, name, ("timestamp", "symbol", "contract", "expiry_date", "mark_price_usd", "index_price_usd")
    ):
        asset, _ = names.resolve(VENUE, line.text("symbol"))
        yield FutureQuote(
            asset=asset,
            venue=VENUE,
            instrument=line.text("contract"),
            expires_at=line.at("expiry_date", hour=8),
            observed_at=line.instant(),
            price_usd=line.positive("mark_price_usd"),
            basis="mark",
            index_usd=line.positive("index_price_usd"),
            open_interest_coin=None,
            volume_24h_coin=None,
            origin=origin,
        )


def parse_dvol(body: bytes, *, name: str, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield daily closes of the volatility index. [fraction a year; the source has percent]"""
    for line in lines(body, name, ("date", "symbol", "dvol_close_pct")):
        asset, _ = names.resolve(VENUE, line.text("symbol"))
        at = line.close_of_day()
        yield Observation(
            SeriesKey(asset, "options.dvol", "", VENUE), line.positive("dvol_close_pct") / 100, "ratio", at, at, origin
        )
