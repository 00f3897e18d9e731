"""Labels carried from one day to the next: whoever judges days in order judges each reading once.

Tomorrow's history goes on where today's ended. Where it does, bit for bit, the labels that they share are alike, and
only the readings since are judged, one by one. Where it does not (a reading was revised, another venue is told) all
are judged anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from generator.rules.bands import Places, Readings, states
from generator.rules.row import NOTHING, RowPath, Seen

if TYPE_CHECKING:
    from datetime import date

    from generator.rules.book import Rule, Scale

#: More new readings than these are judged faster all at once.
_FEW: Final = 40


class _Said(NamedTuple):
    """What was said of a history: its scale, the day of its last reading, the readings and their bands."""

    scale: Scale
    day: date
    readings: Readings
    at: Places


@dataclass(slots=True)
class Carried:
    """What the rules said last of each history."""

    _said: dict[tuple[str, str], _Said] = field(default_factory=dict)
    _paths: dict[str, tuple[Scale, RowPath]] = field(default_factory=dict)

    def states(self, rule: Rule, fact: str, readings: Readings, day: date) -> Places:
        """Return what ``bands.states`` does.

        Args:
            rule: Whose scale it is.
            fact: Whose readings these are.
            readings: On consecutive days; they are kept and must not change.
            day: The last one.
        """
        said = self._said.get((rule.id, fact))
        at = None
        if said is not None and said.scale is rule.scale and followed(rule.scale):
            at = self._followed(rule, said, readings, (day - said.day).days)
        if at is None:
            at = states(rule.scale, readings)
        self._said[rule.id, fact] = _Said(rule.scale, day, readings, at)
        return at

    def _followed(self, rule: Rule, said: _Said, readings: Readings, later: int) -> Places | None:
        # The last reading of a day may be an older one that is still fresh, or none: it is judged again.
        left_out = len(said.readings) - len(readings) + later
        shared = len(said.readings) - 1 - left_out
        if not 0 < later <= _FEW or left_out < 0 or shared < 1:
            return None
        before = said.readings[left_out:-1]
        if not np.array_equal(readings[:shared].view(np.int64), before.view(np.int64)):
            return None
        path, labels = self._path(rule), said.at[left_out:-1]
        at = np.empty(len(readings), dtype=np.int64)
        at[:shared] = labels
        seen = NOTHING
        for row in range(shared if left_out else 0):
            # A history that begins later knows less of its first days, until a reading says the same of both.
            seen = path.judge(float(readings[row]), seen)
            at[row] = seen.place
            if seen.place == labels[row]:
                break
        seen = Seen(int(at[shared - 1]))
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
