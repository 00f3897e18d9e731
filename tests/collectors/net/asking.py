"""Ask the loopback server as a run would, and say what came of it."""

import asyncio
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from generator.collectors.net.client import Client
from generator.collectors.net.gather import gather
from generator.collectors.source import Ask, Limit, Source
from generator.model.reply import Reply, Trouble
from tests.loopback.server import Answer, Loopback

NOW = datetime(2026, 2, 10, 12, tzinfo=UTC)
BODY = b'{"price": 68632.97, "padding": "' + b"0123456789" * 60 + b'"}'


def source(**fields):
    """A source that allows so much that no test waits for it."""
    return Source(
        **{
            "id": "exchange",
            "publisher": "exchange",
            "base_url": "https://exchange.example",
            "limit": Limit(1_000, 1),
            "asks": lambda _scope: [],
            "parsers": {},
            **fields,
        }
    )


QUESTION = Ask(kind="ticker", subject="BTC", path="/ticker", query=(("symbol", "BTC"),), feeds=("spot.price",))


def questions(count):
    """So many questions that differ."""
    return [Ask(kind="ticker", subject=str(place), path=f"/ticker/{place}") for place in range(count)]


@dataclass(frozen=True)
class Asked:
    """What a run brought."""

    replies: list[Reply]
    troubles: tuple[Trouble, ...]
    seconds: float

    @property
    def reply(self):
        """The only reply."""
        assert (len(self.replies), self.troubles) == (1, ())
        return self.replies[0]

    @property
    def why(self):
        """The only trouble's clause."""
        assert (self.replies, len(self.troubles)) == ([], 1)
        return self.troubles[0].why


def client(server, **settings):
    """A client for the loopback server that does not wait between attempts."""
    return Client(
        **{
            "clock": lambda: NOW,
            "chance": lambda: 0.0,
            "agent": "wirecopy/0.1.0 (+https://wirecopy.example)",
            "timeout_seconds": 5.0,
            "base_urls": {"exchange": server.url("exchange")},
            **settings,
        }
    )


def run(server, *asked, budget=20.0, keep=None, **settings):
    """Ask all at once; a question stands for itself where the source is the usual one."""
    pairs = [pair if isinstance(pair, tuple) else (source(), pair) for pair in asked or [QUESTION]]
    replies = []

    async def everything():
        async with client(server, **settings) as asking:
            began = time.monotonic()
            troubles = await gather(pairs, asking, budget_seconds=budget, keep=keep or replies.append)
            seconds = time.monotonic() - began
            assert asyncio.all_tasks() == {asyncio.current_task()}, "a task was left behind"
            return Asked(replies, troubles, seconds)

    return asyncio.run(everything())


@contextmanager
def serving(respond=None, fault=None, **settings):
    """A loopback server that answers everything with the same body unless told otherwise."""
    with Loopback(respond or (lambda _request: Answer(body=BODY)), fault, **settings) as server:
        yield server
