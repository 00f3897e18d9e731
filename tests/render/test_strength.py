"""The ladder of verbs: how strong a word a move gets, and what the verifier thinks of it."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.catalogue import load_catalogue
from generator.model.fact import Fact, Kind
from generator.model.names import load_names
from generator.model.strength import LADDER, in_usual_moves, strength
from generator.render.aspects.base import Speaker
from generator.render.ink import Ink
from generator.render.told import Told
from generator.render.words import load_words
from generator.verify import tiers
from generator.verify.ledger import Given
from generator.verify.lexicon import WORDS as LEXICON
from generator.verify.read import read
from generator.verify.readings import Move

AS_OF = datetime(2026, 2, 6, 23, 59, 59, 999000, tzinfo=UTC)
WORDS, NAMES, CATALOGUE = load_words(), load_names(), load_catalogue()
#: Forms whose word a move's size decides, in any tier.
FORMS = ("rose", "rises", "gained", "grew", "rally", "gain", "up")
SIZES = np.geomspace(1e-4, 0.6, 1000)
#: What, of which window, and several sizes that such a move may usually have; None where nobody knows.
SERIES = [
    ("BTC/spot.return/1d", "ratio", "1d", 1.0, (None, 0.002, 0.0239, 0.07)),
    ("BTC/spot.return/7d", "ratio", "7d", 1.0, (0.01, 0.055)),
    ("BTC/futures.basis/90d@binance~change:1d", "ratio_points", "1d", 1.0, (None, 0.001, 0.0044)),
    ("BTC/perp.funding_rate/1d@binance~change:1d", "ratio_points", "1d", 1.0, (0.032,)),
    ("BTC/options.dvol@deribit~change:7d", "ratio_points", "7d", 1.0, (0.004, 0.0436)),
    ("BTC/options.call_share_volume/1d@deribit~change:1d", "ratio_points", "1d", 1.0, (None, 0.05)),
    ("CRYPTO/sentiment.fear_greed@alternative.me~change:1d", "index_points", "1d", 100.0, (None, 0.4, 7.124)),
]
CASES = [(*series, usual) for *series, usuals in SERIES for usual in usuals]


def move(fact_id, unit, window, value, usual):
    return Fact(id=fact_id, kind=Kind.CHANGE, value=float(value), unit=unit, as_of=AS_OF, formula="", window=window,
                usual=usual, of="X", than="Y")  # fmt: skip


def given_of(fact):
    """The same as the verifier gets it, through the evidence's JSON."""
    raw = {"kind": str(fact.kind), "value": fact.value, "unit": fact.unit, "window": fact.window, "usual": fact.usual}
    return Given(fact.id, json.loads(json.dumps({name: value for name, value in raw.items() if value is not None})))


def told(fact, seed="any"):
    ink = Ink()
    speaker = Speaker(ink, WORDS, NAMES, CATALOGUE, AS_OF.date(), seed)
    return ink, Told(fact, speaker)


def said(fact, form, seed="any"):
    ink, one = told(fact, seed)
    return ink.dry(getattr(one, form))[0]


@cache
def tier_of(word):
    """How strong the verifier takes a word to be."""
    slot = read(word, LEXICON).slots[0]
    reading = next(each for each in slot.readings if each.kind in ("direction", "cmp"))
    whole = reading.length == len(word.replace("-", " - ").split())
    assert whole, word
    return reading.meaning.tier if isinstance(reading.meaning, Move) else "plain"


@pytest.mark.parametrize(("fact_id", "unit", "window", "scale", "usual"), CASES)
@pytest.mark.parametrize("sign", [1, -1])
def test_a_larger_move_never_gets_a_weaker_word(fact_id, unit, window, scale, usual, sign):
    """Over 1,000 sizes, for each form and both signs; nor an extreme one below 2.5 standard deviations."""
    facts = [move(fact_id, unit, window, sign * size * scale, usual) for size in SIZES]
    for one, other in pairwise(LADDER.index(strength(fact)) for fact in facts):
        assert one <= other
    for form in FORMS:
        found = [LADDER.index(tier_of(said(fact, form))) for fact in facts]
        assert all(one <= other for one, other in pairwise(found)), form
        for fact, tier in zip(facts, found, strict=True):
            assert tier < LADDER.index("extreme") or abs(fact.value) >= 2.5 * usual
            assert tier == LADDER.index("plain") or usual is not None
            assert tiers.licensed(LADDER[tier], given_of(fact)), (form, fact.value)


@pytest.mark.parametrize(("fact_id", "unit", "window", "scale", "usual"), CASES)
def test_both_agree_on_what_is_little_changed(fact_id, unit, window, scale, usual):
    """Narrative and render take the renderer's cuts, the verifier has its own: over 1,000 sizes they are the same."""
    for size in SIZES:
        fact = move(fact_id, unit, window, size * scale, usual)
        assert (strength(fact) == "flat") == tiers.licensed("flat", given_of(fact)), fact.value


