"""The wheel holds all that a desk needs, and works where the repository is not."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytest.importorskip("hatchling", reason="the build backend is not installed; it comes with the extra [dev]")


def outside(folder, *words, path=()):
    """Run a command in a folder, with only ``path`` before the installed packages."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "WIRECOPY"))}
    environment = kept | {"PYTHONPATH": os.pathsep.join(str(each) for each in path)}
    return subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built without a look at the network."""
    folder = tmp_path_factory.mktemp("wheel")
    built = outside(ROOT, sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder))
    assert built.returncode == 0, built.stderr
    (path,) = folder.glob("wirecopy-*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The wheel's content in a folder of its own, to be found before the clone."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder)
    return folder


@pytest.mark.parametrize("kept", ["templates", "data/rules", "data/reference", "data/sample"])
def test_all_files_of_a_folder_are_shipped(wheel, kept):
    """What lies beside the package in a clone lies within it in a wheel, file by file."""
    with zipfile.ZipFile(wheel) as packed:
        shipped = set(packed.namelist())
    beside = [path.relative_to(ROOT).as_posix() for path in (ROOT / kept).rglob("*") if path.is_file()]
    assert beside
    assert {f"generator/_shipped/{name}" for name in beside} <= shipped


def test_nothing_else_is_shipped(wheel):
    """No tests, no store, no caches."""
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
    tops = {name.split("/")[0] for name in names}
    assert all(top == "generator" or top.endswith(".dist-info") for top in tops)
    assert not [name for name in names if name.endswith((".sqlite", ".pyc")) or "/tests/" in name]
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_wheel_works_on_its_own(installed, tmp_path):
    """A desk is made and its rules are checked from what the wheel brought, away from the clone."""
    where = outside(
        tmp_path, sys.executable, "-c", "import generator.resources as r; print(r.SHIPPED)", path=[installed]
    )
    assert Path(where.stdout.strip()) == installed / "generator" / "_shipped"
    for words in (
        ["--help"],
        ["init", "desk"],
        ["rules", "check", "--desk", "desk"],
        ["rules", "test", "--desk", "desk"],
    ):
        ran = outside(tmp_path, sys.executable, "-m", "generator.cli", *words, path=[installed])
        assert ran.returncode == 0, ran.stderr


def test_the_wheel_names_its_command(wheel):
    """``wirecopy`` is what a user types."""
    with zipfile.ZipFile(wheel) as packed:
        (name,) = [name for name in packed.namelist() if name.endswith("entry_points.txt")]
        assert "wirecopy = generator.cli:main" in packed.read(name).decode()
