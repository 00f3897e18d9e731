"""Labels that hardly ever change: a history in which they tell nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Final

from generator.resources import read_yaml
from generator.rules.bands import UNKNOWN
from generator.rules.reach import Doubt

if TYPE_CHECKING:
    from pathlib import Path

    from generator.rules.backtest.follow import Followed, Strip
    from generator.rules.book import Rulebook, Scale

#: A label that is out of the ordinary and holds on more of the days is not.
_MOST: Final = 0.6
#: A shorter history shows nothing.
_LEAST_DAYS: Final = 90
#: So long may a rule say nothing out of the ordinary: the rarest of what it waits for comes every few years.
_CALM_DAYS: Final = 1461


def nearly_constant(book: Rulebook, followed: Followed, asset: str) -> Iterator[Doubt]:
    """Yield the labels that told nothing of an asset.

    What is neutral, or ``otherwise``, is there to hold on most days and is not told; of that only what held on all
    days of four years is named.

    Args:
        book: The rulebook.
        followed: Its labels day by day.
        asset: Of whom they are.
    """
    for (name, tenor), strip in followed.rules.items():
        what = f"{asset} {name} {tenor}".strip()
        for document in strip.documents.values():
            yield from _doubts(document.path, "bands", strip, _calm(document.scale), what)
    yield from _doubts(book.stance.path, "bands", followed.stance, _calm(book.stance.scale), f"{asset} stance")
    for name, strip in followed.conditions.items():
        condition = book.conditions[name]
        yield from _doubts(condition.path, "states", strip, {condition.otherwise}, f"{asset} {name}")


def _calm(scale: Scale) -> set[str]:
    return {band.state for band in scale.bands if not band.strength}


def _doubts(path: Path, key: str, strip: Strip, calm: Collection[str], what: str) -> Iterator[Doubt]:
    known = strip.at[strip.at != UNKNOWN]
    for state, place in strip.states.items():
        days = int((known == place).sum())
        bare = state in calm
        if (days == known.size >= _CALM_DAYS) if bare else (known.size >= _LEAST_DAYS and days > _MOST * known.size):
            hint = "see whether what it waits for can come" if bare else "what nearly always holds tells nothing"
            told = f"{what} was {state!r} on {days / known.size:.0%} of {known.size} days"
            yield Doubt(path, _line(path, key, state), f"{told}; {hint}")


def _line(path: Path, key: str, state: str) -> int:
    """Return the line of a state, which may be an ``otherwise``."""
    fields = read_yaml(path)
    lines = [entry.line for entry in fields[key] if entry["state"] == state]
    found: int = lines[0] if lines else fields.lines["otherwise"]
    return found
