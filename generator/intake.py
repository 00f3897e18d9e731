"""The first half of the line on one page: world → collectors → gate → store."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final

from generator.collectors.gate.sift import sift
from generator.collectors.net.client import Client, nothing_known
from generator.collectors.net.gather import gather
from generator.collectors.reading import Reading
from generator.collectors.source import Ask, Scope, Source
from generator.errors import InputError
from generator.model.observation import Observation
from generator.model.quotes import Candle, Record
from generator.model.reply import Compared, Reply, SetAside, Trouble
from generator.store.sqlite import Added, Store
from generator.world import World

#: A history of years is thousands of questions at the pace that the sources allow.
_HISTORY_SECONDS: Final = 6 * 3600.0
#: A price of the run's own time: the last full hour's bar is at most this old.
_FRESH: Final = timedelta(hours=2)
_PRICE: Final = "spot.price"

#: By then all questions that may be asked at once have been sent. [seconds]
_SENT: Final = 0.3

Question = tuple[Source, Ask]
Meanwhile = Callable[[], object] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What a run brought.

    Args:
        run: Its number in the store.
        began_at: When it began; nothing that was stored later has a say in what its gate lets through.
        asked: Source → questions.
        answered: Source → answers.
        headlines: How many were read.
        priced: The assets of which a price passed.
        disputed: Comparisons beyond what the catalogue lets an article rest on.
    """

    run: int
    began_at: datetime
    asked: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    troubles: tuple[Trouble, ...] = ()
    aside: tuple[SetAside, ...] = ()
    compared: tuple[Compared, ...] = ()
    added: Added = field(default_factory=Added)
    headlines: int = 0
    priced: frozenset[str] = frozenset()
    disputed: tuple[Compared, ...] = ()

    def __add__(self, other: Intake) -> Intake:
        """Return what both brought together."""
        return replace(
            self,
            asked=self.asked + other.asked,
            answered=self.answered + other.answered,
            troubles=self.troubles + other.troubles,
            aside=self.aside + other.aside,
            compared=self.compared + other.compared,
            added=self.added + other.added,
            headlines=self.headlines + other.headlines,
            priced=self.priced | other.priced,
            disputed=self.disputed + other.disputed,
        )

    def __str__(self) -> str:
        """One line for people."""
        silent = [source for source in self.asked if not self.answered[source]]
        readings = self.added.new + self.added.unchanged + self.added.revised
        line = (
            f"{len(self.asked) - len(silent)} of {len(self.asked)} sources answered, "
            f"{readings:,} readings ({self.added.new:,} new), {len(self.aside)} set aside"
        )
        return f"{line}; silent: {', '.join(silent)}" if silent else line


def collect_day(
    world: World, store: Store, *, only: Sequence[str] = (), also: Sequence[Reply] = (), meanwhile: Meanwhile = None
) -> Intake:
    """Ask every source at once, keep each reply before it is read, and let through what the gate passes.

    Args:
        world: The desk.
        store: Where it goes.
        only: The sources to ask; all if empty.
        also: Replies that did not have to be fetched, such as a recorder's sums.
        meanwhile: What is done in a thread of its own once all questions are on their way.
    """
    at = world.clock()
    scope = world.scope(at)
    questions = [(source, ask) for source in world.asked(only) for ask in source.asks(scope)]
    run = store.begin_run("live", at)
    reading = Reading(world.sources, world.names, _feeds(questions))
    answered: Counter[str] = Counter()

    def keep(reply: Reply) -> None:
        store.keep(run, reply)
        answered[reply.source] += 1
        reading.add(reply)

    for reply in also:
        keep(reply)
    unanswered = _ask(world, store, questions, keep, world.settings.collecting.budget_seconds, meanwhile)
    intake = Intake(
        run=run, began_at=at, asked=Counter(source.id for source, _ in questions), answered=answered,
        troubles=(*unanswered, *reading.troubles),
    )  # fmt: skip
    with store.transaction():
        for trouble in (*intake.troubles, *_unasked(world, scope, only)):
            store.trouble(run, trouble)
        done = _take(world, store, intake, reading)
        store.end_run(run, world.clock(), str(done))
    return done


def collect_history(
    world: World, store: Store, *, reach: timedelta, only: Sequence[str], begin: Callable[[int], Callable[[], None]]
) -> Intake:
    """Ask for what the sources have of the past; what an earlier run was told is not asked again.

    A page is kept and taken in one step, so that a run that was cut off goes on where it was.

    Args:
        world: The desk.
        store: Where it goes.
        reach: How far back.
        only: The sources to ask; all if empty.
        begin: Told how many questions there are; what it returns is called with each answer.
    """
    at, known = world.clock(), store.answered("history")
    scope, urls = world.scope(at), world.settings.collecting.base_urls
    questions = [
        (source, ask)
        for source in world.asked(only)
        if source.history is not None
        for ask in source.history(scope, at - reach)
        if (source.address(ask, urls.get(source.id)), ask.post) not in known
    ]
    run, step = store.begin_run("history", at), begin(len(questions))
    done = Intake(run=run, began_at=at, asked=Counter(source.id for source, _ in questions))

    def keep(reply: Reply) -> None:
        nonlocal done
        reading = Reading(world.sources, world.names, _feeds(questions))
        reading.add(reply)
        with store.transaction():
            store.keep(run, reply)
            for trouble in reading.troubles:
                store.trouble(run, trouble)
            page = Intake(
                run=run, began_at=at, answered=Counter([reply.source]), troubles=tuple(reading.troubles)
            )  # fmt: skip
            done += _take(world, store, page, reading, current=False)
        step()

    unanswered = _ask(world, store, questions, keep, _HISTORY_SECONDS)
    for trouble in unanswered:
        store.trouble(run, trouble)
    done += Intake(run=run, began_at=at, troubles=unanswered)
    store.end_run(run, world.clock(), str(done))
    return done


