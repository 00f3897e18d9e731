"""Labels carried from one day to the next: whoever judges days in order judges each reading once.

A history of tomorrow begins as today's did. Where it does, bit for bit, its labels do too, and only the readings since
are judged, one by one. Where it does not (a reading was revised, another venue is told) all are judged anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from generator.rules.bands import Places, Readings, states
from generator.rules.row import RowPath, Seen

if TYPE_CHECKING:
    from generator.rules.book import Rule, Scale

#: More new readings than these are judged faster all at once.
_FEW: Final = 40


@dataclass(slots=True)
class Carried:
    """What the rules said last of each history."""

    _said: dict[tuple[str, str], tuple[Scale, Readings, Places]] = field(default_factory=dict)
    _paths: dict[str, tuple[Scale, RowPath]] = field(default_factory=dict)

    def states(self, rule: Rule, fact: str, readings: Readings) -> Places:
        """Return what ``bands.states`` does.

        Args:
            rule: Whose scale it is.
            fact: Whose readings these are.
            readings: On consecutive days, today's last; they are kept and must not change.
        """
        at = self._followed(rule, fact, readings)
        if at is None:
            at = states(rule.scale, readings)
        self._said[rule.id, fact] = rule.scale, readings, at
        return at

    def _followed(self, rule: Rule, fact: str, readings: Readings) -> Places | None:
        scale, before, labels = self._said.get((rule.id, fact), (None, readings, None))
        # The last reading of a day may be an older one that is still fresh, or none: it is judged again.
        shared = len(before) - 1
        new = len(readings) - shared
        if scale is not rule.scale or labels is None or not 0 < new <= _FEW or shared < 1 or not followed(rule.scale):
            return None
        if not np.array_equal(readings[:shared].view(np.int64), before[:shared].view(np.int64)):
            return None
        path = self._path(rule)
        at = np.empty(len(readings), dtype=np.int64)
        at[:shared] = labels[:shared]
        seen = Seen(int(labels[shared - 1]))
        for row, reading in enumerate(readings[shared:].tolist(), shared):
            seen = path.judge(reading, seen)
            at[row] = seen.place
        return at

    def _path(self, rule: Rule) -> RowPath:
        scale, path = self._paths.get(rule.id, (None, None))
        if path is None or scale is not rule.scale:
            path = RowPath(rule.scale)
            self._paths[rule.id] = rule.scale, path
        return path


def followed(scale: Scale) -> bool:
    """Return whether a reading's label follows from it and from the label before, and from nothing else."""
    return scale.after == 1 and all(cut.moving is None for cut in scale.cuts)
