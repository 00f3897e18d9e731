"""A desk's settings: ``wirecopy.toml`` and the environment, read once, frozen.

No room imports this module: what a room needs of it is handed to it.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from generator.errors import InputError

FILE: Final = "wirecopy.toml"
#: Names the desk where no ``--desk`` does.
DESK_VARIABLE: Final = "WIRECOPY_DESK"
EDITIONS: Final = ("derivatives", "markets", "brief")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a desk has decided.

    Args:
        desk: Its folder.
        title: The publication's name.
        base_url: Where it is published; no slash at the end.
        authors: Who signs its articles.
        assets: The assets that it writes about, the first one unless another is asked for.
        editions: What it writes unless told otherwise.
        category: The section that its articles stand in.
    """

    desk: Path
    title: str
    base_url: str = ""
    authors: tuple[str, ...] = ()
    assets: tuple[str, ...] = ("BTC",)
    editions: tuple[str, ...] = EDITIONS
    category: str = "markets"

    @property
    def store(self) -> Path:
        """The SQLite file that holds everything the desk knows."""
        return self.desk / "data" / "wirecopy.sqlite"

    @property
    def output(self) -> Path:
        """Where articles and refused drafts go."""
        return self.desk / "output"

    @property
    def notes(self) -> Path:
        """Where editors put what data cannot know."""
        return self.desk / "notes"

    @property
    def front(self) -> Mapping[str, Any]:
        """What the desk adds to every article's front matter."""
        return {"category": self.category, "authors": list(self.authors)}


def find_desk(given: Path | None, *, start: Path | None = None) -> Path:
    """Return the desk's folder: the one given, the environment's, or the nearest above ``start``.

    Raises:
        InputError: There is none.
    """
    named = given if given is not None else _from_environment()
    if named is not None:
        if not (named / FILE).is_file():
            raise InputError(f"{named / FILE}: is missing; run `wirecopy init {named}` to make a desk there")
        return named
    here = (start if start is not None else Path()).resolve()
    for folder in (here, *here.parents):
        if (folder / FILE).is_file():
            return folder
    raise InputError(f"{here}: no {FILE} here or above; run `wirecopy init DIR`, or name a desk with --desk")


def desk_at_hand(given: Path | None) -> Path | None:
    """Return the desk as ``find_desk`` does, or None where none was named and none is near.

    Raises:
        InputError: A desk was named and is not there.
    """
    if given is not None:
        return find_desk(given)
    try:
        return find_desk(None)
    except InputError:
        return None


def _from_environment() -> Path | None:
    named = os.environ.get(DESK_VARIABLE)
    return Path(named) if named else None


def load_settings(desk: Path) -> Settings:
    """Read the desk's ``wirecopy.toml``.

    Raises:
        InputError: It cannot be read, or a key is unknown or of the wrong form; with its line.
    """
    path = desk / FILE
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}; run `wirecopy init {desk}`") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: {error}; mend the TOML") from error
    return _Table(path, text, table).settings(desk)


@dataclass(frozen=True, slots=True)
class _Table:
    """The file's keys, and where they stand."""

    path: Path
    text: str
    table: Mapping[str, Any]
    _keys: tuple[str, ...] = field(default=("title", "base_url", "authors", "assets", "editions", "category"))

    def settings(self, desk: Path) -> Settings:
        for key in self.table:
            if key not in self._keys:
                raise self._wrong(key, f"unknown key {key!r}; use one of {', '.join(self._keys)}")
        given: dict[str, Any] = {key: read(key) for key, read in self._readers().items() if key in self.table}
        return Settings(desk=desk, **({"title": desk.resolve().name} | given))

    def _readers(self) -> Mapping[str, Callable[[str], object]]:
        return {
            "title": self._words,
            "base_url": lambda key: self._words(key).rstrip("/"),
            "category": self._words,
            "authors": self._list,
            "assets": self._list,
            "editions": self._editions,
        }

    def _words(self, key: str) -> str:
        value = self.table[key]
        if not isinstance(value, str):
            raise self._wrong(key, f'{key} must be a text; write {key} = "…"')
        return value

    def _list(self, key: str) -> tuple[str, ...]:
        value = self.table[key]
        if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value):
            raise self._wrong(key, f'{key} must be a list of texts with at least one; write {key} = ["…"]')
        return tuple(value)

    def _editions(self, key: str) -> tuple[str, ...]:
        value = self._list(key)
        for edition in value:
            if edition not in EDITIONS:
                raise self._wrong(key, f"unknown edition {edition!r}; use {', '.join(EDITIONS)}")
        return value

    def _wrong(self, key: str, what: str) -> InputError:
        found = re.search(rf"^\s*\[*{re.escape(key)}\b", self.text, re.MULTILINE)
        line = self.text.count("\n", 0, found.end()) + 1 if found else 1
        return InputError(f"{self.path}:{line}: {what}")
