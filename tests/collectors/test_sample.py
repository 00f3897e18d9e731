"""What every file of the sample must hold to, whichever source it is from."""

import gzip
import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from generator.collectors.kept.registry import PUBLISHED, SAMPLE
from generator.collectors.kept.sample import read_sample
from generator.errors import InputError
from generator.model.catalogue import load_catalogue
from generator.model.names import load_names
from generator.model.observation import Observation
from generator.model.quotes import Candle, FundingSettlement
from generator.resources import SHIPPED

FOLDER = SHIPPED / "data" / "sample"
SHARED = SHIPPED.parent / "shared"
NAMES, CATALOGUE = load_names(), load_catalogue()
#: Vendors whose terms do not allow passing their series on.
FORBIDDEN = ("coinglass", "coinmarketcap", "coinmetrics", "farside", "yahoo", "sp500", "dxy_ice", "gold_futures")


@pytest.fixture(scope="module")
def batches():
    return {batch.name: batch for batch in read_sample(FOLDER, names=NAMES, catalogue=CATALOGUE)}


@pytest.mark.parametrize("name", [*(kept.file for kept in SAMPLE), PUBLISHED])
def test_every_number_has_unit_time_and_source(batches, name):
    """No collector may hand over a number that it cannot vouch for."""
    batch = batches[name]
    assert batch.records
    assert batch.origin.raw_sha256 == sha256(batch.body).hexdigest()
    for seen in batch.records:
        assert seen.origin.raw_sha256 == batch.origin.raw_sha256
        assert seen.origin.source
        assert seen.observed_at.utcoffset().total_seconds() == 0
        if isinstance(seen, Observation):
            assert seen.available_at >= seen.observed_at
            assert seen.unit == CATALOGUE[seen.series.metric].unit


def test_bars_and_settlements_of_one_series_come_once(batches):
    """No day, hour or settlement is there twice."""
    for batch in batches.values():
        keys = [
            (type(each), each.asset, each.venue, getattr(each, "interval", ""), each.observed_at)
            for each in batch.records
            if isinstance(each, Candle | FundingSettlement)
        ]
        assert len(set(keys)) == len(keys)


def test_published_figures_are_known_when_they_were_printed(batches):
    """A figure about October that a piece of February prints was not known in October; none is made up."""
    figures = batches[PUBLISHED].records
    assert {each.origin.source for each in figures} == {"AltcoinStory", "CoinDesk"}
    assert {each.available_at.isoformat()[:10] for each in figures} == {"2026-02-09", "2026-02-10"}
    scopes = {
        (each.origin.source, each.series.venue)
        for each in figures
        if each.series.metric.startswith("futures.open_interest")
    }
    assert scopes == {
        ("AltcoinStory", "as published by AltcoinStory"),
        ("CoinDesk", "as published by CoinDesk"),
    }


def test_the_sample_is_small_and_every_file_is_read():
    """Under eight megabytes, and nothing lies there that no parser reads."""
    files = {path.name: path.stat().st_size for path in FOLDER.iterdir()}
    assert set(files) == {PUBLISHED, *(kept.file for kept in SAMPLE)}
    assert sum(files.values()) < 8_000_000


def test_each_file_is_accounted_for():
    """What it holds, from whom and under which terms stands in data/SOURCES.md."""
    listed = (SHIPPED / "data" / "SOURCES.md").read_text(encoding="utf-8")
    assert not [name for name in (*(kept.file for kept in SAMPLE), PUBLISHED) if name.split(".csv.gz")[0] not in listed]


def test_no_other_vendors_columns_are_in_it(batches):
    """Only what may be passed on."""
    for batch in batches.values():
        header = batch.body.split(b"\n", 1)[0].decode().lower()
        assert not [word for word in FORBIDDEN if word in header or word in batch.name]


@pytest.mark.skipif(not (SHARED / "history").is_dir(), reason="the collected histories are not beside this clone")
def test_the_sample_is_what_its_script_builds(tmp_path):
    """Built again from the histories, every file holds the same bytes, packed with no time in them."""
    import importlib.util

    spec = importlib.util.spec_from_file_location("build_sample", SHIPPED / "scripts" / "build_sample.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    script.build(SHARED, tmp_path)
    assert {path.name: unpacked(path) for path in tmp_path.iterdir()} == {
        path.name: unpacked(path) for path in FOLDER.iterdir()
    }
    packed = (tmp_path / SAMPLE[0].file).read_bytes()
    assert packed[4:8] == bytes(4)


def unpacked(path: Path) -> bytes:
    # Another zlib packs the same bytes otherwise.
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def broken_copy(folder: Path, name: str, body: bytes) -> Path:
    shutil.copytree(FOLDER, folder)
    (folder / name).write_bytes(gzip.compress(body, mtime=0) if name.endswith(".gz") else body)
    return folder


def test_nothing_of_a_broken_file_is_handed_over(tmp_path):
    """A bad last row costs the whole file, and the error names it."""
    name = "bybit-funding.csv.gz"
    body = gzip.decompress((FOLDER / name).read_bytes()) + b"2026-02-10T24:61:00Z,BTC,0.0001,8\n"
    folder = broken_copy(tmp_path / "sample", name, body)
    seen = []
    with pytest.raises(InputError, match=rf"^{name}:\d+: timestamp"):
        seen.extend(batch.name for batch in read_sample(folder, names=NAMES, catalogue=CATALOGUE))
    assert seen
    assert name not in seen


def test_a_torn_or_missing_file_is_named(tmp_path):
    """One line that says which file, and what to do."""
    folder = broken_copy(tmp_path / "sample", PUBLISHED, b"")
    whole = (FOLDER / SAMPLE[0].file).read_bytes()
    (folder / SAMPLE[0].file).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match="is not a whole gzip file"):
        next(read_sample(folder, names=NAMES, catalogue=CATALOGUE))
    (folder / SAMPLE[0].file).unlink()
    with pytest.raises(InputError, match="cannot be read"):
        next(read_sample(folder, names=NAMES, catalogue=CATALOGUE))


def test_sources_can_be_left_out():
    """As if a source had not answered: by its name or by its file."""
    read = read_sample(FOLDER, names=NAMES, catalogue=CATALOGUE, leave_out={"binance", "deribit", PUBLISHED})
    assert {batch.origin.source for batch in read} == {
        "bybit", "hyperliquid", "alternative.me", "fred", "mof", "coingecko",
    }  # fmt: skip
