"""The stance read from YAML, and held to the rules that it adds up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from generator.rules.book import STRENGTHS, Rule, StanceRule
from generator.rules.document import Document
from generator.rules.tiling import read_scale

STANCE_KEYS: Final = (
    "families", "needs", "strong_needs", "bands", "hysteresis", "strained", "horizon", "slope", "why", "source",
    "published",
)  # fmt: skip
SPANS: Final = ("days", "weeks", "months")


def read_stance(document: Document) -> StanceRule | None:
    """Return ``stance.yaml``, or None when something is wrong with it."""
    before = len(document.problems)
    document.only(STANCE_KEYS)
    families = Document(document.path, document.fields.get("families"), document.problems)
    weights = {family: families.number(family, least=0) for family in families.fields}
    needs = document.number("needs", least=1)
    if needs is None:
        document.wrong("needs", "`needs` is missing; say how many families must be known")
    strong_needs = document.number("strong_needs", least=1)
    horizon = Document(document.path, document.fields.get("horizon"), document.problems)
    for rule_id, span in horizon.fields.items():
        if span not in SPANS:
            horizon.wrong(rule_id, f"span {span!r} is unknown; use {', '.join(SPANS)}")
    strained, slope = document.choice("strained", STRENGTHS), document.text("slope")
    why, source, published = document.text("why"), document.text("source"), document.day("published")
    scale = read_scale(document, percent=False)
    if scale is None or needs is None or len(document.problems) > before:
        return None
    return StanceRule(
        families={family: weight for family, weight in weights.items() if weight is not None},
        needs=int(needs), scale=scale, strained=strained, horizon_rules=dict(horizon.fields), slope_rule=slope,
        why=why, source=source, published=published, path=document.path,
        strong_needs=1 if strong_needs is None else int(strong_needs),
    )  # fmt: skip


def check_stance(
    stance: StanceRule, document: Document, rules: Sequence[tuple[Rule, Document]], broken: Sequence[str]
) -> None:
    """Note families and rules that one file names and no other has."""
    for rule, own in rules:
        if rule.family and rule.family not in stance.families:
            own.wrong("family", f"family {rule.family!r} is not in {stance.path}; mend it or add it there")
    known = {name for rule, _ in rules for name in (rule.id, rule.stem)}
    for key, named in (("horizon", stance.horizon_rules), ("slope", (stance.slope_rule,))):
        for rule_id in named:
            if rule_id not in known and not lacks(broken, [rule_id]):
                document.wrong(key, f"there is no rule {rule_id!r}; mend the id")


def lacks(broken: Sequence[str], names: Iterable[str]) -> bool:
    """Return whether one of the names may mean a document that could not be read: its id begins so."""
    return any(lost.startswith(name) for name in names for lost in broken)
