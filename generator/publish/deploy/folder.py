"""To a folder that a server serves: ``<where>`` is a link to ``<where>.versions/<n>``, turned over at once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from hashlib import blake2b
from pathlib import Path

from generator.publish.build import build
from generator.publish.deploy.deployed import Deployed, files_of
from generator.publish.site.output import Output


def deploy(version: Path, where: Path) -> Deployed:
    """Bring a folder up to date with a built site.

    The folder gets copies of what changed, none of the build's own files, so that nobody who edits the one
    changes the other. A process that is killed leaves readers the old site; the next one begins anew.

    Raises:
        InputError: There is no site at ``version``, or something that is not ours lies at ``where``.
        WirecopyError: Another deployment is at work there.
    """
    done = build(_copies(version.resolve()), where.absolute())
    return Deployed(str(where), changed=bool(done.written or done.removed))


def _copies(version: Path) -> Iterator[Output]:
    for path in files_of(version):
        content = version / path
        yield Output(path=path, shows=_digest(content), make=partial(content.read_bytes))


def _digest(file: Path) -> str:
    return blake2b(file.read_bytes(), digest_size=16).hexdigest()
