"""The site on disk is what a clean build would make of it, and readers see one version or the next."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import InputError, WirecopyError
from generator.publish.build import build
from generator.publish.site.output import Output

ROOT = Path(__file__).resolve().parents[2]


def outputs(files):
    """Files as outputs; what one shows is its text."""
    return [Output(path=path, shows=text, make=text.encode) for path, text in files.items()]


def read(place):
    top = place.resolve()
    return {each.relative_to(top).as_posix(): each.read_text() for each in top.rglob("*") if each.is_file()}


def stamps(place):
    return {each: (each.lstat().st_mtime_ns, each.lstat().st_ino) for each in sorted(place.rglob("*"))}


@pytest.fixture
def root(tmp_path):
    return tmp_path / "output" / "site"


def test_a_build_writes_what_changed_and_removes_what_is_gone(root):
    """The counts say what was done, and the version before is still whole."""
    first = build(outputs({"index.html": "1", "a/index.html": "a", "b/index.html": "b"}), root)
    assert (first.written, first.removed, first.kept) == (3, 0, 0)
    second = build(outputs({"index.html": "2", "a/index.html": "a"}), root)
    assert (second.written, second.removed, second.kept) == (1, 1, 1)
    assert read(root) == {"index.html": "2", "a/index.html": "a"}
    assert read(first.version) == {"index.html": "1", "a/index.html": "a", "b/index.html": "b"}
    assert root.resolve() == second.version
    assert not (second.version / "b").exists()


def test_where_nothing_changed_nothing_is_written(root):
    """Not a file, not a link, not a version: times and inodes stand."""
    files = {"index.html": "1", "a/index.html": "a"}
    build(outputs(files), root)
    before = stamps(root.parent)
    done = build(outputs(files), root)
    assert (done.written, done.removed, done.kept) == (0, 0, 2)
    assert stamps(root.parent) == before


def test_what_shows_the_same_is_not_made(root):
    """A page whose inputs stand costs a look at a hash."""
    build(outputs({"index.html": "1"}), root)

    def explode():
        raise AssertionError("made again")

    assert build([Output(path="index.html", shows="1", make=explode)], root).kept == 1


def test_other_inputs_with_the_same_bytes_write_nothing(root):
    """A new theme that changes nothing on a page leaves the page alone, and is remembered."""
    build([Output(path="index.html", shows="old theme", make=lambda: b"page")], root)
    made = []
    new = Output(path="index.html", shows="new theme", make=lambda: made.append(1) or b"page")
    assert build([new], root).written == 0
    assert build([new], root).written == 0
    assert len(made) == 1


def test_the_last_two_versions_are_kept(root):
    """One can look back one version; the disk does not fill."""
    for number in range(5):
        build(outputs({"index.html": str(number), "same.html": "same"}), root)
    versions = root.with_name("site.versions")
    assert sorted(each.name for each in versions.iterdir() if each.is_dir()) == ["4", "5"]
    assert read(versions / "4")["index.html"] == "3"
    assert (versions / "4" / "same.html").samefile(versions / "5" / "same.html")


def test_a_file_may_become_a_folder_and_a_folder_a_file(root):
    """What is in the way belongs to the version before."""
    for files in ({"a": "file"}, {"a/b": "below", "c": "1"}, {"a": "file again", "c/d/e": "2"}, {"a/b/c": "x"}):
        build(outputs(files), root)
        assert read(root) == files


@pytest.mark.parametrize(
    "path",
    ["", "/etc/passwd", "../up.html", "a/../b", "a//b", "a/", "./a", "a\\b", "C:/x", "a\nb", "a/.git/config", "%2e/x"],
)
def test_a_path_that_leads_out_is_refused(root, path):
    """No output may be written anywhere but below the root, whatever named it."""
    with pytest.raises(InputError, match="no path below the site"):
        build(outputs({path: "x"}), root)
    assert not root.exists()


@pytest.mark.parametrize(("one", "other"), [("a.html", "a.html"), ("Tag/x", "tag/x"), ("a", "a/b"), ("a/b/c", "a/b")])
def test_two_outputs_in_one_place_are_refused(root, one, other):
    """Also where they differ in capitals only, which not every disk tells apart."""
    with pytest.raises(InputError, match="rename"):
        build([*outputs({one: "1"}), *outputs({other: "2"})], root)


def test_an_output_that_fails_leaves_the_site_as_it_was(root):
    """Half a site is never shown."""
    build(outputs({"index.html": "1"}), root)

    def fail():
        raise InputError("broken.md:3: mend it")

    with pytest.raises(InputError, match="mend it"):
        build([*outputs({"index.html": "2"}), Output(path="b.html", shows="b", make=fail)], root)
    assert read(root) == {"index.html": "1"}
    build(outputs({"index.html": "3"}), root)
    assert read(root) == {"index.html": "3"}
    assert not list(root.with_name("site.versions").glob("*.new"))


def test_a_second_build_at_once_is_refused(root):
    """Two builds would tear each other's version apart."""

    def meanwhile():
        with pytest.raises(WirecopyError, match="another build is at work"):
            build([], root)
        return b"x"

    build([Output(path="index.html", shows="1", make=meanwhile)], root)
    assert read(root) == {"index.html": "x"}


