"""Binance: spot candles, dated futures, funding settlements, perpetual marks.

API: https://developers.binance.com/docs/binance-spot-api-docs/rest-api (klines),
https://developers.binance.com/docs/derivatives (premiumIndex, fundingRate).
Terms: public market data; https://www.binance.com/en/terms.
Quirks: spot is quoted in USDT, told as dollars with the quote beside it. A funding rate is for
its own interval, 4 or 8 hours. Symbols such as 1000PEPE are for a multiple of the coin; SPX is the token
SPX6900. Dated contracts expire at 08:00 UTC; their daily close is at the end of the UTC day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from generator.collectors.kept.rows import Line, lines
from generator.collectors.kept.settlements import settlements
from generator.errors import PayloadError
from generator.model.names import Names
from generator.model.observation import Provenance
from generator.model.quotes import Candle, FundingSettlement, FutureQuote

VENUE: Final = "binance"
_HOUR: Final = timedelta(hours=1)
_FUNDING_HOURS: Final = (1, 2, 4, 8)
_LAST_MOMENT: Final = timedelta(milliseconds=1)
_OHLC: Final = ("open_usdt", "high_usdt", "low_usdt", "close_usdt")


def parse_daily(body: bytes, *, name: str, origin: Provenance, names: Names) -> Iterator[Candle]:
    """Yield daily candles of any coins; ``names`` turns the venue's symbols into ours."""
    for line in lines(body, name, ("date", *_OHLC, "volume_coin", "symbol")):
        asset, _ = names.resolve(VENUE, line.text("symbol"))
        yield _candle(line, asset, "1d", origin)


def parse_hourly(body: bytes, *, name: str, origin: Provenance, names: Names) -> Iterator[Candle]:
    """Yield hourly candles; the source stamps a bar with its opening, we with its last instant."""
    for line in lines(body, name, ("timestamp", *_OHLC, "volume_coin", "symbol")):
        asset, _ = names.resolve(VENUE, line.text("symbol"))
        yield _candle(line, asset, "1h", origin)


def _candle(line: Line, asset: str, interval: str, origin: Provenance) -> Candle:
    ends = line.close_of_day() if interval == "1d" else line.instant() + _HOUR - _LAST_MOMENT
    return Candle(
        asset=asset,
        venue=VENUE,
        interval="1d" if interval == "1d" else "1h",
        observed_at=ends,
        open_usd=line.positive("open_usdt"),
        high_usd=line.positive("high_usdt"),
        low_usd=line.positive("low_usdt"),
        close_usd=line.positive("close_usdt"),
        volume_coin=line.optional("volume_coin"),
        quote="USDT",
        origin=origin,
    )


def parse_dated(body: bytes, *, name: str, origin: Provenance, names: Names) -> Iterator[FutureQuote]:
    """Yield daily closes of dated bitcoin contracts, each with the spot close of the same day."""
    asset, _ = names.resolve(VENUE, "BTC")
    for line in lines(body, name, ("date", "contract", "expiry_date", "close_usdt", "volume_btc", "spot_close_usdt")):
        yield FutureQuote(
            asset=asset,
            venue=VENUE,
            instrument=line.text("contract"),
            expires_at=line.at("expiry_date", hour=8),
            observed_at=line.close_of_day(),
            price_usd=line.positive("close_usdt"),
            basis="close",
            index_usd=line.positive("spot_close_usdt"),
            open_interest_coin=None,
            volume_24h_coin=line.optional("volume_btc"),
            origin=origin,
        )


def parse_funding(body: bytes, *, name: str, origin: Provenance, names: Names) -> Iterator[FundingSettlement]:
    """Yield settled 8-hour rates."""
    yield from settlements(body, name=name, origin=origin, names=names, venue=VENUE, quote="USDT")


def parse_perpetual_marks(body: bytes, *, name: str, origin: Provenance, names: Names) -> Iterator[FutureQuote]:
    """Yield the first and the last mark price of each day, at the funding times that they are from.

    The file has the hour of the last one only. The first is of 00:00 where the day's funding
    times are evenly spaced from there; on a listing's first day they are not, and it is left out.
    """
    columns = (
        "date", "symbol", "mark_price_first_usdt", "mark_price_last_usdt", "n_intervals", "last_mark_hour_utc",
    )  # fmt: skip
    for line in lines(body, name, columns):
        last_hour = line.whole("last_mark_hour_utc")
        if last_hour > 23:
            raise PayloadError(f"{line.where}: last_mark_hour_utc is {last_hour}, no hour of a day; mend the row")
        later = line.whole("n_intervals") - 1
        marks = {last_hour: line.positive("mark_price_last_usdt")}
        if any(later * hours == last_hour for hours in _FUNDING_HOURS):
            marks[0] = line.positive("mark_price_first_usdt")
        symbol = line.text("symbol")
        asset, multiplier = names.resolve(VENUE, symbol)
        for hour, mark in sorted(marks.items()):
            yield FutureQuote(
                asset=asset,
                venue=VENUE,
                instrument=f"{symbol}USDT",
                expires_at=None,
                observed_at=line.at(hour=hour),
                price_usd=mark / multiplier,
                basis="mark",
                index_usd=None,
                open_interest_coin=None,
                volume_24h_coin=None,
                origin=origin,
            )
