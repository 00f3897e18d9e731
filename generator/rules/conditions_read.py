"""Conditions read from YAML: trees, their leaves, and whether the book knows what they name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from generator.model.catalogue import Catalogue
from generator.rules.book import LEANS, STRENGTHS, Rule
from generator.rules.condition import Against, All, Became, Case, Condition, Is, Leaf, Not, Some, Tree
from generator.rules.document import Document

CONDITION: Final = "condition"
_KEYS: Final = (
    CONDITION, "id", "assets", "states", "otherwise", "why", "source", "published", "author", "say", "not",
)  # fmt: skip
_CASE: Final = ("state", "when", "lean", "strength")
_BRANCHES: Final = ("all", "any", "not")
_SIDES: Final = {"above": 1, "below": -1}
_FORMS: Final = "write {rule, is}, {rule, became}, {metric, above}, {metric, below}, all, any or not"


class _Known(NamedTuple):
    """What a condition can name: where it stands, the states it says, the tenors it judges."""

    path: Path
    states: set[str]
    tenors: set[str]


def read_condition(document: Document, catalogue: Catalogue) -> Condition | None:
    """Return the document's condition, or None when something is wrong with it."""
    before = len(document.problems)
    document.only(_KEYS)
    listed = document.fields.get("states")
    if not isinstance(listed, list) or not listed:
        document.wrong("states", "`states` must be a list of at least one state with `when`")
        listed = []
    entries = (Document(document.path, entry, document.problems) for entry in listed)
    cases = [case for entry in entries if (case := _case(entry, catalogue)) is not None]
    otherwise = document.text("otherwise")
    _distinct(document, [*cases], otherwise)
    condition = Condition(
        id=document.text("id"), assets=document.words("assets"), cases=tuple(cases), otherwise=otherwise,
        why=document.text("why"), source=document.text("source"), published=document.day("published"),
        author=document.text("author"), say=document.text("say"), never=document.text("not"), path=document.path,
    )  # fmt: skip
    return condition if len(document.problems) == before else None


def _distinct(document: Document, cases: Sequence[Case], otherwise: str) -> None:
    names = [case.state for case in cases]
    for name in sorted({name for name in names if names.count(name) > 1 or name == otherwise}):
        document.wrong("states", f"two states are called {name!r}; rename one, or join their `when` with `any`")


def _case(entry: Document, catalogue: Catalogue) -> Case | None:
    entry.only(_CASE)
    state, lean, strength = entry.text("state"), entry.choice("lean", LEANS), entry.choice("strength", STRENGTHS)
    if lean and not strength:
        entry.wrong("lean", f"{state!r} leans but has no strength; add mild, strong or extreme")
    if "when" not in entry.fields:
        entry.wrong("when", f"{state!r} has no `when`; say what makes it true")
        return None
    when = _tree(Document(entry.path, entry.fields["when"], entry.problems), catalogue)
    return None if when is None else Case(state, when, lean, strength)


def _tree(node: Document, catalogue: Catalogue) -> Tree | None:
    """Return a tree, or None when something is wrong with it."""
    branches = [key for key in _BRANCHES if key in node.fields]
    if branches and len(node.fields) != 1:
        node.wrong(branches[0], f"`{branches[0]}` stands alone; put what is beside it into it")
        return None
    if not branches:
        return _leaf(node, catalogue)
    (branch,) = branches
    below = node.fields[branch]
    if branch == "not":
        part = _tree(Document(node.path, below, node.problems), catalogue)
        return None if part is None else Not(part)
    if not isinstance(below, list) or not below:
        node.wrong(branch, f"`{branch}` must be a list of conditions")
        return None
    parts = [_tree(Document(node.path, each, node.problems), catalogue) for each in below]
    whole = tuple(part for part in parts if part is not None)
    if len(whole) < len(parts):
        return None
    return All(whole) if branch == "all" else Some(whole)


def _leaf(node: Document, catalogue: Catalogue) -> Leaf | None:
    keys = set(node.fields)
    if "rule" in keys and "is" in keys:
        node.only(("rule", "tenor", "is", "held"))
        held = _days(node, "held")
        tenor = node.text("tenor", required=False)
        return Is(node.text("rule"), _states(node, "is"), held, tenor, node.fields.line)
    if "rule" in keys and "became" in keys:
        node.only(("rule", "tenor", "became", "within"))
        within = _days(node, "within")
        tenor = node.text("tenor", required=False)
        return Became(node.text("rule"), _states(node, "became"), within, tenor, node.fields.line)
    for side in _SIDES:
        if "metric" in keys and keys & {*_SIDES} == {side}:
            return _against(node, side, catalogue)
    node.wrong("", f"is no condition; {_FORMS}")
    return None


