"""What a second process gains: ``python -m benchmarks.processes [--days N] [--rounds N]``.

Two jobs of the sample, the same days of bitcoin in shards of their own, in one process after the other and in two at
once; in turn with them two spins of about as long, which share nothing and wait for nothing. What two spins gain is all
that the machine has at that moment: a neighbour may hold the other core.
"""

import argparse
import tempfile
import time
from itertools import count
from pathlib import Path
from statistics import median

from benchmarks.backfill import last_days, quick
from benchmarks.children import compiled
from benchmarks.desk import filled
from benchmarks.report import AtLeast, Told, finish
from generator.batch.runners import Pool
from generator.batch.unit import write_asset
from generator.config import use_one_thread

#: At least so much of what two spinning processes gain.
_SHARE = 0.9
_TURN = 1_000_000


def spin(turns):
    """Count, and touch nothing else."""
    for _ in range(turns):
        for _ in range(_TURN):
            pass


def took(processes, work, jobs):
    """Return how long a pool takes from its start to its end. [s]"""
    began = time.perf_counter()
    list(Pool(processes).map(work, jobs, lambda: None))
    return time.perf_counter() - began


def rounds(folder, number, days):
    """Yield what two processes gain of jobs and of spins, a round at a time."""
    made = filled(folder)
    shelves = count()

    def jobs():
        # New shards each time: a day that is there is not written again.
        return [
            last_days(made, "BTC", days=days, history=str(made.store), shelf=str(folder / f"shelf-{next(shelves)}"))
            for _ in range(2)
        ]

    began = time.perf_counter()
    spin(5)
    of_five = time.perf_counter() - began
    for turn in range(number + 1):
        one, two = took(1, write_asset, jobs()), took(2, write_asset, jobs())
        turns = max(1, round(one / 2 / of_five * 5))
        spun = took(1, spin, [turns, turns]) / took(2, spin, [turns, turns])
        if turn:  # the first one warms
            yield one / two, spun


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m benchmarks.processes", description=__doc__)
    parser.add_argument("--days", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args(arguments)
    use_one_thread()
    compiled()
    with tempfile.TemporaryDirectory(prefix="wirecopy-processes-", dir=quick()) as folder:
        gains = list(rounds(Path(folder), asked.rounds, asked.days))
    work, spun = (median(each) for each in zip(*gains, strict=True))
    share = median(ours / theirs for ours, theirs in gains)
    what = f"two jobs of {asked.days} days in two processes"
    finish(
        [
            AtLeast(what, "the gain of two that spin, in the same round", share, _SHARE, "of it"),
            Told(what, "one process, one job after the other", work),
            Told("two processes that spin", "one that does both", spun),
        ]
    )


if __name__ == "__main__":
    main()
