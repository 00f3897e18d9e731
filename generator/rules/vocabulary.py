"""The labels of a rulebook against the words of the texts: what no text can say, and what no rule ever gives."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.resources import read_yaml
from generator.rules.load import Draft
from generator.rules.shape import MIXED

#: Labels that follow from readings without a rule: the shape of the curve, and how price and open interest moved.
COMPUTED: Final = frozenset(
    {MIXED, "new money", "adding against the move", "short covering", "unwinding", "little change"}
)
#: Moves that tell one condition; what its phrases may ask of a reading besides its label; a reading without a label.
_CONDITION: Final = "condition."
_WAYS: Final = frozenset({"telling", "positive", "negative", "flat"})
_NO_LABEL: Final = "None"
_BEFORE: Final = "was-"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A phrase as far as it speaks of labels.

    Args:
        where: ``path:line``.
        move: What it says.
        traits: What it asks for, or asks not to be.
        words: Its own words for labels, each with the labels that it may stand for.
    """

    where: str
    move: str
    traits: tuple[str, ...]
    words: tuple[tuple[str, frozenset[str]], ...]


@dataclass(frozen=True, slots=True)
class Language:
    """What texts can say.

    Args:
        readable: Whether the verifier can read a label.
        labels: The words that are labels wherever they stand.
        phrases: What the templates speak of.
    """

    readable: Callable[[str], bool]
    labels: Collection[str]
    phrases: Sequence[Spoken]


def unsayable(draft: Draft, language: Language) -> Iterator[str]:
    """Yield the labels that no text can say: the verifier would refuse them, and no phrase tells them otherwise.

    What an ``otherwise`` is called is never told and may be any word.
    """
    told = {phrase.move.removeprefix(_CONDITION) for phrase in language.phrases if phrase.move.startswith(_CONDITION)}
    for label in dict.fromkeys(_labels(draft)):
        if not language.readable(label.state) and label.condition not in told:
            line = read_yaml(label.path)[label.key][label.place].line
            yield f"{label.path}:{line}: no text can say {label.state!r}: the verifier refuses it; use another word"


def unheard(draft: Draft, language: Language) -> Iterator[str]:
    """Yield the labels and conditions that phrases speak of and nobody gives; nothing where rules were not read."""
    if draft.broken:
        return
    given = _given(draft)
    everyone = COMPUTED.union(*given.values())
    prefixed = (trait.rpartition(":") for phrase in language.phrases for trait in phrase.traits)
    known = {prefix for prefix, _, state in prefixed if prefix and state in everyone}
    for phrase in language.phrases:
        condition = phrase.move.removeprefix(_CONDITION)
        if condition != phrase.move and condition not in draft.conditions:
            yield f"{phrase.where}: {phrase.move} is said of a condition that there is not; mend the name or remove it"
            continue
        asked = [word for word, states in phrase.words if not states & everyone]
        for trait in phrase.traits:
            prefix, _, state = trait.rpartition(":")
            label = state.removeprefix(_BEFORE)
            if prefix in given:
                heard = label in given[prefix] | _WAYS
            else:
                speaks = prefix in known if prefix else _is_label(label, language)
                heard = label in everyone or not speaks
            asked += [] if heard or label == _NO_LABEL else [trait]
        for word in asked:
            yield f"{phrase.where}: no rule gives the label {word!r}; mend the word, or remove the phrase"


def _is_label(word: str, language: Language) -> bool:
    """Return whether a trait can only be a label: traits of findings are single words."""
    return " " in word or word in language.labels


@dataclass(frozen=True, slots=True)
class _Label:
    """A label with its place: the file, the key that lists it, and how many are before it."""

    path: Path
    key: str
    place: int
    state: str
    condition: str = ""


def _labels(draft: Draft) -> Iterator[_Label]:
    for rule in [*draft, *([] if draft.stance is None else [draft.stance])]:
        for place, band in enumerate(rule.scale.bands):
            yield _Label(rule.path, "bands", place, band.state)
    for condition in draft.conditions.values():
        for place, case in enumerate(condition.cases):
            yield _Label(condition.path, "states", place, case.state, condition.id)


def _given(draft: Draft) -> Mapping[str, frozenset[str]]:
    """Return the labels that each rule gives, by its id and its stem, and those of conditions and the stance."""
    given: dict[str, frozenset[str]] = {}
    for rule in draft:
        for name in (rule.id, rule.stem):
            given[name] = given.get(name, frozenset()) | {band.state for band in rule.scale.bands}
    for condition in draft.conditions.values():
        given[condition.id] = frozenset(condition.states)
    if draft.stance is not None:
        given["stance"] = frozenset(band.state for band in draft.stance.scale.bands)
    return given
