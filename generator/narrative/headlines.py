"""Headlines: every candidate for a title, the best first. The evidence keeps them all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from generator.narrative.frames import frame as framed
from generator.narrative.options import lead_skew
from generator.narrative.patterns import Desk, of_derivatives, of_the_price
from generator.narrative.patterns_of_market import of_the_market
from generator.narrative.short import of_a_brief
from generator.narrative.view import View, cast, finding, moved
from generator.narrative.weekly import EDITION as WEEKLY
from generator.narrative.weekly import week_headlines

if TYPE_CHECKING:
    from generator.model.finding import Finding

#: A question is asked once in so many issues at most.
_ASKED: Final = 10
_QUESTION: Final = "head-question"


def headlines(
    view: View,
    edition: str,
    moves: Mapping[str, Finding] | None = None,
    frame: frozenset[str] | None = None,
) -> tuple[Finding, ...]:
    """Return the candidates, the best first.

    Args:
        view: The day.
        edition: Who it is written for.
        moves: What could be said, by move.
        frame: The day's traits; derived where they are not given.
    """
    if edition == WEEKLY:
        return (*week_headlines(view), *_plain(view, edition))
    known = moves or {}
    desk = Desk(view, edition, known, framed(view, edition, known) if frame is None else frame)
    if view.level("spot.price") is None:
        return tuple(_without_a_price(view, edition))
    found = of_a_brief(desk) if edition == "brief" else _all(desk)
    return (*sorted(found, key=lambda each: -each.salience), *_plain(view, edition))


def _all(desk: Desk) -> Iterator[Finding]:
    yield from of_the_price(desk)
    yield from of_derivatives(desk)
    yield from of_the_market(desk)
    lately = desk.view.recent[: _ASKED - 1]
    if len(lately) == _ASKED - 1 and all(said.headline != _QUESTION for said in lately):
        yield from _question(desk)


def _question(desk: Desk) -> Iterator[Finding]:
    """Yield a question where price and futures leave one: at most one in ten issues asks it."""
    basis, edge = desk.fact("basis-run", "basis"), desk.fact("basis-run", "edge")
    if basis is not None and edge is not None and not {"flat"} & desk.frame and moved(desk.price.get("day"), 0.01):
        state = desk.view.told_state(basis)
        yield desk.head("question", {"basis": basis, "edge": edge}, 0.3, "lead-day", "basis-run",
                        traits={f"basis:{state}"})  # fmt: skip


def _without_a_price(view: View, edition: str) -> Iterator[Finding]:
    skew = lead_skew(view, edition)
    if skew is not None:
        yield finding("head-options", "headline", cast(skew=skew, band=view.derived(skew, "band")))
    yield from _plain(view, edition)


def _plain(view: View, edition: str) -> Iterator[Finding]:
    """Yield what can be said of any day."""
    parts = cast(now=view.facts.get("run/as_of"), price=view.level("spot.price"))
    yield finding("head-plain", "headline", parts, traits={edition})
