"""Calendar weeks, months and quarters: their changes, how many in a row, the worst since."""

import calendar
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.metrics.frames import CALENDARS, extreme_of, periods, run_of
from generator.model.instants import to_micros

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = 86_400_000_000
_BTC = "BTC/spot.calendar_return"


def _daily(first, prices):
    """Return times and prices of days that end at 23:59:59.999; None is a hole."""
    there = [(n, price) for n, price in enumerate(prices) if price is not None]
    start = to_micros(datetime.fromisoformat(first).replace(tzinfo=UTC))
    at = np.array([start + (n + 1) * _DAY - 1000 for n, _ in there], dtype=np.int64)
    return at, np.array([price for _, price in there], dtype=float)


def test_a_month_is_the_last_close_over_that_of_the_month_before(facts, make):
    """Bitcoin at 100 on Dec. 31 and 90 on Jan. 31 fell by 10% in January, whatever February does."""
    prices = [100.0, *[95.0] * 30, 90.0, *[300.0] * 10]
    found = facts(make.closes("BTC", "2025-12-31", prices), "2026-02-11T00:00:00Z")
    month = found[f"{_BTC}/month"]
    assert month.value == pytest.approx(-0.10)
    assert (month.start.date().isoformat(), month.as_of.date().isoformat()) == ("2025-12-31", "2026-01-31")
    assert (found[month.of].value, found[month.than].value) == (90.0, 100.0)


def test_the_running_period_never_counts(facts, make):
    """At 23:00 on Jan. 31 the month is not over: December's change would be told, and it is not known."""
    prices = [100.0, *[95.0] * 29]
    hours = [make.hour_bar("BTC", f"2026-01-31T{hour:02d}:00", 90.0) for hour in range(23)]
    found = facts([*make.closes("BTC", "2025-12-31", prices), *hours], "2026-01-31T23:00:00Z")
    assert f"{_BTC}/month" not in found
    assert found[f"{_BTC}/week"].as_of.date().isoformat() == "2026-01-25"


def test_a_missing_close_is_no_period(facts, make):
    """Without Sunday's close there is no week, though Saturday's is known."""
    prices = [100.0, *[99.0] * 6, 98.0, *[97.0] * 6, None, 95.0]
    found = facts(make.closes("BTC", "2026-01-25", prices), "2026-02-10T00:00:00Z")
    assert f"{_BTC}/week" not in found


def test_three_weeks_in_a_row_need_the_one_before_them(facts, make):
    """Down, down, down after up is a third week; where the record begins with them it is at least the third."""
    sundays = [80.0, 100.0, 90.0, 80.0, 70.0]
    prices = [price for price in sundays for _ in range(7)][6:]
    found = facts(make.closes("BTC", "2026-01-11", prices), "2026-02-09T00:00:00Z")
    streak = found[f"{_BTC}/week~streak"]
    assert (streak.n, streak.sign, streak.unit, streak.coverage.start_known) == (3, -1, "weeks", True)
    assert streak.start.date().isoformat() == "2026-01-18"
    later = facts(make.closes("BTC", "2026-01-18", prices[7:]), "2026-02-09T00:00:00Z")[f"{_BTC}/week~streak"]
    assert (later.n, later.coverage.start_known) == (3, False)


def test_the_worst_month_since(facts, make):
    """-20%, then seven months of gains and -15%: the worst since the first, and only since then."""
    ends = pd.date_range("2025-03-31", periods=10, freq="ME")
    value, closes = 100.0, [100.0]
    for change in (-0.20, *[0.02] * 7, -0.15):
        value *= 1 + change
        closes.append(value)
    days = [make.day_bar("BTC", f"{end:%Y-%m-%d}", close) for end, close in zip(ends, closes, strict=True)]
    rank = facts(days, "2026-01-01T12:00:00Z")[f"{_BTC}/month~rank"]
    assert (rank.rank, rank.since.isoformat(), rank.ties) == ("lowest", "2025-04-30", 0)
    assert (rank.coverage.days, rank.coverage.expected) == (9, 9)


