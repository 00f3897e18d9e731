"""``wirecopy record liquidations``: the venues' streams to the store, until stopped."""

from __future__ import annotations

import asyncio
import signal
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from generator.collectors.liquidations import binance, bybit, okx
from generator.collectors.liquidations.pace import USUAL, Pace
from generator.collectors.liquidations.stream import Stream
from generator.collectors.liquidations.sums import REACH, summed
from generator.collectors.liquidations.window import covered, merged
from generator.commands.console import Console
from generator.config import Settings, find_desk, load_settings
from generator.errors import InputError, WirecopyError
from generator.model.names import Names
from generator.model.reply import Reply
from generator.model.segment import Segment
from generator.store.sqlite import Store

STREAMS: Final = {stream.venue: stream for stream in (bybit.STREAM, okx.STREAM, binance.STREAM)}
_DAY: Final = timedelta(days=1)
_STATUS_SECONDS: Final = 60

Clock = Callable[[], datetime]


def record_liquidations(
    console: Console,
    desk: Path | None,
    *,
    clock: Clock,
    chance: Callable[[], float],
    venues: Sequence[str] = (),
    pace: Pace = USUAL,
) -> None:
    """Listen to the venues' liquidations and keep every message, until the process is told to stop.

    Args:
        console: Hears when a stream is heard and when it is not.
        desk: Whose store it is kept in.
        clock: Tells the time, UTC, to the microsecond: coverage is measured by it.
        chance: From 0 to 1, for spreading attempts.
        venues: Those to listen to; all if empty.
        pace: How often things are done.

    Raises:
        InputError: There is no desk, or no stream of a venue's.
        WirecopyError: The package ``websockets`` is missing.
    """
    settings = load_settings(find_desk(desk))
    for venue in venues:
        if venue not in STREAMS:
            raise InputError(f"unknown venue {venue!r}; use one of {', '.join(STREAMS)}")
    streams = [STREAMS[venue].at(settings.collecting.base_urls) for venue in venues or STREAMS]
    book = _Book(streams, clock)
    try:
        asyncio.run(_record(console, settings, streams, book, chance, pace))
    except ExceptionGroup as group:  # one failure is enough; the others follow from it
        raise group.exceptions[0] from None
    console.status("")
    console.say(str(book))
    console.result(book.told())


def recorded_totals(store: Store, names: Names, *, at: datetime) -> tuple[Reply, ...]:
    """Return the sums of the latest full day that a recorder heard, to be kept and read like a source's reply.

    Only Bybit's: its stream alone has all liquidations. What of it may be told is decided when it is read.

    Returns:
        One reply, none where nothing was recorded up to the hours before ``at``.
    """
    reply = summed(store.segments(bybit.STREAM.venue, at - REACH, at), names=names, at=at)
    return () if reply is None else (reply,)


class _Book:
    """For how long each venue was heard, as far as it is written down."""

    def __init__(self, streams: Sequence[Stream], clock: Clock) -> None:
        self._heard: dict[str, list[tuple[datetime, datetime]]] = {stream.venue: [] for stream in streams}
        self._messages: Counter[str] = Counter()
        self.clock = clock

    def open(self, store: Store) -> None:
        now = self.clock()
        for venue, heard in self._heard.items():
            heard += [(each.began_at, each.ended_at) for each in store.segments(venue, now - _DAY, now)]

    def add(self, segment: Segment) -> None:
        since = segment.ended_at - _DAY
        heard = self._heard[segment.venue]
        heard[:] = merged([*heard, (segment.began_at, segment.ended_at)], since, segment.ended_at)
        self._messages[segment.venue] += segment.messages

    def told(self) -> Mapping[str, object]:
        now = self.clock()
        return {
            venue: {
                "covered_seconds": covered(heard, now - _DAY, now).total_seconds(),
                "messages": self._messages[venue],
            }
            for venue, heard in self._heard.items()
        }

    def __str__(self) -> str:
        now = self.clock()
        hours = {venue: covered(heard, now - _DAY, now) / timedelta(hours=1) for venue, heard in self._heard.items()}
        each = (f"{venue} {length:.1f} h, {self._messages[venue]:,} messages" for venue, length in hours.items())
        return f"heard in the last 24 hours: {'; '.join(each)}"


async def _record(
    console: Console,
    settings: Settings,
    streams: Sequence[Stream],
    book: _Book,
    chance: Callable[[], float],
    pace: Pace,
) -> None:
    try:
        from generator.collectors.liquidations.recorder import record  # noqa: PLC0415 - websockets is an extra
    except ModuleNotFoundError as error:
        raise WirecopyError("the recorder needs the package websockets; run `pip install 'wirecopy[live]'`") from error
    stop, spans = asyncio.Event(), asyncio.Queue[Segment | None]()
    for each in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows has no such handlers; there the process is interrupted
            asyncio.get_running_loop().add_signal_handler(each, stop.set)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_write(console, settings.store, spans, book))
        showing = tasks.create_task(_show(console, book))
        await record(
            streams, clock=book.clock, chance=chance, keep=spans.put_nowait, stop=stop, pace=pace, tell=console.warn
        )  # fmt: skip
        spans.put_nowait(None)
        showing.cancel()


async def _write(console: Console, path: Path, spans: asyncio.Queue[Segment | None], book: _Book) -> None:
    """Write the spans down in a thread of their own: a store that is busy must not stop anyone's heartbeat."""
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=1) as hand:  # one, since SQLite wants always the same
        store = await loop.run_in_executor(hand, Store.open, path)
        try:
            await loop.run_in_executor(hand, book.open, store)
            while (span := await spans.get()) is not None:
                while not await loop.run_in_executor(hand, _kept, console, store, span):
                    pass  # the store itself waits before it gives up
                book.add(span)
        finally:
            await loop.run_in_executor(hand, store.close)


def _kept(console: Console, store: Store, span: Segment) -> bool:
    """Return whether the span could be written down; not as long as another process is writing for long."""
    try:
        store.keep_segment(span.venue, span.began_at, span.ended_at, span.body, span.messages)
    except InputError:
        raise
    except WirecopyError as error:
        console.warn(f"{error}; tried again, nothing is lost meanwhile")
        return False
    return True


async def _show(console: Console, book: _Book) -> None:
    while True:
        await asyncio.sleep(_STATUS_SECONDS)
        console.status(str(book))
