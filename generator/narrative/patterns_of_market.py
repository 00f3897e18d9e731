"""Patterns of the wider market: what a headline may be made of beside the price; see ``patterns``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from generator.narrative.patterns import Desk, way_of
from generator.narrative.view import moved, trend

if TYPE_CHECKING:
    from generator.model.fact import Fact
    from generator.model.finding import Finding

#: A turn of sentiment by so many points in a day is rare.
_MOOD_TURNED: Final = 15


def of_the_market(desk: Desk) -> Iterator[Finding]:
    """Yield what the wider market offers: the mood, other coins, stocks."""
    yield from _mood(desk)
    yield from _broad(desk)
    memes, tokens, day = desk.fact("baskets", "memes"), desk.fact("baskets", "tokens"), desk.price.get("day")
    if memes is not None and day is not None and _ahead(memes, day) and not _ahead(tokens, memes):
        yield desk.head("memes", {"memes": memes}, 0.4, "baskets", traits=way_of(day))
    rotation = desk.moves.get("rotation")
    if rotation is not None:
        yield desk.head("rotation", rotation.cast, 0.2, "rotation", traits=way_of(rotation.cast["rotation"]))
    other = desk.moves.get("other-major")
    if other is not None and "flat" not in other.traits and "flat" not in desk.frame and day is not None:
        theirs = {"other": other.cast["price"], "theirs": other.cast["day"]}
        ways = other.traits & {"same-way", "other-way"}
        yield desk.head("ether", theirs, 0.15, "other-major", traits=ways)
    stock, move = desk.fact("stocks", "stock"), desk.fact("stocks", "change")
    if stock is not None and move is not None and "flat" not in trend(move) and "flat" not in desk.frame:
        same = {"same-way"} if trend(move) & desk.frame else {"other-way"}
        yield desk.head("stocks", {"stock": stock, "move": move}, 0.15, "stocks", traits=same)
    flow = desk.fact("etf-flows", "flow")
    if flow is not None:
        yield desk.head("flows", {"flow": flow}, 0.3, "etf-flows")


def _broad(desk: Desk) -> Iterator[Finding]:
    """Yield how many coins went one way: of the large ones, and of all perpetual contracts."""
    for move in ("large-coins", "perps-breadth"):
        breadth = desk.fact(move, "breadth")
        if breadth is None or breadth.n is None or not breadth.total:
            continue
        share = breadth.n / breadth.total
        whole = {"all"} if share == 1 else {"none"} if share == 0 else {"some"}
        yield desk.head("breadth", {"breadth": breadth}, 0.3 if share in (0, 1) else 0.1, move, traits=whole)


def _mood(desk: Desk) -> Iterator[Finding]:
    told = desk.moves.get("fear-greed")
    if told is None:
        return
    index, turn, past, band = (told.cast.get(name) for name in ("index", "change", "past", "band"))
    if turn is not None and past is not None and moved(turn, _MOOD_TURNED):
        yield desk.head("mood", {"index": index, "turn": turn, "past": past}, 0.9, "fear-greed")
    if band is not None:
        yield desk.head("sentiment", {"index": index, "band": band}, 0.2, "fear-greed")


def _ahead(one: Fact | None, other: Fact | None) -> bool:
    """Whether one return is a percent or more, and the other less than half of it."""
    if one is None or one.value is None or other is None or other.value is None:
        return False
    return one.value >= 0.01 and other.value < one.value / 2
