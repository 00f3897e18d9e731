"""What hysteresis is for: readings that scatter about a cut."""

import numpy as np
import pytest

from generator.model.backtest import Noise
from generator.rules.backtest.noise import noise
from generator.rules.backtest.spells import changes
from generator.rules.bands import places, states
from generator.rules.book import Band, Cut, Moving, Scale
from tests.rules.backtest.conftest import scale

SKEW = scale(-6.0, 6.0, 10.0, hysteresis=0.5)


@pytest.mark.parametrize("seed", range(40))
def test_one_change_a_crossing_with_hysteresis_and_dozens_without(seed):
    """Readings within 0.4 points of the cut at 6%, then well above it, then within 0.4 points, then below.

    With half a point of hysteresis the label changes once for each crossing, without it over 20 times.
    """
    chance = np.random.default_rng(seed)
    around = [6.0 + chance.uniform(-0.4, 0.4, 60) for _ in range(2)]
    readings = np.concatenate([[5.0], around[0], [7.0], around[1], [5.0]])
    assert changes(states(SKEW, readings)) == (122, 2)
    assert changes(places(SKEW, readings))[1] > 20


@pytest.mark.parametrize("hysteresis", [0.1, 0.5, 1.0])
def test_a_backtest_prints_both_figures(hysteresis):
    """On noise of four fifths of its hysteresis: 0.4 points where that is half a point."""
    found = noise(scale(-6.0, 6.0, 10.0, hysteresis=hysteresis), "skew")
    assert found.readings == 100
    assert found.held <= 1
    assert found.bare > 20
    assert found == noise(scale(-6.0, 6.0, 10.0, hysteresis=hysteresis), "skew")
    assert isinstance(found, Noise)


def test_what_has_no_hysteresis_or_no_fixed_cut_has_no_figure():
    """There is nothing to compare."""
    assert noise(scale(-6.0, 6.0, 10.0, hysteresis=0.0), "skew") is None
    moving = (Cut(float("nan"), True, 1, "high", Moving("sigma", 2, 20)),)
    assert noise(Scale((Band("usual"), Band("high", 1, 1)), moving, 0, 0.1), "skew") is None
