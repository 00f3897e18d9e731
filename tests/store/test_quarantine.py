"""What the gate sets aside is kept as it came, until an editor lets it in."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import InputError
from generator.model.observation import Provenance
from generator.model.reply import Compared, SetAside
from generator.store.lossless import read, written
from generator.store.sqlite import Added, Store
from tests.store.records import HOUR, NOON, WHATEVER, reading

ORIGIN = Provenance("Kraken", "https://example.org", "ab" * 32, NOON)


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "wirecopy.sqlite") as opened:
        yield opened


def told(value=1, *, kind="observation", venue="kraken"):
    return reading((kind, value, 0, venue), ORIGIN)


@given(st.lists(WHATEVER, max_size=5).map(tuple))
def test_records_survive_the_quarantine_exactly(records):
    """Of all five kinds: every float to its last bit, every instant to its microsecond, every word."""
    assert read(written(records)) == records
    assert repr(read(written(records))) == repr(records)


def test_what_passed_is_in_the_store_and_what_did_not_is_beside_it(store):
    """Nothing that was set aside can be seen in any view."""
    run = store.begin_run("live", NOON)
    jump = SetAside((told(3, venue="okx"), told(3, kind="future")), "40% off the others")
    apart = Compared("BTC/spot.price", "kraken", 1.0, "okx", 3.0, 2.0, 0.01, "article")
    assert store.take(run, [told()], [jump], [apart]) == Added(new=1)
    assert [each.value for each in store.observations()] == [1.0]
    assert len(store.market(NOON).future_quotes(dated=False)) == 0
    (waiting,) = store.aside()
    assert (waiting.id, waiting.source, waiting.why) == (jump.id, "Kraken", "40% off the others")
    assert (waiting.at, waiting.readings, waiting.released) == (NOON, 2, False)
    assert store.set_aside(run) == [jump]
    assert store.compared(run) == [apart]


def test_a_run_is_taken_whole_or_not_at_all(store):
    """If anything cannot be kept, nothing is."""
    run = store.begin_run("live", NOON)
    nowhere = Compared("BTC/spot.price", "kraken", float("nan"), "okx", 3.0, 2.0, 0.01)
    with pytest.raises(Exception, match="NOT NULL"):
        store.take(run, [told()], [SetAside((told(2),), "odd")], [nowhere])
    assert list(store.observations()) == []
    assert store.aside() == []


def test_an_editor_lets_in_what_was_set_aside(store):
    """All of it together; it is then listed no more, and its id is known for when the run is read again."""
    run = store.begin_run("live", NOON)
    chain = SetAside((told(kind="option"), told(kind="option", venue="okx")), "the chain is stale")
    store.take(run, [], [chain], [])
    assert store.release(chain.id) == Added(new=2)
    assert len(store.market(NOON).option_quotes("BTC")) == 2
    assert store.released() == {chain.id}
    assert store.aside() == []
    assert [each.released for each in store.aside(open_only=False)] == [True]
    assert store.release(chain.id) == Added(unchanged=2)


def test_the_beginning_of_an_id_is_enough(store):
    """As long as no other id begins so."""
    run = store.begin_run("live", NOON)
    # Enough of them that two ids begin with the same digit.
    asides = [SetAside((replace(told(), revision=number),), "odd") for number in range(17)]
    store.take(run, [], asides, [])
    assert store.release(asides[3].id[:9]) == Added(new=1)
    firsts = [each.id[0] for each in asides]
    shared = next(first for first in firsts if firsts.count(first) > 1)
    with pytest.raises(InputError, match="write out more of it"):
        store.release(shared)


@pytest.mark.parametrize("name", ["", "%", "__________", "no such id"])
def test_an_unknown_id_is_said_to_be_unknown(store, name):
    """And the error says where the known ones are listed."""
    store.take(store.begin_run("live", NOON), [], [SetAside((told(),), "odd")], [])
    with pytest.raises(InputError, match="`wirecopy doctor` lists what was"):
        store.release(name)


def test_the_oldest_is_listed_first(store):
    """And each with the time of its own run."""
    for hours, value in ((2, 1), (1, 2)):
        run = store.begin_run("live", NOON + hours * HOUR)
        store.take(run, [], [SetAside((told(value),), "odd")], [])
    assert [each.at for each in store.aside()] == [NOON + HOUR, NOON + 2 * HOUR]
