"""Days and instants as pages print them, in UTC, and their reading for programs."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Final, NamedTuple

from generator.model.instants import closing_day, iso

# The articles abbreviate the months of days in the same way.
_MONTHS: Final = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
_FULL: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


_TENOR: Final = re.compile(r"(\d+)([hd])")


class Time(NamedTuple):
    """Words for a time, and what stands in ``<time datetime>``."""

    words: str
    datetime: str


def of_day(day: date) -> Time:
    """Return a day.

    Example:
        >>> of_day(date(2026, 2, 10)).words
        'Feb. 10, 2026'
    """
    return Time(f"{_MONTHS[day.month - 1]} {day.day}, {day.year}", day.isoformat())


def of_weekday(day: date) -> Time:
    """Return a day with its weekday before it."""
    return Time(f"{_WEEKDAYS[day.weekday()]}, {of_day(day).words}", day.isoformat())


def of_month(day: date) -> Time:
    """Return a day's month and year."""
    return Time(f"{_FULL[day.month - 1]} {day.year}", f"{day:%Y-%m}")


def of_instant(instant: datetime) -> Time:
    """Return an instant to the minute.

    Example:
        >>> of_instant(datetime(2026, 2, 11, tzinfo=UTC)).words
        '00:00 UTC, Feb. 11, 2026'
    """
    there = instant.astimezone(UTC)
    return Time(f"{there:%H:%M} UTC, {of_day(there.date()).words}", iso(instant))


def of_tenor(tenor: str) -> str:
    """Return a tenor in words; one that is not so many hours or days stays as it is.

    Example:
        >>> of_tenor("90d"), of_tenor("1d"), of_tenor("30d-90d")
        ('90 days', '24 hours', '30d-90d')
    """
    counted = _TENOR.fullmatch(tenor)
    if counted is None:
        return tenor
    if tenor == "1d":
        return "24 hours"
    unit = "hour" if counted[2] == "h" else "day"
    return f"{counted[1]} {unit}{'' if counted[1] == '1' else 's'}"


def written_for(instant: datetime) -> date:
    """Return the UTC day that an article of this instant speaks of: at midnight, the day that has ended."""
    return closing_day(instant)
