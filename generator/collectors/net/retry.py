"""When to ask again."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

_FIRST: Final = 0.5
_LONGEST: Final = 8.0
_SECONDS: Final = re.compile(r"\d{1,9}(\.\d{1,9})?", re.ASCII)


def back_off(attempt: int, chance: Callable[[], float]) -> float:
    """Return how long to wait before the next attempt. [seconds]

    Twice as long at most after each failure, and any part of it ("full jitter"), so that
    questions that failed together are not asked again together.

    Args:
        attempt: How many have failed.
        chance: Draws evenly from 0 to 1.
    """
    return min(_LONGEST, _FIRST * (1 << (attempt - 1))) * chance()


def asked_to_wait(header: str, now: datetime) -> float | None:
    """Return how long a ``Retry-After`` asks to wait, None where it says nothing that can be read. [seconds]

    Source:
        RFC 9110, section 10.2.3: seconds, or a date. Some sources write parts of a second.
    """
    if _SECONDS.fullmatch(header):
        return float(header)
    try:
        until = parsedate_to_datetime(header)
    except (ValueError, OverflowError):
        return None
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds())
