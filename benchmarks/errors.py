"""What the verifier finds of planted errors: ``python -m benchmarks.errors`` prints the table and fails over a limit.

Articles that the verifier passed are spoiled, one thing at a time, and judged again: each must be refused or
wait for a person. Harmless edits, and the articles as they are, must pass.

    --desk D     take the articles of this desk; otherwise a few days of the sample are written in a temporary one
    --count N    plant so many errors, and half as many harmless edits; 1,500 if not given
    --seed N     which of all possible ones; 0 if not given
    --missed     print every one that was missed, and every false alarm
"""

import argparse
import random
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from benchmarks.children import spend, wirecopy
from benchmarks.harmless import harmless
from benchmarks.planted import CLASSES, errors
from benchmarks.report import AtLeast, Line, finish
from generator.editing.copydesk import Copydesk
from generator.editing.manuscript import read_manuscript
from generator.errors import WirecopyError

COUNT = 1500
DAYS = ("2026-02-06", "2026-02-10", "2026-01-15", "2025-11-21", "2022-06-18")


@dataclass(frozen=True)
class Tried:
    """One changed text and what the verifier said of it: None, ``yellow`` or ``red``, and the classes it named."""

    case: object
    article: str
    said: str | None
    kinds: frozenset[str]


@dataclass(frozen=True)
class Report:
    """All that was tried."""

    planted: tuple[Tried, ...]
    harmless: tuple[Tried, ...]
    unchanged: tuple[Tried, ...]

    @property
    def found(self):
        """Return the part of the errors that was noticed."""
        return sum(each.said is not None for each in self.planted) / len(self.planted)

    @property
    def false(self):
        """Return the part of the true texts that was not passed."""
        true = [*self.harmless, *self.unchanged]
        return sum(each.said is not None for each in true) / len(true)


def written(desk):
    """Write the sample's days in a desk of its own."""
    spend(wirecopy("init", str(desk)), desk.parent)
    spend(wirecopy("run", "--sample", "--desk", str(desk)), desk)
    for day in DAYS:
        spend(wirecopy("write", "--date", day, "--desk", str(desk)), desk)


def manuscripts(desk):
    """Return the articles of a desk with their evidence, those that an edit cannot be told from left out."""
    return [read_manuscript(path) for path in sorted((desk / "output" / "articles").glob("*.md"))]


def drawn(makers, count, seed):
    """Return ``count`` cases, as many of each kind as there are, each kind from all articles in turn."""
    draw = random.Random(seed)
    kinds = defaultdict(list)
    for manuscript, cases in makers:
        for case in cases:
            kinds[case.group, case.kind].append((manuscript, case))
    for cases in kinds.values():
        draw.shuffle(cases)
    chosen = []
    while len(chosen) < count and any(kinds.values()):
        for cases in kinds.values():
            if cases and len(chosen) < count:
                chosen.append(cases.pop())
    return chosen


def measure(desk, count, seed=0):
    """Return the report over a desk's articles."""
    judge = Copydesk.at(desk).judge
    texts = manuscripts(desk)

    def tried(manuscript, case, text):
        problems = judge(manuscript, text).problems
        levels = {each.level for each in problems}
        said = "red" if "red" in levels else "yellow" if levels else None
        return Tried(case, manuscript.slug, said, frozenset(each.kind for each in problems))

    wrong = drawn(((each, errors(each.markdown)) for each in texts), count, seed)
    right = drawn(((each, harmless(each.markdown, 160, seed)) for each in texts), count // 2, seed)
    return Report(
        tuple(tried(manuscript, case, case.text) for manuscript, case in wrong),
        tuple(tried(manuscript, case, case.text) for manuscript, case in right),
        tuple(tried(each, None, each.markdown) for each in texts),
    )


def table(report):
    """Return the report as Markdown."""
    lines = ["| class | planted | found | red | yellow | missed |", "|---|---:|---:|---:|---:|---:|"]
    for group in CLASSES:
        of = [each for each in report.planted if each.case.group == group]
        said = Counter(each.said for each in of)
        found = said["red"] + said["yellow"]
        share = f"{found / len(of):.1%}" if of else "-"
        lines.append(f"| {group} | {len(of)} | {share} | {said['red']} | {said['yellow']} | {said[None]} |")
    said = Counter(each.said for each in report.planted)
    total = f"| all | {len(report.planted)} | {report.found:.1%} | {said['red']} | {said['yellow']} | {said[None]} |"
    lines += [total, "", "| true text | tried | false alarms |", "|---|---:|---:|"]
    kinds = Counter(each.case.kind for each in report.harmless)
    for kind, tried in sorted(kinds.items()):
        alarms = sum(each.said is not None for each in report.harmless if each.case.kind == kind)
        lines.append(f"| {kind} | {tried} | {alarms} |")
    alarms = sum(each.said is not None for each in report.unchanged)
    lines.append(f"| articles as they are | {len(report.unchanged)} | {alarms} |")
    lines.append(f"| all | {len(report.harmless) + len(report.unchanged)} | {report.false:.2%} |")
    return "\n".join(lines) + "\n"


def lines(report):
    """Return what is asked of it."""
    planted, harmless = len(report.planted), len(report.harmless) + len(report.unchanged)
    return [
        AtLeast(f"{planted} planted errors", "found", 100 * report.found, 99.0, "%"),
        Line(f"{harmless} true texts, edited or not", "false alarms", 100 * report.false, 0.5, "%"),
    ]


def examples(report, most):
    """Yield what was missed, and what was refused and is true, one a kind unless ``most`` says more."""
    for name, cases in (
        ("missed", [each for each in report.planted if each.said is None]),
        ("false alarm", [each for each in report.harmless if each.said is not None]),
    ):
        shown = Counter()
        for each in cases:
            shown[each.case.kind] += 1
            if shown[each.case.kind] <= most:
                yield f"{name}: {each.case.kind}: {each.article}: {each.case.where}"


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--desk", type=Path)
    asked.add_argument("--count", type=int, default=COUNT)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--missed", action="store_true")
    options = asked.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="wirecopy-errors-"))
    try:
        desk = options.desk
        if desk is None:
            desk = folder / "desk"
            written(desk)
        report = measure(desk, options.count, options.seed)
    except WirecopyError as error:
        sys.exit(str(error))
    finally:
        shutil.rmtree(folder)
    print(*examples(report, 1000 if options.missed else 1), sep="\n")
    finish(lines(report), table(report))


if __name__ == "__main__":
    main()
