"""Headlines that feeds offered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from generator.model.headline import Headline
from generator.model.instants import from_micros, to_micros
from generator.store.file import StoreFile
from generator.store.tables import ORIGIN, origin_row, to_origin

_COLUMNS: Final = ("feed", "link", "title", "published_at", *ORIGIN)


class Headlines(StoreFile):
    """The part of the store that remembers what the news was."""

    def keep_headlines(self, headlines: Iterable[Headline]) -> None:
        """Keep headlines; of one link of a feed the one that was fetched last, as a feed corrects its titles."""
        latest = ", ".join(f"{column} = excluded.{column}" for column in _COLUMNS[2:])
        query = f"""INSERT INTO headline ({", ".join(_COLUMNS)}) VALUES ({", ".join("?" * len(_COLUMNS))})
            ON CONFLICT DO UPDATE SET {latest} WHERE excluded.fetched_at > fetched_at"""
        rows = [
            (each.feed, each.link, each.title, to_micros(each.published_at), *origin_row(each.origin))
            for each in headlines
        ]
        with self.transaction():
            self._db.executemany(query, rows)

    def headlines(self, since: datetime, until: datetime) -> list[Headline]:
        """Return the headlines published from ``since`` to before ``until``, the newest first."""
        query = f"""SELECT {", ".join(_COLUMNS)} FROM headline WHERE published_at >= ? AND published_at < ?
            ORDER BY published_at DESC, feed, link"""
        return [
            Headline(title, link, from_micros(published), feed, to_origin(tuple(origin)))
            for feed, link, title, published, *origin in self._db.execute(query, (to_micros(since), to_micros(until)))
        ]
