"""Ten thousand articles: ``python -m benchmarks.articles [--count N] [--only real|random] [--keep FOLDER]``.

Writes real days from 2021 on, bitcoin's and ether's, and days of random markets, on two processes, and counts what is
wrong with them: claims that the verifier does not vouch for, what language checkers find, holes where a number should
stand, days that cannot be written. ``--keep`` leaves each run's findings in a folder, and takes those that lie there as
done; ``python -m benchmarks.coverage FOLDER`` reads them. ``--history FOLDER`` adds to the real history what a
folder of collected files has; see ``benchmarks.wider``. Exit 1 if anything is wrong.
"""

import argparse
import json
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from benchmarks import wider
from benchmarks.articles_jobs import random_jobs, real_jobs, run, whole_jobs
from benchmarks.desk import filled, gathered
from benchmarks.prose_kept import keep
from generator.store.sqlite import Store

COUNT = 10_000
PROCESSES = 2
#: Of the articles so many are of random markets.
RANDOM_SHARE = 0.4


def jobs(count, only=""):
    """Return the runs that give about so many articles."""
    random = round(count * RANDOM_SHARE) if not only else count
    found = [] if only == "random" else real_jobs(count - random if not only else count)
    return found + ([] if only == "real" else [*random_jobs(random), *whole_jobs()])


def run_all(wanted, folder, processes=PROCESSES, history=None):
    """Run what the folder does not hold yet, and yield each run's findings as it is done."""
    folder.mkdir(parents=True, exist_ok=True)
    base = based(folder / "base", history) if any(job.source == "real" for job in wanted) else None
    left = []
    for job in wanted:
        path = folder / f"{job.name}.json"
        if path.is_file():
            yield json.loads(path.read_bytes())
        else:
            left.append(job)
    with ProcessPoolExecutor(processes) as pool:
        running = {pool.submit(run, job, base): job for job in left}
        for done in as_completed(running):
            told = done.result()
            (folder / f"{running[done].name}.json").write_text(json.dumps(told), encoding="utf-8")
            yield told


def based(folder, history):
    """Return a store that holds the real history: the sample, and what a folder of collected files adds to it."""
    made = filled(folder)
    mark = folder / "wider"
    if history is not None and not mark.is_file():
        with Store.open(made.store) as store:
            mark.write_text(f"{wider.fill(store, history)} records of {history}\n", encoding="utf-8")
    return made.store


def table(found):
    """Return what was counted as Markdown, by source and together."""
    head = ["", *dict.fromkeys(each["source"] for each in found), "together"]
    rows = [head, ["---", *["---:"] * (len(head) - 1)]]
    for what in ("articles", "sentences", "claims", "mismatched", "language", "holes", "broken"):
        counts = [sum(each[what] for each in found if each["source"] == source) for source in head[1:-1]]
        rows.append([NAMES[what], *(f"{count:,}" for count in counts), f"{sum(counts):,}"])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def kinds(found):
    """Return a line a kind of failure; see ``gathered``."""
    return gathered(
        (f"{each['job']} {day} {edition}", template, what)
        for each in found
        for day, edition, what, template in each["examples"]
    )


NAMES = {
    "articles": "articles", "sentences": "sentences", "claims": "claims", "mismatched": "mismatched claims",
    "language": "language findings", "holes": "unhandled gaps", "broken": "days that could not be written",
}  # fmt: skip


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m benchmarks.articles", description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--only", choices=("real", "random"), default="")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--history", type=Path)
    parser.add_argument("--processes", type=int, default=PROCESSES)
    parser.add_argument("--docs", action="store_true", help="keep the table in docs/prose.md")
    asked = parser.parse_args(arguments)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        found = []
        wanted = jobs(asked.count, asked.only)
        for told in run_all(wanted, asked.keep or Path(folder), asked.processes, asked.history):
            found.append(told)
            print(f"{told['job']}: {told['articles']} articles", file=sys.stderr, flush=True)
    print("\n".join([*kinds(found), table(found)]))
    if asked.docs:
        keep("articles", table(found))
    print(f"{time.perf_counter() - began:.0f} s on {asked.processes} processes")
    wrong = sum(each[what] for each in found for what in ("mismatched", "language", "holes", "broken"))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
