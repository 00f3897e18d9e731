"""Ask a source, politely and with an end: limits, time-outs, further attempts, and a key that leaves no trace.

It stands on httpx's transport and not on its client: that one writes each address into the log,
key and all, keeps cookies, and unpacks a body of any size.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Final, Self
from urllib.parse import quote, quote_plus

import httpx

from generator.collectors.net.exchange import Exchange, Question
from generator.collectors.net.pacing import Host, Pace
from generator.collectors.net.refused import BARRED, FailedError, RefusedError, by_error, seconds
from generator.collectors.net.retry import back_off
from generator.collectors.source import Ask, Source
from generator.model.reply import Reply, Trouble

#: How long a question may take that nobody set a deadline for. [seconds]
_PATIENCE: Final = 600.0
#: How many names may be looked up at once; asyncio's own number is six on a machine with two processors.
_LOOK_UPS: Final = 64
#: Keys are longer than this; what is shorter could be a part of any reply.
_SHORT: Final = 8


def nothing_known(_url: str, _request: str) -> Reply | None:
    """Know no earlier reply to any question."""
    return None


@dataclass(kw_only=True)
class Client:
    """Asks sources; use it as ``async with Client(…) as client``.

    Args:
        clock: The time, aware UTC.
        chance: Draws evenly from 0 to 1; spreads further attempts.
        agent: Names the program to the sources: ``wirecopy/0.1.0 (+https://…)``.
        timeout_seconds: How long one attempt may take, from the connection to the last byte; half of it
            for the connection.
        attempts: How often a question is asked before it is given up.
        secrets: Name of a key → its value.
        base_urls: Source id → base URL that replaces its own.
        known: The last kept reply to the same address and posted body; it is asked whether that changed.
        largest: The most that is taken of a body, packed and unpacked. [bytes]
    """

    clock: Callable[[], datetime]
    chance: Callable[[], float]
    agent: str
    timeout_seconds: float = 10.0
    attempts: int = 3
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    base_urls: Mapping[str, str] = field(default_factory=dict)
    known: Callable[[str, str], Reply | None] = nothing_known
    largest: int = 12_000_000
    _transport: httpx.AsyncHTTPTransport = field(init=False, repr=False)
    _hosts: dict[str, Host] = field(init=False, repr=False, default_factory=dict)
    _paces: dict[str, Pace] = field(init=False, repr=False, default_factory=dict)

    async def __aenter__(self) -> Self:
        # Its most talkative log tells a reply's headers whole, and a key that a redirect repeats with them.
        logging.getLogger("httpcore").setLevel(logging.INFO)
        # Each look-up of a name takes a thread; a name that nobody answers for must not keep the others waiting.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(_LOOK_UPS))
        unlimited = httpx.Limits(max_connections=None, max_keepalive_connections=None)  # a Host counts them
        self._transport = httpx.AsyncHTTPTransport(limits=unlimited)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._transport.aclose()

    async def ask(self, source: Source, ask: Ask, *, deadline: float | None = None) -> Reply:
        """Return the source's reply to a question.

        A reply with status 304 has the body that was known, and new times.

        Args:
            source: Whom to ask.
            ask: What.
            deadline: When the run ends, on the event loop's clock: no wait begins that lasts longer. [seconds]

        Raises:
            RefusedError: There is none; its ``trouble`` says why in one clause, which never holds a key.
        """
        answer = await self._answer(
            source, ask, asyncio.get_running_loop().time() + _PATIENCE if deadline is None else deadline
        )
        if isinstance(answer, Reply):
            return answer
        trouble = Trouble(
            source=source.id, kind=ask.kind, subject=ask.subject, why=answer.why, status=answer.status, feeds=ask.feeds
        )
        raise RefusedError(trouble)

    async def _answer(self, source: Source, ask: Ask, deadline: float) -> Reply | FailedError:
        question = self._question(source, ask)
        if isinstance(question, FailedError):
            return question
        host = self._hosts.setdefault(question.base_url, Host())
        pace = self._paces.setdefault(source.id, Pace(source.limit))
        for attempt in range(1, self.attempts):
            answer = await self._attempt(question, host, pace, deadline)
            if isinstance(answer, Reply) or not answer.again:
                return answer
            wait = back_off(attempt, self.chance) if answer.wait is None else answer.wait
            end = asyncio.get_running_loop().time() + wait
            if answer.status == 429:
                host.pause(end)
            if end > deadline:
                return answer if answer.wait is None else _too_long(answer.wait, answer.status)
            await asyncio.sleep(wait)
        return await self._attempt(question, host, pace, deadline)

    def _question(self, source: Source, ask: Ask) -> Question | FailedError:
        base_url = self.base_urls.get(source.id, source.base_url)
        secret = None if source.key is None else self.secrets.get(source.key.name)
        if source.key is not None:
            if not secret and not source.key.optional:
                return FailedError(f"needs {source.key.name} in the environment or the keyring")
            if secret and not (secret.isascii() and secret.isprintable() and " " not in secret):
                return FailedError(f"cannot be asked: {source.key.name} holds more than a key")
        url = source.address(ask, base_url)
        return Question(source, ask, base_url, url, secret, None if ask.post else self.known(url, ask.post))

    async def _attempt(self, question: Question, host: Host, pace: Pace, deadline: float) -> Reply | FailedError:
        long = [secret for secret in self.secrets.values() if len(secret) > _SHORT]
        secrets = {form(secret).lower() for secret in long for form in (str, quote, quote_plus)}
        exchange = Exchange(
            transport=self._transport,
            question=question,
            agent=self.agent,
            connect_seconds=self.timeout_seconds / 2,
            largest=self.largest,
            secrets=secrets,
        )
        try:
            async with host.turn(pace, deadline), asyncio.timeout(self.timeout_seconds):
                return await exchange.run(self.clock)
        except FailedError as failed:
            if failed.status == BARRED:
                host.bar()
            if failed.wait is not None:
                host.pause(asyncio.get_running_loop().time() + failed.wait)
            return failed
        except httpx.ConnectTimeout:
            return FailedError(f"could not be reached within {seconds(exchange.connect_seconds)}", again=True)
        except (TimeoutError, httpx.TimeoutException):
            return FailedError(f"did not {exchange.stage} within {seconds(self.timeout_seconds)}", again=True)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            return by_error(error)


def _too_long(wait: float, status: int | None) -> FailedError:
    return FailedError(f"asked to wait {seconds(math.ceil(wait))}, longer than the run lasts", status=status)
