"""Extremes, percentiles, weeks in a row, and the last time it was like this."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.metrics.history import (
    analogue,
    bands_of,
    changes,
    coverage,
    daily_run,
    extreme,
    percentile,
    score,
    usual,
    weekly_run,
)
from generator.metrics.track import DAY, HOUR
from generator.model.instants import to_micros

_START = datetime(2025, 1, 1, 23, tzinfo=UTC)


def _days(count):
    return to_micros(_START) + np.arange(count, dtype=np.int64) * DAY


def _day(place):
    return (_START + timedelta(days=place)).date()


def test_lowest_since_the_last_day_that_was_as_low():
    """40 days above 5, then 4: the lowest since the 3 of the first day."""
    values = np.array([3.0, *[5.0] * 40, 4.0])
    found = extreme(_days(42), values)
    assert (found.rank, found.since, found.ties) == ("lowest", _day(0), 0)
    assert (found.coverage.days, found.coverage.expected) == (42, 42)


def test_a_reading_matched_a_month_ago_says_so():
    """An equal reading ends the reach and is counted as a tie."""
    found = extreme(_days(42), np.array([4.0, *[5.0] * 40, 4.0]))
    assert (found.since, found.ties) == (_day(0), 1)


def test_the_lowest_of_the_whole_record_has_no_since():
    """Nothing was as low: the record itself is the reach."""
    found = extreme(_days(20), np.array([*[5.0] * 19, 4.0]))
    assert (found.rank, found.since) == ("lowest", None)
    assert found.coverage.first == _day(0)
    assert found.coverage.expected == 20


def test_an_extreme_of_less_than_a_month_is_none():
    """The lowest in three weeks is no news."""
    assert extreme(_days(42), np.array([*[5.0] * 20, 3.0, *[5.0] * 20, 4.0])) is None


def test_two_readings_make_no_superlative():
    """A reading of November and one of today: nothing in between was ever seen."""
    at = np.array([to_micros(_START), to_micros(_START) + 80 * DAY])
    assert extreme(at, np.array([0.11, 0.20])) is None


def test_coverage_counts_the_last_year():
    """400 days of which five of the last year are missing: 360 of 365."""
    at = np.delete(_days(400), [100, 150, 200, 250, 300])
    found = coverage(at, None)
    assert (found.first, found.days, found.expected) == (_day(0), 360, 365)


@settings(deadline=None)
@given(st.lists(st.integers(0, 12), min_size=2, max_size=120))
def test_an_extreme_is_what_a_walk_backwards_finds(values):
    """The vectors say what a reader with a list and a finger would."""
    found = extreme(_days(len(values)), np.array(values, dtype=float))
    best = None
    for rank, sign in (("lowest", 1), ("highest", -1)):
        place = len(values) - 2
        while place >= 0 and sign * values[place] > sign * values[-1]:
            place -= 1
        beaten = len(values) - 2 - place
        reach = len(values) if place < 0 else len(values) - 1 - place
        if beaten >= 14 and (place < 0 or reach >= 30) and (best is None or reach > best[0]):
            best = (reach, rank, None if place < 0 else _day(place))
    assert (None if found is None else (found.rank, found.since)) == (None if best is None else best[1:])


@settings(deadline=None)
@given(st.lists(st.floats(-10, 10), min_size=90, max_size=200))
def test_a_percentile_is_a_count(values):
    """The share of readings at or below today's; today's is one of them."""
    share, readings = percentile(_days(len(values)), np.array(values))
    assert readings == len(values)
    assert share == pytest.approx(sum(v <= values[-1] for v in values) / len(values))
    assert share > 0


def test_no_percentile_among_fewer_than_ninety():
    """A rank among 89 readings is not told."""
    assert percentile(_days(89), np.arange(89.0)) is None


def test_a_percentile_looks_back_365_days():
    """A year and a day ago there was a higher reading: it does not count, that of a year less a day does."""
    day = np.array([0, 1, *range(276, 366)])
    values = np.array([9.0, 9.0, *np.ones(90)])
    assert percentile(day * DAY, values) == (90 / 91, 91)
    assert percentile(day * DAY + HOUR, values, day=day + 7) == (90 / 91, 91)


def test_a_score_is_counted_in_sample_deviations():
    """99 readings of 100 and one of 110: mean 100.1, squares of 99, deviation 1."""
    assert score(np.arange(100), np.array([*np.full(99, 100.0), 110.0])) == (pytest.approx(9.9), 100)
    assert score(np.arange(89), np.arange(89.0)) is None
    assert score(np.arange(100), np.full(100, 0.1095)) is None


def test_a_year_ago_is_no_part_of_a_score():
    """Ten huge readings before the year leave no trace, not even of rounding."""
    values = np.array([*np.full(10, 1e15), *np.tile([1.0, 2.0], 182), 3.0])
    assert score(np.arange(375), values) == score(np.arange(10, 375), values[10:])


def test_changes_are_between_readings_of_one_clock_hour():
    """Noon, noon, and the evening of the third day: one change over a day; relative to nothing there is none."""
    day, at = np.arange(3), np.arange(3) * DAY + np.array([12, 12, 23]) * HOUR
    assert changes(day, at, np.array([4.0, 5.0, 6.0]), 1, relative=False).tolist() == pytest.approx(
        [np.nan, 1.0, np.nan], nan_ok=True
    )
    assert changes(day, at, np.array([4.0, 5.0, 6.0]), 1, relative=True)[1] == pytest.approx(0.25)
    assert np.isnan(changes(day, at, np.array([0.0, 5.0, 6.0]), 1, relative=True)).all()


def test_an_unusual_move_needs_a_move_today():
    """200 moves of one size up or down and a day without a reading a day earlier: nothing to weigh."""
    day = np.delete(np.arange(202), 200)
    values = np.tile([1.0, 2.0], 101)[: len(day)]
    assert usual(day, day * DAY, values, 1, relative=False) is None
    found = usual(day[:-1], day[:-1] * DAY, values[:-1], 1, relative=False)
    assert (found.times, found.deviation, found.n) == (pytest.approx(1.0, abs=0.01), pytest.approx(1, abs=0.01), 199)


def test_days_in_a_row_know_what_was_before_them():
    """A fall, then three rises: known to be three. Without the fall's own day before, at least three."""
    run = daily_run(np.arange(5), _days(5), np.array([3.0, 2.0, 3.0, 4.0, 5.0]))
    assert (run.n, run.sign, run.start, run.end, run.start_known) == (3, 1, 1, 4, True)
    assert not daily_run(np.arange(4), _days(4), np.array([2.0, 3.0, 4.0, 5.0])).start_known
    assert daily_run(np.arange(2), _days(2), np.array([1.0, 1.0])) is None
    assert daily_run(np.array([0, 2]), _days(2) * 2, np.array([1.0, 2.0])) is None


