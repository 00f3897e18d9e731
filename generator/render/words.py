"""Words of direction from ``templates/words``: form, sign and strength → one word."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from generator.errors import TemplateError
from generator.resources import find, read_yaml

T = TypeVar("T")


def drawn(seed: str) -> int:
    """Return a number that is the same for the same seed on every machine: a draw without chance."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4], "big")


def pick(options: Sequence[T], seed: str) -> T:
    """Return one option, the same one for the same seed."""
    return options[drawn(seed) % len(options)]


@dataclass(frozen=True, slots=True)
class Words:
    """Form → ``up`` or ``down`` → strength → words of that strength."""

    forms: Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]]

    def direction(self, form: str, sign: int, strength: str, *, seed: str) -> str:
        """Return a word of direction.

        Raises:
            TemplateError: The sign is zero or the form unknown: a phrase for a flat move is needed.
        """
        side = {1: "up", -1: "down"}.get(sign)
        if side is None or form not in self.forms:
            raise TemplateError(f"no word of direction for form {form!r} and sign {sign}")
        return pick(self.forms[form][side][strength], seed)


def load_words(desk: Path | None = None) -> Words:
    """Read ``templates/words/verbs.yaml``, the desk's own first."""
    return Words(read_yaml(find("templates/words", "verbs.yaml", desk)))
