"""Conditions are told while they are news: guards, worked by hand."""

from datetime import UTC, date, datetime

import pytest

from generator.model.fact import Fact, Facts, Kind
from generator.model.signal import Signal, Stance
from generator.narrative.conditions import chosen, conditions
from generator.narrative.view import View

NOW = datetime(2026, 2, 7, tzinfo=UTC)
SKEW = "BTC/options.skew_25d/30d@deribit"
WEEK = "BTC/spot.return/7d"
BEGAN = date(2026, 2, 6)
STANCE = Stance(label=None, horizon="", confidence="low", families={})


def fact(fact_id, value=None, unit="ratio", kind=Kind.LEVEL, **more):
    return Fact(id=fact_id, kind=kind, value=value, unit=unit, as_of=NOW, formula="", **more)


def band(fact_id, state, rule, *, of=None, inputs=(), n=1):
    return fact(f"{fact_id}~band", None, "none", Kind.BAND, state=state, rule=rule, of=of, inputs=inputs, n=n)


FACTS = [
    fact(SKEW, 0.214), band(SKEW, "panic", "options-skew-30d@2025-12", of=SKEW),
    fact("rule:options-skew-30d@2025-12~threshold:panic", 0.2, kind=Kind.THRESHOLD, sign=1),
    fact(WEEK, -0.162, kind=Kind.CHANGE), band(WEEK, "ordinary", "spot-return-7d-btc", of=WEEK),
]  # fmt: skip
LEAVES = [
    Signal(rule="options-skew-30d@2025-12", fact=SKEW, state="panic", strength=3),
    Signal(rule="spot-return-7d-btc", fact=WEEK, state="ordinary"),
]


def told(*given, readable=bool, asset="BTC"):
    """Return the findings of these conditions: (id, state, days, and what else the signal has).

    They began on Feb. 6 unless they say otherwise.
    """
    facts, signals = list(FACTS), list(LEAVES)
    for name, state, days, more in given:
        own = f"BTC/condition.{name}"
        facts.append(band(own, state, name, inputs=(f"{SKEW}~band", f"{WEEK}~band", "rule:absent"), n=days))
        signals.append(Signal(rule=name, fact=f"{own}~band", state=state, days=days, **({"since": BEGAN} | more)))
    view = View(asset, NOW, Facts(facts), {each.fact: each for each in signals}, STANCE)
    return {each.move: each for each in conditions(view, readable=readable)}


@pytest.mark.parametrize(("days", "news"), [(1, True), (3, True), (4, False), (40, False)])
def test_a_condition_is_news_in_its_first_three_days(days, news):
    """What has held for longer is kept as unsaid, with its reason."""
    moves = told(("mine", "dog days", days, {}))
    assert bool(chosen(moves)) is news
    if not news:
        assert moves["condition.mine"].why == f"dog days for {days} days: no news any more"


@pytest.mark.parametrize(
    ("state", "more"), [("none", {"otherwise": True}), (None, {"why_unknown": "unknown: rule:absent"})]
)
def test_what_no_case_makes_and_what_nobody_knows_is_not_told(state, more):
    """Neither the rest nor the unknown is a finding at all."""
    assert told(("mine", state, 1, more)) == {}


def test_the_conditions_of_another_asset_are_not_told():
    """Bitcoin's condition says nothing of ether."""
    assert told(("mine", "dog days", 1, {}), asset="ETH") == {}


def test_an_article_tells_one_the_newest():
    """Of those that are as new, the stronger."""
    moves = told(
        ("older", "a", 3, {"strength": 3}), ("mild", "b", 1, {"strength": 1}), ("strong", "c", 1, {"strength": 2})
    )
    assert [each.move for each in chosen(moves)] == ["condition.strong"]


def test_a_box_that_is_told_by_its_own_sentence_is_not_told_twice():
    """The sentence on open interest and price has the same numbers."""
    moves = told(("open-interest-box", "new money", 1, {}))
    assert chosen(moves)
    assert chosen(moves | {"interest-box": moves["condition.open-interest-box"]}) == ()


def test_a_phrase_finds_the_readings_by_the_rules_they_are_judged_by():
    """Neither a rule's date nor the asset it is for is part of the name, and a missing leaf is none."""
    cast = told(("mine", "dog days", 1, {}))["condition.mine"].cast
    assert {name: each.id for name, each in cast.items()} == {
        "band": "BTC/condition.mine~band",
        "options_skew_30d": SKEW, "options_skew_30d_band": f"{SKEW}~band",
        "options_skew_30d_cut": "rule:options-skew-30d@2025-12~threshold:panic",
        "spot_return_7d": WEEK, "spot_return_7d_band": f"{WEEK}~band",
    }  # fmt: skip


def test_a_cut_that_the_reading_has_come_back_over_is_not_told_as_passed():
    """Held by hysteresis alone, 19.5% is still called panic, and is not above 20%."""
    held = [fact(SKEW, 0.195), *FACTS[1:]]
    own = band("BTC/condition.mine", "dog days", "mine", inputs=(f"{SKEW}~band",))
    signals = [*LEAVES, Signal(rule="mine", fact=own.id, state="dog days", days=1)]
    view = View("BTC", NOW, Facts([*held, own]), {each.fact: each for each in signals}, STANCE)
    (found,) = conditions(view, readable=bool)
    assert "options_skew_30d" in found.cast
    assert "options_skew_30d_cut" not in found.cast


def test_phrases_can_ask_how_the_leaves_stand():
    """A label, whether it is out of the ordinary, and on which side of zero the reading lies."""
    traits = told(("mine", "dog days", 1, {}))["condition.mine"].traits
    assert {"options-skew-30d:panic", "options-skew-30d:telling", "options-skew-30d:positive"} <= traits
    assert {"spot-return-7d:ordinary", "spot-return-7d:negative", "dog days", "one", "new"} <= traits
    assert "spot-return-7d:telling" not in traits


def test_a_word_that_cannot_be_read_again_asks_for_a_phrase_of_its_own():
    """The general sentence does not print it, and the evidence says why."""
    found = told(("mine", "bullish", 1, {}), readable=lambda word: word != "bullish")["condition.mine"]
    assert "readable" not in found.traits
    assert found.why == "only a phrase of its own can say 'bullish'"


def test_a_start_that_nobody_knows_has_no_novelty():
    """One day after a gap may be the first or the fiftieth."""
    assert told(("mine", "dog days", 1, {}))["condition.mine"].score["novelty"] == 1.0
    assert "novelty" not in told(("mine", "dog days", 1, {"since": None}))["condition.mine"].score


@pytest.mark.parametrize(
    ("days", "since", "news"), [(1, BEGAN, True), (1, None, False), (30, date(2026, 1, 8), False), (4, BEGAN, False)]
)
def test_after_a_gap_a_state_is_news_only_with_a_label_that_has_just_begun(days, since, news):
    """A panic of one day makes it new; one of thirty, or one that nobody knows the start of, does not."""
    leaf = fact(f"{SKEW}~band", None, "none", Kind.BAND, state="panic", rule="s", of=SKEW, n=days, since=since)
    own = band("BTC/condition.mine", "dog days", "mine", inputs=(leaf.id,))
    signals = [*LEAVES, Signal(rule="mine", fact=own.id, state="dog days", days=1)]
    view = View("BTC", NOW, Facts([FACTS[0], leaf, own]), {each.fact: each for each in signals}, STANCE)
    (found,) = conditions(view, readable=bool)
    assert ("new" in found.traits) is news
    if not news:
        assert found.why == "dog days, and nobody knows since when"
