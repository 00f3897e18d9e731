"""Runs, what they asked and were answered, and what went wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from generator.model.instants import from_micros, to_micros
from generator.model.reply import Reply, Trouble
from generator.model.run import Run, RunKind, SourceState
from generator.store.file import StoreFile
from generator.store.tables import Row, optional_instant, optional_micros

_REPLY: Final = (
    "source, kind, subject, url, request, status, asked_at, fetched_at, raw_sha256, content_type, etag, "
    "last_modified, limits"
)
#: A reply was of use if it came whole and could be read.
_USEFUL: Final = """r.status IN (200, 304) AND NOT EXISTS (SELECT 1 FROM trouble AS t WHERE t.run = r.run
    AND t.source = r.source AND t.kind = r.kind AND t.subject = r.subject AND t.fetched_at = r.fetched_at)"""


class Runs(StoreFile):
    """The part of the store that remembers how its readings were collected."""

    def begin_run(self, kind: RunKind, at: datetime) -> int:
        """Write down that a run begins, and return its number."""
        with self.transaction():
            added = self._db.execute("INSERT INTO run (kind, began_at) VALUES (?, ?)", (kind, to_micros(at)))
        assert added.lastrowid is not None
        return added.lastrowid

    def end_run(self, run: int, at: datetime, summary: str) -> None:
        """Write down that a run has ended, and what it brought in one line."""
        with self.transaction():
            self._db.execute("UPDATE run SET ended_at = ?, summary = ? WHERE id = ?", (to_micros(at), summary, run))

    def runs(self, day: date | None = None, kind: RunKind | None = None) -> list[Run]:
        """Return the runs that began on a UTC day, or ever, of one kind, or of any; the oldest first."""
        began = 0 if day is None else to_micros(datetime(day.year, day.month, day.day, tzinfo=UTC))
        query = """SELECT id, kind, began_at, ended_at, summary FROM run
            WHERE (?1 IS NULL OR kind = ?1) AND (?2 OR (began_at >= ?3 AND began_at < ?4)) ORDER BY began_at, id"""
        bounds = (kind, day is None, began, began + timedelta(days=1) // timedelta(microseconds=1))
        return [_run(row) for row in self._db.execute(query, bounds)]

    def last_run(self, kind: RunKind) -> Run | None:
        """Return the run of a kind that began last, None where there was none."""
        query = "SELECT id, kind, began_at, ended_at, summary FROM run WHERE kind = ? ORDER BY began_at DESC, id DESC"
        row = self._db.execute(f"{query} LIMIT 1", (kind,)).fetchone()
        return None if row is None else _run(row)

    def keep(self, run: int, reply: Reply) -> None:
        """Keep a reply, its body once however often it comes; at once, unless within a transaction.

        It survives the end of the process from here on. A power cut may take it: what was not
        kept is asked again, and what the run makes of it is written through to the disk.
        """
        with self._at_once():
            sha256 = self.archive(reply.body, name=reply.name, url=reply.url, fetched_at=reply.fetched_at)
            row = (
                run, reply.source, reply.kind, reply.subject, reply.url, reply.request, reply.status,
                to_micros(reply.asked_at), to_micros(reply.fetched_at), sha256, reply.content_type, reply.etag,
                reply.last_modified, reply.limits,
            )  # fmt: skip
            self._db.execute(f"INSERT INTO reply (run, {_REPLY}) VALUES ({', '.join('?' * len(row))})", row)

    def replies(self, run: int) -> Iterator[Reply]:
        """Yield a run's replies as they came; those of one instant by source, kind and subject."""
        query = f"SELECT {_REPLY} FROM reply WHERE run = ? ORDER BY fetched_at, source, kind, subject, url, id"
        for row in self._db.execute(query, (run,)).fetchall():
            yield self._reply(row)

    def known_reply(self, url: str, request: str) -> Reply | None:
        """Return the latest useful reply to a question of which one may ask whether it changed, or None."""
        query = f"""SELECT {_REPLY} FROM reply AS r WHERE url = ? AND request = ?
            AND (etag <> '' OR last_modified <> '') AND {_USEFUL} ORDER BY fetched_at DESC, id DESC LIMIT 1"""
        row = self._db.execute(query, (url, request)).fetchone()
        return None if row is None else self._reply(row)

    def answered(self, kind: RunKind = "history") -> set[tuple[str, str]]:
        """Return address and posted body of the questions that had a useful reply in runs of a kind."""
        query = f"SELECT r.url, r.request FROM reply AS r JOIN run ON run.id = r.run WHERE run.kind = ? AND {_USEFUL}"
        return {(url, request) for url, request in self._db.execute(query, (kind,))}

    def trouble(self, run: int, trouble: Trouble) -> None:
        """Write down why a question brought nothing."""
        row = (
            run, trouble.source, trouble.kind, trouble.subject, trouble.why, trouble.status,
            json.dumps(trouble.feeds), optional_micros(trouble.fetched_at),
        )  # fmt: skip
        with self.transaction():
            self._db.execute("INSERT INTO trouble VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)

    def troubles(self, run: int) -> list[Trouble]:
        """Return a run's troubles, in the order in which they were written down."""
        query = """SELECT source, kind, subject, why, status, feeds, fetched_at FROM trouble
            WHERE run = ? ORDER BY rowid"""
        return [_trouble(row) for row in self._db.execute(query, (run,))]

    def sources(self) -> list[SourceState]:
        """Return how each source that was ever asked did lately, by id."""
        useful = {
            source: (run, fetched, limits)
            for source, run, fetched, limits in self._db.execute(
                f"""SELECT r.source, r.run, MAX(r.fetched_at), r.limits FROM reply AS r WHERE {_USEFUL}
                GROUP BY r.source"""
            )
        }
        troubles = {
            source: (run, why, at)
            for source, run, why, at in self._db.execute(
                """SELECT t.source, t.run, t.why, COALESCE(t.fetched_at, run.ended_at, run.began_at)
                FROM trouble AS t JOIN run ON run.id = t.run ORDER BY t.rowid"""
            )
        }
        return [_state(source, useful.get(source), troubles.get(source)) for source in sorted({*useful, *troubles})]

    def _reply(self, row: Row) -> Reply:
        source, kind, subject, url, request, status, asked, fetched, sha256, content_type, etag, modified, limits = row
        return Reply(
            source=source, kind=kind, subject=subject, url=url, request=request, status=status,
            asked_at=from_micros(asked), fetched_at=from_micros(fetched), body=self._body(sha256),
            content_type=content_type, etag=etag, last_modified=modified, limits=limits,
        )  # fmt: skip


def _run(row: Row) -> Run:
    number, kind, began, ended, summary = row
    return Run(number, kind, from_micros(began), optional_instant(ended), summary)


def _trouble(row: Row) -> Trouble:
    source, kind, subject, why, status, feeds, fetched = row
    return Trouble(
        source=source, kind=kind, subject=subject, why=why, status=status, feeds=tuple(json.loads(feeds)),
        fetched_at=optional_instant(fetched),
    )  # fmt: skip


def _state(source: str, useful: tuple[int, int, str] | None, trouble: tuple[int, str, int] | None) -> SourceState:
    """Return a source's state; a trouble is told until a whole run went without one."""
    run, fetched, limits = useful if useful is not None else (0, None, "")
    state: dict[str, Any] = {"source": source, "succeeded_at": optional_instant(fetched), "limits": limits}
    if trouble is not None and trouble[0] >= run:
        state |= {"trouble": trouble[1], "troubled_at": from_micros(trouble[2])}
    return SourceState(**state)
