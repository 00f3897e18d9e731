"""What is said of the past is true: every claim against its definition, walked through reading by reading."""

from collections import Counter
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.metrics.past.statistics import statistics
from generator.metrics.track import DAY
from tests.metrics.past import oracle
from tests.metrics.past.judge import check, every_day, judge

_SERIES = 600


def test_no_claim_about_the_past_is_wrong():
    """Lowest since, record, matches, third straight, first since and the rest: 0 errors on random series."""
    judged = Counter(claim for seed in range(_SERIES) for claim in judge(seed))
    assert len(judged) == 9
    assert min(judged.values()) > _SERIES / 20, "the series must hold claims to be judged"


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.one_of(st.none(), st.integers(-3, 3), st.just(float("nan"))), min_size=1, max_size=60), st.booleans()
)
def test_every_day_of_a_short_series_is_judged_rightly(values, relative):
    """None is a day without a reading: each claim of each day holds."""
    kept = [(place, value) for place, value in enumerate(values) if value is not None]
    at = np.array([(20_000 + place) * DAY + DAY // 2 for place, _ in kept], dtype=np.int64)
    check(at, np.array([value for _, value in kept], dtype=float), every_day, relative=relative)


@pytest.mark.parametrize("relative", [False, True])
def test_an_unusual_move_is_one_against_the_years_moves(relative):
    """The move of each of two years' days over the deviation of its year's, with gaps."""
    rng = np.random.default_rng(7)
    day = np.flatnonzero(rng.random(730) > 0.05) + 20_000
    value = 100 * np.exp(np.cumsum(0.03 * rng.normal(size=len(day))))
    found = statistics(day * DAY, value, relative=relative)
    series = oracle.readings((day * DAY).tolist(), value.tolist())
    for row in (60, 100, 300, len(day) - 1):
        for window in (1, 7, 30):
            expected = oracle.unusual(series[: row + 1], window, relative=relative)
            got = found.at(row).unusual.get(window)
            assert got == (None if expected is None else pytest.approx(expected, rel=1e-9))
    assert found.at(60).unusual == {}
    assert {window for row in range(300, len(day)) for window in found.at(row).unusual} == {1, 7, 30}


def test_a_reading_at_a_cut_is_above_it():
    """10% exactly has reached the tenth."""
    found = statistics(np.arange(3) * DAY, np.array([0.05, 0.10, 0.2]), cuts=(0.10,)).at(2)
    assert (found.beyond[0].held.n, found.beyond[0].held.start_known) == (2, True)
    assert found.day == date(1970, 1, 3)


def test_a_record_with_holes_is_told_with_its_first_day():
    """The lowest of 400 days, of which 20 of the last year are missing: 345 of 365 do not stand for a year."""
    day = np.delete(np.arange(400), np.arange(100, 120))
    value = np.where(day == 399, 1.0, 2.0)
    held, whole = (statistics(each * DAY, value[-len(each) :]) for each in (day, np.arange(400)[-len(day) :]))
    assert (held.lowest.told[-1], held.lowest.whole[-1]) == (True, False)
    assert (held.at(-1).extreme.coverage.days, held.at(-1).extreme.coverage.expected) == (345, 365)
    assert (whole.lowest.told[-1], whole.lowest.whole[-1]) == (True, True)


def test_an_extreme_of_three_weeks_is_not_told():
    """Fourteen readings and thirty days at least; in a young record, fourteen readings."""
    dip = statistics(np.arange(42) * DAY, np.array([*np.full(20, 5.0), 3.0, *np.full(20, 5.0), 4.0]))
    assert (dip.lowest.since[-1], dip.lowest.told[-1]) == (20, False)
    young = statistics(np.arange(15) * DAY, np.array([*np.full(14, 5.0), 4.0])).at(-1)
    assert (young.extreme.rank, young.extreme.since) == ("lowest", None)
    assert statistics(np.arange(14) * DAY, np.array([*np.full(13, 5.0), 4.0])).at(-1).extreme is None
