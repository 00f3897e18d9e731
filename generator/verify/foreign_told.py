"""A text's sentences with what is known of their numbers, and the amounts in them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from generator.verify.readings import Move, Number

if TYPE_CHECKING:
    from generator.model.article import AddedNumber
    from generator.verify.read import Read, Slot
    from generator.verify.scan import Piece


class Told(NamedTuple):
    """One sentence with what is known of its numbers, and the asset in force before it."""

    where: str
    piece: Piece
    read: Read
    numbers: tuple[AddedNumber, ...]
    asset: str


class Amount(NamedTuple):
    """A number of a sentence, scaled, with half of what its last digit can hide."""

    slot: Slot
    number: Number
    value: Decimal
    slack: Decimal


def amounts(sentence: Read) -> list[Amount]:
    """Return the numbers of a sentence from left to right, the fullest reading of each."""
    found, free = [], 0
    for slot in sentence.slots:
        number = next((r for r in slot.readings if isinstance(r.meaning, Number)), None)
        if slot.at < free or number is None or (slot.readings[0].must and slot.readings[0].kind != "number"):
            continue
        free = slot.at + number.length
        said = number.meaning
        assert isinstance(said, Number)  # asked for above
        scale = Decimal(10) ** said.scale
        slack = Decimal(1).scaleb(-said.places) / 2 * scale
        found.append(Amount(slot, said, said.digits * scale, slack))
    return found


def before(sentence: Read, amount: Amount, words: int) -> list[str]:
    return sentence.cut.lower[max(0, amount.slot.at - words) : amount.slot.at]


def sign_at(sentence: Read, amount: Amount) -> int:
    """Return the direction told at a number: -1, 0 or 1."""
    end = amount.slot.at + amount.slot.readings[0].length
    sign = 0
    for slot in sentence.slots:
        if amount.slot.at - 6 <= slot.at <= end:
            for reading in slot.readings:
                if reading.kind == "direction" and isinstance(reading.meaning, Move):
                    sign = reading.meaning.sign
    return sign


def metrics_of(sentence: Read) -> frozenset[str]:
    """Return the metrics that a sentence names for certain."""
    found: frozenset[str] = frozenset()
    for slot in sentence.slots:
        for reading in slot.readings:
            if reading.kind == "metric" and reading.must and isinstance(reading.meaning, frozenset):
                found |= reading.meaning
    return found
