"""Looks once a second at what articles are made from, and has drafts written anew when it changed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from threading import Event, Thread
from typing import Final

from generator.config import FILE, load_settings
from generator.errors import WirecopyError
from generator.model.review import PUBLISHER, VERIFIER
from generator.resources import folders
from generator.serve.room import Room, Tools
from generator.serve.shelf import PLACES, Entry, entries
from generator.store.sqlite import Store

#: What a person may change: shipped folders too, for who works on wirecopy itself.
_SOURCES: Final = ("templates", "data/rules", "data/reference")
Stamp = frozenset[tuple[str, int, int]]


class Watch(Thread):
    """Watches a room's desk until it is told to stop.

    Args:
        room: Hears of changes.
        seconds: How long it waits between two looks.
    """

    def __init__(self, room: Room, *, seconds: float = 1.0) -> None:
        super().__init__(name="watch", daemon=True)
        self._room = room
        self._seconds = seconds
        self._told_to_stop = Event()
        self._sources = self._source_stamp()
        self._data = self._data_stamp()
        self._grown = self._readings()
        self._texts = self._text_stamp()

    def run(self) -> None:
        """Look, and wait, and look again."""
        while not self._told_to_stop.wait(self._seconds):
            self.look()

    def stop(self) -> None:
        """Look no more."""
        self._told_to_stop.set()

    def look(self) -> None:
        """Look once; write drafts anew and ring where something has changed."""
        sources, data, texts = self._source_stamp(), self._data_stamp(), self._text_stamp()
        changed = sources != self._sources or (data != self._data and self._readings() != self._grown)
        if changed:
            self._write_anew()
            texts = self._text_stamp()
        if data != self._data or changed:
            self._grown, data = self._readings(), self._data_stamp()
        seen, self._texts = self._texts, texts
        # What came in while drafts were written has not been written of yet: the stamps are of before.
        self._sources, self._data = sources, data
        if changed or texts != seen:
            self._room.bell.ring()

    def _write_anew(self) -> None:
        room = self._room
        try:
            room.settings = load_settings(room.settings.desk)
            room.tools = Tools.open(room.settings)
            with room.hands:
                for group in _drafts(entries(room), room.settings.assets[0]):
                    room.write_anew(*group)
            room.trouble = ""
        except WirecopyError as error:
            room.trouble = str(error)

    def _source_stamp(self) -> Stamp:
        desk = self._room.settings.desk
        roots = [folder for kind in _SOURCES for folder in folders(kind, desk)]
        return frozenset(_stamps([desk / FILE, desk / "notes", *roots]))

    def _text_stamp(self) -> Stamp:
        return frozenset(_stamps(self._room.folder(place) for place in PLACES))

    def _data_stamp(self) -> Stamp:
        store = self._room.settings.store
        return frozenset(_stamps([store, store.with_name(f"{store.name}-wal")]))

    def _readings(self) -> int:
        """Return what grows with the store's readings: a decision changes its file too, and makes no text old."""
        with Store.open(self._room.settings.store) as store:
            return store.grown()


def _drafts(found: Iterable[Entry], first: str) -> Iterator[tuple[datetime, str, tuple[str, ...]]]:
    """Yield instant, asset and editions of the newest texts, without those that a person has been at."""
    texts = [(entry, entry.piece) for entry in found if entry.piece is not None and entry.piece.edition]
    if not texts:
        return
    newest = max(piece.date for _, piece in texts)
    groups: dict[str, dict[str, None]] = {}
    taken = {entry.slug for entry, _ in texts if _is_a_persons(entry)}
    for entry, piece in texts:
        if piece.date == newest and entry.slug not in taken:
            groups.setdefault(piece.asset or first, {})[piece.edition] = None
    yield from ((newest, asset, tuple(editions)) for asset, editions in groups.items())


def _is_a_persons(entry: Entry) -> bool:
    """Whether somebody edited or decided on this very text."""
    return entry.review is not None and entry.review.by not in (VERIFIER, PUBLISHER)


def _stamps(paths: Iterable[Path]) -> Iterator[tuple[str, int, int]]:
    """Yield name, time and size of files, and of all files below folders; hidden ones are being written."""
    for path in paths:
        try:
            at = path.stat()
        except OSError:
            continue
        yield str(path), at.st_mtime_ns, at.st_size
        if path.is_dir():
            try:
                with os.scandir(path) as inside:
                    below = [Path(entry.path) for entry in inside if not entry.name.startswith((".", "__"))]
            except OSError:
                continue
            yield from _stamps(below)
