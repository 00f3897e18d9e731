"""Untrusted text as one line, and senders' addresses: the one place that decides what a header may hold.

A line has no control character, nothing invisible, nothing that turns the direction of reading, and an end.
What is written from it, in a header or on a page, cannot end the place that it is written to.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from generator.errors import InputError
from generator.publish.site.plain import cut, legal, one_line

#: Marks and overrides of direction, what is not to be seen, and the private characters that ``held`` uses.
_UNSEEN: Final = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ue0f0-\ue0ff\U000e0001]"
)
#: Where a token of the services that mails are sent from begins or ends: ``{{ name }}``, ``*|NAME|*``.
_JOINT: Final = re.compile(r"\{(?=[{%#])|[%}#](?=\})|\*(?=\|)|\|(?=\*)|%(?=%)")
#: What tokens are made of, and a private character that stands for it.
_TOKENS: Final = {"{": "\ue0f4", "}": "\ue0f5", "|": "\ue0f6"}
_MAILBOX: Final = re.compile(r"(?P<name>.*?)\s*<(?P<address>[^<>\s]+)>", re.DOTALL)
_LOCAL: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*")
_MOST_OF_A_NAME: Final = 64
#: Of an address, by the rules of mail.
_MOST_OF_AN_ADDRESS: Final = 254


class Mailbox(NamedTuple):
    """Who sends: a name, "" for none, and an ASCII address."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """What stands behind the address's sign."""
        return self.address.rpartition("@")[2]

    @property
    def written(self) -> str:
        """As a desk writes it; ``mailbox`` reads it as the same."""
        return f"{self.name} <{self.address}>" if self.name else self.address


def seen(text: str) -> str:
    """Return text without what no reader sees; its lines stay lines."""
    return legal(_UNSEEN.sub("", text))


def parted(text: str) -> str:
    """Return text in which a blank parts what a service would take for a token of its own.

    Plain text knows no references, and a headline of the market has none of these.

    Example:
        >>> parted("5% {{ name }} *|NAME|*")
        '5% { { name } } * |NAME| *'
    """
    return _JOINT.sub(r"\g<0> ", text)


def line(text: str, most: int) -> str:
    r"""Return text as one line of at most so many characters.

    Example:
        >>> line("Bitcoin\r\nBcc: all@example.org\u202e", 75)
        'Bitcoin Bcc: all@example.org'
    """
    return cut(parted(one_line(seen(text))), most)


def mailbox(text: str) -> Mailbox:
    """Read ``Name <address>`` or an address; a domain that is not ASCII is written as mail writes it.

    Raises:
        InputError: There is no address in it that mail can be sent from.

    Example:
        >>> mailbox("The Morning Basis, Inc. <desk@example.org>")
        Mailbox(name='The Morning Basis, Inc.', address='desk@example.org')
    """
    found = _MAILBOX.fullmatch(text.strip())
    name, address = ("", text.strip()) if found is None else (found["name"], found["address"])
    if len(name) > 1 and name[0] == name[-1] == '"':
        name = name[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    local, _, domain = address.rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        domain = ""
    whole = f"{local}@{domain}"
    if not (_LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain) and len(whole) <= _MOST_OF_AN_ADDRESS):
        raise InputError(f"{line(text, 80)!r}: is no sender; write `Name <desk@example.org>`")
    return Mailbox(line(name, _MOST_OF_A_NAME), whole)


def is_domain(text: str) -> bool:
    """Whether text is a name of dots and letters, as a list's id is."""
    return len(text) <= _MOST_OF_AN_ADDRESS and _DOMAIN.fullmatch(text) is not None


def held(text: str) -> str:
    """Return visible text in which nothing can be taken for a service's token; ``released`` writes it as HTML.

    References such as ``&#123;`` cannot stand in HTML that is yet to be parsed: the parser would undo them.
    """
    return seen(text).translate(_HELD)


def released(html: str) -> str:
    """Return HTML in which what ``held`` put by stands as references."""
    return html.translate(_RELEASED)


_HELD: Final = str.maketrans(_TOKENS)
_RELEASED: Final = str.maketrans({mark: f"&#{ord(sign)};" for sign, mark in _TOKENS.items()})
