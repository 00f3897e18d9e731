"""House style: figures, dates and words as the house prints them; a slip waits for a person."""

import pytest

from generator.verify.style import style_faults
from generator.verify.tokens import tokenize

SLIPS = {
    "cents that say nothing": ("Bitcoin closed at $70,580.00 on Friday.", "zeros"),
    "zeros of a percentage": ("The basis is 5.00% a year.", "zeros"),
    "no zero before the point": ("Bitcoin rose .6% on Friday.", "zero stands before"),
    "a month in full with a day": ("It is the lowest since February 28, 2022.", "abbreviated"),
    "a short month without a day": ("It is the lowest since Oct. 2024.", "only with a day"),
    "a month that is never short": ("It is the lowest since Mar. 6.", "only with a day"),
    "a short month without its point": ("It closed there on Feb 6.", "only with a day"),
    "an ordinal in a date": ("It closed there on Feb. 6th.", "ordinal"),
    "a range with a hyphen": ("Sellers ask for 5-10% a year.", "ranges"),
    "a range with one sign": ("Sellers ask for 5 to 10% a year.", "ranges"),
    "a comma for a point": ("Bitcoin rose 12,2% on Friday.", "point"),
    "no comma in thousands": ("Bitcoin closed at $70580 on Friday.", "commas"),
    "no comma in a count": ("There are 15506 contracts.", "commas"),
    "a figure begins": ("79 contracts rose.", "does not begin"),
    "a small number in figures": ("It was below 5% for 6 days in a row.", "are words"),
    "a large number in words": ("It was below 5% for fourteen days in a row.", "are figures"),
    "another English": ("Longs paid 4.1% annualised on Binance.", "American"),
}  # fmt: skip
CLEAN = [
    "Bitcoin closed at $70,580 on Feb. 6, 2026, its lowest since October 2024.",
    "In May 2025 it was $2.50, and 2025 ended at $87,877.",
    "2026 began with a fall.",
    "Sellers ask for 5% to 10% a year, over the past 30 days and at 21:30 UTC.",
    "The put/call ratio is 0.78, and four of 79 contracts rose.",
    "Volatility was 58.7% at one week and 48.8% at 180 days.",
    "It rose 0.6%, by 1.8 percentage points, to a ratio of 1.00.",
    "Fourteen coins rose.",
    "SPX6900 gained 12.5%.",
]


@pytest.mark.parametrize(("sentence", "message"), SLIPS.values(), ids=SLIPS)
def test_a_slip_of_style_is_caught(sentence, message):
    """A sentence that the house would print otherwise is named."""
    assert any(message in fault for fault in style_faults(tokenize(sentence), "paragraph"))


@pytest.mark.parametrize("sentence", CLEAN)
def test_good_style_is_left_alone(sentence):
    """What an editor would print raises nothing."""
    assert list(style_faults(tokenize(sentence), "paragraph")) == []


def test_lists_tables_and_headlines_may_begin_with_a_figure():
    """A level to watch begins with itself, a cell is a figure."""
    for place in ("item", "row", "title"):
        assert list(style_faults(tokenize("30-day skew | 21.4% | 26.8%"), place)) == []


def test_a_slip_of_style_waits_for_a_person(derivatives, judge):
    """It makes nothing false, so that a person may sign for it."""
    markdown, evidence = derivatives
    verdict = judge(markdown.replace("since Feb. 28, 2022", "since February 28, 2022"), evidence)
    assert [(problem.kind, problem.level) for problem in verdict.problems] == [("other", "yellow")]
