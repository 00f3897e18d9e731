"""Beside each picture stand its values: exact for programs, printed for people."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.catalogue import load_catalogue
from generator.model.chart import Chart, Trace
from generator.render.charts.table import exact, head, rows
from tests.render.charts.made import chart, every_form, picture

CATALOGUE = load_catalogue()


def test_a_line_as_a_file():
    """One row a day, one column a line, an empty cell for a hole."""
    made = chart("line", [0.1, None, 1 / 3], [2.0, 3.0, 4.0], metric="futures.basis")
    assert exact(made) == (
        "date,BTC,ETH\n2026-02-08,0.1,2.0\n2026-02-09,,3.0\n2026-02-10,0.3333333333333333,4.0\n"
    )  # fmt: skip


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=30))
def test_values_come_back_exactly(values):
    """Reading the file gives every value to its last bit."""
    rows = list(csv.reader(io.StringIO(exact(chart("line", values)))))[1:]
    assert [float(row[1]) for row in rows] == values


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", '"a", b\nc'])
def test_a_name_is_never_a_formula(name):
    """A spreadsheet shows a coin that is called like a formula; it does not compute it."""
    made = chart("bars", [0.1], metric="spot.return", places=(name,), labels=(name,))
    (_, head), (place, _) = csv.reader(io.StringIO(exact(made)))
    assert head == place
    assert head.removeprefix("'") == name
    assert not head.startswith(("=", "+", "-", "@"))


def test_the_table_prints_as_the_text_does():
    """Prices to the dollar, days in words, "" for a hole."""
    shown = picture(chart("line", [68_841.4, None, 70_000.0]), CATALOGUE)
    assert shown.head == ("Date", "BTC")
    assert shown.rows == (("Feb. 8", "$68,841"), ("Feb. 9", ""), ("Feb. 10", "$70,000"))


@pytest.mark.parametrize(
    ("metric", "value", "printed"),
    [
        ("futures.basis", 0.0225, "2.3%"),
        ("options.skew_25d_points", 0.034, "3.4 points"),
        ("futures.open_interest_usd", 44.3e9, "$44.3 billion"),
        ("futures.open_interest", 527_850.2, "527,850 BTC"),
        ("sentiment.fear_greed", 9.0, "9"),
        ("options.put_call_ratio", 0.567, "0.57"),
    ],
)
def test_each_metric_prints_in_its_own_unit(metric, value, printed):
    """As the catalogue says."""
    assert picture(chart("line", [value], metric=metric), CATALOGUE).rows == (("Feb. 10", printed),)


def test_states_are_printed_as_they_are():
    """A strip's table says each day's state."""
    shown = picture(every_form()["strip"], CATALOGUE)
    assert [row[1] for row in shown.rows] == ["extreme fear", "fear", "neutral", "greed", "extreme greed", "", "fear"]


def test_a_bar_prints_in_the_unit_of_its_own_fact():
    """Open interest of two coins: each value carries its own ticker."""
    made = chart("bars", [10.0, 20.0], metric="futures.open_interest", places=("Bitcoin", "Ether"), labels=("",))
    facts = ("BTC/futures.open_interest", "ETH/futures.open_interest")
    made = replace(made, traces=(Trace(label="", values=(10.0, 20.0), facts=facts),))
    assert picture(made, CATALOGUE).rows == (("Bitcoin", "10 BTC"), ("Ether", "20 ETH"))


def test_expiries_are_named_as_the_text_names_days():
    """The year stands where it is not the first one's; the file has the date itself."""
    days = (date(2026, 2, 13), date(2027, 1, 29))
    chart = Chart(
        id="expiries", form="bars", title="Options open", note="Deribit", metric="options.expiry_notional", places=days,
        traces=(Trace(label="Notional", values=(2.2e9, 1.5e8), facts=("BTC/a/2026-02-13", "BTC/a/2027-01-29")),),
    )  # fmt: skip
    assert head(chart) == ("Expiry", "Notional")
    assert [row[0] for row in rows(chart, None)] == ["Feb. 13", "Jan. 29, 2027"]
    assert exact(chart).splitlines() == ["date,Notional", "2026-02-13,2200000000.0", "2027-01-29,150000000.0"]
