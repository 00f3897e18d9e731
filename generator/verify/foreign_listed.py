"""A list of facts that a text should state: each with patterns that state it, and patterns that contradict it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from generator.errors import InputError
from generator.resources import read_yaml

#: In a pattern ``[^.]`` means "within the sentence": a decimal point, or one behind a short month, does not end it.
_WITHIN: Final = (
    r"(?:[^.]|\.(?=\d)|(?<=Jan)\.|(?<=Feb)\.|(?<=Aug)\.|(?<=Sept)\.|(?<=Oct)\.|(?<=Nov)\.|(?<=Dec)\.|(?<=U\.S)\.)"
)
#: Sentences that explain a threshold contradict nothing.
_EXPLAINS: Final = re.compile(r"\b(?:would|if|threshold|band|range|typically|usually)\b", re.IGNORECASE)
_SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_PLAIN: Final = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2011": "-", "\u2019": "'", "*": ""})


@dataclass(frozen=True, slots=True)
class Listed:
    """One fact of the list: in words, what states it, what contradicts it."""

    id: str
    fact: str
    stated: tuple[re.Pattern[str], ...]
    contradicted: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Held:
    """What became of a listed fact in a text."""

    id: str
    fact: str
    state: Literal["stated", "contradicted", "missing"]


def read_listed(path: Path) -> list[Listed]:
    """Read a list of facts: YAML, ``{id, fact, any: [regex, …], never: [regex, …]}`` each.

    Raises:
        InputError: It is no such list, or a pattern is none.
    """
    entries = read_yaml(path)
    if not isinstance(entries, list):
        raise InputError(f"{path}:1: is no list of facts; give id, fact and any for each")
    return [_listed(path, entry) for entry in entries]


def _listed(path: Path, entry: Any) -> Listed:  # noqa: ANN401 - what YAML holds
    if not isinstance(entry, dict) or not {"id", "fact", "any"} <= set(entry):
        raise InputError(f"{path}: {entry!r} is no fact; give id, fact and any")
    try:
        patterns = [
            tuple(re.compile(str(each).replace("[^.]", _WITHIN), re.IGNORECASE) for each in entry.get(name, ()))
            for name in ("any", "never")
        ]
    except re.error as error:
        raise InputError(f"{path}: {entry['id']}: {error}; mend the pattern") from error
    return Listed(str(entry["id"]), str(entry["fact"]), patterns[0], patterns[1])


def held(text: str, listed: Sequence[Listed]) -> Iterator[Held]:
    """Yield what a text says of each fact of a list."""
    folded = " ".join(text.translate(_PLAIN).split())
    told = " ".join(each for each in _SENTENCE_END.split(folded) if _EXPLAINS.search(each) is None)
    for fact in listed:
        if any(pattern.search(told) for pattern in fact.contradicted):
            yield Held(fact.id, fact.fact, "contradicted")
        elif any(pattern.search(folded) for pattern in fact.stated):
            yield Held(fact.id, fact.fact, "stated")
        else:
            yield Held(fact.id, fact.fact, "missing")