def _weeks(closes, *, first=date(2026, 1, 4)):
    """Sunday closes, a week apart; None leaves a Sunday out."""
    kept = [(first + timedelta(days=7 * n), price) for n, price in enumerate(closes) if price is not None]
    at = [to_micros(datetime(d.year, d.month, d.day, 23, 59, 59, tzinfo=UTC)) for d, _ in kept]
    return np.array(at, dtype=np.int64), np.array([price for _, price in kept], dtype=float)


def _run(closes, as_of):
    return weekly_run(*_weeks(closes), to_micros(datetime.fromisoformat(as_of).replace(tzinfo=UTC)))


def test_the_third_weekly_loss_in_a_row():
    """January 2026: up to the 18th, then three Sundays lower; the start is known."""
    run = _run([90.0, 91.0, 97.0, 95.3, 92.5, 70.4], "2026-02-10")
    assert (run.n, run.sign, run.start_known) == (3, -1, True)
    assert (run.start, run.end) == (2, 5)


def test_a_run_that_begins_with_the_record_is_at_least_that_long():
    """Nobody knows what the week before the first close did."""
    run = _run([97.0, 95.3, 92.5], "2026-01-20")
    assert (run.n, run.start_known) == (2, False)


def test_a_missing_sunday_breaks_the_run():
    """A week without a close has no sign."""
    run = _run([97.0, 95.3, None, 92.5, 70.4], "2026-02-03")
    assert (run.n, run.start_known) == (1, False)


def test_the_running_week_does_not_count():
    """On Saturday the week is not over: the last close is Sunday's before."""
    closes = [97.0, 95.3, 92.5]
    assert _run(closes, "2026-01-24").n == 2
    assert _run(closes, "2026-01-26") is None


def test_a_week_that_closed_unchanged_ends_every_run():
    """Neither a gain nor a loss."""
    assert _run([97.0, 95.3, 95.3], "2026-01-20") is None


@settings(deadline=None)
@given(st.lists(st.integers(1, 4), min_size=2, max_size=12))
def test_weeks_in_a_row_are_what_a_walk_backwards_counts(prices):
    """The same sign, week by week, from the last one back."""
    at, closes = _weeks([float(price) for price in prices])
    run = weekly_run(at, closes, int(at[-1]) + DAY)
    signs = [(b > a) - (b < a) for a, b in pairwise(prices)]
    length = 0
    while length < len(signs) and signs[-1 - length] == signs[-1] != 0:
        length += 1
    assert (0 if run is None else run.n) == length
    if run is not None:
        assert run.start_known == (length < len(signs))


_CUTS = (-0.20, -0.10, -0.06, 0.06, 0.10, 0.20)


def test_bands_are_counted_from_the_lowest_cut():
    """0.20 itself has reached the panic cut; 0.05 is in the middle band."""
    assert bands_of(np.array([0.05, 0.11, 0.20, -0.3]), _CUTS).tolist() == [3, 5, 6, 0]


def test_the_last_time_it_was_like_this_is_an_earlier_run():
    """Panic today and yesterday is one run; the one of 40 days ago is the analogue."""
    values = np.array([0.0, 0.25, 0.22, 0.05, *[0.02] * 36, 0.21, 0.26])
    assert analogue(_days(len(values)), bands_of(values, _CUTS), neutral=3) == 2


def test_a_milder_band_serves_where_none_was_as_extreme():
    """November's 11% is extreme fear, today's 20% panic: the nearest there is."""
    at = np.array([to_micros(_START), to_micros(_START) + 80 * DAY])
    assert analogue(at, bands_of(np.array([0.11, 0.20]), _CUTS), neutral=3) == 0


def test_neutral_readings_have_no_analogue():
    """Nothing is like a day on which nothing is."""
    values = np.array([0.0, 0.3, *[0.01] * 30])
    assert analogue(_days(len(values)), bands_of(values, _CUTS), neutral=3) is None


def test_last_week_is_not_history():
    """An earlier run counts from 14 days back."""
    values = np.array([*[0.0] * 30, 0.25, *[0.0] * 7, 0.25])
    assert analogue(_days(len(values)), bands_of(values, _CUTS), neutral=3) is None
