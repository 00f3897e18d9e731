"""A lake holds what a store holds: the same rows, the same frames for any instant, and nothing twice."""

import json
import pickle
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import fsspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import InputError
from generator.model.instants import to_micros
from generator.model.observation import Observation, Provenance, SeriesKey
from generator.store.block import KINDS
from generator.store.history import History
from generator.store.kept import KEPT
from generator.store.lake import Lake
from generator.store.sqlite import Added, Store
from tests.store.frames import asked, assert_alike
from tests.store.records import HOUR, INSTANTS, NOON, SAID, WHATEVER, reading

INSTANTS_TO_CUT = (NOON - 2 * HOUR, NOON, NOON + HOUR / 2, NOON + 90 * HOUR)


def exported(path, url):
    """Return the lake of a store's history."""
    lake = Lake.create(url)
    with History.open(path) as store:
        for asset in store.assets():
            lake.write(asset, store.blocks(asset))
        lake.write_kept(store.kept())
    return lake


def imported(lake, path):
    """Put a lake into a store, and return what that did."""
    done = Added()
    with History.open(path) as store:
        for asset in lake.assets():
            done += store.restore(asset, lake.read(asset))
        store.keep(lake.read_kept())
    return done


def rows(path):
    """Return all readings of a store with what names them and where they come from, whatever their numbers are."""
    db = sqlite3.connect(path)
    found = {}
    for name, table in KINDS.items():
        columns = [f's."{each}"' for each in table.named] + [f't."{each}"' for each in table.reading]
        query = f"""SELECT {", ".join(columns)}, o.source, o.url, o.raw_sha256, o.fetched_at, o.note FROM {name} AS t
            JOIN {table.series} AS s ON s.id = t.series JOIN origin AS o ON o.id = t.origin"""
        found[name] = sorted(db.execute(query), key=repr)
    db.close()
    return found


def revised(at=NOON):
    """Return a reading, and the same one corrected an hour later."""
    key = SeriesKey("BTC", "spot.price", "", "kraken")
    return [
        Observation(key, 70_000.0 + n, "USD", at, at + n * HOUR, Provenance("kraken", note=f"{n}")) for n in range(2)
    ]


@pytest.fixture
def stored(tmp_path):
    """A store with readings of all kinds, some of them revised, and a run that missed something."""
    path = tmp_path / "store.sqlite"
    kinds = ("observation", "candle", "option", "future", "settlement")
    with Store.open(path) as store:
        for turn in range(3):
            origin = Provenance("kraken", f"https://example.org/{turn}", "ab" * 32, NOON + turn * HOUR, f"turn {turn}")
            store.add([reading((kind, turn + 1, turn % 2, "okx"), origin) for kind in kinds])
        store.add(revised())
        run = store.begin_run("live", NOON)
        store.end_run(run, NOON, "")
    db = sqlite3.connect(path)
    db.execute(
        "INSERT INTO trouble VALUES (?, 'okx', 'price', 'BTC', 'no answer', NULL, ?, NULL)",
        (run, json.dumps(["spot.price"])),
    )
    db.execute("INSERT INTO issue VALUES ('s', 't', 'brief', 'BTC', 1, 'f', 'h')")
    db.execute("INSERT INTO said VALUES ('s', 't', 'phrases', 0, 'w')")
    db.commit()
    db.close()
    return path


@pytest.mark.parametrize("place", ["folder", "memory"])
def test_a_lake_has_the_frames_of_its_store(stored, tmp_path, place):
    """For instants before, between and after the revisions, from the lake and from a store that took it in."""
    lake = exported(stored, str(tmp_path / "lake") if place == "folder" else f"memory://{tmp_path.name}/lake")
    assert imported(lake, tmp_path / "other.sqlite").unchanged == 0
    whole = lake.whole()
    with Store.open(stored) as store, Store.open(tmp_path / "other.sqlite") as other:
        for as_of in INSTANTS_TO_CUT:
            for since in (None, NOON - 2 * HOUR):
                assert_alike(store.market(as_of), whole.at(as_of), since)
                assert_alike(store.market(as_of), other.market(as_of), since)
        assert whole.at(NOON + HOUR).absent() == {"spot.price": "okx: no answer"}


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.lists(WHATEVER, max_size=6), max_size=3),
    st.lists(st.tuples(SAID, st.integers(-3, 3)), max_size=12),
    INSTANTS,
)
def test_whatever_a_store_holds_comes_back(tmp_path_factory, turns, said, instant):
    """Rows with their revisions, times and origins; and the frames of any instant, also between the revisions."""
    folder = tmp_path_factory.mktemp("lake")
    with Store.open(folder / "one.sqlite") as store:
        for records in turns:
            store.add(records)
        for what, later in said:
            store.add([reading(what, Provenance("kraken", fetched_at=NOON + later * HOUR))])
    lake = exported(folder / "one.sqlite", str(folder / "lake"))
    imported(lake, folder / "two.sqlite")
    assert rows(folder / "two.sqlite") == rows(folder / "one.sqlite")
    whole = lake.whole()
    with Store.open(folder / "one.sqlite") as store:
        for as_of in (instant, *INSTANTS_TO_CUT):
            assert_alike(store.market(as_of), whole.at(as_of))


