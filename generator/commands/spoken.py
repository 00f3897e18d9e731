"""What the texts of a desk can say, for the check of its rules: the verifier's words, and those of the phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from generator.resources import files, read_yaml
from generator.rules.vocabulary import Language, Spoken
from generator.verify.lexicon import WORDS
from generator.verify.read import read
from generator.verify.states import readable
from generator.verify.words import LABELS

_OWN: Final = re.compile(r"\.label\(\s*(?:'(?P<one>[^']*)'|\"(?P<two>[^\"]*)\")\s*\)")


def language(desk: Path | None) -> Language:
    """Return what the texts of a desk can say, its own phrases before the shipped ones."""
    return Language(readable, LABELS.keys(), tuple(_spoken(desk)))


def _spoken(desk: Path | None) -> Iterator[Spoken]:
    for path in files("templates/phrases", ".yaml", desk):
        moves = read_yaml(path)
        for move, phrases in moves.items():
            for phrase in phrases:
                whole = isinstance(phrase, dict)
                line = phrase.line if whole else moves.lines[move]
                traits = tuple(word.removeprefix("-") for word in phrase.get("when", ())) if whole else ()
                yield Spoken(f"{path}:{line}", move, traits, tuple(_words(phrase["say"] if whole else phrase)))


def _words(say: Any) -> Iterator[tuple[str, frozenset[str]]]:  # noqa: ANN401 - it comes out of YAML
    """Yield a phrase's own words for labels, with what the verifier takes them for."""
    for found in _OWN.finditer(say) if isinstance(say, str) else ():
        word = found["one"] or found["two"] or ""
        slots = read(word, WORDS).slots
        meanings = [each.meaning for slot in slots if slot.at == 0 for each in slot.readings if each.kind == "label"]
        yield word, frozenset(state for meant in meanings if isinstance(meant, frozenset) for state in meant)
