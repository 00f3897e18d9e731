"""One market in two tones: ``python -m benchmarks.articles_tones [DAYS] [--docs]``.

Writes the last days twice and compares.
An article of the plain tone and the one of the professional tone must claim the same facts, by their evidence; fails
where one does not, and where the two are the same text everywhere.
"""

import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path

from benchmarks.articles_jobs import Job, run
from benchmarks.desk import LAST, filled
from benchmarks.prose_kept import keep
from generator.model.style import TONES

DAYS = 100


def written(base, count, asset="BTC"):
    """Return what was told of the last days, tone by tone."""
    jobs = [Job("real", asset, LAST - timedelta(days=count - 1), count, tone) for tone in TONES]
    with ProcessPoolExecutor(len(TONES)) as pool:
        return list(pool.map(partial(run, base=base), jobs))


def compared(one, other):
    """Return how many articles there are, and a line for each that claims other facts in the other tone."""
    wrong = [
        f"{name}: {', '.join(sorted({*one['facts'].get(name, ())} ^ {*other['facts'].get(name, ())}))}"
        for name in sorted({*one["facts"], *other["facts"]})
        if one["facts"].get(name) != other["facts"].get(name)
    ]
    return len(one["facts"]), wrong


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else DAYS
    with tempfile.TemporaryDirectory() as folder:
        one, other = written(filled(Path(folder) / "base").store, count)
    articles, wrong = compared(one, other)
    facts = sum(map(len, one["facts"].values()))
    apart = {name for name in one["phrases"] if name not in other["phrases"]}
    told = (
        f"{count} days, {articles} articles in each tone, {facts:,} facts claimed in each; {len(wrong)} articles claim "
        f"others. {len(apart)} phrases were used in the {TONES[0]} tone only."
    )
    print("\n".join([*wrong, told]))
    if "--docs" in sys.argv:
        keep("tones", f"Both tones: {told}")
    return 1 if wrong or not articles else 0


if __name__ == "__main__":
    sys.exit(main())