def test_taking_a_lake_in_twice_adds_nothing(stored, tmp_path):
    """Neither into a new store nor into the one that it came from."""
    lake = exported(stored, str(tmp_path / "lake"))
    before = rows(stored)
    first = imported(lake, tmp_path / "other.sqlite")
    again = imported(lake, tmp_path / "other.sqlite")
    assert (again.new, again.revised, again.unchanged) == (0, 0, first.new + first.revised)
    assert imported(lake, stored).new == 0
    assert rows(stored) == before == rows(tmp_path / "other.sqlite")
    for table in KEPT:
        db = sqlite3.connect(tmp_path / "other.sqlite")
        twice = db.execute(f"SELECT COUNT(*) FROM {table}").fetchone()
        db.close()
        db = sqlite3.connect(stored)
        assert db.execute(f"SELECT COUNT(*) FROM {table}").fetchone() == twice
        db.close()


def test_a_store_that_knew_the_first_reading_takes_the_correction(tmp_path):
    """It keeps its number and the time from which it was known."""
    with Store.open(tmp_path / "one.sqlite") as one, Store.open(tmp_path / "two.sqlite") as two:
        one.add(revised())
        two.add(revised()[:1])
    lake = exported(tmp_path / "one.sqlite", str(tmp_path / "lake"))
    assert imported(lake, tmp_path / "two.sqlite") == Added(unchanged=1, revised=1)
    assert rows(tmp_path / "two.sqlite") == rows(tmp_path / "one.sqlite")


def test_a_store_with_another_correction_keeps_both(tmp_path):
    """A number that is taken gives way, and of an instant the reading that was known last is shown."""
    first, second = revised()
    other = Observation(first.series, 69_000.0, "USD", NOON, NOON + 2 * HOUR, first.origin)
    with Store.open(tmp_path / "one.sqlite") as one, Store.open(tmp_path / "two.sqlite") as two:
        one.add([first, second])
        two.add([first, other])
    lake = exported(tmp_path / "one.sqlite", str(tmp_path / "lake"))
    assert imported(lake, tmp_path / "two.sqlite") == Added(unchanged=1, revised=1)
    with Store.open(tmp_path / "two.sqlite") as two:
        assert [(each.revision, each.value) for each in two.observations()] == [(0, 70_000), (1, 69_000), (2, 70_001)]
        assert two.market(NOON + 1.5 * HOUR).observations()["value"].tolist() == [70_001]
        assert two.market(NOON + 3 * HOUR).observations()["value"].tolist() == [69_000]


def test_writing_the_same_again_writes_no_file(stored, tmp_path):
    """A partition that has not changed is left as it lies, with its times."""

    def files():
        return {path: path.stat().st_mtime_ns for path in (tmp_path / "lake").rglob("*") if path.is_file()}

    exported(stored, str(tmp_path / "lake"))
    before = files()
    exported(stored, str(tmp_path / "lake"))
    assert files() == before
    with Store.open(stored) as store:
        store.add(revised(NOON - 5 * HOUR))
    exported(stored, str(tmp_path / "lake"))
    changed = {path.name.partition("-")[0] for path in files().items() ^ before.items() for path in [path[0]]}
    assert changed == {"observation", "manifest.json"}
    assert len(list((tmp_path / "lake" / "asset=BTC").glob("observation-*"))) == 1


def test_a_partition_without_its_manifest_is_not_there(stored, tmp_path):
    """A writer that was killed had written files, and not yet said that they count."""
    lake = exported(stored, str(tmp_path / "lake"))
    (tmp_path / "lake" / "asset=BTC" / "manifest.json").unlink()
    assert lake.assets() == []
    exported(stored, str(tmp_path / "lake"))
    assert lake.assets() == ["BTC"]


def test_a_view_of_some_assets_reads_no_others(tmp_path):
    """It has the frames of a store that holds these alone."""

    def price(asset):
        return Observation(SeriesKey(asset, "spot.price"), 1.0, "USD", NOON, NOON, Provenance(asset))

    with Store.open(tmp_path / "all.sqlite") as every, Store.open(tmp_path / "two.sqlite") as two:
        every.add([price(asset) for asset in ("BTC", "ETH", "macro:SPX", "SOL")])
        two.add([price(asset) for asset in ("BTC", "macro:SPX")])
        lake = exported(every.path, str(tmp_path / "lake"))
        shutil.rmtree(tmp_path / "lake" / "asset=SOL")
        assert lake.assets() == ["BTC", "ETH", "macro:SPX"]
        assert_alike(lake.whole(["macro:SPX", "BTC", "DOGE"]).at(NOON + HOUR), two.market(NOON + HOUR))


