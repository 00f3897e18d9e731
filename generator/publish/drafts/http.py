"""Asks a newsletter service, once too seldom rather than once too often.

What only reads, or writes the same again, is repeated. What makes something new is not, once its answer was lost:
then one looks whether it is there.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final, TypeVar

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from generator.errors import TargetError
from generator.model.mailing import Found
from generator.publish.drafts.refusal import RefusedError, by_error, by_status, seconds

#: The most that is read of an answer; a list of a hundred campaigns with their HTML stays below. [bytes]
LARGEST: Final = 16_000_000
#: The longest that a service may ask us to wait; a run is not to hang for more. [seconds]
LONGEST_WAIT: Final = 60.0
_AGENT: Final = "wirecopy (newsletter drafts)"
_TROUBLED: Final = frozenset({500, 502, 503, 504})

Query = Sequence[tuple[str, str]]
#: What is sent: an object as JSON, pairs as a form, or text as it is.
Body = Mapping[str, Any] | httpx.QueryParams | str


class Reply(BaseModel):
    """What we read of an answer: strict in that, blind to the rest."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


ReplyT = TypeVar("ReplyT", bound=Reply)


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: bytes
    wait: float | None


@dataclass(kw_only=True)
class Client:
    """Speaks to one service.

    Args:
        service: As configuration names it.
        key: The names of its secrets, for advice.
        base_url: Without a slash at the end; https, or http on this machine.
        headers: Who we are, made anew for each request.
        hidden: What no text may hold: keys and tokens.
        clock: The time, aware UTC.
        pause: Waits for so many seconds.
        timeout_seconds: For the connection, and for each part of an answer; twice of it for an answer as a whole.
        attempts: How often the same is asked at most.
    """

    service: str
    key: str
    base_url: str
    headers: Callable[[], Mapping[str, str]] = field(repr=False)
    hidden: Collection[str] = field(repr=False)
    clock: Callable[[], datetime] = field(repr=False)
    pause: Callable[[float], None] = field(repr=False)
    timeout_seconds: float = 20.0
    attempts: int = 3
    # The transport and not httpx's client: that one writes addresses into the log, keeps cookies, reads proxies
    # from the environment and unpacks a body of any size.
    _transport: httpx.HTTPTransport = field(init=False, repr=False)

    def __post_init__(self) -> None:
        # Nobody closes a target, so no connection is kept.
        limits = httpx.Limits(max_keepalive_connections=0)
        self._transport = httpx.HTTPTransport(verify=_trusted(), trust_env=False, limits=limits)

    def get(self, reply: type[ReplyT], path: str, query: Query = ()) -> ReplyT:
        """Return what is read at a path.

        Raises:
            TargetError: The service cannot be reached, refuses, or answers nonsense.
        """
        return self._read(reply, self._repeated("GET", path, query, None))

    def find(self, reply: type[ReplyT], path: str, query: Query = ()) -> ReplyT | None:
        """Return what is read at a path, None where there is nothing."""
        try:
            return self.get(reply, path, query)
        except RefusedError as error:
            if error.status in {404, 410}:
                return None
            raise

    def put(
        self, path: str, body: Body, query: Query = (), *, method: str = "PUT", attempts: int | None = None
    ) -> None:
        """Write what leaves the same when it is written twice, so it is repeated like a question."""
        self._repeated(method, path, query, body, attempts=attempts)

    def exchange(self, reply: type[ReplyT], path: str, body: Body) -> ReplyT:
        """Post what makes nothing that lasts, so it is repeated like a question."""
        return self._read(reply, self._repeated("POST", path, (), body))

    def delete(self, path: str) -> None:
        """Remove what is at a path; it may be gone already."""
        try:
            self._repeated("DELETE", path, (), None)
        except RefusedError as error:
            if error.status not in {404, 410}:
                raise

    def post(self, reply: type[ReplyT], path: str, body: Body, query: Query = ()) -> ReplyT:
        """Make something new. It is asked again only where it is plain that nothing was made.

        Raises:
            RefusedError: ``unsure`` where it may have been made all the same.
        """
        try:
            return self._read(reply, self._repeated("POST", path, query, body, safe=False))
        except _NonsenseError as error:
            raise RefusedError(str(error), unsure=True) from None

    def create(
        self,
        make: Callable[[], Found],
        look: Callable[[], Found | None],
        mend: Callable[[Found], Found],
        *,
        again: bool = True,
    ) -> Found:
        """Make a draft once, whatever becomes of the answers.

        Args:
            make: Posts it and reads it back.
            look: Looks for it where the answer was lost.
            mend: Writes it anew over what was found: a first part may have been all that came to pass.
            again: Whether ``look`` sees at once what was made, so that one may post again where it sees nothing.
        """
        for attempt in range(1, self.attempts + 1):
            try:
                return make()
            except RefusedError as error:
                if not error.unsure:
                    raise
                found = look()
                if found is not None:
                    return mend(found) if found.state == "draft" else found
                # Without an answer the service may be at it still.
                if error.status is None or not again or attempt == self.attempts:
                    raise
            self.pause(_back_off(attempt))
        raise AssertionError  # the last attempt returned or raised

    def _repeated(
        self,
        method: str,
        path: str,
        query: Query,
        body: Body | None,
        *,
        safe: bool = True,
        attempts: int | None = None,
    ) -> bytes:
        """Return the body of the first good answer; ``safe`` says that asking twice leaves the same."""
        last = attempts or self.attempts
        for attempt in range(1, last + 1):
            try:
                answer = self._exchange(method, path, query, body)
            except RefusedError as error:
                # What was not even heard may be said again, whatever it was.
                if attempt == last or not error.again or (error.unsure and not safe):
                    raise
                wait = _back_off(attempt)
            else:
                if 200 <= answer.status < 300:
                    return answer.body
                refused = self._refused(answer, write=not safe)
                may = answer.status == 429 or (safe and answer.status in _TROUBLED)
                if attempt == last or not may:
                    raise refused
                wait = _back_off(attempt) if answer.wait is None else answer.wait
                if wait > LONGEST_WAIT:
                    raise RefusedError(
                        f"{self.service}: asks to be left alone for {seconds(wait)}; run again after that",
                        status=answer.status,
                    )
            self.pause(wait)
        raise AssertionError  # as above

    def _refused(self, answer: _Answer, *, write: bool) -> RefusedError:
        told = by_status(self.service, self.key, answer.status, answer.body, self._hidden())
        return RefusedError(told, status=answer.status, unsure=write and answer.status >= 500)

    def _exchange(self, method: str, path: str, query: Query, body: Body | None) -> _Answer:
        """Ask once."""
        limits = dict.fromkeys(("connect", "read", "write", "pool"), self.timeout_seconds)
        request = httpx.Request(
            method,
            httpx.URL(f"{self.base_url}{path}", params=list(query)) if query else f"{self.base_url}{path}",
            headers={"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": _AGENT}
            | _typed(body)
            | dict(self.headers()),
            content=None if body is None else _bytes(body),
            extensions={"timeout": limits},
        )
        until = self.clock() + timedelta(seconds=2 * self.timeout_seconds)
        try:
            response = self._transport.handle_request(request)
            try:
                return _Answer(response.status_code, self._body(response, until), _wait(response))
            finally:
                response.close()
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise by_error(self.service, error, self.timeout_seconds) from None

    def _body(self, response: httpx.Response, until: datetime) -> bytes:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise RefusedError(f"{self.service}: packs its answers, though asked not to; report this", unsure=True)
        body = bytearray()
        for piece in _pieces(response):
            body += piece
            if len(body) > LARGEST:
                raise RefusedError(f"{self.service}: answers with more than {LARGEST:,} bytes; run again", unsure=True)
            if self.clock() > until:
                raise httpx.ReadTimeout("")
        return bytes(body)

    def _read(self, reply: type[ReplyT], body: bytes) -> ReplyT:
        try:
            return reply.model_validate_json(body)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False, include_context=False)[0]
            place = ".".join(str(part) for part in first["loc"])
            what = f"{place} is wrong or missing" if place else "it is not JSON"
            raise _NonsenseError(
                f"{self.service}: answers what cannot be read ({what}); look whether it is the service at base_url"
            ) from None

    def _hidden(self) -> frozenset[str]:
        return frozenset({*self.hidden, *(part for value in self.headers().values() for part in value.split()[1:])})


