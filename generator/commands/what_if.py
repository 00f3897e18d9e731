"""What would change a condition's label: each next label of each reading that it rests on, tried in turn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from generator.rules.bands import UNKNOWN, Places, Readings
from generator.rules.truth import Labels, leaf_truth, search

if TYPE_CHECKING:
    from generator.rules.book import Rulebook
    from generator.rules.condition import Condition

Facts = Mapping[str, Mapping[str, Any]]
#: So many days are looked back, the next one included; no rule asks for more.
_DAYS: Final = 60


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A condition of one article on the next day, where its readings keep their labels or take others.

    Args:
        condition: The condition.
        inputs: Ids of the bands and readings that it rests on.
        facts: The article's facts.
        book: The rules of the day.
        instead: Band → the label that it would have.
    """

    condition: Condition
    inputs: tuple[str, ...]
    facts: Facts
    book: Rulebook
    instead: Mapping[str, str] = field(default_factory=dict)

    @property
    def state(self) -> str | None:
        """The label on the next day, None where it cannot be told."""
        at = search(self.condition, lambda leaf: leaf_truth(leaf, self._labels, self._readings))
        return None if at[-1] == UNKNOWN else self.condition.states[at[-1]]

    def _labels(self, rule: str, tenor: str) -> Labels:
        """Return a rule's labels by day, as far as its band tells them: the present run, and what was before."""
        for name in self.inputs:
            band = self.facts.get(name, {})
            states = self._states(str(band.get("rule", "")), rule)
            if states and tenor in ("", name.partition("@")[0].rpartition("/")[2]) and band["state"] in states:
                return Labels(states, self._days(name, states))
        return Labels((), np.full(_DAYS, UNKNOWN, dtype=np.int64))

    def _states(self, own: str, asked: str) -> tuple[str, ...]:
        """Return the labels of the rule or condition ``own``, none if another one is asked for."""
        rule = self.book.rules.get(own)
        if rule is not None and rule.called(asked):
            return tuple(band.state for band in rule.scale.bands)
        condition = self.book.conditions.get(own)
        return condition.states if condition is not None and own == asked else ()

    def _days(self, name: str, states: tuple[str, ...]) -> Places:
        band = self.facts[name]
        here, length = states.index(band["state"]), min(int(band["n"]), _DAYS - 1)
        at = np.full(_DAYS, UNKNOWN, dtype=np.int64)
        at[-1 - length : -1] = here
        if band.get("previous") in states and length < _DAYS - 1:
            at[-2 - length] = states.index(band["previous"])
        at[-1] = states.index(self.instead.get(name, band["state"]))
        return at

    def _readings(self, metric: str, tenor: str) -> Readings:
        place = "/".join(filter(None, (metric, tenor)))
        for name in self.inputs:
            if name.partition("/")[2].partition("@")[0] == place and "value" in self.facts.get(name, {}):
                return np.full(_DAYS, float(self.facts[name]["value"]))
        return np.full(_DAYS, np.nan)


def others(now: WhatIf, nexts: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Yield in words what would change a condition's label.

    Args:
        now: The condition with its readings as they are.
        nexts: Band → each label that its next reading could bring → when it would.
    """
    kept = now.state
    for name, labels in nexts.items():
        for label, when in labels.items():
            then = WhatIf(now.condition, now.inputs, now.facts, now.book, {name: label}).state
            if then is not None and then != kept:
                yield f"{then}, were {name.removesuffix('~band')} {when}"
