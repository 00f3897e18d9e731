"""Phrases: the one that says most of a finding is taken, and the same one on the same day."""

from datetime import UTC, datetime

import pytest

from generator.errors import InputError, TemplateError
from generator.model.fact import Fact, Kind
from generator.model.finding import Finding
from generator.render.phrases import load_phrases

PHRASES = """
basis:
  - "The basis is {{ basis.value }}."
  - say: "The basis {{ change.rose }} to {{ basis.value }}."
    when: [up]
  - say: "The basis slipped by {{ change.size }}."
    when: [-up]
"""


def fact(name: str) -> Fact:
    return Fact(
        id=f"BTC/{name}", kind=Kind.LEVEL, value=0.03, unit="ratio", as_of=datetime(2026, 2, 10, tzinfo=UTC), formula=""
    )


@pytest.fixture
def desk(tmp_path):
    folder = tmp_path / "templates" / "phrases"
    folder.mkdir(parents=True)
    for name in ("price", "futures", "options", "wider", "frames"):
        (folder / f"{name}.yaml").write_text("{}" if name != "futures" else PHRASES)
    return tmp_path


def ranked(desk, found):
    """Return the names of the phrases that fit, class by class."""
    return [[phrase.name for phrase in group] for group in load_phrases(desk).ranked(found, "seed")]


def test_the_richest_phrase_that_fits_comes_first(desk):
    """With a change at hand it is told."""
    found = Finding("basis", "futures", {"basis": fact("a"), "change": fact("b")}, frozenset({"up"}))
    assert ranked(desk, found) == [["basis/2"], ["basis/1"]]


def test_a_phrase_that_asks_for_a_missing_fact_does_not_fit(desk):
    """An absent change removes its phrase, not the sentence."""
    found = Finding("basis", "futures", {"basis": fact("a")}, frozenset({"up"}))
    assert ranked(desk, found) == [["basis/1"]]


def test_a_move_without_phrases_is_an_error(desk):
    """A finding that no template can say is a fault of the desk's templates."""
    with pytest.raises(TemplateError, match="no phrase says 'skew'"):
        load_phrases(desk).ranked(Finding("skew", "options", {}), "seed")


def test_a_move_in_two_files_is_refused(desk):
    """An editor must not wonder which of the two is used."""
    (desk / "templates" / "phrases" / "more.yaml").write_text(PHRASES)
    with pytest.raises(InputError, match="stands in two files"):
        load_phrases(desk)


def test_a_phrase_without_a_text_names_its_line(desk):
    """A slip in the YAML is told with file and line."""
    (desk / "templates" / "phrases" / "more.yaml").write_text("skew:\n  - when: [up]\n")
    with pytest.raises(InputError, match=r"more\.yaml:2: phrase skew/1 needs a text"):
        load_phrases(desk)


OTHERS = """
basis:
  - "Basis: {{ basis.value }}."
  - "At {{ basis.value }} is the basis."
  - {say: "The cost of waiting is {{ basis.value }}.", tone: plain}
  - {say: "The basis has moved to {{ basis.value }}.", when: [up]}
  - {say: "The basis {{ basis.value }} after {{ past.value }}."}
  - {say: "The basis.", fallback: true}
"""


def test_phrases_that_ask_for_the_same_are_a_class(desk):
    """Whatever their tone; another name, another `when` or a fallback makes another class."""
    (desk / "templates" / "phrases" / "futures.yaml").write_text(OTHERS)
    found = Finding("basis", "futures", {"basis": fact("a"), "past": fact("b")}, frozenset({"up"}))
    assert ranked(desk, found) == [["basis/5"], ["basis/4"], ["basis/1", "basis/2", "basis/3"], ["basis/6"]]


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        pytest.param("{say: The basis., tone: loud}", "has tone 'loud'; write professional or plain", id="no tone"),
        pytest.param("{say: The basis., tone: plain}", "is for the tone 'plain' alone", id="one tone alone"),
        pytest.param("{say: The basis., wen: [up]}", "has 'wen'; a phrase has", id="a slip in a key"),
    ],
)
def test_a_phrase_of_another_form_names_its_line(desk, entry, why):
    """Tones state equal facts: what one may say, all may."""
    (desk / "templates" / "phrases" / "more.yaml").write_text(f"skew:\n  - {entry}\n")
    with pytest.raises(InputError, match=rf"more\.yaml:[12]: phrase skew/1 {why}"):
        load_phrases(desk)


@pytest.fixture
def home(desk):
    """A desk that may keep what it has read."""
    (desk / "data").mkdir()
    return desk


def test_phrases_that_were_read_before_are_the_same(home):
    """Reading thousands of them takes longer than a day's rendering, so they are kept beside the compiled templates."""
    read = load_phrases(home)
    assert load_phrases(home) == read
    place = home / "data" / "cache" / "phrases.json"
    place.write_text(place.read_text().replace("The basis slipped", "What is kept slipped"))
    assert load_phrases(home).moves["basis"][2].say.startswith("What is kept slipped")


@pytest.mark.parametrize("change", ["one", "more", "bank"])
def test_what_an_editor_changes_counts_at_once(home, change):
    """A phrase, a file, a bank: what was kept is of the files as they were."""
    load_phrases(home)
    phrases = home / "templates" / "phrases"
    if change == "one":
        (phrases / "futures.yaml").write_text(PHRASES.replace("slipped", "eased"))
        assert any("eased" in phrase.say for phrase in load_phrases(home).moves["basis"])
    elif change == "more":
        (phrases / "more.yaml").write_text("skew:\n  - The skew is {{ skew.value }}.\n")
        assert "skew" in load_phrases(home).moves
    else:
        (home / "templates" / "words").mkdir()
        (home / "templates" / "words" / "banks.yaml").write_text("own: [one, other]\n")
        assert "own" in load_phrases(home).banks.options


@pytest.mark.parametrize("found", ["", "{}", "[]", '{"key": "other", "data": {"basis": []}}', "\x00"])
def test_what_is_kept_may_be_lost_or_broken(home, found):
    """Then the files are read again."""
    read = load_phrases(home)
    (home / "data" / "cache" / "phrases.json").write_text(found)
    assert load_phrases(home) == read


def test_a_desk_that_cannot_be_written_to_reads_its_files(home):
    """It only takes longer."""
    (home / "data" / "cache").write_text("no folder")
    assert load_phrases(home) == load_phrases(home)