@given(st.floats(-2, 2, allow_nan=False), st.floats(1e-6, 1), st.sampled_from(["1d", "7d", "30d", "week", None]))
def test_whatever_the_move_its_word_is_licensed(value, usual, window):
    """For any move, usual size and window, to the last bit of a cut."""
    fact = move("BTC/spot.return/1d", "ratio", window, value, usual)
    assert tiers.licensed(strength(fact), given_of(fact))


@pytest.mark.parametrize(
    ("value", "usual", "window", "how"),
    [
        pytest.param(0.005, 0.0239, "1d", "flat", id="a fifth of a usual day"),
        pytest.param(0.007, 0.0239, "1d", "mild", id="three tenths"),
        pytest.param(0.0143, 0.0239, "1d", "mild", id="just under six tenths"),
        pytest.param(-0.02, 0.0239, "1d", "plain", id="most of one"),
        pytest.param(-0.036, 0.0239, "1d", "strong", id="one and a half"),
        pytest.param(-0.06, 0.0239, "1d", "extreme", id="two and a half"),
        pytest.param(0.14, None, "1d", "plain", id="nobody knows what is usual"),
        pytest.param(0.007, None, "1d", "flat", id="little by the cut for what is unknown"),
        pytest.param(0.02, 0.001, "1d", "strong", id="a smooth series: the floor of a percent a day"),
        pytest.param(0.024, 0.001, "1d", "strong", id="under the floor nothing plunges"),
        pytest.param(0.025, 0.001, "1d", "extreme", id="from 2.5 floors on"),
        pytest.param(0.05, 0.001, "7d", "strong", id="a week's floor is the root of seven times as high"),
        pytest.param(0.0101, 0.09, "1d", "mild", id="more than a percent is not little changed"),
    ],
)
def test_a_day_of_bitcoin(value, usual, window, how):
    """Worked by hand: z = size / max(usual, floor)."""
    assert strength(move("BTC/spot.return/1d", "ratio", window, value, usual)) == how


def test_a_run_has_no_strength():
    """A run counts days, and says nothing of their size."""
    run = Fact(id="BTC/spot.price@binance~streak", kind=Kind.STREAK, value=9.0, unit="days", as_of=AS_OF, formula="",
               n=9, sign=-1, usual=0.01)  # fmt: skip
    assert strength(run) == "plain"
    assert in_usual_moves(run) is None
    assert said(run, "fallen") in {"fallen", "dropped", "declined"}


def test_one_word_has_one_strength():
    """A word stands in a list of its own strength or of a stronger one that lacks words; the verifier knows it."""
    weaker = {"plain": ("plain",), "mild": ("mild", "plain"), "strong": ("strong", "plain"),
              "extreme": ("extreme", "plain")}  # fmt: skip
    for form, sides in WORDS.forms.items():
        for side, tiers_of in sides.items():
            for tier, words in tiers_of.items():
                for word in words:
                    known = tier_of(word)
                    assert known == "flat" if form == "still" else known in weaker[tier], (form, side, tier, word)


@pytest.mark.parametrize("form", ["rose", "rises", "gained", "grew", "rose-reading", "rises-reading"])
def test_a_verb_has_three_words_of_each_strength(form):
    """Sixty days in a row want more than one word; a verb and its tense stand at one place."""
    for side in ("up", "down"):
        for tier in ("mild", "plain", "strong", "extreme"):
            assert len(set(WORDS.forms[form][side][tier])) >= 3


def test_a_title_and_its_text_choose_one_verb():
    """The present tense of a headline is that of the verb in the lead."""
    fact = move("BTC/spot.return/1d", "ratio", "1d", -0.14, 0.0239)
    for seed in map(str, range(40)):
        assert said(fact, "rises", seed)[:4] == said(fact, "rose", seed)[:4]


@pytest.mark.parametrize(
    ("value", "asked", "told"),
    [(-0.03, "plain", "extreme"), (-0.14, "extreme", "mild"), (0.03, "plain", "strong"), (0.005, "mild", "extreme")],
)
def test_a_renderer_that_mistakes_the_strength_is_found_out(value, asked, told):
    """A planted fault: the words of one strength stand in the list of another."""
    side = "up" if value > 0 else "down"
    wrong = {**WORDS.forms["rose"], side: {**WORDS.forms["rose"][side], asked: WORDS.forms["rose"][side][told]}}
    fact, ink = move("BTC/spot.return/1d", "ratio", "1d", value, 0.0239), Ink()
    speaker = Speaker(ink, replace(WORDS, forms={**WORDS.forms, "rose": wrong}), NAMES, CATALOGUE, AS_OF.date(), "any")
    word = ink.dry(Told(fact, speaker).rose)[0]
    assert not tiers.licensed(tier_of(word), given_of(fact))
    assert tiers.licensed(tier_of(said(fact, "rose")), given_of(fact))
