"""What an article costs among many assets: ``python -m benchmarks.growth [--assets 100 400 1600] [--days 10]``.

Fills lakes of few and of many assets, of which the first ones are the same, and writes the last days of some of these
from each, every asset in a process of its own and the lakes in turn, on desks that list all assets of their lake.
Compared are the processor time of an article, with the start of its job and without, and the peak memory of the
process: none may grow with the number of assets that lie beside the one that is written about. ``--sample 8`` says how
many are written about, ``--years 5`` how much is known of each.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.backfill import last_days, quick
from benchmarks.children import compiled, spend
from benchmarks.desk import settings
from benchmarks.report import Line, Told, finish
from benchmarks.scale import fill, names
from benchmarks.scale_assets import name
from generator.batch.unit import write_asset
from generator.config import use_one_thread

#: At most so many times as much among the many as among the few.
_GROWTH = 1.15
#: On the first days of a job templates are compiled and frames read.
_WARM = 2


def job(folder, lake, asset, days, count):
    """Return the job of an asset's last days, on a desk in the folder that writes about so many."""
    made = settings(folder, assets=tuple(name(number) for number in range(1, count + 1)))
    return last_days(made, asset, days=days, history=lake, shelf=str(folder / "data" / f"backfill-{asset}"))


def write(folder, lake, asset, days, count, left):
    """Write an asset's last days in this process, and leave what a day after the first ones costs. [s]"""
    use_one_thread()
    ticks = []
    done = write_asset(job(folder, lake, asset, days, count), lambda: ticks.append(time.process_time()))
    if done.written != days or done.unknown:
        sys.exit(f"{asset}: {done.written} of {days} days were written, and {done.unknown} knew nothing of it")
    costs = [b - a for a, b in zip(ticks[_WARM - 1 :], ticks[_WARM:], strict=False)]
    left.write_text(repr(median(costs)), encoding="utf-8")


def filled(folder, count, years):
    """Return the address of a new lake of so many assets, and the folder of a desk that knows their names."""
    lake, desk = f"file://{folder}/lake-{count}", folder / f"desk-{count}"
    fill(lake, assets=count, years=years)
    (desk / "reference").mkdir(parents=True)
    (desk / "reference" / "names.yaml").write_text(names(count), encoding="utf-8")
    return lake, desk


def measured(folder, counts, *, years, days, sample):
    """Return for each number of assets the cost of every child, and of a further day in it. [s]"""
    lakes = {count: filled(folder, count, years) for count in counts}
    chosen = [name(1 + n * min(counts) // sample) for n in range(sample)]
    found = {count: ([], []) for count in counts}
    left = folder / "left"
    # The first one of either warms what lies on the disk, and is not counted.
    for number, asset in enumerate([chosen[0], *chosen]):
        # Whoever comes second finds another machine: so each is first as often.
        for count, (lake, desk) in sorted(lakes.items(), reverse=bool(number % 2)):
            of = asset if number else name(min(counts))
            command = [sys.executable, "-m", "benchmarks.growth", "--write", lake, str(desk), of, str(left)]
            cost = spend([*command, "--days", str(days), "--assets", str(count)], folder)
            if number:
                found[count][0].append(cost)
                found[count][1].append(float(left.read_text(encoding="utf-8")))
    return found


def lines(found, days):
    """Return the lines of the report: each number of assets against the least."""
    (few, least), *more = sorted(found.items())
    return [line for many, costs in more for line in _against(few, least, many, costs, days)]


def _against(few, least, many, costs, days):
    (jobs, further), (its, beyond) = least, costs
    what, against = f"among {many:,} assets", f"among {few:,}"

    def grown(ours, theirs):
        # Of each asset by itself: one has more years than another, and a busy minute burdens both of a pair.
        return median(b / a for a, b in zip(ours, theirs, strict=True))

    cost = [[each.cpu_seconds for each in spent] for spent in (jobs, its)]
    memory = [[each.peak_mb for each in spent] for spent in (jobs, its)]
    return [
        Line(f"an article {what}, its job of {days} days with its start", against, grown(*cost), _GROWTH, "times"),
        Line(f"a further day's article {what}", against, grown(further, beyond), _GROWTH, "times"),
        Line(f"peak memory of a process, {what}", against, grown(*memory), _GROWTH, "times"),
        Told(f"articles {what}", "a second and core, further days", 1 / median(beyond), unit="articles"),
        Told(f"peak memory of a process, {what}", "resident", median(memory[1]), unit="MB"),
    ]


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("--assets", type=int, nargs="+", default=(100, 400, 1600))
    parser.add_argument("--years", type=float, default=5.0)
    parser.add_argument("--days", type=int, default=10)
    parser.add_argument("--sample", type=int, default=8)
    parser.add_argument("--write", nargs=4, help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.write:
        lake, desk, asset, left = asked.write
        write(Path(desk), lake, asset, asked.days, asked.assets[0], Path(left))
        return
    compiled()
    with tempfile.TemporaryDirectory(prefix="wirecopy-growth-", dir=quick()) as folder:
        found = measured(
            Path(folder), sorted(asked.assets), years=asked.years, days=asked.days, sample=asked.sample
        )  # fmt: skip
    told = [1000 * median(each.cpu_seconds / asked.days for each in found[count][0]) for count in sorted(found)]
    each = ", ".join(f"{cost:.0f}" for cost in told)
    finish(lines(found, asked.days), f"{each} ms an article with the start of its job.")


if __name__ == "__main__":
    main()
