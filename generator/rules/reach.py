"""What conditions can never say: proved over every combination of the labels that they follow from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations, count, product
from pathlib import Path
from typing import Final

import numpy as np

from generator.resources import read_yaml
from generator.rules.book import Rule, Rules
from generator.rules.combinations import LIMIT, Grid, Mask, Series, World
from generator.rules.condition import Against, Became, Condition, Is, Leaf, Tree, leaves
from generator.rules.judge import WHOLE_MARKET
from generator.rules.truth import FALSE, TRUE, Truth, holds

_NOBODY: Final = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something about a condition that is wrong, or that could not be looked at."""

    path: Path
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}"


def reach(book: Rules) -> Iterator[Doubt]:
    """Yield what is wrong with the conditions of a book that could be read.

    States that nothing makes true or that others always come before, leaves that decide nothing, an ``otherwise``
    that is never reached, and states of two conditions that are true on just the same combinations.
    """
    sound: list[_Study] = []
    doubted: set[str] = set()
    for condition in book.conditions.values():
        study = _Study(book, condition)
        doubts = [] if condition.named & doubted else [*_unjudged(study)] or [*study.doubts()]
        yield from doubts
        if doubts or condition.named & doubted:  # what is wrong with one is told once, not of all that rest on it
            doubted.add(condition.id)
        else:
            sound.append(study)
    for one, other in combinations(sound, 2):
        yield from _ties(one, other)


@dataclass(frozen=True)
class _Study:
    """One condition in every world in which it is asked."""

    book: Rules
    condition: Condition

    @cached_property
    def docs(self) -> Mapping[str, Sequence[Rule]]:
        """The rules that each name of a leaf means, also of those conditions that it names."""
        told = (leaf for leaf in self._all(self.condition) if not isinstance(leaf, Against))
        names = {leaf.rule for leaf in told if leaf.rule not in self.book.conditions}
        return {name: [rule for rule in self.book if rule.called(name)] for name in sorted(names)}

    @cached_property
    def assets(self) -> tuple[str, ...]:
        """The assets that it speaks of; where it names none, those that its rules name, and any other."""
        named = {asset for rules in self.docs.values() for rule in rules for asset in rule.assets}
        return self.condition.assets or (*sorted(named - {WHOLE_MARKET}), _NOBODY)

    @cached_property
    def worlds(self) -> list[World]:
        """Every different world: what can be said of each asset, in each time between two dates of the rules."""
        rules = [rule for rules in self.docs.values() for rule in rules]
        dates = {day for rule in rules for day in (rule.begins, rule.ends) if day is not None}
        found = [self._world(asset, day) for asset in self.assets for day in sorted({date.min, *dates})]
        return list({frozenset(world.items()): world for world in found}.values())

    @cached_property
    def grids(self) -> list[Grid]:
        """The combinations of every world; none where there are too many to be looked at."""
        return self.lay([self.condition])

    def lay(self, roots: Sequence[Condition]) -> list[Grid]:
        """Return the combinations of every world for some conditions."""
        for conditions in (self.book.conditions, {}):  # where it is too much, what they name is free
            grids = [Grid(roots, conditions, world, self.named) for world in self.worlds]
            if all(grid.size <= LIMIT for grid in grids):
                return grids
        return []

    def named(self, leaf: Is | Became) -> Series:
        """Return the series that a leaf speaks of: where a rule has one tenor, it need not be named."""
        if leaf.rule in self.book.conditions:
            return leaf.rule, ""
        tenors = {tenor for rule in self.docs.get(leaf.rule, ()) for tenor in rule.tenors}
        return leaf.rule, next(iter(tenors)) if len(tenors) == 1 and not leaf.tenor else leaf.tenor

    def doubts(self) -> Iterator[Doubt]:
        """Yield what is wrong with the condition by itself."""
        if not self.grids:
            yield self.doubt("states", f"{self.condition.id} rests on too much to be proved; split it in two")
            return
        clean = True
        for place in range(len(self.condition.cases)):
            if self._always(place):
                yield self.doubt(place, f"{self._name(place)} is true whatever the rules say; narrow its `when`")
                return
            for doubt in self._of_case(place):
                clean = False
                yield doubt
        if clean and not self._reached(len(self.condition.cases)):
            what = f"no combination of labels leads to `otherwise`: {self.condition.otherwise!r} is never said"
            yield self.doubt("otherwise", f"{what}; narrow a state above it")

    def doubt(self, key: str | int, what: str, *, line: int | None = None) -> Doubt:
        """Return a doubt at a key's line, or at a state's."""
        if line is None:
            fields = read_yaml(self.condition.path)
            line = fields["states"][key].line if isinstance(key, int) else fields.lines[key]
        return Doubt(self.condition.path, line, what)

    def _of_case(self, place: int) -> Iterator[Doubt]:
        name = self._name(place)
        if not any(grid.ever(self._holds(place, grid)) for grid in self.grids):
            yield self.doubt(place, f"no combination of labels makes {name} true; mend its `when`")
            return
        if not self._reached(place):
            yield self.doubt(place, f"{name} is never reached: {self._before(place)}; put it higher or narrow that")
        yield from self._idle(place)

    def _idle(self, place: int) -> Iterator[Doubt]:
        """Yield the leaves of a state that decide nothing, from the last; one that is known to is left out."""
        tree = self._when(place)
        grids = [grid for grid in self.grids if grid.complete]
        listed = list(leaves(tree))
        pinned: dict[int, int] = {}
        for number in reversed(range(len(listed) if grids else 0)):
            for truth in (TRUE, FALSE):
                tried = {**pinned, number: truth}
                if not any(
                    grid.ever(_true(tree, grid.told) != _true(tree, _pinned(grid.told, tried))) for grid in grids
                ):
                    pinned = tried
                    always = "true" if truth == TRUE else "false"
                    what = f"this decides nothing: {self._name(place)} is the same if it is taken to be {always}"
                    yield self.doubt("", f"{what}; remove it or mend it", line=listed[number].line)
                    break

    def _before(self, place: int) -> str:
        """Return what comes before a state on all combinations that make it true."""
        for earlier in range(place):
            if not any(grid.ever(self._holds(place, grid) & ~self._holds(earlier, grid)) for grid in self.grids):
                return f"{self._name(earlier)} is true whenever it is"
        return "one of the states above it is true whenever it is"

    def _holds(self, place: int, grid: Grid) -> Mask:
        return _true(self._when(place), grid.told)

    def _when(self, place: int) -> Tree:
        return self.condition.cases[place].when

    def _name(self, place: int) -> str:
        return repr(self.condition.cases[place].state)

    def _reached(self, place: int) -> bool:
        return any(grid.ever(grid.places(self.condition) == place) for grid in self.grids)

    def _always(self, place: int) -> bool:
        grids = [grid for grid in self.grids if grid.complete]
        return bool(grids) and not any(grid.ever(~self._holds(place, grid)) for grid in grids)

    def _world(self, asset: str, day: date) -> World:
        world: dict[Series, tuple[str, ...]] = {
            (name, ""): condition.states
            for name, condition in self.book.conditions.items()
            if not condition.assets or asset in condition.assets
        }
        for name, rules in self.docs.items():
            for rule in (rule for rule in rules if _speaks(rule, asset) and rule.valid(day)):
                for tenor in {*rule.tenors, ""}:
                    said = world.get((name, tenor), ())
                    world[name, tenor] = tuple(dict.fromkeys([*said, *(band.state for band in rule.scale.bands)]))
        return world

    def _all(self, condition: Condition) -> Iterator[Leaf]:
        for leaf in condition.leaves():
            yield leaf
            if not isinstance(leaf, Against) and leaf.rule in self.book.conditions:
                yield from self._all(self.book.conditions[leaf.rule])


