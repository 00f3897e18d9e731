"""Outlook: what it would mean if a level that is watched were reached. Conditional and hedged, never a forecast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from generator.model.finding import Finding
    from generator.model.memory import Said

#: Each is told beside the level that it is about, unless one of the last issues has done so.
_RESTS: Final = 3
_OUTLOOKS: Final[Mapping[str, str]] = {
    "watch-line": "outlook-line", "watch-basis": "outlook-basis", "watch-range": "outlook-range",
}  # fmt: skip
_SECTION: Final = "watch"


def with_outlook(sections: Mapping[str, tuple[Finding, ...]], recent: Sequence[Said]) -> dict[str, tuple[Finding, ...]]:
    """Return the sections with one outlook beside a level that is watched, where one has rested long enough.

    Args:
        sections: An article's findings, in order.
        recent: The last issues of its edition, the newest first.
    """
    watched = sections.get(_SECTION, ())
    told = {phrase.rpartition("/")[0] for said in recent[:_RESTS] for phrase in said.phrases}
    moves = {each.move for each in watched}
    chosen = next((name for name in _OUTLOOKS if name in moves and _OUTLOOKS[name] not in told), None)
    beside = tuple(
        each
        for finding in watched
        for each in (finding, *((_outlook(finding),) if finding.move == chosen else ()))
    )  # fmt: skip
    return {**sections, **({_SECTION: beside} if _SECTION in sections else {})}


def _outlook(finding: Finding) -> Finding:
    return replace(finding, move=_OUTLOOKS[finding.move], score={}, why="what it would mean")
