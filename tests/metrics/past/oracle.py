"""The definitions, walked through with a list and a finger: slow, and plain enough to be believed.

A series is a list of readings ``(instant, value)``, the oldest first, one a day at most; the
claims are about its last one. Nothing here knows numpy or the code that it judges.
"""

import math
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

HOURS = timedelta(hours=3)


def readings(micros, values):
    """What is no number is no reading."""
    start = datetime(1970, 1, 1, tzinfo=UTC)
    return [
        (start + timedelta(microseconds=at), value)
        for at, value in zip(micros, values, strict=True)
        if math.isfinite(value)
    ]


def coverage(series, since):
    """Days present and expected from ``since`` (or the first day) to today, at most those of a year."""
    today = series[-1][0].date()
    start = max(since or date.min, series[0][0].date(), today - timedelta(days=364))
    present = sum(at.date() >= start for at, _ in series)
    return SimpleNamespace(first=series[0][0].date(), days=present, expected=(today - start).days + 1)


def reach(series, like):
    """Since when there was no reading like today's, and whether that is long enough to say so."""
    today, between = series[-1][0].date(), 0
    for at, value in reversed(series[:-1]):
        if like(value):
            told = between >= 14 and (today - at.date()).days >= 30
            return SimpleNamespace(told=told, since=at.date(), coverage=coverage(series, at.date()))
        between += 1
    return SimpleNamespace(told=between >= 14, since=None, coverage=coverage(series, None))


def lowest(series):
    """Lowest since a day, or of the record; and how often it was matched."""
    now = series[-1][1]
    found = reach(series, lambda value: value <= now)
    found.ties = 0
    for _, value in reversed(series[:-1]):
        if value < now:
            break
        found.ties += value == now
    return found


def highest(series):
    """The lowest of the series turned upside down."""
    return lowest([(at, -value) for at, value in series])


def first_beyond(series, cut):
    """The first reading on its side of a cut since a day."""
    above = series[-1][1] >= cut
    return reach(series, lambda value: (value >= cut) == above)


def run(signs):
    """How many at the end are equal and say up or down; and whether it is known what was before them."""
    if not signs or signs[-1] not in (-1, 1):
        return None
    n = 0
    while n < len(signs) and signs[-1 - n] == signs[-1]:
        n += 1
    return n, signs[-1], n < len(signs) and signs[-1 - n] is not None


def sign(then, now):
    return (now > then) - (now < then)


def days_in_a_row(series):
    """Daily rises or falls; None stands where there is no reading of the day before, at about the same hour."""
    signs = []
    for place in range(len(series) - 1, -1, -1):
        signs.insert(0, move(series[max(place - 1, 0) : place + 1]))
        if signs[0] != signs[-1]:
            break
    return run(signs)


def move(two):
    """The direction of the second of two readings against the first, if they are a day apart."""
    if len(two) < 2:
        return None
    (before, then), (at, now) = two
    next_day = at.date() - before.date() == timedelta(days=1)
    return sign(then, now) if next_day and abs(at - before - timedelta(days=1)) <= HOURS else None


def weeks_in_a_row(series):
    """Weekly rises or falls up to the last Sunday that is over when today's reading is in."""
    closes = {at.date(): value for at, value in series if at.weekday() == 6}
    sunday = series[-1][0].date()
    while sunday.weekday() != 6:
        sunday -= timedelta(days=1)
    signs = []
    while sunday in closes:
        before = sunday - timedelta(days=7)
        signs.insert(0, sign(closes[before], closes[sunday]) if before in closes else None)
        sunday = before
    return run(signs)


def days_with(series, label):
    """Days in a row, without a missing one, on which ``label`` of the reading was what it is today."""
    now, n = label(series[-1][1]), 1
    while n < len(series):
        (before, value), (at, _) = series[-1 - n], series[-n]
        if at.date() - before.date() != timedelta(days=1):
            return n, False
        if label(value) != now:
            return n, True
        n += 1
    return n, False


def change(series, days, *, relative):
    """Today's reading against the one so many days ago, at about the same hour."""
    at, now = series[-1]
    for before, then in series:
        if (at.date() - before.date()).days == days and abs(at - before - timedelta(days=days)) <= HOURS:
            if relative and then == 0:
                return None
            return now / then - 1 if relative else now - then
    return None


def year(series):
    today = series[-1][0].date()
    return [value for at, value in series if (today - at.date()).days < 365]


def percentile(series):
    """The share of a year's readings that today's is not below."""
    values = year(series)
    return None if len(values) < 90 else sum(value <= values[-1] for value in values) / len(values)


def deviation(values):
    """The sample standard deviation about the mean, None where nothing varies."""
    mean = math.fsum(values) / len(values)
    found = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1))
    return (mean, found) if found > 1e-9 * abs(mean) else None


def score(series):
    """Standard deviations from the year's mean."""
    values = year(series)
    usual = deviation(values) if len(values) >= 90 else None
    return None if usual is None else (values[-1] - usual[0]) / usual[1]


def unusual(series, days, *, relative):
    """Today's change against what such changes were over the year."""
    changes = [(at, change(series[: row + 1], days, relative=relative)) for row, (at, _) in enumerate(series)]
    now = changes[-1][1]
    values = year([(at, value) for at, value in changes if value is not None]) if now is not None else []
    usual = deviation(values) if len(values) >= 90 else None
    return None if usual is None else now / usual[1]


def drawdown(series):
    """The fraction below the highest reading so far, and the first day of that."""
    peak = max(value for _, value in series)
    day = next(at.date() for at, value in series if value == peak)
    return day, series[-1][1] / peak - 1 if peak > 0 else None
