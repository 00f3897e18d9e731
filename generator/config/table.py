"""``wirecopy.toml`` as settings: each key by its own reader, each error with its line."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from generator.config.settings import OFFERED, Collecting, Newsletter, Publishing, Settings
from generator.errors import InputError
from generator.model.style import TONES, Style

_LOOPBACK: Final = ("http://127.0.0.1:", "http://localhost:", "ws://127.0.0.1:", "ws://localhost:")

#: Keys of the file whose field is called otherwise.
_FIELDS: Final = {"publish": "publishing", "from": "sender"}


@dataclass(frozen=True, slots=True)
class Table:
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
                "publish": lambda key: self._table(key)._publishing(),  # noqa: SLF001
                "newsletter": lambda key: self._table(key)._newsletter(),  # noqa: SLF001
                "style": lambda key: self._table(key)._style(),  # noqa: SLF001
            }
        )
        given = {_FIELDS.get(key, key): value for key, value in given.items()}
        collecting = Collecting(**(given.pop("collect", {}) | given.pop("sources", {})))
        named = {"title": desk.resolve().name} | given
        return Settings(desk=desk, collecting=collecting, **named)

    def _publishing(self) -> Publishing:
        words = dict.fromkeys(("description", "language", "about"), self._words)
        return Publishing(**self._read({"approval": self._truth, "shorts": self._truth, **words}))

    def _style(self) -> Style:
        return Style(
            **self._read(
                {
                    "tone": lambda key: self._one_of(key, TONES),
                    "bitcoin": lambda key: self._one_of(key, ("bitcoin", "Bitcoin")),
                    "percent": lambda key: self._one_of(key, ("%", "percent")),
                    "thousands_from": self._dollars,
                    "millions_from": self._dollars,
                }
            )
        )

    def _newsletter(self) -> Newsletter:
        """Read the newsletter's own keys; each table among them is a target's, whose keys the target knows."""
        own = {key: value for key, value in self.table.items() if not isinstance(value, Mapping)}
        words = dict.fromkeys(("from", "reply_to", "list_id", "address", "intro", "unsubscribe"), self._words)
        plain = Table(self.path, self.text, own, self.start)
        read = plain._read({"targets": self._list, "editions": self._editions, **words})
        tables = {key: self._table(key)._options() for key in self.table if key not in own}  # noqa: SLF001
        return Newsletter(tables=tables, **{_FIELDS.get(key, key): value for key, value in read.items()})

    def _options(self) -> Mapping[str, str]:
        return {key: str(value) if isinstance(value, int) else self._words(key) for key, value in self.table.items()}

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

    def _table(self, key: str) -> Table:
        value = self.table[key]
        if not isinstance(value, Mapping):
            raise self._wrong(key, f"{key} must be a table; write [{key}]")
        return Table(self.path, self.text, value, self._end(key))

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
            if edition not in OFFERED:
                raise self._wrong(key, f"unknown edition {edition!r}; use {', '.join(OFFERED)}")
        return value

    def _one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        value = self._words(key)
        if value not in allowed:
            raise self._wrong(key, f"{key} cannot be {value!r}; use {' or '.join(allowed)}")
        return value

    def _dollars(self, key: str) -> float:
        value = self.table[key]
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 1000:
            raise self._wrong(key, f"{key} must be an amount of dollars from 1000 on; write {key} = 1000000")
        return float(value)

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
