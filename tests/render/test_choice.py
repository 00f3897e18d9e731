"""Which words of equal meaning are taken: those of the desk's tone, and those that readers have not had lately."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.render.choice import Chooser, Telling, opener
from generator.render.phrases import Phrase
from tests.render import tiny

PHRASES = """
t-lead:
  - "First, the basis is {{ basis.value }}."
  - "Second, the basis is {{ basis.value }}."
  - "Third, the basis is {{ basis.value }}."
t-toned:
  - "Neutral, at {{ basis.value }}."
  - {say: "Plain, at {{ basis.value }}.", tone: plain}
  - {say: "Professional, at {{ basis.value }}.", tone: professional}
t-only:
  - {say: "The richer way: {{ basis.value }} and {{ other.sum }}."}
  - {say: "Plainly, {{ basis.value }} and {{ other.value }}.", tone: plain}
  - "The poorer way: {{ basis.value }}."
"""


@pytest.fixture(scope="module")
def voice(tmp_path_factory):
    return tiny.voice(tmp_path_factory.mktemp("desk"), PHRASES)


def phrase(name, tone=""):
    return Phrase(name, name, frozenset(), frozenset(), frozenset(), fallback=False, tone=tone)


def order(chooser, group, **more):
    return [each.name for each in chooser.order(tuple(group), "here", "seed", **more)]


FOUR = [phrase(f"m/{n}") for n in range(1, 5)]


def test_the_words_that_were_said_last_come_last():
    """Before them those of earlier issues, and before all others what was not said at all."""
    recent = [tiny.issue(1, phrases=["m/2"]), tiny.issue(2, phrases=["m/4", "m/2"]), tiny.issue(3, phrases=["m/1"])]
    assert order(Chooser("plain", recent), FOUR) == ["m/3", "m/1", "m/4", "m/2"]


def test_among_equals_the_seed_draws():
    """The same seed the same order; over many seeds each comes first."""
    chooser = Chooser("plain")
    firsts = {chooser.order(tuple(FOUR), "here", f"seed {n}")[0].name for n in range(50)}
    assert firsts == {each.name for each in FOUR}
    assert order(chooser, FOUR) == order(Chooser("plain"), FOUR)


def test_among_equals_a_sentence_does_not_begin_as_the_one_before_it():
    """Of two that have rested the other opening is taken; a name and an article may well stand twice."""
    spoken = {
        name: f"{word} 3% it goes on." for name, word in zip(("m/1", "m/2", "m/3"), ("With", "At", "The"), strict=True)
    }
    group = [Phrase(name, say, frozenset(), frozenset(), frozenset(), fallback=False) for name, say in spoken.items()]
    chooser = Chooser("plain")
    for before, last in (("With puts dear, it fell.", "m/1"), ("At 3%, it rose.", "m/2")):
        chooser.take("before", Telling(None, (), phrase("m/9"), before))
        assert {chooser.order(tuple(group), "here", f"seed {n}")[-1].name for n in range(20)} == {last}
    assert [opener(text) for text in ("With it.", "The rest.", "{{ price.asset }} fell.")] == ["With", None, None]


def test_words_of_the_desks_tone_come_before_neutral_ones_and_the_other_tones_never():
    """A desk that speaks plainly is never given what is written for the trade."""
    group = [phrase("m/1"), phrase("m/2", "plain"), phrase("m/3", "professional"), phrase("m/4")]
    assert order(Chooser("plain"), group)[0] == "m/2"
    assert order(Chooser("professional"), group)[0] == "m/3"
    assert set(order(Chooser("plain"), group)) == {"m/1", "m/2", "m/4"}
    assert set(order(Chooser("plain"), group, neutral=True)) == {"m/1", "m/4"}


def test_the_only_words_of_a_tone_are_not_said_every_day():
    """After three issues they may come again; until then neutral ones have their turn."""
    group = [*FOUR, phrase("m/5", "plain")]
    said = []
    for day in range(12):
        recent = [tiny.issue(ago, phrases=[name]) for ago, name in enumerate(reversed(said), start=1)]
        said.append(Chooser("plain", recent).order(tuple(group), "here", f"day {day}")[0].name)
    assert [day for day, name in enumerate(said) if name == "m/5"] == [0, 4, 8]


def test_no_lead_begins_as_one_of_the_last_fourteen():
    """Even words of the desk's tone give way, as long as there are others."""
    group = [phrase("m/1", "plain"), phrase("m/2")]
    led = [tiny.issue(9, frame="m/1", phrases=["m/1"])]
    assert order(Chooser("plain", led), group) == ["m/2", "m/1"]
    longer = [*(tiny.issue(day) for day in range(1, 15)), tiny.issue(15, frame="m/1", phrases=["m/1"])]
    assert order(Chooser("plain", longer), group) == ["m/1", "m/2"]


