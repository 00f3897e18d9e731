"""``python -m benchmarks [ROUNDS]``: measure, print the table, keep it in ``output/``, fail over a limit."""

import json
import platform
import shutil
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.children import ROOT, compiled, cpu, interleaved, python, spend, wirecopy

ROUNDS = 7
OUTPUT = ROOT / "output"


@dataclass(frozen=True)
class Line:
    """One measured value against its limit."""

    what: str
    against: str
    value: float
    limit: float
    unit: str

    @property
    def held(self):
        return self.value <= self.limit


def measure(desk, rounds):
    """Return the lines of the report."""
    compiled()
    spend(wirecopy("init", str(desk)), desk.parent)
    # The first run fills the store and writes; the limit is for filling alone, so this is on the safe side.
    filling = spend(wirecopy("run", "--sample", "--desk", str(desk)), desk)
    writing = wirecopy("write", "--date", "2026-02-10", "--desk", str(desk))
    costs = interleaved(
        {
            "write": writing,
            "import pandas": python("import pandas"),
            "help": wirecopy("--help"),
            "import click": python("import click"),
        },
        desk,
        rounds,
    )
    peak = max(cost.peak_mb for cost in [filling, *costs["write"]])
    return [
        Line(
            "wirecopy write, three editions",
            'python -c "import pandas"',
            cpu(costs["write"]) / cpu(costs["import pandas"]),
            2.5,
            "times",
        ),
        Line(
            "wirecopy --help", 'python -c "import click"', cpu(costs["help"]) / cpu(costs["import click"]), 2.0, "times"
        ),
        Line("wirecopy run --sample, an empty store", "wall time", filling.wall_seconds, 15.0, "s"),
        Line("peak memory of both", "resident", peak, 400.0, "MB"),
    ]


def table(lines):
    """Return the report as Markdown."""
    head = f"{platform.machine()}, Python {platform.python_version()}; processor time, median of the rounds\n\n"
    rows = [
        f"| {each.what} | {each.against} | {each.value:.2f} {each.unit} | {each.limit:g} {each.unit} "
        f"| {'yes' if each.held else 'NO'} |"
        for each in lines
    ]
    return head + "\n".join(["| what | against | measured | limit | held |", "|---|---|---:|---:|---|", *rows]) + "\n"


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    folder = Path(tempfile.mkdtemp(prefix="wirecopy-bench-"))
    try:
        lines = measure(folder / "desk", rounds)
    finally:
        shutil.rmtree(folder)
    OUTPUT.mkdir(exist_ok=True)
    (OUTPUT / "benchmarks.md").write_text(table(lines), encoding="utf-8")
    kept = [asdict(each) | {"held": each.held} for each in lines]
    (OUTPUT / "benchmarks.json").write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(table(lines), end="")
    sys.exit(0 if all(each.held for each in lines) else 1)


if __name__ == "__main__":
    main()
