"""Dates, weekdays, clock times and spans: whether they are the fact's, worked out from its instants."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from generator.verify.readings import Day, Span

if TYPE_CHECKING:
    from generator.verify.ledger import Given
    from generator.verify.readings import Reading
    from generator.verify.scene import Scene

_HOURS: Final = {"h": 1, "d": 24, "w": 168, "m": 720, "y": 8760}
_DAYS_A_YEAR: Final = 365.25
_DAYS_A_MONTH: Final = 30.4375
#: "Almost four years" begins a quarter of a year before them.
_ALMOST: Final = 0.25
#: A bar is stamped with the last millisecond that it covers, which people read as the next minute.
_LAST_MOMENT: Final = 59_999_000


def hours_of(tenor: str | None) -> int | None:
    """Return the hours of ``7d`` or ``8h``; None for what is no single length.

    Example:
        >>> hours_of("7d"), hours_of("7d-30d")
        (168, None)
    """
    if not tenor or not tenor[:-1].isdecimal() or tenor[-1] not in _HOURS:
        return None
    return int(tenor[:-1]) * _HOURS[tenor[-1]]


def tenor(reading: Reading, fact: Given, _than: Given | None, _scene: Scene) -> bool:
    """Whether a span, or an expiry's date, is the fact's tenor."""
    if isinstance(reading.meaning, Day):
        try:
            return _is_day(reading.meaning, date.fromisoformat(fact.tenor), latest=None)
        except ValueError:
            return False
    return _is_span(reading, hours_of(fact.tenor))


def window(reading: Reading, fact: Given, _than: Given | None, _scene: Scene) -> bool:
    """Whether a span is the fact's window, its tenor where it has none, or the length that its id names."""
    named = fact.text("window") or fact.tenor
    if fact.detail.startswith("episodes~"):
        named = fact.detail.split(":")[1] if ":" in fact.detail else ""
    elif fact.kind == "past" and ":" in fact.detail:
        named = fact.text("window") or fact.detail.rpartition(":")[2]
    hours = hours_of(named)
    if reading.kind == "unit":
        # "on the day", "the week"
        return {"days": 24, "weeks": 168, "months": 720, "hours": 1}.get(str(reading.meaning)) == hours
    return _is_span(reading, hours)


def _is_span(reading: Reading, hours: int | None) -> bool:
    span = reading.meaning
    return isinstance(span, Span) and span.bound in ("", "over") and span.hours == hours


def day(reading: Reading, fact: Given, _than: Given | None, scene: Scene) -> bool:
    """Whether a date is the fact's day in UTC; without a year it must be the latest such day."""
    instant = fact.as_of
    return instant is not None and _is_day(reading.meaning, _utc(instant).date(), latest=scene.as_of)


def expiry(reading: Reading, fact: Given, _than: Given | None, scene: Scene) -> bool:
    """Whether a date is the day on which the fact's options expire; without a year it must be the next such day."""
    said, today = reading.meaning, _utc(scene.as_of).date()
    try:
        meant = date.fromisoformat(fact.tenor)
    except ValueError:
        return False
    if not isinstance(said, Day) or (said.day, said.month) != (meant.day, meant.month):
        return False
    if said.year is not None:
        return said.year == meant.year
    return timedelta(0) <= meant - today < timedelta(days=365)


def since(reading: Reading, fact: Given, _than: Given | None, scene: Scene) -> bool:
    """Whether a date is the last day that was as extreme, or the first day of a state."""
    found = fact.day("since")
    return found is not None and _is_day(reading.meaning, found, latest=scene.as_of)


def tied(reading: Reading, fact: Given, _than: Given | None, scene: Scene) -> bool:
    """Whether a date is the last day with an equal reading; the engine counts those since any more extreme one."""
    return bool(fact.count("ties")) and since(reading, fact, None, scene)


def start(reading: Reading, fact: Given, _than: Given | None, scene: Scene) -> bool:
    """Whether a date is the first day of the fact's window."""
    text = fact.text("start")
    return text is not None and _is_day(reading.meaning, _utc(datetime.fromisoformat(text)).date(), latest=scene.as_of)


def first(reading: Reading, fact: Given, _than: Given | None, scene: Scene) -> bool:
    """Whether a date is the first day of the fact's record."""
    found = fact.first
    return found is not None and _is_day(reading.meaning, found, latest=scene.as_of)


def _is_day(said: object, meant: date, *, latest: datetime | None) -> bool:
    if not isinstance(said, Day):
        return False
    if said.day is not None and said.day != meant.day:
        return False
    if said.month is not None and said.month != meant.month:
        return False
    if said.year is not None:
        return said.year == meant.year
    return latest is not None and _is_latest(said, meant, _utc(latest).date())


def _is_latest(said: Day, meant: date, today: date) -> bool:
    """Whether no later day of that name has passed: "Feb. 28" is this year's once it is over."""
    if meant > today:
        return False
    if said.day is None:
        months = (today.year - meant.year) * 12 + today.month - meant.month
        return 0 <= months < 12
    next_year = meant.year + 1
    leap_day = (meant.month, meant.day) == (2, 29)
    return date(next_year, 3, 1) > today if leap_day else meant.replace(year=next_year) > today


def weekday(reading: Reading, fact: Given, _than: Given | None, scene: Scene) -> bool:
    """Whether a weekday is that of the fact's day, which lies at most a week before the article."""
    instant = fact.as_of
    if instant is None:
        return False
    meant = _utc(instant)
    return reading.meaning == meant.weekday() and timedelta(0) <= scene.as_of - meant <= timedelta(days=7)


def time(reading: Reading, fact: Given, _than: Given | None, _scene: Scene) -> bool:
    """Whether a clock time in UTC is the fact's, to the minute."""
    instant = fact.as_of
    if instant is None or not isinstance(reading.meaning, tuple):
        return False
    hour, minute, zone = reading.meaning
    meant = _utc(instant)
    if meant.second * 1_000_000 + meant.microsecond >= _LAST_MOMENT:
        meant += timedelta(milliseconds=1)
    return zone in ("UTC", "GMT") and (hour, minute) == (meant.hour, meant.minute)


def reach(reading: Reading, fact: Given, _than: Given | None, _scene: Scene) -> bool:
    """Whether "in over a year" is how far the fact reaches back, with 95% of those days on record."""
    span, instant = reading.meaning, fact.as_of
    start = fact.day("since") or fact.first
    if not isinstance(span, Span) or instant is None or start is None or not fact.is_covered:
        return False
    days = (_utc(instant).date() - start).days
    if span.unit in ("year", "month"):
        passed = days / (_DAYS_A_YEAR if span.unit == "year" else _DAYS_A_MONTH)
    else:
        passed = days * 24 / (span.hours / span.number)
    return _is_reach(span, passed)


def _is_reach(span: Span, passed: float) -> bool:
    count = span.number
    if span.bound in ("over", "more"):
        return count <= passed < count + 1
    if span.bound == "almost":
        return count - _ALMOST <= passed < count
    if span.bound == "about":
        return abs(passed - count) <= _ALMOST
    if span.bound:
        return False
    # "in three months" is three whole ones, "in two years" not much more than two.
    return count <= passed < count + (0.5 if span.unit == "year" else 1)


def _utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC)
