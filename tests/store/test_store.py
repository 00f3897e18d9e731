"""The store keeps every reading with its provenance, and shows only what was known."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.collectors.observations import read_observations
from generator.errors import InputError
from generator.model.catalogue import load_catalogue
from generator.model.names import load_names
from generator.model.observation import Observation, Provenance, SeriesKey
from generator.store.export import as_csv, as_jsonl
from generator.store.migrations import STEPS
from generator.store.sqlite import Added, Store

NAMES, CATALOGUE = load_names(), load_catalogue()
NOON = datetime(2026, 2, 10, 12, tzinfo=UTC)


def observed(value: float = 70_000.0, *, at: datetime = NOON, **changes) -> Observation:
    one = Observation(SeriesKey("BTC", "spot.price", "", "kraken"), value, "USD", at, at, Provenance("kraken"))
    return replace(one, **changes)


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "data" / "wirecopy.sqlite") as opened:
        yield opened


def test_importing_twice_changes_nothing(store):
    """The same readings again are found, not added."""
    assert store.add([observed()]) == Added(new=1)
    assert store.add([observed()]) == Added(unchanged=1)


def test_a_different_value_is_a_new_revision(store):
    """A correction does not overwrite: both are kept, the later one is shown."""
    store.add([observed(70_000)])
    assert store.add([observed(70_100, available_at=NOON + timedelta(hours=1))]) == Added(revised=1)
    assert [(each.revision, each.value) for each in store.observations()] == [(0, 70_000), (1, 70_100)]
    shown = store.market(NOON + timedelta(hours=2)).observations()
    assert list(shown["value"]) == [70_100]


def test_before_a_correction_was_known_the_first_value_is_shown(store):
    """Of several revisions an article sees the last one that was available then."""
    store.add([observed(70_000)])
    store.add([observed(70_100, available_at=NOON + timedelta(hours=1))])
    assert list(store.market(NOON + timedelta(minutes=30)).observations()["value"]) == [70_000]


def test_an_instant_is_exclusive(store):
    """What becomes available at the very instant of an article is not in it."""
    store.add([observed()])
    assert len(store.market(NOON).observations()) == 0
    assert len(store.market(NOON + timedelta(microseconds=1)).observations()) == 1


def test_an_older_file_does_not_undo_a_revision(store):
    """Importing yesterday's file after its correction leaves the correction in force."""
    corrected = observed(70_100, available_at=NOON + timedelta(hours=1))
    store.add([observed(70_000)])
    store.add([corrected])
    assert store.add([observed(70_000)]) == Added(unchanged=1)
    assert list(store.market(NOON + timedelta(days=1)).observations()["value"]) == [70_100]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.floats(allow_nan=False, allow_infinity=False, width=64),
            st.integers(0, 50),
            st.integers(0, 3),
            st.sampled_from(["", "kraken", "a,b", 'say "x"']),
            st.sampled_from(["", "plain", "two\nlines", "Ünïcode"]),
        ),
        max_size=12,
        unique_by=lambda row: (row[1], row[3]),
    ),
    st.sampled_from([".csv", ".jsonl"]),
)
def test_export_and_import_lose_nothing(tmp_path_factory, rows, suffix):
    """What is exported reads back as the same observations, whatever is in their cells."""
    written = [
        observed(
            value,
            at=NOON + timedelta(microseconds=at),
            series=SeriesKey("BTC", "spot.price", "", venue),
            available_at=NOON + timedelta(hours=delay, microseconds=at),
            origin=Provenance("desk", "https://example.org/?a=1", "ab" * 32, NOON, note.strip()),
        )
        for value, at, delay, venue, note in rows
    ]
    text = as_csv(written) if suffix == ".csv" else as_jsonl(written)
    read = read_observations(text.encode(), f"file{suffix}", names=NAMES, catalogue=CATALOGUE)
    assert list(read.observations) == written
    folder = tmp_path_factory.mktemp("store")
    with Store.open(folder / "a.sqlite") as first, Store.open(folder / "b.sqlite") as second:
        first.add(written)
        exported = as_csv(first.observations())
        second.add(read_observations(exported.encode(), "x.csv", names=NAMES, catalogue=CATALOGUE).observations)
        assert list(second.observations()) == list(first.observations())


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 48)), max_size=20, unique=True), st.integers(0, 400))
def test_a_view_never_sees_what_came_later(tmp_path_factory, readings, hour):
    """Adding later data changes no earlier view."""
    as_of = NOON + timedelta(hours=hour)
    with Store.open(tmp_path_factory.mktemp("store") / "s.sqlite") as store:
        made = [
            observed(1.0 + place, at=NOON + timedelta(hours=at), available_at=NOON + timedelta(hours=at + delay))
            for place, (at, delay) in enumerate(readings)
        ]
        known = {each.observed_at for each in made if each.available_at < as_of}
        store.add(made)
        shown = store.market(as_of).observations()
        assert set(shown["observed_at"]) == known


def test_a_failed_import_leaves_the_store_as_it_was(store):
    """A file is one transaction."""

    class BrokenError(Exception):
        pass

    def readings():
        yield observed()
        raise BrokenError

    with pytest.raises(BrokenError):
        store.add(readings())
    assert list(store.observations()) == []


def test_raw_bodies_are_kept_under_their_hash(store):
    """A reader can follow a number to the bytes that it came from."""
    body = b'{"result": 1}' * 1000
    sha256 = store.archive(body, name="reply.json", url="https://example.org")
    assert store.raw(sha256) == body
    assert store.archive(body, name="again.json") == sha256
    assert store.raw("0" * 64) is None


def test_a_file_that_is_no_store_is_named(tmp_path):
    """One line with what to do, not a traceback."""
    path = tmp_path / "wirecopy.sqlite"
    path.write_bytes(b"not a database at all, but long enough to look at" * 30)
    with pytest.raises(InputError, match=r"wirecopy\.sqlite: is not a store of ours"):
        Store.open(path)


def test_a_missing_store_says_how_to_get_one(tmp_path):
    """Writing before importing is the commonest slip of a first day."""
    with pytest.raises(InputError, match="run `wirecopy import FILE`"):
        Store.open(tmp_path / "none.sqlite", create=False)


def test_each_migration_is_recorded_once(store):
    """Opening a store again applies nothing twice."""
    with Store.open(store.path) as again:
        done = again._db.execute("SELECT number, name FROM migration").fetchall()
    assert done == [(number, step.__name__) for number, step in enumerate(STEPS, start=1)]
