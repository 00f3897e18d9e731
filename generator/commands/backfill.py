"""``wirecopy backfill``: years of articles from the store, each as ``wirecopy write`` writes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from generator.batch.address import looked_at
from generator.batch.inputs import desk_hash, kit_of
from generator.batch.ledger import Ledger, known
from generator.batch.rows import Row
from generator.batch.runners import Pool, Runner, Serial
from generator.batch.settle import lost, no_series, settle
from generator.batch.shelf import shelf_at
from generator.batch.unit import Done, Job, closing, write_asset
from generator.commands.console import Console
from generator.commands.lock import only_run
from generator.commands.publish import need_address, site
from generator.commands.write import due, put_down, refuse_if_any
from generator.config import Settings, find_desk, load_settings
from generator.errors import InputError, MissingDataError, WirecopyError
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
        lake: The address where its workers read the history, "" for the desk's store.
        publish: Whether the site is brought up to date afterwards.
    """

    first: date
    last: date
    assets: Sequence[str] = ()
    editions: Sequence[str] = ()
    jobs: int = 1
    cluster: str = ""
    lake: str = ""
    publish: bool = False


def backfill(console: Console, desk: Path | None, asked: Asked) -> None:
    """Write every day between two for every asset; what is written already, from the same inputs, stays.

    Raises:
        InputError: The desk has no store yet, or no address for its site.
        MissingDataError: Nothing is known of any of these days.
        HeldError: The verifier refused texts, or people have let others through; the others are written.
        WirecopyError: Another run is at work.
    """
    took = console.stopwatch()
    found = find_desk(desk)
    # Another process may stand elsewhere.
    settings = load_settings(found.resolve())
    if not settings.store.is_file():
        raise InputError(f"{settings.store}: no data yet; run `wirecopy import FILE…` or `wirecopy run --sample`")
    if asked.publish:
        need_address(settings)  # not after hours of writing
    with only_run(settings.lock, at=console.clock()), Store.open(settings.store, create=False) as store:
        work = _Work(console, settings, store, asked)
        done, outcomes = work.done()
    told = _tell(console, done)
    if asked.publish:
        told["site"] = site(console, settings)
        console.say(f"written, verified and published in {took()}")
    refuse_if_any(outcomes)
    console.result(told)


