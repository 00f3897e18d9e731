"""The cases that lie beside each rule: readings, and the states that they must get."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from generator.errors import InputError
from generator.resources import read_yaml
from generator.rules.bands import UNKNOWN, states
from generator.rules.book import Rule, Rulebook, Scale
from generator.rules.document import Document, parse_number
from generator.rules.load import CASES, load_rules

#: How an absent reading is written, and the state that it has.
GAP: Final = "_"
UNKNOWN_STATE: Final = "unknown"


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
    """Judge the cases of every rule and of the stance's labels.

    A state that no case reaches is a failure too: its cut could be anywhere.

    Raises:
        RuleFileError: A rule file is wrong.
    """
    book = rulebook if rulebook is not None else load_rules(desk)
    passed = 0
    failures: list[str] = []
    for rule in [*book, book.stance]:
        scale, path = rule.scale, rule.path.with_name(f"{rule.path.stem}{CASES}")
        cases = _read_cases(path, failures, percent=isinstance(rule, Rule) and rule.unit.startswith("ratio"))
        reached: set[str] = set()
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
    return CaseReport(passed, failures)


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


def _read_cases(path: Path, failures: list[str], *, percent: bool) -> list[_Case]:
    """Return a file's cases; what is wrong with one is a failure."""
    try:
        document = Document(path, read_yaml(path), failures)
    except InputError as error:
        failures.append(str(error))
        return []
    document.only(("cases",))
    listed = document.fields.get("cases")
    if not isinstance(listed, list) or not listed:
        document.wrong("cases", "`cases` must be a list of at least one case")
        return []
    entries = (Document(path, entry, failures) for entry in listed)
    return [case for entry in entries for case in _read_case(entry, percent=percent)]


def _read_case(entry: Document, *, percent: bool) -> Iterator[_Case]:
    """Yield the entry's case, unless it is wrong."""
    entry.only(("value", "values", "state", "states", "note"))
    values = _listed(entry, "value", "values")
    expected = _listed(entry, "state", "states")
    readings = [float("nan") if value == GAP else parse_number(value, percent=percent) for value in values]
    if any(reading is None for reading in readings):
        entry.wrong("values", f"a reading is a number, or {GAP} for a gap")
    elif len(expected) != len(readings) or not readings:
        entry.wrong("states", f"{len(readings)} readings but {len(expected)} states; write one for each")
    else:
        yield _Case([r for r in readings if r is not None], [str(state) for state in expected], entry.fields.line)


def _listed(entry: Document, one: str, many: str) -> list[Any]:
    if one in entry.fields:
        return [entry.fields[one]]
    listed = entry.fields.get(many)
    return listed if isinstance(listed, list) else []
