"""The cases of conditions: labels and readings given day by day, and the states that follow."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from generator.rules.bands import UNKNOWN, Readings
from generator.rules.case_files import cases_of, entries
from generator.rules.condition import Against, Condition, Leaf
from generator.rules.document import Document, parse_number
from generator.rules.shorthand import GAP, UNKNOWN_STATE, states, values
from generator.rules.truth import Labels, Truth, leaf_truth, search

if TYPE_CHECKING:
    from generator.rules.book import Rules

_KEYS: Final = ("given", "state", "states", "note")
_Given = dict[str, list[str]]


def run_condition(condition: Condition, book: Rules, failures: list[str]) -> int:
    """Judge a condition's cases, and return how many hold; each other one is a failure, as is a state not reached."""
    path = cases_of(condition.path)
    passed, reached = 0, set[str]()
    listed = entries(path, failures)
    for entry in listed:
        given, expected = _given(entry, condition)
        if given is None:
            continue
        labels = _vocabulary(condition, book)
        wrong = _unheard(given, labels)
        if wrong:
            entry.wrong("given", wrong)
            continue
        at = search(condition, partial(_truth, given, labels, len(expected)))
        got = [UNKNOWN_STATE if place == UNKNOWN else condition.states[place] for place in at]
        reached.update(got)
        if got == expected:
            passed += 1
        else:
            entry.wrong("states", f"{condition.id} is {', '.join(got)}; the case says {', '.join(expected)}")
    if listed:
        failures += [f"{path}:1: no case reaches {s!r}; add one" for s in condition.states if s not in reached]
    return passed


def _given(entry: Document, condition: Condition) -> tuple[_Given | None, list[str]]:
    """Return the case's series by name, and the states expected; None when something is wrong with it."""
    entry.only(_KEYS)
    series = Document(entry.path, entry.fields.get("given"), entry.problems)
    expected = [state for key in ("state", "states") if key in entry.fields for state in states(entry.fields[key])]
    found: _Given = {}
    named = {name for leaf in condition.leaves() for name in _names(leaf)}
    for name, written in series.fields.items():
        if name not in named:
            series.wrong(name, f"{condition.id} does not rest on {name!r}; it rests on {', '.join(sorted(named))}")
            return None, expected
        is_metric = "." in name
        try:
            found[name] = [str(each) for each in (values(written) if is_metric else states(written))]
        except ValueError as error:
            series.wrong(name, f"{error}; a reading is a number, or {GAP} for a gap")
            return None, expected
        if len(found[name]) != len(expected):
            series.wrong(name, f"{len(found[name])} days of {name}, but {len(expected)} states; write one for each")
            return None, expected
    return (found, expected) if expected else (None, expected)


def _names(leaf: Leaf) -> tuple[str, ...]:
    """Return what a case calls that which a leaf rests on."""
    if isinstance(leaf, Against):
        return tuple("/".join(filter(None, named)) for named in (leaf.one, leaf.other))
    return ("/".join(filter(None, (leaf.rule, leaf.tenor))),)


def _vocabulary(condition: Condition, book: Rules) -> dict[str, tuple[str, ...]]:
    """Return the labels that each rule or condition which a condition names can give."""
    found: dict[str, dict[str, None]] = {}
    for leaf in condition.leaves():
        if not isinstance(leaf, Against):
            (name,) = _names(leaf)
            said = found.setdefault(name, {})
            for rule in book:
                if rule.called(leaf.rule):
                    said.update(dict.fromkeys(band.state for band in rule.scale.bands))
            if leaf.rule in book.conditions:
                said.update(dict.fromkeys(book.conditions[leaf.rule].states))
    return {name: tuple(said) for name, said in found.items()}


def _unheard(given: _Given, labels: dict[str, tuple[str, ...]]) -> str:
    """Return what is wrong with the labels given, "" for nothing."""
    for name, said in given.items():
        for word in said:
            if name in labels and word not in (*labels[name], GAP, UNKNOWN_STATE):
                return f"{name} never says {word!r}; it says {', '.join(labels[name])}"
            if name not in labels and word != GAP and _number(word) is None:
                return f"{name} has {word!r}; a reading is a number, or {GAP} for a gap"
    return ""


def _truth(given: _Given, labels: dict[str, tuple[str, ...]], days: int, leaf: Leaf) -> Truth:
    """Return a leaf's truth on each day; what a case does not give is unknown."""

    def told(rule: str, tenor: str) -> Labels:
        name = "/".join(filter(None, (rule, tenor)))
        said = given.get(name, [UNKNOWN_STATE] * days)
        known = labels[name]
        return Labels(known, np.array([known.index(word) if word in known else UNKNOWN for word in said]))

    def readings(metric: str, tenor: str) -> Readings:
        said = given.get("/".join(filter(None, (metric, tenor))), [GAP] * days)
        numbers = [_number(word) for word in said]
        return np.array([np.nan if number is None else number for number in numbers])

    return leaf_truth(leaf, told, readings)


def _number(word: str) -> float | None:
    """Return a reading of a case, None for a gap and for what is none."""
    try:
        return parse_number(word if word.endswith("%") else float(word), percent=True)
    except ValueError:
        return None
