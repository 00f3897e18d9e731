"""The rulebook read from YAML, every error of every file at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any, Final

from generator.errors import InputError, RuleFileError
from generator.model.catalogue import Catalogue, Metric, load_catalogue
from generator.model.units import FactUnit
from generator.resources import files, read_yaml
from generator.rules.book import Rule, Rulebook, Scale, StanceRule
from generator.rules.by_asset import by_asset
from generator.rules.condition import Condition
from generator.rules.conditions_read import CONDITION, in_order, read_condition
from generator.rules.document import Document
from generator.rules.stance_read import check_stance, lacks, read_stance
from generator.rules.tiling import read_scale

KIND: Final = "data/rules"
STANCE_FILE: Final = "stance.yaml"
CASES: Final = ".cases.yaml"

_RULE_KEYS: Final = (
    "id", "metric", "tenor", "change", "assets", "venues", "unit", "bands", "hysteresis", "stale_hours",
    "why", "source", "published", "family", "weight", "after", "valid", "author", "say", "not",
)  # fmt: skip
#: A change of an amount is relative; that of a rate or an index is a difference.
_CHANGE_UNITS: Final[Mapping[str, FactUnit]] = {
    "USD": "ratio", "coin": "ratio", "count": "ratio", "usd_per_coin": "ratio",
    "ratio": "ratio_points", "index": "index_points",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """What could be read of a rulebook.

    Args:
        problems: A line for everything that is wrong.
        broken: The files of what could not be read.
    """

    rules: Mapping[str, Rule]
    conditions: Mapping[str, Condition]
    stance: StanceRule | None
    problems: list[str]
    broken: tuple[Path, ...] = ()

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules.values())


def load_rules(desk: Path | None = None, *, catalogue: Catalogue | None = None) -> Rulebook:
    """Return the rulebook: the desk's files before the shipped ones, file by file.

    Args:
        desk: A desk's folder, None for the shipped rulebook.
        catalogue: The metrics that rules may speak of; read from the desk if not given.

    Raises:
        RuleFileError: Files are wrong. One line an error, ``path:line: what; what to do``.
    """
    rulebook, problems = read_rules(desk, catalogue=catalogue)
    if rulebook is None or problems:
        raise RuleFileError("\n".join(dict.fromkeys(problems)))
    return rulebook


def read_rules(desk: Path | None = None, *, catalogue: Catalogue | None = None) -> tuple[Rulebook | None, list[str]]:
    """Return the rulebook, None where it cannot be had, with everything that is wrong."""
    draft = read_draft(desk, catalogue=catalogue)
    book = None if draft.stance is None else Rulebook(draft.rules, draft.stance, draft.conditions)
    return book, draft.problems


def read_draft(desk: Path | None = None, *, catalogue: Catalogue | None = None) -> Draft:
    """Return all of a rulebook that can be read, with everything that is wrong.

    Nothing is said of what rests on a rule that could not be read: it would be missed there again.
    """
    problems: list[str] = []
    listed = catalogue if catalogue is not None else load_catalogue(desk)
    documents, unread = _documents(desk, problems)
    broken = {path: path.stem for path in unread}
    rules: list[tuple[Rule, Document]] = []
    conditions: list[tuple[Condition, Document]] = []
    stance: tuple[StanceRule | None, Document] | None = None
    for document in documents:
        if document.path.name == STANCE_FILE:
            stance = read_stance(document), document
            whole = stance[0] is not None
        elif CONDITION in document.fields:
            condition = read_condition(document, listed)
            conditions += [] if condition is None else [(condition, document)]
            whole = condition is not None
        else:
            read = [(_read_rule(own, listed), own) for own in by_asset(document)]
            rules += [(rule, own) for rule, own in read if rule is not None]
            whole = bool(read) and all(rule is not None for rule, _ in read)
        if not whole:
            broken[document.path] = document.name
    _check_together(rules)
    lost = tuple(broken.values())
    if stance is None:
        problems += [] if problems else [f"{KIND}/{STANCE_FILE}:1: is missing; copy the shipped one"]
    elif stance[0] is not None:
        check_stance(stance[0], stance[1], rules, lost)
    found = [rule for rule, _ in rules]
    ordered = in_order(_resting(conditions, lost), found)
    broken |= {condition.path: condition.id for condition, _ in conditions if condition.id not in ordered}
    judged = None if stance is None else stance[0]
    return Draft({rule.id: rule for rule in found}, ordered, judged, problems, tuple(broken))


def _resting(
    conditions: Sequence[tuple[Condition, Document]], broken: Sequence[str]
) -> list[tuple[Condition, Document]]:  # fmt: skip
    """Return the conditions that rest on nothing that could not be read."""
    kept, lost = [*conditions], [*broken]
    while True:
        sound = [(condition, document) for condition, document in kept if not lacks(lost, condition.named)]
        if len(sound) == len(kept):
            return kept
        lost += [condition.id for condition, _ in kept if lacks(lost, condition.named)]
        kept = sound


def _documents(desk: Path | None, problems: list[str]) -> tuple[list[Document], list[Path]]:
    """Return every rule file that can be read, the desk's before the shipped ones, and the others.

    All need their cases.
    """
    documents: list[Document] = []
    unread: list[Path] = []
    for path in files(KIND, ".yaml", desk):
        if path.name.endswith(CASES):
            continue
        if not path.with_name(f"{path.stem}{CASES}").is_file():
            problems.append(f"{path}:1: has no cases; write {path.stem}{CASES} beside it")
        document = _open(path, problems)
        if document is None:
            unread.append(path)
        else:
            documents.append(document)
    return documents, unread


def _open(path: Path, problems: list[str]) -> Document | None:
    try:
        return Document(path, read_yaml(path), problems)
    except InputError as error:
        problems.append(str(error))
        return None


def _read_rule(document: Document, catalogue: Catalogue) -> Rule | None:
    """Return the document's rule, or None when something is wrong with it."""
    before = len(document.problems)
    document.only(_RULE_KEYS)
    metric = document.text("metric")
    change = document.text("change", required=False)
    tenors = document.words("tenor") or ("",)
    unit: Any = document.text("unit")
    if metric and metric not in catalogue:
        document.wrong("metric", f"metric {metric!r} is not in data/reference/metrics.yaml; mend the name or add it")
    elif metric:
        unit = _check_metric(document, catalogue[metric], change=change, unit=unit, tenors=tenors)
    stale_hours = document.number("stale_hours", least=0)
    stale = None if stale_hours is None else timedelta(hours=stale_hours)
    if stale is not None and metric in catalogue and stale > catalogue.stale(metric):
        document.wrong("stale_hours", "`stale_hours` may only tighten the catalogue's; make it smaller or remove it")
    weight = document.number("weight", least=0)
    scale = read_scale(document, percent=unit in ("ratio", "ratio_points"))
    rule_id, why, source = document.text("id"), document.text("why"), document.text("source")
    published = document.day("published")
    assets, venues = document.words("assets"), document.words("venues")
    family = document.text("family", required=False)
    author, say, never = (document.text(key, required=False) for key in ("author", "say", "not"))
    begins, ends = _validity(document)
    _check_moving(document, scale, assets=assets, tenors=tenors)
    if scale is None or len(document.problems) > before:
        return None
    return Rule(
        id=rule_id, metric=metric, tenors=tenors, assets=assets, venues=venues, change=change, unit=unit, scale=scale,
        stale=stale, why=why, source=source, published=published, family=family,
        weight=1.0 if weight is None else weight, path=document.path, author=author, say=say, never=never,
        begins=begins, ends=ends,
    )  # fmt: skip


