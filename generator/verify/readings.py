"""Readings: what a run of tokens can mean, before anyone asks whether it is true."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple


class Reading(NamedTuple):
    """One meaning of the tokens from a place on.

    Args:
        kind: ``number, fraction, span, unit, date, weekday, time, direction, rank, level, cmp, asset, venue,
            metric, label, side``, or ``null`` for a phrase that asserts nothing.
        meaning: What is said, in a form of its own for each kind.
        length: How many tokens it takes.
        must: Whether it asserts something wherever it stands; else only where a claim asks for it.
    """

    kind: str
    meaning: object
    length: int
    must: bool


class Number(NamedTuple):
    """A number as printed: digits without sign and scale, and all that stands at it.

    Args:
        digits: As printed, so that ``15.9 billion`` has 15.9.
        places: Decimals printed.
        scale: Power of ten of ``thousand``, ``million``, ``bn``.
        sign: ``-``, ``+`` or "".
        unit: ``%``, ``$``, ``points``, ``bp``, a coin's ticker, or "".
        ordinal: Whether it is ``third`` or ``34th``.
        about: The word before it that says it is rounded (``about``), or that bounds it (``at least``).
        per: ``year`` for "a year" behind it, or "".
    """

    digits: Decimal
    places: int
    scale: int
    sign: str
    unit: str
    ordinal: bool
    about: str
    per: str


class Span(NamedTuple):
    """A length of time: ``number`` of ``unit``, in hours, with a word that bounds it (``over``, ``almost``)."""

    hours: int
    number: int
    unit: str
    bound: str


class Day(NamedTuple):
    """A date as printed; what is not said is None."""

    year: int | None
    month: int | None
    day: int | None


class Move(NamedTuple):
    """A direction: -1, 0 or 1, and whether the word is ``extreme``, ``strong``, ``plain``, ``mild`` or ``flat``."""

    sign: int
    tier: str


class Change(NamedTuple):
    """One thing wrong with an edited or new sentence; ``level`` is red, or yellow for what a person must sign."""

    kind: str
    what: str
    level: str