class _Work:
    """A backfill under way: jobs out, shards in."""

    def __init__(self, console: Console, settings: Settings, store: Store, asked: Asked) -> None:
        self._console = console
        self._settings = settings
        self._store = store
        self._asked = asked
        near = settings.desk / "data" / "backfill"
        self._ledger = Ledger(near)
        self._address = f"{asked.lake.rstrip('/')}/backfill" if asked.lake else str(near)
        self._shelf = shelf_at(self._address)
        self._reviews = store.reviews()
        # What all jobs have in common is hashed and packed once, however many assets there are.
        self._desk = desk_hash(settings)
        self._kit = kit_of(settings) if asked.cluster else None
        self._pinned = self._kept()

    def done(self) -> tuple[list[Done], list[Outcome]]:
        """Have all days written and put them into the desk; return what was done, and what was not published."""
        with looked_at(self._asked.lake or str(self._settings.store)) as history:
            done, outcomes = self._mapped(history)
        # Of one instant the last asset's files count, as if all had been written day by day.
        for each in done:
            for as_of, texts in each.series.items():
                put_series(self._settings.output / SERIES, texts, as_of=as_of)
            self._shelf.clear(each.asset)
        return done, outcomes

    def _mapped(self, history: str) -> tuple[list[Done], list[Outcome]]:
        """Have the runner do all jobs, and put each one's days into the desk as it ends."""
        assets = enumerate(_assets(self._settings, self._asked))
        jobs = [self._job(asset, history, lead=n == 0) for n, asset in assets]
        done: list[Done] = []
        outcomes: list[Outcome] = []
        with self._console.pacing("days written", sum(len(job.days) for job in jobs)) as show:
            results = _runner(self._asked).map(write_asset, jobs, lambda: show(self._shelf.count()))
            for job, each in zip(jobs, results, strict=True):
                outcomes += self._settled(job, each)
                done.append(each)
        return done, outcomes

    def _job(self, asset: str, history: str, *, lead: bool) -> Job:
        settings, asked = self._settings, self._asked
        days = _days(settings, asked, lead=lead)
        rows = {day: row for day, row in self._ledger.rows(asset).items() if asked.first <= day <= asked.last}
        return Job(
            settings=settings, asset=asset, days=days, history=history,
            shelf=self._address, desk=self._desk, kit=self._kit,
            known=known(rows), remembered=tuple(self._remembered(asset, days)), kept=self._pinned,
            redo=frozenset(row.day for row in lost(rows.values(), settings.output)),
            series=no_series(rows.values(), settings.output),
        )  # fmt: skip

    def _remembered(self, asset: str, days: Sequence[tuple[date, tuple[str, ...]]]) -> Iterator[Said]:
        """Yield what was said before the last day, as far as it counts for one of these days."""
        for edition in sorted({edition for _, editions in days for edition in editions}):
            yield from self._store.recent(
                edition=edition, asset=about(edition, asset), tone=self._settings.style.tone,
                before=closing(self._asked.last), count=(self._asked.last - self._asked.first).days + ISSUES + 2,
            )  # fmt: skip

    def _kept(self) -> dict[str, str]:
        """Return the hashes of the articles that people let through, by slug."""
        slugs = (slug for slug, review in self._reviews.items() if review.pins)
        paths = {slug: self._settings.articles / f"{slug}.md" for slug in slugs}
        return {slug: sha256(path.read_bytes()).hexdigest() for slug, path in paths.items() if path.is_file()}

    def _settled(self, job: Job, done: Done) -> Iterator[Outcome]:
        """Put an asset's days into the desk, and yield what was not published."""
        lying = self._ledger.rows(job.asset)
        chosen = {day: lying[day] for day, key in done.keys.items() if day in lying and lying[day].key == key}
        outcomes = {day: list(self._brought(row, new=False)) for day, row in chosen.items() if day not in job.redo}
        new: set[date] = set()
        for row in self._shelf.rows(job.asset):
            if done.keys.get(row.day) == row.key and row.day not in new:
                new.add(row.day)
                outcomes[row.day] = list(self._brought(row, new=True))
                chosen[row.day] = row.bare()
        if lost := done.keys.keys() - outcomes.keys():
            raise WirecopyError(f"shards of {job.asset} of {min(lost)} are gone; run the same again to write them")
        self._ledger.enter(job.asset, chosen.values())
        for day in done.keys:
            yield from (outcome for outcome in outcomes[day] if not outcome.is_published)

    def _brought(self, row: Row, *, new: bool) -> Iterator[Outcome]:
        """Put a day into the desk, and yield what became of each of its texts."""
        for outcome in settle(row, self._settings.output, self._store, self._reviews):
            if new:
                put_down(self._settings, self._store, outcome, self._reviews, at=self._console.clock())
            yield outcome


def _days(settings: Settings, asked: Asked, *, lead: bool) -> list[tuple[date, tuple[str, ...]]]:
    """Return the days, each with the editions that an asset is written in; of the whole market tells the first one."""
    found = []
    for number in range((asked.last - asked.first).days + 1):
        day = asked.first + timedelta(days=number)
        wanted = asked.editions or due(settings, closing(day))
        editions = tuple(dict.fromkeys(each for each in wanted if lead or each != _MARKETS))
        if editions:
            found.append((day, editions))
    return found


def _assets(settings: Settings, asked: Asked) -> list[str]:
    """Return the assets, the desk's own first one before all others."""
    wanted = list(dict.fromkeys(asset.upper() for asset in asked.assets)) or list(settings.assets)
    return sorted(wanted, key=lambda asset: asset != settings.assets[0])


def _runner(asked: Asked) -> Runner:
    if asked.cluster:
        from generator.batch.cluster import Cluster  # noqa: PLC0415 - an optional part

        return Cluster(asked.cluster)
    return Serial() if asked.jobs == 1 else Pool(asked.jobs)


def _tell(console: Console, done: Sequence[Done]) -> dict[str, Any]:
    written = sum(each.written for each in done)
    same = sum(len(each.keys) for each in done) - written
    unknown = sum(each.unknown for each in done)
    if unknown == written + same:
        assets = ", ".join(each.asset for each in done)
        raise MissingDataError(f"nothing is known of {assets} on these days; name coins and days that the store holds")
    before = f", {unknown} of them before anything was known" if unknown else ""
    console.say(f"{written} days written, {same} unchanged{before}")
    return {"written": written, "unchanged": same, "unknown": unknown}
