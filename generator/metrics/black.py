"""Black's formula for options on a forward, undiscounted: prices and sensitivities of many options at once.

Time is in years of 365 days, volatility a fraction a year, prices in USD per coin. An option that
settles in its coin is worth its price here divided by the forward.

Source:
    F. Black, The pricing of commodity contracts, Journal of Financial Economics 3 (1976). The delta that
    Deribit shows is the one below, on the ``underlying_price`` of the option's own expiry.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from generator.metrics.arithmetic import exp, log
from generator.metrics.track import DAYS_PER_YEAR

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ROOT_OF_TWO: Final = math.sqrt(2)
_AT_ZERO: Final = 1 / math.sqrt(2 * math.pi)
_POINTS: Final = 100


def normal(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the standard normal distribution function, to machine precision in both tails."""
    # numpy has no erf; the few rows around a target are not worth an approximation.
    return np.array([0.5 * math.erfc(-each / _ROOT_OF_TWO) for each in x.tolist()])


def density(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the standard normal density."""
    bell: NDArray[np.float64] = _AT_ZERO * exp(-0.5 * x * x)
    return bell


def d1(
    forward: NDArray[np.float64], strike: NDArray[np.float64], iv: NDArray[np.float64], years: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return how many deviations the forward lies above the strike, half a deviation added.

    Args:
        forward: > 0
        strike: > 0
        iv: > 0
        years: Time to expiry, > 0.
    """
    deviation = iv * np.sqrt(years)
    return log(forward / strike) / deviation + deviation / 2


def price(
    forward: NDArray[np.float64], strike: NDArray[np.float64], iv: NDArray[np.float64], years: NDArray[np.float64],
    call: NDArray[np.bool_],
) -> NDArray[np.float64]:  # fmt: skip
    """Return what each option is worth at expiry's money. [USD per coin]"""
    side = np.where(call, 1.0, -1.0)
    first = d1(forward, strike, iv, years)
    second = first - iv * np.sqrt(years)
    worth: NDArray[np.float64] = side * (forward * normal(side * first) - strike * normal(side * second))
    return worth


def delta(
    forward: NDArray[np.float64], strike: NDArray[np.float64], iv: NDArray[np.float64], years: NDArray[np.float64],
    call: NDArray[np.bool_],
) -> NDArray[np.float64]:  # fmt: skip
    """Return the change of the price for a dollar of the forward: N(d1) of a call, N(d1) - 1 of a put."""
    side = np.where(call, 1.0, -1.0)
    return side * normal(side * d1(forward, strike, iv, years))


def gamma(
    forward: NDArray[np.float64], strike: NDArray[np.float64], iv: NDArray[np.float64], years: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the change of delta for a dollar of the forward: alike for call and put. [1/USD]"""
    return density(d1(forward, strike, iv, years)) / (forward * iv * np.sqrt(years))


def vega(
    forward: NDArray[np.float64], strike: NDArray[np.float64], iv: NDArray[np.float64], years: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the change of the price for a point of volatility, 0.01. [USD per coin]"""
    return forward * density(d1(forward, strike, iv, years)) * np.sqrt(years) / _POINTS


def theta(
    forward: NDArray[np.float64], strike: NDArray[np.float64], iv: NDArray[np.float64], years: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the change of the price for a day that passes, forward and volatility as they are. [USD per coin]

    Deribit shows no option as losing more in a day than it is worth: where this exceeds the price, as in the
    last days of far strikes, the exchange's figure is the price.
    """
    bell = density(d1(forward, strike, iv, years))
    lost: NDArray[np.float64] = forward * bell * iv / (2 * np.sqrt(years)) / DAYS_PER_YEAR
    return -lost
