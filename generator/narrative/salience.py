"""Salience: how much news a reading holds, in four parts of 0 to 1, each only where it is known.

A part whose input is missing is left out: nothing known is not the same as nothing new.
`docs/methodology.md` has the formulas for readers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from generator.model.fact import Kind

if TYPE_CHECKING:
    from generator.model.fact import Fact
    from generator.model.signal import Signal
    from generator.narrative.view import View

#: Each standard deviation leaves so much of what was missing to 1: one is 0.25, two 0.44, six 0.82.
_LEFT: Final = 0.75
#: A reading outside of this tenth on either side of its year is no rarity.
_TAIL: Final = 0.1
_YEAR: Final = 365
#: The most that a family of rules can say, either way.
_FULL: Final = 2.0
_WINDOWS: Final = ("1d", "7d")
#: From these parts on a reading is news: its state's first day, an extreme of two months, one standard deviation.
_NEW: Final = 1.0
_RARE: Final = 0.16
_USUAL: Final = 0.25


def weigh(view: View, fact: Fact | None, *, otherwise: float | None = None) -> dict[str, float]:
    """Return the parts of a score for what is said of a fact, to be handed to ``finding(score=…)``.

    Args:
        view: The day.
        fact: The level or the return that the finding is about.
        otherwise: Its size where nothing says how usual such a move is, 0 to 1.
    """
    if fact is None:
        return {}
    signal, share = view.signal(fact), view.derived(fact, "percentile")
    move = fact.kind is Kind.CHANGE
    own = size([each.value for each in _unusual(view, fact)])
    parts = {
        "size": otherwise if own is None else own,
        "rarity": rarity(view.derived(fact, "rank"), None if share is None else share.value),
        # Each day has its own return: that it is an ordinary one again is no news.
        "novelty": None if move and signal is not None and signal.strength == 0 else novelty(signal),
        "agreement": agreement(signal, view.stance.families),
    }
    return {name: round(part, 3) for name, part in parts.items() if part is not None}


def is_news(score: Mapping[str, float], *, move: bool = False) -> bool:
    """Return whether a state has just begun or a reading is rare; with ``move``, whether it moved unusually too.

    A state that has held for weeks is told as what it is, and is no reason for a long article.
    """
    least = {"novelty": _NEW, "rarity": _RARE, **({"size": _USUAL} if move else {})}
    return any(name in score and score[name] >= part for name, part in least.items())


def _unusual(view: View, fact: Fact) -> list[Fact]:
    """Return the moves in standard deviations: of a return its own, of a level those of a day and of a week."""
    if fact.kind is Kind.CHANGE:
        found = [view.facts.get(f"{fact.of}~unusual:{fact.window}")]
    else:
        found = [view.derived(fact, f"unusual:{window}") for window in _WINDOWS]
    return [each for each in found if each is not None]


def size(unusual: Sequence[float | None]) -> float | None:
    """Return 1 - 0.75^z for the largest of these moves, in standard deviations of a year's like it; None of none."""
    known = [abs(each) for each in unusual if each is not None]
    return 1 - _LEFT ** max(known) if known else None


def rarity(rank: Fact | None, share: float | None) -> float | None:
    """Return the larger of: how long ago a reading was as extreme, and how far out in its year it lies.

    Args:
        rank: Since when the reading is an extreme; a year or more is 1.
        share: Part of the year's readings at or below it: 1 at the very end, 0 from a tenth on.
    """
    found = []
    if rank is not None and rank.coverage is not None:
        since = rank.since or rank.coverage.first
        found.append(min((rank.as_of.date() - since).days / _YEAR, 1.0))
    if share is not None:
        found.append(max(0.0, 1 - min(share, 1 - share) / _TAIL))
    return max(found, default=None)


def novelty(signal: Signal | None) -> float | None:
    """Return 1 on the first day of a state, a half on the second, a third on the third; None where nobody knows."""
    if signal is None or signal.state is None or signal.since is None or signal.days < 1:
        return None
    return 1 / signal.days


def agreement(signal: Signal | None, families: Mapping[str, float | None]) -> float | None:
    """Return how strongly the other known families point the way that this reading points, 1 for all at their most.

    Args:
        signal: The rule's word on the reading; None, and one that points nowhere, agrees with nobody.
        families: Score of each of the stance's families, -2 to 2, None where it is unknown.
    """
    if signal is None or signal.state is None or signal.lean == 0:
        return None
    others = [score for name, score in families.items() if name != signal.family and score is not None]
    alike = [max(0.0, score * signal.lean / _FULL) for score in others]
    return min(sum(alike) / len(alike), 1.0) if alike else None
