"""``wirecopy backfill``: years of articles from the store, each as ``wirecopy write`` would have written it that day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final

from generator.batch.inputs import desk_hash
from generator.batch.rows import Row
from generator.batch.runners import Pool, Runner, Serial
from generator.batch.settle import lost, no_series, settle
from generator.batch.shelf import Shelf
from generator.batch.unit import Done, Job, closing, write_asset
from generator.commands.console import Console
from generator.commands.lock import only_run
from generator.commands.write import due, put_down, refuse_if_any
from generator.config import Settings, find_desk, load_settings
from generator.errors import InputError, MissingDataError
from generator.model.memory import ISSUES, Said
from generator.narrative.memory import about
from generator.pipeline import Outcome
from generator.publish.series import SERIES, put_series
from generator.store.sqlite import Store

#: Of the whole market and not of a coin: written once a day, with the first asset.
_MARKETS: Final = "markets"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be written, and by whom.

    Args:
        first: The first day; ``last`` the last one, which is over.
        assets: The desk's if empty.
        editions: Those that are due if empty.
        jobs: How many processes of this machine.
        cluster: The address of a scheduler, "" for this machine.
        history: The address of a lake that the workers read, "" for the desk's store.
    """

    first: date
    last: date
    assets: Sequence[str] = ()
    editions: Sequence[str] = ()
    jobs: int = 1
    cluster: str = ""
    history: str = ""


def backfill(console: Console, desk: Path | None, asked: Asked) -> None:
    """Write every day between two for every asset; what is written already, from the same inputs, stays.

    Raises:
        InputError: The desk has no store yet.
        MissingDataError: Nothing is known of any of these days.
        HeldError: The verifier refused texts, or people have let others through; the others are written.
        WirecopyError: Another run is at work.
    """
    settings = load_settings(find_desk(desk))
    if not settings.store.is_file():
        raise InputError(f"{settings.store}: no data yet; run `wirecopy import FILE…` or `wirecopy run --sample`")
    with only_run(settings.lock, at=console.clock()), Store.open(settings.store, create=False) as store:
        shelf = Shelf(settings.desk / "data" / "backfill")
        jobs = [_job(settings, store, asked, asset, lead=n == 0) for n, asset in enumerate(_assets(settings, asked))]
        done: list[Done] = []
        outcomes: list[Outcome] = []
        total = sum(len(job.days) for job in jobs)
        with console.pacing("days written", total) as show:
            for job, each in zip(jobs, _runner(asked).map(write_asset, jobs, lambda: show(shelf.count())), strict=True):
                outcomes += _settled(console, settings, store, shelf.rows(job.asset), job)
                done.append(each)
        for job, each in zip(jobs, done, strict=True):
            for as_of, texts in each.series.items():
                put_series(settings.output / SERIES, texts, as_of=as_of)
            shelf.fold(job.asset, shelf.rows(job.asset))
    _tell(console, done, outcomes)


def _assets(settings: Settings, asked: Asked) -> list[str]:
    """Return the assets, the desk's own first one before all others."""
    wanted = list(dict.fromkeys(asset.upper() for asset in asked.assets)) or list(settings.assets)
    return sorted(wanted, key=lambda asset: asset != settings.assets[0])


def _runner(asked: Asked) -> Runner:
    if asked.cluster:
        from generator.batch.cluster import Cluster  # noqa: PLC0415 - an optional part

        return Cluster(asked.cluster)
    return Serial() if asked.jobs == 1 else Pool(asked.jobs)


def _job(settings: Settings, store: Store, asked: Asked, asset: str, *, lead: bool) -> Job:
    days = []
    for number in range((asked.last - asked.first).days + 1):
        day = asked.first + timedelta(days=number)
        editions = tuple(asked.editions) or tuple(due(settings, closing(day)))
        days.append((day, tuple(each for each in editions if lead or each != _MARKETS)))
    days = [(day, editions) for day, editions in days if editions]
    editions = sorted({edition for _, editions in days for edition in editions})
    rows = {day: row for day, row in _shelf(settings).rows(asset).items() if asked.first <= day <= asked.last}
    return Job(
        settings=settings, asset=asset, days=days, history=asked.history or str(settings.store),
        shelf=settings.desk / "data" / "backfill", desk=desk_hash(settings),
        remembered=tuple(_remembered(settings, store, asset, editions, asked)), kept=_kept(settings, store),
        redo=frozenset(row.day for row in lost(rows.values(), settings.output)),
        series=no_series(rows.values(), settings.output),
    )  # fmt: skip


def _shelf(settings: Settings) -> Shelf:
    return Shelf(settings.desk / "data" / "backfill")


def _remembered(
    settings: Settings, store: Store, asset: str, editions: Sequence[str], asked: Asked
) -> Iterator[Said]:
    """Yield what was said before the last day, as far as it counts for one of these days."""
    count = (asked.last - asked.first).days + ISSUES + 2
    for edition in editions:
        yield from store.recent(
            edition=edition, asset=about(edition, asset), tone=settings.style.tone, before=closing(asked.last),
            count=count,
        )  # fmt: skip


def _kept(settings: Settings, store: Store) -> dict[str, str]:
    """Return the hashes of the articles that people let through, by slug."""
    paths = {slug: settings.articles / f"{slug}.md" for slug, review in store.reviews().items() if review.pins}
    return {slug: sha256(path.read_bytes()).hexdigest() for slug, path in paths.items() if path.is_file()}


def _settled(
    console: Console, settings: Settings, store: Store, rows: dict[date, Row], job: Job
) -> Iterator[Outcome]:
    """Put an asset's days into the desk, and yield what was not published."""
    reviews = store.reviews()
    for day, _ in job.days:
        for outcome in settle(rows[day], settings.output, store, reviews):
            if any(text.article is not None for text in rows[day].texts):
                put_down(settings, store, outcome, reviews, at=console.clock())
            if not outcome.is_published:
                yield outcome


def _tell(console: Console, done: Sequence[Done], outcomes: Sequence[Outcome]) -> None:
    written, same = sum(each.written for each in done), sum(each.same for each in done)
    unknown = sum(each.unknown for each in done)
    if unknown == written + same:
        assets = ", ".join(each.asset for each in done)
        raise MissingDataError(f"nothing is known of {assets} on these days; name coins and days that the store holds")
    before = f", {unknown} of them before anything was known" if unknown else ""
    console.say(f"{written} days written, {same} unchanged{before}")
    refuse_if_any(outcomes)
    console.result({"written": written, "unchanged": same, "unknown": unknown})


