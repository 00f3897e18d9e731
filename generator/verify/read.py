"""Read: a sentence → the places where it asserts something, each with what it can mean."""

from __future__ import annotations

from typing import Final, NamedTuple

from generator.verify import words
from generator.verify.lexicon import Entry, Index
from generator.verify.numerals import BOUND_WORDS, STARTS, is_figure, numerals, starts_quantity
from generator.verify.readings import Reading
from generator.verify.tokens import Tokens, tokenize

_ABBREVIATIONS: Final = frozenset(words.ABBREVIATIONS.split())
_BOUNDING: Final = frozenset(bound[0] for bound in BOUND_WORDS)


class Slot(NamedTuple):
    """A place of a sentence with its readings, the longest first.

    ``must`` is false where the words may also stand for nothing.
    """

    at: int
    readings: list[Reading]
    must: bool


class Read(NamedTuple):
    """A sentence as it is read: ``context`` holds places of words that no fact licenses, with their group."""

    cut: Tokens
    slots: list[Slot]
    context: list[tuple[int, str]]

    def said(self, slot: Slot, reading: Reading | None = None) -> str:
        """Return the words of a place, for a message."""
        longest = reading or slot.readings[0]
        return self.cut.printed(slot.at, slot.at + longest.length)

    @property
    def silent(self) -> bool:
        """Whether nothing in it asserts anything."""
        return not any(slot.must for slot in self.slots)


def read(text: str, names: Index) -> Read:
    """Read one sentence of plain text.

    Everything with a figure asserts something, unless it is inside a name.
    """
    cut = tokenize(text)
    slots: list[Slot] = []
    context: list[tuple[int, str]] = []
    for at, low in enumerate(cut.lower):
        entry = names.get(low)
        if entry is not None:
            if entry.group is not None:
                context.append((at, entry.group))
            readings = _readings(cut, at, entry)
        elif is_figure(low):
            if slots and slots[-1].at + slots[-1].readings[-1].length > at:
                # "$70,000" and "Feb. 6" were read from their first token on.
                continue
            readings = list(numerals(cut, at))
        elif _is_unknown_name(cut.words[at]):
            readings = [Reading("asset", cut.words[at], 1, must=True)]
        else:
            continue
        if readings:
            slots.append(_slot(cut, at, readings))
    return Read(cut, slots, context)


def _readings(cut: Tokens, at: int, entry: Entry) -> list[Reading]:
    found: list[Reading] = []
    for rest, exact, reading in entry.forms:
        if rest and cut.lower[at + 1 : at + reading.length] != rest:
            continue
        if exact is None or cut.words[at : at + reading.length] == exact:
            found.append(reading)
    if entry.quantity or is_figure(cut.lower[at]):
        found.extend(numerals(cut, at))
    low = cut.lower[at]
    if low in _BOUNDING:
        found.extend(_bounds(cut, at, low))
    if not found and _is_unknown_name(cut.words[at]):
        found.append(Reading("asset", cut.words[at], 1, must=True))
    return found


def _bounds(cut: Tokens, at: int, low: str) -> list[Reading]:
    """Return "more than" and its like before a quantity, which assert nothing by themselves."""
    if at + 1 < len(cut.lower) and (low, cut.lower[at + 1]) in BOUND_WORDS and starts_quantity(cut, at + 2):
        return [Reading("null", None, 2, must=False)]
    return []


def _is_unknown_name(word: str) -> bool:
    return len(word) > 1 and word.isupper() and word.isalpha() and word not in _ABBREVIATIONS


def _slot(cut: Tokens, at: int, readings: list[Reading]) -> Slot:
    if len(readings) == 1:
        must = readings[0].must
    else:
        readings.sort(key=_by_length)
        longest = readings[0].length
        # A phrase that asserts nothing covers what its words would say by themselves.
        idle = any(reading.kind == "null" and reading.length >= longest for reading in readings)
        must = not idle and any(reading.must for reading in readings)
    if not must and readings[0].kind == "unit" and at > 0 and _counts(cut, at - 1):
        must = True
    return Slot(at, readings, must)


def _by_length(reading: Reading) -> int:
    return -reading.length


def _counts(cut: Tokens, before: int) -> bool:
    """Whether the token before a unit of time is a number, so that the unit belongs to it."""
    low = cut.lower[before]
    return (
        is_figure(low) or (low in STARTS and low not in ("a", "an", "$", "-", "+", "us")) or low in ("th", "rd", "nd")
    )
