"""Pelican: keys and values a line each, not YAML; pictures lie where it looks for them without being told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from generator.model.instants import iso
from generator.publish.exports.tool import Entry, Place, Tool
from generator.publish.exports.words import literal, opening

_IMAGES: Final = Place(
    path="content/images/{slug}/{name}", body="{{static}}/images/{slug}/{name}", front="images/{slug}/{name}"
)


def _front(entry: Entry) -> str:
    return "".join(_lines(entry))


def _lines(entry: Entry) -> Iterator[str]:
    yield _line("Title", entry.title)
    yield _line("Slug", entry.slug)
    yield _line("Date", iso(entry.date))
    yield _line("Modified", iso(entry.modified))
    yield _line("Status", "draft" if entry.draft else "published")
    yield _line("Category", entry.category)
    yield _list("Tags", entry.tags)
    yield _list("Authors", entry.authors)
    # Themes print a description into an attribute as it is, and a summary is Markdown.
    yield _line("Description", escape(entry.description))
    yield _line("Summary", opening(literal(entry.description)))
    yield _line("Image", entry.image)
    yield _line("Evidence", entry.evidence)
    for key, value in entry.more.items():
        yield _line(key.capitalize(), value if isinstance(value, str) else ", ".join(value))


def _line(key: str, value: str) -> str:
    # Python's Markdown makes several spaces of a tab before it looks for keys.
    return f"{key}: {value}\n".replace("\t", " ") if value else ""


def _list(key: str, values: Sequence[str]) -> str:
    """Give a list: Pelican parts it at semicolons where it has one, else at commas.

    So a semicolon within a value cannot be said, and becomes a comma.
    """
    parts = [value.replace(";", ",") for value in values]
    plain = not any("," in part for part in parts)
    return _line(key, ", ".join(parts) if plain else "; ".join([*parts, ""]).strip())


PELICAN: Final = Tool(
    name="pelican",
    section="posts",
    page="content/{section}/{slug}.md",
    pictures=_IMAGES,
    data=_IMAGES,
    front=_front,
    between="<!-- -->",
    ahead="Pelican publishes it at once, unless WITH_FUTURE_DATES is false",
)
