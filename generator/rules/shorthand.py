"""Series in the short form that monitoring systems use: ``5%+0.5%x4 _ 6%``, ``neutral x3, fear``."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Final

#: How an absent reading is written, and the state that it has.
GAP: Final = "_"
UNKNOWN_STATE: Final = "unknown"
_TIMES: Final = re.compile(r"(?P<what>.*?)\s*x(?P<times>[1-9]\d{0,3})")
_STEPS: Final = re.compile(r"(?P<start>-?[\d.]+)(?P<percent>%?)(?P<step>[+-][\d.]+)(?P=percent)")


def values(written: object) -> list[object]:
    """Return the readings of a case, each as it would be written alone.

    A list, or a text of words: ``6%``, ``_`` for a gap, ``6%x3`` for three of them, ``5%+0.5%x4`` for 5% and
    four more, each half a point above the one before.

    Raises:
        ValueError: A word is none of these.
    """
    if isinstance(written, list):
        return written
    if not isinstance(written, str):
        return [written]
    return [each for word in written.split() for each in _expanded(word)]


def states(written: object) -> list[str]:
    """Return the states of a case: a list, or a text with commas, ``neutral x3, extreme fear, unknown``."""
    if isinstance(written, list):
        return [str(each) for each in written]
    found: list[str] = []
    for part in str(written).split(","):
        word = part.strip()
        many = _TIMES.fullmatch(word)
        found += [many["what"]] * int(many["times"]) if many is not None else [word]
    return found


def _expanded(word: str) -> list[object]:
    many = _TIMES.fullmatch(word)
    what, times = (many["what"], int(many["times"])) if many is not None else (word, 1)
    stepped = _STEPS.fullmatch(what)
    if stepped is None:
        return [_number(what)] * times
    if many is None:
        raise ValueError(f"{word!r} has a step and no number of times; write it like 5%+1%x4")
    try:
        start, step = Decimal(stepped["start"]), Decimal(stepped["step"])
    except InvalidOperation:
        raise ValueError(f"{word!r} is no reading") from None
    return [_number(f"{start + step * place}{stepped['percent']}") for place in range(times + 1)]


def _number(word: str) -> object:
    """Return a word as YAML would have it: a number is one, a percentage and a gap are texts."""
    try:
        return float(word)
    except ValueError:
        return word
