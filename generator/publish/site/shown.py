"""What an evidence page shows: sentences with their claims, facts with their properties and origins."""

from __future__ import annotations

from typing import NamedTuple


class Item(NamedTuple):
    """A piece of text; ``kind`` is "", ``code`` or ``time``, and ``href`` is "" where it leads nowhere."""

    text: str
    href: str = ""
    kind: str = ""


class Row(NamedTuple):
    """A fact's property: its name and what it is."""

    term: str
    items: tuple[Item, ...]


class Origin(NamedTuple):
    """Where an input came from: its address where that is one of the web, and when it said so."""

    source: Item
    observed: tuple[Item, ...]
    fetched: tuple[Item, ...]
    raw_sha256: str


class Ground(NamedTuple):
    """A fact as the page shows it."""

    anchor: str
    id: str
    title: str
    rows: tuple[Row, ...]
    origins: tuple[Origin, ...]


class Said(NamedTuple):
    """A claim as the page shows it: what was printed, and which aspect of which fact it is."""

    id: str
    printed: str
    role: str
    value: str
    fact: Item | None
    than: Item | None


class Spoken(NamedTuple):
    """A sentence with its claims; ``where`` is "" in the body."""

    where: str
    text: str
    claims: tuple[Said, ...]


class Missing(NamedTuple):
    """Something that was not said, and why."""

    what: str
    why: str
