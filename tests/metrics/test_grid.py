"""The daily grid: which reading of a series an article of a given hour sees."""

from datetime import UTC, datetime

import numpy as np
import pytest

from generator.metrics.grid import before, earlier, lagged, sample
from generator.metrics.track import DAY, HOUR, Trace, track
from generator.model.instants import to_micros
from generator.model.observation import SeriesKey

_KEY = SeriesKey("BTC", "options.skew_25d", "30d", "deribit")
_STALE = 36 * HOUR


def _micros(text):
    return to_micros(datetime.fromisoformat(text).replace(tzinfo=UTC))


def _track(readings, *, snapshot=False):
    times = np.array([_micros(time) for time, _ in readings], dtype=np.int64)
    values = np.array([value for _, value in readings], dtype=float)
    return track(_KEY, "ratio", times, values, lambda _: Trace(()), formula="", snapshot=snapshot)


def _sample(readings, as_of, **also):
    return sample(_track(readings, **also), _micros(as_of), _STALE)


def test_each_day_has_the_last_reading_before_its_instant():
    """At midnight an article sees the evening's reading, and the evenings before it."""
    found = _sample([("2026-02-01T09:00", 1), ("2026-02-01T21:00", 2), ("2026-02-02T21:00", 3)], "2026-02-03")
    assert found.days.tolist() == [1, 0]
    assert found.value.tolist() == [2, 3]


def test_a_reading_at_the_instant_itself_is_not_seen():
    """The article's instant is exclusive."""
    found = _sample([("2026-02-02T00:00", 1), ("2026-02-03T00:00", 2)], "2026-02-03")
    assert found.value.tolist() == [1]


def test_a_stale_reading_is_no_reading_of_today():
    """After 36 hours nothing is known any more, though the past stays."""
    found = _sample([("2026-02-01T11:59", 1)], "2026-02-03")
    assert not found.current
    assert found.days.tolist() == [1]


def test_a_day_without_a_reading_stays_empty():
    """Feb. 2 delivered nothing: its neighbour's reading is not told twice."""
    found = _sample([("2026-02-01T23:00", 1), ("2026-02-03T23:00", 3)], "2026-02-04")
    assert found.days.tolist() == [2, 0]


def test_today_may_rest_on_yesterdays_reading():
    """Within its staleness a reading speaks for the article's own day, and then for no other."""
    found = _sample([("2026-02-01T20:00", 1), ("2026-02-02T20:00", 2)], "2026-02-04")
    assert found.current is True
    assert found.days.tolist() == [2, 0]


def test_snapshots_are_compared_at_one_clock_hour():
    """A chain of the evening is no match for one of the morning, and four in the morning is near midnight."""
    readings = [("2026-02-01T21:00", 1), ("2026-02-02T09:30", 2), ("2026-02-03T10:00", 3)]
    assert _sample(readings, "2026-02-03T10:30", snapshot=True).value.tolist() == [2, 3]
    around = [("2026-02-01T23:30", 1), ("2026-02-03T01:00", 2)]
    assert _sample(around, "2026-02-03T01:30", snapshot=True).value.tolist() == [1, 2]


def test_a_change_needs_two_readings_that_many_days_apart():
    """A noon reading and a closing one lie half a day off: no change over a day."""
    found = _sample([("2026-02-01T23:59", 1), ("2026-02-02T12:00", 2)], "2026-02-03")
    assert found.days.tolist() == [1, 0]
    assert earlier(found, 1) is None
    assert earlier(_sample([("2026-02-01T12:00", 1), ("2026-02-02T14:00", 2)], "2026-02-03"), 1) == 0


def test_all_days_find_their_earlier_day_at_once():
    """What holds for the last day holds for each."""
    readings = [(f"2026-02-{day:02d}T12:00", day) for day in (1, 2, 3, 5, 6)]
    found = _sample(readings, "2026-02-07")
    assert lagged(found, 1).tolist() == [-1, 0, 1, -1, 3]
    assert lagged(found, 1)[-1] == earlier(found, 1)


def test_a_week_earlier_is_found_over_missing_days():
    """Days 0, 3, 7, 8 and 10: seven days before 7 lies 0, before 10 lies 3."""
    day = np.array([0, 3, 7, 8, 10])
    assert before(day, day * DAY, 7).tolist() == [-1, -1, 0, -1, 1]
    late = day * DAY + np.array([0, 0, 4, 0, 2]) * HOUR
    assert before(day, late, 7).tolist() == [-1, -1, -1, -1, 1]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_not_a_number_is_no_reading(value):
    """A broken number is missing, and the one before it stands."""
    assert _sample([("2026-02-01T23:00", 1), ("2026-02-02T23:00", value)], "2026-02-03").value.tolist() == [1]
