"""MkDocs with Material's blog: the title is the text's heading, the summary what stands above the fold."""

from __future__ import annotations

from typing import Final

from generator.publish.exports.tool import Entry, Place, Tool
from generator.publish.front import front_matter

_BESIDE: Final = Place(path="docs/{section}/{slug}/{name}", body="{slug}/{name}", front="{section}/{slug}/{name}")


def _front(entry: Entry) -> str:
    return front_matter(
        {
            "title": entry.title,
            "slug": entry.slug,
            "date": {"created": entry.date, "updated": entry.modified},
            "draft": entry.draft,
            "description": entry.description,
            "categories": [entry.category] if entry.category else [],
            "tags": entry.tags,
            # `authors` would have to be ids that the user's .authors.yml knows; an unknown one stops the build.
            "byline": entry.authors,
            "image": entry.image,
            "evidence": entry.evidence,
            **entry.more,
        }
    )


MKDOCS: Final = Tool(
    name="mkdocs",
    section="blog/posts",
    page="docs/{section}/{slug}.md",
    pictures=_BESIDE,
    data=_BESIDE,
    front=_front,
    between="<!-- -->",
    # The blog's lists put a title that is not in the text before it, as Markdown that nobody escaped.
    headed=True,
    fold="<!-- more -->",
    ahead="MkDocs publishes it at once, unless draft_if_future_date is set",
)
