"""What a reading is among its past: every statement that the facts make, in words, and none that they do not."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from generator.model.coverage import Coverage
from generator.model.fact import Fact, Facts, Kind
from generator.render.past import among_past

NOW = datetime(2026, 2, 10, 23, 59, 59, tzinfo=UTC)
LEVEL = Fact(id="BTC/options.dvol@deribit", kind=Kind.LEVEL, value=0.548, unit="ratio", as_of=NOW, formula="as it is")


def about(name, kind=Kind.LEVEL, value=None, **more):
    """A fact about the level."""
    return replace(LEVEL, id=f"{LEVEL.id}~{name}", kind=kind, value=value, of=LEVEL.id, **more)


RANK = about("rank", Kind.RANK, 0.548, rank="highest", since=date(2025, 11, 21), ties=0)
RECORD = replace(RANK, since=None, ties=2, coverage=Coverage(date(2023, 4, 26), 365, 365))
RUN = about("streak", Kind.STREAK, 4.0, n=4, sign=-1, coverage=Coverage(date(2023, 4, 26), 5, 5))
EPISODES = (
    about("episodes", Kind.COUNT, 9.0, n=9, note="at or above 0.5"),
    about("episodes~after:30d", Kind.CHANGE, 0.0412),
    about("episodes~after:30d:low", Kind.CHANGE, -0.182),
    about("episodes~after:30d:high", Kind.CHANGE, 0.33),
)


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (RANK, "highest since Nov. 21, 2025"),
        (RECORD, "highest in a record that begins on April 26, 2023, matched two times"),
        (replace(RANK, ties=1), "highest since Nov. 21, 2025, matched once"),
        (about("percentile", Kind.SHARE, 0.874, total=365), "87% of the last year's 365 readings are at or below it"),
        (about("z", value=-1.84), "1.8 standard deviations below the mean of a year"),
        (RUN, "lower for four days"),
        (
            replace(RUN, n=12, sign=1, coverage=Coverage(date(2023, 4, 26), 13, 13, start_known=False)),
            "higher for at least 12 days",
        ),
        (about("unusual:1d", value=2.36), "a rise of 2.4 standard deviations"),
        (about("unusual:7d", value=-0.51), "a fall of 0.5 standard deviations"),
    ],
)
def test_a_statement_in_words(fact, words):
    """Each kind of statement has one form."""
    ((_, said),) = among_past(Facts([LEVEL, fact]), LEVEL)
    assert said == words


def test_a_reading_without_a_past_says_nothing():
    """No rank is no statement; facts of another series do not count."""
    assert among_past(Facts([LEVEL, replace(RANK, id="ETH/options.dvol@deribit~rank")]), LEVEL) == ()


def test_earlier_stretches_are_told_with_both_ends():
    """The middle case never stands alone."""
    assert among_past(Facts([LEVEL, *EPISODES]), LEVEL) == (
        ("Earlier stretches like it", "nine, at or above 0.5"),
        ("The price in the 30 days after them", "a median change of 4.1%, between -18.2% and 33.0%"),
    )


@pytest.mark.parametrize("missing", range(len(EPISODES)))
def test_stretches_without_their_ends_are_not_told(missing):
    """A median without its spread would be a forecast."""
    kept = [fact for place, fact in enumerate(EPISODES) if place != missing]
    assert among_past(Facts([LEVEL, *kept]), LEVEL) == ()


def test_the_order_is_the_same_whatever_the_facts_order():
    """Rank first, stretches last."""
    names = [name for name, _ in among_past(Facts([*reversed(EPISODES), RUN, RANK, LEVEL]), LEVEL)]
    assert names == ["Rank", "In a row", "Earlier stretches like it", "The price in the 30 days after them"]
