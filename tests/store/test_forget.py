"""A run's replies can be read again in place of what they gave: the same readings leave the store the same."""

from contextlib import contextmanager
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.reply import Compared, SetAside
from generator.store.export import as_csv
from generator.store.sqlite import Added, Store
from generator.store.tables import ORIGIN, TABLES
from tests.store.records import HOUR, NOON, SAID, reading, reply

#: A run: what each of its replies said.
RUNS = st.lists(st.lists(st.lists(SAID, max_size=4), max_size=3), min_size=1, max_size=4)
APART = Compared("BTC/spot.price", "kraken", 1.0, "okx", 3.0, 2.0, 0.01)


@contextmanager
def filled(folder, imported, runs):
    """A store with imported readings and runs; gives it with each run's number and records."""
    with Store.open(folder / "s.sqlite") as store:
        store.add(reading(each, reply(0).origin("file")) for each in imported)
        hours, done = 0, {}
        for replies in runs:
            run, records = store.begin_run("live", NOON + hours * HOUR), []
            for said in replies:
                hours += 1
                came = reply(hours, body=f"reply {hours}".encode())
                store.keep(run, came)
                records += [reading(each, came.origin("Kraken")) for each in said]
            taken(store, run, records)
            done[run] = records
        yield store, done


def taken(store, run, records):
    """Take all but the first record of a run, which is set aside."""
    return store.take(run, records[1:], [SetAside((each,), "odd") for each in records[:1]], [APART])


def everything(store):
    """Return every row of every table of readings with its series and origin, and every packed chain."""
    rows = []
    for table in TABLES.values():
        columns = ", ".join(f'"{column}"' for column in (*table.named, *table.reading, *ORIGIN))
        rows += store._db.execute(
            f"SELECT '{table.name}', {columns} FROM {table.name} AS t JOIN {table.series} AS s ON s.id = t.series "
            f"JOIN origin AS o ON o.id = t.origin ORDER BY {', '.join(map(str, range(1, 8)))}"
        ).fetchall()
    return rows, store._db.execute("SELECT * FROM option_chain ORDER BY asset, observed_at").fetchall()


def seen(store, hours):
    market = store.market(NOON + hours * HOUR)
    return [
        market.observations(), market.candles("1h"), market.option_quotes("BTC"),
        market.future_quotes(dated=False), market.funding(),
    ]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(SAID, max_size=4), RUNS, st.sets(st.integers(0, 3)), st.booleans(), st.integers(-1, 12))
def test_reading_runs_again_changes_nothing(tmp_path_factory, imported, runs, chosen, together, hours):
    """Whichever runs, one after the other or all at once, whatever was corrected before and after."""
    with filled(tmp_path_factory.mktemp("store"), imported, runs) as (store, done):
        before = everything(store), as_csv(store.observations()), store.aside(), store.compared(1), seen(store, hours)
        again = [run for place, run in enumerate(done) if place in chosen]
        with store.transaction():
            for run in again if together else ():
                store.forget(run)
            for run in again:
                if not together:
                    store.forget(run)
                assert taken(store, run, done[run]).revised == 0
        after = everything(store), as_csv(store.observations()), store.aside(), store.compared(1), seen(store, hours)
    assert after[:2] == before[:2]
    assert sorted(after[2], key=str) == sorted(before[2], key=str)
    assert after[3] == before[3]
    for frame, frame_before in zip(after[4], before[4], strict=True):
        pd.testing.assert_frame_equal(frame, frame_before)


@settings(max_examples=25, deadline=None)
@given(st.lists(SAID, max_size=4), RUNS, st.lists(SAID, max_size=6))
def test_a_last_run_that_is_read_otherwise_is_as_if_it_had_always_been(tmp_path_factory, imported, runs, said):
    """A newer parser's readings stand where the older one's stood, and nothing of those is left."""
    with filled(tmp_path_factory.mktemp("store"), imported, runs[:-1]) as (store, _):
        run = store.begin_run("live", NOON)
        came = reply(20)
        store.keep(run, came)
        untouched = everything(store)
        first, second = (
            [reading(each, came.origin("Kraken")) for each in each_said]
            for each_said in ([each for replies in runs[-1:] for row in replies for each in row], said)
        )
        with store.transaction():
            store._db.execute("SAVEPOINT fresh")
            store.take(run, second, [], [])
            expected, expected_view = everything(store)[0], seen(store, 30)
            store._db.execute("ROLLBACK TO fresh")
        added = store.take(run, first, [], [])
        assert store.forget(run) == added.new + added.revised
        assert everything(store) == untouched
        store.take(run, second, [], [])
        assert everything(store)[0] == expected
        for frame, frame_expected in zip(seen(store, 30), expected_view, strict=True):
            pd.testing.assert_frame_equal(frame, frame_expected)


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "wirecopy.sqlite") as opened:
        yield opened


