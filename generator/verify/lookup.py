"""Look-up: numbers that nothing in the evidence claims, sought among all facts of the day.

A number is found where a fact of the asset and metric that govern it says it, contradicted where facts of just
these say something else, and unknown where nobody can tell. None of the three is proof: a person signs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from generator.model.article import AddedNumber
from generator.verify import amounts
from generator.verify.calendar import hours_of
from generator.verify.lexicon import Name
from generator.verify.licence import licensed
from generator.verify.readings import Change, Move, Number, Reading, Span
from generator.verify.words import CLAUSE_ENDS

if TYPE_CHECKING:
    from generator.verify.ledger import Given, Ledger
    from generator.verify.read import Read, Slot
    from generator.verify.scene import Scene

#: A number may be any of these of a fact.
_ROLES: Final = ("value", "size", "n", "total", "edge", "times")
#: Nobody's metric: what is said of it needs no asset's name.
_COMMON: Final = ("CRYPTO", "OTHER", "market", "rule:")
_PRICES: Final = frozenset({"spot.price"})
#: Between an asset and the price that it is told to have.
_IS: Final = frozenset(
    {"is", "was", "are", "trades", "traded", "trading", "stood", "stands", "closed", "closes", "ended", "ends", "sits"}
)
_NEAR: Final = 7
#: Words that a window or a metric does not end at: "over seven days", "above the basis".
_ENDS: Final = frozenset(CLAUSE_ENDS.split()) - frozenset({"(", ")", "over", "past", "after", "above", "below", "with"})
_UNITS: Final = {"days": 24, "weeks": 168, "months": 720, "hours": 1}


class _Governed(NamedTuple):
    """What governs a number in its sentence: the asset, metrics, venue, direction and window named at it."""

    asset: str
    named: bool
    metrics: frozenset[str]
    venue: Name | None
    move: Move | None
    hours: int | None


class Frame(NamedTuple):
    """What numbers are looked up in: the facts, the article's instant, the asset in force."""

    ledger: Ledger
    scene: Scene
    asset: str


def looked_up(sentence: Read, slots: Sequence[Slot], where: str, frame: Frame) -> Iterator[AddedNumber]:
    """Yield what is known of the numbers at some places of a sentence.

    Args:
        sentence: The sentence, as read.
        slots: The places whose numbers nothing claims; what is no number is passed over.
        where: What the place is called.
        frame: What is known.
    """
    free = 0
    for slot in slots:
        if slot.at < free:
            continue
        numbers = [each for each in slot.readings if isinstance(each.meaning, Number)]
        if not numbers or (slot.readings[0].must and slot.readings[0] not in numbers):
            continue
        free = slot.at + numbers[0].length
        yield _judged(sentence, slot, numbers, where, frame)


def change_of(number: AddedNumber) -> Change:
    """Return what is to be said of a number: red where facts contradict it, else a person must sign."""
    what = f"{number.printed!r} is {number.state}: {number.why}"
    if number.state == "contradicted":
        return Change("number", what, "red")
    return Change("not-checkable", f"{what}; a person must sign for it", "yellow")


def _judged(sentence: Read, slot: Slot, numbers: Sequence[Reading], where: str, frame: Frame) -> AddedNumber:
    governed = _governed(sentence, slot, numbers[0], frame)
    known = [fact for fact in _facts(frame.ledger, governed) if _is_comparable(numbers, fact)]
    said = [fact for fact in known if _says(numbers, fact, frame.scene)]
    printed = sentence.said(slot, numbers[0])
    agreeing = [fact for fact in said if not _is_against(governed, fact)]
    if agreeing:
        best = min(agreeing, key=lambda fact: _distance(fact, governed))
        return AddedNumber(where, printed, "found", best.id, best.id)
    decisive = bool(governed.metrics) and known
    if said and decisive:
        what = f"{said[0].id} is {said[0].value}: another way or another window"
        return AddedNumber(where, printed, "contradicted", said[0].id, what)
    if decisive:
        nearest = min(known, key=lambda fact: _distance(fact, governed))
        return AddedNumber(where, printed, "contradicted", nearest.id, f"{nearest.id} is {nearest.value}")
    return AddedNumber(where, printed, "unknown", None, "no fact of the day says it")


# What governs a number


