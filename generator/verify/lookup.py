"""Look-up: numbers that nothing in the evidence claims, sought among all facts of the day.

A number is found where a fact of the asset and metric that govern it says it, contradicted where facts of just
these say something else, and unknown where nobody can tell. None of the three is proof: a person signs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
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
#: Words right before a number that set a reading above or below it.
_SIDES: Final = {"above": 1, "past": 1, "over": 1, "beyond": 1, "below": -1, "under": -1, "beneath": -1}
#: Before these "futures" and "options" only say of what kind they are.
_KINDS: Final = frozenset(
    {"contract", "contracts", "trader", "traders", "market", "markets", "position", "positions", "exchange"}
)
_NEAR: Final = 7
#: Words that a window or a metric does not end at: "over seven days", "above the basis".
_ENDS: Final = frozenset(CLAUSE_ENDS.split()) - frozenset({"(", ")", "over", "past", "after", "above", "below", "with"})
_HOLDS: Final = frozenset({"more", "over", "at least", "almost", "less", "under"})
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
    """What numbers are looked up in.

    Args:
        ledger: The facts.
        scene: The article's instant.
        asset: Whose number it is where the sentence names none.
        carried: Whether the sentences before have named that asset.
    """

    ledger: Ledger
    scene: Scene
    asset: str
    carried: bool = False


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
            free = slot.at + (slot.readings[0].length if slot.must else 1)
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
    side = _SIDES.get(sentence.cut.lower[slot.at - 1]) if slot.at else None
    if side is not None and not said:
        beyond = [fact for fact in known if _is_plain(fact) and amounts.against(numbers[0].meaning, fact) == side]
        if beyond:
            return AddedNumber(where, printed, "found", beyond[0].id, f"{beyond[0].id} is {beyond[0].value}")
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
    asset, is_named, venue, move, hours = frame.asset, frame.carried, None, None, None
    end, free = slot.at + number.length, 0
    for other in sentence.slots:
        if other.at == slot.at or other.at < free:
            continue
        free = other.at + (other.readings[0].length if other.must else 1)
        before = other.at < slot.at
        here = _in_one_clause(sentence, other.at, slot.at) if before else _in_one_clause(sentence, end, other.at)
        for each in other.readings:
            if each.kind == "asset" and before and each.must:
                asset, is_named = str(each.meaning), True
            elif each.kind == "venue" and isinstance(each.meaning, Name) and here:
                venue = each.meaning
            elif each.kind == "direction" and isinstance(each.meaning, Move) and here and (before or other.at == end):
                # "rose 5%", and "a 5% rise".
                move = each.meaning
            elif here and (found := _hours(each)) is not None:
                hours = found
    metrics = _metrics(sentence, slot, end) or _implied(sentence, slot, number, named=is_named, move=move, hours=hours)
    return _Governed(asset, is_named, metrics, venue, move, hours)


def _metrics(sentence: Read, slot: Slot, end: int) -> frozenset[str]:
    """Return the metrics of the noun that governs a number: of its clause before others, certain nouns before loose."""
    best: tuple[tuple[bool, bool, int], frozenset[str]] | None = None
    covered = 0
    for other in sentence.slots:
        if other.at < covered:
            continue
        reading = next((each for each in other.readings if each.kind == "metric"), None)
        if reading is None or not isinstance(reading.meaning, frozenset):
            continue
        covered = other.at + reading.length
        if not reading.must and sentence.cut.lower[covered : covered + 1] and sentence.cut.lower[covered] in _KINDS:
            continue
        before = other.at < slot.at
        here = _in_one_clause(sentence, other.at, slot.at) if before else _in_one_clause(sentence, end, other.at)
        if not before and not here:
            continue
        rank = (not here, not reading.must, slot.at - other.at if before else 2 * (other.at - end) + 1)
        if best is None or rank < best[0]:
            best = rank, reading.meaning
    return frozenset() if best is None else best[1]


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
    return any(
        licensed(role, each, fact, None, scene) for number in numbers for each in _bare(number, fact) for role in _ROLES
    )


def _bare(reading: Reading, fact: Given) -> Iterator[Reading]:
    """Yield a number as it is printed, and without the word that bounds it where that holds."""
    yield reading
    number = reading.meaning
    if not isinstance(number, Number) or not number.about or fact.value is None:
        return
    if number.about in ("about", "just"):
        yield reading._replace(meaning=number._replace(about=""))
    elif number.about in _HOLDS:
        step = Decimal(1).scaleb(-number.places)
        away = -step if number.about in ("more", "over", "at least") else step
        for digits in (number.digits, number.digits - away):
            # "More than 3%" is said of what is from 3% to 4%, "almost" of what is that much below.
            yield reading._replace(meaning=number._replace(about="", digits=digits))


def _is_plain(fact: Given) -> bool:
    return fact.kind == "level" and not fact.detail


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
