"""Where a rule's bands meet, as the metrics are told of it, to find earlier readings like today's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from generator.model.observation import SeriesKey


class Cut(Protocol):
    """Where two bands meet."""

    @property
    def value(self) -> float:
        """The cut itself, in the rule's unit."""

    @property
    def lower_owns(self) -> bool:
        """Whether a reading exactly on the cut belongs to the band below it."""

    @property
    def sign(self) -> int:
        """1 if the side away from the neutral band lies above, -1 if below."""

    @property
    def state(self) -> str:
        """The state that begins on that side."""


#: A series → the cuts of the rule that judges its readings, ascending; none where no rule does.
CutsOf = Callable[["SeriesKey"], Sequence[Cut]]
