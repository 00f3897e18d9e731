"""Two issues in order: the second tells what has changed since the first, from the data of that instant alone."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from generator.config import Settings
from generator.desk import Desk
from generator.pipeline import write_day
from generator.store.sqlite import Store

SECOND = datetime(2026, 2, 7, tzinfo=UTC)
FIRST = SECOND - timedelta(days=3)


@pytest.fixture
def issue(sample_store, tmp_path):
    """Write an edition of an instant, a brief if no other is named, and return its evidence."""
    desk = Desk.open(Settings(desk=tmp_path, title="Since", assets=("BTC", "ETH")))
    with Store.open(sample_store) as store:

        def write(as_of, memory, edition="brief"):
            market = store.market(as_of)
            [outcome] = write_day(desk, market, as_of=as_of, asset="BTC", editions=[edition], memory=memory)
            assert outcome.verdict.passed, outcome.verdict.problems
            return json.loads(outcome.path.with_suffix(".evidence.json").read_text())

        yield write


class Remembered:
    """A memory in a list, for the test alone."""

    def __init__(self):
        self.said = []

    def recent(self, *, edition, asset, tone, before, count):
        del edition, asset, tone
        return [each for each in reversed(self.said) if each.as_of < before][:count]

    def remember(self, said):
        self.said.append(said)


def since(evidence):
    """The moves and the facts of an article that speak of an earlier issue."""
    told = [each["template"].rpartition("/")[0] for each in evidence["sentences"]]
    facts = {name: fact for name, fact in evidence["facts"].items() if "~issue" in name}
    return [move for move in told if move.startswith("since-")], facts


def test_the_second_issue_tells_the_price_and_a_label_since_the_first(issue):
    """Bitcoin fell from $75,770 to $70,580 between 4 and 7 February, and the skew went from extreme fear to panic."""
    memory = Remembered()
    assert since(issue(FIRST, memory)) == ([], {})
    moves, facts = since(issue(SECOND, memory))
    assert moves == ["since-price", "since-skew"]
    price = facts["BTC/spot.price@binance~issue"]
    assert price["value"] == pytest.approx(75_770, abs=1)
    assert price["as_of"] == "2026-02-03T23:59:59.999000Z"
    assert facts["BTC/spot.price@binance~issue~return"]["value"] == pytest.approx(-0.0685, abs=1e-4)
    band = next(fact for name, fact in facts.items() if "skew_25d/30d" in name)
    assert (band["previous"], band["state"]) == ("extreme fear", "panic")


def test_a_label_that_the_article_leads_with_is_not_told_a_second_time(issue):
    """On 16 January 2026 the mood turned from greed to neutral; the lead says it, and nothing else has changed."""
    memory, day = Remembered(), datetime(2026, 1, 17, tzinfo=UTC)
    issue(day - timedelta(days=1), memory, "markets")
    written = issue(day, memory, "markets")
    led = next(each for each in written["findings"] if each["id"] == "lead-mood")
    assert led["said"]
    moves, facts = since(written)
    assert led["facts"]["index"] + "~band~issue" in facts
    assert moves == []


def test_without_memory_nothing_is_told_of_earlier_issues(issue):
    """The same instant, written as if it were the first."""
    issue(FIRST, None)
    assert since(issue(SECOND, None)) == ([], {})
