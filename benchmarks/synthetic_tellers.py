"""Who counts and who publishes in a random market: each counter of liquidations for some days, then the next one.

The same forced closures are told by a vendor of all venues, by one that adds up a few, by a venue's own stream, or by a
publication that counts or cites; for the whole market or for coins alone, with sides or without.
"""

from typing import NamedTuple

from benchmarks.synthetic_records import INTEREST
from benchmarks.synthetic_world import COINS, Series, end

_USDT = "USDT perpetuals"
_PUBLISHED = "as published by CoinDesk"
#: Days in a row that one of them counts, market by market.
_TURNS = (4, 4, 30)
#: A day's chance that nobody tells who was on which side.
_ONE_SIDED = 0.4
_WHO = "CoinDesk"
#: On one day of so many puts and calls cost the same.
_EVEN = 8
#: Which five days of forty lack a price.
_NO_PRICE = 3
_NAMED = ("WLD", "PEPE", "TAO", "HYPE", "SUI")


class Teller(NamedTuple):
    """Who counts: the scope, who says it, of what, and whether the market is counted as a whole."""

    venue: str
    source: str
    note: str = ""
    whole: bool = True
    coins: bool = True


TELLERS = (
    Teller("coinglass", "Coinglass"),
    Teller("coinglass", "Coinglass", whole=False),
    Teller("bybit", "bybit", _USDT),
    Teller("bybit", "bybit", _USDT, whole=False),
    Teller("okx", "okx"),
    Teller("okx", "okx", whole=False),
    Teller("coinglass", "CoinDesk"),
    Teller("coinglass", "CoinDesk", whole=False),
    Teller(_PUBLISHED, "CoinDesk"),
    Teller(_PUBLISHED, "CoinDesk", whole=False),
    Teller("coinalyze", "Coinalyze", f"{_USDT} at Binance, Bybit and OKX", whole=False),
)


