"""What editors decided about articles: one row a decision, none ever changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from generator.model.instants import from_micros, to_micros
from generator.model.review import PUBLISHER, Review, state_of
from generator.store.file import StoreFile

_COLUMNS: Final = "slug, state, at, decided_by, reasons, sha256"
_LAST: Final = "id IN (SELECT MAX(id) FROM review GROUP BY slug)"


class Reviews(StoreFile):
    """The part of the store that remembers decisions on articles."""

    def review(self, slug: str) -> Review | None:
        """Return the last decision on an article, None where nobody has decided."""
        query = f"SELECT {_COLUMNS} FROM review WHERE slug = ? ORDER BY id DESC LIMIT 1"
        row = self._db.execute(query, (slug,)).fetchone()
        return None if row is None else _review(row)

    def reviews(self) -> Mapping[str, Review]:
        """Return slug → the last decision on it."""
        rows = self._db.execute(f"SELECT {_COLUMNS} FROM review WHERE {_LAST} ORDER BY slug")
        return {review.slug: review for review in map(_review, rows)}

    def decisions(self, slug: str) -> tuple[Review, ...]:
        """Return all decisions on an article, the oldest first."""
        rows = self._db.execute(f"SELECT {_COLUMNS} FROM review WHERE slug = ? ORDER BY id", (slug,))
        return tuple(map(_review, rows))

    def corrections(self) -> tuple[Review, ...]:
        """Return every correction of an article, the oldest first; its reasons say what was put right."""
        rows = self._db.execute(f"SELECT {_COLUMNS} FROM review WHERE state = 'corrected' ORDER BY id")
        return tuple(map(_review, rows))

    def decide(self, review: Review) -> None:
        """Put a decision down; one that repeats the last but for its time changes nothing."""
        with self.transaction():
            self._decide(review, self.review(review.slug))

    def published(self, texts: Iterable[tuple[str, str]], *, at: datetime) -> None:
        """Put down that texts have been published.

        Who approved a text stays named; where nobody had to, it is the command.

        Args:
            texts: Slug and hash of the Markdown of each.
            at: When.
        """
        with self.transaction():
            last = self.reviews()
            for slug, sha256 in texts:
                before = last.get(slug)
                state = state_of(before, sha256)
                # What was corrected stays so: readers are to find it among the corrections.
                if state not in ("published", "corrected"):
                    by = before.by if before is not None and state == "approved" else PUBLISHER
                    self._decide(Review(slug=slug, state="published", at=at, by=by, sha256=sha256), before)

    def _decide(self, review: Review, before: Review | None) -> None:
        if before is not None and _told(before) == _told(review):
            return
        row = (
            review.slug, review.state, to_micros(review.at), review.by,
            json.dumps(review.reasons, ensure_ascii=False), review.sha256,
        )  # fmt: skip
        self._db.execute(f"INSERT INTO review ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)", row)


def _told(review: Review) -> tuple[object, ...]:
    return review.state, review.by, review.reasons, review.sha256


def _review(row: tuple[Any, ...]) -> Review:
    slug, state, at, by, reasons, sha256 = row
    return Review(
        slug=slug, state=state, at=from_micros(at), by=by, reasons=tuple(json.loads(reasons)), sha256=sha256
    )  # fmt: skip
