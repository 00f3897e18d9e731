"""A store remembers what was drafted where: one row for each issue at each target."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.model.mailing import Entry
from generator.store.sqlite import Store
from tests.store.records import HOUR, INSTANTS, NOON, WORDS

ENTRY = Entry(
    issue="2026-02-10", target="imap", draft="7:12", sha256="a", content="b", at=NOON, begun=""
)  # fmt: skip


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "wirecopy.sqlite") as opened:
        yield opened


def test_nothing_was_drafted_at_first(store):
    """Of an issue that nobody drafted there is no entry."""
    assert store.drafted("2026-02-10", "imap") is None


def test_an_entry_takes_the_place_of_the_one_before(store):
    """One row, whatever was written how often; the time may even go back."""
    store.note_draft(ENTRY)
    later = replace(ENTRY, draft="7:13", sha256="c", content="d", at=NOON + HOUR, begun="e")
    store.note_draft(later)
    assert store.drafted("2026-02-10", "imap") == later
    back = replace(later, at=NOON - timedelta(days=1))
    store.note_draft(back)
    assert store.drafted("2026-02-10", "imap") == back
    assert store._db.execute("SELECT COUNT(*) FROM draft").fetchone() == (1,)


def test_issues_and_targets_do_not_mix(store):
    """The same issue elsewhere, and another issue at the same place, are entries of their own."""
    others = (replace(ENTRY, target="eml", draft="x.eml"), replace(ENTRY, issue="2026-02-11", draft="7:14"))
    for entry in (ENTRY, *others):
        store.note_draft(entry)
    for entry in (ENTRY, *others):
        assert store.drafted(entry.issue, entry.target) == entry
    assert store.drafted("2026-02-11", "eml") is None


def test_an_entry_survives_the_end_of_the_process(tmp_path):
    """It lies in the file."""
    with Store.open(tmp_path / "wirecopy.sqlite") as store:
        store.note_draft(ENTRY)
    with Store.open(tmp_path / "wirecopy.sqlite") as store:
        assert store.drafted("2026-02-10", "imap") == ENTRY


ENTRIES = st.builds(
    Entry,
    issue=st.sampled_from(["2026-02-10", "2026-02-10-btc-brief"]),
    target=st.sampled_from(["eml", "imap"]),
    draft=WORDS,
    sha256=WORDS,
    content=WORDS,
    at=INSTANTS,
    begun=WORDS,
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(entries=st.lists(ENTRIES, max_size=12))
def test_the_last_entry_is_what_comes_out(tmp_path_factory, entries):
    """Whatever the words and the order."""
    last = {(entry.issue, entry.target): entry for entry in entries}
    with Store.open(tmp_path_factory.mktemp("drafts") / "s.sqlite") as store:
        for entry in entries:
            store.note_draft(entry)
        for (issue, target), entry in last.items():
            assert store.drafted(issue, target) == entry
