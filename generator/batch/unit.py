"""The unit of work: one asset with all its days, in their order."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from generator.batch.address import opened
from generator.batch.inputs import day_key, notes_of, ready
from generator.batch.recollection import Recollection
from generator.batch.rows import Row, State, Text, hashes, sha256
from generator.batch.shelf import shelf_at
from generator.desk import Desk
from generator.errors import MissingDataError
from generator.model.article import Verdict
from generator.narrative.histories import assets_of
from generator.narrative.memory import recent
from generator.pipeline import checked, composed, series
from generator.planning import Planned, planned
from generator.publish.series import series_file
from generator.rules.carried import Carried

if TYPE_CHECKING:
    from generator.batch.shelf import Writer
    from generator.config import Settings
    from generator.model.article import Article
    from generator.model.memory import Said
    from generator.model.ports import History

#: After so many days what nobody holds any more is looked for.
_SWEEP: Final = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One asset's days.

    Args:
        days: Each with the editions that are due, ascending.
        history: Address of the store or the lake.
        shelf: Address of the shards.
        desk: Hash of what all days have in common, see ``inputs.desk_hash``.
        kit: The desk's own files, for a worker that may not see the desk's folder; None for one that does.
        known: Days whose texts lie in the desk.
        remembered: What the desk said before and between these days.
        kept: Slug → hash of a text that a person let through, as it lies in the desk.
        redo: Days that are written again whatever their inputs are: the desk has lost their texts.
        series: Whether the files for the pages of metrics are wanted even if nothing has changed.
    """

    settings: Settings
    asset: str
    days: Sequence[tuple[date, tuple[str, ...]]]
    history: str
    shelf: str
    desk: str
    kit: Mapping[str, str] | None = None
    known: tuple[Row, ...] = ()
    remembered: tuple[Said, ...] = ()
    kept: Mapping[str, str] = field(default_factory=dict)
    redo: frozenset[date] = frozenset()
    series: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What became of an asset's days.

    Args:
        keys: Each day's key: which of its rows is the one.
        written: How many days were written; all others are written from the same as before.
        unknown: How many lie before anything was known.
        series: Instant → files for the pages of metrics that have nothing later.
    """

    asset: str
    keys: Mapping[date, str]
    written: int
    unknown: int
    series: Mapping[datetime, Mapping[str, str]]


def closing(day: date) -> datetime:
    """Return the exclusive instant of an article about a whole day."""
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def write_asset(job: Job, meanwhile: Callable[[], None] = lambda: None) -> Done:
    """Write an asset's days into shards, but those that are there already.

    Args:
        job: What to write.
        meanwhile: Called after each day.
    """
    shelf = shelf_at(job.shelf)
    with _swept(), ready(job.settings, job.desk, job.kit) as settings, opened(job.history) as history:
        rows = [row.without_bytes() for row in shelf.rows(job.asset)]
        with shelf.writer(job.asset) as writer:
            return _Asset(replace(job, settings=settings), Desk.open(settings), history, rows).write(writer, meanwhile)


@contextmanager
def _swept() -> Iterator[None]:
    """Look for what a job leaves behind by the number of its days, and not by that of their facts.

    What is there before stays, and need not be looked through again and again; what the job before this one left in
    circles goes first. Nothing of the job itself may be set aside so: it would never go.
    """
    looked_for = gc.isenabled()
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        if looked_for:
            gc.enable()


class _Asset:
    """An asset at work."""

    def __init__(self, job: Job, desk: Desk, history: History, rows: Iterable[Row]) -> None:
        self._job = job
        self._desk = desk
        self._history = history
        #: The rows of each day: those in shards, then the one of which the texts lie in the desk.
        self._rows: dict[date, list[Row]] = {}
        for row in (*rows, *job.known):
            self._rows.setdefault(row.day, []).append(row)
        self._memory = Recollection(job.remembered)
        self._carried = Carried()
        self._last: Planned | None = None

    def write(self, writer: Writer, meanwhile: Callable[[], None]) -> Done:
        keys: dict[date, str] = {}
        seen: dict[str, date] = {}
        written = unknown = 0
        fresh = self._job.series
        for number, (day, editions) in enumerate(self._job.days, 1):
            row = self._there(day, editions)
            if row is None:
                row = self._written(day, editions)
                writer.put(row)
                written += 1
            # A row without texts is one of which these lie in the desk.
            fresh = fresh or bool(row.texts)
            for text in row.texts:
                if text.said is not None:
                    self._memory.remember(text.said)
            keys[day] = row.key
            unknown += bool(row.unknown)
            seen |= dict.fromkeys(row.series, day)
            if number % _SWEEP == 0:
                gc.collect()
            meanwhile()
        told = self._series(seen) if fresh else {}
        return Done(asset=self._job.asset, keys=keys, written=written, unknown=unknown, series=told)

    def _there(self, day: date, editions: Sequence[str]) -> Row | None:
        """Return a day that is written already, None where it is not, or was written from something else."""
        for row in self._rows.get(day, ()):
            if (row.texts or day not in self._job.redo) and row.key == self._key(day, editions, row.asked):
                return row
        return None

    def _key(self, day: date, editions: Sequence[str], asked: Sequence[Sequence[object]]) -> str:
        as_of, tone = closing(day), self._job.settings.style.tone
        memory = [
            self._memory.digest(
                recent(self._memory, edition=edition, asset=self._job.asset, tone=tone, as_of=as_of)
            )
            for edition in editions
        ]  # fmt: skip
        kept = {slug: sha for slug, sha in self._job.kept.items() if slug.startswith(str(day))}
        rest = [self._job.asset, *editions, *notes_of(self._job.settings.notes, day)]
        return day_key(self._job.desk, self._history.digest(as_of, asked), memory, kept, rest)

    def _written(self, day: date, editions: Sequence[str]) -> Row:
        market = self._history.at(closing(day))
        texts: list[Text] = []
        files: tuple[str, ...] = ()
        unknown, last = "", None
        try:
            for each in planned(
                self._desk,
                market,
                as_of=closing(day),
                asset=self._job.asset,
                editions=editions,
                memory=self._memory,
                carried=self._carried,
            ):
                texts.append(self._text(each))
                last = each
        except MissingDataError as error:
            unknown = str(error)
        if last is not None:
            self._last = last
            files = tuple(sorted(map(series_file, assets_of(last.day, self._desk.catalogue))))
        asked = self._history.asked
        key = self._key(day, editions, asked)
        return Row(day=day, key=key, asked=asked, texts=tuple(texts), series=files, unknown=unknown)

    def _text(self, each: Planned) -> Text:
        article, said = composed(self._desk, each)
        kept = self._job.kept.get(article.slug)
        if kept is not None and kept != sha256(article.markdown):
            verdict = Verdict(article.slug, (), 0, 0)
            return self._told(each.edition, replace(article, evidence="", pictures=()), "kept", verdict, None)
        verdict = checked(self._desk, article)
        passed = verdict.passed
        return self._told(each.edition, article, "published" if passed else "held", verdict, said if passed else None)

    def _told(self, edition: str, article: Article, state: State, verdict: Verdict, said: Said | None) -> Text:
        found = hashes(article, state, verdict.problems)
        if state == "kept":
            found = dict.fromkeys(found, self._job.kept[article.slug])
        return Text(
            edition=edition, title=article.title, state=state, verdict=verdict, sha256=found,
            article=None if state == "kept" else article, said=said,
        )  # fmt: skip

    def _series(self, seen: Mapping[str, date]) -> dict[datetime, dict[str, str]]:
        """Return each file for the pages of metrics as of the last day that had something for it."""
        found: dict[datetime, dict[str, str]] = {}
        for day in sorted(set(seen.values())):
            as_of = closing(day)
            each = self._last
            if each is None or each.day.view.as_of != as_of:
                editions = next(editions for other, editions in self._job.days if other == day)
                market = self._history.at(as_of)
                each = next(planned(self._desk, market, as_of=as_of, asset=self._job.asset, editions=editions[:1]))
            wanted = {name for name, last in seen.items() if last == day}
            found[as_of] = {name: text for name, text in series(self._desk, each).items() if name in wanted}
        return found
