"""A random market's trade: bars, futures, funding, open interest, options.

A function a source, so that any of them can be missing.
"""

from datetime import timedelta
from itertools import pairwise

import numpy as np

from benchmarks.synthetic_options import at_eight, chain, last_friday, named
from benchmarks.synthetic_world import COINS, MOMENT, Series, end, midnight
from generator.model.observation import Provenance
from generator.model.quotes import Candle, FundingSettlement, FutureQuote

#: Open interest of one side at each venue, in bitcoin's worth, and the hours between its settlements.
HELD = {"binance": 96_000, "bybit": 51_000, "okx": 34_000, "deribit": 21_000, "hyperliquid": 25_000, "kraken": 3_000}
RATES = {"binance": 8, "bybit": 8, "okx": 8, "deribit": 8, "hyperliquid": 1, "kraken": 1}
_PERPS = ("basket:MEME", "basket:AI", "basket:LARGE")
_MORE = ("AVAX", "DOT", "SUI", "HYPE", "TON", "HBAR", "UNI", "AAVE", "ICP", "ONDO", "APT", "ARB", "VET", "ATOM")
#: Days of history of what is hourly, or large.
_HOURLY, INTEREST, _MARKED = 12, 400, 5
_SAGS = 5


def candles(world):
    """Yield daily bars of all coins, and hourly ones of the last days of those that articles are about."""
    origin = Provenance("binance")
    for coin, close in world.p.close.items():
        hourly = _hourly(world, coin) if coin in COINS else {}
        for n, day in enumerate(world.dates):
            bars = hourly.get(n, [])
            low, high = _range(world, coin, n)
            if bars:
                low, high = min(bar.low_usd for bar in bars), max(bar.high_usd for bar in bars)
            # Weeks in which other coins are hardly traded on this venue.
            other = 0.0002 if n // 8 % 6 == 0 else 0.05
            volume = 1e9 * world.rng.lognormal(0, 0.4) / close[n] * (1 if coin == "BTC" else other)
            opened, closed = float(close[max(n - 1, 0)]), float(close[n])
            yield Candle(coin, "binance", "1d", end(day), opened, high, low, closed, volume, "USDT", origin)
            yield from bars


def _range(world, coin, n):
    """Return a day's low and high, each at or beyond its open and close."""
    close = world.p.close[coin]
    ends = (float(close[max(n - 1, 0)]), float(close[n]))
    down, up = world.p.wick[coin][n]
    return min(*ends, float(f"{min(ends) * (1 - down):.6g}")), max(*ends, float(f"{max(ends) * (1 + up):.6g}"))


def _hourly(world, coin):
    """Return day → its hourly bars: a bridge from the close before to the day's, which touches its low and high."""
    told, origin, close = {}, Provenance("binance"), world.p.close[coin]
    for n, day in world.last(world.written + _HOURLY):
        steps = np.interp(np.arange(25), [0, 24], [float(close[max(n - 1, 0)]), float(close[n])])
        places = world.rng.choice(np.arange(1, 24), 2, replace=False)
        steps[places[0]], steps[places[1]] = _range(world, coin, n)
        told[n] = []
        for hour, (one, other) in enumerate(pairwise(map(float, steps)), start=1):
            at = midnight(day) + timedelta(hours=hour) - MOMENT
            bar = Candle(coin, "binance", "1h", at, one, max(one, other), min(one, other), other, 100.0, "USDT", origin)
            told[n].append(bar)
    return told


def coinbase(world):
    """Yield bars of bitcoin and ether in dollars."""
    origin = Provenance("coinbase")
    for coin in ("BTC", "ETH"):
        for n, day in world.last(INTEREST):
            price = float(world.p.close[coin][n] * (1 + world.p.premium[n]))
            yield Candle(coin, "coinbase", "1d", end(day), price, price * 1.01, price * 0.99, price, 1e4, "USD", origin)


def futures(world, venue):
    """Yield what quarterly contracts of bitcoin and ether closed at, or were marked at, with the spot price beside."""
    above, basis = (0.002, "mark") if venue == "deribit" else (0.0, "close")
    for coin in ("BTC", "ETH"):
        for n, day in enumerate(world.dates):
            spot = float(world.p.close[coin][n])
            for expiry in _quarters(day, 3):
                years = (at_eight(expiry) - end(day)).total_seconds() / (365 * 86400)
                steep = -0.02 if world.p.regime[n] == "panic" else 0.02
                rate = world.p.basis[n] + (years - 0.25) * steep + above
                name = named(coin, expiry) if venue == "deribit" else f"{coin}USDT_{expiry:%y%m%d}"
                yield FutureQuote(
                    coin, venue, name, at_eight(expiry), end(day), round(float(spot * (1 + rate * years)), 2), basis,
                    spot, None, None, Provenance(venue),
                )  # fmt: skip


