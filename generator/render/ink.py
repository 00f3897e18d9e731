"""Ink: text that remembers which of its words are claims.

A claim helper returns its words between private-use characters that carry the number
of the claim. When a sentence is finished, the marks are read in order of appearance,
so that a claim which a phrase asked for but did not print leaves no trace.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from generator.model.article import ClaimKind, Role

OPEN: Final = "\ue000"
MIDDLE: Final = "\ue001"
CLOSE: Final = "\ue002"
CLAUSE: Final = "\ue003"
_MARK: Final = re.compile(f"{OPEN}(\\d+){MIDDLE}([^{CLOSE}]*){CLOSE}|{CLAUSE}")


class Seed(NamedTuple):
    """A claim as a helper made it, before it has a place."""

    kind: ClaimKind
    role: Role
    fact: str
    than: str | None
    value: float | str | None
    unit: str


class Inked(NamedTuple):
    """A claim in its place: printed words, their offsets, and the statement they belong to."""

    seed: Seed
    printed: str
    start: int
    end: int
    statement: int


class Ink:
    """Takes down the claims of one sentence."""

    def __init__(self) -> None:
        self._seeds: list[Seed] = []

    def mark(self, seed: Seed, printed: str) -> str:
        """Return ``printed`` between marks that name its claim."""
        self._seeds.append(seed)
        return f"{OPEN}{len(self._seeds) - 1}{MIDDLE}{printed}{CLOSE}"

    def dry(self, text: str) -> tuple[str, list[Inked]]:
        """Return the text without marks, and its claims in order."""
        plain: list[str] = []
        inked: list[Inked] = []
        length = statement = last = 0
        for found in _MARK.finditer(text):
            start, end = found.span()
            before = text[last:start]
            plain.append(before)
            length += len(before)
            last = end
            number, printed = found.groups()
            if number is None:
                statement += 1
                continue
            inked.append(Inked(self._seeds[int(number)], printed, length, length + len(printed), statement))
            plain.append(printed)
            length += len(printed)
        plain.append(text[last:])
        return "".join(plain), inked
