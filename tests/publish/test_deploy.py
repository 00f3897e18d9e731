"""A built site reaches its readers whole, and a deployment that is cut off leaves them the old one."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.errors import InputError, WirecopyError
from generator.publish.deploy import folder, git, rsync

AT = datetime(2026, 2, 10, 8, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]
OLD = {"index.html": "old", "articles/a/index.html": "a", "articles/a/evidence.html": "why a"}
NEW = {"index.html": "new", "articles/a/index.html": "a", "articles/b/index.html": "b"}


def written(place, files):
    for path, text in files.items():
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_text(text)
    return place


def read(place):
    top = place.resolve()
    return {each.relative_to(top).as_posix(): each.read_text() for each in top.rglob("*") if each.is_file()}


@pytest.fixture
def versions(tmp_path):
    """Two builds of a site, one after the other."""
    return written(tmp_path / "built" / "1", OLD), written(tmp_path / "built" / "2", NEW)


@pytest.fixture
def repository(tmp_path):
    """A repository with a commit on its main branch and a file that is not committed."""
    place = tmp_path / "desk"
    place.mkdir()
    for command in (
        ["init", "-q", "-b", "main"],
        ["config", "user.name", "An <Editor>"],
        ["config", "user.email", "desk@example.org"],
        ["commit", "-q", "--allow-empty", "-m", "Begin"],
    ):
        subprocess.run(["git", "-C", str(place), *command], check=True)
    (place / "note.md").write_text("half a thought")
    return place


def ask(repository, *arguments):
    done = subprocess.run(["git", "-C", str(repository), *arguments], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def on_branch(repository, branch="gh-pages"):
    names = ask(repository, "ls-tree", "-r", "--name-only", branch).splitlines()
    return {name: ask(repository, "show", f"{branch}:{name}") for name in names}


def test_a_folder_is_turned_over_and_keeps_the_version_before(versions, tmp_path):
    """Readers of the folder see the new site, and the old one lies beside it for a look back."""
    where = tmp_path / "www" / "site"
    assert folder.deploy(versions[0], where).changed
    assert read(where) == OLD
    assert folder.deploy(versions[1], where).changed
    assert read(where) == NEW
    assert where.is_symlink()
    assert not folder.deploy(versions[1], where).changed


def test_a_deployed_file_is_not_the_builds_own(versions, tmp_path):
    """Who edits a file on the server does not edit the build."""
    where = tmp_path / "www"
    folder.deploy(versions[0], where)
    assert not (where / "index.html").samefile(versions[0] / "index.html")


def test_a_folder_of_others_is_left_alone(versions, tmp_path):
    """A folder with files that we did not put there is refused; an empty one is taken."""
    where = written(tmp_path / "www", {"mine.txt": "precious"})
    with pytest.raises(InputError, match="files of others"):
        folder.deploy(versions[0], where)
    assert read(where) == {"mine.txt": "precious"}
    (where / "mine.txt").unlink()
    folder.deploy(versions[0], where)
    assert read(where) == OLD


def test_nothing_is_deployed_where_nothing_was_built(tmp_path):
    """A deployment without a build would empty the site."""
    for deploy in (
        lambda: folder.deploy(tmp_path / "none", tmp_path / "www"),
        lambda: rsync.deploy(tmp_path / "none", str(tmp_path / "www")),
    ):
        with pytest.raises(InputError, match="wirecopy publish"):
            deploy()


def test_a_branch_holds_the_site_and_the_work_tree_is_not_touched(versions, repository):
    """The branch has one commit more, by the desk's name and at the time handed in; all else is as it was."""
    before = ask(repository, "status", "--porcelain"), ask(repository, "rev-parse", "HEAD")
    assert git.deploy(versions[0], repository, "gh-pages", at=AT).changed
    assert git.deploy(versions[1], repository, "gh-pages", at=AT).changed
    assert on_branch(repository) == {**NEW, ".nojekyll": ""}
    told = ask(repository, "log", "--format=%an <%ae> %aI %s", "gh-pages").splitlines()
    assert told == ["An Editor <desk@example.org> 2026-02-10T08:00:00+00:00 Publish the site"] * 2
    assert (ask(repository, "status", "--porcelain"), ask(repository, "rev-parse", "HEAD")) == before
    assert ask(repository, "fsck", "--strict") == ""


def test_the_same_site_makes_no_commit(versions, repository):
    """A branch does not grow where nothing changed."""
    git.deploy(versions[0], repository, "gh-pages", at=AT)
    tip = ask(repository, "rev-parse", "gh-pages")
    assert not git.deploy(versions[0], repository, "gh-pages", at=AT).changed
    assert ask(repository, "rev-parse", "gh-pages") == tip


def test_the_branch_that_is_worked_on_is_refused(versions, repository):
    """To move it below a work tree would look as if everything had been deleted."""
    with pytest.raises(InputError, match="checked out"):
        git.deploy(versions[0], repository, "main", at=AT)


def test_the_same_site_at_the_same_time_is_the_same_commit(versions, repository, tmp_path):
    """Nothing of the machine gets into a commit."""
    other = tmp_path / "other"
    subprocess.run(["git", "clone", "-q", str(repository), str(other)], check=True)
    for key, value in (("user.name", "An <Editor>"), ("user.email", "desk@example.org")):
        ask(other, "config", key, value)
    for place in (repository, other):
        git.deploy(versions[0], place, "gh-pages", at=AT)
    assert ask(repository, "rev-parse", "gh-pages") == ask(other, "rev-parse", "gh-pages")


