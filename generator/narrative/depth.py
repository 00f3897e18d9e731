"""The second reading of options: other tenors of skew, the wings, the daily move, what was paid for a week."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from generator.narrative.view import View, cast, finding, rarity

if TYPE_CHECKING:
    from generator.model.fact import Fact
    from generator.model.finding import Finding

_SKEW: Final = "options.skew_25d"
#: The back of the curve, the farthest first.
_FAR: Final = ("180d", "90d", "60d")
#: Front and back are told apart from this difference on.
_APART: Final = 0.03
#: From this part of a year on an extreme is worth a sentence; by level, the outer twentieths are.
_RARE: Final = 0.16
_TAIL: Final = 0.05
#: Implied and realized volatility differ by so much before it is told.
_TELLING: Final = 0.05
_FAR_APART: Final = 0.3
#: A change of the volatility index by so much in a day is a large one.
_JUMP: Final = 0.05
_DUST: Final = 1e-6


def depth(view: View) -> Iterator[Finding]:
    """Yield what a second look at the chain has to say."""
    yield from _front_and_back(view)
    yield from _wings(view)
    yield from _daily_move(view)
    yield from _week(view)


def method(view: View) -> tuple[Finding, ...]:
    """Return what the options curve left out, for the lines that say how an article was made."""
    read = view.level("options.expiries")
    if read is None or read.n is None or read.total is None or read.n >= read.total:
        return ()
    left_out = {"short": "36 hours", "thin": "25-delta"}
    traits = {name for name, words in left_out.items() if words in read.note}
    return (finding("method-expiries", "made", cast(read=read), traits=traits),) if traits else ()


def _front_and_back(view: View) -> Iterator[Finding]:
    front = view.level(_SKEW, "7d")
    back = next((fact for tenor in _FAR if (fact := view.level(_SKEW, tenor)) is not None), None)
    if front is None or back is None or front.value is None or back.value is None:
        return
    apart = front.value - back.value
    if front.value * back.value < 0:
        traits = {"split"}
    elif abs(apart) >= _APART and front.value > 0:
        middle = view.level(_SKEW, "30d")
        if middle is not None and middle.value is not None and (front.value - middle.value) * apart <= 0:
            return  # not all the way, but from the middle on: neither end is where protection is dearest
        traits = {"front" if apart > 0 else "back"}
    else:
        return
    yield finding(
        "skew-front", "options", cast(front=front, back=back), traits=traits,
        size=min(abs(apart) / 0.2, 0.5), why="near dates against far ones",
    )  # fmt: skip


def _wings(view: View) -> Iterator[Finding]:
    """Yield the butterfly where it is unusual: no reader waits for it on other days."""
    wings = view.level("options.butterfly_25d", "30d")
    rank, share = view.derived(wings, "rank"), view.derived(wings, "percentile")
    tail = share is not None and share.value is not None and not _TAIL < share.value < 1 - _TAIL
    if wings is not None and (rarity(rank) >= _RARE or tail):
        parts = cast(wings=wings, rank=rank if rarity(rank) >= _RARE else None)
        yield finding("butterfly", "options", parts, rarity=max(rarity(rank), 0.2), why="both wings of the smile")


def _daily_move(view: View) -> Iterator[Finding]:
    move = view.level("options.implied_move", "1d")
    dvol = view.facts.get(move.than) if move is not None and move.than else None
    if move is None or dvol is None:
        return
    change = view.change(dvol, "1d")
    size = 0.0 if change is None or change.value is None else min(abs(change.value) / _JUMP, 1.0)
    yield finding("implied-move", "options", cast(move=move, dvol=dvol), size=0.15 + 0.25 * size, why="in plain units")


def _week(view: View) -> Iterator[Finding]:
    """Yield implied against realized volatility of a week, where the month says the opposite or far less."""
    month, premium = view.level("options.volatility_premium", "30d"), view.level("options.volatility_premium", "7d")
    implied, realised = view.level("options.iv_atm", "7d"), view.level("spot.realised_vol", "7d")
    if month is None or premium is None or month.value is None or premium.value is None:
        return
    turned = month.value * premium.value < 0 and min(abs(month.value), abs(premium.value)) >= _TELLING
    beyond = abs(premium.value) >= max(_FAR_APART, 2 * abs(month.value))
    if (turned or beyond) and _is_difference(premium, implied, realised):
        parts = cast(implied=implied, realised=realised, premium=premium)
        yield finding(
            "vol-premium-week", "options", parts, traits={"turned" if turned else "further"}, size=0.4,
            why="the week says something else than the month",
        )  # fmt: skip


def _is_difference(premium: Fact, implied: Fact | None, realised: Fact | None) -> bool:
    if implied is None or realised is None or implied.value is None or realised.value is None or premium.value is None:
        return False
    return abs(implied.value - realised.value - premium.value) < _DUST
