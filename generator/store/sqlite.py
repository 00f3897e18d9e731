"""The store: one SQLite file in WAL mode, one writer, idempotent imports, point-in-time views."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from generator.model.instants import from_micros
from generator.model.observation import Observation
from generator.model.quotes import Record
from generator.store.headlines import Headlines
from generator.store.past import StoredPast
from generator.store.quarantine import Quarantine
from generator.store.runs import Runs
from generator.store.segments import Segments
from generator.store.tables import ORIGIN, TABLES, to_observation, to_origin
from generator.store.upsert import Added, upsert

if TYPE_CHECKING:
    from generator.store.view import View

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


class Store(Runs, Quarantine, Segments, Headlines):
    """A desk's readings. Open it with ``Store.open``; it is a context manager."""

    def add(self, records: Iterable[Record]) -> Added:
        """Add readings, all or none; the same ones again change nothing, different ones become a new revision."""
        with self.transaction():
            return upsert(self._db, records)

    def market(self, as_of: datetime) -> View:
        """Return what was known before ``as_of``."""
        # Here, since only a view needs pandas: importing, exporting and `doctor` start without it.
        from generator.store.view import View  # noqa: PLC0415

        return View(self._db, as_of)

    def past(self, before: datetime) -> StoredPast:
        """Return what had been fetched and was available before an instant; see ``model.ports.Past``."""
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
