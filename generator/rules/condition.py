"""The nouns of a condition: labels that follow from other labels, as they stand in ``data/rules``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Is:
    """A rule's label is one of these, and has been for ``held`` days without a gap.

    ``tenor`` says which of the rule's readings; "" takes the first that there is. ``line`` is its place in the file.
    """

    rule: str
    states: tuple[str, ...]
    held: int = 1
    tenor: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Became:
    """A rule's label became one of these within the last ``within`` days, from a known one that is none of them."""

    rule: str
    states: tuple[str, ...]
    within: int = 1
    tenor: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Against:
    """One metric lies above (``sign`` 1) or below (-1) another of the same asset by more than ``by``.

    Args:
        one: Metric and tenor, ``other`` those that it is set against.
        by: [the metrics' unit], >= 0
    """

    one: tuple[str, str]
    other: tuple[str, str]
    sign: int
    by: float
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class All:
    """True where every part is, false where one is; else unknown."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """True where one part is, false where none is; else unknown."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """True where the part is false, false where it is true; else unknown."""

    part: Tree


Leaf = Is | Became | Against
Tree = All | Some | Not | Leaf


@dataclass(frozen=True, slots=True)
class Case:
    """A state, when it holds, which way it leans for the price (-1, 0, 1) and how strongly (0 to 3)."""

    state: str
    when: Tree
    lean: int = 0
    strength: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One document of ``data/rules`` whose labels follow from those of others.

    Args:
        assets: The assets that it speaks of; empty means all.
        cases: Searched from the top; the first that is true is the state. An unknown one stops the search.
        otherwise: The state where none is true.
    """

    id: str
    assets: tuple[str, ...]
    cases: tuple[Case, ...]
    otherwise: str
    why: str
    source: str
    published: date
    author: str
    say: str
    never: str
    path: Path

    @property
    def states(self) -> tuple[str, ...]:
        """Every label that it can give."""
        return (*(case.state for case in self.cases), self.otherwise)

    @property
    def named(self) -> frozenset[str]:
        """The rules and conditions that it names."""
        return frozenset(leaf.rule for leaf in self.leaves() if not isinstance(leaf, Against))

    def leaves(self) -> Iterator[Leaf]:
        """Yield every leaf of every case, from the top."""
        for case in self.cases:
            yield from leaves(case.when)


def leaves(tree: Tree) -> Iterator[Leaf]:
    """Yield a tree's leaves from the left."""
    match tree:
        case All(parts) | Some(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case Is() | Became() | Against():
            yield tree
