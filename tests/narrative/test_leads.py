"""What an article opens with: the price where it moved, else what changed; none that led too often of late."""

from datetime import UTC, datetime, timedelta

import pytest

from generator.model.fact import Fact, Facts, Kind
from generator.model.memory import Said
from generator.model.signal import Signal, Stance
from generator.narrative.frames import frame
from generator.narrative.leads import lead
from generator.narrative.options import options
from generator.narrative.price import price
from generator.narrative.view import View
from generator.narrative.wider import mood

NOW = datetime(2026, 1, 30, tzinfo=UTC)
CLOSE = NOW - timedelta(milliseconds=1)
PRICE = "BTC/spot.price@binance"
SKEW = "BTC/options.skew_25d/30d@deribit"
INDEX = "CRYPTO/sentiment.fear_greed@alternative.me"
CHAIN = "BTC/options.expiry_notional/2026-01-30@deribit"


def fact(fact_id, value, unit="ratio", kind=Kind.LEVEL, **more):
    return Fact(id=fact_id, kind=kind, value=value, unit=unit, as_of=more.pop("as_of", CLOSE), formula="", **more)


def spot(day, times):
    """Return a price with its day's move, which is so many usual ones."""
    return [
        fact(PRICE, 88_000.0, "USD"),
        fact(f"{PRICE}~unusual:1d", times, kind=Kind.CHANGE),
        fact("BTC/spot.return/1d", day, kind=Kind.CHANGE, of=PRICE, window="1d", usual=0.024),
        fact("run/as_of", None, "none", as_of=NOW),
    ]


def skew():
    """Return a skew that has passed from neutral to fear within the day."""
    return [
        fact(SKEW, 0.071),
        fact(f"{SKEW}~past:1d", 0.042, kind=Kind.PAST, window="1d"),
        fact(f"{SKEW}~change:1d", 0.029, "ratio_points", Kind.CHANGE, window="1d"),
        fact(f"{SKEW}~band", None, "none", Kind.BAND, state="fear", previous="neutral"),
        fact("rule:skew~threshold:fear", 0.06, kind=Kind.THRESHOLD, sign=1),
    ]


def expiry(share):
    return [fact(CHAIN, 8.5e9, "USD"), fact(f"{CHAIN}~share", share, kind=Kind.SHARE)]


def opening(*facts, edition="derivatives", recent=(), now=NOW):
    """Return the moves of an article's opening sentences, and its frame."""
    turned = Signal(rule="skew", fact=SKEW, state="fear", previous="neutral", changed=True, days=1, lean=-1, strength=1)
    stance = Stance(label=None, horizon="", confidence="low", families={})
    view = View("BTC", now, Facts(facts), {SKEW: turned}, stance, recent=tuple(recent))
    moves = {each.move: each for each in (*price(view), *options(view, edition), *mood(view))}
    traits = frame(view, edition, moves)
    found = lead(view, edition, moves, traits).findings
    return [each.move for each in found], next(each for each in traits if each.startswith("frame:"))


def issue(frame_name):
    return Said(
        slug="", edition="derivatives", asset="BTC", tone="professional", as_of=NOW, frame=frame_name, headline="",
        phrases=(), explained=(), sentences=(),
    )  # fmt: skip


def test_a_price_that_did_little_gives_way_to_what_changed():
    """Options turned to fear and the price stood still: it is told second."""
    assert opening(*spot(0.001, 0.04), *skew()) == (["lead-skew", "price-then"], "frame:turn")


def test_a_price_that_moved_leads():
    """A gain of two usual ones goes before a skew that has passed a line; together they are a contrast."""
    moves, named = opening(*spot(0.048, 2.0), *skew())
    assert moves[0] in ("lead-day", "lead-contrast")
    assert named == "frame:contrast"


def test_a_shock_is_told_in_usual_moves():
    """Six usual moves in a day: the size says more than the number alone."""
    assert opening(*spot(-0.14, 6.1)) == (["lead-shock"], "frame:shock")


@pytest.mark.parametrize(("share", "first"), [(0.25, "lead-expiry"), (0.08, "lead-calm")])
def test_a_large_expiry_leads_on_the_day_before(share, first):
    """A quarter of the chain is the story of a quiet eve; a weekly expiry is not."""
    moves, _ = opening(*spot(0.001, 0.04), *expiry(share))
    assert moves[0] == first


def test_an_expiry_that_has_passed_leads_nowhere():
    """Options expire at 08:00 UTC; an article of the afternoon does not announce them."""
    later = NOW + timedelta(hours=15)
    moves, named = opening(*spot(0.001, 0.04), *expiry(0.25), now=later)
    assert "lead-expiry" not in moves
    assert named != "frame:expiry"


def test_what_led_three_of_the_last_issues_waits():
    """Options that swing around a line every other day must not open every article."""
    tired = [issue(f"lead-skew/{n}") for n in range(1, 4)]
    assert opening(*spot(0.001, 0.04), *skew(), recent=tired)[0] == ["lead-calm"]


def test_readers_of_the_whole_market_are_not_led_in_with_options():
    """The markets edition opens with the price or the mood."""
    assert opening(*spot(0.001, 0.04), *skew(), edition="markets")[0] == ["lead-calm"]


def test_a_turn_of_the_mood_leads_a_quiet_day_for_every_reader():
    """Eighteen points in a day happen a few times a year."""
    turn = [
        fact(INDEX, 44.0, "index"),
        fact(f"{INDEX}~past:1d", 26.0, "index", Kind.PAST, window="1d"),
        fact(f"{INDEX}~change:1d", 18.0, "index_points", Kind.CHANGE, window="1d"),
        fact(f"{INDEX}~band", None, "none", Kind.BAND, state="fear"),
    ]
    assert opening(*spot(0.001, 0.04), *turn, edition="markets")[0] == ["lead-mood", "price-then"]
