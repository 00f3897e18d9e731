"""Why a label stands: its cuts and how far away they are, since when, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from generator.commands.label_words import LabelWords, tree_words
from generator.commands.what_if import WhatIf, others
from generator.errors import InputError
from generator.model.catalogue import Catalogue, load_catalogue
from generator.model.instants import closing_day
from generator.rules.away import steps
from generator.rules.load import load_rules

if TYPE_CHECKING:
    from generator.rules.book import Rule, Rulebook

Facts = Mapping[str, Mapping[str, Any]]
#: Two writings of one cut differ by less.
_SAME: Final = 1e-12


@dataclass(frozen=True, slots=True)
class Why:
    """What stands behind one label of the evidence, in words.

    Args:
        label: The label, since when, and what was before.
        cuts: The cuts of its rule from low to high, with how far the reading is from each; none of a condition.
        source: Who published them, and when.
        changes: What would change the label; none where the rule is not at hand as it was.
        follows: From which labels it follows, of a condition.
    """

    label: str
    cuts: tuple[str, ...] = ()
    source: str = ""
    changes: tuple[str, ...] = ()
    follows: str = ""

    def lines(self) -> Iterator[str]:
        """Yield what there is of it."""
        yield self.label
        if self.follows:
            yield f"follows where {self.follows}"
        if self.cuts:
            yield f"cuts: {'; '.join(self.cuts)}"
        if self.source:
            yield f"set by {self.source}"
        yield from (f"would be {change}" for change in self.changes)


@dataclass(frozen=True, slots=True)
class Reasons:
    """The facts of an article, with the rules that are at hand to read them by.

    The label, its cuts and their source are the evidence's. The rules of today only say what would change it, and
    only where their cuts are still those of the evidence.
    """

    facts: Facts
    catalogue: Catalogue
    book: Rulebook | None

    @classmethod
    def of(cls, evidence: Mapping[str, Any], desk: Path | None) -> Reasons:
        """Take an article's facts, and the desk's rules as they judge its day; broken rules are left aside."""
        catalogue = load_catalogue(desk)
        try:
            book = load_rules(desk, catalogue=catalogue).on(closing_day(datetime.fromisoformat(evidence["as_of"])))
        except InputError:
            book = None
        return cls(evidence["facts"], catalogue, book)

    def why(self, name: str) -> Why | None:
        """Return what stands behind a label, None of a fact that is none."""
        band = self.facts[name]
        if band.get("kind") != "band" or "rule" not in band:
            return None
        source = ", ".join(filter(None, (band.get("threshold_source"), band.get("published"))))
        condition = None if self.book is None else self.book.conditions.get(band["rule"])
        if condition is not None and self.book is not None:
            cases = [case for case in condition.cases if case.state == band["state"]]
            inputs = tuple(band.get("inputs", ()))
            nexts = {each: self._nexts(each) for each in inputs if each in self.facts}
            changes = tuple(others(WhatIf(condition, inputs, self.facts, self.book), nexts))
            firm = not changes and all(nexts.values())
            return Why(
                _label(band),
                source=source,
                changes=changes or (("the same, whichever one reading takes its next label",) if firm else ()),
                follows="; or ".join(tree_words(case.when) for case in cases),
            )
        judged = self._judged(name)
        if judged is None:
            return Why(_label(band), source=source)
        value, words = judged
        cuts = self._cuts(band["rule"])
        return Why(
            _label(band),
            tuple(_apart(words, state, cut, value) for state, cut in cuts.items()),
            source,
            tuple(self._nexts(name).values()),
        )

    def _judged(self, name: str) -> tuple[float, LabelWords] | None:
        """Return the reading that a band judges, with the words for it; None of a condition's."""
        reading = self.facts.get(self.facts[name].get("of", ""))
        if reading is None or "value" not in reading:
            return None
        metric = name.partition("/")[2].partition("~")[0].partition("@")[0].partition("/")[0]
        return float(reading["value"]), LabelWords(self.catalogue, metric, reading["unit"])

    def _cuts(self, rule: str) -> dict[str, float]:
        """Return the cuts of a rule by the state that begins there, low to high."""
        start = f"rule:{rule}~threshold:"
        found = {
            name.removeprefix(start): float(fact["value"])
            for name, fact in self.facts.items()
            if name.startswith(start) and "value" in fact
        }
        return dict(sorted(found.items(), key=lambda item: item[1]))

    def _nexts(self, name: str) -> dict[str, str]:
        """Return the labels that a band's next reading could bring, each with when it would."""
        band = self.facts[name]
        rule = None if self.book is None else self.book.rules.get(band.get("rule", ""))
        judged = self._judged(name)
        if rule is None or judged is None or not _agree(rule, self._cuts(rule.id)):
            return {}
        value, words = judged
        place = [each.state for each in rule.scale.bands].index(band["state"])
        return {step.state: words.change(step) for step in steps(rule.scale, place, np.array([value]))}


def _label(band: Mapping[str, Any]) -> str:
    days = band.get("n")
    parts = [
        str(band["state"]),
        f"since {band['since']}" if "since" in band else "",
        f"for {days} day{'s' if days != 1 else ''}" if days else "",
        f"after {band['previous']}" if "previous" in band else "",
    ]
    return ", ".join(filter(None, parts))


def _apart(words: LabelWords, state: str, cut: float, value: float) -> str:
    """Return a cut with the reading's distance: ``panic 20%, 1.38 points below the reading``."""
    apart = value - cut
    where = "at" if abs(apart) < _SAME else f"{words.distance(abs(apart))} {'below' if apart > 0 else 'above'}"
    return f"{state} {words.exactly(cut)}, {where} the reading"


def _agree(rule: Rule, cuts: Mapping[str, float]) -> bool:
    """Whether a rule still has the cuts of the evidence, and all of them are numbers."""
    own = {cut.state: cut.value for cut in rule.scale.cuts if cut.moving is None}
    return (
        len(own) == len(rule.scale.cuts)
        and own.keys() == cuts.keys()
        and all(abs(own[state] - cuts[state]) < _SAME for state in own)
    )
