"""What earlier issues said in nearly the same words is said in others, as far as there are others."""

import pytest

from generator.model.memory import OVERLAP, overlap
from generator.narrative.memory import said_by
from tests.render import tiny

#: Each class has a worn phrase and others; the lead has two.
PHRASES = """
t-lead:
  - "The basis that traders are asked to watch here today is {{ basis.value }}."
  - "Futures that settle in a few months from here cost {{ basis.value }} more."
t-one:
  - "This is a sentence that has been said often enough before: {{ basis.value }}."
  - "Nobody has heard such an unusual turn of words as these: {{ basis.value }}."
  - "This is a sentence that has been said often enough now: {{ basis.value }}."
t-alone:
  - "There is only one way to put this plain matter into words: {{ basis.value }}."
"""


@pytest.fixture(scope="module")
def voice(tmp_path_factory):
    return tiny.voice(tmp_path_factory.mktemp("desk"), PHRASES)


def sentences(draft):
    return said_by(draft, "").sentences


def largest(draft, recent):
    return max(overlap(sentences(draft), said.sentences) for said in recent)


def text(voice, name, value="3.0%"):
    """Return a phrase as it prints."""
    return voice.phrases.sources[name].replace("{{ basis.value }}", value)


def test_a_sentence_that_an_earlier_issue_shares_is_exchanged(voice):
    """Words of another name can be nearly those of an earlier issue; the ones heard last are better then."""
    findings = [tiny.finding("t-lead")], [tiny.finding("t-one")]
    known = tiny.issue(1, phrases=["t-one/2"])
    alike = tiny.issue(1, phrases=["t-one/2"], sentences=[text(voice, "t-one/1"), text(voice, "t-one/3")])
    without, exchanged = (tiny.written(voice, tiny.outline(*findings, recent=[each])) for each in (known, alike))
    assert text(voice, "t-one/2") not in sentences(without)
    assert text(voice, "t-one/2") in sentences(exchanged)
    assert largest(without, [alike]) > OVERLAP >= largest(exchanged, [alike])


def test_what_has_no_other_words_is_said_in_the_same(voice):
    """The facts come first: nothing is left out for want of new words."""
    recent = [tiny.issue(1, sentences=[text(voice, "t-alone/1")])]
    draft = tiny.written(voice, tiny.outline([tiny.finding("t-alone")], recent=recent))
    assert sentences(draft) == (text(voice, "t-alone/1"),)
    assert largest(draft, recent) > OVERLAP


def test_it_is_the_least_that_can_be_had(voice):
    """Where one sentence has no other words, the others are exchanged all the same."""
    recent = [tiny.issue(1, sentences=[text(voice, name) for name in ("t-alone/1", "t-one/1", "t-one/3")],
                         phrases=["t-one/2"])]  # fmt: skip
    draft = tiny.written(voice, tiny.outline([tiny.finding("t-alone")], [tiny.finding("t-one")], recent=recent))
    assert sentences(draft) == (text(voice, "t-alone/1"), text(voice, "t-one/2"))


def test_a_lead_is_not_exchanged_for_one_that_led_lately(voice):
    """A worn beginning is worse than a few words in common."""
    recent = [tiny.issue(1, sentences=[text(voice, "t-lead/1")]), tiny.issue(2, frame="t-lead/2")]
    draft = tiny.written(voice, tiny.outline([tiny.finding("t-lead")], recent=recent))
    assert said_by(draft, "").frame == "t-lead/1"


def test_what_shares_little_stays_as_it_was(voice):
    """A fifth in common is not too much."""
    findings = [tiny.finding("t-lead")], [tiny.finding("t-one"), tiny.finding("t-alone")]
    first = sentences(tiny.written(voice, tiny.outline(*findings)))
    recent = [tiny.issue(1, sentences=[" ".join(first[0].split()[:6])])]
    draft = tiny.written(voice, tiny.outline(*findings, recent=recent))
    assert 0 < largest(draft, recent) <= OVERLAP
    assert sentences(draft) == first


def test_the_same_memory_gives_the_same_words(voice):
    """Nothing is left to chance."""
    recent = [tiny.issue(ago, sentences=[text(voice, f"t-one/{1 + ago % 3}")]) for ago in (1, 2, 3)]
    outlined = tiny.outline([tiny.finding("t-lead")], [tiny.finding("t-one")], recent=recent)
    assert tiny.written(voice, outlined) == tiny.written(voice, outlined)