def _states(node: Document, key: str) -> tuple[str, ...]:
    states = node.words(key)
    if not states:
        node.wrong(key, f"`{key}` must name at least one state")
    return states


def _days(node: Document, key: str) -> int:
    written = node.fields.get(key, "1d")
    days = written[:-1] if isinstance(written, str) and written.endswith("d") else ""
    if not days.isdecimal() or int(days) < 1:
        node.wrong(key, f"`{key}` is {written!r}; write days like 3d")
        return 1
    return int(days)


def _against(node: Document, side: str, catalogue: Catalogue) -> Against | None:
    node.only(("metric", "tenor", "above", "below", "by"))
    other = Document(node.path, node.fields[side], node.problems)
    other.only(("metric", "tenor"))
    named = [(each.text("metric"), each.text("tenor", required=False), each) for each in (node, other)]
    for metric, tenor, each in named:
        if metric and metric not in catalogue:
            each.wrong("metric", f"metric {metric!r} is not in data/reference/metrics.yaml; mend the name or add it")
        elif metric and tenor and catalogue[metric].tenors and tenor not in catalogue[metric].tenors:
            each.wrong(
                "tenor", f"{metric} has no tenor {tenor}; the catalogue has {', '.join(catalogue[metric].tenors)}"
            )
    (one, tenor, _), (two, far, _) = named
    if one in catalogue and two in catalogue and catalogue[one].unit != catalogue[two].unit:
        node.wrong(side, f"{one} is in {catalogue[one].unit}, {two} in {catalogue[two].unit}; compare what is alike")
    ratio = one in catalogue and catalogue[one].unit == "ratio"
    by = node.number("by", percent=ratio, least=0) if "by" in node.fields else 0.0
    return None if by is None else Against((one, tenor), (two, far), _SIDES[side], by, node.fields.line)


def in_order(conditions: Sequence[tuple[Condition, Document]], rules: Iterable[Rule]) -> Mapping[str, Condition]:
    """Return the conditions, each behind those that it names, and note names that nobody has and circles.

    A condition that names what is not there is left out, as is one that names such a condition.
    """
    known: dict[str, _Known] = {}
    for rule in rules:
        for name in {rule.id, rule.stem}:
            said = known.setdefault(name, _Known(rule.path, set(), set()))
            said.states.update(band.state for band in rule.scale.bands)
            said.tenors.update(filter(None, rule.tenors))
    waiting: dict[str, tuple[Condition, Document]] = {}
    for condition, document in conditions:
        if condition.id in known:
            document.wrong("id", f"id {condition.id!r} is also that of {known[condition.id].path}; rename one")
        else:
            known[condition.id] = _Known(condition.path, set(condition.states), set())
            waiting[condition.id] = condition, document
    lost = {name for name, (condition, document) in waiting.items() if _misnames(condition, document, known)}
    found: dict[str, Condition] = {}
    while waiting:
        ready = [name for name, (condition, _) in waiting.items() if not condition.named & waiting.keys()]
        if not ready:
            for name, (_, document) in waiting.items():
                document.wrong(
                    "states", f"condition {name!r} follows from itself, by {', '.join(waiting)}; break the circle"
                )
            return found
        for name in ready:
            condition, _ = waiting.pop(name)
            if name in lost or condition.named & lost:
                lost.add(name)
            else:
                found[name] = condition
    return found


def _misnames(condition: Condition, document: Document, known: Mapping[str, _Known]) -> bool:
    """Note the rules, tenors and labels that it names and that are not there, and return whether there are any."""
    before = len(document.problems)
    for leaf in condition.leaves():
        if isinstance(leaf, Against):
            continue
        if leaf.rule not in known:
            document.wrong("states", f"there is no rule {leaf.rule!r}; mend the id", line=leaf.line)
            continue
        said = known[leaf.rule]
        if leaf.tenor and leaf.tenor not in said.tenors:
            has = ", ".join(sorted(said.tenors)) or "none"
            document.wrong("states", f"{leaf.rule} has no tenor {leaf.tenor}; it has {has}", line=leaf.line)
        for state in leaf.states:
            if state not in said.states:
                says = ", ".join(sorted(said.states))
                document.wrong("states", f"{leaf.rule} never says {state!r}; it says {says}", line=leaf.line)
    return len(document.problems) > before