def _quarters(day, count):
    """Return the next quarterly expiries, none of them the next day's."""
    months = [(day.year + (day.month - 1 + n) // 12, (day.month - 1 + n) % 12 + 1) for n in range(3 * count + 3)]
    ends = [last_friday(*month) for month in months if month[1] % 3 == 0]
    return [each for each in ends if each > day + timedelta(days=1)][:count]


def funding(world, venue):
    """Yield one venue's settlements."""
    hours, lean = RATES[venue], world.rng.normal(0, 0.02)
    for coin in COINS:
        for n, day in world.last(len(world.dates) if hours == 8 else world.written + 40):
            year = world.p.funding[n] + lean + world.rng.normal(0, 0.015) + (0.02 if coin == "SOL" else 0)
            rate = round(float(year) * hours / (24 * 365), 9)
            for hour in range(0, 24, hours):
                at = midnight(day) + timedelta(hours=hour)
                yield FundingSettlement(coin, venue, f"{coin}USDT", at, hours, rate, Provenance(venue))


def perpetuals(world):
    """Yield the marks of perpetual contracts on Binance at a day's last funding time."""
    coins = dict.fromkeys(coin for basket in _PERPS for coin in world.names.baskets[basket])
    price = dict.fromkeys([*coins, *_MORE], 1.0)
    for n, day in world.last(world.written + _MARKED):
        at, common = midnight(day) + timedelta(hours=16), np.log1p(world.moved("BTC", n)) + world.rng.normal(0, 0.03)
        for coin in price:
            moved = common + world.rng.standard_t(3) * 0.03
            # Now and then none of them rises, and none falls far.
            price[coin] *= float(np.exp(-(abs(moved) % 0.02) - 0.001 if n % 13 == _SAGS else moved))
            volume = float(world.rng.lognormal(17, 1.5)) / price[coin]
            mark = float(f"{price[coin]:.6g}")
            yield FutureQuote(
                coin, "binance", f"{coin}USDT", None, at, mark, "mark", None, None, volume, Provenance("binance")
            )


def interest(world, venue):
    """Yield one venue's open interest, in coins and in dollars."""
    for coin, factor in COINS.items():
        in_coins = Series(f"{coin}/futures.open_interest@{venue}", "coin", venue)
        in_dollars = Series(f"{coin}/futures.open_interest_usd@{venue}", "USD", venue)
        for n, day in world.last(INTEREST):
            held = HELD[venue] * factor * world.p.interest[n] * world.rng.normal(1, 0.004)
            yield in_coins(end(day, 5), held)
            yield in_dollars(end(day, 5), held * world.p.close[coin][n])


def options(world, coin):
    """Yield the chains of the last days, one an evening."""
    # The shortest expiries are listed in most markets.
    listed = 0 if world.rng.random() < 0.8 else 2
    lean, hump = world.rng.choice([-0.06, 0.0, 0.0, 0.05]), world.rng.choice([-0.05, 0.0, 0.0])
    for n, day in world.last(world.written + world.chains):
        # Now and then nobody asks for either side.
        even = n // 4 % 9 == 0
        told = {
            "index": float(world.p.close[coin][n]), "basis": world.p.basis[n], "skew": 0.0 if even else world.p.skew[n],
            "listed": listed, "lean": 0.0 if even else lean, "hump": 0.0 if even else hump,
            "slope": world.p.slope[n], "bent": world.p.bent[n], "iv": world.p.iv[n] * (1.0 if coin == "BTC" else 1.3),
            "wings": world.rng.random() > 0.08,
        }  # fmt: skip
        at = midnight(day) + timedelta(hours=21, minutes=30)
        yield from chain(world.rng, coin, day, at, told, Provenance("deribit"))


def dvol(world):
    """Yield the closes of the exchange's volatility index, and of the last days what it was at midday."""
    for coin, factor in (("BTC", 1.0), ("ETH", 1.3)):
        index = Series(f"{coin}/options.dvol@deribit", "ratio", "deribit")
        for n, day in enumerate(world.dates):
            yield index(end(day), round(float(world.p.iv[n] * factor + 0.02), 4))
        for n, day in world.last(world.written):
            yield index(midnight(day) + timedelta(hours=13), round(float(world.p.iv[n] * factor + 0.01), 4))
