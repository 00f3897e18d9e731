"""What would change a label: true by trying it."""

import numpy as np
import pytest
from hypothesis import assume, given

from generator.rules.away import steps
from generator.rules.bands import UNKNOWN, states
from generator.rules.book import Band, Cut, Moving, Scale
from tests.rules.test_hysteresis import EXTREME, FEAR, NEUTRAL, PANIC, SKEW, histories
from tests.rules.test_paths import a_scale, a_walk, as_floats

#: The smallest difference that a reading of the tests can have.
TICK = 0.0001


def told(*readings):
    at = states(SKEW, np.array(readings))
    return [
        (step.state, step.side, round(step.edge, 6), step.included, round(step.away, 6))
        for step in steps(SKEW, int(at[-1]), np.array(readings))
    ]


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ((0.02,), [("greed", "below", -0.06, False, 0.08), ("fear", "above", 0.06, False, 0.04)]),
        ((0.07,), [("neutral", "below", 0.05, True, 0.02), ("extreme", "above", 0.10, False, 0.03)]),
        ((0.15,), [("fear", "below", 0.09, True, 0.06), ("panic", "above", 0.20, True, 0.05)]),
        ((0.25,), [("extreme", "below", 0.19, False, 0.06)]),
        ((-0.08,), [("neutral", "above", -0.05, True, 0.03)]),
        ((0.07, 0.055), [("neutral", "below", 0.05, True, 0.005), ("extreme", "above", 0.10, False, 0.045)]),
    ],
)
def test_the_cuts_around_a_reading(readings, expected):
    """A state is entered at its cut and left past it by the hysteresis; who owns the cut is said."""
    assert told(*readings) == expected


@given(history=histories)
def test_a_reading_at_the_edge_brings_the_change_and_one_short_of_it_does_not(history):
    """What is promised happens, and not before."""
    readings = np.array(history)
    place = int(states(SKEW, readings)[-1])
    assume(place != UNKNOWN)
    names = [band.state for band in SKEW.bands]
    for step in steps(SKEW, place, readings):
        up = 1 if step.side == "above" else -1
        reached = step.edge if step.included else step.edge + up * TICK
        short = step.edge - up * TICK if step.included else step.edge
        after = int(states(SKEW, np.append(readings, reached))[-1])
        before = int(states(SKEW, np.append(readings, short))[-1])
        assert after == names.index(step.state)
        assert before == place or (before - place) * up < 0


def test_every_band_has_its_neighbours():
    """The ends of the line have one, all others two."""
    counts = [len(told(value)) for value in (-0.1, 0.0, 0.07, 0.15, 0.3)]
    assert counts == [1, 2, 2, 2, 1]
    assert [NEUTRAL, FEAR, EXTREME, PANIC] == [1, 2, 3, 4]


def names(scale):
    return [band.state for band in scale.bands]


def test_as_many_readings_as_are_said_bring_the_change_and_no_fewer():
    """Of random scales: some need several days, and a day that already lies beyond the cut counts as one."""
    rng = np.random.default_rng(5)
    tried = {1: 0, 2: 0, 3: 0}
    for _ in range(60):
        scale = a_scale(rng)
        readings = np.array(as_floats(rng, a_walk(rng, scale, 12)))
        for days in range(1, len(readings) + 1):
            past = readings[:days]
            place = int(states(scale, past)[-1])
            for step in steps(scale, place, past):
                up = 1 if step.side == "above" else -1
                reached = step.edge if step.included else step.edge + up * 1e-6
                enough = np.append(past, [reached] * step.readings)
                assert states(scale, enough)[-1] == names(scale).index(step.state)
                assert (states(scale, enough)[days:-1] == place).all()
                tried[step.readings] += 1
    assert min(tried.values()) > 50


def test_a_cut_that_moves_lies_where_today_puts_it_for_the_next_reading():
    """Today's own reading is part of tomorrow's past."""
    scale = Scale(
        (Band("usual"), Band("high", -1, 1)),
        (Cut(float("nan"), True, 1, "high", Moving("percentile", 50, 20)),),
        0,
        0.0,
    )
    readings = np.array([*range(20), 8.0])
    (step,) = steps(scale, int(states(scale, readings)[-1]), readings)
    assert step.edge == 9.5
    readings = np.append(readings, 20.0)
    (step,) = steps(scale, int(states(scale, readings)[-1]), readings)
    assert (step.state, step.edge) == ("usual", 10.5)
    assert states(scale, np.append(readings, 10.5))[-1] == 0
    assert states(scale, np.append(readings, 10.51))[-1] == 1
