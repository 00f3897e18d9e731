"""Who may ask: this machine's own browser, from our own pages.

A page of another site can make a browser send us requests. It cannot read our answers, cannot set
``Host`` and ``Origin``, and does not know the token that our forms carry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hmac import compare_digest
from http import HTTPStatus
from ipaddress import ip_address
from typing import Final

from generator.errors import InputError
from generator.serve.answer import NoAnswerError

#: An article has some ten thousand characters; a form that sends more than this is none of ours. [bytes]
MOST: Final = 1_000_000
_NAME: Final = "localhost"


def check_host(host: str, *, remote: bool) -> None:
    """Make sure that nobody else can listen in unless the user said so.

    Raises:
        InputError: The address is reached from other machines.
    """
    if not remote and not _is_loopback(host):
        raise InputError(
            f"{host}: other machines reach this address, and whoever does may approve articles; "
            "use 127.0.0.1, or say --allow-remote"
        )


def _is_loopback(host: str) -> bool:
    if host == _NAME:
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """Lets requests in.

    Args:
        host: The address that is listened on.
        port: And its port.
        token: What our own forms carry, made anew for each run.
        remote: Whether other machines may ask.
    """

    host: str
    port: int
    token: str = field(repr=False)
    remote: bool = False

    def check(self, method: str, headers: Mapping[str, str]) -> None:
        """Refuse what does not come to us under our own name, or sends a form from elsewhere.

        A name that a stranger's server gave out for 127.0.0.1 is not ours, so a page of his that asks
        us under it is refused.

        Raises:
            NoAnswerError: It is refused.
        """
        host = headers.get("Host", "")
        if not self._is_ours(host):
            raise NoAnswerError(HTTPStatus.FORBIDDEN, f"this desk is not called {host!r}")
        if method != "POST":
            return
        if headers.get("Origin") != f"http://{host}":
            raise NoAnswerError(HTTPStatus.FORBIDDEN, "this form was sent from another site, or by no browser")
        kind = headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind != "application/x-www-form-urlencoded":
            raise NoAnswerError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "only forms are taken")

    def check_form(self, form: Mapping[str, str]) -> None:
        """Refuse a form that is not from a page of this run.

        Raises:
            NoAnswerError: It is not.
        """
        if not compare_digest(form.get("token", "").encode(), self.token.encode()):
            raise NoAnswerError(
                HTTPStatus.FORBIDDEN, "this form is from an earlier run, or from elsewhere; load the page again"
            )

    def _is_ours(self, host: str) -> bool:
        name, colon, port = host.rpartition(":")
        if not colon or name.endswith(":") or "]" in port:
            name, port = host, "80"
        if port != str(self.port):
            return False
        bare = name.removeprefix("[").removesuffix("]").lower()
        if bare == self.host.lower():
            return True
        if not self.remote:
            return _is_loopback(bare)
        # A stranger can give his name our address, but not call himself by it.
        return _is_loopback(bare) or _is_address(bare)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def length(headers: Mapping[str, str]) -> int:
    """Return how many bytes a form has.

    Raises:
        NoAnswerError: It does not say, or there are too many.
    """
    given = headers.get("Content-Length", "")
    if "Transfer-Encoding" in headers or not given.isascii() or not given.isdecimal():
        raise NoAnswerError(HTTPStatus.LENGTH_REQUIRED, "a form says how long it is")
    if int(given) > MOST:
        raise NoAnswerError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a form has at most {MOST:,} bytes")
    return int(given)
