"""How many kinds of markets say the same."""

from datetime import UTC, datetime

import pytest

from generator.model.signal import Stance
from generator.rules.agreement import of_directions
from generator.rules.load import load_rules

AS_OF = datetime(2026, 2, 7, tzinfo=UTC)
FAMILIES = ("price and volatility", "leverage", "options", "sentiment")


@pytest.mark.parametrize(
    ("scores", "down", "up", "known"),
    [
        pytest.param((-2.0, -1.0, -2.0, -2.0), 4, 0, 4, id="all of them fear"),
        pytest.param((1.0, -1.0, 0.0, 0.6), 1, 2, 4, id="two against one, and one that says nothing"),
        pytest.param((-0.5, 0.5, 0.0, 0.2), 0, 0, 4, id="the edge of the neutral band is neutral"),
        pytest.param((-1.0, None, None, -1.0), 2, 0, 2, id="what is unknown agrees with nobody"),
    ],
)
def test_families_are_counted_by_the_side_that_they_are_on(scores, down, up, known):
    """A family points one way where its score lies beyond the neutral band of the stance."""
    stance = Stance(label="fear", horizon="", confidence="", families=dict(zip(FAMILIES, scores, strict=True)))
    counts = {fact.id: fact for fact in of_directions("BTC", load_rules().stance, stance, ("X~band",), AS_OF)}
    falling, rising = counts["BTC/stance~agree:down"], counts["BTC/stance~agree:up"]
    assert (falling.n, falling.total, falling.sign) == (down, known, -1)
    assert (rising.n, rising.total, rising.sign) == (up, known, 1)


def test_without_a_family_nothing_is_counted():
    """Of nobody known nobody is said to agree."""
    stance = Stance(label=None, horizon="", confidence="", families=dict.fromkeys(FAMILIES))
    assert of_directions("BTC", load_rules().stance, stance, (), AS_OF) == []
