"""Axes have round labels that a reader would have chosen."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.render import numbers
from generator.render.charts.axes import days, span, steps
from tests.render.charts.made import ZONES, chart


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        (61_500.0, 97_000.0, ["$70K", "$80K", "$90K"]),
        (68_100.0, 69_400.0, ["$68,500", "$69,000"]),
        (0.0, 1.65e9, ["$0", "$0.5B", "$1.0B", "$1.5B"]),
        (-4e8, 4e8, ["-$400M", "-$200M", "$0", "$200M", "$400M"]),
        (0.31, 0.52, ["$0.35", "$0.40", "$0.45", "$0.50"]),
    ],
)
def test_dollars_on_an_axis(low, high, labels):
    """Steps of 1, 2 or 5, one scale and as many decimals for all."""
    step, found = steps(low, high, 5)
    largest = max(abs(each) for each in found)
    assert [numbers.tick_dollars(each, step=step, largest=largest) for each in found] == labels


def test_percentages_on_an_axis():
    """Fractions print as percentages, with a decimal only where the step has one."""
    assert [numbers.tick_percent(each, step=Decimal("0.05")) for each in steps(-0.06, 0.12, 5)[1]] == [
        "-5%", "0%", "5%", "10%",
    ]  # fmt: skip
    assert numbers.tick_percent(Decimal("0.05"), step=Decimal("0.005")) == "5.0%"


@given(st.floats(-1e12, 1e12), st.floats(1e-9, 1e12))
def test_labels_are_round_and_on_the_axis(low, apart):
    """Whatever the values: a step of 1, 2 or 5 times a power of ten, all labels inside, two to six of them."""
    high = low + apart
    if high - low < 1e-9 * max(abs(low), 1e-9):
        return
    step, found = steps(low, high, 5)
    assert step.normalize().as_tuple().digits in ((1,), (2,), (5,))
    assert 2 <= len(found) <= 6
    assert all(Decimal(repr(low)) <= each <= Decimal(repr(high)) and each % step == 0 for each in found)


@pytest.mark.parametrize(
    ("count", "first", "last", "most"),
    [
        pytest.param(7, "Feb. 4", "Feb. 10", 7, id="a week: every day"),
        pytest.param(31, "Jan. 13", "Feb. 10", 7, id="a month: every week, to the last day"),
        pytest.param(120, "Nov.", "Feb.", 7, id="a quarter: months"),
        pytest.param(400, "March", "Jan.", 8, id="a year: every other month"),
        pytest.param(3000, "2018", "2026", 9, id="years"),
    ],
)
def test_days_on_an_axis(count, first, last, most):
    """Labels are as fine as the span calls for, and never crowd."""
    end = date(2026, 2, 10)
    found = days(end - timedelta(days=count - 1), end)
    assert (found[0].text, found[-1].text) == (first, last)
    assert len(found) <= most


def test_a_year_stands_under_the_first_month_and_each_january():
    """Else nobody knows which February it is."""
    found = days(date(2024, 11, 20), date(2026, 2, 10))
    assert [each.under for each in found if each.under] == ["2025", "2026"]


@given(st.dates(date(2010, 1, 1), date(2030, 1, 1)), st.integers(0, 6000))
def test_labels_of_days_are_within_the_span(first, length):
    """No label stands outside of its axis, and there are never more than nine."""
    last = first + timedelta(days=length)
    found = days(first, last)
    assert all(first <= each.day <= last for each in found)
    assert len(found) <= 9


def test_lengths_begin_at_zero():
    """An axis of columns shows zero, one of lines need not."""
    made = chart("columns", [50.0, 60.0])
    assert span(made, [50.0, 60.0], zero=True)[0] == 0
    assert span(made, [50.0, 60.0], zero=False)[0] > 49


def test_a_level_to_watch_is_always_shown():
    """However far it is from the prices."""
    from generator.model.chart import Mark

    made = chart("line", [50.0, 60.0], marks=(Mark(label="record", value=200.0, fact="x"),))
    assert span(made, [50.0, 60.0], zero=False)[1] > 200


def test_the_next_cut_is_shown_where_it_is_near_and_no_other_one():
    """From 20 to 40 the cut at 46 is the next one; those at 54 and 75 would press the line flat."""
    low, high = span(chart("line", [20.0, 40.0], zones=ZONES), [20.0, 40.0], zero=False)
    assert 46 < high < 54
    assert 15 < low < 20


def test_a_cut_far_from_readings_that_hardly_move_is_not_shown():
    """From 60 to 61, the cuts at 54 and 75 say nothing of what moved."""
    low, high = span(chart("line", [60.0, 61.0], zones=ZONES), [60.0, 61.0], zero=False)
    assert 59 < low < 60
    assert 61 < high < 62
