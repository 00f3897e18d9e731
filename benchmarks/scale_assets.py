"""The assets of a market for scale: what moves them all, and each one's bars, futures, funding and open interest.

Whole series are drawn at once. What follows the regimes with some delay (rates, moods) is the convolution of where
the regimes draw it with how fast it follows.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from benchmarks.synthetic_options import last_friday
from benchmarks.synthetic_paths import REGIMES
from generator.model.instants import to_micros
from generator.store.block import Words
from generator.store.columns import NAT

_CONSONANTS = "BCDFGHKLMN"
_SYLLABLES = ("ba", "do", "fi", "gu", "ke", "la", "mo", "ni", "pu", "re")
#: The asset that stands for the whole market.
MARKET = "CRYPTO"
_DAY, _HOUR, _MILLISECOND = 86_400_000_000, 3_600_000_000, 1000
_TURN, _PULL = 0.05, 0.22
_FOLLOWED = _PULL * (1 - _PULL) ** np.arange(60)
#: A share of assets that were listed later, and the days that one lacks in a year.
_LATER, _GAPS = 0.25, 1.5
#: How often one has a crash or a jump of its own. [a year]
_CRASHES = 1.2
_CONTRACTS = 2


@dataclass(frozen=True)
class Market:
    """What moves all assets, a row a day.

    Args:
        seed: It is drawn from this alone.
        dates: Midnights that begin its days. [microseconds since 1970]
        target: Where the regime draws what follows it, as in ``REGIMES``.
        moves: The market's own move of a day, as a logarithm.
        expiries: Of each day, when the next quarterly contracts expire. [microseconds since 1970]
    """

    seed: int
    dates: np.ndarray
    target: np.ndarray
    moves: np.ndarray
    expiries: np.ndarray

    @classmethod
    def drawn(cls, seed, days, last):
        """Return the market of a seed, so many days up to and with a last one."""
        rng = np.random.default_rng((seed, 0))
        kinds = np.array(list(REGIMES.values()))
        # A new regime with a day's chance: which one each day would bring, and the last day that brought one.
        brought = rng.integers(0, len(kinds), (days, 1))[:, 0]
        turned = np.maximum.accumulate(np.where(rng.random((days, 1))[:, 0] < _TURN, np.arange(days), 0))
        target = kinds[brought[turned]]
        noise = rng.standard_t(4, days) / np.sqrt(2)
        moves = target[:, 0] + target[:, 1] * noise
        crashed = rng.random(days) < 4 / 365
        moves = np.clip(moves + crashed * rng.choice([-0.22, -0.14, -0.09, 0.12], days), -0.35, 0.35)
        dates = _midnight(last) - _DAY * np.arange(days - 1, -1, -1)
        return cls(seed, dates, target, moves, _expiries(dates))

    def followed(self, rng, place, noise):
        """Return what follows the regimes, with noise of its own."""
        drawn = self.target[:, place] + rng.normal(0, noise, len(self.dates)) / _PULL
        start = np.full(len(_FOLLOWED), self.target[0, place])
        return np.convolve(np.concatenate([start, drawn]), _FOLLOWED)[len(start) : len(start) + len(drawn)]


def name(number):
    """Return an asset's ticker, its number in consonants: ``ABBBC`` is the first.

    A text's checker reads digits as a number that wants a source, also those of a ticker.
    """
    return "A" + "".join(_CONSONANTS[int(digit)] for digit in f"{number:04d}")


def spoken(number):
    """Return what an asset is called in running text, its number in syllables: ``bababado`` is the first."""
    return "".join(_SYLLABLES[int(digit)] for digit in f"{number:04d}")


def asset(market, number):
    """Return all that is known of one asset, by kind; the same whatever the others are."""
    rng = np.random.default_rng((market.seed, number))
    days, ticker = len(market.dates), name(number)
    listed = int(rng.integers(0, max(days - 400, 1))) if rng.random() < _LATER else 0
    there = rng.random(days) >= _GAPS / 365
    there[:listed] = False
    there[-1] = True
    rows = np.flatnonzero(there)
    own = rng.normal(0, 0.5 * market.target[:, 1] + 0.006)
    own = own + (rng.random(days) < _CRASHES / 365) * rng.choice([-0.35, -0.2, 0.25], days)
    moves = np.clip(rng.uniform(0.4, 1.6) * market.moves + own, -0.6, 0.6)
    moves -= max(0.0, float(moves.mean()))  # or years of luck would end beyond all prices
    close = _five_figures(10 ** rng.uniform(-1, 3.5) * np.exp(np.cumsum(moves)))
    supply = 10 ** rng.uniform(9, 11.5) / close[-1]
    return {
        "candle": _bars(rng, market, rows, close, supply),
        "future_quote": _futures(rng, market, rows, close, ticker),
        "funding_settlement": _funding(rng, market, rows, ticker),
        "observation": _interest(rng, market, rows, close, supply),
    }


def around(market):
    """Return what is known of the market as a whole: its mood, a day at a time."""
    rng = np.random.default_rng((market.seed, 0, 1))
    mood = np.clip(market.followed(rng, 7, 3.0), 3, 97).round()
    return {
        "observation": _observations(
            [("sentiment.fear_greed", "alternative.me", "index", market.dates, mood)], "alternative.me"
        )
    }


def _bars(rng, market, rows, close, supply):
    size = len(rows)
    shown = close[rows]
    opened = np.concatenate([shown[:1], shown[:-1]])
    beyond = np.abs(rng.normal(0, 0.35, (2, size))) * (market.target[rows, 1] + 0.002)
    numbers = {
        "open": opened,
        "high": np.maximum(opened, shown) * (1 + beyond[0]),
        "low": np.minimum(opened, shown) * (1 - beyond[1]),
        "close": shown,
        "volume": supply * rng.lognormal(-4, 0.5, size),
    }
    return _block(
        market.dates[rows] + _DAY - _MILLISECOND, "binance", numbers, interval="1d", venue="binance", quote="USDT"
    )


def _futures(rng, market, rows, close, ticker):
    """Return quarterly contracts, whose premium follows the regimes."""
    basis = market.followed(rng, 2, 0.006)[rows]
    at = market.dates[rows] + _DAY - _MILLISECOND
    told = []
    for place in range(_CONTRACTS):
        expiry = market.expiries[rows, place]
        years = (expiry - at) / (365 * _DAY)
        told.append((at, expiry, close[rows] * (1 + (basis + (years - 0.25) * 0.02) * years), close[rows]))
    at, expiry, price, spot = (np.concatenate(each) for each in zip(*told, strict=True))
    listed, codes = np.unique(expiry, return_inverse=True)
    called = [f"{ticker}USDT_{datetime.fromtimestamp(each / 1e6, tz=UTC):%y%m%d}" for each in listed.tolist()]
    nothing = np.full(len(at), np.nan)
    numbers = {"price": price, "index": spot, "open_interest": nothing, "volume": nothing}
    return _block(
        at,
        "binance",
        numbers,
        venue="binance",
        basis="close",
        expires_at=expiry,
        instrument=Words(codes, tuple(called)),
    )


def _funding(rng, market, rows, ticker):
    """Return settlements every eight hours."""
    yearly = market.followed(rng, 3, 0.03)[rows] + rng.normal(0, 0.02)
    at = (market.dates[rows][:, None] + 8 * _HOUR * np.arange(3)).ravel()
    rate = np.round(np.repeat(yearly, 3) / (3 * 365) + rng.normal(0, 2e-5, len(at)), 8) + 0.0  # no negative zero
    hours = np.full(len(at), 8, dtype=np.int64)
    return _block(at, "binance", {"rate": rate}, venue="binance", instrument=f"{ticker}USDT", interval_hours=hours)


def _interest(rng, market, rows, close, supply):
    """Return open interest in coins and in dollars."""
    grown = np.cumsum(np.clip(market.target[:, 8] + rng.normal(0, 0.02, len(close)), -0.25, 0.25)) * 0.3
    held = supply * 0.01 * np.exp(grown - grown.max())[rows]
    at = market.dates[rows] + _DAY - 5 * 60_000_000 - _MILLISECOND
    return _observations(
        [
            ("futures.open_interest", "binance", "coin", at, held),
            ("futures.open_interest_usd", "binance", "USD", at, held * close[rows]),
        ],
        "binance",
    )


def _observations(series, source):
    """Return observations of series: metric, venue, unit, times and values of each."""
    sizes = [len(at) for *_, at, _ in series]
    metric, venue, unit = (_spread([each[place] for each in series], sizes) for place in range(3))
    at = np.concatenate([at for *_, at, _ in series])
    values = {"value": np.concatenate([values for *_, values in series])}
    return _block(at, source, values, metric=metric, tenor="", venue=venue, unit=unit)


def _spread(words, sizes):
    names = tuple(sorted(set(words)))
    return Words(np.repeat([names.index(word) for word in words], sizes), names)


def _block(at, source, numbers, **named):
    """Return readings that were known when they were observed, and that one source said; a word is a whole column."""
    rows = len(at)
    words = {"source": source, "url": "", "raw_sha256": "", "note": ""} | named
    return {
        "observed_at": at, "available_at": at, "revision": np.zeros(rows, dtype=np.int64),
        "fetched_at": np.full(rows, NAT), **numbers,
        **{each: Words.alike(word, rows) if isinstance(word, str) else word for each, word in words.items()},
    }  # fmt: skip


def _five_figures(price):
    """Return prices as exchanges quote them."""
    places = 10.0 ** (4 - np.floor(np.log10(price)))
    return np.round(price * places) / places


def _midnight(day):
    return to_micros(datetime(day.year, day.month, day.day, tzinfo=UTC))


def _expiries(dates):
    """Return when the next quarterly contracts expire, of each day; none expires on the next."""
    first, last = (datetime.fromtimestamp(each / 1e6, tz=UTC).year for each in (dates[0], dates[-1]))
    quarters = [last_friday(year, month) for year in range(first, last + 2) for month in (3, 6, 9, 12)]
    at = np.array([_midnight(each) + 8 * _HOUR for each in quarters])
    next_one = np.searchsorted(at, dates + 2 * _DAY)
    return at[next_one[:, None] + np.arange(_CONTRACTS)]
