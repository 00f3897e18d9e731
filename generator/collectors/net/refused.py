"""Why a source gave nothing, in one clause that fits after its name: ``Binance USD-M: refused the connection``."""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Iterator
from typing import Any, Final

import httpx

from generator.errors import WirecopyError
from generator.model.reply import Trouble

#: After these a second try may well succeed; after any other status it would only annoy.
RETRIED: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
#: Binance's word for an address that went on asking after 429: it may not ask at all for minutes to days.
BARRED: Final = 418
_MEANING: Final = {
    401: "it wants a key, or another one",
    403: "not allowed from here",
    BARRED: "it has barred this machine for a while",
    429: "asked too often",
    451: "not available from where this machine stands",
}
#: Where sources put their own words about an error; the names are tried in this order.
_WORDS: Final = (
    "message", "msg", "retMsg", "error_message", "detail", "reason", "error", "errors", "status", "data",
)  # fmt: skip
#: How much of a source's words is quoted.
QUOTED: Final = 80
#: What stands behind an error of the transport → the clause for it, and whether another attempt makes sense.
_ERRORS: Final[tuple[tuple[type[Exception], str, bool], ...]] = (
    (ssl.SSLError, "did not speak TLS as it should", False),
    (socket.gaierror, "its name could not be looked up", True),
    (ConnectionRefusedError, "refused the connection", True),
    (ConnectionError, "broke the connection off", True),
    (httpx.RemoteProtocolError, "broke its answer off, or did not speak HTTP", True),
    (httpx.LocalProtocolError, "could not be asked: HTTP cannot send one of our headers", False),
    (httpx.InvalidURL, "has an address that cannot be asked", False),
    (httpx.UnsupportedProtocol, "has an address that cannot be asked", False),
)


class RefusedError(WirecopyError):
    """A question brought no reply; ``trouble`` says why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(f"{trouble.source}: {trouble.why}")
        self.trouble = trouble


class FailedError(WirecopyError):
    """One attempt brought no reply.

    Args:
        why: One clause for people.
        status: HTTP status, where it came to one.
        again: Whether another attempt makes sense.
        wait: How long the source asks to be left alone. [seconds]
    """

    def __init__(self, why: str, *, status: int | None = None, again: bool = False, wait: float | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.status = status
        self.again = again
        self.wait = wait


def by_status(status: int, said: str) -> str:
    """Return the clause for a reply that is no answer; ``said`` is the source's own word on it, or empty."""
    meaning = f": {_MEANING[status]}" if status in _MEANING else ""
    return f"answered with HTTP {status}{meaning}" + (f' ("{said}")' if said else "")


def own_words(body: bytes) -> str:
    """Return a JSON error's own message, as long as it is; empty if there is none. HTML is none."""
    try:
        found = _message(json.loads(body), depth=3)
    except (ValueError, RecursionError):
        return ""
    return "" if "<" in found else found


def _message(value: Any, *, depth: int) -> str:  # noqa: ANN401 - what a wire holds
    if isinstance(value, str):
        return value
    if depth and isinstance(value, list) and value:
        return _message(value[0], depth=depth - 1)
    if depth and isinstance(value, dict):
        return next(filter(None, (_message(value[name], depth=depth - 1) for name in _WORDS if name in value)), "")
    return ""


def shown(text: str, longest: int = QUOTED) -> str:
    """Return text of a source as one short line: nothing in it moves a cursor or turns the writing round."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text[: longest * 4]).split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def seconds(count: float) -> str:
    """Return a time for people: ``1 second``, ``0.5 seconds``."""
    return f"{count:.10g} second{'' if count == 1 else 's'}"


def by_error(error: Exception) -> FailedError:
    """Return what an error of the transport means; its own text is left alone, for it may hold an address."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return FailedError(_certificate(cause))
        for kind, why, again in _ERRORS:
            if isinstance(cause, kind):
                return FailedError(why, again=again)
    return FailedError("could not be reached", again=True)


def _certificate(error: ssl.SSLCertVerificationError) -> str:
    # OpenSSL's numbers, from x509_vfy.h: 10 has expired, 62 and 64 another host name or address.
    if error.verify_code in {62, 64}:
        return "its TLS certificate is not valid for this host"
    if error.verify_code == 10:
        return "its TLS certificate has expired"
    return "its TLS certificate is vouched for by nobody whom this machine trusts"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield what an error came from, and what that came from."""
    waiting: list[BaseException] = [error]
    seen: set[int] = set()
    while waiting:
        cause = waiting.pop()
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        waiting += [one for one in (cause.__context__, cause.__cause__) if one is not None]
        if isinstance(cause, BaseExceptionGroup):
            waiting += cause.exceptions