HISTORIES = st.lists(st.lists(st.sampled_from([f"m/{n}" for n in range(1, 7)]), max_size=3), max_size=20)


@given(HISTORIES, st.sampled_from(["plain", "professional"]), st.text(max_size=5))
def test_what_is_said_has_rested(history, tone, seed):
    """Whatever the history: it is of the half said longest ago, and not said at all if that is true of any."""
    group = [*FOUR, phrase("m/5", "plain"), phrase("m/6", "professional")]
    recent = [tiny.issue(ago, phrases=said) for ago, said in enumerate(history, start=1)]
    allowed = Chooser(tone, recent).order(tuple(group), "here", seed)
    ages = [next((n for n, said in enumerate(history[:14]) if each.name in said), 14) for each in allowed]
    assert {each.tone for each in allowed} == {"", tone}
    if not allowed[0].tone:
        neutral = [age for each, age in zip(allowed, ages, strict=True) if not each.tone]
        assert sum(age <= ages[0] for age in ages) * 2 >= len(allowed)
        assert ages[0] == 14 or 14 not in neutral


def test_classes_do_not_go_round_in_step():
    """Were the oldest always taken, all that was said six issues ago would be said again together."""
    said, classes = [], {move: [phrase(f"{move}/{n}") for n in range(6)] for move in "abcdefgh"}
    for day in range(40):
        recent = [tiny.issue(ago, phrases=names) for ago, names in enumerate(reversed(said[-14:]), start=1)]
        chooser = Chooser("plain", recent)
        said.append([chooser.order(tuple(group), "here", f"{day}:{move}")[0].name for move, group in classes.items()])
    common = [len({*said[day]} & {*said[day - ago]}) for day in range(20, 40) for ago in range(1, 15)]
    assert max(common) <= 6
    assert not any({*said[day]} & {*said[day - ago]} for day in range(20, 40) for ago in (1, 2))


def test_no_words_come_twice_in_an_article(voice):
    """Three findings of one kind are told in three ways, and a fourth one in one of them again."""
    said = [tiny.finding("t-lead", basis=tiny.fact(f"futures.basis/{days}d")) for days in (30, 60, 90, 180)]
    told = tiny.written(voice, tiny.outline(said)).body.split("\n")[0]
    assert all(told.count(word) >= 1 for word in ("First", "Second", "Third"))


@pytest.mark.parametrize("tone", ["plain", "professional"])
def test_a_desks_tone_is_heard_in_the_text_and_not_in_the_title(voice, tone):
    """The same finding at both places: titles are worded alike for every desk."""
    draft = tiny.written(voice, tiny.outline([tiny.finding("t-toned")], tone=tone))
    assert draft.body.startswith(tone.capitalize())
    assert draft.front["title"].startswith("Neutral")


def test_what_only_one_tone_could_say_is_said_in_none(voice):
    """The facts do not depend on the tone: where the neutral words cannot be said, all desks tell less."""
    two = tiny.finding("t-only", basis=tiny.fact("futures.basis/90d"), other=tiny.fact("perp.funding_rate"))
    bodies = {tone: tiny.written(voice, tiny.outline([two], tone=tone)).body for tone in ("plain", "professional")}
    assert bodies["plain"] == bodies["professional"]
    assert bodies["plain"].startswith("The poorer way")
