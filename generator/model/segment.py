"""A stretch of a recorded stream."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Time during which a stream was connected and every message was kept.

    Args:
        venue: The venue's id.
        began_at: From then on.
        ended_at: Before then.
        messages: How many came.
        raw_sha256: Of ``body``, by which the store has it too.
        body: The messages as they came.
    """

    venue: str
    began_at: datetime
    ended_at: datetime
    messages: int
    raw_sha256: str
    body: bytes = field(repr=False)
