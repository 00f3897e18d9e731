"""What an asset is called again: it, its name, and now and then another, never where a reader could take it wrongly."""

import pytest

from generator.model.names import load_names
from generator.render.ink import Inked, Seed
from generator.render.reference import Reference

BITCOIN = load_names().asset("BTC")


def heard(reference, *sentences):
    """Tell a reference sentences, each as text with the places of its names."""
    for text, *named in sentences:
        claims = []
        for words, role, fact in named:
            at = text.index(words)
            claims.append(Inked(Seed("name", role, fact, None, None, "none"), words, at, at + len(words), 0))
        reference.heard(text, claims)
    return reference


PRICE = ("Bitcoin rose 2% on Binance.", ("Bitcoin", "asset", "BTC/spot.price"), ("Binance", "venue", "BTC/spot.price"))
ETHER = ("Ether fell.", ("Ether", "asset", "ETH/spot.price"))


def test_it_is_the_asset_that_the_sentence_before_was_about():
    """Bitcoin rose. It …"""
    assert heard(Reference(), PRICE).is_clear("BTC")


@pytest.mark.parametrize(
    "sentences",
    [
        [],
        [PRICE, ETHER],
        [PRICE, ("The skew fell.", ("skew", "metric", "BTC/options.skew_25d"))],
        [PRICE, ("The record fell.",)],
        [("Bitcoin beat ether.", ("Bitcoin", "asset", "BTC/a"), ("ether", "asset", "ETH/a"))],
        [("Bitcoin's open interest rose.", ("Bitcoin", "asset", "BTC/a"), ("open interest", "metric", "BTC/a"))],
        [("Bitcoin open interest rose.", ("Bitcoin", "asset", "BTC/a"), ("open interest", "metric", "BTC/a"))],
        [("The skew of bitcoin rose.", ("skew", "metric", "BTC/a"), ("bitcoin", "asset", "BTC/a"))],
        [PRICE, ("It rose.", ("It", "asset", "BTC/a"))],
    ],
)
def test_it_is_not_said_where_something_else_can_be_meant(sentences):
    """Nothing before it, another coin, another subject, something of the coin's, or "it" once more."""
    assert not heard(Reference(), *sentences).is_clear("BTC")


def test_a_paragraph_begins_anew():
    """What an earlier one named is out of reach."""
    reference = heard(Reference(), PRICE)
    reference.begin()
    assert not reference.is_clear("BTC")
    assert reference.name("BTC", BITCOIN, "seed") == "bitcoin"


def test_the_first_mention_is_the_name():
    """Nobody is introduced as the largest cryptocurrency."""
    assert {Reference().name("BTC", BITCOIN, f"seed {n}") for n in range(50)} == {"bitcoin"}


def test_other_names_come_after_it_and_once_an_article():
    """All of them are drawn, and none that the article has used."""
    fresh = {heard(Reference(), PRICE, ETHER).name("BTC", BITCOIN, f"seed {n}") for n in range(50)}
    assert fresh == {"bitcoin", "BTC", "the largest cryptocurrency"}
    used = ("The largest cryptocurrency fell.", ("The largest cryptocurrency", "asset", "BTC/spot.price"))
    later = {heard(Reference(), PRICE, used, ETHER).name("BTC", BITCOIN, f"seed {n}") for n in range(50)}
    assert later == {"bitcoin", "BTC"}
