"""Every combination of labels that can be: what one rule can have said, what readings can be to each other, and both.

Exact in this sense: a rule has one of its labels each day, ``held`` and ``became`` follow from the days before, and
comparisons agree with each other. Between rules nothing is taken to be impossible, but a condition follows from what
it names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import product
from math import prod
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from generator.rules.condition import Against, Became, Condition, Is, Leaf
from generator.rules.truth import FALSE, MAYBE, TRUE, Truth, search

#: A rule's labels of one tenor, or of a condition.
Series = tuple[str, str]
_Told = Is | Became
_Row = tuple[bool, ...]
_Number = TypeVar("_Number", np.int8, np.int64)
Mask = NDArray[np.bool_]

#: So many pasts of one rule are followed; of more, each answer about the past is taken to be free.
_PASTS: Final = 20_000
#: So many combinations are looked at.
LIMIT: Final = 1 << 21


#: What can be said of one asset at one time: the labels of each series, for a condition its states. What is not judged
#: is not in it.
World = Mapping[Series, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Axis:
    """The ways in which one series can answer.

    Args:
        leaves: What is asked of it.
        rows: One way a row, one leaf a column.
        today: Whether today's label is among each leaf's, row by row; None where nobody asks.
    """

    leaves: tuple[Leaf, ...]
    rows: Truth
    today: tuple[_Row, ...] | None = None


def pasts(states: Sequence[str], leaves: Sequence[_Told]) -> list[tuple[_Row, _Row]]:
    """Return every pair of today's memberships and truths that leaves about one rule can have together.

    Day by day through all that can have been before: how long the label was held, how long ago it was entered.
    """
    kinds = sorted({tuple(state in leaf.states for leaf in leaves) for state in states})
    seen = {(kind, tuple(_steady(*each) for each in zip(leaves, kind, strict=True))) for kind in kinds}
    waiting = list(seen)
    while waiting:
        if len(seen) > _PASTS:
            return list(_free(kinds, leaves))
        was, counts = waiting.pop()
        for kind in kinds:
            later = (kind, tuple(_later(*each) for each in zip(leaves, counts, was, kind, strict=True)))
            if later not in seen:
                seen.add(later)
                waiting.append(later)
    return sorted(
        {(kind, tuple(_is_true(*each) for each in zip(leaves, counts, strict=True))) for kind, counts in seen}
    )


def _steady(leaf: _Told, among: bool) -> int:  # noqa: FBT001 - one of a row of answers
    """Return what is counted of a leaf where the label has always been the same."""
    if isinstance(leaf, Is):
        return leaf.held if among else 0
    return leaf.within


def _later(leaf: _Told, count: int, was: bool, among: bool) -> int:  # noqa: FBT001 - two of a row of answers
    """Return what is counted a day later: days held, or days since it was entered."""
    if isinstance(leaf, Is):
        return min(count + 1, leaf.held) if among else 0
    return 0 if among and not was else min(count + 1, leaf.within)


def _is_true(leaf: _Told, count: int) -> bool:
    return count == leaf.held if isinstance(leaf, Is) else count < leaf.within


def _free(kinds: Sequence[_Row], leaves: Sequence[_Told]) -> Iterator[tuple[_Row, _Row]]:
    """Yield answers that agree with today's label, whatever was before."""
    for kind in kinds:
        for truths in product((False, True), repeat=len(leaves)):
            if all(_agrees(*each) for each in zip(leaves, kind, truths, strict=True)):
                yield kind, truths


def _agrees(leaf: _Told, among: bool, truth: bool) -> bool:  # noqa: FBT001 - two of a row of answers
    if isinstance(leaf, Is):
        return among == truth if leaf.held == 1 else among or not truth
    return among or not truth or leaf.within > 1


def comparisons(leaves: Sequence[Against]) -> list[_Row]:
    """Return every row of truths that comparisons can have together: where one is above, the other is not."""
    return [truths for truths in product((False, True), repeat=len(leaves)) if _possible(leaves, truths)]


def _possible(leaves: Sequence[Against], truths: _Row) -> bool:
    """Return whether readings exist with these differences: no way round leads to less than nothing.

    Each is "at most so much above", or "less than"; a second number counts the latter.
    """
    bounds: dict[tuple[Series, Series], tuple[Decimal, int]] = {}
    for leaf, truth in zip(leaves, truths, strict=True):
        high, low = (leaf.one, leaf.other) if leaf.sign == 1 else (leaf.other, leaf.one)
        by = Decimal(repr(leaf.by))
        ends, bound = ((low, high), (-by, -1)) if truth else ((high, low), (by, 0))
        bounds[ends] = min(bounds.get(ends, bound), bound)
    nodes = {node for ends in bounds for node in ends}
    for middle, start, end in product(nodes, repeat=3):
        first, second = bounds.get((start, middle)), bounds.get((middle, end))
        if first is not None and second is not None:
            way = (first[0] + second[0], first[1] + second[1])
            bounds[start, end] = min(bounds.get((start, end), way), way)
    return all(bounds.get((node, node), (Decimal(0), 0)) >= (Decimal(0), 0) for node in nodes)