def _governed(sentence: Read, slot: Slot, number: Reading, frame: Frame) -> _Governed:
    asset, named, venue, move, hours = frame.asset, False, None, None, None
    metrics = frozenset[str]()
    end = slot.at + number.length
    free = 0
    for other in sentence.slots:
        if other.at < free or other.at == slot.at:
            continue
        reading = next((each for each in other.readings if each.must), other.readings[0])
        free = other.at + reading.length if reading.must else free
        before = other.at < slot.at
        here = _in_one_clause(sentence, other.at, end) if before else _in_one_clause(sentence, slot.at, other.at)
        for each in other.readings:
            if each.kind == "asset" and before and each.must:
                asset, named = str(each.meaning), True
            elif each.kind == "metric" and isinstance(each.meaning, frozenset) and (before or (here and not metrics)):
                metrics = each.meaning if before or not metrics else metrics
            elif each.kind == "venue" and isinstance(each.meaning, Name) and here:
                venue = each.meaning
            elif each.kind == "direction" and isinstance(each.meaning, Move) and before and here:
                move = each.meaning
            elif here and (found := _hours(each)) is not None:
                hours = found
    if not metrics:
        metrics = _implied(sentence, slot, number, named=named, move=move, hours=hours)
    return _Governed(asset, named, metrics, venue, move, hours)


def _in_one_clause(sentence: Read, start: int, end: int) -> bool:
    return _ENDS.isdisjoint(sentence.cut.lower[start:end])


def _hours(reading: Reading) -> int | None:
    if isinstance(reading.meaning, Span):
        return reading.meaning.hours
    return _UNITS.get(str(reading.meaning)) if reading.kind == "unit" else None


def _implied(
    sentence: Read, slot: Slot, number: Reading, *, named: bool, move: Move | None, hours: int | None
) -> frozenset[str]:
    """Return the metric that a number without a noun speaks of: a price that an asset is at, a move over a window."""
    meaning = number.meaning
    if not isinstance(meaning, Number) or not named:
        return frozenset()
    if meaning.unit == "%" and move is not None and hours is not None:
        return frozenset({"spot.return"})
    near = sentence.cut.lower[max(0, slot.at - _NEAR) : slot.at]
    at_price = near[-1:] in (["at"], ["near"], ["around"], ["about"]) and not _IS.isdisjoint(near)
    return _PRICES if meaning.unit == "$" and not meaning.scale and at_price else frozenset()


# Facts


def _facts(ledger: Ledger, governed: _Governed) -> Iterator[Given]:
    for fact_id in ledger:
        fact = ledger.get(fact_id)
        if fact is None or (fact.value is None and fact.count("n") is None):
            continue
        if fact.asset != governed.asset and not (governed.metrics and fact.asset.startswith(_COMMON)):
            continue
        if governed.metrics and fact.metric not in governed.metrics and not _is_cut(fact, governed):
            continue
        if governed.venue is not None and fact.venue and fact.venue.lower() not in governed.venue.known_as:
            continue
        yield fact


def _is_cut(fact: Given, governed: _Governed) -> bool:
    """Whether a fact is a threshold of the metric: "above 6%" is said of a skew."""
    return fact.asset.startswith("rule:") and any(
        metric.replace(".", "-").replace("_", "-") in fact.asset.replace("_", "-") for metric in governed.metrics
    )


def _is_comparable(numbers: Iterable[Reading], fact: Given) -> bool:
    return any(
        isinstance(each.meaning, Number)
        and (amounts.prints_in(each.meaning, fact) or (not each.meaning.unit and fact.count("n") is not None))
        for each in numbers
    )


def _says(numbers: Iterable[Reading], fact: Given, scene: Scene) -> bool:
    return any(licensed(role, each, fact, None, scene) for each in numbers for role in _ROLES)


def _is_against(governed: _Governed, fact: Given) -> bool:
    """Whether a fact that says the number went the other way, or over another window than the one that is named."""
    if fact.kind != "change" and fact.metric != "spot.return":
        return False
    window = hours_of(fact.text("window") or fact.tenor)
    if governed.hours is not None and window is not None and window != governed.hours:
        return True
    return governed.move is not None and fact.value is not None and governed.move.sign * fact.value < 0


def _distance(fact: Given, governed: _Governed) -> tuple[bool, bool, int]:
    """Return how far a fact is from what is spoken of: its own window first, then what is not derived."""
    window = hours_of(fact.text("window") or fact.tenor)
    other = governed.hours is not None and window != governed.hours
    return other, (fact.kind == "change") != (governed.move is not None), len(fact.id)
