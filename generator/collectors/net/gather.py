"""Ask all sources at once, and go on with what there is when the time is over."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable, Sequence
from pathlib import PurePath

from generator.collectors.net.client import Client
from generator.collectors.net.refused import RefusedError, seconds
from generator.collectors.source import Ask, Source
from generator.model.reply import Reply, Trouble


async def gather(
    questions: Sequence[tuple[Source, Ask]], client: Client, *, budget_seconds: float, keep: Callable[[Reply], None]
) -> tuple[Trouble, ...]:
    """Ask all questions at once; return a trouble for each that brought nothing, in the order of the questions.

    Args:
        questions: Whom to ask, and what.
        client: Asks them.
        budget_seconds: When it is over, what is unanswered stays so.
        keep: Is handed each reply as it comes.
    """
    deadline = asyncio.get_running_loop().time() + budget_seconds
    tasks = [asyncio.create_task(_one(source, ask, client, deadline, keep)) for source, ask in questions]
    try:
        if tasks:
            await asyncio.wait(tasks, timeout=budget_seconds)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    late = f"no answer before the run's {seconds(budget_seconds)} were over"
    ended = (
        _trouble(source, ask, late) if task.cancelled() else task.result()
        for task, (source, ask) in zip(tasks, questions, strict=True)
    )
    return tuple(trouble for trouble in ended if trouble is not None)


async def _one(
    source: Source, ask: Ask, client: Client, deadline: float, keep: Callable[[Reply], None]
) -> Trouble | None:
    try:
        keep(await client.ask(source, ask, deadline=deadline))
    except RefusedError as refused:
        return refused.trouble
    except Exception as error:  # noqa: BLE001 - a mistake of ours at one question must not cost the others
        last = traceback.extract_tb(error.__traceback__)[-1]
        # The error's own text stays out: it may hold an address, and with it a key.
        where = f"{PurePath(last.filename).name}:{last.lineno}"
        return _trouble(source, ask, f"a mistake in this program: {type(error).__name__} at {where}")
    return None


def _trouble(source: Source, ask: Ask, why: str) -> Trouble:
    return Trouble(source=source.id, kind=ask.kind, subject=ask.subject, why=why, feeds=ask.feeds)
