"""Why a service did not do what it was asked: one line with where, what, and what to do; never a key or a token."""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Collection, Iterator
from typing import Any, Final

import httpx

from generator.errors import TargetError

#: How much of a service's own words is quoted.
_QUOTED: Final = 160
#: What is shorter could be a part of any word.
_SHORT: Final = 6
#: Where services put their own words about an error; the names are tried in this order.
_WORDS: Final = (
    "error_description", "message", "detail", "msg", "context", "error", "errors", "title", "reason", "code",
)  # fmt: skip


class RefusedError(TargetError):
    """A service did not do what it was asked.

    Args:
        status: HTTP status, None where it came to none.
        unsure: Whether a write may have been done all the same.
        again: Whether asking again makes sense.
    """

    def __init__(self, told: str, *, status: int | None = None, unsure: bool = False, again: bool = False) -> None:
        super().__init__(told)
        self.status = status
        self.unsure = unsure
        self.again = again


def by_status(service: str, key: str, status: int, body: bytes, hidden: Collection[str]) -> str:
    """Return the line for an answer that is none, with the service's own words where they are fit to be shown."""
    said = own_words(body, hidden)
    what, advice = _meaning(service, key, status)
    return f"{service}: {what} (HTTP {status}{f': {said}' if said else ''}); {advice}"


def _meaning(service: str, key: str, status: int) -> tuple[str, str]:
    table = f"[newsletter.{service}]"
    known = {
        400: ("does not take the draft", f"look at its words, and at the settings in {table}"),
        401: (f"does not accept {key}", "make a new one there and set it in the environment or the keyring"),
        402: ("wants to be paid for this", "look at the account's plan"),
        403: ("does not allow this", f"look at the rights of {key} and at the account's plan"),
        404: ("does not have what was asked for", f"look at the names and addresses in {table}"),
        409: ("says that somebody else is writing there", "close the draft there and run again"),
        413: ("finds the draft too large", "take fewer articles or pictures into an issue"),
        422: ("does not take the draft", f"look at its words, and at the settings in {table}"),
        429: ("was asked too often", "wait some minutes and run again"),
    }
    if status in known:
        return known[status]
    if 300 <= status < 400:
        return "answers from another address", f"set base_url in {table} to the address that it has now"
    if status >= 500:
        return "has trouble of its own", "run again later: no draft is made twice"
    return "refuses", f"look at its words, and at the settings in {table}"


def by_error(service: str, error: Exception, timeout_seconds: float) -> RefusedError:
    """Return what an error of the transport means; its own text is left alone, for it may hold an address."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLError):
            return RefusedError(f"{service}: its TLS certificate cannot be trusted; look at base_url and the network")
        if isinstance(cause, socket.gaierror):
            told = f"{service}: its name cannot be looked up; look at base_url and the network"
            return RefusedError(told, again=True)
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
        return RefusedError(f"{service}: cannot be reached; look at the network and run again", again=True)
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol | httpx.LocalProtocolError):
        return RefusedError(f"{service}: cannot be asked so; look at its settings and keys")
    if isinstance(error, httpx.TimeoutException):
        told = f"{service}: did not answer within {seconds(timeout_seconds)}; run again: no draft is made twice"
        return RefusedError(told, unsure=True, again=True)
    told = f"{service}: broke its answer off; run again: no draft is made twice"
    return RefusedError(told, unsure=True, again=True)


def own_words(body: bytes, hidden: Collection[str]) -> str:
    """Return an error's own message as one short line; empty if there is none that can be shown.

    What repeats a key is not shown at all.
    """
    try:
        found = _message(json.loads(body), depth=4)
    except (ValueError, RecursionError):
        return ""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in found[: _QUOTED * 4]).split())
    lowered = found.lower()
    if "<" in line or any(len(each) > _SHORT and each.lower() in lowered for each in hidden):
        return ""
    return line if len(line) <= _QUOTED else f"{line[: _QUOTED - 1]}…"


def _message(value: Any, *, depth: int) -> str:  # noqa: ANN401 - what a wire holds
    if isinstance(value, str):
        return value
    if depth and isinstance(value, list) and value:
        return _message(value[0], depth=depth - 1)
    if depth and isinstance(value, dict):
        return next(filter(None, (_message(value[name], depth=depth - 1) for name in _WORDS if name in value)), "")
    return ""


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def seconds(count: float) -> str:
    """Return a time for people: ``1 second``, ``0.5 seconds``."""
    return f"{count:.10g} second{'' if count == 1 else 's'}"
