"""Match: the places of a sentence against the claims on it, in order, each side counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, Union

from generator.verify.licence import licensed
from generator.verify.scene import Scene

if TYPE_CHECKING:
    from generator.verify.ledger import Given
    from generator.verify.read import Read, Slot
    from generator.verify.readings import Reading

#: A place that no claim licenses weighs more than any number of claims that are not read.
_UNLICENSED: Final = 1000
_UNREAD: Final = 1


#: What is done at a place and a claim: a reading taken, the claim left (True), or the place passed (None).
_Step = Union["Reading", bool, None]


class Asked(NamedTuple):
    """A claim of the evidence with its facts; ``fact`` is None where the evidence has no such fact."""

    id: str
    sentence: str
    statement: str
    role: str
    fact_id: str
    fact: Given | None
    than: Given | None
    than_id: str | None


class Pair(NamedTuple):
    """A claim and the place that was read as it."""

    claim: Asked
    slot: Slot
    reading: Reading


class Match(NamedTuple):
    """How a sentence and claims fit: what is paired, which places nothing licenses, which claims nobody reads."""

    pairs: list[Pair]
    unlicensed: list[Slot]
    unread: list[Asked]

    @property
    def whole(self) -> bool:
        """Whether nothing is left on either side."""
        return not self.unlicensed and not self.unread


def match(sentence: Read, claims: Sequence[Asked], scene: Scene) -> Match:
    """Return the best order-keeping match of a sentence's places with claims.

    Most sentences fit at the first try, from left to right; only what does not is searched.
    """
    pairs = _straight(sentence.slots, claims, scene)
    return Match(pairs, [], []) if pairs is not None else _best(sentence.slots, claims, scene)


def fits(claim: Asked, reading: Reading, scene: Scene) -> bool:
    """Return whether a reading says what a claim demands."""
    return claim.fact is not None and licensed(claim.role, reading, claim.fact, claim.than, scene)


def _straight(slots: Sequence[Slot], claims: Sequence[Asked], scene: Scene) -> list[Pair] | None:
    pairs: list[Pair] = []
    free, wanted = 0, len(claims)
    for slot in slots:
        if slot.at < free:
            continue
        if len(pairs) < wanted:
            claim = claims[len(pairs)]
            taken = next((reading for reading in slot.readings if fits(claim, reading, scene)), None)
            if taken is not None:
                pairs.append(Pair(claim, slot, taken))
                free = slot.at + taken.length
                continue
        if slot.must:
            return None
        free = slot.at + _passed(slot)
    return pairs if len(pairs) == wanted else None


def _passed(slot: Slot) -> int:
    """Return how many tokens are passed over with a place: all of a phrase that asserts nothing."""
    if slot.must:
        return slot.readings[0].length
    return max((reading.length for reading in slot.readings if reading.kind == "null"), default=1)


def _best(slots: Sequence[Slot], claims: Sequence[Asked], scene: Scene) -> Match:
    """Search from the end: the least cost from each place and claim on, and the step that has it."""
    n, m = len(slots), len(claims)
    cost = [[0] * (m + 1) for _ in range(n + 1)]
    step: list[list[_Step]] = [[None] * (m + 1) for _ in range(n + 1)]
    for j in range(m - 1, -1, -1):
        cost[n][j] = cost[n][j + 1] + _UNREAD
        step[n][j] = True
    for k in range(n - 1, -1, -1):
        slot = slots[k]
        behind = _next(slots, k, _passed(slot))
        for j in range(m, -1, -1):
            least, taken = cost[behind][j] + (_UNLICENSED if slot.must else 0), None
            chosen: _Step = None
            if j < m:
                for reading in slot.readings:
                    if fits(claims[j], reading, scene):
                        taken = cost[_next(slots, k, reading.length)][j + 1]
                        # Of readings that serve alike the longest is meant, which comes first.
                        if taken < least or (chosen is None and taken == least):
                            least, chosen = taken, reading
                if cost[k][j + 1] + _UNREAD < least:
                    least, chosen = cost[k][j + 1] + _UNREAD, True
            cost[k][j], step[k][j] = least, chosen
    return _walked(slots, claims, step)


def _next(slots: Sequence[Slot], k: int, length: int) -> int:
    end = slots[k].at + length
    k += 1
    while k < len(slots) and slots[k].at < end:
        k += 1
    return k


def _walked(slots: Sequence[Slot], claims: Sequence[Asked], step: list[list[_Step]]) -> Match:
    pairs: list[Pair] = []
    unlicensed: list[Slot] = []
    unread: list[Asked] = []
    k = j = 0
    while k < len(slots) or j < len(claims):
        chosen = step[k][j]
        if chosen is True:
            unread.append(claims[j])
            j += 1
        elif chosen is None or isinstance(chosen, bool):
            if slots[k].must:
                unlicensed.append(slots[k])
            k = _next(slots, k, _passed(slots[k]))
        else:
            pairs.append(Pair(claims[j], slots[k], chosen))
            k, j = _next(slots, k, chosen.length), j + 1
    return Match(pairs, unlicensed, unread)
