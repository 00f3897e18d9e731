"""What was said in which issue: one row an issue, and one for each phrase and sentence; see ``model.ports.Memory``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from generator.model.instants import from_micros, to_micros
from generator.model.memory import Said
from generator.store.file import StoreFile

_ISSUE: Final = "slug, tone, edition, asset, as_of, frame, headline"
#: What an issue has many of, in the order that they were said.
_KINDS: Final = ("phrases", "explained", "sentences")


class Issues(StoreFile):
    """The part of the store that remembers what was said."""

    def recent(self, *, edition: str, asset: str, tone: str, before: datetime, count: int) -> Sequence[Said]:
        """Return the last ``count`` issues of an edition whose instant lies before ``before``, the newest first."""
        query = f"""SELECT {_ISSUE} FROM issue WHERE edition = ? AND asset = ? AND tone = ? AND as_of < ?
            ORDER BY as_of DESC, slug DESC LIMIT ?"""
        rows = self._db.execute(query, (edition, asset, tone, to_micros(before), count)).fetchall()
        return [self._said(*row) for row in rows]

    def remember(self, said: Said) -> None:
        """Keep an issue, in place of what was kept of its slug and tone; what is known already changes nothing."""
        key = (said.slug, said.tone)
        row = (*key, said.edition, said.asset, to_micros(said.as_of), said.frame, said.headline)
        if self._kept(*key) == said:
            return
        parts = [(*key, kind, place, what) for kind in _KINDS for place, what in enumerate(getattr(said, kind))]
        # An issue that a power cut takes out of memory is written again with its article.
        with self._at_once():
            self._db.execute("DELETE FROM said WHERE slug = ? AND tone = ?", key)
            self._db.execute(f"REPLACE INTO issue ({_ISSUE}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            self._db.executemany("INSERT INTO said (slug, tone, kind, place, what) VALUES (?, ?, ?, ?, ?)", parts)

    def _kept(self, slug: str, tone: str) -> Said | None:
        row = self._db.execute(f"SELECT {_ISSUE} FROM issue WHERE slug = ? AND tone = ?", (slug, tone)).fetchone()
        return None if row is None else self._said(*row)

    def _said(self, slug: str, tone: str, edition: str, asset: str, as_of: int, frame: str, headline: str) -> Said:
        query = "SELECT kind, what FROM said WHERE slug = ? AND tone = ? ORDER BY kind, place"
        found: dict[str, list[str]] = {kind: [] for kind in _KINDS}
        for kind, what in self._db.execute(query, (slug, tone)):
            found[kind].append(what)
        return Said(
            slug=slug, edition=edition, asset=asset, tone=tone, as_of=from_micros(as_of), frame=frame,
            headline=headline, **{kind: tuple(parts) for kind, parts in found.items()},
        )  # fmt: skip
