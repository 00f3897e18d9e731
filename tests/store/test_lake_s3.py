"""The lake on a real S3-compatible server: what it holds, and one line where something is wrong."""

import subprocess
import sys
from pathlib import Path

import fsspec
import pytest

from generator.errors import InputError
from generator.model.observation import Provenance
from generator.store.lake import Lake
from generator.store.sqlite import Store
from tests.store.frames import assert_alike
from tests.store.records import HOUR, NOON, reading
from tests.store.s3 import ENVIRONMENT, s3_server
from tests.store.test_lake import exported, imported, revised, rows


@pytest.fixture(scope="module")
def server():
    """An S3-compatible server with a bucket."""
    with s3_server() as address:
        yield address


@pytest.fixture
def bucket(server, monkeypatch):
    """Return the address of an empty bucket; the environment says where its server is."""
    for name, value in {**ENVIRONMENT, "AWS_ENDPOINT_URL": server}.items():
        monkeypatch.setenv(name, value)
    files = _anew()
    if files.exists("desk"):
        files.rm("desk", recursive=True)
    files.mkdir("desk")
    return "s3://desk"


def _anew():
    """Return S3 as the environment now has it; what was opened before keeps what it was told."""
    kind = fsspec.get_filesystem_class("s3")
    kind.clear_instance_cache()
    return kind(use_listings_cache=False)


@pytest.fixture
def stored(tmp_path):
    """A store with readings of all kinds, one of them corrected."""
    path = tmp_path / "store.sqlite"
    with Store.open(path) as store:
        for kind in ("observation", "candle", "option", "future", "settlement"):
            store.add([reading((kind, 1, 1, "okx"), Provenance("okx"))])
        store.add(revised())
    return path


def test_a_lake_on_s3_has_the_frames_of_its_store(stored, bucket, tmp_path):
    """Out, read for any instant, in again, and a second time without anything new."""
    lake = exported(stored, f"{bucket}/some/prefix")
    assert imported(lake, tmp_path / "other.sqlite").new == 6
    assert imported(lake, tmp_path / "other.sqlite").new == 0
    assert rows(tmp_path / "other.sqlite") == rows(stored)
    whole = Lake.open(lake.url).whole()
    with Store.open(stored) as store:
        for as_of in (NOON - HOUR, NOON + HOUR / 2, NOON + 2 * HOUR):
            assert_alike(store.market(as_of), whole.at(as_of))


def test_what_another_process_wrote_is_seen(stored, bucket):
    """No listing of before is held against what is there now."""
    lake = exported(stored, f"{bucket}/prefix")
    assert lake.assets() == ["BTC"]
    code = "import sys; from generator.store.lake import Lake; Lake.open(sys.argv[1]).write('ETH', {})"
    subprocess.run([sys.executable, "-c", code, lake.url], check=True, cwd=Path(__file__).parents[2])
    exported(stored, lake.url)
    files = _anew()
    body = files.cat_file("desk/prefix/asset=BTC/manifest.json")
    files.pipe_file("desk/prefix/asset=SOL/manifest.json", body)
    assert lake.assets() == ["BTC", "SOL"]


@pytest.mark.usefixtures("bucket")
def test_a_bucket_that_is_none_is_named():
    """For writing and for reading; a bucket is made by whoever pays for it."""
    for attempt in (Lake.create, Lake.open):
        with pytest.raises(InputError, match=r"^s3://nobody/x: cannot be reached through s3 \(.*bucket does not exist"):
            attempt("s3://nobody/x")
    with pytest.raises(InputError, match="s3://: names no place"):
        Lake.open("s3://")


def test_a_place_without_a_lake_says_how_to_make_one(bucket):
    """The bucket is there and the lake is not."""
    with pytest.raises(
        InputError, match=r"^s3://desk/none: there is no lake; make one with `wirecopy export --parquet"
    ):
        Lake.open(f"{bucket}/none")


@pytest.mark.usefixtures("bucket")
def test_a_server_that_is_none_is_one_line(monkeypatch):
    """Nobody listens there."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    _anew()
    with pytest.raises(InputError, match=r"cannot be reached through s3 .*connect") as raised:
        Lake.open("s3://elsewhere/lake")
    assert "\n" not in str(raised.value)


def test_no_credentials_are_one_line(bucket, monkeypatch):
    """S3's own errors are no errors of the system's, and are told all the same."""
    for name in ENVIRONMENT:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("HOME", "/nowhere")
    _anew()
    with pytest.raises(InputError, match=r"cannot be reached through s3 .*credentials"):
        Lake.open(f"{bucket}/lake")
