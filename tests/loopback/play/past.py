"""The real past of the sample, moved by whole days so that its last day falls on any other day.

Two pasts that are moved alike tell one story: what the later one says of the earlier one's time is the same.

Binance's prices and funding, Bybit's and Hyperliquid's funding, Deribit's chains and futures, DVOL, CoinGecko's
ranking, the fear and greed index and FRED's closes are as they were recorded. What was never recorded is worked out
of them by fixed rules, so that the world agrees with itself: another venue's price is Binance's and a little more.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property
from typing import Final

from generator.model.names import load_names
from tests.loopback.play.sample import (
    DAY,
    HOUR,
    LAST,
    MINUTE,
    SECOND,
    Bar,
    Coin,
    Future,
    Option,
    bars,
    millis,
    rounded,
    rows,
)

__all__ = ["DAY", "HOUR", "MINUTE", "SECOND", "Bar", "Coin", "Past", "millis", "rounded"]

#: How far each venue's prices lie from Binance's.
APART: Final[Mapping[str, float]] = {
    "binance": 0.0,
    "coinbase": 2e-4,
    "kraken": 1e-4,
    "okx": -1e-4,
    "bybit": 1.5e-4,
    "hyperliquid": -2e-4,
    "coingecko": 0.5e-4,
    "coinpaprika": -0.5e-4,
    "coinmarketcap": 0.8e-4,
    "kraken-futures": 1.2e-4,
}
#: When of the day CoinGecko's ranking was recorded.
_RANKED: Final = 10 * HOUR
#: One-sided open interest, in coin, of what was never recorded.
INTEREST: Final[Mapping[tuple[str, str], float]] = {
    ("binance-usdm", "BTC"): 89_412.337,
    ("binance-usdm", "ETH"): 1_904_118.52,
    ("binance-coinm", "BTC"): 11_870.0,
    ("binance-coinm", "ETH"): 298_400.0,
    ("bybit", "BTC"): 46_218.904,
    ("bybit", "ETH"): 803_517.3,
    ("bybit-inverse", "BTC"): 5_733.0,
    ("bybit-inverse", "ETH"): 88_200.0,
    ("okx", "BTC"): 27_903.11,
    ("okx", "ETH"): 561_002.4,
    ("okx-inverse", "BTC"): 6_120.0,
    ("okx-inverse", "ETH"): 91_800.0,
    ("deribit", "BTC"): 11_930.0,
    ("deribit", "ETH"): 187_000.0,
    ("kraken", "BTC"): 2_080.7149,
    ("kraken", "ETH"): 31_204.551,
    ("kraken-inverse", "BTC"): 310.0,
    ("kraken-inverse", "ETH"): 2_950.0,
    ("hyperliquid", "BTC"): 18_020.4,
    ("hyperliquid", "ETH"): 520_300.2,
}


class Past:
    """The past as it is known at one instant, in that instant's own time."""

    def __init__(self, now: datetime, *, last: date | None = None) -> None:
        """Move the sample so that its last day is ``last``, the day of ``now`` if not given."""
        self.now: Final = round(now.timestamp() * 1000)
        #: What is added to the sample's times, whole days.
        self.shift: Final = ((now.date() if last is None else last) - LAST).days * DAY
        day = datetime.fromtimestamp((self.now - self.shift) / 1000, UTC)
        #: The day of the sample that it is, and the one before.
        self.day: Final = day.strftime("%Y-%m-%d")
        self.day_before: Final = (day - timedelta(days=1)).strftime("%Y-%m-%d")
        self.names: Final = load_names()

    @property
    def today(self) -> int:
        """Return midnight."""
        return self.now - self.now % DAY

    # Prices -----------------------------------------------------------------------------------

    @cache  # noqa: B019 - a world lives as long as a test
    def hourly(self, symbol: str) -> tuple[Bar, ...]:
        """Return hourly bars up to the one that runs; worked out of daily ones where none were recorded."""
        kept = [bar._replace(opens=bar.opens + self.shift) for bar in bars("binance-spot-hourly.csv.gz", symbol)]
        if not kept:
            kept = [
                Bar(
                    day.opens + hour * HOUR,
                    _between(day, hour),
                    max(_between(day, hour), _between(day, hour + 1)),
                    min(_between(day, hour), _between(day, hour + 1)),
                    _between(day, hour + 1),
                    day.volume / 24,
                )
                for day in self._days(symbol)[-400:]
                for hour in range(24)
            ]
        ended = [bar for bar in kept if bar.opens + HOUR <= self.now]
        running = [bar for bar in kept if bar.opens <= self.now < bar.opens + HOUR]
        return (*ended, *(_part(bar, (self.now - bar.opens) / HOUR) for bar in running))

    @cache  # noqa: B019 - a world lives as long as a test
    def daily(self, symbol: str) -> tuple[Bar, ...]:
        """Return daily bars up to the one that runs."""
        ended = tuple(bar for bar in self._days(symbol) if bar.opens < self.today)
        hours = [bar for bar in self.hourly(symbol) if bar.opens >= self.today]
        if not hours:
            return ended
        running = Bar(
            self.today,
            hours[0].open,
            max(bar.high for bar in hours),
            min(bar.low for bar in hours),
            hours[-1].close,
            sum(bar.volume for bar in hours),
        )
        return (*ended, running)

    def _days(self, symbol: str) -> list[Bar]:
        return [bar._replace(opens=bar.opens + self.shift) for bar in bars("binance-spot-daily.csv.gz", symbol)]

    def price(self, symbol: str, at: int | None = None, *, venue: str = "binance") -> float:
        """Return a coin's price at an instant up to now."""
        when = self.now if at is None else at
        path = self.hourly(symbol)
        place = bisect_right(path, when, key=lambda bar: bar.opens) - 1
        if place < 0:
            path = self.daily(symbol)
            place = max(bisect_right(path, when, key=lambda bar: bar.opens) - 1, 0)
        if not path:
            return next(coin.price for coin in self.ranking if coin.symbol == symbol) * (1 + APART[venue])
        bar = path[place]
        runs = min(HOUR, self.now - bar.opens) or 1
        share = min(max(when - bar.opens, 0) / runs, 1.0)
        return rounded((bar.open + (bar.close - bar.open) * share) * (1 + APART[venue]))

    def record(self, symbol: str) -> tuple[float, int]:
        """Return a coin's highest price and the day on which it was paid."""
        days = self.daily(symbol)
        if not days:
            return 0.0, 0
        top = max(days, key=lambda bar: bar.high)
        return top.high, top.opens

    def last_day(self, symbol: str) -> tuple[float, float, float, float]:
        """Return high, low, volume and the price a day ago."""
        hours = [bar for bar in self.hourly(symbol) if bar.opens > self.now - DAY]
        high, low = max(bar.high for bar in hours), min(bar.low for bar in hours)
        return high, low, sum(bar.volume for bar in hours), self.price(symbol, self.now - DAY)

    # Funding ----------------------------------------------------------------------------------

    def funding(self, venue: str, symbol: str) -> tuple[tuple[int, float], ...]:
        """Return settlements, the oldest first; a venue that was not recorded paid a little more than Binance."""
        return tuple((at, rate) for at, rate in self._ever(venue, symbol) if at <= self.now)

    @cache  # noqa: B019 - a world lives as long as a test
    def _ever(self, venue: str, symbol: str) -> list[tuple[int, float]]:
        """Return settlements to the sample's end; where none was kept, bitcoin's at Binance stand in."""
        kept = self._settled(f"{venue}-funding.csv.gz", symbol) if venue in ("binance", "bybit", "hyperliquid") else []
        if not kept or kept[-1][0] < self.now - 2 * DAY:
            apart = {"okx": 6e-6, "bybit": 4e-6, "kraken": -5e-6, "deribit": 3e-6}[venue]
            kept = [(at, round(rate + apart, 8)) for at, rate in self._ever("binance", symbol)]
            kept.append((kept[-1][0] + 8 * HOUR, kept[-1][1]))  # the last evening was recorded nowhere
        if (venue, symbol) == ("binance", "BTC"):
            return kept
        hours = 1 if venue == "hyperliquid" else 8
        others = {
            at - back * HOUR: round(rate * hours / 8, 9)
            for at, rate in self._ever("binance", "BTC")
            for back in range(8 - hours, -1, -hours)
        }
        return sorted((others | dict(kept)).items())

    def _settled(self, file: str, symbol: str) -> list[tuple[int, float]]:
        return [
            (millis(row["timestamp"]) + self.shift, float(row["rate_per_interval"]))
            for row in rows(file)
            if row["symbol"] == symbol
        ]

    @cache  # noqa: B019 - a world lives as long as a test
    def hourly_funding(self, venue: str, symbol: str) -> tuple[tuple[int, float], ...]:
        """Return what a venue with 8-hour rates would have paid in each hour of the last two years."""
        settled = dict(self._ever(venue, symbol))
        start = self.now - self.now % HOUR - 730 * DAY
        hours = ((at, at + (-at) % (8 * HOUR)) for at in range(start, self.now + 1, HOUR))
        return tuple((at, settled[due] / 8) for at, due in hours if due in settled)

    def interest(self, venue: str, symbol: str, at: int | None = None) -> float:
        """Return open interest in coin; it swings by a twentieth over a fortnight."""
        when = self.now if at is None else at
        size = INTEREST[(venue, symbol)]
        return round(size * (1 + 0.05 * math.sin((when - self.shift) / (14 * DAY) * 2 * math.pi)), 3)

    # Options and futures ----------------------------------------------------------------------

    @cached_property
    def _snapshot(self) -> str:
        """Return the recorded snapshot of the last day that is nearest to now's time of day."""
        taken = sorted({row["snapshot_ts"] for row in rows("deribit-chains.csv.gz", day=self.day)})
        return min(taken, key=lambda text: abs(millis(text) + self.shift - self.now))

    def _moved(self, index: float, symbol: str) -> float:
        """Return by how much the market moved since the snapshot was taken; nothing within a quarter of an hour."""
        if abs(millis(self._snapshot) + self.shift - self.now) <= 15 * MINUTE:
            return 1.0
        return self.price(symbol) / index

    @cache  # noqa: B019 - a world lives as long as a test
    def chain(self, symbol: str) -> tuple[Option, ...]:
        """Return the options that have not expired."""
        kept = [
            row
            for row in rows("deribit-chains.csv.gz", day=self.day)
            if row["snapshot_ts"] == self._snapshot and row["symbol"] == symbol
        ]
        moved = self._moved(float(kept[0]["index_price_usd"]), symbol)
        found = (
            Option(
                millis(row["expiry_utc"]) + self.shift,
                row["strike_usd"],
                row["option_type"],
                _maybe(row["bid_coin"]),
                _maybe(row["ask_coin"]),
                _maybe(row["mark_coin"]),
                _maybe(row["mark_iv_frac"]),
                float(row["open_interest_coin"]),
                float(row["volume_24h_coin"]),
                round(float(row["futures_price_usd"]) * moved, 4),
                round(float(row["index_price_usd"]) * moved, 2),
            )
            for row in kept
        )
        return tuple(option for option in found if option.expires > self.now)

    @cache  # noqa: B019 - a world lives as long as a test
    def futures(self, symbol: str) -> tuple[Future, ...]:
        """Return Deribit's dated futures."""
        kept = [
            row
            for row in rows("deribit-futures.csv.gz", day=self.day)
            if row["timestamp"] == self._snapshot and row["symbol"] == symbol
        ]
        moved = self._moved(float(kept[0]["index_price_usd"]), symbol)
        found = (
            Future(
                millis(row["expiry_date"]) + 8 * HOUR + self.shift,
                round(float(row["mark_price_usd"]) * moved, 2),
                round(float(row["index_price_usd"]) * moved, 2),
            )
            for row in kept
        )
        return tuple(sorted(future for future in found if future.expires > self.now))

    def premium(self, symbol: str, expires: int) -> float:
        """Return the yearly premium of a future, from Deribit's nearest one. [fraction]"""
        near = min(self.futures(symbol), key=lambda future: abs(future.expires - expires))
        return (near.mark / near.index - 1) * 365 * DAY / (near.expires - self.now)

    @cached_property
    def dated(self) -> tuple[tuple[int, str, int, float, float, float], ...]:
        """Return Binance's dated contracts by day: day, contract, expiry, close, volume, spot close."""
        return tuple(
            (
                millis(row["date"]) + self.shift,
                row["contract"],
                millis(row["expiry_date"]) + 8 * HOUR + self.shift,
                float(row["close_usdt"]),
                float(row["volume_btc"]),
                float(row["spot_close_usdt"]),
            )
            for row in rows("binance-dated-daily.csv.gz")
        )

    @cached_property
    def dvol(self) -> tuple[tuple[int, float], ...]:
        """Return bitcoin's volatility index by day, its close. [percent]"""
        return tuple(
            (millis(row["date"]) + self.shift, float(row["dvol_close_pct"])) for row in rows("deribit-dvol.csv.gz")
        )

    # Of the market as a whole -----------------------------------------------------------------

    @cached_property
    def fear_greed(self) -> tuple[tuple[int, int], ...]:
        """Return the index by day, the oldest first."""
        kept = rows("alternative-me-fear-greed.csv.gz")
        found = ((millis(row["date"]) + self.shift, int(row["fear_greed_index"])) for row in kept)
        return tuple((at, value) for at, value in found if at <= self.now)

    @cached_property
    def ranking(self) -> tuple[Coin, ...]:
        """Return the hundred largest coins by rank, with their prices now and a day ago."""
        by_day = {
            day: {row["symbol"]: row for row in rows("coingecko-top100.csv.gz", day=day)}
            for day in (self.day, self.day_before)
        }
        today, before = by_day[self.day], by_day[self.day_before]
        marks = {name.removeprefix("1000"): marks for name, *marks in self.perpetuals}
        found = []
        for symbol, row in today.items():
            now, earlier = float(row["price_usd"]), float(before.get(symbol, row)["price_usd"])
            if abs(self.now - self.today - _RANKED) > 2 * HOUR:
                now, earlier = self._elsewhere(symbol, marks, now, earlier)
            found.append(Coin(int(row["market_cap_rank"]), symbol, now, earlier))
        return tuple(sorted(found))

    def _elsewhere(
        self, symbol: str, marks: Mapping[str, list[float]], now: float, earlier: float
    ) -> tuple[float, float]:
        """Return a coin's price now and a day ago where the ranking was made at another hour."""
        if bars("binance-spot-daily.csv.gz", symbol):
            at = (self.now, self.now - DAY)
            return self.price(symbol, at[0], venue="coingecko"), self.price(symbol, at[1], venue="coingecko")
        if symbol in marks and 0.8 < marks[symbol][0] / now < 1.25:
            return marks[symbol][0], marks[symbol][1]
        return now, earlier

    @cached_property
    def perpetuals(self) -> tuple[tuple[str, float, float], ...]:
        """Return Binance's perpetual contracts: symbol without USDT, mark now, mark a day ago."""
        marks = {
            day: {row["symbol"]: row for row in rows("binance-perpetual-marks.csv.gz", day=day)}
            for day in (self.day, self.day_before)
        }
        before = marks[self.day_before]
        share = (self.now - self.today) / DAY
        return tuple(
            (symbol, _along(row, share), _along(before[symbol], share))
            for symbol, row in sorted(marks[self.day].items())
            if symbol in before
        )

    @cached_property
    def macro(self) -> tuple[dict[str, str], ...]:
        """Return FRED's closes by day, in the sample's columns; ``date`` is the day as the world dates it."""
        found = []
        for row in rows("fred-macro.csv.gz"):
            at = millis(row["date"]) + self.shift
            if at < self.today:
                found.append(row | {"date": datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%d")})
        return tuple(found)


def _maybe(cell: str) -> float | None:
    return float(cell) if cell else None


def _between(day: Bar, hour: int) -> float:
    return rounded(day.open + (day.close - day.open) * hour / 24)


def _part(bar: Bar, share: float) -> Bar:
    """Return as much of a bar as has run: it went straight from its open to its close."""
    close = rounded(bar.open + (bar.close - bar.open) * share)
    return bar._replace(high=max(bar.open, close), low=min(bar.open, close), close=close, volume=bar.volume * share)


def _along(row: dict[str, str], share: float) -> float:
    first, last = float(row["mark_price_first_usdt"]), float(row["mark_price_last_usdt"])
    return float(f"{first + (last - first) * share:.7g}")
