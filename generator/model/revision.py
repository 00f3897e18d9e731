"""A revision: what a source said otherwise after an article was written."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One value of one reading that is no more what it was.

    Args:
        input: The reading, as the inputs of facts name it: ``candle:binance:BTC:1d:2026-02-06T23:59:59.999000Z``.
        what: Which of its values: ``close``; of an option's quote, with the instrument before it.
        was: The value that an article saw, None where there was none.
        now: The one in force now.
        source: Who said so.
        url: Where.
        raw_sha256: Hash of the reply that brought it, "" where none was kept.
        available_at: When it became available.
    """

    input: str
    what: str
    was: float | None
    now: float | None
    source: str
    url: str
    raw_sha256: str
    available_at: datetime
