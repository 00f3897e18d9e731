"""A market's records, as collectors hand them to the store: a function a source, so that any of them can be missing."""

from datetime import UTC, datetime, timedelta

import numpy as np

from benchmarks.synthetic_options import at_eight, chain, last_friday, named
from generator.model.names import load_names
from generator.model.observation import Observation, Provenance, SeriesKey
from generator.model.quotes import Candle, FundingSettlement, FutureQuote

_MOMENT = timedelta(milliseconds=1)
#: Open interest of one side at each venue, in bitcoin's worth.
_HELD = {"binance": 96_000, "bybit": 51_000, "okx": 34_000, "deribit": 21_000, "hyperliquid": 25_000, "kraken": 3_000}
_RATES = {"binance": 8, "bybit": 8, "okx": 8, "hyperliquid": 1, "kraken": 1}
_PERPS = ("basket:MEME", "basket:AI", "basket:LARGE")
#: Days of history of what is hourly, or large.
_HOURLY, _INTEREST, _RANKED, _MARKED = 12, 400, 60, 5
_OTHER_COINS = ("USDT", "USDC", "AVAX", "DOT", "SUI", "HYPE", "LEO", "TON", "SHIB", "HBAR", "UNI", "PEPE", "AAVE", "NEAR",
                "TAO", "ICP", "ONDO", "APT", "ARB", "VET")  # fmt: skip


