"""What the past costs: ``python -m benchmarks.history [SERIES]`` prints the table and fails over a limit.

All statistics of 5,000 series of 3,650 days in two processes. The naive way is what one would write
first: for each day, cut the pandas series off at that day and ask for each statistic anew. It is
measured on a few days of one series and multiplied by the number of days and series.
"""

import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pandas as pd

from benchmarks.report import AtLeast, Line, finish
from generator.metrics.past.statistics import WINDOWS, statistics
from generator.metrics.track import DAY

SERIES = 5000
DAYS = 3650
SHORT = 900
PROCESSES = 2
CUTS = (90.0, 100.0, 110.0)
SAMPLED_DAYS = 40
FIRST = pd.Timestamp("2016-01-01", tz="UTC")


def made(seed, days=DAYS):
    """A walk with missing days: times and values."""
    rng = np.random.default_rng(seed)
    kept = rng.random(days) > 0.01
    at = FIRST.value // 1000 + np.arange(days) * DAY
    return at[kept], 100 * np.exp(np.cumsum(0.03 * rng.normal(size=days)))[kept]


def told(found):
    """Count the claims, so that nothing is left undone because nobody looks."""
    numbers = [*found.change.values(), *found.unusual.values(), found.percentile, found.score, found.drawdown]
    claims = [found.lowest.told, found.highest.told, found.streak.n, found.weeks.n, found.band.n]
    claims += [each.first.told for each in found.beyond] + [each.side.n for each in found.beyond]
    return sum(int(np.count_nonzero(~np.isnan(each))) for each in numbers) + sum(map(np.count_nonzero, claims))


def share(seeds):
    """One process's series, one after the other; return the claims, the processor's time and the peak."""
    began, count = time.process_time(), 0
    for seed in seeds:
        at, value = made(seed)
        count += told(statistics(at, value, cuts=CUTS))
    return count, time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def last_day(series):
    """Every statistic of a series' last day, each the way that pandas offers it."""
    now, today = series.iloc[-1], series.index[-1]
    year = series[series.index > today - pd.Timedelta(days=365)]
    found = {"rank": year.rank(pct=True, method="max").iloc[-1], "z": (now - year.mean()) / year.std()}
    for window in WINDOWS:
        changes = series - series.shift(freq=pd.Timedelta(days=window)).reindex(series.index)
        recent = changes[changes.index > today - pd.Timedelta(days=365)]
        found[f"change {window}"], found[f"unusual {window}"] = changes.iloc[-1], changes.iloc[-1] / recent.std()
    for name, as_extreme in (("lowest", series[:-1] <= now), ("highest", series[:-1] >= now)):
        since = series.index[:-1][as_extreme]
        found[name] = since[-1] if len(since) else None
        found[f"{name} days"] = series[found[name] :].count()
    found["ties"] = (series[:-1] == now).sum()
    found["drawdown"] = now / series.cummax().iloc[-1] - 1
    found["streak"] = in_a_row(np.sign(series.diff()))
    found["weeks"] = in_a_row(np.sign(series.resample("W").last().diff()))
    for cut in CUTS:
        above = series >= cut
        found[f"beyond {cut}"] = in_a_row(above)
        same = series.index[:-1][above[:-1] == above.iloc[-1]]
        found[f"first beyond {cut}"] = same[-1] if len(same) else None
    found["band"] = in_a_row(pd.cut(series, [-np.inf, *CUTS, np.inf], labels=False))
    return found


def in_a_row(label):
    """How many labels at the end are equal."""
    return label.groupby((label != label.shift()).cumsum()).cumcount().iloc[-1] + 1


def naive(seed):
    """Return what one series costs day by day, measured on days that are spread over it. [s]"""
    at, value = made(seed)
    series = pd.Series(value, index=pd.to_datetime(at, unit="us", utc=True))
    rows = np.linspace(400, len(series) - 1, SAMPLED_DAYS).astype(int)
    last_day(series)
    began = time.process_time()
    for row in rows:
        last_day(series.iloc[: row + 1])
    return (time.process_time() - began) / SAMPLED_DAYS * DAYS


def best(work, rounds=9):
    """Return the least processor time of the rounds. [s]"""
    took = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        took.append(time.process_time() - began)
    return min(took)


def growth(value):
    """Return how many times as long ten years take as two and a half."""
    at = np.arange(DAYS) * DAY
    long, short = (best(lambda n=n: statistics(at[:n], value[:n], cuts=CUTS)) for n in (DAYS, SHORT))
    return long / short


def measure(series):
    """Return the lines of the report."""
    began = time.perf_counter()
    with ProcessPoolExecutor(PROCESSES) as pool:
        shares = list(pool.map(share, [range(first, series, PROCESSES) for first in range(PROCESSES)]))
    wall, spent = time.perf_counter() - began, sum(cost for _, cost, _ in shares)
    each, slow = spent / series, naive(0)
    what = f"all statistics of {series:,} series of {DAYS:,} days"
    walk = np.resize(made(1)[1], DAYS)
    return [
        Line(f"{what}, {PROCESSES} processes", "wall time", wall, 60.0 * series / SERIES, "s"),
        Line("the same", "peak memory of all", sum(peak for _, _, peak in shares) / 1024, 4.0, "GB"),
        Line("the same, a series", "processor time", each * 1000, 60.0 * PROCESSES / SERIES * 1000, "ms"),
        AtLeast("naive pandas, day by day", "the same", slow / each, 100.0, "times"),
        Line(f"{DAYS:,} days against {SHORT}, a walk", f"{DAYS / SHORT:.1f} is linear", growth(walk), 5.0, "times"),
        Line("the same, a falling series", "as above", growth(np.arange(DAYS, 0.0, -1.0)), 5.0, "times"),
        Line("the same, a rising series", "as above", growth(np.arange(1.0, DAYS + 1)), 5.0, "times"),
    ]


def main():
    lines = measure(int(sys.argv[1]) if len(sys.argv) > 1 else SERIES)
    finish(lines)


if __name__ == "__main__":
    main()
