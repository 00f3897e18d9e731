"""Pages of the past: windows that stay the same from run to run, and times as addresses write them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from generator.model.instants import EPOCH

_MILLISECOND = timedelta(milliseconds=1)
_SECOND = timedelta(seconds=1)


def windows(since: datetime, until: datetime, length: timedelta) -> Iterator[tuple[datetime, datetime]]:
    """Yield the windows that cover a span, the oldest first; each ends where the next begins.

    They begin at whole multiples of their length since 1970, so that another run asks for the same
    ones and knows which it has had. The last one ends at ``until``: it is not over, and is asked anew.
    """
    start = EPOCH + (since - EPOCH) // length * length
    while start < until:
        yield start, min(start + length, until)
        start += length


def millis(at: datetime) -> str:
    """Return whole milliseconds since 1970."""
    return str((at - EPOCH) // _MILLISECOND)


def seconds(at: datetime) -> str:
    """Return whole seconds since 1970."""
    return str((at - EPOCH) // _SECOND)
