"""Agreement: who else says the same, as the measure of how firmly a finding may conclude."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from generator.model.strength import strength
from generator.narrative.conditions import MOVE
from generator.narrative.view import cast, finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.model.fact import Fact
    from generator.model.finding import Finding
    from generator.narrative.view import View

_WAYS: Final = {-1: "down", 1: "up"}
#: Where an edition says what all signals say together.
_PLACES: Final = {"derivatives": "context", "markets": "mood", "brief": "impact"}
#: For so many days a stance is news, and after that on days that moved like this.
_NEW_DAYS: Final = 3
_UNUSUAL: Final = ("strong", "extreme")
#: Nobody says "all two".
_PAIR: Final = 2

Sections = dict[str, tuple["Finding", ...]]


def agreeing(view: View, edition: str, sections: Mapping[str, tuple[Finding, ...]]) -> Sections:
    """Return the sections with what the signals say together, and with the count of those who agree in each cast.

    The count is ``agree`` where all readings of a cast lean one way.
    """
    place, told = _PLACES.get(edition), {name: list(found) for name, found in sections.items()}
    if place is not None:
        told.setdefault(place, []).extend(_conclusion(view))
    return {name: tuple(_counted(view, each) for each in found) for name, found in told.items()}


def _conclusion(view: View) -> Iterator[Finding]:
    """Yield what the kinds of signals say together, while that is new or the day moved unusually.

    A stance that has held for weeks is no news.
    """
    stance, day = view.facts.get(f"{view.asset}/stance~band"), view.level("spot.return", "1d")
    if stance is None or not stance.sign or stance.n is None:
        return
    agree = view.facts.get(f"{view.asset}/stance~agree:{_WAYS[stance.sign]}")
    unusual = day is not None and strength(day) in _UNUSUAL
    if agree is None or not agree.n or not (stance.n <= _NEW_DAYS or unusual):
        return
    if agree.total == 1:
        return  # one alone agrees with nobody
    whole = "pair" if agree.n == _PAIR else "all"
    how = whole if agree.n == agree.total else "one" if agree.n == 1 else "some"
    yield finding(
        "conclusion", "context", cast(stance=stance, agree=agree), traits={how}, size=agree.n / 4,
        why="what the kinds of signals say together",
    )  # fmt: skip


def _counted(view: View, told: Finding) -> Finding:
    count = None if "agree" in told.cast else agreement(view, told)
    return told if count is None else replace(told, cast={**told.cast, "agree": count})


def agreement(view: View, told: Finding) -> Fact | None:
    """Return the count of those who agree with what a finding says, None where its readings lean both ways or neither.

    Of a condition these are the kinds of markets that it follows from, of anything else the families of the stance.
    """
    if told.move.startswith(MOVE):
        return view.facts.get(told.cast["band"].id.replace("~band", "~agree"))
    leans = {_lean(view, fact) for fact in told.cast.values()} - {0}
    return view.facts.get(f"{view.asset}/stance~agree:{_WAYS[leans.pop()]}") if len(leans) == 1 else None


def _lean(view: View, fact: Fact) -> int:
    """Return which way a reading's band leans for the price, or a band itself; 0 for what no rule judges."""
    band = fact if fact.id.endswith("~band") else view.derived(fact, "band")
    return 0 if band is None or band.sign is None else band.sign