class Grid:
    """All combinations of what conditions rest on in one world, an axis for each series."""

    def __init__(
        self,
        roots: Sequence[Condition],
        conditions: Mapping[str, Condition],
        world: World,
        named: Callable[[_Told], Series],
    ) -> None:
        """Lay the axes out.

        Args:
            roots: The conditions that are looked at.
            conditions: Those that they may name; what is named and not among them is free to have any label.
            world: What can be said.
            named: Says which series a leaf speaks of.
        """
        self._conditions, self._world, self._named = conditions, world, named
        asked: dict[Series | None, dict[Leaf, None]] = {}
        for leaf in self._leaves(roots):
            asked.setdefault(None if isinstance(leaf, Against) else named(leaf), {}).setdefault(leaf)
        self.axes = {series: self._axis(series, tuple(leaves)) for series, leaves in asked.items()}
        self._places = {series: place for place, series in enumerate(self.axes)}
        self.size = prod(len(axis.rows) for axis in self.axes.values())

    @property
    def complete(self) -> bool:
        """Whether all that is named is judged."""
        return all(series is None or series in self._world for series in self.axes)

    @property
    def grounds(self) -> frozenset[Series | None]:
        """What all rests on in the end."""
        return frozenset(series for series in self.axes if series is None or series[0] not in self._conditions)

    def told(self, leaf: Leaf) -> Truth:
        """Return a leaf's truth over the combinations, along its own axis."""
        series = None if isinstance(leaf, Against) else self._named(leaf)
        axis = self.axes[series]
        return self._along(axis.rows[:, axis.leaves.index(leaf)], series)

    def places(self, condition: Condition) -> NDArray[np.int64]:
        """Return the place of a condition's state, of every combination."""
        return search(condition, self.told)

    @cached_property
    def possible(self) -> Mask:
        """Which combinations are possible: the conditions named say what follows from theirs."""
        mask: Mask = np.ones((1,) * len(self.axes), dtype=np.bool_)
        for series, axis in self.axes.items():
            if series is None or axis.today is None:
                continue
            condition = self._conditions[series[0]]
            kinds = [tuple(state in leaf.states for leaf in axis.leaves if not isinstance(leaf, Against))
                     for state in condition.states]  # fmt: skip
            # The last column is that of what is unknown (its place is -1), as is the last row.
            known = [[*(kind == row for kind in kinds), False] for row in axis.today]
            allowed = np.array([*known, [False] * len(kinds) + [True]])
            rows = self._along(np.arange(len(axis.rows)), series)
            mask = mask & allowed[rows, self.places(condition)]
        return mask

    def ever(self, where: Mask) -> bool:
        """Return whether there is a possible combination of these."""
        return bool((where & self.possible).any())

    def _leaves(self, roots: Sequence[Condition]) -> Iterator[Leaf]:
        for condition in roots:
            for leaf in condition.leaves():
                yield leaf
                if not isinstance(leaf, Against) and self._follows(leaf.rule):
                    yield from self._leaves([self._conditions[leaf.rule]])

    def _follows(self, rule: str) -> bool:
        return rule in self._conditions and (rule, "") in self._world

    def _axis(self, series: Series | None, leaves: tuple[Leaf, ...]) -> _Axis:
        if series is None:
            return _Axis(leaves, _rows(comparisons([leaf for leaf in leaves if isinstance(leaf, Against)])))
        labels = self._world.get(series)
        told = [leaf for leaf in leaves if not isinstance(leaf, Against)]
        if self._follows(series[0]):
            ways = pasts(self._conditions[series[0]].states, told)
            unknown = np.full((1, len(leaves)), MAYBE, dtype=np.int8)
            rows = np.concatenate([_rows([way for _, way in ways]), unknown])
            return _Axis(leaves, rows, tuple(kind for kind, _ in ways))
        if labels is None:
            return _Axis(leaves, np.full((1, len(leaves)), MAYBE, dtype=np.int8))
        return _Axis(leaves, _rows(sorted({way for _, way in pasts(labels, told)})))

    def _along(self, row: NDArray[_Number], series: Series | None) -> NDArray[_Number]:
        shape = [1] * len(self.axes)
        shape[self._places[series]] = len(row)
        return row.reshape(shape)


def _rows(ways: Sequence[_Row]) -> Truth:
    return np.where(np.array(ways, dtype=np.bool_), TRUE, FALSE).astype(np.int8)
