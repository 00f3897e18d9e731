"""Joins: which findings may share a sentence with the one before them, and by which word.

The law: "but" and "while" stand only where the two point in opposite directions, "and" only where they point the same
way. What points nowhere, or is as likely to be read either way, stands alone; only sources are merely listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from generator.model.fact import Fact
    from generator.model.finding import Finding

#: Where a change is told: the part of a move's cast that it is.
_CHANGES: Final[Mapping[str, str]] = {
    "lead-day": "day", "week": "week", "other-major": "day", "stocks": "change", "fear-greed": "change",
    "basis-level": "change", "brief-basis": "change", "interest-coin": "change", "interest-usd": "change",
    "interest-scope": "change", "skew-level": "change", "brief-skew": "change", "iv-front": "change", "dvol": "change",
    "calls-volume": "change", "brief-calls": "change", "dominance": "change", "stablecoins": "change",
    "rotation": "rotation", "top-basket": "basket", "ether-in-bitcoin": "change", "jgb": "change",
    "basis-run": "run", "basis-lasting": "run",
    "majors": "one", "etf-flows": "flow",
}  # fmt: skip
#: Pairs that belong together, the second told right behind the first: whose setting side by side says something.
_PAIRS: Final = frozenset({
    ("interest-coin", "interest-usd"), ("iv-front", "dvol"), ("dvol", "iv-front"), ("basis-level", "interest-scope"),
    ("other-major", "large-coins"), ("large-coins", "other-major"), ("stocks", "fear-greed"), ("fear-greed", "stocks"),
    ("brief-basis", "brief-skew"), ("dvol", "calls-volume"), ("iv-front", "calls-volume"), ("stocks", "jgb"),
    ("etf-flows", "stablecoins"), ("dominance", "rotation"), ("rotation", "top-basket"), ("top-basket", "dominance"),
    ("other-major", "top-basket"), ("stablecoins", "fear-greed"), ("dominance", "fear-greed"),
    ("basis-level", "basis-run"), ("basis-level", "basis-lasting"), ("other-major", "ether-in-bitcoin"),
    ("other-major", "perps-breadth"),
    ("majors", "perps-breadth"), ("large-coins", "stocks"), ("ether-in-bitcoin", "large-coins"),
})  # fmt: skip
#: Who delivered what: none of them points anywhere, and two of them make a sentence of decent length.
_SOURCES: Final = "source-"
#: Below these a change is as good as none, by its unit; such a one is told by itself.
_LEAST: Final[Mapping[str, float]] = {"ratio": 0.005, "ratio_points": 0.002, "index_points": 1.0}
#: Of these the second is what the first says too, in another measure: set against it, "but" is the word.
_SAME: Final = frozenset({
    ("interest-coin", "interest-usd"), ("basis-level", "basis-run"), ("basis-level", "basis-lasting"),
    ("other-major", "ether-in-bitcoin"),
})  # fmt: skip
#: A breadth points up or down from these shares on.
_MOST: Final = 0.75


def pointing(finding: Finding) -> int:
    """Return 1 or -1 for a finding that tells a rise or a fall, 0 for one that tells neither clearly."""
    breadth = finding.cast.get("breadth")
    if breadth is not None:
        return _leaning(breadth)
    change = finding.cast.get(_CHANGES.get(finding.move, ""))
    if change is not None and change.sign is not None:
        return change.sign  # a run, on one side of its line
    if change is None or change.value is None or "flat" in finding.traits:
        return 0
    if abs(change.value) < _LEAST.get(change.unit, 0.0):
        return 0
    return 1 if change.value > 0 else -1


def _leaning(breadth: Fact) -> int:
    if breadth.n is None or not breadth.total:
        return 0
    share = breadth.n / breadth.total
    return 1 if share >= _MOST else -1 if share <= 1 - _MOST else 0


def word(one: Finding, other: Finding) -> str:
    """Return by which word ``other`` may follow ``one`` in its sentence, "" for none."""
    if one.joins:
        return ""
    if one.move.startswith(_SOURCES) and other.move.startswith(_SOURCES):
        return "and"
    if (one.move, other.move) not in _PAIRS:
        return ""
    signs = pointing(one), pointing(other)
    if 0 in signs:
        return ""
    if signs[0] == signs[1]:
        return "and"
    return "but" if (one.move, other.move) in _SAME else "while"


def joined(section: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return a section's findings, each marked with the word by which it may follow the one before it.

    No finding is joined to one that is joined itself: two clauses are enough for a sentence.
    """
    return tuple(_joined(section))


def _joined(section: Sequence[Finding]) -> Iterator[Finding]:
    before: Finding | None = None
    for finding in section:
        by = "" if before is None else word(before, finding)
        before = replace(finding, joins=by)
        yield before
