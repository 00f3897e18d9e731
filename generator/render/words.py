"""Words from ``templates/words``: those of direction, by form, sign and strength; and banks of equal decoration."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

from generator.errors import InputError, TemplateError
from generator.resources import find, read_yaml

T = TypeVar("T")
#: What a phrase is written with, or what is a number: no option of a bank holds one.
_NO_DECORATION: Final = re.compile(r"[{}\d|*]")


def drawn(seed: str) -> int:
    """Return a number that is the same for the same seed on every machine: a draw without chance."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4], "big")


def pick(options: Sequence[T], seed: str) -> T:
    """Return one option, the same one for the same seed."""
    return options[drawn(seed) % len(options)]


@dataclass(frozen=True, slots=True)
class Words:
    """The words that a fact's size or support chooses.

    Args:
        forms: Form → ``up`` or ``down`` → strength → words of that strength.
        hedges: Form → how firmly it concludes, one rung for each who agrees, from none on.
    """

    forms: Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]]
    hedges: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def direction(self, form: str, sign: int, strength: str, *, seed: str) -> str:
        """Return a word of direction.

        Raises:
            TemplateError: The sign is zero or the form unknown: a phrase for a flat move is needed.
        """
        side = {1: "up", -1: "down"}.get(sign)
        if side is None or form not in self.forms:
            raise TemplateError(f"no word of direction for form {form!r} and sign {sign}")
        return pick(self.forms[form][side][strength], seed)

    def hedge(self, form: str, agreeing: int) -> str:
        """Return how firmly something may be said on which so many agree.

        Raises:
            TemplateError: The form has no rungs in ``templates/words/hedges.yaml``.
        """
        rungs = self.hedges.get(form)
        if not rungs:
            raise TemplateError(f"no hedge of form {form!r}; add it to templates/words/hedges.yaml")
        return rungs[min(agreeing, len(rungs) - 1)]


def load_words(desk: Path | None = None) -> Words:
    """Read ``verbs.yaml`` and ``hedges.yaml`` of ``templates/words``, the desk's own first."""
    return Words(*(read_yaml(find("templates/words", name, desk)) for name in ("verbs.yaml", "hedges.yaml")))


@dataclass(frozen=True, slots=True)
class Banks:
    """Name → words or phrases that are equal decoration: ``stood`` → ``stood at``, ``was``, ``came to``.

    They assert nothing, so that a phrase says the same with each of them.
    """

    options: Mapping[str, Sequence[str]]

    def at(self, place: str) -> Bank:
        """Return the banks as the phrase at a place draws from them."""
        return Bank(self.options, place)


class Bank:
    """The banks as one phrase sees them: ``{{ bank.stood }}`` is an option drawn by the place."""

    def __init__(self, options: Mapping[str, Sequence[str]], place: str) -> None:
        self._options = options
        self._place = place

    def __getattr__(self, name: str) -> str:
        """Return an option of the bank of that name.

        Raises:
            AttributeError: There is no such bank.
        """
        if name not in self._options:
            raise AttributeError(name)
        return pick(self._options[name], f"{self._place}:{name}")


def load_banks(desk: Path | None = None) -> Banks:
    """Read ``templates/words/banks.yaml``, the desk's own first.

    Raises:
        InputError: A bank is no list of two or more different texts without numbers and markup, with path and line.
    """
    path = find("templates/words", "banks.yaml", desk)
    data = read_yaml(path)
    for name, options in data.items():
        wrong = _wrong(options)
        if wrong:
            raise InputError(f"{path}:{data.lines[name]}: bank {name!r} {wrong}")
    return Banks(data)


def _wrong(options: Any) -> str:  # noqa: ANN401 - it comes out of YAML
    """Return what is wrong with a bank, "" where nothing is."""
    if not isinstance(options, list) or not all(isinstance(each, str) and each.strip() for each in options):
        return "needs a list of texts"
    if len(set(options)) < max(len(options), 2):
        return "needs two or more texts, each one once"
    marked = next((each for each in options if _NO_DECORATION.search(each)), None)
    return "" if marked is None else f"holds {marked!r}; a number or markup is no decoration"
