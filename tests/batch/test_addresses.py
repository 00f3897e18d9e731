"""Days are known by what was there before them, whatever the history comes from."""

from datetime import UTC, datetime, timedelta

import pytest

from generator.batch.far import FarShelf
from generator.batch.rows import Row
from generator.model.observation import Observation, Provenance, SeriesKey
from generator.store.sqlite import Store

NOON = datetime(2026, 2, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)
DVOL = SeriesKey("BTC", "options.dvol", "", "deribit")


def reading(value, at=NOON, available=None):
    return Observation(DVOL, value, "ratio", at, available or at, Provenance("deribit"))


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "wirecopy.sqlite") as opened:
        opened.add([reading(0.5), reading(0.6, NOON + DAY)])
        yield opened


@pytest.mark.parametrize("history", [Store.whole, lambda store: Hashed(store.whole(), ["BTC"])], ids=["own", "hashed"])
def test_a_day_is_known_by_what_was_there_before_it(store, history):
    """What comes later, or replaces something later, leaves its hash; what was there before it does not."""

    def hashes():
        found = history(store)
        found.at(NOON).observations()
        return [found.digest(NOON + n * DAY + timedelta(hours=1), found.asked) for n in range(2)]

    before = hashes()
    assert before[0] != before[1]
    assert hashes() == before
    store.add([reading(0.7, NOON + 3 * DAY)])
    assert hashes() == before
    store.add([reading(0.61, NOON + DAY, NOON + 3 * DAY)])
    assert hashes() == before
    store.add([reading(0.4, NOON - DAY)])
    assert not set(hashes()) & set(before)


def test_shards_lie_at_any_address(tmp_path):
    """An object store has no appending: days come in objects that are there whole, and only once."""
    pytest.importorskip("fsspec")
    rows = [Row(day=(NOON + n * DAY).date(), key="ab", unknown="nothing") for n in range(40)]
    for _ in range(2):
        shelf = FarShelf(f"file://{tmp_path}/far")
        with shelf.writer("macro:SPX") as writer:
            for row in rows:
                writer.put(row)
    assert shelf.count() == 40
    found = [row.line() for row in FarShelf(f"file://{tmp_path}/far").rows("macro:SPX")]
    assert found == [row.line() for row in rows]
    shelf.clear("macro:SPX")
    assert not list(shelf.rows("macro:SPX"))
