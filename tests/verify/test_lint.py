"""Phrases are read before a day is written with them."""

import pytest

from generator.resources import files, read_yaml
from generator.verify.lint import lint_phrases

GOOD = [
    "{{ price.asset }} {{ day.rose }} {{ day.size }} to {{ price.value }} on {{ price.venue }}.",
    "It has been {{ basis.over(edge) }} {{ edge.edge }} for {{ run.n }} {{ run.unit }} in a row.",
    "The {{ skew.metric('25-delta skew') }} on {{ skew.venue }} was {{ skew.value }} of at-the-money volatility.",
    "In a neutral market sellers want {{ weak.edge }} to {{ heated.edge }} a year, which pays for the wait.",
    "It has closed {{ streak.higher }} for at least {{ streak.n }} straight {{ streak.unit }}.",
    "{{ volume.side }} made up {{ volume.value }}, {{ clause }}though volume does not say who bought.",
    "That is {{ band.label('extreme fear') }}.",
]
BAD = {
    "a direction of its own": ("{{ price.asset }} rose {{ day.size }}.", "rose"),
    "a number of its own": ("{{ price.asset }} is above 5%.", "5%"),
    "a unit that the claim must print": ("It has been so for {{ run.n }} days.", "days"),
    "a side of its own": ("Longs paid {{ first.size }}.", "Longs"),
    "a superlative of its own": ("The largest tokens {{ memes.rose }}.", "largest"),
    "an asset of its own": ("Bitcoin is at {{ price.value }}.", "Bitcoin"),
    "a state of its own": ("It shows fear at {{ skew.value }}.", "fear"),
    "two sentences": ("It {{ day.rose }}. It is at {{ price.value }}.", "2 sentences"),
    "no full stop": ("It {{ day.rose }} to {{ price.value }}", "full stop"),
    "a sign twice": ("It {{ day.rose }} {{ day.value }}.", "both give the sign"),
    "no claim": ("Traders are calm.", "fixed.yaml"),
    "a noun nobody knows": ("The {{ basis.metric('wedge') }} is {{ basis.value }}.", "wedge"),
    "a label nobody knows": ("That is {{ band.label('spooky') }}.", "spooky"),
    "a claim turned round": ("It has not {{ day.fallen }}.", "turns"),
    "a promise": ("It will stay {{ price.over(level) }} {{ level.edge }}.", "more than any fact"),
    "a degree": ("It {{ day.rose }} sharply to {{ price.value }}.", "sharply"),
    "a space": ("It {{ day.rose }} , to {{ price.value }}.", "space"),
    "no text": ({"when": ["up"]}, "no text"),
}


def test_good_phrases_pass(names):
    """Words that assert something come out of claims, and everything else may stand."""
    assert lint_phrases({"move": GOOD}, names) == []


@pytest.mark.parametrize(("phrase", "message"), BAD.values(), ids=BAD)
def test_a_phrase_with_words_of_its_own_is_refused(names, phrase, message):
    """Each breach is named with move and number of the phrase."""
    faults = lint_phrases({"move": [GOOD[0], phrase]}, names)
    assert faults
    assert all(fault.startswith("move/2: ") for fault in faults)
    assert any(message in fault for fault in faults)


def test_the_shipped_phrases_pass(names):
    """Every phrase that comes with the product is in order."""
    phrases = {}
    for path in files("templates/phrases", ".yaml"):
        phrases.update(read_yaml(path))
    assert len(phrases) > 50
    assert lint_phrases(phrases, names) == []


def test_headlines_and_rows_have_their_own_shape(names):
    """A headline has no full stop, a row begins with a bar."""
    headline = "{{ price.asset }} {{ day.rises }} to {{ price.value }}"
    assert (
        lint_phrases({"head-price": [headline], "row-price": ["| {{ price.asset }} | {{ price.value }} |"]}, names)
        == []
    )
    assert lint_phrases({"head-price": [f"{headline}."]}, names)
    assert lint_phrases({"price": [headline]}, names)
