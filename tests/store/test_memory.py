"""A store remembers what each issue said, so that the next ones say it otherwise."""

import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.model.memory import Said
from generator.store.migrations import STEPS
from generator.store.sqlite import Store
from tests.store.records import HOUR, INSTANTS, NOON, WORDS, reply

DAY = timedelta(days=1)
SAID = Said(
    slug="2026-02-10-btc-brief", edition="brief", asset="BTC", tone="plain", as_of=NOON, frame="lead-day/3",
    headline="head-price", phrases=("head-price/1", "lead-day/3", "lead-day/3"), explained=("skew",),
    sentences=("Bitcoin rose.", "It rose again.", "Bitcoin rose."),
)  # fmt: skip


def asked(store, before=NOON + HOUR, *, edition="brief", asset="BTC", tone="plain", count=14):
    return list(store.recent(edition=edition, asset=asset, tone=tone, before=before, count=count))


def issue(days, **other):
    """Return the issue so many days later."""
    return replace(SAID, slug=f"issue {days}", as_of=NOON + days * DAY, **other)


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "wirecopy.sqlite") as opened:
        yield opened


def test_an_issue_comes_back_as_it_was(store):
    """Phrases and sentences in their order, also where one comes twice."""
    store.remember(SAID)
    assert asked(store) == [SAID]


def test_the_last_issues_come_newest_first(store):
    """However they were written, and no more than asked for."""
    for days in (3, 1, 2, 0):
        store.remember(issue(days))
    assert [said.slug for said in asked(store, NOON + 9 * DAY, count=3)] == ["issue 3", "issue 2", "issue 1"]


def test_what_comes_later_is_not_remembered_yet(store):
    """An issue of the same instant is none of the issues before it, and one of a later day even less."""
    for days in (0, 1, 2):
        store.remember(issue(days))
    assert [said.slug for said in asked(store, NOON + DAY)] == ["issue 0"]


@pytest.mark.parametrize("other", [{"edition": "markets"}, {"asset": "ETH"}, {"tone": "professional"}])
def test_editions_assets_and_tones_have_memories_of_their_own(store, other):
    """What one of them said, another may say."""
    store.remember(issue(0, **other))
    assert asked(store, NOON + DAY) == []
    assert asked(store, NOON + DAY, **other) == [issue(0, **other)]


def test_an_issue_that_is_written_again_replaces_the_first_one(store):
    """Nothing of its longer first version is left."""
    store.remember(SAID)
    again = replace(SAID, as_of=NOON - HOUR, sentences=("Bitcoin fell.",), phrases=(), explained=())
    store.remember(again)
    assert asked(store) == [again]
    assert store._db.execute("SELECT COUNT(*) FROM said").fetchone() == (1,)


def test_the_same_issue_again_writes_nothing(store):
    """The rows stay as they are."""
    store.remember(SAID)
    before = store._db.total_changes
    store.remember(SAID)
    assert store._db.total_changes == before


def test_an_issue_is_kept_whole_or_not_at_all(store):
    """A sentence that cannot be written leaves the issue before it as it was."""
    store.remember(SAID)
    with pytest.raises(sqlite3.Error):
        store.remember(replace(SAID, headline="head-other", sentences=("one", None)))
    assert asked(store) == [SAID]


def test_taking_out_a_run_leaves_what_was_said(store):
    """Replies that are read again change readings, and not what was published."""
    run = store.begin_run("live", NOON)
    store.keep(run, reply(0))
    store.remember(SAID)
    store.forget(run)
    assert asked(store) == [SAID]


def test_a_store_of_before_is_brought_up_to_date(tmp_path):
    """A desk that has no memory yet gets an empty one, and keeps everything else."""
    path = tmp_path / "wirecopy.sqlite"
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("CREATE TABLE migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL)")
    for number, step in enumerate(STEPS[:5], start=1):
        step(db)
        db.execute("INSERT INTO migration VALUES (?, ?)", (number, step.__name__))
    db.execute("INSERT INTO draft VALUES ('2026-02-10', 'imap', '7:12', 'a', 'b', 0, '')")
    db.close()
    with Store.open(path) as store:
        assert store.drafted("2026-02-10", "imap") is not None
        assert asked(store) == []
        store.remember(SAID)
        assert asked(store) == [SAID]


ISSUES = st.builds(
    Said, slug=st.sampled_from(["a", "b", "c"]), edition=st.sampled_from(["brief", "markets"]),
    asset=st.sampled_from(["", "BTC"]), tone=st.sampled_from(["plain", "professional"]), as_of=INSTANTS, frame=WORDS,
    headline=WORDS, phrases=st.lists(WORDS, max_size=3).map(tuple), explained=st.lists(WORDS, max_size=2).map(tuple),
    sentences=st.lists(WORDS, max_size=3).map(tuple),
)  # fmt: skip


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(issues=st.lists(ISSUES, max_size=8), before=INSTANTS, count=st.integers(1, 3))
def test_memory_is_the_last_version_of_each_issue_in_order_of_time(tmp_path_factory, issues, before, count):
    """Whatever was said in whatever order, against a memory that is a plain list."""
    kept = {(said.slug, said.tone): said for said in issues}
    with Store.open(tmp_path_factory.mktemp("memory") / "s.sqlite") as store:
        for said in issues:
            store.remember(said)
        for edition, asset, tone in {(said.edition, said.asset, said.tone) for said in issues}:
            ours = [
                said
                for said in kept.values()
                if (said.edition, said.asset, said.tone) == (edition, asset, tone) and said.as_of < before
            ]
            ours.sort(key=lambda said: (said.as_of, said.slug), reverse=True)
            assert asked(store, before, edition=edition, asset=asset, tone=tone, count=count) == ours[:count]