def replay_day(world: World, store: Store, day: date) -> Intake:
    """Read a day's kept replies again, without network, in place of what they had given.

    Raises:
        InputError: Nothing was collected on that day.
    """
    runs = store.runs(day, "live")
    if not runs:
        raise InputError(f"{day}: nothing was collected on that day; `wirecopy doctor` shows what was")
    done: Intake | None = None
    with store.transaction():
        for run in runs:
            store.forget(run.id)
        for run in runs:
            reading = Reading(world.sources, world.names)
            replies = list(store.replies(run.id))
            for reply in replies:
                reading.add(reply)
            answered = Counter(reply.source for reply in replies)
            again = Intake(
                run=run.id, began_at=run.began_at, asked=answered, answered=answered, troubles=tuple(reading.troubles)
            )  # fmt: skip
            again = _take(world, store, again, reading)
            done = again if done is None else done + again
    assert done is not None
    return done


def probe(world: World) -> Mapping[str, Trouble | None]:
    """Ask each source one question, and return what went wrong, None where nothing did; nothing is kept."""
    scope = world.scope(world.clock())
    questions = [(source, ask) for source in world.asked() for ask in islice(source.asks(scope), 1)]
    budget = world.settings.collecting.budget_seconds
    troubles = asyncio.run(_asking(world.client(nothing_known), questions, lambda _: None, budget))
    by_source = {trouble.source: trouble for trouble in troubles}
    return {source.id: by_source.get(source.id) for source, _ in questions}


def _unasked(world: World, scope: Scope, only: Sequence[str]) -> Iterator[Trouble]:
    """Yield what is missing since the desk has no key for its source."""
    for source in () if only else world.sources.values():
        if source.key is not None and world.lacks_key(source) and source.id not in world.settings.collecting.left_out:
            feeds = {metric for ask in source.asks(scope) for metric in ask.feeds}
            why = f"not asked: needs {source.key.name}"
            yield Trouble(source=source.id, kind="key", why=why, feeds=tuple(sorted(feeds)))


def _feeds(questions: Sequence[Question]) -> Mapping[tuple[str, str, str], tuple[str, ...]]:
    return {(source.id, ask.kind, ask.subject): ask.feeds for source, ask in questions}


def _ask(
    world: World,
    store: Store,
    questions: Sequence[Question],
    keep: Callable[[Reply], None],
    seconds: float,
    meanwhile: Meanwhile = None,
) -> tuple[Trouble, ...]:
    client = world.client(store.known_reply)
    return asyncio.run(_asking(client, questions, keep, seconds, meanwhile))


async def _asking(
    client: Client,
    questions: Sequence[Question],
    keep: Callable[[Reply], None],
    seconds: float,
    meanwhile: Meanwhile = None,
) -> tuple[Trouble, ...]:
    loop = asyncio.get_running_loop()
    async with client:
        if meanwhile is not None:
            loop.call_later(_SENT, loop.run_in_executor, None, meanwhile)
        return await gather(questions, client, budget_seconds=seconds, keep=keep)


def _take(world: World, store: Store, intake: Intake, reading: Reading, *, current: bool = True) -> Intake:
    """Let through what the gate passes; put the rest aside with its reasons."""
    sifted = sift(
        reading.records, past=store.past(intake.began_at), catalogue=world.catalogue, names=world.names,
        at=intake.began_at, released=store.released(), current=current,
    )  # fmt: skip
    added = store.take(intake.run, sifted.passed, sifted.aside, sifted.compared)
    store.keep_headlines(reading.headlines)
    return replace(
        intake,
        aside=sifted.aside,
        compared=sifted.compared,
        added=added,
        headlines=len(reading.headlines),
        priced=frozenset(_priced(sifted.passed, intake.began_at)),
        disputed=tuple(pair for pair in sifted.compared if pair.beyond and pair.holds == "article"),
    )


def _priced(records: Sequence[Record], at: datetime) -> Iterator[str]:
    """Yield the asset of each price that is of the run's own hours."""
    for record in records:
        if at - record.observed_at <= _FRESH:
            if isinstance(record, Candle):
                yield record.asset
            elif isinstance(record, Observation) and record.series.metric == _PRICE:
                yield record.series.asset
