"""What the world truly says, and whether a store holds anything else."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from generator.collectors.source import Source
from generator.model.instants import from_micros, iso, to_micros
from generator.model.observation import SeriesKey
from generator.model.quotes import OptionQuote, Record
from generator.store.sqlite import Store
from generator.store.tables import TABLES
from tests.loopback import direct
from tests.loopback.world import World

#: Kind of reading, the names of its series, and when it was made.
Key = tuple[object, ...]
Said = tuple[object, ...]
#: How far apart the rows of one snapshot are stamped. [microseconds]
_SNAPSHOT = 10 * 60 * 1_000_000
#: Cells of a reading, in the store's order, that metrics read; the others stand in no text.
_USED = {"candle": (0, 1, 2, 3, 5), "option_quote": (0, 4, 5, 6), "future_quote": (0, 1, 2)}
_LATER = datetime(2099, 1, 1, tzinfo=UTC)


def key_of(record: Record) -> tuple[Key, Said]:
    """Return what names a reading, and what it says."""
    table = TABLES[type(record)]
    named, reading = table.split(record)
    return (table.name, *named, reading[0]), tuple(reading[3:])


class Truth:
    """All that the sources truly said, by what names it; a reading may be true in two worlds.

    Attributes:
        by_source: Source → the keys of its readings in the last of the worlds.
    """

    def __init__(self, worlds: Sequence[World], sources: Sequence[Source]) -> None:
        self.said: dict[Key, set[Said]] = {}
        self.by_source: dict[str, set[Key]] = {}
        self._ever: dict[tuple[Key, Said], set[int]] = {}
        for world in worlds:
            for source in sources:
                told = [key_of(record) for record in records(world, source)]
                self.by_source[source.id] = {key for key, _ in told}
                for key, said in told:
                    self.said.setdefault(key, set()).add(said)
                    self._ever.setdefault((key[:-1], said), set()).add(int(str(key[-1])))

    def false(self, held: Iterable[tuple[Key, Said]], *, undated: bool = False) -> list[str]:
        """Return those readings that no source has said; ``undated`` ones may be true of another time."""
        return [what for _, what in self.lies(held, undated=undated)]

    def lies(self, held: Iterable[tuple[Key, Said]], *, undated: bool = False) -> Iterator[tuple[Key, str]]:
        """Yield each of those readings, by what names it, with what was true."""
        for key, said in held:
            true = self.said.get(key)
            if self._said_nearby(key, said) or (undated and (key[:-1], said) in self._ever):
                continue
            if true is None:
                yield key, f"{_shown(key)} = {said}: nobody has such a reading"
            elif not any(_within(_used(key, said), _used(key, each)) for each in true):
                yield key, f"{_shown(key)} = {said}: it was {' or '.join(map(str, true))}"

    def _said_nearby(self, key: Key, said: Said) -> bool:
        """Whether it was said for a moment ago: a snapshot is of its newest row, and the newest may be lost."""
        at = int(str(key[-1]))
        return any(abs(at - other) <= _SNAPSHOT for other in self._ever.get((key[:-1], said), ()))


def _used(key: Key, said: Said) -> Said:
    """Return the cells of which something is made: of a bar no volume, of an option no bid and ask."""
    wanted = _USED.get(str(key[0]))
    return said if wanted is None else tuple(said[place] for place in wanted)


def input_of(key: Key) -> str:
    """Return what the facts that rest on a reading call it among their inputs."""
    table, *names, at = key
    when = iso(from_micros(int(str(at))))
    if table == "observation":
        return f"obs:{SeriesKey(*map(str, names))}@{when}"
    if table == "candle":
        interval, asset, venue = names
        return f"candle:{venue}:{asset}:{interval}:{when}"
    asset, venue, *instrument = names
    prefix, name = {
        "option_quote": ("chain", asset), "future_quote": ("future", instrument[0]),
        "funding_settlement": ("funding", asset),
    }[str(table)]  # fmt: skip
    return f"{prefix}:{venue}:{name}:{when}"


def _within(said: Said, true: Said) -> bool:
    """Whether a reading says what is true, or less of it: what a source leaves out is missing, not false."""
    return all(cell is None or cell == other for cell, other in zip(said, true, strict=True))


def records(world: World, source: Source) -> Iterator[Record]:
    """Yield what a source's healthy answers say."""
    for _, ask in direct.questions([source], world):
        told = direct.answer(world, source, ask)
        if told.status == 200:
            yield from direct.read(source, direct.reply(source, ask, told.body, world.now), world.past.names)


def held(path: Path) -> dict[Key, set[Said]]:
    """Return every reading of a store, of the revised ones all."""
    found: dict[Key, set[Said]] = {}
    for key, said in (*_rows(path), *_options(path)):
        found.setdefault(key, set()).add(said)
    return found


def _rows(path: Path) -> Iterator[tuple[Key, Said]]:
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        for kind, table in TABLES.items():
            if kind is OptionQuote:
                continue
            columns = ", ".join(f'"{name}"' for name in (*table.named, "observed_at", *table.said))
            query = f"SELECT {columns} FROM {table.name} AS t JOIN {table.series} AS s ON s.id = t.series"
            width = len(table.named) + 1
            for row in db.execute(query):
                yield (table.name, *row[:width]), tuple(row[width:])
    finally:
        db.close()


def _options(path: Path) -> Iterator[tuple[Key, Said]]:
    table = TABLES[OptionQuote]
    with Store.open(path, create=False) as store:
        for asset in ("BTC", "ETH"):
            frame = store.market(_LATER).option_quotes(asset)
            columns = [
                [_plain(cell) for cell in frame[name]] for name in (*table.named[1:], "observed_at", *table.said)
            ]
            width = len(table.named)
            for row in zip(*columns, strict=True):
                yield (table.name, asset, *row[:width]), tuple(row[width:])


def _plain(cell: object) -> object:
    if isinstance(cell, datetime):
        return to_micros(cell.astimezone(UTC))
    return None if cell != cell else cell  # noqa: PLR0124 - only NaN differs from itself


def _shown(key: Key) -> str:
    *names, at = key
    when = f"{datetime.fromtimestamp(int(str(at)) / 1e6, UTC):%Y-%m-%d %H:%M:%S}"
    return f"{' '.join(str(name) for name in names if name not in (None, ''))} at {when}"


def same(one: Mapping[Key, set[Said]], other: Mapping[Key, set[Said]]) -> bool:
    """Whether two stores hold the same readings."""
    return dict(one) == dict(other)
