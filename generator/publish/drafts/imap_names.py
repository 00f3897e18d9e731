r"""What stands in IMAP's command lines and lists: folders' names, quoted words.

A folder's name is ASCII on the wire: letters beyond it are UTF-16 in a base64 of its own, "modified UTF-7"
(RFC 3501, 5.1.3). ``Entwürfe`` is ``Entw&APw-rfe``, and ``&`` itself ``&-``.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from generator.errors import TargetError

_BEYOND: Final = re.compile(r"[^\x20-\x7e]+|&")
_SHIFTED: Final = re.compile(r"&([A-Za-z0-9+,]*)-")
_LISTED: Final = re.compile(rb'\((?P<flags>[^()]*)\) (?:NIL|"(?:[^"\\]|\\.)") (?P<name>.+)', re.DOTALL)
_ESCAPED: Final = re.compile(rb"\\(.)", re.DOTALL)
_PLAIN: Final = re.compile(r"[\x20-\x7e]*")


def encoded(name: str) -> str:
    """Return a folder's name as it is written on the wire.

    Example:
        >>> encoded("Entwürfe"), encoded("下書き"), encoded("Q&A")
        ('Entw&APw-rfe', '&Tgtm+DBN-', 'Q&-A')
    """
    return _BEYOND.sub(_shifted, name)


def _shifted(beyond: re.Match[str]) -> str:
    if beyond[0] == "&":
        return "&-"
    base64 = b64encode(beyond[0].encode("utf-16-be", "surrogatepass"), altchars=b"+,")
    return f"&{base64.decode('ascii').rstrip('=')}-"


def decoded(name: str) -> str:
    """Return a folder's name for people; one that is not written as it should be stays as it is.

    Example:
        >>> decoded("Entw&APw-rfe/&Tgtm+DBN-")
        'Entwürfe/下書き'
    """
    try:
        return _SHIFTED.sub(_unshifted, name)
    except (Error, UnicodeDecodeError):
        return name


def _unshifted(shifted: re.Match[str]) -> str:
    if not shifted[1]:
        return "&"
    base64 = shifted[1] + "=" * (-len(shifted[1]) % 4)
    return b64decode(base64, altchars=b"+,").decode("utf-16-be")


def quoted(word: str, what: str) -> str:
    r"""Return a word so that it is one word of a command, whatever it says.

    Args:
        word: Printable ASCII.
        what: Names it in the error, which does not show it.

    Raises:
        TargetError: It has a line break or another letter that would end the word, or the command.

    Example:
        >>> quoted('Say "A\\B"', "folder")
        '"Say \\"A\\\\B\\""'
    """
    if _PLAIN.fullmatch(word) is None:
        raise TargetError(f"imap: the {what} holds a letter that cannot stand in a command; correct it")
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


@dataclass(frozen=True, slots=True)
class Folder:
    r"""A folder as a server lists it.

    Args:
        name: As on the wire.
        flags: In lower case: ``\drafts``, ``\noselect``.
    """

    name: str
    flags: frozenset[str]


def folders(listed: Sequence[object]) -> list[Folder]:
    """Return the folders of a server's list; a line that is none is left out.

    Args:
        listed: As ``imaplib`` gives it: a line, or a line and the literal that ends it.
    """
    found: list[Folder] = []
    for item in listed:
        line, literal = item if isinstance(item, tuple) else (item, None)
        parts = _LISTED.match(line) if isinstance(line, bytes) else None
        if parts is None:
            continue
        name = parts["name"] if literal is None else literal
        if literal is None and name.startswith(b'"'):
            name = _ESCAPED.sub(rb"\1", name[1:-1])
        flags = frozenset(parts["flags"].decode("ascii", "replace").lower().split())
        found.append(Folder(name.decode("utf-8", "replace"), flags))
    return found
