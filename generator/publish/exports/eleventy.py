"""Eleventy: a folder an article; a draft is kept out of collections and is not written."""

from __future__ import annotations

from typing import Final

from generator.publish.exports.tool import Entry, Place, Tool
from generator.publish.front import front_matter

_BESIDE: Final = Place(path="{section}/{slug}/{name}", body="{name}", front="{name}")
#: Eleventy knows no drafts; these two keys are what its manual gives for one.
_HIDDEN: Final = {"permalink": False, "eleventyExcludeFromCollections": True}


def _front(entry: Entry) -> str:
    return front_matter(
        {
            "title": entry.title,
            "slug": entry.slug,
            "date": entry.date,
            "updated": entry.modified,
            "draft": entry.draft,
            **(_HIDDEN if entry.draft else {}),
            "description": entry.description,
            "category": entry.category,
            "tags": entry.tags,
            "authors": entry.authors,
            "image": entry.image,
            "evidence": entry.evidence,
            **entry.more,
        }
    )


ELEVENTY: Final = Tool(
    name="eleventy",
    section="posts",
    # `<slug>.md` would lose the day from its address, and two days' articles would become one page.
    page="{section}/{slug}/index.md",
    pictures=_BESIDE,
    data=_BESIDE,
    front=_front,
    ahead="Eleventy publishes it at once",
)
