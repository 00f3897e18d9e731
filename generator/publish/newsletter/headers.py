"""Header lines, written by hand: what stands in them decides nothing about where they end.

The standard library writes them too, but reads a value before it writes it, so that a headline which looks like an
encoded word would come out as another one, and folds them differently from version to version.
"""

from __future__ import annotations

import base64
import re
from typing import Final

from generator.publish.newsletter.lines import Mailbox

_MOST: Final = 78
#: Plain words of ASCII, in which nothing looks encoded.
_PLAIN: Final = re.compile(r"(?!.*=\?)[\x21-\x7e]+(?: [\x21-\x7e]+)*")
_ENCODED: Final = "=?utf-8?b?{}?="
#: Bytes of text an encoded word holds, so that the first fits behind every name that we write.
_ROOM: Final = 36


def header(name: str, value: str) -> bytes:
    r"""Return a value, one line as ``lines.line`` gives it, under a name; folded and encoded as it needs.

    Example:
        >>> header("Subject", "Bitcoin edges down 1.8%")
        b'Subject: Bitcoin edges down 1.8%\r\n'
    """
    return _folded(name, value.split(" ") if _is_plain(value) else _words(value))


def verbatim(name: str, value: str) -> bytes:
    """Return a line of tokens that must not be encoded: addresses, ids, dates."""
    if _PLAIN.fullmatch(value) is None:
        raise ValueError(f"{name} cannot hold {value!r}")
    return _folded(name, value.split(" "))


def sender(name: str, mailbox: Mailbox) -> bytes:
    """Return a line that names who writes."""
    address = f"<{mailbox.address}>"
    if not mailbox.name:
        return _folded(name, [address])
    quoted = mailbox.name.replace("\\", "\\\\").replace('"', '\\"')
    if _is_plain(quoted):
        return _folded(name, [*f'"{quoted}"'.split(" "), address])
    return _folded(name, [*_words(mailbox.name), address])


def _is_plain(value: str) -> bool:
    return not value or (
        _PLAIN.fullmatch(value) is not None and all(len(word) <= _MOST // 2 for word in value.split(" "))
    )


def _words(value: str) -> list[str]:
    """Return encoded words, each of whole characters."""
    words: list[bytes] = [b""]
    for sign in value:
        encoded = sign.encode()
        if len(words[-1]) + len(encoded) > _ROOM:
            words.append(b"")
        words[-1] += encoded
    return [_ENCODED.format(base64.b64encode(word).decode("ascii")) for word in words]


def _folded(name: str, words: list[str]) -> bytes:
    lines = [f"{name}:"]
    for word in words:
        # The first word stays beside the name: some programs take an empty first line for an empty header.
        if len(lines[-1]) + 1 + len(word) > _MOST and lines[-1] != f"{name}:":
            lines.append("")
        lines[-1] += f" {word}"
    return ("\r\n".join(lines) + "\r\n").encode("ascii")
