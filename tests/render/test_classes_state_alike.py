"""Classes: what may stand for one another states the same, in whichever tone."""

import re
from functools import cache

import pytest

from generator.model.catalogue import load_catalogue
from generator.model.names import load_names
from generator.render.choice import Chooser
from generator.render.phrases import load_phrases
from generator.render.sentences import Writer
from generator.render.write import load_voice
from generator.resources import files, read_yaml
from tests.verify.rendered import NOW
from tests.verify.test_derivatives import findings

#: The files whose classes are held to it; phrases elsewhere decorate their facts more freely.
FILES = ("futures", "options", "conditions")
EXPRESSION = re.compile(r"\{\{(.*?)\}\}")
CALL = re.compile(r"([a-z]\w*)\.([a-z_]\w*)")
TEXT = re.compile(r"'[^']*'")
#: What a reader learns of a fact, by the aspects that say it.
LEARNS = {
    "amount": ("value", "size", "whole", "rough", "sum", "amount"),
    "count": ("n", "nth", "every", "digits"),
    "cut": ("edge",),
    "rank": ("lowest", "largest", "most", "low"),
    "state": ("label", "state"),
    "state before": ("before",),
}
SAYS = {aspect: learned for learned, aspects in LEARNS.items() for aspect in aspects}


@cache
def phrases():
    """Return the shipped phrases, read once."""
    return load_phrases()


def moves():
    """Return the moves of these files."""
    paths = [path for path in files("templates/phrases", ".yaml", None) if path.stem in FILES]
    assert len(paths) == len(FILES)
    return [move for path in paths for move in read_yaml(path)]


def classes():
    """Return every class of these moves."""
    return [group for move in moves() for group in phrases().classes(move)]


def learned(phrase):
    """Return what a phrase tells, as fact and what is learned of it, and the facts that it makes claims of."""
    calls = [call for each in EXPRESSION.findall(phrase.say) for call in CALL.findall(TEXT.sub("", each))]
    return {(who, SAYS[aspect]) for who, aspect in calls if aspect in SAYS}, {who for who, _ in calls}


def test_phrases_that_may_stand_for_one_another_tell_the_same():
    """The same numbers, counts, cuts, ranks and states of the same facts: what is drawn is only how it is put."""
    wrong = []
    for group in classes():
        first = learned(group[0])
        wrong += [f"{each.name} and {group[0].name}: {learned(each)} is not {first}" for each in group
                  if learned(each) != first]  # fmt: skip
    assert wrong == []


def test_every_tone_has_a_neutral_phrase_to_stand_for():
    """A phrase of one tone alone would tell one desk what another does not hear."""
    assert all(any(not each.tone for each in group) for group in classes())
    assert sum(each.tone == "plain" for group in classes() for each in group) > 100


def test_a_plain_phrase_has_no_jargon():
    """Whoever reads the plain tone is not asked what a skew, a long or contango is."""
    jargon = re.compile(r"skew|funding|implied|basis|term structure|open interest|annualized|leverage|25-delta")
    said = [each for group in classes() for each in group if each.tone == "plain"]
    spoken = {each.name: EXPRESSION.sub(lambda call: " ".join(TEXT.findall(call[1])), each.say) for each in said}
    assert [name for name, words in spoken.items() if jargon.search(words)] == []
    sided = [each.name for each in said if re.search(r"\.(side|otherside)\b", each.say)]
    assert sided == []


@pytest.mark.parametrize("move", ["basis-level", "basis-frame", "basis-run", "funding", "skew-level", "skew-threshold",
                                  "term-shape", "dvol", "calls-volume", "vol-premium"])  # fmt: skip
def test_what_is_told_nearly_daily_has_six_ways_of_its_commonest_class(move):
    """An issue a day for a week and none like another."""
    sizes = [sum(not each.tone for each in group) for group in classes() if group[0].name.startswith(f"{move}/")]
    assert max(sizes) >= 6


def test_two_tones_tell_the_same_facts_of_a_day():
    """By the claims: other words, the same facts, the same numbers."""
    voice, told = load_voice(), {}
    for tone in ("professional", "plain"):
        writer = Writer(voice.jinja, voice.phrases, voice.words, load_names(), load_catalogue(), NOW, "hand",
                        voice.missing, chooser=Chooser(tone))  # fmt: skip
        told[tone] = [writer.say(each) for each in findings()]
    said = {tone: [each.text for each in texts] for tone, texts in told.items()}
    assert len(said["plain"]) > 10
    assert sum(one != other for one, other in zip(said["plain"], said["professional"], strict=True)) > 5
    for one, other in zip(told["plain"], told["professional"], strict=True):
        assert {claim.seed.fact for claim in one.claims} == {claim.seed.fact for claim in other.claims}


def spoken(move):
    """Return the phrases of a move as their own words, without the names of facts."""
    return [EXPRESSION.sub(lambda call: " ".join(TEXT.findall(call[1])), each.say) for each in phrases().moves[move]]


def test_no_condition_is_told_without_its_caveat():
    """What a rule does not say (``not``) stands behind each way to say its state."""
    caveat = re.compile(
        r"right|or without reason|regret|over by now|be over|may keep|may be kept|may go on|stay|can last|midway"
        r"|the end|for now|as long as it lasts|another question|reverse|not last|be it to last|forecast|whoever"
        r"|while yet|do not say|may be over|whatever comes of it"
    )
    own = [move for move in moves() if move.startswith("condition.")]
    assert len(own) > 8
    assert [(move, words) for move in own for words in spoken(move) if not caveat.search(words)] == []


def test_max_pain_is_a_reference_and_a_ratio_says_of_what():
    """A level that sellers of options would like is no forecast, and puts to calls are of what is open."""
    pained = [words for words in spoken("watch-expiry") if "pain" in words or "pay out least" in words]
    assert len(pained) > 3
    assert [words for words in pained if not re.search(r"forecast|reference", words)] == []
    ratios = [words for words in spoken("watch-expiry") if re.search(r"\bratio\b", words)]
    assert [words for words in ratios if not re.search(r"open interest|open positions", words)] == []
