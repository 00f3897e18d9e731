"""The cases that lie beside each rule: readings, and the states that they must get."""

from __future__ import annotations

from collections.abc import Iterator
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
    """Readings in a row, nan for a gap, with the states they must get."""

    readings: list[float]
    states: list[str]
    line: int


def run_cases(desk: Path | None = None, *, rulebook: Rulebook | None = None) -> CaseReport:
    """Judge the cases of every rule, of the stance's labels and of every condition.

    A state that no case reaches is a failure too: its cut could be anywhere.

    Raises:
        RuleFileError: A rule file is wrong.
    """
    book = rulebook if rulebook is not None else load_rules(desk)
    failures: list[str] = []
    passed = sum(run_rule(rule, failures) for rule in [*book, book.stance])
    passed += sum(run_condition(condition, book, failures) for condition in book.conditions.values())
    return CaseReport(passed, failures)


def run_rule(rule: Rule | StanceRule, failures: list[str]) -> int:
    """Judge a rule's cases, or the stance's, and return how many hold; each other one is a failure."""
    scale, path = rule.scale, cases_of(rule.path)
    percent = isinstance(rule, Rule) and rule.unit.startswith("ratio")
    cases = [case for entry in entries(path, failures) for case in _read_case(entry, percent=percent)]
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
    entry.only(("value", "values", "state", "states", "note"))
    try:
        values = [written for key in ("value", "values") if key in entry.fields for written in read(entry.fields[key])]
    except ValueError as error:
        entry.wrong("values", f"{error}; a reading is a number, or {GAP} for a gap")
        return
    expected = [state for key in ("state", "states") if key in entry.fields for state in names(entry.fields[key])]
    readings = [float("nan") if value == GAP else parse_number(value, percent=percent) for value in values]
    if any(reading is None for reading in readings):
        entry.wrong("values", f"a reading is a number, or {GAP} for a gap")
    elif len(expected) != len(readings) or not readings:
        entry.wrong("states", f"{len(readings)} readings but {len(expected)} states; write one for each")
    else:
        yield _Case([r for r in readings if r is not None], expected, entry.fields.line)
