"""Titles of briefs: the label and the date, then one thing. A brief has few lines, so that its titles are its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.narrative.frames import judged
from generator.narrative.options import lead_skew

if TYPE_CHECKING:
    from generator.model.finding import Finding
    from generator.narrative.patterns import Desk


def of_a_brief(desk: Desk) -> Iterator[Finding]:
    """Yield the candidates for a brief's title."""
    view = desk.view
    skew, basis = lead_skew(view, desk.edition), view.level("futures.basis", "90d")
    bands, states = judged(view, skew, basis)
    yield desk.head("brief", {}, 0.5, "lead-day")
    if "skew" in bands:
        yield desk.head("brief-options", {"band": bands["skew"]}, 0.6, "skew-level", traits=states)
    if "basis" in bands:
        yield desk.head("brief-demand", {"band": bands["basis"]}, 0.4, "basis-level", traits=states)
    if "basis-level" in desk.moves:
        yield desk.head("brief-basis", {"basis": desk.moves["basis-level"].cast["basis"]}, 0.3, "basis-level")
    first = desk.fact("funding", "first")
    if first is not None and "split" not in desk.moves["funding"].traits:
        yield desk.head("brief-funding", {"first": first}, 0.4, "funding")
    index = desk.fact("fear-greed", "index")
    if index is not None:
        yield desk.head("brief-mood", {"index": index, "band": desk.fact("fear-greed", "band")}, 0.3, "fear-greed")
    stance = view.facts.get(f"{view.asset}/stance~band")
    if stance is not None and stance.state:
        yield desk.head("brief-stance", {"stance": stance}, 0.2)
