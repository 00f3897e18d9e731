"""A correction is a revision with its own time; nothing that was known is ever overwritten."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.observation import Observation, Provenance, SeriesKey
from generator.model.quotes import Candle
from generator.store.sqlite import Added, Store

NOON = datetime(2026, 2, 10, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def observed(value, *, known=0, revision=0, venue="kraken"):
    """A reading of noon that became available ``known`` hours later."""
    series = SeriesKey("BTC", "spot.price", "", venue)
    return Observation(series, value, "USD", NOON, NOON + known * HOUR, Provenance("kraken"), revision)


def bar(close, *, fetched=None):
    """The daily bar of 9 February, fetched so many hours after noon of the tenth."""
    at = datetime(2026, 2, 10, tzinfo=UTC) - timedelta(milliseconds=1)
    origin = Provenance("binance", fetched_at=None if fetched is None else NOON + fetched * HOUR)
    return Candle("BTC", "binance", "1d", at, 1.0, 99_000.0, 1.0, close, None, "USDT", origin)


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "wirecopy.sqlite") as opened:
        yield opened


def shown(store, *, hours):
    return list(store.market(NOON + hours * HOUR).observations()["value"])


def closes(store, *, hours):
    return list(store.market(NOON + hours * HOUR).candles("1d")["close"])


def test_a_file_that_says_two_things_of_one_instant_loses_neither(store):
    """The second is the first one's revision, and importing the file again changes nothing."""
    file = [observed(70_000), observed(70_100), observed(70_100)]
    assert store.add(file) == Added(new=1, unchanged=1, revised=1)
    assert shown(store, hours=1) == [70_100]
    assert store.add(file) == Added(unchanged=3)


def test_the_value_known_last_is_in_force_whatever_was_imported_last(store):
    """An older file that turns up late fills in what was thought before, and no more."""
    store.add([observed(70_100, known=5)])
    assert store.add([observed(70_000, known=1)]) == Added(revised=1)
    assert shown(store, hours=3) == [70_000]
    assert shown(store, hours=6) == [70_100]


def test_a_correction_can_be_taken_back(store):
    """Saying the first value again, later, is news."""
    store.add([observed(70_000), observed(70_100, known=1)])
    assert store.add([observed(70_000, known=2)]) == Added(revised=1)
    assert [shown(store, hours=hours) for hours in (0.5, 1.5, 2.5)] == [[70_000], [70_100], [70_000]]


def test_a_files_own_revision_numbers_are_kept(store):
    """What another store has numbered comes in under its numbers."""
    store.add([observed(70_000, revision=2, known=2), observed(69_000)])
    assert [(each.revision, each.value) for each in store.observations()] == [(0, 69_000), (2, 70_000)]


def test_a_revision_number_that_is_taken_gives_way_to_the_next(store):
    """Two desks that both corrected a value keep both corrections."""
    store.add([observed(70_000), observed(70_100, known=1, revision=1)])
    assert store.add([observed(70_200, known=2, revision=1)]) == Added(revised=1)
    assert [each.revision for each in store.observations()] == [0, 1, 2]


def test_a_corrected_bar_is_known_from_when_it_was_fetched(store):
    """A bar says not when it was corrected; an article written before that keeps the bar that it saw."""
    store.add([bar(68_841, fetched=1)])
    assert store.add([bar(68_900, fetched=5)]) == Added(revised=1)
    assert closes(store, hours=2) == [68_841]
    assert closes(store, hours=6) == [68_900]


def test_an_older_file_of_bars_does_not_undo_a_correction(store):
    """Also where nobody recorded when a bar was fetched."""
    assert store.add([bar(68_841), bar(68_900)]) == Added(new=1, revised=1)
    assert store.add([bar(68_841)]) == Added(unchanged=1)
    assert closes(store, hours=0) == [68_900]


def test_fetching_a_bar_again_changes_nothing(store):
    """Neither the first bar's file nor the correction's, however often and in whichever order."""
    files = [bar(68_841, fetched=1), bar(68_900, fetched=5)]
    store.add(files)
    for again in (files[1], files[0], bar(68_900, fetched=9), bar(68_841)):
        assert store.add([again]) == Added(unchanged=1)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(0, 6), st.sampled_from(["kraken", "okx"])), max_size=12),
    st.integers(0, 8),
    st.integers(0, 12),
)
def test_a_view_is_what_a_patient_reader_would_remember(tmp_path_factory, said, hours, split):
    """In force is what became available last before the instant; of what came at once, what was first said last."""
    records = [observed(float(value), known=known, venue=venue) for value, known, venue in said]
    with Store.open(tmp_path_factory.mktemp("store") / "s.sqlite") as store:
        store.add(records[:split])
        store.add(records[split:])
        again = store.add(records)
        frame = store.market(NOON + hours * HOUR).observations()
    expected = {}
    for each in sorted(dict.fromkeys(records), key=lambda each: each.available_at):
        if each.available_at < NOON + hours * HOUR:
            expected[each.series.venue] = each.value
    assert dict(zip(frame["venue"], frame["value"], strict=True)) == expected
    assert again == Added(unchanged=len(records))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 6), st.integers(1, 4)), min_size=1, max_size=10))
def test_later_data_changes_no_earlier_view(tmp_path_factory, said):
    """A write as of a past time sees the same rows whatever became available afterwards."""
    with Store.open(tmp_path_factory.mktemp("store") / "s.sqlite") as store:
        past = [observed(float(value), known=known) for value, known, _ in said if known < 3]
        store.add(past)
        before = store.market(NOON + 3 * HOUR).observations()
        store.add(observed(float(other), known=known) for _, known, other in said if known >= 3)
        store.add([replace(observed(5.0), observed_at=NOON + 9 * HOUR, available_at=NOON + 9 * HOUR)])
        after = store.market(NOON + 3 * HOUR).observations()
    assert list(before["value"]) == list(after["value"])
