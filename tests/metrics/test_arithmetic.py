"""Arithmetic that is the same on every machine is also right."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from generator.metrics.arithmetic import dot, exp, log

_MOVES = st.lists(st.floats(-50, 50), min_size=1, max_size=30).map(np.array)


def test_the_logarithm_of_what_is_not_above_zero_is_missing():
    """A price of 0 is none, and neither is a price that nobody knows."""
    found = log(np.array([1.0, 0.0, -2.0, math.nan]))
    assert found[0] == 0
    assert np.isnan(found[1:]).all()


@given(_MOVES)
def test_logarithm_and_exponential_undo_each_other(moves):
    """The logarithm of e to the power of x is x."""
    assert np.allclose(log(exp(moves)), moves, rtol=1e-12, atol=1e-12)


@given(_MOVES)
def test_a_product_with_itself_is_the_sum_of_squares(moves):
    """It agrees with the exact sum to rounding."""
    assert math.isclose(dot(moves, moves), math.fsum(each * each for each in moves.tolist()), rel_tol=1e-12)