def test_only_what_is_asked_for_is_read(stored, tmp_path):
    """Files of other kinds, of other assets, and that hold nothing of it can be gone."""
    with Store.open(stored) as store:
        store.add([Observation(SeriesKey("ETH", metric), 1.0, "USD", NOON, NOON) for metric in ("spot.price", "m")])
    market = exported(stored, str(tmp_path / "lake")).whole().at(NOON + HOUR)
    assert len(market.funding()) == 2
    for path in (tmp_path / "lake").rglob("*.parquet"):
        if not path.match("asset=ETH/observation-*") and not path.match("asset=BTC/candle-*"):
            path.unlink()
    assert len(market.observations(assets=["ETH"])) == 2
    assert set(market.observations(metrics=["m"])["asset"]) == {"ETH"}
    assert len(market.candles("1h", assets=["BTC", "ETH"])) == 2
    assert market.candles("1d").empty
    assert len(market.funding()) == 2
    with pytest.raises(InputError, match="cannot be reached"):
        market.observations(metrics=["spot.price"])


@pytest.mark.parametrize("place", ["folder", "memory"])
def test_an_index_says_once_for_many_what_the_lake_holds(stored, tmp_path, place):
    """Who has its address asks no manifest and has the same frames; when its maker is done, it is gone."""
    lake = exported(stored, str(tmp_path / "lake") if place == "folder" else f"memory://{tmp_path.name}/index")
    with lake.indexed() as address, lake.indexed() as same:
        assert address == same != lake.url
        if place == "folder":
            for manifest in (tmp_path / "lake").glob("asset=*/manifest.json"):
                manifest.rename(manifest.with_suffix(".away"))
        found = pickle.loads(pickle.dumps(Lake.open(address)))
        frame = found.whole().at(NOON + 9 * HOUR).observations(assets=["BTC"])
        assert list(found.listed(["BTC", "NOBODY"])) == ["BTC"]
        if place == "folder":
            for manifest in (tmp_path / "lake").glob("asset=*/manifest.away"):
                manifest.rename(manifest.with_suffix(".json"))
    assert not frame.empty
    assert frame.equals(lake.whole().at(NOON + 9 * HOUR).observations(assets=["BTC"]))
    with pytest.raises(InputError, match="is gone; run the same again"):
        Lake.open(address).assets()


def test_a_lake_of_before_that_does_not_list_what_it_holds_is_read(stored, tmp_path):
    """Then every file of the kind is looked into."""
    lake = exported(stored, str(tmp_path / "lake"))
    for path in (tmp_path / "lake").rglob("manifest.json"):
        said = json.loads(path.read_bytes())
        said["files"] = {kind: {**each, "of": None} for kind, each in said["files"].items()}
        path.write_text(json.dumps(said))
    with Store.open(stored) as store:
        assert_alike(store.market(NOON + HOUR), lake.whole().at(NOON + HOUR))


def test_frames_are_the_readers_own(stored, tmp_path):
    """What somebody does to one frame is not seen in the next."""
    market = exported(stored, str(tmp_path / "lake")).whole().at(NOON + HOUR)
    frame = market.observations()
    frame.loc[:, "value"] = -1.0
    frame.loc[:, "venue"] = "nobody"
    assert (market.observations()["value"] > 0).all()
    assert "nobody" not in set(market.observations()["venue"])


def test_other_tools_read_a_lake(stored, tmp_path):
    """The asset from the folder's name, times as times, and what a source did not say as null."""
    exported(stored, str(tmp_path / "lake"))
    found = duckdb.sql(
        f"""SELECT asset, metric, epoch_us(observed_at), value FROM
        read_parquet('{tmp_path}/lake/asset=*/observation-*.parquet', hive_partitioning = true)
        WHERE available_at > TIMESTAMPTZ '{NOON.isoformat()}'"""
    ).fetchall()
    assert found == [("BTC", "spot.price", to_micros(NOON), 70_001.0)]
    nulls = f"SELECT COUNT(*) FROM read_parquet('{tmp_path}/lake/asset=*/option_quote-*.parquet') WHERE bid IS NULL"
    assert duckdb.sql(nulls).fetchall() == [(3,)]


