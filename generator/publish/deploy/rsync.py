"""To another machine, or another folder, by rsync: a new folder beside the old one, then a link turned over.

``<target>`` is a link to ``<target>.versions/<name>``, where the name is the hash of what it holds. What
did not change is a hard link to the version in place. A transfer that broke off goes on where it stopped.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Final

from generator.publish.deploy.deployed import Deployed, files_of, plain, ran

#: ``user@host:folder``; a path that holds a colon is written with a slash before it.
_REMOTE: Final = re.compile(r"(?P<host>(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9._\[\]:-]+?):(?P<folder>[^:].*)")
_KEPT: Final = 2
_NAME: Final = re.compile(r"[0-9a-f]{24}")
#: By content: rsync's look at times sees whole seconds only, and two builds may fall into one.
_OPTIONS: Final = (
    "--recursive", "--times", "--perms", "--chmod=Du=rwx,Dgo=rx,Fu=rw,Fgo=r", "--delete", "--checksum",
    "--protect-args",
)  # fmt: skip
#: Turns the link over, removes all but the newest versions, and says where the link stood and stands. Its
#: arguments are the target and the new version's name. Nothing in it is made from a name.
_TURN: Final = """
set -eu
target=$1 name=$2 versions=$1.versions
if [ -e "$target" ] && [ ! -L "$target" ]; then
  rmdir "$target" 2>/dev/null || { echo "$target: is not ours; empty it, or name another place" >&2; exit 1; }
fi
[ -d "$versions/$name" ] || mv "$versions/$name.new" "$versions/$name"
touch "$versions/$name"
base=${versions##*/}
ln -sfn "$base/$name" "$target.turning"
mv -fT "$target.turning" "$target" 2>/dev/null || mv -fh "$target.turning" "$target"  # GNU's, BSD's
cd "$versions"
ls -1t | tail -n +%d | while IFS= read -r old; do rm -rf -- "./$old"; done
"""
#: Says what is in place, and whether the new version lies there from an earlier time, whole.
_READ: Final = 'mkdir -p "$1.versions"; readlink "$1" || echo; if [ -d "$1.versions/$2" ]; then echo there; fi'


@dataclass(frozen=True, slots=True)
class _Place:
    """Where readers' files lie: on this machine, or on another one by way of ``ssh``."""

    host: str
    folder: str
    ssh: tuple[str, ...]

    def at(self, folder: str) -> str:
        """Return a folder there as rsync names it."""
        return f"{self.host}:{folder}" if self.host else folder

    def sh(self, script: str, *arguments: str) -> str:
        """Run a script of ours there; arguments are handed over as such."""
        command = ["sh", "-c", script, "sh", *arguments]
        if self.host:
            # The other side's shell reads one line, so each word is quoted for it.
            command = [*self.ssh, self.host, shlex.join(command)]
        return ran(command)[1].decode().strip()


def deploy(version: Path, target: str, *, ssh: Sequence[str] = ("ssh",)) -> Deployed:
    """Bring ``target``, a folder here or ``host:folder``, up to date with a built site.

    Args:
        version: The built site.
        target: Where readers find it.
        ssh: The command that reaches another machine.

    Raises:
        InputError: There is no site at ``version``, rsync is not installed, or the target cannot be one.
        WirecopyError: rsync or the other machine failed; what readers see has not changed.
    """
    place = _place(target, tuple(ssh))
    name = _name(version)
    link, _, there = place.sh(_READ, place.folder, name).partition("\n")
    before = link.rpartition("/")[2]
    if before == name:
        return Deployed(target, changed=False)
    if not there:
        options = [*_OPTIONS, *([f"--link-dest=../{before}"] if _NAME.fullmatch(before) else [])]
        if place.host:
            options.append(f"--rsh={shlex.join(place.ssh)}")
        new = place.at(f"{place.folder}.versions/{name}.new")
        ran(["rsync", *options, "--", f"{version.absolute()}/", f"{new}/"])
    place.sh(_TURN % (_KEPT + 1), place.folder, name)
    return Deployed(target, changed=True)


def _place(target: str, ssh: tuple[str, ...]) -> _Place:
    plain(target, "target")
    remote = _REMOTE.fullmatch(target)
    if remote is None or "/" in target.partition(":")[0]:
        return _Place("", str(Path(target).absolute()), ssh)
    folder = remote["folder"].removeprefix("~/").rstrip("/")  # where a login begins
    plain(folder, "folder of another machine")
    return _Place(remote["host"], folder, ssh)


def _name(version: Path) -> str:
    """Return the hash of a site: the same files, the same name."""
    whole = blake2b(digest_size=12)
    for path in files_of(version):
        content = (version / path).read_bytes()
        whole.update(f"{path}\0{len(content)}\0".encode())
        whole.update(content)
    return whole.hexdigest()
