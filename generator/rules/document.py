"""One YAML document read field by field, collecting everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from generator.resources import Lines


class Document:
    """A mapping of a rule file; what is wrong is noted with its line, and reading goes on.

    A field that is missing or wrong reads as ``""``, ``None`` or an empty tuple: nothing
    is built of a document that has problems.
    """

    def __init__(self, path: Path, fields: object, problems: list[str]) -> None:
        self.path = path
        self.problems = problems
        self.fields: Lines = Lines()
        self.fields.line, self.fields.lines = 1, {}
        if isinstance(fields, Lines):
            self.fields = fields
        else:
            self.wrong("", "is not a document of `key: value` lines; see data/rules/README.md")

    @property
    def name(self) -> str:
        """What the document calls itself, or its file does where it says nothing."""
        own = self.fields.get("id")
        return own if isinstance(own, str) else self.path.stem

    def wrong(self, key: str, what: str, *, line: int | None = None) -> None:
        """Note a problem at a key's line, or at the document's where the key is missing."""
        self.problems.append(f"{self.path}:{line or self.line(key)}: {what}")

    def line(self, key: str) -> int:
        """Return the line of a key, or the document's first."""
        return self.fields.lines.get(key, self.fields.line)

    def only(self, known: Collection[str]) -> None:
        """Note every key that is not one of these."""
        for key in self.fields:
            if key not in known:
                self.wrong(key, f"unknown key {key!r}; use {', '.join(known)}")

    def text(self, key: str, *, required: bool = True) -> str:
        """Return a line of text, its white space made single."""
        value = self.fields.get(key)
        if value is None and not required:
            return ""
        if not isinstance(value, str) or not value.strip():
            self.wrong(key, f"`{key}` is missing; add a line of text")
            return ""
        return " ".join(value.split())

    def words(self, key: str) -> tuple[str, ...]:
        """Return one word, or a list of words, as a tuple; empty where the key is missing."""
        value = self.fields.get(key)
        listed = value if isinstance(value, list) else [] if value is None else [value]
        if not all(isinstance(word, str) for word in listed):
            self.wrong(key, f"`{key}` must be a word or a list of words; quote what looks like a number")
            return ()
        return tuple(listed)

    def day(self, key: str) -> date:
        """Return a date; the first of all where it is missing or wrong."""
        value = self.fields.get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        self.wrong(key, f"`{key}` is missing or no date; write it like 2026-02-09")
        return date.min

    def number(self, key: str, *, percent: bool = False, least: float | None = None) -> float | None:
        """Return a number, or None where it is missing or wrong."""
        if key not in self.fields:
            return None
        value = parse_number(self.fields[key], percent=percent)
        if value is None or (least is not None and value < least):
            bound = "" if least is None else f" of {least:g} or more"
            self.wrong(key, f"`{key}` is no number{bound}: {self.fields[key]!r}; mend it")
            return None
        return value

    def choice(self, key: str, choices: Mapping[str, int]) -> int:
        """Return what a word of ``choices`` stands for; 0 where the key is missing."""
        if key not in self.fields:
            return 0
        word = self.fields[key]
        if word not in choices:
            self.wrong(key, f"{key} {word!r} is unknown; use {', '.join(choices)}")
            return 0
        return choices[word]


def parse_number(written: object, *, percent: bool = False) -> float | None:
    """Return a finite number as it is written, or None: ``0.06``, and where allowed ``6%``.

    A percentage is divided in decimals, so that ``10.95%`` is the same float as ``0.1095``.
    """
    if isinstance(written, bool) or not isinstance(written, int | float | str):
        return None
    text = str(written).strip()
    scale = Decimal(1)
    if percent and text.endswith("%"):
        text, scale = text[:-1], Decimal(100)
    elif isinstance(written, str):
        return None
    try:
        value = Decimal(text) / scale
    except InvalidOperation:
        return None
    return float(value) if value.is_finite() else None
