"""A label's cuts and its nearest other labels in words, for whoever asks why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.render.edges import edge
from generator.rules.condition import Against, All, Became, Is, Not, Some, Tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.model.catalogue import Catalogue
    from generator.model.units import FactUnit
    from generator.rules.away import Step

#: A reading is told as exactly as people compare it with a cut.
_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class LabelWords:
    """How the numbers of one rule are said."""

    catalogue: Catalogue
    metric: str
    unit: FactUnit

    def exactly(self, value: float) -> str:
        """Return a cut: ``6%``."""
        return edge(self.catalogue, self.metric, self.unit, value)

    def rounded(self, value: float) -> str:
        """Return a reading, to hundredths of a percent."""
        return self.exactly(round(value, _DIGITS))

    def distance(self, value: float) -> str:
        """Return a distance: that of two rates in points, that of other things in their own unit."""
        return f"{round(value * 100, 2):g} points" if self.unit.startswith("ratio") else self.rounded(value)

    def change(self, step: Step) -> str:
        """Return what would change a label: ``neutral at 5% or less, 1.3 points away``."""
        at = self.exactly(step.edge)
        where = {
            ("above", True): f"at {at} or more",
            ("above", False): f"above {at}",
            ("below", True): f"at {at} or less",
            ("below", False): f"below {at}",
        }[step.side, step.included]
        again = f", {step.readings} days in a row" if step.readings > 1 else ""
        return f"{step.state} {where}{again}, {self.distance(step.away)} away"


def tree_words(tree: Tree) -> str:
    """Return a tree as one would say it."""
    match tree:
        case All(parts):
            return _joined(parts, "and")
        case Some(parts):
            return _joined(parts, "or")
        case Not(part):
            return f"not ({tree_words(part)})"
        case Is(rule, states, held, tenor):
            for_days = f" for {held} days" if held > 1 else ""
            return f"{_named(rule, tenor)} is {' or '.join(states)}{for_days}"
        case Became(rule, states, within, tenor):
            return f"{_named(rule, tenor)} became {' or '.join(states)} within {within} days"
        case Against(one, other, sign, by):
            side = "above" if sign > 0 else "below"
            return f"{_named(*one)} is {side} {_named(*other)}{f' by more than {by:g}' if by else ''}"


def _joined(parts: Sequence[Tree], word: str) -> str:
    said = [f"({tree_words(part)})" if isinstance(part, All | Some) else tree_words(part) for part in parts]
    return f" {word} ".join(said)


def _named(name: str, tenor: str) -> str:
    return f"{name} {tenor}" if tenor else name
