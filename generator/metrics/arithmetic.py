"""Logarithms, exponentials and products of arrays that come out the same, to the last bit, on every processor.

numpy has them computed by what instructions the processor has, and products of vectors by a library that does so too:
the last digit of a fact would be that of the machine, and so would the hash of an article's inputs. The C library's
functions, one number after the other, and numpy's sums do not choose.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def log(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the natural logarithms of a row of numbers; NaN of what is not above 0."""
    known = np.where(values > 0, values, math.nan)
    return np.fromiter(map(math.log, known.tolist()), np.float64, len(known))


def exp(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return e to the power of each of a row of numbers, below 709."""
    return np.fromiter(map(math.exp, values.tolist()), np.float64, len(values))


def dot(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Return the sum of the products of two rows."""
    return float((one * other).sum())
