"""To a branch of a Git repository, as GitHub Pages serves it.

The commit is made with Git's plumbing: no file of the work tree and no index is touched, and the branch
moves in one step when the commit is whole. A process that is killed before leaves objects that nobody
points at; the next one finds and uses them.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from generator.errors import InputError, WirecopyError
from generator.publish.deploy.deployed import Deployed, files_of, plain, ran

#: Tells GitHub to serve the files as they are.
_AS_IT_IS: Final = ".nojekyll"


def deploy(version: Path, repository: Path, branch: str, *, at: datetime, push: bool = False) -> Deployed:
    """Make the branch hold a built site, and nothing else, as one commit on top of what it held.

    Args:
        version: The built site.
        repository: A folder within the repository.
        branch: Made where there is none yet.
        at: The commit's time.
        push: Whether to push the branch to ``origin``.

    Raises:
        InputError: There is no repository, no name of its author, or the branch is the one that is worked on.
        WirecopyError: Git failed, or somebody else moved the branch meanwhile.
    """
    target = f"refs/heads/{plain(branch, 'branch')}"
    git = _Git(repository)
    git.refuse_checked_out(target)
    before = git.tip(target)
    tree = git.tree(version)
    changed = before is None or git.tree_of(before) != tree
    if changed:
        commit = git.commit(tree, before, message="Publish the site", at=at)
        git.move(target, commit, before)
    if push:
        git.run("push", "--quiet", "origin", f"{target}:{target}")
    return Deployed(f"branch {branch} of {repository}", changed=changed)


class _Git:
    """One repository."""

    def __init__(self, repository: Path) -> None:
        self._start = ("git", "-C", str(repository.absolute()))
        code, _ = ran([*self._start, "rev-parse", "--git-dir"], also=(128,))
        if code:
            raise InputError(f"{repository}: is in no Git repository; run `git init` there")

    def run(self, *arguments: str, given: bytes = b"") -> str:
        """Return what a command of Git prints."""
        return ran([*self._start, *arguments], given=given)[1].decode().strip()

    def refuse_checked_out(self, target: str) -> None:
        """Raise where a work tree stands on the branch: it would seem to have undone everything."""
        if f"branch {target}" in self.run("worktree", "list", "--porcelain").splitlines():
            raise InputError(f"{target}: is checked out; name a branch that nobody works on, such as gh-pages")

    def tip(self, target: str) -> str | None:
        """Return the commit that a branch points at, None where there is no such branch."""
        code, said = ran([*self._start, "rev-parse", "--verify", "--quiet", f"{target}^{{commit}}"], also=(1,))
        return None if code else said.decode().strip()

    def tree_of(self, commit: str) -> str:
        """Return a commit's tree."""
        return self.run("rev-parse", f"{commit}^{{tree}}")

    def tree(self, version: Path) -> str:
        """Store the files and their folders, and return the whole as a tree."""
        paths = files_of(version)
        # Relative paths would be looked for from the repository's root.
        asked = "".join(f"{version.absolute() / path}\n" for path in paths).encode()
        blobs = self.run("hash-object", "-w", "--no-filters", "--stdin-paths", given=asked).splitlines()
        if len(blobs) != len(paths):
            raise WirecopyError(f"{version}: changed while it was read; deploy again")
        entries = dict(zip(paths, blobs, strict=True))
        entries.setdefault(_AS_IT_IS, self.run("hash-object", "-w", "--stdin"))
        return self._folders(entries)

    def _folders(self, blobs: dict[str, str]) -> str:
        """Store trees from the innermost out, all of one depth by one command."""
        inside: dict[str, list[str]] = {"": []}
        for path, blob in blobs.items():
            folder, _, name = path.rpartition("/")
            _with_parents(inside, folder).append(f"100644 blob {blob}\t{name}")
        for depth in range(max(map(_depth, inside)), 0, -1):
            level = [folder for folder in inside if _depth(folder) == depth]
            asked = "\n\n".join("\n".join(inside[folder]) for folder in level) + "\n"
            made = self.run("mktree", "--batch", given=asked.encode()).splitlines()
            for folder, tree in zip(level, made, strict=True):
                parent, _, name = folder.rpartition("/")
                inside[parent].append(f"040000 tree {tree}\t{name}")
        return self.run("mktree", given="".join(f"{entry}\n" for entry in inside[""]).encode())

    def commit(self, tree: str, parent: str | None, *, message: str, at: datetime) -> str:
        """Store a commit; written by hand, since Git's own command takes its time from the environment only."""
        who = f"{self._who()} {int(at.astimezone(UTC).timestamp())} +0000"
        lines = [f"tree {tree}", *([f"parent {parent}"] if parent else []), f"author {who}", f"committer {who}"]
        text = "\n".join([*lines, "", message, ""])
        return self.run("hash-object", "-t", "commit", "-w", "--stdin", given=text.encode())

    def _who(self) -> str:
        told: list[str] = []
        for key in ("user.name", "user.email"):
            code, said = ran([*self._start, "config", "--get", key], also=(1,))
            told.append(re.sub(r"[<>\n\0]", "", said.decode()).strip())
            if code or not told[-1]:
                raise InputError(f"Git knows no {key}; run `git config {key} ...`")
        return f"{told[0]} <{told[1]}>"

    def move(self, target: str, commit: str, before: str | None) -> None:
        """Let the branch point at a commit, if it still points where it did."""
        # Zeros stand for a branch that must not be there yet.
        self.run("update-ref", "-m", "wirecopy publish", target, commit, before or "0" * len(commit))


def _with_parents(inside: dict[str, list[str]], folder: str) -> list[str]:
    """Return a folder's entries, known with all folders around it."""
    around = folder
    while around not in inside:
        inside[around] = []
        around = around.rpartition("/")[0]
    return inside[folder]


def _depth(folder: str) -> int:
    return folder.count("/") + 1 if folder else 0
