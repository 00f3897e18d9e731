"""``wirecopy export --parquet`` and ``import`` of a lake: a desk moves whole, or is told in a line why not."""

import builtins
import shutil
import sys

import pytest

from tests.conftest import ROOT


@pytest.fixture
def lake(filled, wirecopy, tmp_path):
    """The lake of a desk that holds the sample."""
    ran = wirecopy("export", "--parquet", tmp_path / "lake", "--desk", filled, "--json")
    assert ran.code == 0, ran.err
    assert ran.json["changed"] == ran.json["assets"] > 5
    return tmp_path / "lake"


def articles(folder):
    """Return the bytes of all that was written."""
    root = folder / "output"
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_moved_desk_writes_the_same_articles(filled, lake, wirecopy, tmp_path):
    """Byte for byte: text, evidence, charts and series, of two days one after the other."""
    other = tmp_path / "other"
    assert wirecopy("init", other).code == 0
    (other / "wirecopy.toml").write_bytes((filled / "wirecopy.toml").read_bytes())
    ran = wirecopy("import", lake, "--desk", other)
    assert ran.code == 0, ran.err
    assert " 0 revised, 0 unchanged" in ran.out
    for desk in (filled, other):
        for day in ("2026-02-08", "2026-02-09"):
            assert wirecopy("write", "--date", day, "--edition", "derivatives", "--desk", desk).code == 0
    assert articles(other) == articles(filled)
    assert any(path.endswith("2026-02-09-btc-derivatives.md") for path in articles(filled))


def test_a_second_move_changes_nothing(filled, lake, wirecopy):
    """Neither in the lake nor in the store."""
    ran = wirecopy("export", "--parquet", lake, "--desk", filled, "--json")
    assert ran.json["changed"] == 0
    ran = wirecopy("import", lake, "--desk", filled, "--json")
    assert (ran.json["new"], ran.json["revised"]) == (0, 0)
    assert ran.json["unchanged"] > 1000


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        pytest.param(("import", "memory://none"), 1, "memory://none: there is no lake; make one with", id="none there"),
        pytest.param(("import", ROOT / "docs"), 1, "docs: there is no lake", id="a folder of other things"),
        pytest.param(("import", "gopher://x/y"), 1, "gopher://x/y: Protocol not known: gopher", id="unknown protocol"),
        pytest.param(("import", "memory://a", "memory://b"), 2, "name one lake", id="two lakes"),
        pytest.param(("import", "memory://a", "--skip-bad"), 2, "no --skip-bad", id="an option of files"),
        pytest.param(("export", "x.csv", "--parquet", "y"), 2, "name a FILE, or an address", id="two forms"),
        pytest.param(("export",), 2, "name a FILE, or an address", id="no form"),
        pytest.param(("export", "--parquet", "memory://x"), 1, "there is no store", id="nothing to export"),
        pytest.param(("export", "--parquet", ROOT / "docs"), 1, "holds other files and is no lake", id="not empty"),
        pytest.param(("export", "--parquet", ROOT / "LICENSE"), 1, "LICENSE: ", id="a file"),
    ],
)
def test_what_cannot_be_moved_is_one_line(desk, wirecopy, sample_store, arguments, code, says):
    """With what to do, and nothing is touched."""
    if "there is no store" not in says:
        shutil.copyfile(sample_store, desk / "data" / "wirecopy.sqlite")
    ran = wirecopy(*arguments, "--desk", desk)
    assert ran.code == code
    assert says in ran.err
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize("package", ["pyarrow", "fsspec"])
def test_a_missing_extra_says_what_installs_it(filled, wirecopy, monkeypatch, tmp_path, package):
    """Before anything is written."""
    take = builtins.__import__

    def lacking(name, *rest, **more):
        if name.partition(".")[0] == package:
            raise ModuleNotFoundError(f"No module named {name!r}")
        return take(name, *rest, **more)

    for name in [name for name in sys.modules if name.partition(".")[0] == package]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(builtins, "__import__", lacking)
    ran = wirecopy("export", "--parquet", tmp_path / "lake", "--desk", filled)
    assert ran.code == 1
    assert "run `pip install 'wirecopy[lake]'`" in ran.err
    assert len(ran.err.splitlines()) == 1
    assert not (tmp_path / "lake").exists()


def test_a_store_that_needs_another_package_names_it(desk, wirecopy):
    """fsspec knows of Google's stores; what reaches them is not ours to bring."""
    ran = wirecopy("import", "gs://bucket/lake", "--desk", desk)
    assert ran.code == 1
    assert "gcsfs" in ran.err
    assert len(ran.err.splitlines()) == 1
