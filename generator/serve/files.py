"""Files as answers: nothing outside of the folder that is asked for, no listings."""

from __future__ import annotations

import re
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import quote

from generator.errors import InputError
from generator.resources import find
from generator.serve.answer import HTML, Answer, NoAnswerError, go_to, kind_of

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_PICTURE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\.(?:svg|png|jpe?g|webp|csv)")
#: An attribute of a page whose value is a path from the root.
_FROM_ROOT: Final = '(<[a-z][^<>]*?\\s[a-z-]+=")({root})(?!/)'
SITE: Final = "/site/"


def nothing_there(path: str) -> NoAnswerError:
    """Return the refusal of what is not there."""
    return NoAnswerError(HTTPStatus.NOT_FOUND, f"there is nothing at {path}")


def static(name: str, desk: Path) -> Answer:
    """Return a style or a script of the preview's own.

    Raises:
        NoAnswerError: There is none of that name.
    """
    if _NAME.fullmatch(name) is None:
        raise nothing_there(name)
    try:
        path = find("templates/serve/static", name, desk)
    except InputError:
        raise nothing_there(name) from None
    return Answer(body=path.read_bytes(), kind=kind_of(path.suffix))


def picture(folder: Path, name: str) -> Answer:
    """Return a drawing or table that lies in an article's folder.

    Raises:
        NoAnswerError: There is none of that name.
    """
    path = folder / name
    if _PICTURE.fullmatch(name) is None or not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
        raise nothing_there(name)
    return Answer(body=path.read_bytes(), kind=kind_of(path.suffix))


def site_file(site: Path, path: str, root: str) -> Answer:
    """Return a file of the built site as if its root were ``/site/``.

    Args:
        site: Where it lies; a link to the version in place.
        path: What is asked for, from ``/site/`` on.
        root: The path that its pages take for their root.

    Raises:
        NoAnswerError: There is nothing there.
    """
    parts = path.removeprefix(SITE).split("/")
    if any(part.startswith(".") or "\\" in part or not part.isprintable() for part in parts):
        raise nothing_there(path)
    folder = site.resolve()
    file = folder.joinpath(*parts).resolve()
    if not file.is_relative_to(folder):
        raise nothing_there(path)
    if file.is_dir():
        if not path.endswith("/"):
            return go_to(quote(f"{path}/"))
        file /= "index.html"
    if not file.is_file():
        raise nothing_there(path)
    body, kind = file.read_bytes(), kind_of(file.suffix)
    return Answer(body=_moved(body, root) if kind == HTML else body, kind=kind)


def _moved(page: bytes, root: str) -> bytes:
    """Let a page's ways from its root begin at ``/site/``."""
    pattern = re.compile(_FROM_ROOT.format(root=re.escape(root)))
    text = page.decode()
    # An element may have several such attributes, and each turn finds one of each element.
    while (moved := pattern.sub(lambda found: f"{found[1]}\0", text)) != text:
        text = moved
    return text.replace("\0", SITE).encode()
