"""Amounts: whether a printed number is the fact's, within the rounding that was printed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from generator.verify.nouns import YEARLY
from generator.verify.readings import Number

if TYPE_CHECKING:
    from generator.verify.ledger import Given
    from generator.verify.readings import Reading
    from generator.verify.scene import Scene

#: Ratios that are printed as they are, 0.78 and not 78%.
_PLAIN: Final = frozenset(
    {"options.put_call_ratio", "futures.long_short_ratio", "spot.price_in_btc", "market.correlation"}
)
#: Ratios that are differences, and so printed in points; and those that are also printed without a unit at all.
_POINTS: Final = frozenset(
    {
        "options.skew_25d_points", "options.butterfly_25d", "options.term_slope", "options.volatility_premium",
        "futures.carry",
    }
)  # fmt: skip
#: Changes that are a difference of two returns.
_APART: Final = frozenset({"market.rotation"})
_BARE: Final = frozenset({"options.dvol"})
_HUNDRED: Final = Decimal(100)
#: Unit of a fact → how printed units relate to it.
_UNITS: Final[Mapping[str, Mapping[str, Decimal]]] = {
    "ratio": {"%": _HUNDRED, "bp": Decimal(10000)},
    "ratio_points": {"points": _HUNDRED, "bp": Decimal(10000)},
    "index": {"": Decimal(1), "points": Decimal(1)},
    "index_points": {"": Decimal(1), "points": Decimal(1)},
    "USD": {"$": Decimal(1)},
    "usd_per_coin": {"$": Decimal(1)},
    "count": {"": Decimal(1)},
    "days": {"": Decimal(1)},
    "weeks": {"": Decimal(1)},
    "coin": {"": Decimal(1)},
}
#: After "about", an amount from here on is rounded to three figures, as the lexicon of docs/claims.md has it.
_ROUGH_FROM: Final = 1000
#: How far a fraction in words may be from the share that it tells.
_FRACTION_SLACK: Final = Decimal("0.02")


def value(reading: Reading, fact: Given, _than: Given | None, _scene: Scene) -> bool:
    """Whether the number with its sign is the fact's value."""
    if fact.value is None:
        return False
    number = reading.meaning
    if not isinstance(number, Number):
        return _is_fraction(number, fact.value)
    # A plus sign, or none, is right for what is not negative.
    if (number.sign == "-") != (fact.value < 0) and not _rounds_to_zero(number, fact):
        return False
    return _is_printed(number, fact)


def size(reading: Reading, fact: Given, _than: Given | None, _scene: Scene) -> bool:
    """Whether the number is the fact's value without its sign, which stands beside it in words."""
    if fact.value is None:
        return False
    number = reading.meaning
    if not isinstance(number, Number):
        return _is_fraction(number, abs(fact.value))
    return not number.sign and _is_printed(number, fact)


def times(reading: Reading, fact: Given, _than: Given | None, _scene: Scene) -> bool:
    """Whether "3.1 times" is the size of a move in its usual ones; nothing else is told as a multiple."""
    number = reading.meaning
    if fact.value is None or not fact.detail.startswith("unusual:") or not isinstance(number, Number):
        return False
    if number.unit != "times" or number.sign or number.scale or number.ordinal or number.about not in ("", "about"):
        return False
    rounded = abs(fact.value).quantize(Decimal(1).scaleb(-number.places), rounding=ROUND_HALF_UP)
    return rounded == number.digits


def edge(reading: Reading, fact: Given, _than: Given | None, _scene: Scene) -> bool:
    """Whether the number is a threshold, exactly; "plus or minus 6%" prints a lower one without its sign."""
    number = reading.meaning
    if fact.value is None or not isinstance(number, Number) or not _bounds_alike(number.about, fact):
        return False
    factor = _factor(number, fact)
    if factor is None or not _period_fits(number, fact) or (number.sign == "-" and fact.value > 0):
        return False
    return number.digits * Decimal(10) ** number.scale == abs(fact.value) * factor


def _bounds_alike(bound: str, cut: Given) -> bool:
    """Whether a word that bounds a threshold agrees with who owns it: a cut from above is the upper band's.

    ``at least 5%`` holds the cut itself; beyond one that is reached from above lies what is ``more than`` it.
    """
    owned_above = (cut.count("sign") or 1) > 0
    return bound in ("", "over", "under", "at least" if owned_above else "more")


def is_whole(reading: Reading, counted: int | None) -> bool:
    """Whether a number is a count, exactly: ``four``, ``34th``, ``1,200``."""
    number = reading.meaning
    if counted is None or not isinstance(number, Number) or number.unit or number.sign or number.scale:
        return False
    return not number.places and number.about in ("", "at least", "over", "under") and number.digits == counted


def _is_fraction(fraction: object, held: Decimal) -> bool:
    if not isinstance(fraction, Fraction):
        return False
    return abs(Decimal(fraction.numerator) / Decimal(fraction.denominator) - held) <= _FRACTION_SLACK


def _is_printed(number: Number, fact: Given) -> bool:
    """Whether the digits are those of the value, rounded half up once, from the value itself."""
    factor = _factor(number, fact)
    if factor is None or fact.value is None or number.ordinal or not _period_fits(number, fact):
        return False
    if number.about not in ("", "about", "over", "under"):
        return False
    exact = abs(fact.value) * factor
    if number.about == "about" and exact >= _ROUGH_FROM and not number.scale and not number.places:
        step = Decimal(1).scaleb(exact.adjusted() - 2)
        return (exact / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step == number.digits
    scaled = exact.scaleb(-number.scale)
    return scaled.quantize(Decimal(1).scaleb(-number.places), rounding=ROUND_HALF_UP) == number.digits


def _rounds_to_zero(number: Number, fact: Given) -> bool:
    """Whether a small negative value is printed as zero, which has no sign."""
    return not number.sign and number.digits == 0 and _is_printed(number, fact)


def _factor(number: Number, fact: Given) -> Decimal | None:
    """Return what the fact's value is multiplied with in the printed unit; None if it cannot be printed in it."""
    unit, printed = fact.unit, number.unit
    if fact.metric in _APART:
        return _HUNDRED if printed == "points" else None
    if unit == "coin" and printed.startswith("coin:"):
        return Decimal(1) if printed[5:] == fact.asset else None
    if unit == "ratio" and fact.kind in ("level", "past", "threshold"):
        if fact.metric in _PLAIN:
            return Decimal(1) if printed == "" else None
        if fact.metric in _POINTS:
            return _HUNDRED if printed == "points" else None
        if fact.metric in _BARE and printed == "":
            return _HUNDRED
    return _UNITS.get(unit, {}).get(printed)


def against(number: object, fact: Given) -> int | None:
    """Return on which side of a number the fact is: 1 above, -1 below, 0 on it; None where the two cannot be told."""
    if not isinstance(number, Number) or fact.value is None or (factor := _factor(number, fact)) is None:
        return None
    said = number.digits.scaleb(number.scale) * (-1 if number.sign == "-" else 1)
    exact = fact.value * factor
    return (exact > said) - (exact < said)


def prints_in(number: Number, fact: Given) -> bool:
    """Return whether the fact can be printed in the number's unit at all."""
    return _factor(number, fact) is not None and _period_fits(number, fact)


def _period_fits(number: Number, fact: Given) -> bool:
    return not number.per or (number.per == "year" and (fact.metric in YEARLY or fact.id.startswith("rule:")))
