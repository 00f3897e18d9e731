"""Sessions of New York's exchange: which days are holidays, and which sessions are neighbours."""

import csv
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from generator.metrics.sessions import easter, holidays, session_numbers

_MACRO = Path(__file__).parents[3] / "shared" / "history" / "macro_daily.csv"


def _days(*iso):
    return np.array([np.datetime64(day).astype("datetime64[D]").astype(np.int64) for day in iso])


@pytest.mark.parametrize(
    ("year", "month", "day"), [(1961, 4, 2), (2000, 4, 23), (2008, 3, 23), (2011, 4, 24), (2025, 4, 20), (2038, 4, 25)]
)
def test_easter(year, month, day):
    """Easter Sundays of the almanacs, the earliest and the latest of our time among them."""
    assert easter(year) == date(year, month, day)


def test_holidays_of_2026():
    """Ten days, Independence Day on the Friday before its Saturday."""
    assert [day.isoformat()[5:] for day in holidays(2026)] == [
        "01-01", "01-19", "02-16", "04-03", "05-25", "06-19", "07-03", "09-07", "11-26", "12-25",
    ]  # fmt: skip


def test_friday_and_tuesday_are_neighbours_over_a_holiday():
    """Monday, Jan. 19, 2026 was a holiday: nothing lies between the Friday before and the Tuesday after."""
    number, session = session_numbers(_days("2026-01-16", "2026-01-19", "2026-01-20", "2026-01-22"))
    assert session.tolist() == [True, False, True, True]
    assert np.diff(number[session]).tolist() == [1, 2]


def test_the_sessions_of_sixteen_years_are_those_that_stocks_traded_in():
    """FRED has a Nasdaq-100 close on exactly these days from 2010 on; once it repeats Thursday's on Good Friday."""
    if not _MACRO.exists():
        pytest.skip("the collected history is not here")
    with _MACRO.open() as lines:
        closed = {row["date"] for row in csv.DictReader(lines) if row["nasdaq100_index"]}
    first, last = date.fromisoformat(min(closed)), date.fromisoformat(max(closed))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    _, session = session_numbers(_days(*(day.isoformat() for day in days)))
    assert {day.isoformat() for day, there in zip(days, session, strict=True) if there} == closed - {"2019-04-19"}
