"""What all benches share: a measured value against its limit, and the table that ``make bench`` keeps."""

import json
import os
import platform
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

#: Where a bench leaves its lines for the page of all benches.
KEPT = "WIRECOPY_BENCH"


@dataclass(frozen=True)
class Line:
    """One measured value and the most that it may be."""

    what: str
    against: str
    value: float
    limit: float
    unit: str

    @property
    def held(self):
        return self.value <= self.limit

    @property
    def asked(self):
        return f"at most {self.limit:,g} {self.unit}".rstrip()


@dataclass(frozen=True)
class AtLeast(Line):
    """A value that must not be smaller."""

    @property
    def held(self):
        return self.value >= self.limit

    @property
    def asked(self):
        return f"at least {self.limit:,g} {self.unit}".rstrip()


@dataclass(frozen=True)
class Told(Line):
    """A value that nothing is asked of."""

    limit: float = 0.0
    unit: str = "times"
    held = True
    asked = ""


def plain(line):
    """Return a line as what JSON and the table are made of."""
    return asdict(line) | {"asked": line.asked, "held": line.held}


def rows(lines):
    """Return lines, as ``plain`` gives them, as a table in Markdown."""
    told = [
        f"| {each['what']} | {each['against']} | {_shown(each['value'])} {each['unit']} | {each['asked']} "
        f"| {('yes' if each['held'] else '**no**') if each['asked'] else ''} |"
        for each in lines
    ]
    return "\n".join(["| what | against | measured | asked | held |", "|---|---|---:|---:|---|", *told]) + "\n"


def table(lines):
    """Return what a bench prints."""
    return f"{platform.machine()}, Python {platform.python_version()}\n\n{rows(map(plain, lines))}"


def finish(lines, note=""):
    """Print the table and what is told beside it, leave both for the page of all benches, and end.

    The exit code is 1 where a limit is not held.
    """
    print(table(lines), note, sep="\n" if note else "", end="")
    if KEPT in os.environ:
        told = {"lines": [plain(each) for each in lines], "note": note}
        Path(os.environ[KEPT]).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    sys.exit(0 if all(each.held for each in lines) else 1)


def _shown(value):
    if value == int(value) or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.2f}" if abs(value) >= 0.01 else f"{value:.2g}"