def test_a_branch_is_pushed_where_one_asks_for_it(versions, repository, tmp_path):
    """The branch of the repository that readers' pages are served from is the same one."""
    remote = tmp_path / "remote.git"
    subprocess.run(["git", "init", "-q", "--bare", str(remote)], check=True)
    ask(repository, "remote", "add", "origin", str(remote))
    git.deploy(versions[0], repository, "gh-pages", at=AT, push=True)
    assert ask(remote, "rev-parse", "gh-pages") == ask(repository, "rev-parse", "gh-pages")


def test_a_target_cannot_pass_for_an_option(versions, repository):
    """A name that begins with a dash would be read as an option by the program that gets it."""
    for deploy in (
        lambda: git.deploy(versions[0], repository, "--upload-pack=touch x", at=AT),
        lambda: rsync.deploy(versions[0], "--rsh=touch x"),
        lambda: rsync.deploy(versions[0], "host:-rf"),
        lambda: rsync.deploy(versions[0], ""),
    ):
        with pytest.raises(InputError, match="dash"):
            deploy()


def test_a_folder_without_a_repository_is_refused(versions, tmp_path):
    """The line says what to do."""
    with pytest.raises(InputError, match="git init"):
        git.deploy(versions[0], tmp_path, "gh-pages", at=AT)


needs_rsync = pytest.mark.skipif(
    shutil.which("rsync") is None and not os.environ.get("CI"), reason="rsync is not installed"
)


@pytest.fixture
def ssh(tmp_path):
    """Something that reaches another machine, which is this one: it runs what ssh would hand to the login shell."""
    script = tmp_path / "ssh"
    script.write_text('#!/bin/sh\nif [ "$1" = -l ]; then shift 2; fi\nshift\nexec sh -c "$*"\n')
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return (str(script),)


@needs_rsync
@pytest.mark.parametrize("host", ["", "reader@example.org:"])
def test_rsync_turns_over_and_links_what_did_not_change(versions, tmp_path, ssh, host):
    """The new version shares unchanged files with the old one, here and on another machine."""
    where = tmp_path / "it's a site"
    assert rsync.deploy(versions[0], f"{host}{where}", ssh=ssh).changed
    assert read(where) == OLD
    old = where.resolve()
    assert rsync.deploy(versions[1], f"{host}{where}", ssh=ssh).changed
    assert read(where) == NEW
    assert (where / "articles/a/index.html").samefile(old / "articles/a/index.html")
    assert not rsync.deploy(versions[1], f"{host}{where}", ssh=ssh).changed
    assert rsync.deploy(versions[0], f"{host}{where}", ssh=ssh).changed
    assert read(where) == OLD
    assert len(list((tmp_path / "it's a site.versions").iterdir())) == 2


@needs_rsync
def test_rsync_leaves_a_folder_of_others_alone(versions, tmp_path):
    """A folder with files that we did not put there is refused."""
    where = written(tmp_path / "www", {"mine.txt": "precious"})
    with pytest.raises(WirecopyError, match="not ours"):
        rsync.deploy(versions[0], str(where))
    assert read(where) == {"mine.txt": "precious"}


_BEGINNING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from generator.publish.deploy import folder, git, rsync
kind, version, where = sys.argv[1:]
print(flush=True)
"""
_CALLS = {
    "folder": "folder.deploy(Path(version), Path(where))",
    "git": "git.deploy(Path(version), Path(where), 'gh-pages', at=datetime(2026, 2, 10, tzinfo=UTC))",
    "rsync": "rsync.deploy(Path(version), where)",
}


def begin(kind, version, where):
    """Start a deployment in a process of its own, and return when it is about to do its work."""
    child = subprocess.Popen(
        [sys.executable, "-c", _BEGINNING + _CALLS[kind], kind, str(version), str(where)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    child.stdout.readline()
    child.stdout.close()
    return child


@pytest.mark.parametrize("kind", ["folder", "git", pytest.param("rsync", marks=needs_rsync)])
def test_a_killed_deployment_leaves_the_old_site_or_the_new_one(kind, tmp_path, repository):
    """Killed at any moment, with all that it started; the next deployment puts everything right."""
    many = {f"articles/{number}/index.html": str(number) for number in range(300)}
    old = written(tmp_path / "built" / "1", {**many, "index.html": "old"})
    new = written(tmp_path / "built" / "2", {name: f"{text}, again" for name, text in many.items()})
    where = repository if kind == "git" else tmp_path / "www"
    seen = (lambda: on_branch_at_once(where)) if kind == "git" else (lambda: read(where))
    began = time.monotonic()
    assert begin(kind, old, where).wait() == 0
    whole = time.monotonic() - began
    cut_off = 0
    for number in range(8):
        child = begin(kind, (new, old)[number % 2], where)
        time.sleep(whole * number / 8)
        os.killpg(child.pid, signal.SIGKILL)
        cut_off += child.wait() != 0
        assert seen() in (read(old), read(new))
    assert cut_off
    assert begin(kind, new, where).wait() == 0
    assert seen() == read(new)


def on_branch_at_once(repository, branch="gh-pages"):
    """Read the site on a branch by two commands, however many files it has."""
    names = ask(repository, "ls-tree", "-r", "--name-only", branch).splitlines()
    asked = "".join(f"{branch}:{name}\n" for name in names).encode()
    command = ["git", "-C", str(repository), "cat-file", "--batch"]
    rest = subprocess.run(command, input=asked, capture_output=True, check=True).stdout
    files = {}
    for name in names:
        head, _, rest = rest.partition(b"\n")
        size = int(head.split()[2])
        files[name], rest = rest[:size].decode(), rest[size + 1 :]
    assert files.pop(".nojekyll") == ""
    return files