def collected(store, hours, *records, aside=()):
    """Collect readings in a run of one reply, and return the run and the readings."""
    run = store.begin_run("live", NOON + hours * HOUR)
    came = reply(hours)
    store.keep(run, came)
    records, aside = ([replace(each, origin=came.origin("Kraken")) for each in given] for given in (records, aside))
    store.take(run, records, [SetAside((each,), "odd") for each in aside], [])
    return run, records, aside


def bar(close, back=0):
    return reading(("candle", close, back, "okx"), reply().origin("Kraken"))


def test_what_an_earlier_run_said_first_stays(store):
    """A later run that found it unchanged has no part in it."""
    collected(store, 0, bar(1))
    later, _, _ = collected(store, 1, bar(1), bar(2, back=1))
    assert store.forget(later) == 1
    assert list(store.market(NOON).candles("1h")["close"]) == [1.0]


def test_a_correction_keeps_its_number_and_its_time(store):
    """Although another correction has come after it."""
    collected(store, 0, bar(1))
    second, records, _ = collected(store, 1, bar(2))
    collected(store, 2, bar(1))
    before = everything(store)
    with store.transaction():
        assert store.forget(second) == 1
        assert store.take(second, records, [], []) == Added(unchanged=1)
    assert everything(store) == before
    closes = [list(store.market(NOON + hours * HOUR).candles("1h")["close"]) for hours in (0.5, 1.5, 2.5)]
    assert closes == [[1.0], [2.0], [1.0]]


def test_what_was_a_correction_is_the_first_word_when_nothing_comes_before_it(store):
    """A newer parser that leaves out the first of two readings leaves no hole in its place."""
    run, (_, second), _ = collected(store, 1, bar(1), bar(2))
    store.forget(run)
    assert store.take(run, [second], [], []) == Added(new=1)
    assert list(store.market(NOON).candles("1h")["close"]) == [2.0]


def test_the_same_body_in_another_run_is_another_reply(store):
    """What that run brought first is not forgotten with this one."""
    readings = []
    for hours in (1, 2):
        run, came = store.begin_run("live", NOON + hours * HOUR), reply(hours, body=b"same")
        store.keep(run, came)
        readings.append(replace(bar(1, back=hours), origin=came.origin("Kraken")))
        store.take(run, readings[-1:], [], [])
    assert store.forget(run) == 1
    assert store.past(NOON + 9 * HOUR).same(readings[0]) == readings[0]


def test_a_chain_that_is_forgotten_leaves_no_packed_form(store):
    """Nor do its quotes stay in a chain that two runs brought together."""
    first = reading(("option", 1, 0, "okx"), reply().origin("Kraken"))
    second = reading(("option", 2, 0, "kraken"), reply().origin("Kraken"))
    collected(store, 0, first)
    later, _, _ = collected(store, 1, second, reading(("option", 3, 1, "okx"), reply().origin("Kraken")))
    assert store.forget(later) == 2
    assert list(store.market(NOON).option_quotes("BTC")["venue"]) == ["okx"]


def test_a_released_reading_is_forgotten_with_its_run_and_its_release_is_not(store):
    """The gate that reads again is told to let it in."""
    run, _, (odd,) = collected(store, 0, bar(1), aside=[bar(3, back=1)])
    name = SetAside((odd,), "odd").id
    store.release(name)
    before = everything(store)
    with store.transaction():
        assert store.forget(run) == 2
        assert store.released() == {name}
        assert store.aside(open_only=False) == []
        store.take(run, [replace(bar(1), origin=odd.origin), odd], [], [])
    assert everything(store) == before


def test_a_replay_that_fails_leaves_everything(store):
    """Forgetting and taking is one step."""
    run, _, _ = collected(store, 0, bar(1), aside=[bar(2, back=1)])
    before = everything(store), store.aside()
    with pytest.raises(ZeroDivisionError), store.transaction():  # noqa: PT012 - what was forgotten must come back
        store.forget(run)
        raise ZeroDivisionError
    assert (everything(store), store.aside()) == before