def test_no_worst_month_over_a_hole():
    """A month is missing between: nobody knows whether it was worse."""
    month = CALENDARS["month"]
    at, price = _daily("2024-12-31", [100.0 - n / 10 for n in range(700)])
    kept = ~np.isin(at // _DAY, [(datetime(2025, 9, 30, tzinfo=UTC) - _EPOCH).days])
    whole = periods(at, price, month, to_micros(datetime(2026, 9, 1, tzinfo=UTC)))
    holed = periods(at[kept], price[kept], month, to_micros(datetime(2026, 9, 1, tzinfo=UTC)))
    assert extreme_of(whole, month.beaten).since is None
    assert extreme_of(holed, month.beaten) is None
    assert run_of(holed).n == 10
    assert not run_of(holed).start_known


def _oracle(first, prices, name, as_of):
    """Return period → change, day by day and without any arithmetic on periods."""
    closes, start = {}, datetime.fromisoformat(first).replace(tzinfo=UTC)
    for n, price in enumerate(prices):
        day = start + timedelta(days=n)
        if price is None or day + timedelta(days=1) > as_of:
            continue
        if name == "week" and day.weekday() == 6:
            closes[day] = price
        last = day.day == calendar.monthrange(day.year, day.month)[1]
        if last and (name == "month" or (name == "quarter" and day.month in (3, 6, 9, 12))):
            closes[day] = price
    found = {}
    for day, price in closes.items():
        if name == "week":
            before = day - timedelta(days=7)
        else:
            before = day
            for _ in range(1 if name == "month" else 3):
                before = before.replace(day=1) - timedelta(days=1)
        if before in closes:
            found[day.date()] = price / closes[before] - 1
    return found


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["week", "month", "quarter"]),
    st.dates(date(2015, 1, 1), date(2026, 1, 1)),
    st.lists(st.one_of(st.floats(1, 1000), st.just(None), st.floats(99, 101)), min_size=1, max_size=500),
    st.integers(0, 520),
)
def test_periods_equal_a_slow_calendar(name, first, prices, until):
    """On prices with any holes, at any instant, changes and runs are those of a walk through the calendar."""
    as_of = datetime(first.year, first.month, first.day, 12, tzinfo=UTC) + timedelta(days=until)
    at, price = _daily(first.isoformat(), prices)
    found = periods(at, price, CALENDARS[name], to_micros(as_of))
    ends = [(_EPOCH + timedelta(microseconds=int(at[place]))).date() for place in found.end]
    wanted = _oracle(first.isoformat(), prices, name, as_of)
    assert dict(zip(ends, found.value.tolist(), strict=True)) == pytest.approx(wanted)
    if not ends:
        return
    run, backwards, number = run_of(found), list(found.value[::-1]), list(found.number[::-1])
    n = 0
    while n < len(ends) and number[n] == number[0] - n and np.sign(backwards[n]) == np.sign(backwards[0]) != 0:
        n += 1
    assert (run.n if run else 0) == n
    if run:
        assert run.start_known == (n < len(ends) and number[n] == number[0] - n)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.floats(1, 1000), min_size=2, max_size=300), st.data())
def test_what_comes_later_changes_no_period(prices, data):
    """Whether later prices are others, or not there at all, the periods that are told at an instant stay the same."""
    at, price = _daily("2024-11-20", prices)
    seen = data.draw(st.integers(1, len(prices)))
    as_of = int(at[seen - 1]) + 1000
    other = np.concatenate([price[:seen], price[seen:][::-1] * 2])
    for cut in CALENDARS.values():
        found = periods(at, price, cut, as_of)
        for times, values in ((at, other), (at[:seen], price[:seen])):
            again = periods(times, values, cut, as_of)
            assert again.number.tolist() == found.number.tolist()
            assert again.value.tolist() == found.value.tolist()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([-0.3, -0.2, -0.1, 0.1, 0.2, 0.3]), min_size=1, max_size=30))
def test_the_worst_since_equals_a_walk_back(changes):
    """Since, ties and span are those of looking at one month after another, the newest first."""
    levels = np.cumprod([100.0, *(1 + change for change in changes)])
    ends = pd.date_range("2020-01-31", periods=len(levels), freq="ME")
    at = np.array([to_micros(end.to_pydatetime().replace(tzinfo=UTC)) + _DAY - 1000 for end in ends])
    exact = periods(at, levels, CALENDARS["month"], int(at[-1]) + 1000)
    found = type(exact)(exact.number, np.array(changes), exact.start, exact.end)
    side, place, ties = np.sign(changes[-1]), len(changes) - 2, 0
    while place >= 0 and changes[place] * side < changes[-1] * side:
        place -= 1
    for change in changes[:-1][::-1]:
        if change * side > changes[-1] * side:
            break
        ties += change == changes[-1]
    extreme = extreme_of(found, 3)
    if len(changes) - 2 - place < 3:
        assert extreme is None
    else:
        assert extreme.rank == ("lowest" if side < 0 else "highest")
        assert extreme.since == (None if place < 0 else place)
        assert extreme.ties == ties
        assert extreme.span == len(changes) - max(place, 0)


def test_the_weeks_of_the_fall_of_2026(facts, sample):
    """Bitcoin's weeks to Jan. 25, Feb. 1 and Feb. 8 were -7.5%, -11.2% and -8.6%: three in a row."""
    told = {}
    for sunday in ("2026-01-25", "2026-02-01", "2026-02-08"):
        as_of = datetime.fromisoformat(sunday).replace(tzinfo=UTC) + timedelta(days=1)
        found = facts(sample, as_of.strftime("%Y-%m-%dT%H:%M:%SZ"))
        told[sunday] = round(found[f"{_BTC}/week"].value, 3)
        streak = found.get(f"{_BTC}/week~streak")
    assert told == {"2026-01-25": -0.075, "2026-02-01": -0.112, "2026-02-08": -0.086}
    assert (streak.n, streak.sign, streak.coverage.start_known) == (3, -1, True)


def test_months_of_the_sample_are_those_of_a_resampled_frame(sample):
    """Every month, quarter and week of bitcoin since 2017 is what pandas makes of the same closes."""
    frame = sample.before("2026-02-11T00:00:00Z").candles("1d", assets=["BTC"])
    series = frame.set_index("observed_at")["close"]
    at = series.index.as_unit("us").asi8
    for name, rule in (("month", "ME"), ("quarter", "QE"), ("week", "W-SUN")):
        found = periods(at, series.to_numpy(), CALENDARS[name], to_micros(datetime(2026, 2, 11, tzinfo=UTC)))
        wanted = series.resample(rule).last().pct_change(fill_method=None).dropna()
        complete = wanted[wanted.index < pd.Timestamp("2026-02-11", tz="UTC")]
        assert len(complete) == len(found)
        assert found.value == pytest.approx(complete.to_numpy())
