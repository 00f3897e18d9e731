"""The labels of a rulebook against the words of the texts: what no text can say, and what no rule ever gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.resources import read_yaml
from generator.rules.load import Draft
from generator.rules.shape import MIXED

#: Labels that follow from readings without a rule: the shape of the curve, and how price and open interest moved.
COMPUTED: Final = frozenset({MIXED, "new money", "adding against the move", "short covering", "unwinding"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A label that a phrase speaks of.

    Args:
        where: ``path:line``.
        word: As the phrase has it.
        states: The labels that it may stand for.
    """

    where: str
    word: str
    states: frozenset[str]


def unsayable(draft: Draft, readable: Callable[[str], bool]) -> Iterator[str]:
    """Yield the labels that the verifier would refuse in any text.

    An ``otherwise`` is never told and may be any word.
    """
    for path, place, key, label in dict.fromkeys(_labels(draft)):
        if not readable(label):
            line = read_yaml(path)[key][place].line
            yield f"{path}:{line}: no text can say {label!r}: the verifier does not read it; use a label that it does"


def unheard(draft: Draft, asked: Iterable[Asked]) -> Iterator[str]:
    """Yield the labels that phrases speak of and nobody gives; nothing where rules could not be read."""
    given = COMPUTED | {label for _, _, _, label in _labels(draft)}
    for each in asked if not draft.broken else ():
        if not each.states & given:
            yield f"{each.where}: no rule gives the label {each.word!r}; mend the word, or remove the phrase"


def _labels(draft: Draft) -> Iterator[tuple[Path, int, str, str]]:
    """Yield each label with its file, its place there, and the key that lists it."""
    for rule in [*draft, *([] if draft.stance is None else [draft.stance])]:
        for place, band in enumerate(rule.scale.bands):
            yield rule.path, place, "bands", band.state
    for condition in draft.conditions.values():
        for place, case in enumerate(condition.cases):
            yield condition.path, place, "states", case.state
