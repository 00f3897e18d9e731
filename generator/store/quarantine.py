"""What came of a run's readings: those that the gate let in, those it set aside, and how sources compare."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.errors import InputError
from generator.model.instants import from_micros
from generator.model.quotes import Record
from generator.model.reply import Compared, SetAside
from generator.model.run import Waiting
from generator.store.file import StoreFile
from generator.store.forget import forget
from generator.store.lossless import read, written
from generator.store.upsert import Added, upsert


class Quarantine(StoreFile):
    """The part of the store that takes a run's result, and lets an editor decide on what was set aside."""

    def take(
        self, run: int, records: Iterable[Record], aside: Sequence[SetAside], compared: Sequence[Compared]
    ) -> Added:
        """Take what a run's gate let through, and keep what it did not, all or none.

        After ``forget``, a reading that the run says again goes back to where it was and counts as unchanged.
        """
        with self.transaction():
            added = upsert(self._db, records, run=run)
            self._db.executemany(
                "INSERT OR IGNORE INTO set_aside VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (each.id, run, each.records[0].origin.source, each.why, len(each.records), written(each.records))
                    for each in aside
                ],
            )
            self._db.executemany(
                "INSERT INTO compared VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (run, c.quantity, c.told, c.told_value, c.other, c.other_value, c.apart, c.tolerance, c.holds)
                    for c in compared
                ],
            )
        return added

    def forget(self, run: int) -> int:
        """Take out all that a run brought but its replies, and return how many readings those were.

        What other runs brought stays, and so does an editor's decision to release a reading.
        Read the replies again and ``take`` the result within the same transaction.
        """
        with self.transaction():
            for table in ("set_aside", "compared"):
                self._db.execute(f"DELETE FROM {table} WHERE run = ?", (run,))
            return forget(self._db, run)

    def compared(self, run: int) -> list[Compared]:
        """Return how a run's sources compare."""
        query = """SELECT quantity, told, told_value, other, other_value, apart, tolerance, holds FROM compared
            WHERE run = ? ORDER BY rowid"""
        return [Compared(*row) for row in self._db.execute(query, (run,))]

    def aside(self, open_only: bool = True) -> list[Waiting]:  # noqa: FBT001, FBT002 - as the store is asked
        """Return what was set aside, the oldest first; with ``open_only`` without what an editor has let in."""
        query = """SELECT s.id, s.source, s.why, run.began_at, s.readings, released.id IS NOT NULL FROM set_aside AS s
            JOIN run ON run.id = s.run LEFT JOIN released ON released.id = s.id ORDER BY run.began_at, s.rowid"""
        return [
            Waiting(id=name, source=source, why=why, at=from_micros(at), readings=readings, released=bool(released))
            for name, source, why, at, readings, released in self._db.execute(query)
            if not (open_only and released)
        ]

    def set_aside(self, run: int) -> list[SetAside]:
        """Return what a run's gate set aside, with its records."""
        query = "SELECT records, why FROM set_aside WHERE run = ? ORDER BY rowid"
        return [SetAside(read(records), why) for records, why in self._db.execute(query, (run,))]

    def released(self) -> frozenset[str]:
        """Return the ids of all that an editor has let in."""
        return frozenset(name for (name,) in self._db.execute("SELECT id FROM released"))

    def release(self, name: str) -> Added:
        """Let in what was set aside under an id, or under the only id that begins so.

        Raises:
            InputError: No id begins so, or several do.
        """
        query = "SELECT id, records FROM set_aside WHERE substr(id, 1, ?) = ? ORDER BY id"
        found = self._db.execute(query, (len(name), name)).fetchall() if name else []
        if not found:
            raise InputError(f"nothing was set aside as {name!r}; `wirecopy doctor` lists what was")
        if len(found) > 1:
            raise InputError(f"{name!r} could be {' or '.join(each for each, _ in found)}; write out more of it")
        ((full, records),) = found
        with self.transaction():
            self._db.execute("INSERT OR IGNORE INTO released VALUES (?)", (full,))
            return upsert(self._db, read(records))
