"""Three-valued logic over days: whether a tree of conditions holds, does not, or cannot be known.

False, unknown and true are held as -1, 0 and 1, so that "all" is the least of its parts,
"some" the greatest, and "not" the negative.

Source:
    S. C. Kleene, Introduction to Metamathematics (1952), section 64: the strong tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Final

import numpy as np
from numpy.typing import NDArray

from generator.rules.bands import UNKNOWN, Places, decimals
from generator.rules.condition import Against, All, Became, Condition, Is, Leaf, Not, Some, Tree

Truth = NDArray[np.int8]

FALSE: Final = -1
MAYBE: Final = 0
TRUE: Final = 1


@dataclass(frozen=True, slots=True)
class Labels:
    """A rule's labels on consecutive days, the last one today's.

    Args:
        states: The labels that it can give.
        at: Which of them each day has, ``UNKNOWN`` for none.
    """

    states: tuple[str, ...]
    at: Places


def holds(tree: Tree, told: Callable[[Leaf], Truth]) -> Truth:
    """Return on which days a tree is true, false or unknown.

    Args:
        tree: What is asked.
        told: Says the same of a leaf; all of them on the same days.
    """
    match tree:
        case All(parts):
            return reduce(np.minimum, [holds(part, told) for part in parts])
        case Some(parts):
            return reduce(np.maximum, [holds(part, told) for part in parts])
        case Not(part):
            return np.negative(holds(part, told))
        case Is() | Became() | Against():
            return told(tree)


def search(condition: Condition, told: Callable[[Leaf], Truth]) -> Places:
    """Return the place of each day's state among the condition's ``states``.

    The first case that is true has it; one that is unknown stops the search, since it could be true.
    """
    found = np.full(told(next(condition.leaves())).shape, len(condition.cases), dtype=np.int64)
    for place, case in reversed([*enumerate(condition.cases)]):
        truth = holds(case.when, told)
        found = np.where(truth == TRUE, place, np.where(truth == MAYBE, UNKNOWN, found))
    return found


def blamed(condition: Condition, told: Callable[[Leaf], Truth]) -> Iterator[Leaf]:
    """Yield what leaves the last day's state unknown: the undecided leaves of the case that stops the search."""
    for case in condition.cases:
        if holds(case.when, told)[-1] != FALSE:
            yield from dict.fromkeys(_undecided(case.when, told))
            return


def _undecided(tree: Tree, told: Callable[[Leaf], Truth]) -> Iterator[Leaf]:
    """Yield the unknown leaves of a tree that is unknown on the last day; what is decided has none to ask for."""
    if holds(tree, told)[-1] != MAYBE:
        return
    match tree:
        case All(parts) | Some(parts):
            for part in parts:
                yield from _undecided(part, told)
        case Not(part):
            yield from _undecided(part, told)
        case Is() | Became() | Against():
            yield tree


def leaf_truth(
    leaf: Leaf, labels: Callable[[str, str], Labels], readings: Callable[[str, str], NDArray[np.float64]]
) -> Truth:
    """Return whether a leaf holds, day by day.

    Args:
        leaf: What is asked.
        labels: Rule and tenor → its labels.
        readings: Metric and tenor → its readings on the same days, nan where there is none.
    """
    if isinstance(leaf, Against):
        return against(leaf, readings(*leaf.one), readings(*leaf.other))
    told = labels(leaf.rule, leaf.tenor)
    if isinstance(leaf, Became):
        return became(told, leaf.states, leaf.within)
    return is_one_of(told, leaf.states, leaf.held)


def is_one_of(labels: Labels, states: tuple[str, ...], held: int = 1) -> Truth:
    """Return whether the label is one of ``states``, and was on each of the ``held`` days that end there."""
    truth = _among(labels, states)
    length = len(truth)
    least = truth.copy()
    for back in range(1, held):
        # Before the record begins nobody knows.
        earlier = np.concatenate([np.full(min(back, length), MAYBE, dtype=np.int8), truth[: max(length - back, 0)]])
        least = np.minimum(least, earlier)
    return least


def became(labels: Labels, states: tuple[str, ...], within: int = 1) -> Truth:
    """Return whether, within that many days, the label came to be one of ``states`` from one that is none of them."""
    truth = _among(labels, states)
    before = np.concatenate([[np.int8(MAYBE)], truth[:-1]])[: len(truth)]
    came = np.minimum(truth, -before)
    latest: Truth = came.copy()
    for back in range(1, within):
        kept = max(len(came) - back, 0)
        earlier = np.concatenate([np.full(len(came) - kept, MAYBE, dtype=np.int8), came[:kept]])
        latest = np.maximum(latest, earlier)
    return latest


def against(leaf: Against, one: NDArray[np.float64], other: NDArray[np.float64]) -> Truth:
    """Return whether one reading lies above, or below, the other by more than the leaf's distance."""
    apart = decimals(leaf.sign * (decimals(one) - decimals(other)))
    return np.where(np.isnan(apart), MAYBE, np.where(apart > leaf.by, TRUE, FALSE)).astype(np.int8)


def _among(labels: Labels, states: tuple[str, ...]) -> Truth:
    truths: Truth = np.array([*(TRUE if state in states else FALSE for state in labels.states), MAYBE], dtype=np.int8)
    found: Truth = truths[labels.at]  # UNKNOWN takes the last
    return found
