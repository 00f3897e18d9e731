"""Arithmetic: the facts that a text tells agree with one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from generator.verify import tiers

if TYPE_CHECKING:
    from generator.verify.ledger import Given, Ledger

#: Floats are divided and printed again: beyond this a computed change is not its ends' change.
_SLACK: Final = Decimal("1e-6")
#: A delivered change and its delivered ends are each rounded.
_DELIVERED_SLACK: Final = Decimal("0.006")
#: Parts may miss their whole by what their rounding hides.
_ROUNDING: Final = Decimal("0.005")
#: Sums whose ends lie further apart are of different days.
_HOUR: Final = timedelta(hours=1)
#: From here on coin, dollars and price disagree too much for one sentence.
_IRRECONCILABLE: Final = Decimal("0.05")
_COIN, _DOLLARS = "futures.open_interest", "futures.open_interest_usd"


def disagreements(told: Mapping[str, Given], ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Yield (fact id, what is wrong) for the facts that a text tells.

    Args:
        told: The facts that claims rest on, by id.
        ledger: All facts, for the ends and wholes that are not told themselves.
    """
    for fact in told.values():
        yield from _change(fact, ledger)
        yield from _share(fact, ledger)
        yield from _count(fact)
        yield from tiers.disagreements(fact, ledger)
    yield from _one_price(told.values())
    yield from _sides(told, ledger)
    yield from _parts(told, ledger)


def _change(fact: Given, ledger: Ledger) -> Iterator[tuple[str, str]]:
    """A change is its level less, or relative to, the level it is measured from."""
    if fact.kind != "change" or fact.value is None:
        return
    level, earlier = ledger.get(fact.text("of")), ledger.get(fact.text("than"))
    if level is None or earlier is None or level.value is None or earlier.value is None:
        return
    if fact.unit == "ratio":
        if not earlier.value:
            yield fact.id, "is relative to zero"
            return
        exact = level.value / earlier.value - 1
    else:
        exact = level.value - earlier.value
    slack = _slack(fact, exact)
    if abs(exact - fact.value) > slack:
        yield fact.id, f"is {fact.value}, but its ends give {exact:.6f}"


def _slack(fact: Given, exact: Decimal) -> Decimal:
    if fact.raw.get("computed") is False:
        return _DELIVERED_SLACK
    return _SLACK * max(Decimal(1), abs(exact))


def _share(fact: Given, ledger: Ledger) -> Iterator[tuple[str, str]]:
    """A share is its part of its whole, and none is beyond it."""
    if fact.kind != "share" or fact.value is None or fact.detail in ("percentile", "retraced", "reconciled"):
        return
    part, whole = ledger.get(fact.text("of")), ledger.get(fact.text("than"))
    if part is not None and whole is not None and part.value is not None and whole.value:
        exact = part.value / whole.value
        if abs(exact - fact.value) > _slack(fact, exact):
            yield fact.id, f"is {fact.value}, but its part and its whole give {exact:.6f}"
    if not 0 <= fact.value <= 1:
        yield fact.id, f"is a share of {fact.value}"


def _count(fact: Given) -> Iterator[tuple[str, str]]:
    counted, total = fact.count("n"), fact.count("total")
    if counted is not None and (counted < 0 or (total is not None and counted > total)):
        yield fact.id, f"counts {counted} of {total}"


def _one_price(told: Iterable[Given]) -> Iterator[tuple[str, str]]:
    """An asset has one price at one instant in one text."""
    seen: dict[tuple[str, object], Given] = {}
    for fact in told:
        if fact.metric != "spot.price" or fact.detail or fact.kind != "level":
            continue
        other = seen.setdefault((fact.asset, fact.as_of), fact)
        if other.value != fact.value:
            yield fact.id, f"is {fact.value} when {other.id} is {other.value}: one price for one instant"


def _end_together(one: Given, other: Given) -> bool:
    """Whether two sums are of windows that end within the hour."""
    ends = (one.as_of, other.as_of)
    return ends[0] is not None and ends[1] is not None and abs(ends[0] - ends[1]) <= _HOUR


def _sides(told: Mapping[str, Given], ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Longs and shorts are not more than all liquidations where the sums end together: else they are of other days."""
    for fact in told.values():
        if fact.metric != "liquidations.total" or fact.detail or fact.value is None:
            continue
        sides = [
            ledger.get(fact.id.replace("liquidations.total", f"liquidations.{side}")) for side in ("long", "short")
        ]
        values = [
            side.value for side in sides if side is not None and side.value is not None and _end_together(side, fact)
        ]
        if sum(values, Decimal(0)) > fact.value * (1 + _ROUNDING):
            yield fact.id, f"is {fact.value}, but its sides are {' + '.join(str(value) for value in values)}"


def _parts(told: Mapping[str, Given], ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Parts that are told do not exceed their whole, and what they leave over is named."""
    wholes = {fact_id.partition("~")[0] for fact_id in told if told[fact_id].metric == "liquidations.total"}
    for whole_id in wholes:
        whole, parts = ledger.get(whole_id), ledger.get(f"{whole_id}~parts")
        if whole is None or parts is None or not whole.value or parts.value is None:
            continue
        listed = [fact_id for fact_id in parts.raw.get("inputs", ()) if fact_id in told]
        if len(listed) < 2:
            continue
        if parts.value > whole.value * (1 + _ROUNDING):
            yield parts.id, f"is {parts.value}, more than the whole of {whole.value}"
        rest = f"{whole_id}~unallocated"
        left = whole.value - parts.value
        if left > whole.value * _ROUNDING and rest not in told and parts.id not in told:
            yield parts.id, f"leaves {left} of {whole.value} over, and the text does not say so"


def irreconcilable(told: Iterable[Given], ledger: Ledger) -> Iterator[str]:
    """Yield what one sentence tells of coins and dollars that do not agree with the price.

    Source:
        dollars = coins x price, so that (1 + change in coins)(1 + change of price) - 1 is the change in dollars.
    """
    changes = {fact.metric: fact for fact in told if fact.kind == "change" and fact.metric in (_COIN, _DOLLARS)}
    if len(changes) < 2:
        return
    for fact in changes.values():
        gap = ledger.get(f"{fact.id.partition('~')[0]}~reconciled")
        if gap is not None and gap.value is not None and abs(gap.value) > _IRRECONCILABLE:
            yield f"{changes[_COIN].id} and {changes[_DOLLARS].id} disagree by {gap.value}: not in one sentence"
            return
