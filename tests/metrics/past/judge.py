"""Random series judged claim by claim: ``python -m tests.metrics.past.judge 50000`` is the full proof."""

import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np
import pytest

from generator.metrics.past.statistics import statistics
from tests.metrics.past import oracle
from tests.metrics.past.series import CUTS, random_series

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


def check(at, value, chosen, *, relative=False):
    """Judge the rows that are chosen of a series; return them by what they were chosen for."""
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


def every_day(found):
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


def judge(seed):
    """Judge the random series of a seed; return the kinds of claims that it made."""
    rng = np.random.default_rng(seed)
    at, value = random_series(rng)
    try:
        return list(check(at, value, partial(_one_of_each_claim, rng)))
    except AssertionError as error:
        raise AssertionError(f"series {seed}: {error}") from error


def main():
    """Judge the series of the seeds from 0; a wrong claim ends it."""
    count, judged = int(sys.argv[1]), Counter()
    with ProcessPoolExecutor() as pool:
        for claims in pool.map(judge, range(count), chunksize=100):
            judged.update(claims)
    sys.stdout.write(f"{count} series, 0 errors; series that made each kind of claim: {dict(judged)}\n")


if __name__ == "__main__":
    main()