_ODD = '{"form": 1, "files": {"a": 5}, "before": "", "changed": []}'


@pytest.mark.parametrize("damage", ["{", "[]", '{"form": 1}', _ODD, None])
def test_a_damaged_index_costs_a_clean_build_and_no_more(root, damage):
    """What we remember of a version is a help, not a truth."""
    build(outputs({"index.html": "1", "gone.html": "x"}), root)
    index = root.with_name("site.versions") / "1.json"
    if damage is None:
        index.unlink()
    else:
        index.write_text(damage)
    done = build(outputs({"index.html": "1"}), root)
    assert done.written == 1
    assert read(root) == {"index.html": "1"}
    build(outputs({"index.html": "2"}), root)
    assert read(root) == {"index.html": "2"}


def test_a_folder_of_others_is_not_taken_over(root):
    """What a person put where the site should go is not removed."""
    root.mkdir(parents=True)
    (root / "thesis.txt").write_text("precious")
    with pytest.raises(InputError, match="files of others"):
        build(outputs({"index.html": "1"}), root)
    assert (root / "thesis.txt").read_text() == "precious"


def test_a_link_of_others_is_not_turned(root, tmp_path):
    """A link that somebody made by hand leads where it led."""
    (tmp_path / "elsewhere").mkdir()
    root.parent.mkdir()
    root.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InputError, match="not ours"):
        build(outputs({"index.html": "1"}), root)


def test_a_disk_without_links_gets_copies_and_renames(root, monkeypatch):
    """Windows gives no links to everybody: the folder is then renamed, and the site is as right."""

    def refuse(*_, **__):
        raise OSError("a required privilege is not held")

    monkeypatch.setattr(os, "symlink", refuse)
    monkeypatch.setattr(os, "link", refuse)
    for files in ({"a": "1", "b": "1"}, {"a": "2", "b": "1"}, {"a": "2", "b": "1"}, {"b": "1"}, {"b": "2", "c/d": "3"}):
        build(outputs(files), root)
        assert not root.is_symlink()
        assert read(root) == files


_NAMES = st.sampled_from(["index.html", "a/index.html", "a/b/index.html", "a/b", "tags/x/index.html", "feed.xml", "c"])
_SITES = st.lists(st.dictionaries(_NAMES, st.sampled_from(["1", "2", "3"]), max_size=6), min_size=1, max_size=8)


def _apart(files):
    """Without the paths that lie below another one."""
    return {path: text for path, text in files.items() if not any(path.startswith(f"{other}/") for other in files)}


@settings(max_examples=60, deadline=None)
@given(sites=_SITES)
def test_any_row_of_builds_ends_as_a_clean_one(tmp_path_factory, sites):
    """Byte for byte, with folders that are left empty gone."""
    root = tmp_path_factory.mktemp("sites") / "site"
    for files in map(_apart, sites):
        build(outputs(files), root)
        assert read(root) == files
        assert not [each for each in root.resolve().rglob("*") if each.is_dir() and not any(each.iterdir())]


_KILLED = """
import sys
from generator.publish.build import build
from generator.publish.site.output import Output
from pathlib import Path
root, text = Path(sys.argv[1]), sys.argv[2]
print(flush=True)
build([Output(path=f"a{n}/index.html", shows=text, make=lambda: f"{text} of all".encode()) for n in range(150)], root)
"""


def _begin(root, text):
    child = subprocess.Popen(
        [sys.executable, "-c", _KILLED, str(root), text], cwd=ROOT, stdout=subprocess.PIPE, start_new_session=True
    )
    child.stdout.readline()
    child.stdout.close()
    return child


def test_a_killed_build_leaves_the_old_site_or_the_new_one(root):
    """Killed at moments all over a build; what it left is cleared away the next time."""
    began = time.monotonic()
    assert _begin(root, "0").wait() == 0
    whole = time.monotonic() - began
    cut_off = 0
    for number in range(1, 9):
        child = _begin(root, str(number))
        time.sleep(whole * number / 8)
        child.send_signal(signal.SIGKILL)
        cut_off += child.wait() != 0
        texts = set(read(root).values())
        assert len(texts) == 1
        assert len(read(root)) == 150
    assert cut_off
    assert _begin(root, "last").wait() == 0
    assert set(read(root).values()) == {"last of all"}
    left = {each.name for each in root.with_name("site.versions").iterdir() if each.is_dir()}
    assert len(left) <= 2
