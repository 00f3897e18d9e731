"""Cuts that move with the past, states that need more than one reading: by hand, and as laws."""

import math
from statistics import quantiles, stdev

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.rules.bands import NEEDS, UNKNOWN, beyond, levels, places, states
from generator.rules.book import Band, Cut, Moving, Scale

LOW, USUAL, HIGH = range(3)
NAN = float("nan")
BANDS = (Band("low", 1, 1), Band("usual"), Band("high", -1, 1))
TENTH, NINTH = Moving("percentile", 10, 100), Moving("percentile", 90, 100)
OWN_PAST = Scale(
    BANDS, (Cut(NAN, True, -1, "low", TENTH), Cut(NAN, True, 1, "high", NINTH)), middle=USUAL, hysteresis=0
)
TWICE = Scale(
    BANDS,
    (Cut(NAN, False, -1, "low", Moving("sigma", -2, 20)), Cut(NAN, True, 1, "high", Moving("sigma", 2, 20))),
    middle=USUAL,
    hysteresis=0,
)
FIXED = (Cut(-1.0, False, -1, "low"), Cut(1.0, True, 1, "high"))
histories = st.lists(
    st.one_of(st.integers(-300, 300).map(lambda hundredths: hundredths / 100), st.just(NAN)), min_size=1, max_size=140
)


def test_a_percentile_is_that_of_the_days_before():
    """Of 1 to 100 the ninetieth is 90.1: today's own reading does not count."""
    readings = np.array([*range(1, 101), 90.0, 91.0], dtype=np.float64)
    assert levels(OWN_PAST.cuts[1], readings)[100] == pytest.approx(
        quantiles(range(1, 101), n=10, method="inclusive")[8]
    )
    assert places(OWN_PAST, readings)[100:].tolist() == [USUAL, HIGH]


def test_sigma_is_a_multiple_of_the_deviation_of_the_days_before():
    """Twice the deviation of twenty moves, whatever their mean."""
    moves = [0.01, -0.02, 0.015, 0.0] * 5
    level = 2 * stdev(moves)
    readings = np.array([*moves, level + 1e-6], dtype=np.float64)
    assert levels(TWICE.cuts[1], readings)[20] == pytest.approx(level)
    assert places(TWICE, readings)[20] == HIGH
    assert places(TWICE, np.array([*moves, level - 1e-6]))[20] == USUAL
    assert places(TWICE, np.array([*moves, -level - 1e-6]))[20] == LOW


@pytest.mark.parametrize(("window", "needs"), [(20, 20), (89, 89), (90, 90), (365, 90)])
def test_too_short_a_past_is_unknown(window, needs):
    """Ninety readings, or all of a shorter window."""
    cut = Cut(NAN, True, 1, "high", Moving("percentile", 50, window))
    readings = np.arange(400, dtype=np.float64)
    known = np.flatnonzero(~np.isnan(levels(cut, readings)))
    assert known[0] == needs == min(window, NEEDS)


def test_holes_in_the_past_are_no_readings():
    """Eighty-nine readings of a hundred days are too few, ninety are enough."""
    readings = np.arange(101, dtype=np.float64)
    readings[:11] = NAN
    assert places(OWN_PAST, readings)[100] == UNKNOWN
    readings[10] = 5.0
    assert places(OWN_PAST, readings)[100] == HIGH


@given(history=histories, later=histories)
def test_no_cut_knows_the_future(history, later):
    """What comes later moves no earlier cut."""
    alone = places(OWN_PAST, np.array(history))
    assert places(OWN_PAST, np.array([*history, *later]))[: len(history)].tolist() == alone.tolist()


@given(history=histories)
def test_what_is_beyond_a_cut_is_in_its_band(history):
    """Both are asked of one place."""
    at = places(OWN_PAST, np.array(history))
    for cut, place in zip(OWN_PAST.cuts, (LOW, HIGH), strict=True):
        outside = beyond(cut, np.array(history))
        assert (outside[at == place]).all()
        assert not outside[at == USUAL].any()


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ([0, 2, 0, 2, 2, 2, 0], [USUAL, USUAL, USUAL, USUAL, HIGH, HIGH, USUAL]),
        ([2, 2], [USUAL, HIGH]),
        ([2, NAN, 2, 2], [USUAL, UNKNOWN, USUAL, HIGH]),
        ([2, -2, 2, 2, -2, -2], [USUAL, USUAL, USUAL, HIGH, USUAL, LOW]),
    ],
)
def test_a_state_that_needs_two_readings(readings, expected):
    """One day beyond the cut is a spike; a gap begins the count anew; the way back needs no second day."""
    scale = Scale(BANDS, FIXED, middle=USUAL, hysteresis=0, after=2)
    assert states(scale, np.array(readings, dtype=np.float64)).tolist() == expected


@given(history=histories, after=st.integers(1, 4))
def test_waiting_only_ever_removes_states(history, after):
    """Whoever waits longer says nothing that the impatient would not have said."""
    readings = np.array(history)
    eager = states(Scale(BANDS, FIXED, middle=USUAL, hysteresis=0), readings)
    patient = states(Scale(BANDS, FIXED, middle=USUAL, hysteresis=0, after=after), readings)
    assert all(late in (USUAL, soon) for soon, late in zip(eager, patient, strict=True))


@given(history=histories, after=st.integers(1, 4))
def test_a_state_is_entered_by_so_many_readings_in_a_row(history, after):
    """By its definition, reading for reading."""
    patient = states(Scale(BANDS, FIXED, middle=USUAL, hysteresis=0, after=after), np.array(history))
    for day, state in enumerate(patient):
        window = history[max(0, day - after + 1) : day + 1]
        if math.isnan(history[day]):
            assert state == UNKNOWN
        else:
            full = len(window) == after
            assert (state == HIGH) == (full and all(each > 1 for each in window))
            assert (state == LOW) == (full and all(each < -1 for each in window))
