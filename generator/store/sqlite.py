"""The store: one SQLite file in WAL mode, one writer, idempotent imports, point-in-time views."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from generator.model.instants import from_micros
from generator.model.observation import Observation
from generator.model.quotes import Record
from generator.store.file import StoreFile
from generator.store.tables import ORIGIN, TABLES, to_observation, to_origin
from generator.store.upsert import Added, upsert

# Loaded when they are first used: writing an article needs no quarantine, and importing needs no pandas.
if TYPE_CHECKING:
    from generator.model.headline import Headline
    from generator.model.mailing import Entry
    from generator.model.memory import Said
    from generator.model.reply import Compared, Reply, SetAside, Trouble
    from generator.model.review import Review
    from generator.model.revision import Revision
    from generator.model.run import Run, RunKind, SourceState, Waiting
    from generator.model.segment import Segment
    from generator.store.drafts import Drafts
    from generator.store.headlines import Headlines
    from generator.store.memory import Issues
    from generator.store.past import StoredPast
    from generator.store.quarantine import Quarantine
    from generator.store.reviews import Reviews
    from generator.store.runs import Runs
    from generator.store.segments import Segments
    from generator.store.view import View
    from generator.store.whole import Whole

__all__ = ["Added", "Freshness", "Store"]


@dataclass(frozen=True, slots=True)
class Freshness:
    """How far one kind of reading from one source reaches; ``metric`` is empty but for observations."""

    table: str
    source: str
    rows: int
    first: datetime
    last: datetime
    metric: str = ""


class Store(StoreFile):
    """A desk's readings. Open it with ``Store.open``; it is a context manager."""

    def add(self, records: Iterable[Record]) -> Added:
        """Add readings, all or none; the same ones again change nothing, different ones become a new revision."""
        with self.transaction():
            return upsert(self._db, records)

    def market(self, as_of: datetime, known: datetime | None = None) -> View:
        """Return what was known before ``as_of``; of those readings, with ``known``, what was known before that."""
        from generator.store.view import View  # noqa: PLC0415

        return View(self._db, as_of, known)

    def whole(self) -> Whole:
        """Return the whole history, to be cut for many instants; see ``generator.store.whole``."""
        from generator.store.every import Every  # noqa: PLC0415
        from generator.store.whole import Whole  # noqa: PLC0415

        return Whole(Every(self._db))

    def revised(self, as_of: datetime, since: datetime, known: datetime) -> list[Revision]:
        """Return the values that newer ones have replaced; see ``generator.store.revised``."""
        from generator.store.revised import revised  # noqa: PLC0415

        return revised(self._db, as_of, since, known)

    def past(self, before: datetime) -> StoredPast:
        """Return what had been fetched and was available before an instant; see ``model.ports.Past``."""
        from generator.store.past import StoredPast  # noqa: PLC0415

        return StoredPast(self._db, before)

    def observations(self) -> Iterator[Observation]:
        """Yield every observation with all its revisions, in the order of series and time."""
        table = TABLES[Observation]
        reading, named = len(table.reading), len(table.named)
        query = f"""
            SELECT {", ".join((*table.named, *table.reading, *ORIGIN))}
            FROM observation AS t JOIN observation_series AS s ON s.id = t.series JOIN origin AS o ON o.id = t.origin
            ORDER BY asset, metric, tenor, venue, observed_at, revision"""
        for row in self._db.execute(query):
            origin = to_origin(row[named + reading :])
            yield to_observation(row[:named], row[named : named + reading], origin)

    def freshness(self) -> list[Freshness]:
        """Return, for each kind of reading and source, how many there are and how far they reach."""
        found: list[Freshness] = []
        for table in TABLES.values():
            metric = "s.metric" if "metric" in table.named else "''"
            query = f"""
                SELECT o.source, {metric}, COUNT(*), MIN(observed_at), MAX(observed_at)
                FROM {table.name} AS t JOIN {table.series} AS s ON s.id = t.series JOIN origin AS o ON o.id = t.origin
                GROUP BY 1, 2 ORDER BY 1, 2"""
            found += [
                Freshness(table.name, source, rows, from_micros(first), from_micros(last), name)
                for source, name, rows, first, last in self._db.execute(query)
            ]
        return found

    def grown(self) -> int:
        """Return a number that is larger once readings have come from anywhere they had not come from."""
        (newest,) = self._db.execute("SELECT COALESCE(MAX(id), 0) FROM origin").fetchone()
        return int(newest)

    @cached_property
    def _runs(self) -> Runs:
        from generator.store.runs import Runs  # noqa: PLC0415

        return Runs(self._db, self.path)

    def begin_run(self, kind: RunKind, at: datetime) -> int:
        """See ``Runs``."""
        return self._runs.begin_run(kind, at)

    def end_run(self, run: int, at: datetime, summary: str) -> None:
        """See ``Runs``."""
        self._runs.end_run(run, at, summary)

    def runs(self, day: date | None = None, kind: RunKind | None = None) -> list[Run]:
        """See ``Runs``."""
        return self._runs.runs(day, kind)

    def last_run(self, kind: RunKind) -> Run | None:
        """See ``Runs``."""
        return self._runs.last_run(kind)

    def keep(self, run: int, reply: Reply) -> None:
        """See ``Runs``."""
        self._runs.keep(run, reply)

    def replies(self, run: int) -> Iterator[Reply]:
        """See ``Runs``."""
        return self._runs.replies(run)

    def known_reply(self, url: str, request: str) -> Reply | None:
        """See ``Runs``."""
        return self._runs.known_reply(url, request)

    def answered(self, kind: RunKind = "history") -> set[tuple[str, str]]:
        """See ``Runs``."""
        return self._runs.answered(kind)

    def trouble(self, run: int, trouble: Trouble) -> None:
        """See ``Runs``."""
        self._runs.trouble(run, trouble)

    def troubles(self, run: int) -> list[Trouble]:
        """See ``Runs``."""
        return self._runs.troubles(run)

    def sources(self) -> list[SourceState]:
        """See ``Runs``."""
        return self._runs.sources()

    @cached_property
    def _quarantine(self) -> Quarantine:
        from generator.store.quarantine import Quarantine  # noqa: PLC0415

        return Quarantine(self._db, self.path)

    def take(
        self, run: int, records: Iterable[Record], aside: Sequence[SetAside], compared: Sequence[Compared]
    ) -> Added:
        """See ``Quarantine``."""
        return self._quarantine.take(run, records, aside, compared)

    def forget(self, run: int) -> int:
        """See ``Quarantine``."""
        return self._quarantine.forget(run)

    def compared(self, run: int) -> list[Compared]:
        """See ``Quarantine``."""
        return self._quarantine.compared(run)

    def aside(self, open_only: bool = True) -> list[Waiting]:  # noqa: FBT001, FBT002 - reads well at its calls
        """See ``Quarantine``."""
        return self._quarantine.aside(open_only)

    def set_aside(self, run: int) -> list[SetAside]:
        """See ``Quarantine``."""
        return self._quarantine.set_aside(run)

    def released(self) -> frozenset[str]:
        """See ``Quarantine``."""
        return self._quarantine.released()

    def release(self, name: str) -> Added:
        """See ``Quarantine``."""
        return self._quarantine.release(name)

    @cached_property
    def _segments(self) -> Segments:
        from generator.store.segments import Segments  # noqa: PLC0415

        return Segments(self._db, self.path)

    def keep_segment(self, venue: str, began_at: datetime, ended_at: datetime, body: bytes, messages: int) -> None:
        """See ``Segments``."""
        self._segments.keep_segment(venue, began_at, ended_at, body, messages)

    def segments(self, venue: str, since: datetime, until: datetime) -> list[Segment]:
        """See ``Segments``."""
        return self._segments.segments(venue, since, until)

    @cached_property
    def _headlines(self) -> Headlines:
        from generator.store.headlines import Headlines  # noqa: PLC0415

        return Headlines(self._db, self.path)

    def keep_headlines(self, headlines: Iterable[Headline]) -> None:
        """See ``Headlines``."""
        self._headlines.keep_headlines(headlines)

    def headlines(self, since: datetime, until: datetime) -> list[Headline]:
        """See ``Headlines``."""
        return self._headlines.headlines(since, until)

    @cached_property
    def _reviews(self) -> Reviews:
        from generator.store.reviews import Reviews  # noqa: PLC0415

        return Reviews(self._db, self.path)

    def review(self, slug: str) -> Review | None:
        """See ``Reviews``."""
        return self._reviews.review(slug)

    def reviews(self) -> Mapping[str, Review]:
        """See ``Reviews``."""
        return self._reviews.reviews()

    def decisions(self, slug: str) -> tuple[Review, ...]:
        """See ``Reviews``."""
        return self._reviews.decisions(slug)

    def corrections(self) -> tuple[Review, ...]:
        """See ``Reviews``."""
        return self._reviews.corrections()

    def decide(self, review: Review) -> None:
        """See ``Reviews``."""
        self._reviews.decide(review)

    def published(self, texts: Iterable[tuple[str, str]], *, at: datetime) -> None:
        """See ``Reviews``."""
        self._reviews.published(texts, at=at)

    @cached_property
    def _drafts(self) -> Drafts:
        from generator.store.drafts import Drafts  # noqa: PLC0415

        return Drafts(self._db, self.path)

    def drafted(self, issue: str, target: str) -> Entry | None:
        """See ``Drafts``."""
        return self._drafts.drafted(issue, target)

    def note_draft(self, entry: Entry) -> None:
        """See ``Drafts``."""
        self._drafts.note_draft(entry)

    @cached_property
    def _issues(self) -> Issues:
        from generator.store.memory import Issues  # noqa: PLC0415

        return Issues(self._db, self.path)

    def recent(self, *, edition: str, asset: str, tone: str, before: datetime, count: int) -> Sequence[Said]:
        """See ``Issues``."""
        return self._issues.recent(edition=edition, asset=asset, tone=tone, before=before, count=count)

    def remember(self, said: Said) -> None:
        """See ``Issues``."""
        self._issues.remember(said)
