"""Readings by the day that they are of."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.metrics.daily import DAYS, Dailies, daily
from generator.metrics.grid import Sampled
from generator.metrics.track import DAY
from generator.model.instants import to_micros

FIRST = datetime(2026, 2, 1, 21, tzinfo=UTC)


def sampled(*days, start=FIRST):
    """Return readings that are worth their day's number, so many days after the first."""
    at = np.array([to_micros(start + timedelta(days=each)) for each in days])
    value = np.array([float(each) for each in days])
    return Sampled(np.array(days)[::-1], at, value, np.arange(len(days)))


def test_each_reading_stands_on_its_day():
    """Three evenings in a row; the last one is the last value."""
    found = daily("BTC/x", sampled(0, 1, 2))
    assert (found.fact, found.last, found.values) == ("BTC/x", date(2026, 2, 3), (0.0, 1.0, 2.0))


def test_a_day_without_a_reading_stays_a_hole():
    """Nothing is carried over from the day before."""
    assert daily("BTC/x", sampled(0, 3, 4)).values == (0.0, None, None, 3.0, 4.0)


def test_of_two_readings_of_one_day_the_later_one_stands():
    """A morning's article can see the close of a day and a reading of its first hour."""
    both = sampled(0, 1)
    both.times[0] = both.times[1] - DAY // 2
    assert daily("BTC/x", both).values == (1.0,)


def test_only_the_last_days_are_handed_on():
    """Eight years of closes would make each page of a metric a book."""
    found = daily("BTC/x", sampled(*range(1000)))
    assert len(found.values) == DAYS
    assert found.values[-1] == 999.0


@given(st.sets(st.integers(0, 900), min_size=1, max_size=60))
def test_every_reading_within_reach_is_there_once(days):
    """Whatever days there are, each of the last 400 has its reading or a hole."""
    ordered = sorted(days)
    found = daily("BTC/x", sampled(*ordered))
    kept = [each for each in ordered if each > ordered[-1] - DAYS]
    assert [value for value in found.values if value is not None] == [float(each) for each in kept]
    assert [float(kept[0] + at) for at, value in enumerate(found.values) if value is not None] == [
        float(each) for each in kept
    ]


def test_a_series_is_read_only_when_it_is_asked_for():
    """Most series are never drawn."""
    asked = []
    dailies = Dailies({"BTC/x": lambda: asked.append("x") or sampled(0), "BTC/y": lambda: pytest.fail("not asked for")})
    assert "BTC/y" in dailies
    assert len(dailies) == 2
    assert dailies["BTC/x"] is dailies["BTC/x"]
    assert asked == ["x"]
