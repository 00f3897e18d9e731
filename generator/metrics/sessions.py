"""Sessions of New York's stock exchange, on whose days exchange-traded funds are bought and returned.

A day without a reading is a hole if the exchange was open, and nothing at all if it was closed.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_MONDAY, _THURSDAY, _SATURDAY, _SUNDAY = 0, 3, 5, 6
#: Storms and days of mourning, which no rule foresees.
_CLOSED_BESIDES: Final = (date(2012, 10, 29), date(2012, 10, 30), date(2018, 12, 5), date(2025, 1, 9))
#: Juneteenth has been kept since.
_JUNETEENTH: Final = 2022


def holidays(year: int) -> Iterator[date]:
    """Yield the exchange's holidays of a year by its Rule 7.2, as they are observed.

    A holiday on a Sunday is kept on the Monday after, one on a Saturday on the Friday before, except
    that New Year's Day on a Saturday is not kept.

    Example:
        >>> [day.isoformat() for day in holidays(2026)][:4]
        ['2026-01-01', '2026-01-19', '2026-02-16', '2026-04-03']
    """
    new_year = date(year, 1, 1)
    if new_year.weekday() != _SATURDAY:
        yield _observed(new_year)
    yield _nth(year, 1, _MONDAY, 3)
    yield _nth(year, 2, _MONDAY, 3)
    yield easter(year) - timedelta(days=2)
    yield _last_monday_of_may(year)
    if year >= _JUNETEENTH:
        yield _observed(date(year, 6, 19))
    yield _observed(date(year, 7, 4))
    yield _nth(year, 9, _MONDAY, 1)
    yield _nth(year, 11, _THURSDAY, 4)
    yield _observed(date(year, 12, 25))
    yield from (day for day in _CLOSED_BESIDES if day.year == year)


def easter(year: int) -> date:
    """Return Easter Sunday.

    Source:
        The Gregorian reckoning of J.-M. Oudin (1940), as in the Explanatory Supplement to the
        Astronomical Almanac.

    Example:
        >>> easter(2026).isoformat()
        '2026-04-05'
    """
    century = year // 100
    golden = year % 19
    corrected = century - century // 4 - (century - (century - 17) // 25) // 3 + 19 * golden + 15
    epact = corrected % 30
    epact -= (epact // 28) * (1 - (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + epact + 2 - century + century // 4) % 7
    offset = epact - weekday
    month = 3 + (offset + 40) // 44
    return date(year, month, offset + 28 - 31 * (month // 4))


def session_numbers(day: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return how many sessions there were before each day, and whether the day is one.

    Two readings are of neighbouring sessions where these numbers differ by one.

    Args:
        day: Days since 1970, ascending.
    """
    if not len(day):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.bool_)
    days = day.astype("datetime64[D]")
    years = days[[0, -1]].astype("datetime64[Y]").astype(np.int64) + 1970
    closed = np.array(
        [each for year in range(int(years[0]), int(years[1]) + 1) for each in holidays(year)], "datetime64[D]"
    )
    return np.busday_count(days[0], days, holidays=closed), np.is_busday(days, holidays=closed)


def _observed(day: date) -> date:
    shift = {_SATURDAY: -1, _SUNDAY: 1}.get(day.weekday())
    return day if shift is None else day + timedelta(days=shift)


def _nth(year: int, month: int, weekday: int, n: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def _last_monday_of_may(year: int) -> date:
    last = date(year, 5, 31)
    return last - timedelta(days=last.weekday())