def test_a_lake_can_be_handed_to_another_process(stored, tmp_path):
    """Only its address goes there, and nothing of what it has open here."""
    lake = exported(stored, str(tmp_path / "lake"))
    code = "import pickle, sys; print(pickle.loads(bytes.fromhex(sys.argv[1])).assets())"
    import pickle

    ran = subprocess.run(
        [sys.executable, "-c", code, pickle.dumps(lake).hex()],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert ran.stdout.strip() == "['BTC']"


def _spoil(name, how):
    def spoil(lake):
        (path,) = lake.rglob(name)
        path.write_bytes(how(path.read_bytes()))

    return spoil


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        pytest.param(_spoil("lake.json", lambda _: b'{"schema": 99}'), "schema 99, and this program reads 1", id="new"),
        pytest.param(_spoil("lake.json", lambda _: b"[]"), "lake.json: is none of a lake's", id="another file"),
        pytest.param(_spoil("candle-*", lambda body: body[:-9]), "candle-.*no whole Parquet file", id="cut short"),
        pytest.param(_spoil("candle-*", lambda _: b""), "candle-.*no whole Parquet file", id="empty"),
        pytest.param(lambda lake: next(lake.rglob("candle-*")).unlink(), "cannot be reached", id="missing"),
        pytest.param(
            lambda lake: next(lake.rglob("candle-*")).write_bytes(next(lake.rglob("future_quote-*")).read_bytes()),
            "candle-.*lacks the column interval", id="of another kind",
        ),
    ],
)  # fmt: skip
def test_a_damaged_lake_says_what_is_wrong_with_which_file(stored, tmp_path, spoil, says):
    """One line with the address; nothing is read as something else."""
    exported(stored, str(tmp_path / "lake"))
    spoil(tmp_path / "lake")
    with pytest.raises(InputError, match=f"^{tmp_path}/lake.*{says}") as raised:
        list(asked(Lake.open(str(tmp_path / "lake")).whole().at(NOON)))
    assert "\n" not in str(raised.value)


def test_nothing_is_written_among_other_files(tmp_path):
    """A folder that is somebody's is not taken for a new lake."""
    (tmp_path / "holiday.jpg").write_bytes(b"")
    with pytest.raises(InputError, match="holds other files and is no lake"):
        Lake.create(str(tmp_path))


def test_names_of_assets_become_folders_as_hive_has_them(tmp_path):
    """Colons, blanks, per cent and letters of any script come back as they were."""
    lake = Lake.create(str(tmp_path / "lake"))
    odd = ["", "1000PEPE", "a b", "macro:SPX", "ü%41/..", "…"]
    with Store.open(tmp_path / "store.sqlite") as store:
        store.add([Observation(SeriesKey(asset, "m"), 1.0, "USD", NOON, NOON) for asset in odd])
    exported(tmp_path / "store.sqlite", lake.url)
    assert lake.assets() == sorted(odd)
    assert {path.name for path in (tmp_path / "lake").iterdir()} >= {"asset=macro%3ASPX", "asset=%C3%BC%2541%2F.."}
    assert {blocks["observation"]["metric"].names for blocks in map(lake.read, odd)} == {("m",)}


def test_what_is_nan_is_no_reading(tmp_path):
    """A block that holds one is refused by the store, as a reading is, and nothing of the asset goes in."""
    with History.open(tmp_path / "one.sqlite") as store, Store.open(tmp_path / "two.sqlite") as two:
        two.add(revised())
        block = exported(two.path, str(tmp_path / "lake")).read("BTC")
        block["observation"]["value"] = np.array([1.0, float("nan")])
        with pytest.raises(sqlite3.IntegrityError):
            store.restore("BTC", block)
        assert store.assets() == []


def test_a_folder_of_the_desk_is_where_the_lake_is_written(stored, tmp_path, monkeypatch):
    """A path need not be absolute, and a lake of the memory is no folder."""
    monkeypatch.chdir(tmp_path)
    assert exported(stored, "here/lake").assets() == ["BTC"]
    assert (tmp_path / "here" / "lake" / "lake.json").is_file()
    assert exported(stored, f"memory://{tmp_path.name}/x").assets() == ["BTC"]
    assert fsspec.filesystem("memory").exists(f"/{tmp_path.name}/x/lake.json")


def test_dates_before_and_after_an_instant_are_told_apart(tmp_path):
    """Also where a reading was known before the instant that it speaks of, as a forecast is."""
    at = datetime(2026, 3, 1, tzinfo=UTC)
    with Store.open(tmp_path / "one.sqlite") as store:
        store.add([Observation(SeriesKey("BTC", "m"), 1.0, "USD", at, at - timedelta(days=9), Provenance("x"))])
        whole = exported(store.path, str(tmp_path / "lake")).whole()
        for days in (-10, -8, 1):
            assert_alike(store.market(at + timedelta(days=days)), whole.at(at + timedelta(days=days)))
