"""Jekyll: the day stands in the file's name, and pictures lie among the assets."""

from __future__ import annotations

from typing import Final

from generator.publish.exports.tool import Entry, Place, Tool
from generator.publish.front import front_matter

_ASSETS: Final = Place(
    path="assets/articles/{slug}/{name}",
    # Liquid of our own: the address is right below a `baseurl` too.
    body='{{{{ "/assets/articles/{slug}/{name}" | relative_url }}}}',
    front="/assets/articles/{slug}/{name}",
)
_INSTANT: Final = "%Y-%m-%d %H:%M:%S +0000"


def _front(entry: Entry) -> str:
    return front_matter(
        {
            "layout": "post",
            "title": entry.title,
            "slug": entry.slug,
            "date": entry.date.strftime(_INSTANT),
            "last_modified_at": entry.modified.strftime(_INSTANT),
            "published": not entry.draft,
            "description": entry.description,
            "excerpt": entry.description,
            "categories": [entry.category] if entry.category else [],
            "tags": entry.tags,
            "author": ", ".join(entry.authors),
            "authors": entry.authors,
            "image": entry.image,
            "evidence": entry.evidence,
            **entry.more,
        }
    )


JEKYLL: Final = Tool(
    name="jekyll",
    section="_posts",
    page="{section}/{file}.md",
    pictures=_ASSETS,
    data=_ASSETS,
    front=_front,
    ahead="Jekyll leaves it out until then, though not its pictures, unless it is built with --future",
)
