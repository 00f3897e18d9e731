"""The ends of a range to watch: one that was set within the day is new, and is told so."""

from datetime import UTC, datetime, timedelta

import pytest

from generator.model.fact import Fact, Facts, Kind
from generator.model.signal import Stance
from generator.narrative.view import View
from generator.narrative.watch import watch

CLOSE = datetime(2026, 2, 6, tzinfo=UTC)


def price(name, value, before=timedelta(0)):
    return Fact(id=f"BTC/{name}@binance", kind=Kind.LEVEL, value=value, unit="USD", as_of=CLOSE - before, formula="max")


@pytest.mark.parametrize(
    ("low_before", "high_before", "last", "traits"),
    [
        (timedelta(hours=3), timedelta(days=5), 63.0, {"near-low", "fresh"}),
        (timedelta(days=1), timedelta(days=5), 63.0, {"near-low"}),
        (timedelta(hours=3), timedelta(days=5), 79.0, {"near-high"}),
        (timedelta(days=5), timedelta(0), 79.0, {"near-high", "fresh"}),
    ],
)
def test_the_nearer_end_is_new_if_it_was_set_within_the_day(low_before, high_before, last, traits):
    """A day ago is yesterday; how old the farther end is does not matter."""
    low, high = price("spot.low/7d", 62.0, low_before), price("spot.high/7d", 80.0, high_before)
    stance = Stance(label=None, horizon="", confidence="low", families={})
    view = View("BTC", CLOSE, Facts([price("spot.price", last), low, high]), {}, stance)
    assert next(watch(view, "derivatives")).traits == traits
