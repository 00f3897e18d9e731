"""A day's statistics are the same whether they are asked for one day or for all, and never rest on a later day."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.metrics import history
from generator.metrics.past.since import last_as_low
from generator.metrics.past.statistics import statistics
from generator.metrics.track import DAY
from tests.metrics.past.series import CUTS, random_series


def _value_or_none(found):
    return None if found is None else found[0]


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 2**32 - 1), st.booleans())
def test_one_day_is_what_all_days_say_of_it(seed, relative):
    """What an article asks for its own day is, to the last bit, a row of the table of all days."""
    rng = np.random.default_rng(seed)
    at, value = random_series(rng, longest=900)
    found = statistics(at, value, relative=relative, cuts=CUTS)
    at, value, day = found.times, found.value, found.day
    for row in rng.integers(0, len(day), min(4, len(day))).tolist():
        standing, until = found.at(row), (at[: row + 1], value[: row + 1])
        days = (day[: row + 1], *until)
        assert standing.extreme == history.extreme(*until)
        assert standing.percentile == _value_or_none(history.percentile(*until))
        assert standing.score == _value_or_none(history.score(days[0], days[2]))
        assert standing.coverage == history.coverage(until[0], None)
        assert standing.streak == history.daily_run(*days)
        assert standing.weeks == history.weekly_run(*until, int(day[row] + 1) * DAY)
        for window in (1, 7, 30):
            usual = history.usual(*days, window, relative=relative)
            assert standing.unusual.get(window) == (None if usual is None else usual.times)


def test_every_day_of_a_year_is_the_same_for_one_day_and_for_all():
    """400 days with gaps, one by one."""
    rng = np.random.default_rng(11)
    day = np.flatnonzero(rng.random(400) > 0.04) + 20_000
    at, value = day * DAY, np.round(100 + np.cumsum(rng.normal(size=len(day))), 1)
    found = statistics(at, value, cuts=(98.0, 102.0))
    for row in range(len(day)):
        assert statistics(at[: row + 1], value[: row + 1], cuts=(98.0, 102.0)).at(row) == found.at(row)
        assert found.at(row).extreme == history.extreme(at[: row + 1], value[: row + 1])


def _deleted(_, value, row):
    return value[: row + 1]


def _shuffled(rng, value, row):
    return np.concatenate([value[: row + 1], rng.permutation(value[row + 1 :])])


def _broken(_, value, row):
    return np.where(np.arange(len(value)) > row, np.nan, value)


@pytest.mark.parametrize(("first", "changed"), [(0, _deleted), (350, _shuffled), (700, _broken)])
def test_no_day_knows_the_next(first, changed):
    """A thousand days of random series: nothing changes when what followed is deleted, shuffled or NaN."""
    judged = 0
    for seed in range(first, first + 350):
        rng = np.random.default_rng(seed)
        at, value = random_series(rng)
        kept = np.flatnonzero(np.isfinite(value))
        if not len(kept):
            continue
        row = int(rng.integers(len(kept)))
        other = changed(rng, value, int(kept[row]))
        assert statistics(at[: len(other)], other, cuts=CUTS).at(row) == statistics(at, value, cuts=CUTS).at(row)
        judged += 1
    assert judged > 333


@pytest.mark.parametrize("kind", ["walking", "falling", "rising", "flat", "sawtooth"])
def test_ten_years_cost_four_times_two_and_a_half(kind):
    """From 900 to 3,650 days at most five times as long, whichever way the series goes."""
    rng = np.random.default_rng(5)
    day = np.arange(3650)
    value = {
        "walking": 100 + np.cumsum(rng.normal(size=3650)),
        "falling": 5000.0 - day,
        "rising": 1.0 + day,
        "flat": np.ones(3650),
        "sawtooth": 100.0 - day % 50,
    }[kind]

    def cost(days):
        took = []
        for _ in range(7):
            began = time.process_time()
            statistics(day[:days] * DAY, value[:days], cuts=(90.0, 100.0))
            took.append(time.process_time() - began)
        return min(took)

    assert cost(3650) <= 5 * cost(900)


class _Looked(float):
    """A reading that counts how often it is compared."""

    times = 0

    def __gt__(self, other):
        _Looked.times += 1
        return float(self) > float(other)


@settings(deadline=None)
@given(st.lists(st.integers(-5, 5), min_size=1, max_size=300), st.sampled_from(["as it is", "falling", "rising"]))
def test_a_search_passes_each_reading_at_most_once(values, kind):
    """Two looks a reading at most, counted: a clock could be kinder to one series than to another."""
    values = {"as it is": values, "falling": sorted(values, reverse=True), "rising": sorted(values)}[kind]
    _Looked.times = 0
    last_as_low(np.array([_Looked(value) for value in values], dtype=object))
    assert _Looked.times <= 2 * len(values)


def test_two_readings_of_one_day_are_refused():
    """A day has one reading, and days come in order."""
    with pytest.raises(ValueError, match="one reading a day"):
        statistics(np.array([0, 1]), np.array([1.0, 2.0]))
    with pytest.raises(ValueError, match="oldest first"):
        statistics(np.array([DAY, 0]), np.array([1.0, 2.0]))


def test_what_is_no_number_has_no_row():
    """Three readings of which one is broken: two rows, and their places in what was handed in."""
    found = statistics(np.arange(3) * DAY, np.array([1.0, np.nan, 2.0]))
    assert found.place.tolist() == [0, 2]
    assert found.change[1].tolist() == pytest.approx([np.nan, np.nan], nan_ok=True)
    assert len(statistics(np.empty(0, dtype=np.int64), np.empty(0)).day) == 0


def test_a_small_spread_far_from_zero_is_not_lost():
    """Around a billion, readings that differ by ten still have their deviation: squares about 0 would drown it."""
    value = 1e9 + np.tile([0.0, 10.0], 200)
    found = statistics(np.arange(400) * DAY, value)
    assert found.score[-1] == pytest.approx(1.0, rel=5e-3)


def test_what_does_not_vary_is_not_unusual():
    """A constant has no deviation to be measured in."""
    found = statistics(np.arange(400) * DAY, np.full(400, 0.1095)).at(-1)
    assert (found.score, found.unusual, found.percentile) == (None, {}, 1.0)


def test_a_steady_climb_has_no_unusual_day():
    """Steps of a tenth differ by rounding only: that is no deviation."""
    assert statistics(np.arange(400) * DAY, np.arange(400) * 0.1).at(-1).unusual == {}


@settings(deadline=None, max_examples=60)
@given(st.lists(st.floats(), min_size=1, max_size=40), st.integers(1, 5), st.booleans())
def test_whatever_is_handed_in_no_infinity_comes_out(values, repeated, relative):
    """Readings of any size, repeated over many days: each statistic is a number or missing, and nothing warns."""
    value = np.tile(values, 3 * repeated)
    found = statistics(np.arange(len(value)) * DAY, value, relative=relative, cuts=(0.0,))
    numbers = [*found.change.values(), *found.unusual.values(), found.percentile, found.score, found.drawdown]
    assert not np.isinf(numbers).any()
    for row in {0, len(found.day) // 2, len(found.day) - 1} if len(found.day) else ():
        assert found.at(row).score == _value_or_none(history.score(found.day[: row + 1], found.value[: row + 1]))
