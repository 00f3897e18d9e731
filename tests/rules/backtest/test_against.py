"""Two rulebooks side by side: which days change, and by which cuts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from generator.rules.backtest.differ import DAYS, differ
from tests.rules.backtest.conftest import CATCH, LAST, MOOD, NEAR, book, scale

BOOK = book()


def milder(high):
    """Return the book with another cut between usual and high moods."""
    rules = {**BOOK.rules, "mood": replace(BOOK.rules["mood"], scale=scale(-1, high, 2))}
    return replace(BOOK, rules=rules)


def test_a_day_between_the_two_cuts_is_told_with_both(past):
    """1.2 is high above 1, and usual below 1.5; 0 and 1.8 are alike by both."""
    told = differ(BOOK, milder(1.5), past(**{MOOD: [0.0, 1.2, 1.8, 0.0]}), name="other")
    (day,) = told.differences
    assert (day.day, day.id, day.metric, day.unit) == (LAST - timedelta(days=2), "mood", "mood", "ratio")
    assert (day.reading, day.here, day.there, day.cut_here, day.cut_there) == (1.2, "high", "usual", 1.0, 1.5)
    assert (told.name, told.only_here, told.only_there) == ("other", (), ())


def test_the_same_book_differs_on_no_day(past):
    """Nor does a book from itself where nothing is known."""
    known = past(**{MOOD: [0.0, 1.2, float("nan")], NEAR: [0.0, 3.0, 9.0]})
    assert differ(BOOK, BOOK, known, name="itself").differences == ()


def test_what_follows_from_a_label_differs_too(past):
    """A catch far above its past votes -1, and so does a high mood; with a usual mood the median is -0.5."""
    told = differ(BOOK, milder(1.5), past(**{CATCH: [0.0, 1.0, 0.0, 1.0, 0.0, 3.0], MOOD: [0.0] * 5 + [1.2]}), name="")
    stance = next(each for each in told.differences if each.id == "stance")
    assert (stance.here, stance.there, stance.cut_here, stance.cut_there) == ("fear", "neutral", -0.5, -0.5)
    assert (stance.reading, stance.reading_there) == (-1.0, -0.5)


def test_only_the_last_year_is_compared(past):
    """An older day may have been judged otherwise."""
    told = differ(BOOK, milder(1.5), past(**{MOOD: [1.2] * (DAYS + 40)}), name="other")
    assert told.first == LAST - timedelta(days=DAYS - 1)
    assert len([each for each in told.differences if each.id == "mood"]) == DAYS


def test_rules_of_one_book_alone_are_named_and_not_compared(past):
    """What the other has not would differ on every day."""
    fewer = replace(BOOK, rules={name: rule for name, rule in BOOK.rules.items() if name != "mood"})
    fewer = replace(fewer, conditions={"after-storm": BOOK.conditions["after-storm"]})
    told = differ(BOOK, fewer, past(**{MOOD: [1.2]}), name="other")
    assert (told.only_here, told.only_there) == (("mood", "storm"), ())
    assert differ(fewer, BOOK, past(**{MOOD: [1.2]}), name="other").only_there == ("mood", "storm")
    assert not [each for each in told.differences if each.id == "mood"]


@pytest.mark.parametrize("ago", [9, 10, 11])
def test_a_day_is_compared_by_the_rules_of_its_time(past, ago):
    """1.5 is above the cut of 1 of the old document; the other book has no old one, and its new cut is 2."""
    rules = {name: rule for name, rule in BOOK.rules.items() if name != "tide@2020"}
    rules["tide@2026"] = replace(rules["tide@2026"], begins=None)
    told = differ(BOOK, replace(BOOK, rules=rules), past(**{NEAR: [1.5] * 20}), name="other")
    here = {each.day: (each.here, each.there, each.cut_here, each.cut_there) for each in told.differences
            if each.id == "tide"}  # fmt: skip
    day = LAST - timedelta(days=ago)
    assert here.get(day) == (("high", "usual", 1.0, 2.0) if ago > 10 else None)
