"""What all services need done to an issue before they get it, and to a draft before it is compared."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.utils import parseaddr
from hashlib import sha256
from typing import Final, TypeVar

from generator.errors import InputError, TargetError
from generator.model.mailing import Mailing

ReadT = TypeVar("ReadT")

#: What begins a merge tag: Liquid, Django and Go templates, and Mailchimp's ``*|…|*``.
_BRACE: Final = re.compile(r"\{(?=[{%#])")
_STAR: Final = re.compile(r"\*(?=\|)")
_BODY: Final = re.compile(r"<body\b[^>]*>(.*)</body>", re.DOTALL | re.IGNORECASE)


def content(*parts: str) -> str:
    """Return a hash of what was read back, the same however a service spaces it."""
    return sha256("\x1f".join(" ".join(part.split()) for part in parts).encode()).hexdigest()


def marker(issue: str) -> str:
    """Return the name by which we know an issue's draft again."""
    return f"wirecopy {issue}"


def inert_html(html: str, token: str | None) -> str:
    """Return HTML in which nothing is a merge tag of a service but its own way out.

    An article's words may hold ``{{ … }}``, and a service would fill it in, or refuse to send.

    Example:
        >>> inert_html('<a href="{{ unsubscribe }}">out</a> {{ contact.EMAIL }}', "{{ unsubscribe }}")
        '<a href="{{ unsubscribe }}">out</a> &#123;{ contact.EMAIL }}'
    """
    parts = html.split(token) if token else [html]
    return (token or "").join(_STAR.sub("&#42;", _BRACE.sub("&#123;", part)) for part in parts)


def inert_text(text: str, token: str | None = None) -> str:
    """Return plain text in which nothing is a merge tag but a service's own way out.

    Example:
        >>> inert_text("{{{ x }}} *|FNAME|*")
        '{ { { x }}} * |FNAME|*'
    """
    parts = text.split(token) if token else [text]
    return (token or "").join(_STAR.sub("* ", _BRACE.sub("{ ", part)) for part in parts)


def inner(html: str) -> str:
    """Return what is inside of a page's body, for services that put a page of their own around it."""
    found = _BODY.search(html)
    return html if found is None else found[1].strip()


def sender(target: str, written: str) -> tuple[str, str]:
    """Return name and address of a sender.

    Raises:
        InputError: There is no address in it.
    """
    name, address = parseaddr(written)
    if "@" not in address:
        raise InputError(f"wirecopy.toml: [newsletter] from must be 'Name <address>', since {target} needs both")
    return name or address, address


def there(target: str, read: ReadT | None) -> ReadT:
    """Return what was read back.

    Raises:
        TargetError: There is nothing.
    """
    if read is None:
        raise TargetError(f"{target}: the draft is gone right after it was written; run again")
    return read


def proof(mailing: Mailing, said: Mapping[str, object], read: Mapping[str, object]) -> str:
    """Return what ``Found.holds`` says: the mailing's hash if all that we would say now was read back as it is."""
    return mailing.sha256 if all(name in read and read[name] == value for name, value in said.items()) else ""
