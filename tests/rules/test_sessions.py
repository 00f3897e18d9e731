"""What comes by sessions: a weekend's days repeat Friday's reading, as the rules of such readings say."""

from datetime import timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from generator.rules.reading import between_sessions

NAN = float("nan")
DAYS = timedelta(hours=100)


def test_a_weekend_repeats_fridays_session():
    """Thursday to Tuesday, then a source that fell silent: four days on, nobody knows any more."""
    week = np.array([1.0, 2.0, NAN, NAN, 3.0, 4.0, NAN, NAN, NAN, NAN, NAN])
    assert between_sessions(week, DAYS)[:10].tolist() == [1.0, 2.0, 2.0, 2.0, 3.0, 4.0, 4.0, 4.0, 4.0, 4.0]
    assert np.isnan(between_sessions(week, DAYS)[10])


def test_a_day_without_a_daily_reading_stays_without():
    """What comes every day has a hole where it did not come."""
    days = np.array([1.0, NAN, 3.0])
    assert between_sessions(days, timedelta(hours=36)) is days


@given(st.lists(st.one_of(st.just(NAN), st.floats(-9, 9)), min_size=1, max_size=40))
def test_what_is_known_of_a_day_stays_and_nothing_later_is_known_before(told):
    """Sessions keep their readings, and a day takes from the past alone."""
    readings = np.array(told)
    found = between_sessions(readings, DAYS)
    known = ~np.isnan(readings)
    assert np.array_equal(found[known], readings[known])
    for end in range(1, len(readings) + 1):
        assert np.array_equal(between_sessions(readings[:end], DAYS), found[:end], equal_nan=True)
