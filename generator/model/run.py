"""What a collecting run was, and what is known of the sources from the runs so far."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

RunKind = Literal["live", "history", "replay", "record"]


@dataclass(frozen=True, slots=True)
class Run:
    """A run; ``ended_at`` is None where it is still at work or was cut off."""

    id: int
    kind: RunKind
    began_at: datetime
    ended_at: datetime | None
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Readings that the gate did not let through, as an editor sees them.

    Args:
        id: By which they are released, all together.
        source: Who is named beside them.
        at: When the run began that brought them.
        readings: How many they are.
        released: Whether an editor has let them in.
    """

    id: str
    source: str
    why: str
    at: datetime
    readings: int
    released: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """How a source did lately.

    Args:
        source: Its id.
        succeeded_at: When its last useful reply came; None if none ever did.
        trouble: What went wrong in the run of that reply or since; empty if nothing did.
        troubled_at: When.
        limits: What its last reply said is left of its limits, in its own words.
    """

    source: str
    succeeded_at: datetime | None
    trouble: str = ""
    troubled_at: datetime | None = None
    limits: str = ""
