"""A kind's rows as plain columns, read once for all days, of which an instant sees some.

A market that serves one instant has no other rows. One that is cut from a history hands out all that are ever known:
columns, groups and origins are then read from them for the first day, and every day takes its share. Rows are named
by their place in the whole frame.
"""

from __future__ import annotations

from math import inf
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar, cast

import numpy as np

from generator.metrics.track import Group, Origins, floats, groups_by, micros, words
from generator.model.ports import Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd
    from numpy.typing import NDArray

    from generator.model.ports import Kinds, Market

T = TypeVar("T")


class Sheet:
    """The rows of a kind that an instant sees."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._mask: NDArray[np.bool_] | None = None

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Sheet:
        """Return a frame of which everything is seen."""
        return cls(Rows(frame, 0, len(frame), None, {}))

    @property
    def empty(self) -> bool:
        """Whether nothing is seen."""
        rows = self._rows
        return rows.begin >= rows.end if rows.chosen is None else not len(rows.chosen)

    @property
    def origins(self) -> Origins:
        """Where each row came from."""
        return self.once("origins", Origins)

    def once(self, what: str, make: Callable[[pd.DataFrame], T]) -> T:
        """Return what is made of all rows, seen or not: only what each row says by itself.

        Args:
            what: The name under which it is kept.
            make: Makes it.
        """
        kept = self._rows.kept
        if what not in kept:
            kept[what] = make(self._rows.frame)
        return cast("T", kept[what])

    def micros(self, name: str) -> NDArray[np.int64]:
        """Return a column of times; see ``track.micros``."""
        return self.once(f"micros {name}", lambda frame: micros(frame[name]))

    def floats(self, name: str) -> NDArray[np.float64]:
        """Return a column of numbers; see ``track.floats``."""
        return self.once(f"floats {name}", lambda frame: floats(frame[name]))

    def words(self, name: str) -> Callable[[int], str]:
        """Return what reads a column's text; see ``track.words``."""
        return self.once(f"words {name}", lambda frame: words(frame[name]))

    def all_groups(self, *names: str) -> list[Group]:
        """Return the rows of each combination of the named columns, seen or not."""
        return self.once(f"groups {' '.join(names)}", lambda frame: groups_by(frame, *names))

    def groups(self, *names: str) -> list[tuple[tuple[str, ...], NDArray[np.int64]]]:
        """Return the seen rows of each combination of the named columns, as ``track.places_by`` would."""
        found = [(group, rows) for group in self.all_groups(*names) if len(rows := group.rows[self.seen(group.rows)])]
        if self._rows.begin > 0 or self._rows.chosen is not None:
            found = _by_appearance(found)
        return [(group.parts, rows) for group, rows in found]

    def by_name(self, *names: str) -> Iterator[tuple[tuple[str, ...], NDArray[np.int64]]]:
        """Yield the same in the order of what the columns say."""
        groups = self.all_groups(*names)
        for group in self.once(f"by name {' '.join(names)}", lambda _: sorted(groups, key=attrgetter("parts"))):
            rows = group.rows[self.seen(group.rows)]
            if len(rows):
                yield group.parts, rows

    def seen(self, rows: NDArray[np.int64]) -> slice | NDArray[np.int64]:
        """Return where among rows, which ascend, those lie that are seen."""
        cut = self._rows
        within = slice(int(rows.searchsorted(cut.begin)), int(rows.searchsorted(cut.end)))
        if cut.chosen is None:
            return within
        if self._mask is None:
            self._mask = np.zeros(len(cut.frame), dtype=np.bool_)
            self._mask[cut.chosen] = True
        there = self._mask[rows[within]]
        return within if there.all() else within.start + np.flatnonzero(there)


def _by_appearance(found: list[tuple[Group, NDArray[np.int64]]]) -> list[tuple[Group, NDArray[np.int64]]]:
    """Return groups by where the words of their columns are first seen; what is missing comes last."""
    columns = range(len(found[0][0].codes)) if found else range(0)
    first: list[dict[int, float]] = [{} for _ in columns]
    for group, rows in found:
        for seen, code in zip(first, group.codes, strict=True):
            seen[code] = inf if code < 0 else min(seen.get(code, inf), int(rows[0]))
    return sorted(found, key=lambda each: [seen[code] for seen, code in zip(first, each[0].codes, strict=True)])


def sheet(market: Market, asked: Callable[[Kinds[Rows] | Market], Rows | pd.DataFrame]) -> Sheet:
    """Return the rows of a kind that a market sees.

    Args:
        market: What is known before an instant.
        asked: Asks it for them.
    """
    # Asked of the class: a market that stands in for another must not pass on what it would have to change.
    if getattr(type(market), "rows", None) is None:
        return Sheet.of(cast("pd.DataFrame", asked(market)))
    return Sheet(cast("Rows", asked(cast("Kinds[Rows]", market.rows))))  # type: ignore[attr-defined]
