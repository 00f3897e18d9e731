"""A desk's settings: ``wirecopy.toml`` and the environment, read once, frozen.

No room imports this module: what a room needs of it is handed to it.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from generator.errors import InputError

FILE: Final = "wirecopy.toml"
#: Names the desk where no ``--desk`` does.
DESK_VARIABLE: Final = "WIRECOPY_DESK"
EDITIONS: Final = ("derivatives", "markets", "brief")
#: The name under which the system's keyring holds our keys.
_KEYRING: Final = "wirecopy"
_LOOPBACK: Final = ("http://127.0.0.1:", "http://localhost:", "ws://127.0.0.1:", "ws://localhost:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Collecting:
    """How a desk collects.

    Args:
        budget_seconds: How long a run waits for all its sources together.
        timeout_seconds: How long it waits for one answer.
        base_urls: Source id → address that replaces the source's own, as for a mirror.
        left_out: Sources that the desk does not ask.
        feeds: Addresses of the RSS or Atom feeds whose headlines the editors are offered.
    """

    budget_seconds: float = 60.0
    timeout_seconds: float = 10.0
    base_urls: Mapping[str, str] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    feeds: tuple[str, ...] = ()


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
        collecting: Which sources it asks, and how long it waits for them.
    """

    desk: Path
    title: str
    base_url: str = ""
    authors: tuple[str, ...] = ()
    assets: tuple[str, ...] = ("BTC",)
    editions: tuple[str, ...] = EDITIONS
    category: str = "markets"
    collecting: Collecting = field(default_factory=Collecting)

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
    def log(self) -> Path:
        """Where each run writes what it did, a file a month."""
        return self.desk / "data" / "log"

    @property
    def lock(self) -> Path:
        """What a run holds as long as it lasts."""
        return self.desk / "data" / "run.lock"

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
    """One table of the file: its keys, and where in the text it begins."""

    path: Path
    text: str
    table: Mapping[str, Any]
    start: int = 0

    def settings(self, desk: Path) -> Settings:
        given = self._read(
            {
                "title": self._words,
                "base_url": lambda key: self._words(key).rstrip("/"),
                "authors": self._list,
                "assets": self._list,
                "editions": self._editions,
                "category": self._words,
                "collect": lambda key: self._table(key)._collect(),  # noqa: SLF001 - a table of its own kind
                "sources": lambda key: self._table(key)._sources(),  # noqa: SLF001
            }
        )
        collecting = Collecting(**(given.pop("collect", {}) | given.pop("sources", {})))
        return Settings(desk=desk, collecting=collecting, **({"title": desk.resolve().name} | given))

    def _collect(self) -> dict[str, Any]:
        return self._read({"budget_seconds": self._seconds, "timeout_seconds": self._seconds, "feeds": self._feeds})

    def _sources(self) -> dict[str, Any]:
        tables = {source: self._table(source) for source in self.table}
        each = {
            source: table._read({"base_url": table._address, "ask": table._truth})  # noqa: SLF001 - as above
            for source, table in tables.items()
        }
        return {
            "base_urls": {source: said["base_url"] for source, said in each.items() if "base_url" in said},
            "left_out": frozenset(source for source, said in each.items() if said.get("ask") is False),
        }

    def _read(self, readers: Mapping[str, Callable[[str], object]]) -> dict[str, Any]:
        for key in self.table:
            if key not in readers:
                raise self._wrong(key, f"unknown key {key!r}; use one of {', '.join(readers)}")
        return {key: read(key) for key, read in readers.items() if key in self.table}

    def _table(self, key: str) -> _Table:
        value = self.table[key]
        if not isinstance(value, Mapping):
            raise self._wrong(key, f"{key} must be a table; write [{key}]")
        return _Table(self.path, self.text, value, self._end(key))

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

    def _seconds(self, key: str) -> float:
        value = self.table[key]
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 3600:
            raise self._wrong(key, f"{key} must be a number of seconds up to 3600; write {key} = 60")
        return float(value)

    def _truth(self, key: str) -> bool:
        value = self.table[key]
        if not isinstance(value, bool):
            raise self._wrong(key, f"{key} must be true or false")
        return value

    def _address(self, key: str) -> str:
        value = self._words(key).rstrip("/")
        if not value.startswith(("https://", "wss://", *_LOOPBACK)) or "@" in value:
            raise self._wrong(key, f"{key} must be an https address without a password in it")
        return value

    def _feeds(self, key: str) -> tuple[str, ...]:
        value = self._list(key)
        for each in value:
            if not each.startswith(("https://", *_LOOPBACK)) or "@" in each:
                raise self._wrong(key, f"{each!r} is no feed; write its https address without a password in it")
        return value

    def _wrong(self, key: str, what: str) -> InputError:
        return InputError(f"{self.path}:{self.text.count(chr(10), 0, self._end(key)) + 1}: {what}")

    def _end(self, key: str) -> int:
        """Return where the key's name ends, in its line or its table's heading."""
        name = re.compile(rf"""^\s*\[*(?:[\w."'-]+\.)?["']?{re.escape(key)}\b""", re.MULTILINE)
        found = name.search(self.text, self.start)
        return found.end() if found else self.start


def load_secrets(names: Iterable[str]) -> Mapping[str, str]:
    """Return those of the named keys that the environment or the system's keyring holds.

    The keyring is asked where the package ``keyring`` is installed; a machine without one has no keys there.
    """
    found = {name: os.environ.get(name) or _from_keyring(name) for name in names}
    return {name: value for name, value in found.items() if value}


def _from_keyring(name: str) -> str | None:
    try:
        import keyring  # noqa: PLC0415 - optional, and slow to start
    except ImportError:
        return None
    try:
        held: str | None = keyring.get_password(_KEYRING, name)
    except keyring.errors.KeyringError:
        return None
    return held
