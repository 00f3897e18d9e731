"""Which findings share a sentence: a law of signs, over pairs and chains of findings."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.fact import Fact, Kind
from generator.model.finding import Finding
from generator.narrative.joins import joined, pointing, word

NOW = datetime(2026, 2, 7, tzinfo=UTC)
TOLD = {
    "other-major": "day", "ether-in-bitcoin": "change", "basis-level": "change", "basis-run": "run", "dvol": "change",
    "iv-front": "change", "calls-volume": "change", "fear-greed": "change", "stocks": "change", "jgb": "change",
    "interest-coin": "change", "interest-usd": "change", "skew-level": "change", "brief-basis": "change",
    "brief-skew": "change", "etf-flows": "flow", "stablecoins": "change", "rotation": "rotation",
}  # fmt: skip


def told(move, value):
    """A finding that tells a change of this size; of a run, which side it is on."""
    run = {"sign": (value > 0) - (value < 0)} if move == "basis-run" else {}
    kind = Kind.STREAK if run else Kind.CHANGE
    fact = Fact(id=f"BTC/{move}~x", kind=kind, value=value, unit="ratio", as_of=NOW, formula="", **run)
    return Finding(move, "wider", {TOLD[move]: fact})


FINDINGS = st.builds(told, st.sampled_from(sorted(TOLD)), st.floats(-0.5, 0.5).filter(bool))


@given(FINDINGS, FINDINGS)
def test_contrast_is_told_only_of_opposites_and_and_only_of_likes(one, other):
    """ "but" and "while" stand where signs oppose, "and" where they agree, nothing where either is next to none."""
    by, signs = word(one, other), (pointing(one), pointing(other))
    assert by in ("", "and", "but", "while")
    if by == "and":
        assert signs[0] == signs[1] != 0
    elif by:
        assert signs[0] == -signs[1] != 0


@given(st.lists(FINDINGS, max_size=8))
def test_no_sentence_is_made_of_three(section):
    """What is joined is itself followed by a sentence of its own, and nothing else about a finding changes."""
    marked = joined(section)
    assert [(each.move, each.cast) for each in marked] == [(each.move, each.cast) for each in section]
    assert not any(one.joins and other.joins for one, other in pairwise(marked))


@pytest.mark.parametrize(
    ("one", "other", "by"),
    [
        (("other-major", 0.03), ("ether-in-bitcoin", -0.1), "but"),
        (("other-major", -0.03), ("ether-in-bitcoin", -0.1), "and"),
        (("basis-level", 0.01), ("basis-run", -34.0), "but"),
        (("stocks", 0.02), ("fear-greed", -0.3), "while"),
        (("stocks", 0.001), ("fear-greed", -0.3), ""),
        (("dvol", 0.02), ("stocks", 0.02), ""),
    ],
)
def test_pairs_worked_by_hand(one, other, by):
    """A coin that rose and lost against bitcoin; stocks up and the mood down; a move too small; strangers."""
    assert word(told(*one), told(*other)) == by


def test_sources_are_listed():
    """They point nowhere, and two of them make a sentence."""
    assert word(Finding("source-price", "sources", {}), Finding("source-basis", "sources", {})) == "and"
