"""The rulebook told to people: every band with its range, and who owns the edges."""

import re
from functools import partial

import numpy as np
import pytest

from generator.render.edges import edge
from generator.rules.bands import places
from generator.rules.told import told


@pytest.fixture(scope="module")
def rules(shipped, catalogue):
    """Return the shipped rules by id, as people read them."""
    return {rule.id: rule for rule in told(shipped, partial(edge, catalogue))}


def ranges(rule):
    """Return each state's range."""
    return {state: words for state, words, _ in rule.bands}


def test_edges_say_who_owns_them(rules):
    """Six percent is neutral and ten is fear; twenty is panic."""
    assert ranges(rules["options-skew-30d"]) == {
        "euphoria": "-20% or less",
        "extreme greed": "above -20%, below -10%",
        "greed": "from -10%, below -6%",
        "neutral": "-6% to 6%",
        "fear": "above 6%, up to 10%",
        "extreme fear": "above 10%, below 20%",
        "panic": "20% or more",
    }


def test_sums_read_as_in_articles(rules):
    """Millions and billions, not a row of zeros."""
    assert ranges(rules["liquidations-1d"])["above routine"] == "above $300 million, below $744 million"
    assert ranges(rules["liquidations-1d"])["severe"] == "$1.8 billion or more"


def test_bands_are_tinted_by_their_lean(rules):
    """Fear in the colours of fear; what leans neither way stays calm."""
    assert [tone for _, _, tone in rules["futures-basis-90d"].bands] == ["fear2", "fear1", "calm", "greed2"]
    assert {tone for _, _, tone in rules["liquidations-1d"].bands} == {"calm"}


def test_a_rule_tells_what_it_judges_and_how_a_state_is_left(rules):
    """Assets, venues, tenors, the window of a change, and the hysteresis in the rule's unit."""
    weekly = rules["open-interest-7d"]
    assert (weekly.metric, weekly.change, weekly.assets, weekly.hysteresis) == (
        "futures.open_interest", "7d", ("BTC", "ETH"), "",
    )  # fmt: skip
    assert rules["perp-funding-1d"].tenors == ("1d", "")
    assert rules["futures-long-short"].hysteresis == "0.02"
    assert rules["liquidations-1d"].venues[0] == "coinglass"
    assert (rules["options-skew-30d"].published, rules["options-skew-30d"].family) == ("2026-02-09", "options")


def test_the_stance_is_told_last(rules):
    """Its scores are plain numbers."""
    assert list(rules)[-1] == "stance"
    assert ranges(rules["stance"])["fear"] == "from -1.5, below -0.5"


def test_every_cut_of_the_rulebook_is_told_as_it_judges(rules, shipped, catalogue):
    """A reading on a cut is in the band whose words include it, for each cut of each rule."""
    for rule in shipped:
        for cut in (each for each in rule.scale.cuts if each.moving is None):
            (place,) = places(rule.scale, np.array([cut.value]))
            words = rules[rule.id].bands[place][1]
            printed = re.escape(edge(catalogue, rule.metric, rule.unit, cut.value))
            assert re.search(
                rf"{printed} or (more|less)|from {printed}|up to {printed}|^{printed} to|to {printed}$", words
            )
