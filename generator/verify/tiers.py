"""Tiers: how large a move a word of direction needs, by hand and apart from what chooses the words.

A move is measured in usual ones: its size over the standard deviation of the past year's (the fact's ``usual``),
which counts as no less than a floor. Where nobody knows what is usual, a word says neither that a move is large
nor that it is small.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from generator.verify.words import HOURS, SHORT_HOURS

if TYPE_CHECKING:
    from generator.verify.ledger import Given, Ledger

_EXTREME: Final = Decimal("2.5")
_STRONG: Final = Decimal("1.5")
_MILD: Final = Decimal("0.6")
_FLAT: Final = Decimal("0.25")
#: Rates a year, which move by less than volatilities and shares.
_RATES: Final = frozenset({"futures.basis", "futures.carry", "perp.funding_rate", "macro.yield"})
#: The least that is a usual move of a day; of n days, the square root of n times as much.
_LEAST: Final = {"ratio": Decimal("0.01"), "ratio_points": Decimal("0.01"), "index_points": Decimal(2)}
_LEAST_OF_RATES: Final = Decimal("0.005")
#: "Little changed" is never said of more than this: of a price and an amount, a share, a rate a year, an index.
_STILL: Final = {"ratio": Decimal("0.01"), "ratio_points": Decimal("0.01"), "index_points": Decimal(2)}
_STILL_RATES: Final = Decimal("0.003")
#: Nor of more than this where nobody knows what is usual.
_STILL_UNKNOWN: Final = {"ratio": Decimal("0.0075"), "ratio_points": Decimal("0.002"), "index_points": Decimal(1)}
#: Calls' shares are printed in whole points.
_WHOLE_POINTS: Final = frozenset({"options.call_share", "options.call_share_volume"})
_WHOLE: Final = Decimal("0.01")
#: Both sides divide floats and print them again: so little is nobody's mistake.
_SLACK: Final = Decimal("1e-9")


def licensed(tier: str, fact: Given) -> bool:
    """Return whether a move is of a word's tier: ``plain`` always is."""
    if tier == "plain":
        return True
    if tier == "flat":
        return _is_still(fact)
    size = _usual_moves(fact)
    if size is None:
        return False
    if tier == "mild":
        return size < _MILD + _SLACK
    return size >= {"strong": _STRONG, "extreme": _EXTREME}[tier] - _SLACK


def _usual_moves(fact: Given) -> Decimal | None:
    """Return a change's size in usual ones, None for what is no change and where nobody knows."""
    usual, least = fact.usual, _LEAST.get(fact.unit)
    if fact.kind != "change" or fact.value is None or usual is None or least is None:
        return None
    if fact.unit == "ratio_points" and fact.metric in _RATES:
        least = _LEAST_OF_RATES
    return abs(fact.value) / max(usual, least * _days(fact.text("window")).sqrt())


def _is_still(fact: Given) -> bool:
    if fact.value is None:
        return False
    size, moved = _usual_moves(fact), abs(fact.value)
    if fact.unit == "ratio_points" and fact.metric in _WHOLE_POINTS:
        return moved < _WHOLE
    if size is None:
        limit = _STILL_UNKNOWN.get(fact.unit)
        return moved == 0 or (limit is not None and moved < limit)
    most = _STILL_RATES if fact.unit == "ratio_points" and fact.metric in _RATES else _STILL[fact.unit]
    return size < _FLAT + _SLACK and moved < most


def _days(window: str | None) -> Decimal:
    """Return the days of ``7d``; of a window without such a length one, which makes the floor no higher."""
    count, unit = (window or "")[:-1], (window or "")[-1:]
    hours = SHORT_HOURS.get(unit)
    return Decimal(count) * hours / HOURS["day"] if hours and count.isdigit() else Decimal(1)


def disagreements(fact: Given, ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Yield (fact id, what is wrong) where a change, what is usual and how unusual it is do not fit together."""
    of, window = fact.text("of"), fact.text("window")
    if fact.kind != "change" and not fact.detail.startswith("unusual:"):
        return
    change = fact if fact.kind == "change" else ledger.get(f"{of}~change:{window}")
    unusual = ledger.get(f"{of}~unusual:{window}")
    if change is None or change.usual is None:
        return
    if change.usual <= 0:
        yield change.id, f"has a usual size of {change.usual}"
        return
    if unusual is None or unusual.value is None or change.value is None:
        return
    exact = change.value / change.usual
    if abs(exact - unusual.value) > _SLACK * max(Decimal(1), abs(exact)):
        yield unusual.id, f"is {unusual.value}, but the change over its usual size gives {exact:.6f}"
