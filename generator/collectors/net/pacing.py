"""How often and how many at once: no source is asked more than it allows."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from generator.collectors.net.refused import BARRED, FailedError
from generator.collectors.source import Limit

_CONNECTIONS: Final = 8


class Pace:
    """Keeps one source's requests within its limit, in whichever window of that length one looks."""

    def __init__(self, limit: Limit) -> None:
        #: Held by the question whose turn is next, so that the others wait in the order in which they came.
        self.queue = asyncio.Lock()
        self._limit = limit
        self._sent: deque[float] = deque(maxlen=limit.requests)

    def next_turn(self) -> float:
        """Return when the next request may go, on the event loop's clock. [seconds]"""
        if len(self._sent) < self._limit.requests:
            return 0.0
        return self._sent[0] + self._limit.seconds

    def went(self, now: float) -> None:
        """Count a request."""
        self._sent.append(now)


class Host:
    """What all questions to one address have in common: its connections, and when it wants to be left alone."""

    def __init__(self) -> None:
        self._connections = asyncio.Semaphore(_CONNECTIONS)
        self._quiet_until = 0.0
        self._barred = False

    def bar(self) -> None:
        """Leave it alone from now on."""
        self._barred = True

    def pause(self, until: float) -> None:
        """Leave it alone for a while. [seconds on the event loop's clock]"""
        self._quiet_until = max(self._quiet_until, until)

    @asynccontextmanager
    async def turn(self, pace: Pace, deadline: float) -> AsyncIterator[None]:
        """Wait until a request may be sent, and hold a connection for it.

        Raises:
            FailedError: It would have to wait beyond the deadline, or for good.
        """
        async with pace.queue:
            await self._connections.acquire()
            try:
                await self._wait(pace, deadline)
            except BaseException:
                self._connections.release()
                raise
        try:
            yield
        finally:
            self._connections.release()

    async def _wait(self, pace: Pace, deadline: float) -> None:
        loop = asyncio.get_running_loop()
        while True:
            if self._barred:
                raise FailedError("was not asked again: it has barred this machine for a while", status=BARRED)
            if self._quiet_until > deadline:
                raise FailedError("was not asked again: it asked for a longer pause than the run lasts", status=429)
            at = max(self._quiet_until, pace.next_turn())
            if at > deadline:
                raise FailedError("was not asked: its limit leaves no turn for this question while the run lasts")
            delay = at - loop.time()
            if delay <= 0:
                pace.went(loop.time())
                return
            await asyncio.sleep(delay)
