"""The figures of the prose: ``python -m benchmarks.prose DESK [--templates] [--json]``.

``--edition E``, ``--from D`` and ``--to D`` choose issues.

Reads the articles of a desk with their evidence and measures the sentences that were written for the day: not
headings, tables, fixed sentences, the texts of pictures, and not what closes an article: sources, gaps, method.
Exit 1 over a limit.
"""

import argparse
import json
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.prose_figures import Figures, figures
from benchmarks.prose_kept import keep
from benchmarks.prose_templates import listing

#: What is no prose, by the beginning of its template's name.
FIXED_BLOCKS = ("fixed/", "chart-", "row-", "table-", "source-", "gaps", "method-", "made", "note", "publishers")
#: Claims that are figures a reader must hold in mind; days, hours, windows and names are not.
QUANTITIES = ("value", "size", "edge", "times", "n", "total")


@dataclass(frozen=True)
class Said:
    """One sentence of prose: its words as printed, the phrase that it came from, its figures."""

    text: str
    template: str
    field: str
    quantities: int


@dataclass(frozen=True)
class Issue:
    """One article: its prose in order, and what it is called by."""

    slug: str
    edition: str
    day: date
    asset: str
    title: str
    headline: str
    frame: str
    said: tuple[Said, ...]


def prose(evidence):
    """Return an article's sentences of prose, the dek first, from its evidence."""
    figures = {}
    for claim in evidence["claims"]:
        counts = claim["role"] in QUANTITIES and any(sign.isdigit() for sign in claim["printed"])
        figures[claim["sentence"]] = figures.get(claim["sentence"], 0) + counts
    return tuple(
        Said(each["text"], each["template"], each["field"], figures.get(each["id"], 0))
        for each in evidence["sentences"]
        if each["field"] != "title" and not each["fixed"] and not each["template"].startswith(FIXED_BLOCKS)
    )


def issue(evidence):
    """Return an article as an issue."""
    said = prose(evidence)
    title = next(each for each in evidence["sentences"] if each["field"] == "title")
    body = [each.template for each in said if each.field == "body"]
    frame = next((name for name in body if name.startswith("lead-")), body[0] if body else "").partition("+")[0]
    front = evidence["front"]
    return Issue(
        slug=evidence["slug"],
        edition=front["edition"],
        day=date.fromisoformat(evidence["slug"][:10]),
        asset=front.get("asset", ""),
        title=title["text"],
        headline=title["template"].partition("/")[0],
        frame=frame,
        said=said,
    )


def issues(desk, first=None, last=None, *, held=False):
    """Return the issues of a desk in the order of days, of the days asked for; ``held``: refused ones too."""
    folders = ("articles", "held") if held else ("articles",)
    paths = [path for name in folders for path in sorted((Path(desk) / "output" / name).glob("*.evidence.json"))]
    found = [issue(json.loads(path.read_bytes())) for path in paths]
    return [each for each in found if (first is None or each.day >= first) and (last is None or each.day <= last)]


def by_edition(found, editions=()):
    """Return edition and asset → issues, in the order of days."""
    told = {}
    for each in sorted(found, key=lambda each: each.day):
        if not editions or each.edition in editions:
            told.setdefault(f"{each.edition} {each.asset}".strip(), []).append(each)
    return told


def table(told):
    """Return the figures of each edition as Markdown, the limits in a column of their own."""
    head = ["figure", "limit", *told]
    rows = [head, ["---", "---:", *["---:"] * len(told)]]
    for n, line in enumerate(Figures.lines(next(iter(told.values())))):
        cells = [Figures.lines(each)[n] for each in told.values()]
        shown = [cell.shown if cell.held else f"**{cell.shown}**" for cell in cells]
        rows.append([line.what, line.limit, *shown])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m benchmarks.prose", description=__doc__)
    parser.add_argument("desk", type=Path)
    parser.add_argument("--edition", action="append", default=[])
    parser.add_argument("--from", dest="first", type=date.fromisoformat)
    parser.add_argument("--to", dest="last", type=date.fromisoformat)
    parser.add_argument("--templates", action="store_true", help="the phrases that weigh most, for who writes them")
    parser.add_argument("--held", action="store_true", help="refused texts too")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--docs", action="store_true", help="keep the table in docs/prose.md")
    asked = parser.parse_args(arguments)
    found = by_edition(issues(asked.desk, asked.first, asked.last, held=asked.held), asked.edition)
    if not found:
        parser.error(f"{asked.desk}: no articles of these days and editions")
    told = {name: figures(each) for name, each in found.items()}
    everything = [each for group in found.values() for each in group]
    if len(told) > 1:
        told["together"] = figures(everything, told.values())
    if asked.json:
        print(json.dumps({name: each.plain() for name, each in told.items()}, indent=1))
    else:
        print(table(told))
        print("\n".join(line for each in told.values() for line in each.worst))
    if asked.docs:
        keep("figures", table(told))
    if asked.templates:
        print(listing(found))
    return 0 if all(line.held for each in told.values() for line in Figures.lines(each)) else 1


if __name__ == "__main__":
    sys.exit(main())
