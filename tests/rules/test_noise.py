"""What hysteresis is for: noise around a cut is one change of label, not a hundred."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.rules import CUT, HYSTERESIS, NOISE, changes, crossings
from generator.rules.bands import states
from generator.rules.book import Band, Cut, Scale

FEAR = Scale((Band("neutral"), Band("fear", -1, 1)), (Cut(CUT, True, 1, "fear"),), 0, HYSTERESIS)
#: Whole hundred-thousandths: noise of up to 0.4 points, and of up to a quarter.
noise = st.lists(st.integers(-400, 400).map(lambda each: each / 100_000), min_size=1, max_size=200)
slight = st.lists(st.integers(-249, 249).map(lambda each: each / 100_000), min_size=2, max_size=200)


@pytest.mark.parametrize("seed", range(5))
def test_noise_around_a_cut_is_at_most_one_change_a_crossing(seed):
    """Twenty rises and twenty falls that each stand on the cut for two hundred days, in noise of 0.4 points."""
    readings = crossings(seed)
    most, _ = changes(readings, HYSTERESIS)
    _, least = changes(readings, 0.0)
    assert most <= 1
    assert least > 20


@given(noise=noise)
def test_no_noise_smaller_than_the_hysteresis_ends_a_state(noise):
    """Once entered, a state outlasts whatever noise stands on its cut."""
    assert max(map(abs, noise)) <= NOISE < HYSTERESIS
    at = states(FEAR, CUT + np.array(noise))
    assert np.count_nonzero(np.diff(at)) <= 1
    assert (np.diff(at) >= 0).all()


@given(noise=slight, falling=st.booleans())
def test_a_slow_crossing_is_one_change_where_the_noise_is_less_than_half_the_hysteresis(noise, falling):
    """However slowly a level passes the cut, and wherever the noise falls."""
    way = np.linspace(CUT - 0.02, CUT + 0.02, len(noise))
    at = states(FEAR, (way[::-1] if falling else way) + np.array(noise))
    assert np.count_nonzero(np.diff(at)) == 1
