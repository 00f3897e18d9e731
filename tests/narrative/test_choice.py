"""What is worth saying, by hand: frames, dull days, gaps, states that outlast their cut."""

from datetime import UTC, datetime, timedelta

import pytest

from generator.errors import MissingDataError
from generator.model.fact import Fact, Facts, Kind
from generator.model.signal import Signal, Stance
from generator.narrative.frames import frame
from generator.narrative.gaps import gaps
from generator.narrative.plan import plan
from generator.narrative.view import View, trend

NOW = datetime(2026, 2, 7, tzinfo=UTC)
CLOSE = NOW - timedelta(milliseconds=1)


def fact(fact_id, value, unit="ratio", kind=Kind.LEVEL, **more):
    return Fact(id=fact_id, kind=kind, value=value, unit=unit, as_of=more.pop("as_of", CLOSE), formula="", **more)


def price(day=None, value=70_000.0):
    found = [fact("BTC/spot.price@binance", value, "USD"), fact("run/as_of", None, "none", as_of=NOW)]
    if day is not None:
        found.append(fact("BTC/spot.return/1d", day, kind=Kind.CHANGE, of="BTC/spot.price@binance", window="1d"))
    return found


def skew(value, state, cut=0.06):
    return [
        fact("BTC/options.skew_25d/30d@deribit", value),
        fact("BTC/options.skew_25d/30d@deribit~band", None, "none", Kind.BAND, state=state),
        fact(f"rule:skew~threshold:{state}", cut, kind=Kind.THRESHOLD, sign=1),
    ]


def view(*facts, state=None):
    signals = {}
    if state:
        signals["BTC/options.skew_25d/30d@deribit"] = Signal(
            rule="skew", fact="BTC/options.skew_25d/30d@deribit", state=state
        )
    stance = Stance(label=None, horizon="", confidence="low", families={})
    return View("BTC", NOW, Facts(facts), signals, stance)


@pytest.mark.parametrize(
    ("day", "value", "state", "expected"),
    [
        pytest.param(0.05, 0.12, "extreme fear", "contrast", id="the price rises and options are afraid"),
        pytest.param(-0.05, 0.12, "extreme fear", "agreement", id="both point down"),
        pytest.param(0.001, 0.12, "extreme fear", "flat", id="the price stands still"),
    ],
)
def test_price_and_derivatives_decide_the_frame(day, value, state, expected):
    """Contrast or agreement between the two is what an article leads with."""
    assert expected in frame(view(*price(day), *skew(value, state), state=state), "derivatives")


def test_a_state_that_only_hysteresis_holds_is_not_told():
    """At 5.1% the rule may still say fear, but a reader who knows the 6% cut would not."""
    held = view(*skew(0.051, "fear"), state="fear")
    assert held.state(held.level("options.skew_25d", "30d")) == "fear"
    assert held.told_state(held.level("options.skew_25d", "30d")) is None
    passed = view(*skew(0.061, "fear"), state="fear")
    assert passed.told_state(passed.level("options.skew_25d", "30d")) == "fear"


def test_a_fresh_reading_goes_before_an_old_one():
    """At 10:00 a close of midnight gives way to a mark of six minutes ago; the venue is named."""
    old = fact("BTC/futures.basis/90d@binance", 0.036, as_of=NOW - timedelta(hours=10))
    new = fact("BTC/futures.basis/90d@deribit", 0.029, as_of=NOW - timedelta(minutes=6))
    assert view(old, new).level("futures.basis", "90d") is new
    fresh = fact("BTC/futures.basis/90d@binance", 0.036)
    assert view(fresh, new).level("futures.basis", "90d") is fresh


def test_what_is_missing_is_named_once_and_by_venue_where_others_are_there():
    """No funding at all is "funding"; only Bybit's missing is "funding on Bybit"."""
    none = {gap.id for gap in gaps(view(*price(0.01)), "brief")}
    assert "gap:perp.funding_rate" in none
    one = view(*price(0.01), fact("BTC/perp.funding_rate/1d@binance", 0.05))
    assert "gap:perp.funding_rate@bybit" in {gap.id for gap in gaps(one, "brief")}
    assert "gap:perp.funding_rate" not in {gap.id for gap in gaps(one, "brief")}


@pytest.mark.parametrize(("value", "expected"), [(0.004, "flat"), (-0.02, "down"), (0.02, "up")])
def test_small_moves_have_no_direction(value, expected):
    """A move of half a percent is little changed."""
    assert trend(fact("BTC/spot.return/1d", value, kind=Kind.CHANGE)) == {expected}


def test_nothing_known_is_said_in_one_line():
    """A desk without data gets a sentence with what to do, not an empty article."""
    stance = Stance(label=None, horizon="", confidence="low", families={})
    with pytest.raises(MissingDataError, match="nothing is known of BTC before 2026-02-07 00:00 UTC"):
        plan("brief", "BTC", as_of=NOW, facts=Facts([fact("run/as_of", None, "none")]), signals=(), stance=stance)


def test_an_unexplained_plunge_says_that_no_event_is_on_record():
    """From 8% on a reader asks why; without a note the text says that nothing is known."""
    stance = Stance(label=None, horizon="", confidence="low", families={})
    outline = plan("derivatives", "BTC", as_of=NOW, facts=Facts(price(-0.14)), signals=(), stance=stance)
    assert outline.unexplained
    calm = plan("derivatives", "BTC", as_of=NOW, facts=Facts(price(-0.02)), signals=(), stance=stance)
    assert not calm.unexplained
