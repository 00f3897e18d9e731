"""Days are known by what was there before them, in a store as in a lake."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from generator.batch.far import FarShelf
from generator.batch.inputs import desk_hash
from generator.batch.rows import Row
from generator.batch.shelf import NearShelf
from generator.batch.unit import Job, write_asset
from generator.config import load_settings
from generator.model.observation import Observation, Provenance, SeriesKey
from generator.store.history import History
from generator.store.lake import Lake
from generator.store.sqlite import Store

NOON = datetime(2026, 2, 10, 12, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
DVOL = SeriesKey("BTC", "options.dvol", "", "deribit")


def reading(value, at=NOON, available=None):
    return Observation(DVOL, value, "ratio", at, available or at, Provenance("deribit"))


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "wirecopy.sqlite") as opened:
        opened.add([reading(0.5), reading(0.6, NOON + DAY)])
        yield opened


def of_lake(store, folder):
    """Return the history of the lake that holds what a store holds."""
    lake = Lake.create(f"file://{folder}/lake")
    with History.open(store.path) as opened:
        for asset in opened.assets():
            lake.write(asset, opened.blocks(asset))
    return lake.whole()


@pytest.mark.parametrize("place", ["store", "lake"])
def test_a_day_is_known_by_what_was_there_before_it(store, tmp_path, place):
    """What comes later, or replaces something later, leaves its hash; what was there before it does not."""

    def hashes():
        found = store.whole() if place == "store" else of_lake(store, tmp_path)
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


def test_a_day_of_which_a_while_counts_is_known_by_that_while(store, tmp_path):
    """Of what is asked of all assets for the last hours, a reading from before these changes nothing; in a lake too."""

    def hashes():
        for found in (store.whole(), of_lake(store, tmp_path)):
            found.at(NOON + HOUR).observations(since=NOON)
            asked = json.loads(json.dumps(found.asked))
            yield [found.digest(NOON + n * DAY + HOUR, asked) for n in range(2)]

    before, its = hashes()
    assert before == its
    assert before[0] != before[1]
    store.add([reading(0.4, NOON - DAY)])
    assert list(hashes()) == [before, before]
    store.add([reading(0.61, NOON + DAY, NOON + DAY + HOUR / 2)])
    for changed in hashes():
        assert changed[0] == before[0]
        assert changed[1] != before[1]


def test_what_another_version_asked_for_is_no_days(store):
    """Rows that it left do not stop a backfill; their days are written again."""
    whole = store.whole()
    whole.at(NOON).observations()
    known = whole.digest(NOON, whole.asked)
    for asked in (["observations", None, ""], ["everything", "BTC", "ETH", 1], []):
        assert whole.digest(NOON, [asked]) != known


def test_a_lake_is_written_about_as_its_store(desk, sample_store, tmp_path):
    """Days of the real record: the same bytes under the same keys, so that either goes on from where the other was."""
    with Store.open(sample_store, create=False) as store:
        of_lake(store, tmp_path)
    made = load_settings(desk)
    days = [(NOON.date() - n * DAY, ("brief", "derivatives")) for n in (70, 1, 0)]
    done = []
    for number, address in enumerate((str(sample_store), f"file://{tmp_path}/lake")):
        job = Job(
            settings=made, asset="BTC", days=days, history=address, shelf=f"{tmp_path}/{number}", desk=desk_hash(made)
        )  # fmt: skip
        keys = write_asset(job).keys
        rows = list(NearShelf(tmp_path / f"{number}").rows("BTC"))
        assert [row.key for row in rows] == list(keys.values())
        done.append([row.line() for row in rows])
    assert len(done[0]) == len(days)
    assert done[0] == done[1]


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