def _unjudged(study: _Study) -> Iterator[Doubt]:
    """Yield the leaves that nobody ever answers: their rule judges none of the assets."""
    for leaf in study.condition.leaves():
        if isinstance(leaf, Against) or leaf.rule in study.book.conditions:
            continue
        if not any(_speaks(rule, asset) for rule, asset in product(study.docs[leaf.rule], study.assets)):
            assets = ", ".join(study.assets)
            yield study.doubt("", f"{leaf.rule} does not judge {assets}; mend the id or `assets`", line=leaf.line)


def _ties(one: _Study, other: _Study) -> Iterator[Doubt]:
    """Yield the states of the later condition that are true on just the same combinations as one of the earlier."""
    if not set(one.assets) & set(other.assets) or _grounds(one) != _grounds(other):
        return
    first, second = one.condition, other.condition
    grids = one.lay([first, second])
    for place, earlier in product(range(len(second.cases)), range(len(first.cases))):
        apart = [grid.ever((grid.places(first) == earlier) != (grid.places(second) == place)) for grid in grids]
        if grids and not any(apart):
            what = f"{second.cases[place].state!r} is true whenever {first.cases[earlier].state!r} of {first.id} is"
            yield other.doubt(place, f"{what}, and never else; narrow one, or keep one")


def _grounds(study: _Study) -> set[Series | None]:
    return {series for grid in study.grids for series in grid.grounds}


def _speaks(rule: Rule, asset: str) -> bool:
    """Return whether a rule's readings count for an asset: its own, or those of the whole market."""
    return not rule.assets or asset in rule.assets or WHOLE_MARKET in rule.assets


def _true(tree: Tree, told: Callable[[Leaf], Truth]) -> Mask:
    found: Mask = holds(tree, told) == TRUE
    return found


def _pinned(told: Callable[[Leaf], Truth], truths: Mapping[int, int]) -> Callable[[Leaf], Truth]:
    """Return what tells of leaves, some of which, counted from the left, are taken to be true or false."""
    numbers = count()

    def tell(leaf: Leaf) -> Truth:
        truth = truths.get(next(numbers))
        return told(leaf) if truth is None else np.array(truth, dtype=np.int8)

    return tell
