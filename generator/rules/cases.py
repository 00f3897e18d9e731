"""The cases that lie beside each rule: readings, and the states that they must get."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from generator.rules.bands import UNKNOWN, states
from generator.rules.book import Rule, Rulebook, Scale, StanceRule
from generator.rules.case_files import cases_of, entries
from generator.rules.condition_cases import run_condition
from generator.rules.document import Document, parse_number
from generator.rules.load import load_rules
from generator.rules.shorthand import GAP, UNKNOWN_STATE
from generator.rules.shorthand import states as names
from generator.rules.shorthand import values as read


@dataclass(frozen=True, slots=True)
class CaseReport:
    """How many cases passed, and for each that did not ``path:line: what``."""

    passed: int
    failures: list[str]


@dataclass(frozen=True, slots=True)
class _Case:
    """Readings in a row, nan for a gap, with the states they must get; ``asset`` says whose, "" for every one's."""

    readings: list[float]
    states: list[str]
    line: int
    asset: str


def run_cases(desk: Path | None = None, *, rulebook: Rulebook | None = None) -> CaseReport:
    """Judge the cases of every rule, of the stance's labels and of every condition.

    A state that no case reaches is a failure too: its cut could be anywhere.

    Raises:
        RuleFileError: A rule file is wrong.
    """
    book = rulebook if rulebook is not None else load_rules(desk)
    failures: list[str] = []
    passed = sum(run_rule(rule, failures, book) for rule in [*book, book.stance])
    passed += sum(run_condition(condition, book, failures) for condition in book.conditions.values())
    return CaseReport(passed, list(dict.fromkeys(failures)))


def run_rule(rule: Rule | StanceRule, failures: list[str], book: Iterable[Rule]) -> int:
    """Judge a rule's cases, or the stance's, and return how many hold; each other one is a failure.

    ``book`` has the rules that other assets have in the same file.
    """
    scale, path = rule.scale, cases_of(rule.path)
    percent = isinstance(rule, Rule) and rule.unit.startswith("ratio")
    read = [case for entry in entries(path, failures) for case in _read_case(entry, percent=percent)]
    beside = [each for each in book if each.path == rule.path]
    cases = [case for case in read if not case.asset or rule is _judge_of(case.asset, beside)]
    for case in read:
        if case.asset and _judge_of(case.asset, beside) is None:
            known = ", ".join(asset for each in beside for asset in each.assets)
            failures.append(f"{path}:{case.line}: {rule.path.stem} does not judge {case.asset}; name one of {known}")
    passed, reached = 0, set[str]()
    for case in cases:
        got = _states(scale, case.readings)
        reached.update(got)
        if got == case.states:
            passed += 1
        else:
            failures.append(f"{path}:{case.line}: {_differences(case, got)}")
    if cases:
        missed = [band.state for band in scale.bands if band.state not in reached]
        failures += [f"{path}:1: no case reaches {state!r}; add one" for state in missed]
    return passed


def _judge_of(asset: str, rules: Sequence[Rule]) -> Rule | None:
    """Return the rule of a file that judges an asset: the one that names it, or the one for all the rest."""
    named = (rule for rule in rules if asset in rule.assets)
    return next(named, next((rule for rule in rules if not rule.assets), None))


def _states(scale: Scale, readings: list[float]) -> list[str]:
    at = states(scale, np.array(readings, dtype=np.float64))
    return [UNKNOWN_STATE if place == UNKNOWN else scale.bands[place].state for place in at]


def _differences(case: _Case, got: list[str]) -> str:
    wrong = [
        f"reading {number} ({reading:g}) is {is_state}, the case says {state}"
        for number, (reading, is_state, state) in enumerate(zip(case.readings, got, case.states, strict=True), 1)
        if is_state != state
    ]
    return "; ".join(wrong)


def _read_case(entry: Document, *, percent: bool) -> Iterator[_Case]:
    """Yield the entry's case, unless it is wrong."""
    entry.only(("value", "values", "state", "states", "asset", "note"))
    try:
        values = [written for key in ("value", "values") if key in entry.fields for written in read(entry.fields[key])]
    except ValueError as error:
        entry.wrong("values", f"{error}; a reading is a number, or {GAP} for a gap")
        return
    expected = [state for key in ("state", "states") if key in entry.fields for state in names(entry.fields[key])]
    asset = entry.text("asset", required=False)
    readings = [float("nan") if value == GAP else parse_number(value, percent=percent) for value in values]
    if any(reading is None for reading in readings):
        entry.wrong("values", f"a reading is a number, or {GAP} for a gap")
    elif len(expected) != len(readings) or not readings:
        entry.wrong("states", f"{len(readings)} readings but {len(expected)} states; write one for each")
    else:
        yield _Case([r for r in readings if r is not None], expected, entry.fields.line, asset)
