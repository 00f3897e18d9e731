"""What surrounds a random market's trade: funds, moods, stablecoins, other markets, other coins."""

from datetime import timedelta

import numpy as np

from benchmarks.synthetic_records import INTEREST
from benchmarks.synthetic_world import COINS, Series, end, midnight

_RANKED = 60
_SMALLER = ("USDT", "USDC", "AVAX", "DOT", "SUI", "HYPE", "LEO", "TON", "SHIB", "HBAR", "UNI", "PEPE", "AAVE", "NEAR",
            "TAO", "ICP", "ONDO", "APT", "ARB", "VET")  # fmt: skip
_DOLLARS = ("USDT", "USDC")
_LEVELS = {"SPX": 5000.0, "NDX": 18000.0, "GOLD": 2400.0, "DXY": 103.0, "USD_BROAD": 121.0}
#: A market's chance of knowing nothing of one of them.
_UNKNOWN = 0.15
_YIELDS = {"US10Y": 0.042, "US3M": 0.045, "JP10Y": 0.011}


#: What flows at the least in a market in which money goes one way. [USD]
_FLOWED = 2e7


def flows(world, *, one_way=False):
    """Yield net flows of sessions into funds that hold bitcoin, and ether; one way for twenty days, then the other."""
    for coin, factor in (("BTC", 1.0), ("ETH", 0.3)):
        series = Series(f"{coin}/flows.etf_net/1d@farside", "USD", "Farside")
        for n, day in world.last(INTEREST):
            if day.weekday() < 5:
                flow = float(world.p.flows[n] * factor)
                if one_way:
                    flow = (abs(flow) + _FLOWED) * (1 if day.toordinal() // 20 % 2 else -1)
                yield series(midnight(day) + timedelta(hours=22), round(flow, -5))


def moods(world):
    """Yield two indices of fear and greed."""
    for venue, more in (("alternative.me", 0), ("coinmarketcap", 4)):
        series = Series(f"CRYPTO/sentiment.fear_greed@{venue}", "index", venue)
        for n, day in enumerate(world.dates):
            yield series(midnight(day), np.clip(world.p.mood[n] + more, 0, 100))


def stablecoins(world):
    """Yield the supply of stablecoins, which follows the flows."""
    supply = 2.4e11 * np.exp(np.cumsum(np.clip(world.p.flows / 1e8, -5, 5) * 0.0004))
    series = Series("CRYPTO/stablecoins.supply@defillama", "USD", "DefiLlama")
    for n, day in world.last(INTEREST):
        yield series(midnight(day), supply[n])


def macro(world):
    """Yield stocks, their volatility, gold, the dollar and yields, on weekdays: some with bitcoin, some against."""
    levels, yields, vix = dict(_LEVELS), dict(_YIELDS), 17.0
    unknown = {name for name in (*_LEVELS, *_YIELDS, "VIX") if world.rng.random() < _UNKNOWN}
    follow = dict(zip(levels, world.rng.uniform(-0.4, 0.5, len(levels)), strict=True))
    for n, day in enumerate(world.dates):
        if day.weekday() > 4:
            continue
        at, common = midnight(day) + timedelta(hours=21), np.log1p(world.moved("BTC", n))
        for name, level in levels.items():
            levels[name] = level * float(np.exp(follow[name] * common + world.rng.normal(0.0002, 0.008)))
            if name not in unknown:
                yield Series(f"macro:{name}/macro.level@fred", "index", "fred")(at, round(levels[name], 2))
        jolt = world.rng.normal(0, 1) - 30 * follow["SPX"] * common
        vix = float(np.clip(vix + 0.1 * (17 - vix) + jolt, 9, 90))
        if "VIX" not in unknown:
            yield Series("macro:VIX/macro.level@fred", "index", "fred")(at, round(vix, 2))
        for name, rate in yields.items():
            yields[name] = float(np.clip(rate + world.rng.normal(0, 0.0006), 0.0005, 0.09))
            venue = "mof" if name == "JP10Y" else "fred"
            if name not in unknown:
                yield Series(f"macro:{name}/macro.yield@{venue}", "ratio", venue)(at, round(yields[name], 4))


def ranking(world):
    """Yield prices and market values of the largest coins."""
    coins = [*world.p.close, *_SMALLER]
    price = {coin: float(world.rng.uniform(0.5, 20)) for coin in coins}
    for n, day in world.last(world.written + _RANKED):
        at = end(day, 10)
        for place, coin in enumerate(coins, start=1):
            note, worth = f"rank {place} by market value", 1.5e12 / place**1.6
            moved = _against_last(world, coin, n)
            start = price[coin] if coin not in world.p.close else float(world.p.close[coin][-1])
            yield Series(f"{coin}/spot.price@coingecko", "USD", "coingecko", note)(at, start * moved)
            yield Series(f"{coin}/spot.market_cap@coingecko", "USD", "coingecko", note)(at, worth * moved)


def dominance(world):
    """Yield bitcoin's and ether's shares of all coins' value, which now stand still and now shift for weeks."""
    for n, day in world.last(INTEREST):
        share = 0.55 + 0.09 * float(np.sin(n / 11) ** 3)
        yield Series("BTC/market.dominance@coingecko", "ratio", "coingecko")(end(day, 10), share)
        yield Series("ETH/market.dominance@coingecko", "ratio", "coingecko")(end(day, 10), 0.72 - share)


def _against_last(world, coin, n):
    """Return a coin's price of a day over its last one."""
    if coin in _DOLLARS:
        return 1.0
    if coin in world.p.close:
        return float(world.p.close[coin][n] / world.p.close[coin][-1])
    return float(world.p.close["BTC"][n] / world.p.close["BTC"][-1] * world.rng.lognormal(0, 0.03))


def records(world):
    """Yield the highest price that each coin ever had, of the day on which it had it."""
    for coin in COINS:
        close = world.p.close[coin]
        peak = int(close.argmax())
        top = float(close[peak] * (1 + world.p.wick[coin][:, 1].max()))
        yield Series(f"{coin}/spot.all_time_high@coingecko", "USD", "coingecko")(
            end(world.dates[peak], 60), round(top, 2)
        )


def accounts(world):
    """Yield longs over shorts, of accounts."""
    series = Series("BTC/futures.long_short_ratio@binance", "ratio", "binance")
    for n, day in world.last(INTEREST):
        yield series(end(day, 5), round(float(np.exp(world.p.funding[n] * 2 + world.rng.normal(0, 0.05))), 3))