def _validity(document: Document) -> tuple[date | None, date | None]:
    """Return the first day on which a rule judges, and the first on which it does not any more."""
    if "valid" not in document.fields:
        return None, None
    valid = Document(document.path, document.fields["valid"], document.problems)
    valid.only(("from", "until"))
    begins, ends = (valid.day(key) if key in valid.fields else None for key in ("from", "until"))
    if begins is not None and ends is not None and begins >= ends:
        valid.wrong("until", f"`until` {ends} is not after `from` {begins}; the rule would never judge")
    return begins, ends


def _check_moving(document: Document, scale: Scale | None, *, assets: Sequence[str], tenors: Sequence[str]) -> None:
    """Note a cut that moves with the past of several series: each would have another threshold of one name."""
    if scale is not None and any(cut.moving for cut in scale.cuts) and (len(assets), len(tenors)) != (1, 1):
        document.wrong("bands", "a cut that moves follows one series; name one asset and one tenor")


def _check_metric(document: Document, metric: Metric, *, change: str, unit: str, tenors: Sequence[str]) -> FactUnit:
    """Note a wrong unit or tenor, and return the unit that is right: the cuts are read in it."""
    expected: FactUnit = _CHANGE_UNITS.get(metric.unit, metric.unit) if change else metric.unit
    if unit and unit != expected:
        what = f"a change of {metric.id}" if change else metric.id
        document.wrong("unit", f"unit is {unit}, but {what} is in {expected}; write `unit: {expected}`")
    unknown = [tenor for tenor in tenors if tenor and metric.tenors and tenor not in metric.tenors]
    if unknown:
        known = ", ".join(metric.tenors)
        document.wrong("tenor", f"{metric.id} has no tenor {', '.join(unknown)}; the catalogue has {known}")
    return expected


def _check_together(rules: Sequence[tuple[Rule, Document]]) -> None:
    """Note what no file shows alone: ids given twice, and readings judged twice."""
    seen: dict[str, Rule] = {}
    places: dict[tuple[str, ...], list[Rule]] = {}
    for rule, document in rules:
        other = seen.setdefault(rule.id, rule)
        if other is not rule:
            document.wrong("id", f"rule id {rule.id!r} is also that of {other.path}; rename one")
            continue
        clashes: dict[Path, str] = {}
        for tenor, asset, venue in product(rule.tenors, rule.assets or ("",), rule.venues or ("",)):
            others = places.setdefault((rule.metric, tenor, rule.change, asset, venue), [])
            for each in others:
                if _together(each, rule):
                    clashes.setdefault(each.path, " ".join(part for part in (asset, rule.metric, tenor) if part))
            others.append(rule)
        key = "valid" if "valid" in document.fields else "metric"
        how = "`valid`, so that one ends where the other begins" if key == "valid" else "`assets` or `tenor` of one"
        for path, both in clashes.items():
            document.wrong(key, f"{both} is judged by {path} too; narrow {how}")


def _together(one: Rule, other: Rule) -> bool:
    """Return whether there is a day on which both judge."""
    begins = max((each for each in (one.begins, other.begins) if each is not None), default=None)
    ends = min((each for each in (one.ends, other.ends) if each is not None), default=None)
    return begins is None or ends is None or begins < ends