class World:
    """One market's days and draws, and the records of each source.

    Args:
        drawn: What happened.
        dates: Its days.
        written: How many of the last days articles are written of.
        rng: Draws what is left to chance.
    """

    def __init__(self, drawn, dates, written, rng):
        self.p, self.dates, self.written, self.rng = drawn, dates, written, rng
        self.names = load_names()

    def _last(self, count):
        return list(enumerate(self.dates))[-min(count, len(self.dates)) :]

    def candles(self):
        """Daily bars of all coins, hourly ones of the last days of the three that articles are about."""
        origin = Provenance("binance")
        for coin, close in self.p.close.items():
            hourly = self._hourly(coin) if coin in ("BTC", "ETH", "SOL") else {}
            for n, day in enumerate(self.dates):
                opened = float(close[max(n - 1, 0)])
                low, high = self._range(coin, n)
                bars = hourly.get(n, [])
                if bars:
                    low, high = min(bar.low_usd for bar in bars), max(bar.high_usd for bar in bars)
                volume = 1e9 * self.rng.lognormal(0, 0.4) / close[n] * (1 if coin == "BTC" else 0.05)
                yield Candle(coin, "binance", "1d", _end(day), opened, high, low, float(close[n]), volume, "USDT", origin)
                yield from bars

    def _range(self, coin, n):
        close = self.p.close[coin]
        opened, closed = float(close[max(n - 1, 0)]), float(close[n])
        down, up = self.p.wick[coin][n]
        return float(f"{min(opened, closed) * (1 - down):.6g}"), float(f"{max(opened, closed) * (1 + up):.6g}")

    def _hourly(self, coin):
        """Return day → its hourly bars: a bridge from the close before to the day's, which touches its low and high."""
        told, origin = {}, Provenance("binance")
        close = self.p.close[coin]
        for n, day in self._last(self.written + _HOURLY):
            start, end = float(close[max(n - 1, 0)]), float(close[n])
            low, high = self._range(coin, n)
            steps = np.interp(np.arange(25), [0, 24], [start, end])
            at_low, at_high = self.rng.choice(np.arange(1, 24), 2, replace=False)
            steps[at_low], steps[at_high] = low, high
            told[n] = [
                Candle(
                    coin, "binance", "1h", _midnight(day) + timedelta(hours=hour + 1) - _MOMENT, float(one),
                    float(max(one, other)), float(min(one, other)), float(other), 100.0, "USDT", origin,
                )
                for hour, (one, other) in enumerate(zip(steps, steps[1:], strict=False))
            ]  # fmt: skip
        return told

    def coinbase(self):
        """Bars of bitcoin and ether in dollars."""
        for coin in ("BTC", "ETH"):
            for n, day in self._last(_INTEREST):
                price = float(self.p.close[coin][n] * (1 + self.p.premium[n]))
                yield Candle(
                    coin, "coinbase", "1d", _end(day), price, price * 1.01, price * 0.99, price, 1e4, "USD",
                    Provenance("coinbase"),
                )  # fmt: skip

    def futures(self):
        """Closes of quarterly contracts on Binance, and marks of the same expiries on Deribit."""
        for coin in ("BTC", "ETH"):
            for n, day in enumerate(self.dates):
                spot = float(self.p.close[coin][n])
                for expiry in _quarters(day, 3):
                    years = (at_eight(expiry) - _end(day)).total_seconds() / (365 * 86400)
                    if years <= 0:
                        continue
                    rate = self.p.basis[n] + (years - 0.25) * 0.02 * (1 if self.p.regime[n] != "panic" else -1)
                    for venue, name, basis in (("binance", f"{coin}USDT_{expiry:%y%m%d}", "close"), ("deribit", named(coin, expiry), "mark")):
                        price = spot * (1 + (rate + (0.002 if venue == "deribit" else 0)) * years)
                        yield FutureQuote(
                            coin, venue, name, at_eight(expiry), _end(day), round(price, 2), basis, spot, None, None,
                            Provenance(venue),
                        )  # fmt: skip

    def funding(self, venue):
        """Settlements of one venue."""
        hours = _RATES[venue]
        lean = self.rng.normal(0, 0.02)
        for coin in ("BTC", "ETH", "SOL"):
            first = len(self.dates) if hours == 8 else self.written + 40
            for n, day in self._last(first):
                year = self.p.funding[n] + lean + self.rng.normal(0, 0.015) + (0.02 if coin == "SOL" else 0)
                for hour in range(0, 24, hours):
                    yield FundingSettlement(
                        coin, venue, f"{coin}USDT", _midnight(day) + timedelta(hours=hour), hours,
                        round(float(year) * hours / (24 * 365), 9), Provenance(venue),
                    )  # fmt: skip

    def perpetuals(self):
        """Marks of perpetual contracts on Binance, a day's last funding time."""
        coins = list(dict.fromkeys(coin for basket in _PERPS for coin in self.names.baskets[basket])) + list(_OTHER_COINS[2:])
        price = dict.fromkeys(coins, 1.0)
        for n, day in self._last(self.written + _MARKED):
            btc = self.p.close["BTC"]
            common = float(np.log(btc[n] / btc[max(n - 1, 0)]))
            tilt = self.rng.normal(0, 0.03)
            for coin in coins:
                price[coin] *= float(np.exp(common + tilt + self.rng.standard_t(3) * 0.03))
                yield FutureQuote(
                    coin, "binance", f"{coin}USDT", None, _midnight(day) + timedelta(hours=16), float(f"{price[coin]:.6g}"),
                    "mark", None, None, float(self.rng.lognormal(17, 1.5)) / price[coin], Provenance("binance"),
                )  # fmt: skip

    def interest(self, venue):
        """Open interest of one venue, in coins and in dollars."""
        for coin in ("BTC", "ETH", "SOL"):
            for n, day in self._last(_INTEREST):
                coins = _HELD[venue] * self.p.interest[n] * {"BTC": 1, "ETH": 22, "SOL": 300}[coin] * self.rng.normal(1, 0.004)
                at = _end(day) - timedelta(minutes=5)
                yield _told(coin, "futures.open_interest", venue, coins, "coin", at, venue)
                yield _told(coin, "futures.open_interest_usd", venue, coins * self.p.close[coin][n], "USD", at, venue)

    def published(self):
        """Open interest of all venues, an index of coins and a liquidation level, as a publication prints them."""
        for n, day in self._last(self.written + 8):
            at = _end(day) - timedelta(hours=3)
            move = self.p.close["BTC"][n] / self.p.close["BTC"][max(n - 1, 0)] - 1
            who = "CoinDesk"
            coins = 230_000 * self.p.interest[n]
            scope = f"as published by {who}"
            yield _told("BTC", "futures.open_interest", scope, coins, "coin", at, who)
            yield _told("BTC", "futures.open_interest_usd", scope, coins * self.p.close["BTC"][n] * self.rng.normal(1, 0.02), "USD", at, who)
            yield _told("CD20", "spot.return", "", move + self.rng.normal(0, 0.01), "ratio", at, who, "1d")
            yield _told("CDMEME", "spot.return", "", move + self.rng.normal(0, 0.03), "ratio", at, who, "1d")
            level = self.p.close["BTC"][n] * self.rng.uniform(0.9, 1.1)
            yield _told("BTC", "liquidations.cluster_price", "binance", round(float(level), -1), "USD", at, who)

    def options(self, coin):
        """Chains of the last days, one an evening."""
        for n, day in self._last(self.written + 100):
            at = _midnight(day) + timedelta(hours=21, minutes=30)
            told = {
                "index": float(self.p.close[coin][n]), "basis": self.p.basis[n], "skew": self.p.skew[n], "slope": self.p.slope[n],
                "bent": self.p.bent[n], "iv": self.p.iv[n] * (1.0 if coin == "BTC" else 1.3), "wings": self.rng.random() > 0.02,
            }  # fmt: skip
            yield from chain(self.rng, coin, day, at, told, Provenance("deribit"))

    def dvol(self):
        """The exchange's volatility index, a close a day."""
        for coin, factor in (("BTC", 1.0), ("ETH", 1.3)):
            for n, day in enumerate(self.dates):
                value = round(float(self.p.iv[n] * factor + 0.02), 4)
                yield _told(coin, "options.dvol", "deribit", value, "ratio", _end(day), "deribit")

    def liquidations(self):
        """A day's and five days' liquidations by side, and what each coin had of them."""
        for n, day in self._last(_INTEREST):
            at, total = _end(day) - timedelta(minutes=10), float(self.p.liquidated[n])
            longs = total * float(self.p.long_share[n])
            for metric, value in (("total", total), ("long", longs), ("short", total - longs)):
                yield _told("CRYPTO", f"liquidations.{metric}", "coinglass", value, "USD", at, "coinglass", "1d")
            btc = self.rng.uniform(0.3, 0.6)
            parts = {"BTC": btc, "ETH": self.rng.uniform(0.1, 0.9 - btc)}
            if n % 3:
                parts["OTHER"] = 1 - sum(parts.values())
            for asset, share in parts.items():
                yield _told(asset, "liquidations.total", "coinglass", total * share, "USD", at, "coinglass", "1d")
            five = float(self.p.liquidated[max(n - 4, 0) : n + 1].sum())
            yield _told("BTC", "liquidations.total", "all venues", five * btc, "USD", at, "Coinglass", "5d")

    def flows(self):
        """Net flows of the sessions into funds that hold bitcoin, and ether."""
        for coin, factor in (("BTC", 1.0), ("ETH", 0.3)):
            for n, day in self._last(_INTEREST):
                if day.weekday() < 5:
                    value = round(float(self.p.flows[n] * factor), -5)
                    yield _told(coin, "flows.etf_net", "coinglass", value, "USD", _midnight(day) + timedelta(hours=22), "coinglass", "1d")

    def moods(self):
        """Two indices of fear and greed."""
        for n, day in enumerate(self.dates):
            yield _told("CRYPTO", "sentiment.fear_greed", "alternative.me", float(self.p.mood[n]), "index", _midnight(day), "alternative.me")
            other = float(np.clip(self.p.mood[n] + 4, 0, 100))
            yield _told("CRYPTO", "sentiment.fear_greed", "coinmarketcap", other, "index", _midnight(day), "coinmarketcap")

    def stablecoins(self):
        """Supply of stablecoins."""
        supply = 2.4e11 * np.exp(np.cumsum(np.clip(self.p.flows / 1e8, -5, 5) * 0.0004))
        for n, day in self._last(_INTEREST):
            yield _told("CRYPTO", "stablecoins.supply", "defillama", float(supply[n]), "USD", _midnight(day), "defillama")

    def macro(self):
        """Stocks, volatility, gold, the dollar and yields, on weekdays."""
        follow = self.rng.uniform(-0.4, 0.5)
        common = np.diff(np.log(self.p.close["BTC"]), prepend=np.log(self.p.close["BTC"][0]))
        levels = {"macro:SPX": 5000.0, "macro:NDX": 18000.0, "macro:GOLD": 2400.0, "macro:DXY": 103.0, "macro:USD_BROAD": 121.0}
        yields = {"macro:US10Y": 0.042, "macro:US3M": 0.045, "macro:JP10Y": 0.011}
        vix = 17.0
        for n, day in enumerate(self.dates):
            if day.weekday() > 4:
                continue
            at = _midnight(day) + timedelta(hours=21)
            for asset in levels:
                levels[asset] *= float(np.exp(follow * common[n] + self.rng.normal(0.0002, 0.008)))
                yield _told(asset, "macro.level", "fred", round(levels[asset], 2), "index", at, "fred")
            vix = float(np.clip(vix + 0.1 * (17 - vix) - 30 * follow * common[n] + self.rng.normal(0, 1), 9, 90))
            yield _told("macro:VIX", "macro.level", "fred", round(vix, 2), "index", at, "fred")
            for asset in yields:
                yields[asset] = float(np.clip(yields[asset] + self.rng.normal(0, 0.0006), 0.0005, 0.09))
                where = "mof" if asset == "macro:JP10Y" else "fred"
                yield _told(asset, "macro.yield", where, round(yields[asset], 4), "ratio", at, where)

    def ranking(self):
        """Prices and market values of the largest coins, and their shares."""
        coins = [*self.p.close, *_OTHER_COINS]
        price, worth = {}, {}
        for place, coin in enumerate(coins):
            price[coin] = float(self.p.close[coin][-1]) if coin in self.p.close else float(self.rng.uniform(0.5, 20))
            worth[coin] = 1.5e12 / (place + 1) ** 1.6
        for n, day in self._last(self.written + _RANKED):
            at = _end(day) - timedelta(minutes=10)
            common = self.p.close["BTC"][n] / self.p.close["BTC"][-1]
            for place, coin in enumerate(coins):
                if coin in ("USDT", "USDC"):
                    moved = 1.0
                else:
                    moved = self.p.close[coin][n] / price[coin] if coin in self.p.close else common * self.rng.lognormal(0, 0.03)
                said = f"rank {place + 1} by market value"
                yield _told(coin, "spot.price", "coingecko", price[coin] * moved, "USD", at, "coingecko", note=said)
                yield _told(coin, "spot.market_cap", "coingecko", worth[coin] * moved, "USD", at, "coingecko", note=said)
            share = 0.55 + 0.05 * np.sin(n / 30)
            yield _told("BTC", "market.dominance", "coingecko", float(share), "ratio", at, "coingecko")
            yield _told("ETH", "market.dominance", "coingecko", float(0.6 - share), "ratio", at, "coingecko")

    def accounts(self):
        """Longs over shorts, of accounts."""
        for n, day in self._last(_INTEREST):
            value = round(float(np.exp(self.p.funding[n] * 2 + self.rng.normal(0, 0.05))), 3)
            yield _told("BTC", "futures.long_short_ratio", "binance", value, "ratio", _end(day) - timedelta(minutes=5), "binance")

    def sources(self):
        """Return the name of each source of readings → its records."""
        return {
            "coinbase": self.coinbase, "futures": self.futures, "perpetuals": self.perpetuals, "published": self.published,
            "options BTC": lambda: self.options("BTC"), "options ETH": lambda: self.options("ETH"), "dvol": self.dvol,
            "liquidations": self.liquidations, "flows": self.flows, "moods": self.moods, "stablecoins": self.stablecoins,
            "macro": self.macro, "ranking": self.ranking, "accounts": self.accounts,
        } | {f"funding {venue}": lambda venue=venue: self.funding(venue) for venue in _RATES} | {
            f"interest {venue}": lambda venue=venue: self.interest(venue) for venue in _HELD
        }  # fmt: skip


def _quarters(day, count):
    """Return the next quarterly expiries."""
    months = [(day.year + (day.month - 1 + n) // 12, (day.month - 1 + n) % 12 + 1) for n in range(3 * count + 3)]
    ends = [last_friday(*month) for month in months if month[1] % 3 == 0]
    return [each for each in ends if each > day][:count]


def _midnight(day):
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _end(day):
    return _midnight(day) + timedelta(days=1) - _MOMENT


def _told(asset, metric, venue, value, unit, at, source, tenor="", note=""):
    return Observation(SeriesKey(asset, metric, tenor, venue), float(value), unit, at, at, Provenance(source, note=note))
