"""What the command costs: ``python -m benchmarks.write [ROUNDS]``, whole processes from the shell, in turns."""

import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.children import compiled, cpu, interleaved, python, spend, wirecopy
from benchmarks.report import Line, Told, finish

ROUNDS = 7


def measure(desk, rounds):
    """Return the lines of the report."""
    compiled()
    spend(wirecopy("init", str(desk)), desk.parent)
    whole = spend(wirecopy("run", "--sample", "--desk", str(desk)), desk)
    fill = "from pathlib import Path; from benchmarks.desk import filled; filled(Path({!r}))"
    filling = spend(python(fill.format(str(desk / "other"))), desk)
    article = desk / "output" / "articles" / "2026-02-10-btc-derivatives.md"
    costs = interleaved(
        {
            "write": wirecopy("write", "--date", "2026-02-10", "--desk", str(desk)),
            "one": wirecopy("write", "--date", "2026-02-10", "--edition", "brief", "--desk", str(desk)),
            "verify": wirecopy("verify", str(article), "--desk", str(desk)),
            "import pandas": python("import pandas"),
            "help": wirecopy("--help"),
            "import click": python("import click"),
        },
        desk,
        rounds,
    )
    spent = {name: cpu(each) for name, each in costs.items()}
    peak = max(cost.peak_mb for cost in [whole, *costs["write"]])
    pandas, click = 'python -c "import pandas"', 'python -c "import click"'
    return [
        Line("wirecopy write, three editions", pandas, spent["write"] / spent["import pandas"], 2.5, "times"),
        Line("wirecopy write, the brief alone", pandas, spent["one"] / spent["import pandas"], 2.0, "times"),
        Line("wirecopy verify, one article", pandas, spent["verify"] / spent["import pandas"], 0.5, "times"),
        Line("wirecopy --help", click, spent["help"] / spent["import click"], 2.0, "times"),
        Line("filling an empty store from the sample", "wall time", filling.wall_seconds, 15.0, "s"),
        Told(
            "wirecopy run --sample: filling, writing, the site and the newsletter",
            "wall time",
            whole.wall_seconds,
            unit="s",
        ),
        Line("peak memory of both", "resident", peak, 400.0, "MB"),
    ]


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    folder = Path(tempfile.mkdtemp(prefix="wirecopy-bench-"))
    try:
        lines = measure(folder / "desk", rounds)
    finally:
        shutil.rmtree(folder)
    finish(lines)


if __name__ == "__main__":
    main()
