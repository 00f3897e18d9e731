"""Coverage: what a claim about history rests on."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a series' past is there.

    Args:
        first: The first day the series has.
        days: Days present in the window that the claim speaks of.
        expected: Days that window has.
        start_known: Whether the reading before the left end of a run is known.
    """

    first: date
    days: int
    expected: int
    start_known: bool = True

    @property
    def share(self) -> float:
        """Days present of days expected, 0 to 1."""
        return self.days / self.expected if self.expected > 0 else 0.0
