"""How often a recorder does what it does."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often things are done, in seconds.

    Args:
        flush: Between two spans of a connection: so much a crash loses.
        beat: Between two heartbeats.
        silent: After so long without a word a line is given up.
        answer: How long a venue has to open a line, and to answer all subscriptions.
        listing: Between two looks at the venue's list of contracts.
        first_wait: Before the first attempt after a break, doubled with each one that fails.
        longest_wait: And never longer than this.
    """

    flush: float = 10
    beat: float = 5
    silent: float = 15
    answer: float = 20
    listing: float = 3_600
    first_wait: float = 1
    longest_wait: float = 60


USUAL: Final = Pace()
