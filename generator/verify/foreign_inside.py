"""What a text tells of one thing in two places, and words that its own numbers do not bear.

Each check is a function over the text's sentences and yields messages; ``contradictions`` asks them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from generator.model.article import Problem
from generator.verify.foreign_arithmetic import coins_and_dollars, ends, parts, two_prices
from generator.verify.foreign_told import Told, amounts, metrics_of
from generator.verify.readings import Day, Move, Span

if TYPE_CHECKING:
    from generator.verify.ledger import Ledger
    from generator.verify.read import Read

_SCOPES: Final = frozenset(
    {"venues", "venue", "exchanges", "aggregate", "combined", "across", "excluding", "including", "total"}
)
_EIGHT_HOURS_A_YEAR: Final = Decimal(3 * 365)
#: A rate up to the exchange's default is small, whatever its sign.
_SMALL_RATE: Final = Decimal("0.1095")
#: Two amounts of one thing so far apart are of two scopes.
_APART: Final = Decimal("1.5")
_SAME_WEEK: Final = 8
_LONG: Final = 60
_GARBLED: Final = re.compile(r"[A-Za-z]+[;:]+[A-Za-z;:]*[A-Za-z]|\d[A-Za-z]*[;:]{2,}\w*")
_TENORED: Final = frozenset({"options.skew_25d", "options.iv_atm"})

Check = Callable[[Sequence[Told], "Ledger", str], Iterator[tuple[str, str]]]


def contradictions(told: Sequence[Told], ledger: Ledger, text: str) -> Iterator[Problem]:
    """Yield what a text contradicts itself in.

    Args:
        told: Its sentences.
        ledger: What is known from observations.
        text: All of it.
    """
    for check in _CHECKS:
        for where, what in check(told, ledger, text):
            yield Problem(where, "other" if check is _garbled else "context", what)


# What a number says of itself


def _without_scope(told: Sequence[Told], ledger: Ledger, _text: str) -> Iterator[tuple[str, str]]:
    """Yield a total without its scope where another total of the same thing is known, of the same week."""
    for each in told:
        metrics = metrics_of(each.read) & {"futures.open_interest_usd"}
        money = [a for a in amounts(each.read) if a.number.unit == "$"]
        if not metrics or not money or _SCOPES & set(each.read.cut.lower) or _names_venue(each.read):
            continue
        totals = [fact for name in ledger if "futures.open_interest_usd" in name and "~" not in name
                  and (fact := ledger.get(name)) is not None and fact.value]  # fmt: skip
        for one, other in pairwise(sorted(totals, key=lambda fact: fact.value or Decimal(0))):
            near = one.as_of and other.as_of and abs(one.as_of - other.as_of).days <= _SAME_WEEK
            if near and one.value and other.value and other.value / one.value >= _APART:
                yield each.where, f"open interest without a scope: {one.id} is {one.value}, {other.id} {other.value}"


def _without_tenor(told: Sequence[Told], _ledger: Ledger, _text: str) -> Iterator[tuple[str, str]]:
    """Yield the first skew or volatility of a text that says of no tenor."""
    named: set[str] = set()
    for each in told:
        metrics = metrics_of(each.read) & _TENORED
        if any(isinstance(r.meaning, Span) for slot in each.read.slots for r in slot.readings):
            named |= metrics
        elif metrics - named and any(a.number.unit == "%" for a in amounts(each.read)):
            named |= metrics
            yield each.where, f"{min(metrics)} is told without its tenor"


def _strong_words(told: Sequence[Told], ledger: Ledger, _text: str) -> Iterator[tuple[str, str]]:
    """Yield strong words that are said of a small funding rate."""
    for each in told:
        if "perp.funding_rate" not in metrics_of(each.read):
            continue
        strong = [each.read.said(slot, r) for slot in each.read.slots for r in slot.readings
                  if isinstance(r.meaning, Move) and r.meaning.tier in ("extreme", "strong")]  # fmt: skip
        strong += [each.read.cut.words[at] for at, group in each.read.context if group == "degree"]
        rates = [a.value / 100 for a in amounts(each.read) if a.number.unit == "%"] or _known_rates(ledger)
        if strong and rates and all(abs(rate) <= _SMALL_RATE for rate in rates):
            rate = max(rates, key=abs)
            per = (rate / _EIGHT_HOURS_A_YEAR * 100).quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)
            yield each.where, f"{strong[0]!r} is said of funding of {abs(rate):.0%} a year, {abs(per)}% per eight hours"


def _known_rates(ledger: Ledger) -> list[Decimal]:
    facts = [ledger.get(name) for name in ledger if "perp.funding_rate" in name and "~" not in name]
    return [fact.value for fact in facts if fact is not None and fact.value is not None]


def _names_venue(sentence: Read) -> bool:
    return any(r.kind == "venue" for slot in sentence.slots for r in slot.readings)


def _garbled(told: Sequence[Told], _ledger: Ledger, _text: str) -> Iterator[tuple[str, str]]:
    for each in told:
        for found in _GARBLED.finditer(each.piece.text):
            if "://" not in found[0]:
                yield each.where, f"{found[0]!r} is no word"


# The text as a whole


def _twice(told: Sequence[Told], _ledger: Ledger, text: str) -> Iterator[tuple[str, str]]:
    """Yield a paragraph that stands twice, and the dates that it stands under."""
    seen: set[str] = set()
    for paragraph in (line.strip() for line in text.splitlines()):
        if len(paragraph) < _LONG:
            continue
        if paragraph in seen:
            dates = [each.piece.text for each in told if _is_date(each.read)]
            under = f" under {' and '.join(dates)}" if len(dates) > 1 else ""
            yield "text", f"the same text stands twice{under}: {paragraph[:_LONG]!r}"
            return
        seen.add(paragraph)


def _is_date(sentence: Read) -> bool:
    slot = sentence.slots[0] if sentence.slots else None
    return (
        slot is not None
        and slot.at == 0
        and any(isinstance(r.meaning, Day) and r.length == len(sentence.cut.words) for r in slot.readings)
    )


_CHECKS: Final[tuple[Check, ...]] = (
    two_prices, ends, coins_and_dollars, parts, _without_scope, _without_tenor, _strong_words, _garbled, _twice,
)  # fmt: skip
