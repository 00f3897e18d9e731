"""One attempt at a question: the request as it is sent, and what its answer comes to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

import httpx

from generator.collectors.net.body import read_body
from generator.collectors.net.refused import QUOTED, RETRIED, FailedError, by_status, own_words, shown
from generator.collectors.net.retry import asked_to_wait
from generator.collectors.source import Ask, Source
from generator.model.reply import Reply

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_ERROR_BODY: Final = 20_000
_LIMITS_SHOWN: Final = 240
_LONGEST_MARK: Final = 240
#: How headers begin in which sources say what is left of their limits.
_LIMITS: Final = ("x-mbx-used-weight", "x-bapi-limit", "x-ratelimit", "x-rate-limit", "ratelimit")


@dataclass(frozen=True, slots=True)
class Question:
    """A question with all that its attempts have in common; ``url`` is without the key."""

    source: Source
    ask: Ask
    base_url: str
    url: str
    secret: str | None = field(repr=False)
    known: Reply | None


@dataclass(slots=True, kw_only=True)
class Exchange:
    """One attempt.

    Args:
        transport: Sends and receives.
        question: What is asked.
        agent: The user agent.
        connect_seconds: How long it may take until the connection stands.
        largest: The most that is taken of a body. [bytes]
        secrets: What must not come back from a source into anything that is kept or printed, in small letters.
        stage: What the source has yet to do, for people.
    """

    transport: httpx.AsyncHTTPTransport
    question: Question
    agent: str
    connect_seconds: float
    largest: int
    secrets: Iterable[str] = field(repr=False)
    stage: str = "answer"

    async def run(self, clock: Callable[[], datetime]) -> Reply:
        """Return the reply.

        Raises:
            FailedError: There is none that is of use.
        """
        asked_at = clock()
        url = httpx.URL(self.question.url)
        for _ in range(self.question.ask.redirects + 1):
            response = await self.transport.handle_async_request(self._request(url))
            try:
                if response.status_code not in _REDIRECTS:
                    return await self._reply(response, asked_at, clock)
                url = self._onward(url, response)
            finally:
                await response.aclose()
        raise FailedError("sends us on again and again", status=response.status_code)

    def _request(self, url: httpx.URL) -> httpx.Request:
        source, ask, known = self.question.source, self.question.ask, self.question.known
        headers = httpx.Headers({"user-agent": self.agent, "accept": "*/*"})
        headers.update(source.headers)
        headers["accept-encoding"] = "gzip"  # the one that we unpack within bounds
        if known is not None and known.etag:
            headers["if-none-match"] = known.etag
        if known is not None and known.last_modified:
            headers["if-modified-since"] = known.last_modified
        if source.key is not None and self.question.secret is not None and _origin(url) == _origin(self.question.url):
            if source.key.place == "header":
                headers[source.key.field] = self.question.secret
            else:
                joint = "&" if url.query else "?"
                url = httpx.URL(f"{url}{joint}{urlencode({source.key.field: self.question.secret})}")
        patience = {"timeout": {"connect": self.connect_seconds}}
        if not ask.post:
            return httpx.Request("GET", url, headers=headers, extensions=patience)
        headers["content-type"] = "application/json"
        return httpx.Request("POST", url, headers=headers, content=ask.post.encode(), extensions=patience)

    def _onward(self, url: httpx.URL, response: httpx.Response) -> httpx.URL:
        target = url.join(response.headers.get("location", ""))
        allowed = target.scheme == "https" or _origin(target) == _origin(self.question.url)
        if not self.question.ask.redirects or self.question.ask.post or not allowed:
            raise FailedError(
                f"sends us on to {self._told(target.host) or 'another address'}", status=response.status_code
            )
        return target

    async def _reply(self, response: httpx.Response, asked_at: datetime, clock: Callable[[], datetime]) -> Reply:
        status = response.status_code
        known = self.question.known if status == 304 else None  # a new body has nothing of the old one's
        if status != 200 and known is None:
            raise await self._refusal(response, clock())
        self.stage = "send all of its answer"
        body = await read_body(response, self.largest) if known is None else known.body
        if any(secret.encode() in body.lower() for secret in self.secrets):
            raise FailedError("sent a key of ours back; its answer was not kept", status=status)
        headers = response.headers
        return Reply(
            source=self.question.source.id,
            kind=self.question.ask.kind,
            subject=self.question.ask.subject,
            url=self.question.url,
            request=self.question.ask.post,
            status=status,
            asked_at=asked_at,
            fetched_at=clock(),
            body=body,
            content_type=self._told(headers.get("content-type", "" if known is None else known.content_type)),
            etag=self._mark(headers.get("etag", "" if known is None else known.etag)),
            last_modified=self._mark(headers.get("last-modified", "" if known is None else known.last_modified)),
            limits=self._told(_limits_left(headers), longest=_LIMITS_SHOWN),
        )

    async def _refusal(self, response: httpx.Response, now: datetime) -> FailedError:
        status = response.status_code
        try:
            async with asyncio.timeout(1):  # its words are not worth waiting for
                said = own_words(await read_body(response, _ERROR_BODY))
        except (FailedError, httpx.HTTPError, OSError):
            said = ""
        wait = asked_to_wait(response.headers.get("retry-after", ""), now)
        return FailedError(by_status(status, self._told(said)), status=status, again=status in RETRIED, wait=wait)

    def _told(self, text: str, longest: int = QUOTED) -> str:
        """Return what a source says as one short line; nothing at all if it says a key of ours."""
        lower = text.lower()  # hosts come back in small letters
        return "" if any(secret in lower for secret in self.secrets) else shown(text, longest)

    def _mark(self, text: str) -> str:
        """Return what is sent back as it came to ask for changes; nothing if it could not be."""
        return text if text.isascii() and self._told(text, _LONGEST_MARK) == text else ""


def _origin(url: httpx.URL | str) -> tuple[str, str, int | None]:
    parsed = httpx.URL(url)
    return parsed.scheme, parsed.host, parsed.port


def _limits_left(headers: httpx.Headers) -> str:
    return ", ".join(f"{name} {value}" for name, value in sorted(headers.items()) if name.startswith(_LIMITS))