@cache
def _trusted() -> ssl.SSLContext:
    """Read once whom this machine trusts: that takes longer than an answer."""
    return httpx.create_ssl_context(trust_env=False)


class _NonsenseError(TargetError):
    """An answer is not what the service documents."""


def _bytes(body: Body) -> bytes:
    plain = isinstance(body, str | httpx.QueryParams)
    return (str(body) if plain else json.dumps(body, ensure_ascii=False)).encode()


def _typed(body: Body | None) -> dict[str, str]:
    if body is None:
        return {}
    if isinstance(body, str):
        return {"Content-Type": "text/plain"}
    form = isinstance(body, httpx.QueryParams)
    return {"Content-Type": "application/x-www-form-urlencoded" if form else "application/json"}


def _pieces(response: httpx.Response) -> Iterator[bytes]:
    stream = response.stream
    assert isinstance(stream, httpx.SyncByteStream)
    yield from stream


def _back_off(attempt: int) -> float:
    """Return how long to wait after so many failures. [seconds]"""
    return float(1 << (attempt - 1))


def _wait(response: httpx.Response) -> float | None:
    """Read ``Retry-After`` in seconds; as a date none of the services gives it."""
    said = response.headers.get("retry-after", "")
    return float(said) if said.isascii() and said.isdigit() and len(said) < 10 else None
