"""Banks: words that an editor lets stand for one another, drawn by the day."""

import pytest

from generator.errors import InputError
from generator.render.phrases import load_phrases
from generator.render.words import Banks, load_banks
from tests.render import tiny

PHRASE = 'own-move:\n  - "The basis {{ bank.stood }} {{ basis.value }}."\n'


def own(folder, banks, phrases=PHRASE):
    for kind, name, text in (("words", "banks.yaml", banks), ("phrases", "own.yaml", phrases)):
        (folder / "templates" / kind).mkdir(parents=True, exist_ok=True)
        (folder / "templates" / kind / name).write_text(text, encoding="utf-8")
    return folder


def test_each_option_has_its_day():
    """The same place on the same day draws the same one."""
    banks = Banks({"stood": ("was", "came to", "stood at")})
    drawn = [banks.at(f"day {n}").stood for n in range(60)]
    assert set(drawn) == {"was", "came to", "stood at"}
    assert drawn == [banks.at(f"day {n}").stood for n in range(60)]


def test_a_phrase_prints_an_option(tmp_path):
    """As words like its own; no claim is made of them."""
    voice = tiny.voice(tmp_path, PHRASE, banks="stood: [was, came to]\n")
    draft = tiny.written(voice, tiny.outline([tiny.finding("own-move")]))
    assert draft.body.split("\n")[0] in ("The basis was 3.0%.", "The basis came to 3.0%.")
    assert {claim.printed for claim in draft.claims} == {"3.0%"}


@pytest.mark.parametrize(
    ("bank", "why"),
    [
        pytest.param("stood: was", "needs a list of texts", id="one word"),
        pytest.param("stood: [was, 3]", "needs a list of texts", id="a number"),
        pytest.param("stood: [was]", "needs two or more texts", id="one option"),
        pytest.param("stood: [was, was]", "needs two or more texts", id="an option twice"),
        pytest.param("stood: [was, was 3%]", "holds 'was 3%'", id="a digit"),
        pytest.param("stood: [was, '{{ basis.value }}']", "is no decoration", id="a claim"),
    ],
)
def test_a_bank_of_another_kind_is_refused(tmp_path, bank, why):
    """With file and line, before anything is written."""
    with pytest.raises(InputError, match=rf"banks\.yaml:2: bank 'stood' .*{why}"):
        load_banks(own(tmp_path, f"# ours\n{bank}\n"))


def test_a_phrase_that_asks_for_no_bank_of_ours_is_refused(tmp_path):
    """With the line of its move."""
    with pytest.raises(InputError, match=r"own\.yaml:1: phrase own-move/1 asks for the bank 'stood'"):
        load_phrases(own(tmp_path, "other: [was, came to]\n"))


def test_every_option_is_read_before_a_day_is_written(desk, wirecopy):
    """Only the one that asserts something is told, with the phrase that would print it."""
    own(desk, "stood: [was, fell to, came to]\n", PHRASE.replace("The basis", "The {{ basis.metric }}"))
    ran = wirecopy("rules", "check", "--desk", desk)
    assert ran.code == 1
    told = [line.partition("own.yaml:")[2] for line in ran.out.splitlines() if "own.yaml" in line]
    assert told == ["1: own-move/1: 'fell' asserts something, and no claim licenses it"]
