"""Recorded streams, a stretch at a time."""

from __future__ import annotations

from datetime import datetime

from generator.model.instants import from_micros, iso, to_micros
from generator.model.segment import Segment
from generator.store.file import StoreFile
from generator.store.tables import Row


class Segments(StoreFile):
    """The part of the store that keeps what venues only say once, as they say it."""

    def keep_segment(self, venue: str, began_at: datetime, ended_at: datetime, body: bytes, messages: int) -> None:
        """Keep a stretch of a venue's stream; one that began at the same instant gives way to the longer."""
        with self.transaction():
            sha256 = self.archive(body, name=f"{venue} stream from {iso(began_at)}", fetched_at=ended_at)
            self._db.execute(
                """INSERT INTO segment VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET ended_at = excluded.ended_at,
                messages = excluded.messages, raw_sha256 = excluded.raw_sha256 WHERE excluded.ended_at > ended_at""",
                (venue, to_micros(began_at), to_micros(ended_at), messages, sha256),
            )

    def segments(self, venue: str, since: datetime, until: datetime) -> list[Segment]:
        """Return the stretches of a venue's stream that reach into the time from ``since`` to before ``until``."""
        query = """SELECT began_at, ended_at, messages, raw_sha256 FROM segment
            WHERE venue = ? AND ended_at > ? AND began_at < ? ORDER BY began_at"""
        found = self._db.execute(query, (venue, to_micros(since), to_micros(until))).fetchall()
        return [self._segment(venue, row) for row in found]

    def _segment(self, venue: str, row: Row) -> Segment:
        began, ended, messages, sha256 = row
        return Segment(
            venue=venue, began_at=from_micros(began), ended_at=from_micros(ended), messages=messages,
            raw_sha256=sha256, body=self._body(sha256),
        )  # fmt: skip
