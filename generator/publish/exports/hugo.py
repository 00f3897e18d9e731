"""Hugo: a page bundle, so that pictures lie beside the text and move with it."""

from __future__ import annotations

from typing import Final

from generator.publish.exports.tool import Entry, Place, Tool
from generator.publish.front import front_matter

_BESIDE: Final = Place(path="content/{section}/{slug}/{name}", body="{name}", front="{name}")


def _front(entry: Entry) -> str:
    return front_matter(
        {
            "title": entry.title,
            "slug": entry.slug,
            "date": entry.date,
            # Said apart, since a site may configure `date` to be something else, such as Git's.
            "publishDate": entry.date,
            "lastmod": entry.modified,
            "draft": entry.draft,
            "description": entry.description,
            "categories": [entry.category] if entry.category else [],
            "tags": entry.tags,
            "authors": entry.authors,
            "images": [entry.image] if entry.image else [],
            "params": {**entry.more, **({"evidence": entry.evidence} if entry.evidence else {})},
        }
    )


HUGO: Final = Tool(
    name="hugo",
    section="posts",
    page="content/{section}/{slug}/index.md",
    pictures=_BESIDE,
    data=_BESIDE,
    front=_front,
    bundled=True,
    escapes=True,
    ahead="Hugo leaves it out until then, unless it is built with --buildFuture",
)
