"""What is said of the past is true: every claim against its definition, walked through reading by reading."""

import os
from collections import Counter
from datetime import date
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.metrics.past.statistics import statistics
from generator.metrics.track import DAY
from tests.metrics.past import oracle
from tests.metrics.past.series import CUTS, random_series

#: Set to 50000 for the full proof: about five minutes.
_SERIES = int(os.environ.get("WIRECOPY_SERIES", "600"))
_WINDOWS = (1, 7)


def _covered(claim, expected):
    return (claim.coverage.first, claim.coverage.days, claim.coverage.expected) == (
        expected.coverage.first,
        expected.coverage.days,
        expected.coverage.expected,
    )


def _extremes(standing, series):
    """Lowest, highest, record and matches, each with what it rests on."""
    expected = {"lowest": oracle.lowest(series), "highest": oracle.highest(series)}
    told = {rank: found for rank, found in expected.items() if found.told}
    assert set(told) == ({standing.extreme.rank} if standing.extreme else set())
    for found in told.values():
        assert (standing.extreme.since, standing.extreme.ties) == (found.since, found.ties)
        assert _covered(standing.extreme, found)


def _runs(standing, series):
    """Third straight day, third straight week."""
    for run, expected in (
        (standing.streak, oracle.days_in_a_row(series)),
        (standing.weeks, oracle.weeks_in_a_row(series)),
    ):
        assert (run and (run.n, run.sign, run.start_known)) == expected


def _sides(standing, series):
    """Days above or below each cut, days in the band, and the first reading beyond a cut since a day."""
    held = standing.band
    assert (held.n, held.start_known) == oracle.days_with(series, lambda value: sum(value >= cut for cut in CUTS))
    for side in standing.beyond:
        above = oracle.days_with(series, lambda value, cut=side.cut: value >= cut)
        assert (side.held.n, side.held.start_known) == above
        assert side.held.sign == (1 if series[-1][1] >= side.cut else -1)
        expected = oracle.first_beyond(series, side.cut)
        assert (side.first is not None) == expected.told
        if side.first is not None:
            assert side.first.since == expected.since
            assert _covered(side.first, expected)


def _sizes(standing, series, *, relative):
    """Changes, percentile, deviations and drawdown."""
    for window in _WINDOWS:
        assert standing.change.get(window) == oracle.change(series, window, relative=relative)
    assert standing.percentile == oracle.percentile(series)
    assert (standing.peak, standing.drawdown) == oracle.drawdown(series)
    assert standing.score == (None if (z := oracle.score(series)) is None else pytest.approx(z, rel=1e-6, abs=1e-9))


def _check(at, value, chosen, *, relative=False):
    """Judge the chosen rows; return how many made each kind of claim."""
    found = statistics(at, value, windows=_WINDOWS, relative=relative, cuts=CUTS)
    series = oracle.readings(at.tolist(), value.tolist())
    assert len(series) == len(found.day)
    rows = chosen(found)
    for row in set(rows.values()):
        standing, until = found.at(row), series[: row + 1]
        assert (standing.day, standing.value) == (until[-1][0].date(), until[-1][1])
        _extremes(standing, until)
        _runs(standing, until)
        _sides(standing, until)
        _sizes(standing, until, relative=relative)
    return rows


def _every_day(found):
    return dict(enumerate(range(len(found.day))))


def _one_of_each_claim(rng, found):
    """The last row, any row, and a row that makes each kind of claim, where there is one."""
    made = {
        "lowest since": found.lowest.told & (found.lowest.since >= 0),
        "highest since": found.highest.told & (found.highest.since >= 0),
        "record": (found.lowest.told & (found.lowest.since < 0)) | (found.highest.told & (found.highest.since < 0)),
        "matches": (found.lowest.told & (found.lowest.ties > 0)) | (found.highest.told & (found.highest.ties > 0)),
        "third straight day": found.streak.n > 2,
        "third straight week": found.weeks.n > 2,
        "first since": np.any([each.first.told for each in found.beyond], axis=0),
        "anything": np.ones(len(found.day), dtype=bool),
    }
    rows = {claim: int(rng.choice(there)) for claim, where in made.items() if len(there := np.flatnonzero(where))}
    return rows | ({"the last day": len(found.day) - 1} if len(found.day) else {})


def test_no_claim_about_the_past_is_wrong():
    """Lowest since, record, matches, third straight, first since and the rest: 0 errors on random series."""
    rng = np.random.default_rng(20260210)
    judged = Counter()
    for _ in range(_SERIES):
        at, value = random_series(rng)
        judged.update(_check(at, value, partial(_one_of_each_claim, rng)).keys())
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
    _check(at, np.array([value for _, value in kept], dtype=float), _every_day, relative=relative)


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
