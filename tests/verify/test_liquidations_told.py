"""Liquidations in each of their wordings: who counted, what part which side lost, and how usual the sum is."""

from datetime import UTC, datetime

import pytest

from generator.model.fact import Facts, Kind
from generator.model.signal import Signal, Stance
from generator.narrative.liquidations import liquidations
from generator.narrative.view import View
from generator.verify.verify import verify
from tests.verify.rendered import NOW, article, fact

AT = datetime(2026, 2, 10, 23, tzinfo=UTC)
WHOLE = 744e6


def delivered(fact_id, value, **more):
    return fact(fact_id, value, "USD", as_of=AT, computed=False, **more)


def day(asset, venue, *, publisher="", note=""):
    """Return a day's sum with its sides and its parts, by one count."""
    total = f"{asset}/liquidations.total/1d@{venue}"
    sides = {name: f"{asset}/liquidations.{name}/1d@{venue}" for name in ("long", "short")}
    more = {"publisher": publisher, "note": note}
    parts = [delivered(f"{each}/liquidations.total/1d@{venue}", 200e6, **more) for each in ("BTC", "ETH", "OTHER")]
    facts = [
        delivered(total, WHOLE, **more),
        delivered(sides["long"], WHOLE * 0.75, **more), delivered(sides["short"], WHOLE * 0.25, **more),
        *(fact(f"{side}~share", part, kind=Kind.SHARE, of=side, than=total, as_of=AT)
          for side, part in ((sides["long"], 0.75), (sides["short"], 0.25))),
    ]  # fmt: skip
    if asset == "CRYPTO":
        inputs = tuple(each.id for each in parts)
        facts += [*parts, fact(f"{total}~parts", 600e6, "USD", inputs=inputs, as_of=AT),
                  fact(f"{total}~unallocated", WHOLE - 600e6, "USD", as_of=AT)]  # fmt: skip
    return facts


def banded(facts, state):
    """Return the facts with a state for the first of them, and what the rules say of it."""
    total = facts[0].id
    band = fact(f"{total}~band", None, "none", Kind.BAND, state=state, rule="l", of=total)
    return [*facts, band], {total: Signal(rule="l", fact=total, state=state)}


USDT = "USDT perpetuals; covered 86,388 of 86,400 seconds"
COUNTS = {
    "a publication that cites": day("CRYPTO", "coinglass", publisher="CoinDesk"),
    "a publication of its own": day("CRYPTO", "as published by CoinDesk", publisher="CoinDesk"),
    "a counter": day("CRYPTO", "coinglass"),
    "a venue": day("CRYPTO", "okx"),
    "a venue's USDT contracts": day("CRYPTO", "bybit", note=USDT),
    "a coin, cited": day("BTC", "coinglass", publisher="CoinDesk"),
    "a coin, published": day("BTC", "as published by CoinDesk", publisher="CoinDesk"),
    "a coin, counted": day("BTC", "coinglass"),
    "a coin's USDT contracts, counted": day("BTC", "coinalyze", note=USDT),
    "a coin at a venue": day("BTC", "okx"),
    "a coin's USDT contracts at a venue": day("BTC", "bybit", note=USDT),
}


def told(facts, signals=None):
    stance = Stance(label=None, horizon="", confidence="low", families={})
    return list(liquidations(View("BTC", NOW, Facts(facts), signals or {}, stance)))


@pytest.mark.parametrize("facts", COUNTS.values(), ids=COUNTS)
def test_every_wording_of_who_counted_is_vouched_for(facts, names):
    """At least three ways to say a sum with its larger side, each of them read claim by claim."""
    markdown, evidence = article(facts, told(facts))
    said = [each["template"].partition("/")[0] for each in evidence["sentences"]]
    assert max(said.count("liquidations-total"), said.count("liquidations-own")) >= 3
    verdict = verify(markdown, evidence, names=names, fixed={})
    assert verdict.problems == ()
    assert verdict.claims == len(evidence["claims"])


@pytest.mark.parametrize(("state", "other"), [("routine", "severe"), ("elevated", "routine"), ("severe", "routine")])
def test_how_usual_a_sum_is_follows_from_its_band(state, other, names):
    """The label is the rule's, and another word in its place is refused."""
    facts, signals = banded(COUNTS["a counter"], state)
    found = [each for each in told(facts, signals) if each.move == "liquidations-reading"]
    markdown, evidence = article(facts, found)
    assert len(evidence["sentences"]) >= 4
    assert verify(markdown, evidence, names=names, fixed={}).problems == ()
    assert not verify(markdown.replace(f"{state}", other), evidence, names=names, fixed={}).passed


def test_a_sum_without_a_band_is_not_judged():
    """One venue's sum has no cut: what is usual is known of all venues together."""
    assert "liquidations-reading" not in {each.move for each in told(COUNTS["a venue"])}
