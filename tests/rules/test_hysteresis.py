"""A state is entered at its cut and left only past it by the hysteresis."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.rules.bands import UNKNOWN, beyond, last_run, places, states
from generator.rules.book import Band, Cut, Scale

GREED, NEUTRAL, FEAR, EXTREME, PANIC = range(5)
NAN = float("nan")
HYSTERESIS = 0.01

SKEW = Scale(
    bands=(Band("greed", 1, 1), Band("neutral"), Band("fear", -1, 1), Band("extreme", -1, 2), Band("panic", -1, 3)),
    cuts=(
        Cut(-0.06, False, -1, "greed"),
        Cut(0.06, True, 1, "fear"),
        Cut(0.10, True, 1, "extreme"),
        Cut(0.20, False, 1, "panic"),
    ),
    middle=NEUTRAL,
    hysteresis=HYSTERESIS,
)

# Whole hundredths of a point, so that "exactly on the cut" comes up, and gaps.
readings = st.integers(-1500, 3000).map(lambda hundredths: hundredths / 10_000)
histories = st.lists(st.one_of(readings, st.just(NAN)), min_size=1, max_size=60)


@pytest.mark.parametrize(
    ("reading", "place"),
    [
        pytest.param(0.06, NEUTRAL, id="above 6% is fear, so 6% itself is neutral"),
        pytest.param(0.0601, FEAR, id="just above the cut"),
        pytest.param(0.10, FEAR, id="the lower band owns 10%"),
        pytest.param(0.20, PANIC, id="panic begins at 20% itself"),
        pytest.param(0.1999, EXTREME, id="just below panic"),
        pytest.param(-0.06, NEUTRAL, id="the call side mirrors the put side"),
        pytest.param(-0.0601, GREED, id="just below the cut of the call side"),
        pytest.param(0.53 - 0.47, NEUTRAL, id="a difference of decimals that is binary dust above 6%"),
        pytest.param(NAN, UNKNOWN, id="what is missing is in no band"),
    ],
)
def test_each_cut_belongs_to_the_band_that_says_so(reading, place):
    """A reading exactly on a cut is in the band that owns the cut."""
    assert places(SKEW, np.array([reading])).tolist() == [place]


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        pytest.param([0.065, 0.055, 0.0501, 0.05], [FEAR, FEAR, FEAR, NEUTRAL], id="left one point below the cut"),
        pytest.param([0.05, 0.055, 0.06], [NEUTRAL, NEUTRAL, NEUTRAL], id="not entered below the cut"),
        pytest.param([0.065, NAN, 0.055], [FEAR, UNKNOWN, NEUTRAL], id="what came before a gap is forgotten"),
        pytest.param([0.11, 0.095, 0.09], [EXTREME, EXTREME, FEAR], id="a milder band is entered on the way back"),
        pytest.param([0.25, 0.055], [PANIC, FEAR], id="a fall through two bands stops in the third's margin"),
        pytest.param([0.21, 0.1901, 0.19], [PANIC, PANIC, PANIC], id="the shifted cut has the owner of the cut"),
        pytest.param([0.21, 0.1899], [PANIC, EXTREME], id="past it the state is left"),
        pytest.param([-0.061, -0.051, -0.05], [GREED, GREED, NEUTRAL], id="below the neutral band it works upward"),
        pytest.param([-0.07, 0.07], [GREED, FEAR], id="from one side to the other at once"),
        pytest.param([0.055], [NEUTRAL], id="the first reading is judged by the cuts alone"),
    ],
)
def test_a_state_is_left_only_past_its_cut_by_the_hysteresis(history, expected):
    """Worked by hand on cuts at 6%, 10% and 20% with one point of hysteresis."""
    assert states(SKEW, np.array(history)).tolist() == expected


@given(histories)
def test_every_reading_has_a_state_and_every_gap_has_none(history):
    """The result is always one of the bands, and unknown exactly where there is no number."""
    at = states(SKEW, np.array(history))
    for reading, place in zip(history, at, strict=True):
        assert (place == UNKNOWN) == np.isnan(reading)
        assert UNKNOWN <= place < len(SKEW.bands)


@given(st.lists(readings, min_size=1, max_size=60), st.booleans())
def test_a_series_that_only_rises_or_falls_passes_the_states_in_order(history, rising):
    """No state comes back, and none is skipped backwards, in a monotone series."""
    at = states(SKEW, np.array(sorted(history, reverse=not rising)))
    steps = np.diff(at)
    assert (steps >= 0).all() if rising else (steps <= 0).all()


@given(st.lists(readings, min_size=2, max_size=60))
def test_no_state_is_left_and_taken_back_within_less_than_the_hysteresis(history):
    """Between two changes in opposite directions the readings have moved by at least the hysteresis."""
    at = states(SKEW, np.array(history))
    changes = [day for day in range(1, len(at)) if at[day] != at[day - 1]]
    for first, second in pairwise(changes):
        turned = (at[first] > at[first - 1]) != (at[second] > at[second - 1])
        back_where_it_was = at[second] == at[first - 1]
        if turned and back_where_it_was:
            stretch = history[first - 1 : second + 1]
            assert max(stretch) - min(stretch) >= HYSTERESIS - 1e-12


@given(histories)
def test_hysteresis_only_ever_holds_a_state_that_is_further_out(history):
    """A held state is never milder than what the cuts alone say, nor on the other side."""
    raw, held = places(SKEW, np.array(history)), states(SKEW, np.array(history))
    known = raw != UNKNOWN
    assert (abs(held[known] - NEUTRAL) >= abs(raw[known] - NEUTRAL)).all()
    outside = known & (raw != NEUTRAL)
    assert (np.sign(held[outside] - NEUTRAL) == np.sign(raw[outside] - NEUTRAL)).all()


@given(histories, histories)
def test_what_came_before_a_gap_changes_nothing_after_it(before, after):
    """States after a missing day are those of a history that begins there."""
    joined = states(SKEW, np.array([*before, NAN, *after]))
    assert joined[-len(after) :].tolist() == states(SKEW, np.array(after)).tolist()


@given(histories)
def test_tomorrow_changes_no_state_of_the_past(history):
    """The states of a shorter history are the beginning of those of a longer one."""
    whole = states(SKEW, np.array(history)).tolist()
    for days in range(1, len(history)):
        assert states(SKEW, np.array(history[:days])).tolist() == whole[:days]


def test_a_run_ends_today_and_knows_what_was_before():
    """Three days of fear after a neutral one."""
    run = last_run(np.array([NEUTRAL, FEAR, FEAR, FEAR]))
    assert (run.place, run.length, run.start, run.before) == (FEAR, 3, 1, NEUTRAL)
    assert run.start_known


@pytest.mark.parametrize("before", [[], [UNKNOWN], [NEUTRAL, UNKNOWN]])
def test_a_run_at_the_beginning_or_after_a_gap_has_no_known_start(before):
    """Nobody knows since when."""
    run = last_run(np.array([*before, FEAR, FEAR]))
    assert run.length == 2
    assert not run.start_known


def test_a_gap_lies_beyond_no_cut():
    """Neither above nor below."""
    for cut in SKEW.cuts:
        assert not beyond(cut, np.array([NAN])).any()
