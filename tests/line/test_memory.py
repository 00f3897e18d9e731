"""A desk's issues one after the other: each knows what the ones before said, and can be written again as it was."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from generator.config import Settings
from generator.desk import Desk
from generator.model.memory import OVERLAP, overlap
from generator.model.review import Review
from generator.model.style import Style
from generator.pipeline import write_day
from generator.store.sqlite import Store

FIRST, DAYS, EDITION = datetime(2026, 2, 3, tzinfo=UTC), 4, "brief"
INSTANTS = [FIRST + timedelta(days=day) for day in range(DAYS)]


@pytest.fixture(scope="module")
def readings(sample_store, tmp_path_factory):
    """The sample without any memory."""
    path = tmp_path_factory.mktemp("readings") / "wirecopy.sqlite"
    shutil.copyfile(sample_store, path)
    return path


class House:
    """A desk in a folder of its own, which writes from a store of its own."""

    def __init__(self, folder, readings, tone="professional"):
        self.folder = folder
        self.desk = Desk.open(Settings(desk=folder, title="Memory", assets=("BTC",), style=Style(tone=tone)))
        self.path = folder / "wirecopy.sqlite"
        folder.mkdir(exist_ok=True)
        shutil.copyfile(readings, self.path)

    def write(self, *instants, pinned=None):
        """Write issues and return the bytes of each article and of its evidence, by instant."""
        texts = {}
        with Store.open(self.path) as store:
            for as_of in instants:
                (outcome,) = write_day(
                    self.desk, store.market(as_of), as_of=as_of, asset="BTC", editions=[EDITION], memory=store,
                    pinned=pinned,
                )  # fmt: skip
                evidence = outcome.path.with_suffix(".evidence.json")
                texts[as_of] = (outcome.path.read_bytes(), evidence.read_bytes() if evidence.is_file() else b"")
        return texts

    def said(self):
        """Return all that is remembered, the oldest first."""
        tone, end = self.desk.settings.style.tone, INSTANTS[-1] + timedelta(days=9)
        with Store.open(self.path) as store:
            found = store.recent(edition=EDITION, asset="BTC", tone=tone, before=end, count=99)
        return list(reversed(found))


@pytest.fixture(scope="module")
def house(tmp_path_factory, readings):
    """A desk that has written every day in its order, with what it wrote."""
    made = House(tmp_path_factory.mktemp("house"), readings)
    return made, made.write(*INSTANTS)


def test_each_issue_is_remembered_once(house):
    """In the order of the days, as it was published."""
    desk, texts = house
    said = desk.said()
    assert [issue.as_of for issue in said] == INSTANTS
    for issue in said:
        body = texts[issue.as_of][0].decode().replace("**", "")
        assert issue.sentences
        assert all(sentence in body for sentence in issue.sentences)


def test_the_same_store_gives_the_same_bytes(house, tmp_path, readings):
    """Another desk with the same readings writes the same days in the same words."""
    assert House(tmp_path, readings).write(*INSTANTS) == house[1]


def test_a_day_that_is_written_again_is_the_same(house):
    """At once or later, with all the days after it written already: only what came before counts."""
    desk, texts = house
    memory = desk.said()
    assert desk.write(INSTANTS[2]) == {INSTANTS[2]: texts[INSTANTS[2]]}
    assert desk.write(*INSTANTS) == texts
    assert desk.said() == memory


def test_a_day_that_was_written_before_it_ended_says_at_its_end_what_it_would_have_said(house, tmp_path, readings):
    """The text of the afternoon is replaced, and is not one that the evening has to differ from."""
    desk = House(tmp_path, readings)
    desk.write(INSTANTS[0], INSTANTS[1] - timedelta(hours=8))
    assert desk.write(INSTANTS[1])[INSTANTS[1]] == house[1][INSTANTS[1]]
    assert [issue.as_of for issue in desk.said()] == INSTANTS[:2]


def test_an_issue_does_not_begin_as_the_ones_before_it(house):
    """Neither its lead nor its title is made as theirs, and it has little of any of them."""
    *before, last = house[0].said()
    assert last.frame not in {issue.frame for issue in before}
    assert last.headline not in {issue.headline for issue in before}
    assert max(overlap(last.sentences, issue.sentences) for issue in before) <= OVERLAP


def test_a_desk_without_a_past_tells_a_day_in_other_words(house, tmp_path, readings):
    """What was said before is part of what a day's text is made from."""
    as_of = INSTANTS[-1]
    assert House(tmp_path, readings).write(as_of)[as_of][0] != house[1][as_of][0]


def test_what_is_not_published_is_not_remembered(tmp_path, readings):
    """Nobody has read a text that the verifier held, or that gave way to one that an editor let through."""
    desk = House(tmp_path, readings)
    words = desk.desk.voice.words
    forms = {form: {"up": way.get("down", way["up"]), "down": way["up"]} for form, way in words.forms.items()}
    desk.desk = replace(desk.desk, voice=replace(desk.desk.voice, words=replace(words, forms=forms)))
    desk.write(INSTANTS[0])
    assert desk.said() == []
    desk = House(tmp_path / "kept", readings)
    desk.write(INSTANTS[0])
    (issue,) = desk.said()
    article = next((tmp_path / "kept" / "output" / "articles").glob("*.md"))
    article.write_text(article.read_text(encoding="utf-8").replace("Bitcoin", "BTC", 1), encoding="utf-8")
    approved = Review(slug=issue.slug, state="approved", at=INSTANTS[0], by="Ada")
    with Store.open(desk.path) as store:
        store.remember(replace(issue, headline="another"))
    desk.write(INSTANTS[0], pinned={issue.slug: approved})
    assert [each.headline for each in desk.said()] == ["another"]


def test_each_tone_has_a_memory_of_its_own(house, tmp_path):
    """A desk that changes its tone begins anew, and finds its old words again when it comes back."""
    plain = House(tmp_path, house[0].path, tone="plain")
    assert plain.said() == []
    plain.write(INSTANTS[0])
    assert len(plain.said()) == 1
    with Store.open(plain.path) as store:
        kept = store.recent(edition=EDITION, asset="BTC", tone="professional", before=INSTANTS[-1], count=99)
    assert len(kept) == DAYS - 1
