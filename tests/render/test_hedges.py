"""The ladder of hedges: a text concludes no more firmly than so many kinds of markets let it."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from generator.model.catalogue import load_catalogue
from generator.model.fact import Fact, Kind
from generator.model.names import load_names
from generator.render.aspects.base import Speaker, UnsayableError
from generator.render.ink import Ink
from generator.render.told import Told
from generator.render.words import load_words
from generator.verify.ledger import Given
from generator.verify.lexicon import WORDS as LEXICON
from generator.verify.licence import licensed
from generator.verify.read import read
from generator.verify.scene import Scene

AS_OF = datetime(2026, 2, 7, tzinfo=UTC)
WORDS, NAMES, CATALOGUE = load_words(), load_names(), load_catalogue()
FORMS = ("suggests", "suggest", "suggesting", "suggests_that", "suggest_that")


def count(n, **more):
    return Fact(id="BTC/stance~agree:down", kind=Kind.COUNT, value=float(n), unit="count", as_of=AS_OF, formula="",
                n=n, total=4, sign=-1, **more)  # fmt: skip


def said(fact, form):
    ink = Ink()
    return ink.dry(getattr(Told(fact, Speaker(ink, WORDS, NAMES, CATALOGUE, AS_OF.date(), "any")), form))[0]


def rung(word):
    """The verifier's rung of a word, which must take all of its tokens."""
    found = read(word, LEXICON).slots[0].readings
    return next(each.meaning for each in found if each.kind == "hedge" and each.length == len(word.split()))


@pytest.mark.parametrize("form", FORMS)
def test_the_more_agree_the_firmer_the_word(form):
    """None to six who agree: never a weaker word for more of them, and a rung each up to four."""
    rungs = [rung(said(count(n), form)) for n in range(7)]
    assert rungs == [0, 1, 2, 3, 4, 4, 4]
    assert all(one <= other for one, other in pairwise(rungs))


@pytest.mark.parametrize("form", FORMS)
def test_a_word_firmer_than_its_count_is_refused(form):
    """Of each count only the words up to its own rung are licensed."""
    for n in range(5):
        given = Given("BTC/stance~agree:down", {"kind": "count", "n": n, "total": 4, "sign": -1})
        for other in range(5):
            reading = read(said(count(other), form), LEXICON).slots[0].readings[0]
            assert licensed("hedge", reading, given, None, Scene(AS_OF)) is (other <= n)


def test_only_a_count_of_those_who_agree_bears_a_conclusion():
    """Breadth counts coins, and a level counts nobody."""
    reading = read("suggests", LEXICON).slots[0].readings[0]
    breadth = Given("basket:LARGE/market.breadth/1d", {"kind": "count", "n": 11, "total": 12})
    assert not licensed("hedge", reading, breadth, None, Scene(AS_OF))
    level = Fact(id="BTC/options.dvol@deribit", kind=Kind.LEVEL, value=0.5, unit="ratio", as_of=AS_OF, formula="")
    with pytest.raises(UnsayableError, match="counts nobody"):
        said(level, "suggests")
