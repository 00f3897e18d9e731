"""A market that never was: regimes, and what prices, rates, volatilities and moods do in them, a row a day.

Everything is drawn from one seed. Some markets are out of step on purpose: their derivatives do not follow the
price, or go against it, so that contrasts of both directions come up.
"""

from dataclasses import dataclass

import numpy as np

#: What a day is like and where rates and moods are drawn to: drift, volatility of a day, premium, funding, skew,
#: slope of volatility (front less back), volatility, mood, growth of open interest, ETF flows in units of $100 million.
REGIMES = {
    "calm": (0.000, 0.013, 0.060, 0.060, 0.02, -0.03, 0.42, 50, 0.001, 0.5),
    "flat": (0.000, 0.003, 0.055, 0.035, 0.01, -0.02, 0.28, 50, 0.000, 0.0),
    "bull": (0.004, 0.022, 0.095, 0.110, -0.03, -0.02, 0.55, 72, 0.006, 3.0),
    "mania": (0.010, 0.045, 0.180, 0.380, -0.12, 0.06, 0.90, 90, 0.020, 8.0),
    "bear": (-0.004, 0.026, 0.035, 0.015, 0.09, 0.01, 0.55, 30, -0.003, -2.0),
    "panic": (-0.030, 0.065, -0.030, -0.140, 0.24, 0.25, 1.05, 8, -0.030, -7.0),
    "relief": (0.009, 0.038, 0.040, -0.040, 0.10, 0.08, 0.70, 20, -0.006, 1.0),
    "grind": (0.003, 0.009, 0.120, 0.080, 0.04, -0.05, 0.36, 64, 0.004, 1.5),
}
#: A day's chance of another regime.
_TURN = 0.07
#: The last days, which are written of, see more of them.
_EVENTFUL, _TURN_AT_LAST = 60, 0.12
#: Where markets are slow, a regime lasts for months: what then comes is the first of its kind in long.
_SLOW = 0.025
#: How many markets crash at last, and for how many days.
_CRASHED, _CRASH = 0.7, 5
#: How much of what traders would open they do open, market by market.
_HELD = (0.3, 0.6, 1.0)
#: Markets that end beyond their record, after so many days.
_RALLIES, _RALLY = (6, 7), 25
_SHOCKS = (-0.19, -0.12, -0.08, 0.08, 0.13, 0.18)
#: How quickly rates and moods reach where the regime draws them, a day.
_PULL = 0.22
_COINS = ("XRP", "BNB", "SOL", "TRX", "DOGE", "ADA", "BCH", "LINK", "XLM", "LTC", "ETC")
_START = {"BTC": 42_000.0, "ETH": 2_600.0, "SOL": 95.0, "XRP": 0.62, "BNB": 310.0, "TRX": 0.11, "DOGE": 0.09,
          "ADA": 0.48, "BCH": 240.0, "LINK": 14.0, "XLM": 0.12, "LTC": 70.0, "ETC": 25.0}  # fmt: skip


@dataclass(frozen=True)
class Paths:
    """What happened, an array a quantity with a row a day; ``close`` and ``wick`` by coin.

    Args:
        wick: How far the day's low and high lay beyond its open and close, as fractions.
        bent: The volatility of the seven-day option less that of 180 days.
    """

    close: dict
    wick: dict
    basis: np.ndarray
    funding: np.ndarray
    skew: np.ndarray
    slope: np.ndarray
    bent: np.ndarray
    iv: np.ndarray
    mood: np.ndarray
    interest: np.ndarray
    flows: np.ndarray
    liquidated: np.ndarray
    long_share: np.ndarray
    premium: np.ndarray
    regime: list


def is_slow(seed):
    """Whether regimes last for months in a seed's market."""
    return seed % 4 == 2


