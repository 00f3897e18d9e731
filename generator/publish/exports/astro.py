"""Astro: an entry of a content collection, with the keys of its blog template; pictures are imported."""

from __future__ import annotations

from typing import Final

from generator.publish.exports.tool import Entry, Place, Tool
from generator.publish.front import front_matter


def _front(entry: Entry) -> str:
    return front_matter(
        {
            "title": entry.title,
            "slug": entry.slug,
            "description": entry.description,
            "pubDate": entry.date,
            "updatedDate": entry.modified,
            "draft": entry.draft,
            "category": entry.category,
            "tags": entry.tags,
            "authors": entry.authors,
            "heroImage": entry.image,
            "evidence": entry.evidence,
            **entry.more,
        }
    )


ASTRO: Final = Tool(
    name="astro",
    section="blog",
    page="src/content/{section}/{slug}/index.md",
    pictures=Place(path="src/content/{section}/{slug}/{name}", body="./{name}", front="./{name}"),
    # Astro serves pictures that a text imports, and nothing else of this folder.
    data=Place(path="public/articles/{slug}/{name}", body="/articles/{slug}/{name}", front="/articles/{slug}/{name}"),
    front=_front,
    escapes=True,
    ahead="Astro publishes it at once",
)
