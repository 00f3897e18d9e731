"""What was drafted where: one row for each issue at each target; see ``model.ports.DraftLedger``."""

from __future__ import annotations

from typing import Final

from generator.model.instants import from_micros, to_micros
from generator.model.mailing import Entry
from generator.store.file import StoreFile

_COLUMNS: Final = "issue, target, draft, sha256, content, at, begun"


class Drafts(StoreFile):
    """The part of the store that remembers drafts; no text of an issue and no secret is in it."""

    def drafted(self, issue: str, target: str) -> Entry | None:
        """Return the last entry, None where nothing was drafted."""
        query = f"SELECT {_COLUMNS} FROM draft WHERE issue = ? AND target = ?"
        row = self._db.execute(query, (issue, target)).fetchone()
        if row is None:
            return None
        *_, draft, sha256, content, at, begun = row
        return Entry(
            issue=issue, target=target, draft=draft, sha256=sha256, content=content, at=from_micros(at), begun=begun
        )

    def note_draft(self, entry: Entry) -> None:
        """Remember an entry in place of the one before it."""
        row = (
            entry.issue, entry.target, entry.draft, entry.sha256, entry.content, to_micros(entry.at), entry.begun,
        )  # fmt: skip
        with self.transaction():
            self._db.execute(f"REPLACE INTO draft ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)
