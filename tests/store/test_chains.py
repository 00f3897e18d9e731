"""A chain is read in packed form, and reads as its rows do: at every instant, whatever was corrected."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.observation import Provenance
from generator.model.quotes import OptionQuote
from generator.store.sqlite import Added, Store

NOON = datetime(2026, 2, 10, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
EXPIRY = datetime(2026, 3, 27, 8, tzinfo=UTC)


def quote(strike, iv, *, after=0, fetched=None, asset="BTC", bid=None):
    """A put, quoted so many hours after noon, its reply fetched so many hours after noon."""
    origin = Provenance("deribit", fetched_at=None if fetched is None else NOON + fetched * HOUR)
    name = f"{asset}-27MAR26-{strike}-P"
    return OptionQuote(
        asset, "deribit", name, EXPIRY, float(strike), "P", NOON + after * HOUR, iv, 0.02, bid, None, 10.0, 0.0,
        69_000.0, None, origin,
    )  # fmt: skip


def by_row(store, as_of, since=None):
    """Return what a view shows where no chain is packed."""
    with store.transaction():
        store._db.execute("SAVEPOINT looking")
        store._db.execute("UPDATE option_chain SET quotes = NULL")
        frame = store.market(as_of).option_quotes("BTC", since=since)
        store._db.execute("ROLLBACK TO looking")
    return frame


def packed(store):
    """Return which chains are packed."""
    query = "SELECT asset, quotes IS NOT NULL FROM option_chain ORDER BY asset, observed_at"
    return [(asset, bool(held)) for asset, held in store._db.execute(query)]


def undo_later_steps(store, step):
    """Make the store what a program made that knew only the first steps."""
    later = ["option_chain", "reply", "trouble", "set_aside", "released", "compared", "segment", "headline", "run"]
    later += ["review", "draft", "said", "issue"]
    for table in later[step - 1 :]:
        store._db.execute(f"DROP TABLE {table}")
    store._db.execute("DELETE FROM migration WHERE number > ?", (step,))


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "wirecopy.sqlite") as opened:
        yield opened


def test_a_packed_chain_reads_as_its_rows(store):
    """Every number, what was not said, names, times and origins."""
    store.add([quote(60_000, 0.5, fetched=1, bid=0.01), quote(70_000, None), quote(60_000, 0.6, after=3)])
    store.add([quote(2_000, 0.7, asset="ETH")])
    assert packed(store) == [("BTC", True), ("BTC", True), ("ETH", True)]
    frame = store.market(NOON + 4 * HOUR).option_quotes("BTC")
    assert list(frame["mark_iv"].astype(object).where(frame["mark_iv"].notna(), None)) == [0.5, None, 0.6]
    pd.testing.assert_frame_equal(frame, by_row(store, NOON + 4 * HOUR))


def test_a_chain_that_comes_in_two_files_is_whole(store):
    """The second file's quotes join those of the first."""
    store.add([quote(60_000, 0.5)])
    store.add([quote(70_000, 0.6)])
    assert packed(store) == [("BTC", True)]
    assert list(store.market(NOON + HOUR).option_quotes("BTC")["strike"]) == [60_000, 70_000]


def test_a_corrected_chain_is_seen_as_it_was_known(store):
    """Before the correction was fetched, the first quotes; the chains around it stay packed."""
    store.add([quote(60_000, 0.5, fetched=0), quote(70_000, 0.6, fetched=0), quote(60_000, 0.4, after=-24)])
    assert store.add([quote(60_000, 0.9, fetched=5)]) == Added(revised=1)
    assert packed(store) == [("BTC", True), ("BTC", False)]
    for hours, ivs in ((0, [0.4]), (2, [0.4, 0.5, 0.6]), (6, [0.4, 0.9, 0.6])):
        assert list(store.market(NOON + hours * HOUR).option_quotes("BTC")["mark_iv"]) == ivs
    assert list(store.market(NOON + 6 * HOUR).option_quotes("BTC", since=NOON)["mark_iv"]) == [0.9, 0.6]


def test_an_import_that_fails_leaves_the_packed_chain(store):
    """Rows and packed chain are written together or not at all."""
    store.add([quote(60_000, 0.5)])
    with pytest.raises(ZeroDivisionError), store.transaction():  # noqa: PT012 - what was added must be taken back
        store.add([quote(70_000, 0.6)])
        raise ZeroDivisionError
    assert list(store.market(NOON + HOUR).option_quotes("BTC")["strike"]) == [60_000]


@pytest.mark.parametrize("step", [1, 2])
def test_an_older_store_is_brought_up_to_date_when_it_is_opened(store, step):
    """Its chains are packed and read the same before and after, and it takes runs."""
    store.add([quote(60_000, 0.5), quote(70_000, None), quote(60_000, 0.6, after=3), quote(2_000, 0.7, asset="ETH")])
    before = store.market(NOON + 4 * HOUR).option_quotes("BTC")
    undo_later_steps(store, step)
    with Store.open(store.path) as again:
        assert packed(again) == [("BTC", True), ("BTC", True), ("ETH", True)]
        pd.testing.assert_frame_equal(again.market(NOON + 4 * HOUR).option_quotes("BTC"), before)
        assert [run.id for run in again.runs()] == []
        assert again.begin_run("live", NOON) == 1


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([60_000, 70_000, 80_000]),
            st.sampled_from([None, 0.5, 0.6]),
            st.integers(0, 2),
            st.sampled_from([None, 1, 3]),
        ),
        max_size=14,
    ),
    st.integers(0, 14),
    st.integers(0, 4),
)
def test_packed_and_unpacked_never_differ(tmp_path_factory, said, split, hours):
    """Whatever was quoted, corrected, fetched late, or imported in parts."""
    records = [quote(strike, iv, after=after, fetched=fetched) for strike, iv, after, fetched in said]
    with Store.open(tmp_path_factory.mktemp("store") / "s.sqlite") as store:
        store.add(records[:split])
        store.add(records[split:])
        store.add([replace(each, asset="ETH") for each in records[:2]])
        as_of = NOON + hours * HOUR
        pd.testing.assert_frame_equal(store.market(as_of).option_quotes("BTC"), by_row(store, as_of))
        since = NOON + HOUR
        pd.testing.assert_frame_equal(
            store.market(as_of).option_quotes("BTC", since=since), by_row(store, as_of, since)
        )
