"""What is said around an asset: the other major coin, and sentiment when it has just come into a state."""

from datetime import UTC, datetime

import pytest

from generator.model.fact import Fact, Facts, Kind
from generator.model.signal import Signal, Stance
from generator.narrative.view import View
from generator.narrative.wider import mood, wider

NOW = datetime(2026, 2, 7, tzinfo=UTC)
INDEX = "CRYPTO/sentiment.fear_greed@alternative.me"


def told(value, *, days=1, previous="fear"):
    """Return the traits of an index that is in extreme fear, which begins at 25."""
    facts = [
        Fact(id=INDEX, kind=Kind.LEVEL, value=value, unit="index", as_of=NOW, formula=""),
        Fact(id=f"{INDEX}~band", kind=Kind.BAND, value=None, unit="none", as_of=NOW, formula="",
             state="extreme fear", previous=previous, n=days),
        Fact(id="rule:mood~threshold:extreme fear", kind=Kind.THRESHOLD, value=25.0, unit="index", as_of=NOW,
             formula="", sign=-1, state="extreme fear"),
    ]  # fmt: skip
    signal = Signal(rule="mood", fact=INDEX, state="extreme fear")
    view = View("BTC", NOW, Facts(facts), {INDEX: signal},
                Stance(label=None, horizon="", confidence="low", families={}))  # fmt: skip
    (found,) = mood(view)
    return found.traits & {"entered", "edge"}


@pytest.mark.parametrize(
    ("index", "traits"),
    [
        pytest.param({"value": 20.0}, {"entered"}, id="well into it"),
        pytest.param({"value": 24.0}, {"entered", "edge"}, id="by a point: at its edge"),
        pytest.param({"value": 20.0, "days": 2}, set(), id="a day later"),
        pytest.param({"value": 20.0, "previous": None}, set(), id="nobody knows what was before"),
    ],
)
def test_a_state_that_the_mood_has_just_come_into(index, traits):
    """A change of band within a point of its cut is told as its edge."""
    assert told(**index) == traits


@pytest.mark.parametrize(("asset", "other"), [("BTC", "ETH"), ("ETH", "BTC"), ("SOL", "BTC"), ("XRP", "BTC")])
def test_the_other_major_is_bitcoin_for_all_but_bitcoin(asset, other):
    """Whoever reads of solana asks what bitcoin did; whoever reads of bitcoin, what ether did."""
    facts = [
        fact
        for name in ("BTC", "ETH", "SOL", "XRP")
        for fact in (
            Fact(id=f"{name}/spot.price@binance", kind=Kind.LEVEL, value=100.0, unit="USD", as_of=NOW, formula=""),
            Fact(id=f"{name}/spot.return/1d@binance", kind=Kind.CHANGE, value=-0.03, unit="ratio", as_of=NOW,
                 formula="", window="1d"),
        )
    ]  # fmt: skip
    view = View(asset, NOW, Facts(facts), {}, Stance(label=None, horizon="", confidence="low", families={}))
    (found,) = (each for each in wider(view) if each.move == "other-major")
    assert [fact.key.asset for fact in found.cast.values()] == [other, other]
