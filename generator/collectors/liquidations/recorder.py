"""The recorder: listens to the streams until it is stopped, whatever becomes of the lines.

A line is listened to from the moment at which its subscriptions are in force. It is closed and
opened anew where the venue falls silent, breaks off, refuses, or lists other contracts than it
did; the time in between is not covered, and no span says that it is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NoReturn

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from generator import __version__
from generator.collectors.liquidations.listening import Listening
from generator.collectors.liquidations.pace import USUAL, Pace
from generator.collectors.liquidations.stream import Contract, Said, Stream
from generator.errors import PayloadError
from generator.model.segment import Segment

_AGENT: Final = f"wirecopy/{__version__}"
_TROUBLES: Final = (OSError, TimeoutError, WebSocketException, httpx.HTTPError, PayloadError)
#: A list of contracts has fewer pages than this.
_PAGES: Final = 20


async def record(
    streams: Sequence[Stream],
    *,
    clock: Callable[[], datetime],
    chance: Callable[[], float],
    keep: Callable[[Segment], None],
    stop: asyncio.Event,
    pace: Pace = USUAL,
    tell: Callable[[str], None] = lambda _: None,
) -> None:
    """Listen to the streams until ``stop`` is set, and hand over every span.

    Args:
        streams: Each has a line of its own; what befalls one leaves the others alone.
        clock: Tells the time, in UTC.
        chance: A number from 0 to 1, for spreading attempts.
        keep: Takes each span; what it raises ends the recording.
        stop: Set by whoever wants an end.
        pace: How often things are done.
        tell: Takes a line for people when a stream is heard, or is not any more.
    """
    lines = [_Line(stream, clock=clock, chance=chance, keep=keep, pace=pace, tell=tell) for stream in streams]
    following = [asyncio.create_task(line.follow()) for line in lines]
    stopped = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait([stopped, *following], return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (stopped, *following):
            task.cancel()
        ends = await asyncio.gather(*following, return_exceptions=True)
    for end in ends:
        if isinstance(end, Exception):
            raise _cause(end)


class _NotKeptError(Exception):
    """A span could not be written down; the cause says why."""


@dataclass(slots=True, kw_only=True)
class _Heard:
    """What a connection has said about itself so far."""

    waited_for: int
    quiet_beats: int = 0


class _Line:
    """One stream, connected again and again."""

    def __init__(
        self,
        stream: Stream,
        *,
        clock: Callable[[], datetime],
        chance: Callable[[], float],
        keep: Callable[[Segment], None],
        pace: Pace,
        tell: Callable[[str], None],
    ) -> None:
        self._stream = stream
        self._clock = clock
        self._chance = chance
        self._keep_it = keep
        self._pace = pace
        self._tell = tell
        self._failures = 0

    async def follow(self) -> None:
        """Listen for ever."""
        while True:
            try:
                contracts = await self._listed()
                await self._listen(contracts)
            except* _TROUBLES as group:
                self._tell(f"{self._stream.id}: {_said(_first(group))}; tried again soon")
            # Half of the wait is left to chance, so that many recorders do not come back at once.
            wait = min(self._pace.longest_wait, self._pace.first_wait * 2 ** min(self._failures, 16))
            self._failures += 1
            await asyncio.sleep(wait * (0.5 + self._chance() / 2))

    def _keep(self, span: Segment) -> None:
        try:
            self._keep_it(span)
        except Exception as error:
            raise _NotKeptError from error

    async def _listen(self, contracts: Mapping[str, Contract]) -> None:
        """Open a line and listen to it until it breaks."""
        listening = Listening(self._stream, contracts, clock=self._clock, keep=self._keep)
        orderly = False
        async with connect(
            self._stream.url,
            user_agent_header=_AGENT,
            open_timeout=self._pace.answer,
            close_timeout=1,
            ping_interval=None,  # we have a heartbeat of our own
            max_queue=None,
        ) as socket:
            requests = self._stream.subscribe(contracts)
            heard = _Heard(waited_for=len(requests))
            try:
                async with asyncio.TaskGroup() as tasks:
                    tasks.create_task(self._receive(socket, listening, heard))
                    tasks.create_task(self._beat(socket, listening, heard))
                    tasks.create_task(self._flush(listening))
                    tasks.create_task(self._subscribe(socket, requests, listening))
                    tasks.create_task(self._watch_listing(contracts))
            except* ConnectionClosed:
                orderly = await self._drain(socket, listening, heard)
                raise
            finally:
                listening.end(orderly=orderly)

    async def _subscribe(self, socket: ClientConnection, requests: Sequence[str], listening: Listening) -> None:
        for request in requests:
            await socket.send(request)
        if not requests:
            self._begin(listening)
        await asyncio.sleep(self._pace.answer)
        if not listening.covers:
            raise TimeoutError(f"answered not all of {len(requests)} subscriptions")

    async def _receive(self, socket: ClientConnection, listening: Listening, heard: _Heard) -> NoReturn:
        while True:
            message = await socket.recv()
            heard.quiet_beats = 0
            said = self._stream.answer(message.encode() if isinstance(message, str) else message)
            if said is Said.NEWS:
                listening.hear(message)
                continue
            listening.alive()
            if said is Said.SUBSCRIBED:
                heard.waited_for -= 1
                if heard.waited_for == 0:
                    self._begin(listening)

    async def _drain(self, socket: ClientConnection, listening: Listening, heard: _Heard) -> bool:
        """Take what came before the line closed; return whether the venue said goodbye after it."""
        try:
            await self._receive(socket, listening, heard)
        except ConnectionClosed as error:
            return error.rcvd is not None

    def _begin(self, listening: Listening) -> None:
        listening.begin()
        self._tell(f"{self._stream.id}: is heard")

    async def _beat(self, socket: ClientConnection, listening: Listening, heard: _Heard) -> None:
        """Send heartbeats, and give up a line on which nothing comes back."""
        while True:
            await asyncio.sleep(self._pace.beat)
            if heard.quiet_beats * self._pace.beat >= self._pace.silent:
                raise TimeoutError(f"said nothing for {self._pace.silent:g} seconds")
            heard.quiet_beats += 1
            if self._stream.beat is not None:
                await socket.send(self._stream.beat)
                continue
            async with asyncio.timeout(self._pace.silent):
                await (await socket.ping())
            heard.quiet_beats = 0
            listening.alive()

    async def _flush(self, listening: Listening) -> None:
        while True:
            await asyncio.sleep(self._pace.flush)
            self._failures = 0  # a line that lived so long is no failure
            listening.hand_over()

    async def _watch_listing(self, contracts: Mapping[str, Contract]) -> None:
        """End the connection once the venue lists other contracts."""
        while True:
            await asyncio.sleep(self._pace.listing)
            try:
                listed = await self._listed()
            except (httpx.HTTPError, PayloadError) as error:
                self._tell(f"{self._stream.id}: {_said(error)}; listens on")
                continue
            if listed != contracts:
                raise PayloadError("lists other contracts than it did; is opened anew")

    async def _listed(self) -> Mapping[str, Contract]:
        """Return the contracts that the venue lists; none where nobody needs to know."""
        listing = self._stream.listing
        if listing is None:
            return {}
        contracts: dict[str, Contract] = {}
        more = ""
        async with httpx.AsyncClient(timeout=self._pace.answer, headers={"User-Agent": _AGENT}) as client:
            for _ in range(_PAGES):
                reply = await client.get(f"{listing.base_url}{listing.path}{more}")
                if reply.status_code != httpx.codes.OK:
                    raise PayloadError(f"the list of contracts came with status {reply.status_code}")
                page = listing.read(reply.content)
                contracts |= page.contracts
                more = page.next
                if not more:
                    return contracts
        raise PayloadError(f"the list of contracts has more than {_PAGES} pages")


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """Return the first of what went wrong."""
    first = group.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first


def _cause(error: Exception) -> BaseException:
    """Return why a span could not be written down, or any other error as it is."""
    lost = error.subgroup(_NotKeptError) if isinstance(error, ExceptionGroup) else error
    first = _first(lost) if isinstance(lost, ExceptionGroup) else lost
    return (first.__cause__ if isinstance(first, _NotKeptError) else None) or error


def _said(error: BaseException) -> str:
    return str(error) or type(error).__name__
