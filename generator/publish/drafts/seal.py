"""A header by which a message shows that nobody has changed it: for places that keep messages as they are.

``X-Draft-Seal`` holds the hash of the mailing and that of all that stands below the header. A program that an editor
writes in drops it, or leaves it beside words that it does not fit.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Final

_SEAL: Final = re.compile(rb"^X-Draft-Seal: ([0-9a-f]{64})\r\n ([0-9a-f]{64})\r\n", re.MULTILINE)
_LINE_END: Final = re.compile(rb"\r\n|\n|\r")


def with_line_ends(message: bytes) -> bytes:
    r"""Return a message whose lines end as mail's do.

    Example:
        >>> with_line_ends(b"a\nb\r\nc\rd")
        b'a\r\nb\r\nc\r\nd'
    """
    return _LINE_END.sub(b"\r\n", message)


def sealed(message: bytes, mailing: str) -> bytes:
    """Return a message under a seal.

    Args:
        message: The whole message.
        mailing: ``Mailing.sha256`` of what it says.
    """
    below = with_line_ends(message)
    return b"X-Draft-Seal: %b\r\n %b\r\n%b" % (mailing.encode("ascii"), _hash(below), below)


def unsealed(message: bytes) -> str:
    """Return the hash of the mailing that a message holds untouched, "" where no whole seal says so.

    What a server put above the seal does not count.
    """
    lines = with_line_ends(message)
    found = _SEAL.search(lines, 0, _end_of_headers(lines))
    return found[1].decode("ascii") if found is not None and found[2] == _hash(lines[found.end() :]) else ""


def content_of(message: bytes) -> str:
    """Return a hash of a whole message, the same however its lines end."""
    return sha256(with_line_ends(message)).hexdigest()


def _hash(below: bytes) -> bytes:
    return sha256(below).hexdigest().encode("ascii")


def _end_of_headers(lines: bytes) -> int:
    end = lines.find(b"\r\n\r\n")
    return len(lines) if end < 0 else end + 2
