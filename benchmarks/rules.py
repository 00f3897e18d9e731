"""What judging costs, and what hysteresis is for: ``python -m benchmarks.rules [ROUNDS]`` prints the table.

A row is one reading of one rule, judged with what the reading before it left behind; a history is all readings of
one rule at once. It fails where a limit is not held.
"""

import sys
import timeit
from dataclasses import replace

import numpy as np

from benchmarks.report import AtLeast, Line, finish
from generator.model.catalogue import load_catalogue
from generator.rules.bands import places, states
from generator.rules.book import Band, Cut, Scale
from generator.rules.load import load_rules
from generator.rules.row import NOTHING, RowPath

ROUNDS = 7
ROWS = 100_000
READINGS = 1_000_000
BANDS = 12
#: One crossing of the cut: so many readings before it, on it, and beyond it.
DWELL = 200
CUT, NOISE, HYSTERESIS = 0.06, 0.004, 0.005


def scale(hysteresis):
    """Twelve bands two points wide, six of them above the neutral one."""
    numbers = [(2 * place - BANDS + 1) / 100 for place in range(1, BANDS)]
    middle = BANDS // 2 - 1
    signs = [1 if place >= middle else -1 for place in range(BANDS - 1)]
    return Scale(
        bands=tuple(Band(f"band {place}", strength=int(place != middle)) for place in range(BANDS)),
        cuts=tuple(
            Cut(number, sign > 0, sign, f"band {place + (sign > 0)}")
            for place, (number, sign) in enumerate(zip(numbers, signs, strict=True))
        ),
        middle=middle,
        hysteresis=hysteresis,
    )


def crossings(seed, count=20):
    """Readings that rise through a cut and fall again, and on each way stand on it for long, in noise."""
    noise = np.random.default_rng(seed).uniform(-NOISE, NOISE, size=2 * count * DWELL)
    way = np.concatenate([np.full(DWELL // 2, level) for level in (CUT - 0.02, CUT, CUT + 0.02, CUT)])
    return np.tile(way, count) + noise[: count * len(way)]


def changes(readings, hysteresis):
    """Return how often the label changes at each crossing, the greatest and the least."""
    judged = Scale((Band("neutral"), Band("fear", -1, 1)), (Cut(CUT, True, 1, "fear"),), 0, hysteresis)
    at = states(judged, readings)
    # A crossing begins with the first reading at the cut, and ends with the last one before the next.
    changed = np.concatenate([[0], np.diff(at) != 0])[DWELL // 2 :]
    each = [int(part.sum()) for part in np.array_split(changed, round(len(changed) / DWELL))]
    return max(each), min(each)


def best(work, rounds):
    """Return the shortest of the rounds, which others on the machine disturbed least. [ms]"""
    return min(timeit.repeat(work, number=1, repeat=rounds)) * 1000


def one_by_one(path, readings, *, trace):
    """Judge readings in a row."""
    before = NOTHING
    if trace:
        for reading in readings:
            before = path.trace(reading, before).seen
    else:
        for reading in readings:
            before = path.judge(reading, before)


def measure(rounds):
    """Return the lines of the report, and what is told beside them."""
    walk = np.cumsum(np.random.default_rng(1).normal(scale=0.002, size=READINGS)) % 0.24 - 0.12
    held = scale(0.005)
    path, rows = RowPath(held), walk[:ROWS].tolist()
    plain, traced = (best(lambda t=t: one_by_one(path, rows, trace=t), rounds) for t in (False, True))
    cuts = np.array([cut.value for cut in held.cuts])
    search = best(lambda: np.searchsorted(cuts, walk), rounds)
    history = best(lambda: places(replace(held, hysteresis=0), walk), rounds)
    with_hysteresis = best(lambda: states(held, walk), max(rounds // 2, 2))
    noisy = crossings(seed=6)
    catalogue = load_catalogue()
    reading = best(lambda: load_rules(catalogue=catalogue), max(rounds // 2, 3))
    lines = [
        Line("reading and checking the rulebook", "what a run can spare for it", reading, 40.0, "ms"),
        AtLeast("the row path, trace off", "at least", ROWS / plain * 1000, 100_000, "rows/s"),
        AtLeast("the row path, trace on", "at least", ROWS / traced * 1000, 50_000, "rows/s"),
        Line("a history of 1,000,000 rows, 12 bands", "np.searchsorted", history / search, 5.0, "times"),
        Line("noise of 0.4 points, hysteresis 0.5", "changes a crossing", changes(noisy, HYSTERESIS)[0], 1, ""),
        AtLeast("the same noise, no hysteresis", "changes a crossing", changes(noisy, 0.0)[1], 21, ""),
    ]
    told = f"np.searchsorted {search:.1f} ms, history {history:.1f} ms, with hysteresis {with_hysteresis:.1f} ms\n"
    return lines, told


def main():
    lines, told = measure(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
    finish(lines, told)


if __name__ == "__main__":
    main()