def liquidations(world):
    """Yield a day's liquidations by coin and side, and five days' sum of bitcoin's."""
    first, turn = int(world.rng.integers(len(TELLERS))), int(world.rng.choice(_TURNS))
    weeks = (("coinglass", "Coinglass"), ("all venues", "AltcoinStory"))[first % 2]
    five_days = Series(f"BTC/liquidations.total/5d@{weeks[0]}", "USD", weeks[1])
    for n, day in world.last(INTEREST):
        teller = TELLERS[(first + n // turn) % len(TELLERS)]
        total, at = float(world.p.liquidated[n]), end(day, 10)
        longs = float(world.p.long_share[n])
        for coin, part in _parts(world, n, teller):
            told = (
                {"total": 1.0} if world.rng.random() < _ONE_SIDED else {"total": 1.0, "long": longs, "short": 1 - longs}
            )
            for side, share in told.items():
                series = Series(f"{coin}/liquidations.{side}/1d@{teller.venue}", "USD", teller.source, teller.note)
                yield series(at, total * part * share)
        if n >= len(world.dates) - world.written:
            yield five_days(at, float(world.p.liquidated[max(n - 4, 0) : n + 1].sum()) * 0.45)


def _parts(world, n, teller):
    """Yield what is counted, with its part of the whole."""
    bitcoin = world.rng.uniform(0.3, 0.6)
    ether = world.rng.uniform(0.1, 0.85 - bitcoin)
    if teller.whole:
        yield "CRYPTO", 1.0
    yield "BTC", bitcoin
    yield "ETH", ether
    if teller.whole and n % 3:
        yield "OTHER", 1 - bitcoin - ether
    if not teller.whole:
        yield "SOL", 0.05


def published(world):
    """Yield what publications print: open interest, indices, coins by name, a liquidation level close by."""
    who = "CoinDesk"
    top, memes = (Series(f"{name}/spot.return/1d", "ratio", who) for name in ("CD20", "CDMEME"))
    cluster = Series("BTC/liquidations.cluster_price@binance", "USD", who)
    named = str(world.rng.choice([who, "Bloomberg"]))
    for n, day in world.last(world.written + 8):
        at, move = end(day, 180), world.moved("BTC", n)
        if n % 4 != 1:
            yield top(at, move + world.rng.normal(0, 0.01))
        if n % 4 != 3:
            yield memes(at, move + world.rng.normal(0, 0.03))
        yield cluster(at, round(float(world.p.close["BTC"][n] * world.rng.uniform(0.93, 1.07)), -1))
        for place, coin in enumerate(_NAMED[: n % 6]):
            yield Series(f"{coin}/spot.return/1d", "ratio", named)(at, round(0.012 + 0.02 * place + abs(move), 4))


def interest_by_publication(world):
    """Yield open interest as two publications print it: in coins and dollars, or in dollars alone."""
    alone = world.rng.random() < 0.5
    for name, who in (("CoinDesk", "CoinDesk"), ("AltcoinStory", "AltcoinStory"))[: 1 + alone]:
        scope = f"as published by {name}"
        for coin, factor in COINS.items():
            in_coins = Series(f"{coin}/futures.open_interest@{scope}", "coin", who)
            in_dollars = Series(f"{coin}/futures.open_interest_usd@{scope}", "USD", who)
            for n, day in world.last(world.written + 8):
                held = 230_000 * factor * world.p.interest[n]
                if not alone:
                    yield in_coins(end(day, 180), held)
                yield in_dollars(end(day, 180), held * world.p.close[coin][n] * world.rng.normal(1, 0.01))


def interest_everywhere(world):
    """Yield a vendor's open interest over all venues, in coins and dollars or in dollars alone."""
    alone = world.rng.random() < 0.3
    for coin, factor in COINS.items():
        for n, day in world.last(INTEREST):
            held = 640_000 * factor * world.p.interest[n] * world.rng.normal(1, 0.003)
            if not alone:
                yield Series(f"{coin}/futures.open_interest@all venues", "coin", "Coinglass")(end(day, 5), held)
            in_dollars = Series(f"{coin}/futures.open_interest_usd@all venues", "USD", "Coinglass")
            yield in_dollars(end(day, 5), held * world.p.close[coin][n] * world.rng.normal(1, 0.012))


def ratios(world, venue="@deribit", who="deribit"):
    """Yield what is delivered of options where no chain is read: the skew, and calls' part of what is open."""
    for coin in COINS:
        skew = {tenor: Series(f"{coin}/options.skew_25d/{tenor}{venue}", "ratio", who) for tenor in ("7d", "30d")}
        stock = Series(f"{coin}/options.call_share{venue}", "ratio", who)
        for n, day in enumerate(world.dates):
            if n % 11 == 0:
                continue
            for tenor, series in skew.items():
                told = world.p.skew[n] + (0.02 if tenor == "7d" else 0.0) if n % _EVEN else 0.0
                yield series(end(day, 30), round(float(told), 4))
            yield stock(end(day, 30), round(float(0.55 - world.p.skew[n] + world.rng.normal(0, 0.02)), 4))


def imported(world):
    """Yield what a desk has that collects nothing and imports figures day by day: prices and rates of no venue."""
    for coin in ("BTC", "ETH"):
        price, close = Series(f"{coin}/spot.price", "USD", _WHO), world.p.close[coin]
        low = Series(f"{coin}/spot.low/7d", "USD", _WHO)
        day_return, week_return = (Series(f"{coin}/spot.return/{tenor}", "ratio", _WHO) for tenor in ("1d", "7d"))
        basis = Series(f"{coin}/futures.basis/90d", "ratio", _WHO)
        rate = Series(f"{coin}/perp.funding_rate@binance", "ratio", _WHO)
        ratio = Series(f"{coin}/options.put_call_ratio/1d@deribit", "ratio", _WHO)
        for n, day in world.last(world.written + 40):
            at = end(day, 10)
            if n // 5 % 8 != _NO_PRICE:
                yield price(at, close[n])
            if n % 7:
                yield day_return(at, world.moved(coin, n))
            yield week_return(at, float(close[n] / close[max(n - 7, 0)] - 1))
            if n // 6 % 2:
                yield low(at, float(close[max(n - 6, 0) : n + 1].min() * 0.99))
            yield basis(at, round(float(world.p.basis[n]), 4))
            yield rate(at, round(float(world.p.funding[n]), 4))
            yield ratio(at, round(float(0.8 + world.p.skew[n]), 2))