def paths(seed, count):
    """Return a market of a seed over so many days; of four one is slow, and most of the others crash at last."""
    rng = np.random.default_rng(seed)
    slow = is_slow(seed)
    regime = _regimes(rng, count, _SLOW if slow else _TURN, _SLOW if slow else _TURN_AT_LAST)
    if not slow and rng.random() < _CRASHED:
        begins = count - int(rng.integers(8, min(_EVENTFUL, count)))
        regime[begins : begins + _CRASH] = ["panic"] * len(regime[begins : begins + _CRASH])
    target = np.array([REGIMES[name] for name in regime])
    common = target[:, 0] + target[:, 1] * rng.standard_t(4, count) / np.sqrt(2)
    for day in rng.integers(1, count, rng.integers(3, 9)):
        common[day] += rng.choice(_SHOCKS)
    common = np.clip(common, -0.35, 0.35)
    close, wick = {}, {}
    for coin in ("BTC", "ETH", *_COINS):
        beta = 1.0 if coin == "BTC" else rng.uniform(0.3, 1.5)
        own = 0.0 if coin == "BTC" else rng.normal(0, 0.4 * target[:, 1] + 0.004, count)
        path = np.cumsum(beta * common + own)
        if seed % 8 in _RALLIES:
            path[-_RALLY:] += np.linspace(0, max(path.max() - path[-1], 0) + 0.1, len(path[-_RALLY:]))
        close[coin] = _rounded(_START[coin] * rng.uniform(0.5, 2.0) * np.exp(path))
        wick[coin] = np.abs(rng.normal(0, 0.35, (count, 2))) * (target[:, 1:2] + 0.002)
    # In step, out of step, or the other way round: derivatives of another day than the price's.
    step = rng.choice(["with", "apart", "against"], p=[0.5, 0.3, 0.2])
    drawn = target if step == "with" else target[rng.permutation(count)] if step == "apart" else target[::-1]
    moves = np.diff(np.log(close["BTC"]), prepend=np.log(close["BTC"][0]))
    short = rng.normal(0, 0.4, count)
    return Paths(
        close=close, wick=wick, regime=regime,
        basis=_drawn(rng, drawn[:, 2], 0.006), funding=_drawn(rng, drawn[:, 3], 0.03),
        skew=_drawn(rng, drawn[:, 4], 0.015), slope=_drawn(rng, drawn[:, 5], 0.015),
        bent=_drawn(rng, rng.choice([-0.04, 0.0, 0.05]) * np.ones(count), 0.01),
        iv=np.clip(_drawn(rng, drawn[:, 6], 0.02), 0.12, 2.5),
        mood=np.clip(_drawn(rng, drawn[:, 7], 3.0), 3, 97).round(),
        interest=_grown(rng, drawn[:, 8], _HELD[seed // 3 % 3]),
        flows=1e8 * _drawn(rng, drawn[:, 9], 1.2) * _turned(rng, count),
        liquidated=np.exp(rng.normal(18.9, 0.5, count) + 14 * np.abs(moves)),
        long_share=np.clip(0.5 - 2.2 * moves + 0.1 * short, 0.03, 0.97),
        premium=rng.normal(0, 0.0006, count) + 0.004 * moves,
    )  # fmt: skip


def _regimes(rng, count, turn, at_last):
    names, told = list(REGIMES), []
    now = rng.choice(names)
    for n in range(count):
        if rng.random() < (turn if n < count - _EVENTFUL else at_last):
            now = rng.choice(names)
        told.append(str(now))
    return told


def _grown(rng, growth, part):
    """Return what is open, of which a part follows what traders would open."""
    return np.exp(part * np.cumsum(np.clip(growth + rng.normal(0, 0.02, len(growth)), -0.25, 0.25)))


def _turned(rng, count):
    """Return 1 a day, and -1 for some weeks in which funds go against all others."""
    return np.repeat(rng.choice([1.0, 1.0, 1.0, -1.0], count // 20 + 1), 20)[:count]


def _drawn(rng, target, noise):
    """Return what follows a target a part of the way each day, with noise of its own."""
    value, told = target[0], []
    for each, jolt in zip(target, rng.normal(0, noise, len(target)), strict=True):
        value += _PULL * (each - value) + jolt
        told.append(value)
    return np.array(told)


def _rounded(price):
    """Return prices with five figures, as exchanges quote them."""
    return np.array([float(f"{each:.5g}") if each < 1000 else round(float(each), 2) for each in price])
