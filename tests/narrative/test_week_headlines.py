"""A week in review has a title on any day, whatever is known of it."""

from datetime import UTC, datetime

from generator.model.fact import Fact, Facts, Kind
from generator.model.signal import Stance
from generator.narrative.headlines import headlines
from generator.narrative.view import View

NOW = datetime(2026, 2, 9, tzinfo=UTC)


def titles(*facts):
    """Return the patterns that a week's title may be made of."""
    view = View("BTC", NOW, Facts(facts), {}, Stance(label=None, horizon="", confidence="low", families={}))
    return [each.move for each in headlines(view, "weekly")]


def fact(fact_id, value, unit):
    return Fact(id=fact_id, kind=Kind.LEVEL, value=value, unit=unit, as_of=NOW, formula="")


def test_a_week_of_which_no_move_is_known_has_a_plain_title():
    """A hole in the record a week ago leaves the price, and that is what the title says."""
    price = fact("BTC/spot.price@binance", 68_841.0, "USD")
    assert titles(price) == ["head-plain"]
    assert titles(price, fact("BTC/spot.return/7d", -0.1, "ratio"))[-2:] == ["head-week-price", "head-plain"]
