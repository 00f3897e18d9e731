"""Instants: aware UTC datetimes, as text, and as whole microseconds for the store."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final

from generator.errors import InputError

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def parse_instant(text: str) -> datetime:
    """Return an ISO 8601 instant with a zone, in UTC.

    Raises:
        InputError: It is no instant, or it has no zone (a naive time could mean any hour).

    Example:
        >>> parse_instant("2026-02-10T10:00:00+01:00").isoformat()
        '2026-02-10T09:00:00+00:00'
    """
    try:
        instant = datetime.fromisoformat(text.strip())
    except ValueError:
        raise InputError(f"{text!r} is not an ISO 8601 time; write it like 2026-02-10T10:00:00Z") from None
    if instant.tzinfo is None:
        raise InputError(f"{text!r} has no time zone; add Z for UTC")
    return instant.astimezone(UTC)


@lru_cache(maxsize=1024)  # the thousand facts of a day are of a few instants
def iso(instant: datetime) -> str:
    """Return ``2026-02-10T10:00:00Z``, with a fraction only where there is one."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def to_micros(instant: datetime) -> int:
    """Return whole microseconds since 1970, exactly."""
    return (instant - EPOCH) // _MICROSECOND


@lru_cache(maxsize=4096)  # so are its readings, and a backfill's days share most of theirs
def from_micros(micros: int) -> datetime:
    """Return the instant of whole microseconds since 1970."""
    return EPOCH + micros * _MICROSECOND


def day_end(day: date) -> datetime:
    """Return the last instant that a UTC day's bar covers: 23:59:59.999."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1, milliseconds=-1)


def closing_day(as_of: datetime) -> date:
    """Return the UTC day of an article's last instant: at 00:00, which is exclusive, the day before."""
    return (as_of.astimezone(UTC) - _MICROSECOND).date()
