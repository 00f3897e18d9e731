"""Spells, changes, and what the price did after: worked by hand, and as laws."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import MissingDataError
from generator.rules.backtest import after
from generator.rules.backtest.backtest import backtest
from generator.rules.backtest.spells import changes, spans
from generator.rules.bands import UNKNOWN
from tests.rules.backtest.conftest import LAST, LONG, MOOD, NEAR, book

NAN = float("nan")
BOOK = book()
#: usual, high from 2 with a cut of 1 and half a point of hysteresis, a gap, and low.
MOODS = [0.0, 2.0, 0.6, 0.4, 0.0, 1.5, NAN, 1.5, -2.0]
PRICES = [100.0, 110.0, 99.0, 99.0, 90.0, 90.0, 180.0, 90.0, 45.0]
places = st.lists(st.integers(UNKNOWN, 3), max_size=60).map(lambda row: np.array(row, dtype=np.int64))


def found(past, first=None):
    """Return the mood's test by hand's histories."""
    made = backtest(BOOK, past(price=PRICES, **{MOOD: MOODS}), first=first)
    return next(each for each in made.tested if each.id == "mood")


def test_days_spells_and_changes_are_counted(past):
    """usual, high, high, usual, usual, high, unknown, high, low: the gap ends a spell and makes no change."""
    mood = found(past)
    told = {each.state: (each.days, each.episodes, each.typical, each.longest) for each in mood.labels}
    assert told == {"usual": (3, 2, 1.5, 2), "high": (4, 3, 1.0, 2), "low": (1, 1, 1.0, 1)}
    assert [round(each.share, 4) for each in mood.labels] == [1 / 8, 3 / 8, 0.5]
    assert (mood.known, mood.pairs, mood.changes, mood.weekly) == (8, 6, 4, pytest.approx(28 / 6))
    assert (mood.first, mood.last) == (LAST - timedelta(days=8), LAST)
    assert [(run.state, run.days) for run in mood.runs] == [
        ("usual", 1), ("high", 2), ("usual", 2), ("high", 1), ("high", 1), ("low", 1),
    ]  # fmt: skip


def test_without_hysteresis_the_label_is_left_at_the_cut(past):
    """0.6 after 2 is high with half a point of it, and usual without: as many changes, a day earlier."""
    mood = found(past)
    assert (mood.changes, mood.bare) == (4, 4)
    held = backtest(BOOK, past(**{MOOD: [2.0, 0.6, 1.2, 0.6, 1.2]}))
    (told,) = [each for each in held.tested if each.id == "mood"]
    assert (told.changes, told.bare) == (0, 4)


def test_the_price_after_a_label_is_that_of_its_days_and_of_its_beginnings(past):
    """A day after high: -10%, 0%, 100%, -50%; after its beginnings: -10% and 100%.

    That of the eighth day came after a gap: nobody knows when it began.
    """
    high = next(each for each in found(past).labels if each.state == "high").after[0]
    assert (high.days, high.held.n, high.held.median) == (1, 4, pytest.approx(-0.05))
    assert (high.entered.n, high.entered.median) == (2, pytest.approx(0.45))
    assert (high.held.low, high.held.high) == (pytest.approx(-0.38), pytest.approx(0.7))
    assert high.interval is None


def test_a_future_that_is_not_there_is_not_counted(past):
    """The last day's label has no day after, and nine days have none of thirty."""
    mood = found(past)
    low = next(each for each in mood.labels if each.state == "low")
    assert [each.held for each in low.after] == [None] * 4
    assert [each.held.n if each.held else 0 for each in mood.all_days] == [7, 2, 0, 0]


def test_days_before_the_first_are_remembered_and_not_counted(past):
    """From the third day on, 0.6 is still high: what began before holds."""
    mood = found(past, first=LAST - timedelta(days=6))
    assert mood.first == LAST - timedelta(days=6)
    assert mood.runs[0].state == "high"
    assert mood.known == 6


def test_the_worst_day_of_a_quarter_is_told_with_the_stance_around_it(past):
    """On 6 February the price fell by two thirds; the day before tide and mood were high, which is bearish."""
    prices = [*PRICES[:-1], 30.0]
    (fall,) = backtest(BOOK, past(price=prices, **{MOOD: MOODS, NEAR: [2.5] * 9, LONG: [NAN] * 9})).falls
    assert (fall.day, fall.change, fall.after) == (LAST, pytest.approx(-2 / 3), None)
    assert (fall.before, fall.families, fall.of) == ("fear", 2, 3)


def test_an_empty_history_is_said(past):
    """A backtest of nothing would look like one that found nothing."""
    with pytest.raises(MissingDataError, match="no rule says anything of BTC"):
        backtest(BOOK, past(**{MOOD: [NAN] * 4}))
    with pytest.raises(MissingDataError, match="no rule says anything of BTC"):
        backtest(BOOK, past(**{MOOD: [0.0] * 4}), first=date(2030, 1, 1))


def test_returns_ahead_are_worked_by_hand():
    """Over two days: 100 to 121, 110 to 99; the last two have no future."""
    ahead = after.ahead(np.array([100.0, 110.0, 121.0, 99.0]), 2)
    assert ahead[:2] == pytest.approx([0.21, -0.1])
    assert np.isnan(ahead[2:]).all()
    assert np.isnan(after.ahead(np.array([1.0, 2.0]), 90)).all()


def test_entries_whose_futures_overlap_are_one_group():
    """Over seven days: 0, 3 and 6 overlap the first; 7 begins the next."""
    assert after.groups(np.array([0, 3, 6, 7, 13, 14, 30]), 7).tolist() == [0, 0, 0, 1, 1, 2, 3]


def test_a_bootstrap_needs_five_spells_apart_and_is_drawn_by_its_seed():
    """Four say nothing; the same question is answered alike, and lies among what was there."""
    returns = np.linspace(-0.1, 0.1, 200)
    rows = np.arange(0, 200, 10)
    assert after.interval(returns, rows[:4], 7, "skew|fear") is None
    low, high = after.interval(returns, rows, 7, "skew|fear")
    assert (low, high) == after.interval(returns, rows, 7, "skew|fear")
    assert -0.1 <= low < np.median(returns[rows]) < high <= 0.1
    # Theory, by the order statistics of 20: nine in ten medians lie within the 6th and the 15th.
    assert returns[rows][5] <= low <= returns[rows][8]
    assert returns[rows][11] <= high <= returns[rows][14]


def test_one_crowded_week_does_not_make_a_median_sure():
    """Of ninety entries eighty lie in one week: they are drawn together, so either side may win."""
    rows = np.concatenate([np.arange(80) // 12, np.arange(100, 900, 80)]).astype(np.intp)
    returns = np.where(np.arange(1000) < 50, 0.2, -0.2)
    assert after.interval(returns, rows, 7, "crowd") == (-0.2, 0.2)


@given(at=places)
def test_spells_are_the_days_put_together(at):
    """Lengths add up to the known days, and neighbours in a row differ or have a gap between them."""
    got = spans(at)
    assert got.length.sum() == np.count_nonzero(at != UNKNOWN)
    for start, length, place, before in zip(*(row.tolist() for row in got), strict=True):
        assert {*at[start : start + length].tolist()} == {place}
        assert before == (at[start - 1] if start else UNKNOWN)
        assert before != place
    _, changed = changes(at)
    assert changed == np.count_nonzero(got.before != UNKNOWN)
