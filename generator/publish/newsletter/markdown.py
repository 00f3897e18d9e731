"""An issue as Markdown, for services that make their own HTML of it: whole addresses, and nothing of theirs in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.publish.exports.body import Ways
from generator.publish.exports.body import blocks as written
from generator.publish.exports.words import literal, opening
from generator.publish.newsletter.blocks import Around
from generator.publish.newsletter.inlays import beside

if TYPE_CHECKING:
    from generator.publish.newsletter.story import Issue, Put, Story


def markdown(issue: Issue) -> str:
    """Return the articles one below the other, ending in a line's end.

    The site's own exports write Markdown anew in what all readers of it agree on, with braces and the like as
    references, so that no text can hold a service's token; so does this.
    """
    parts = [opening(literal(each)) for each in issue.intro]
    for story in issue.stories:
        parts += _story(story, hosted=issue.pictures == "hosted")
    if issue.corrections:
        parts += ["## Corrections to earlier issues", *map(_put, issue.corrections)]
    parts += ["* * *"]
    parts += [opening(literal(", ".join(issue.address)))] if issue.address else []
    ways = (("Read online", issue.stories[0].url), ("Unsubscribe", issue.way_out))
    linked = [f"[{name}]({where})" for name, where in ways if where]
    parts += [" · ".join(linked)] if linked else []
    return "\n\n".join(parts) + "\n"


def _story(story: Story, *, hosted: bool) -> Iterator[str]:
    yield f"# {literal(story.headline)}"
    if story.dek:
        yield f"_{literal(story.dek)}_"
    if story.standing:
        yield " · ".join(f"{name}: {literal(value)}" for name, value in story.standing)
    yield from (_put(each) for each in story.corrections)
    pictures = {inlay.name: inlay.url for inlay in story.inlays}
    around = Around(story.url, lambda _, __: None)

    def link(href: str) -> str | None:
        return around.link(href).replace("&", "&amp;") or None

    def picture(src: str) -> str | None:
        name = beside(src, story.slug).rpartition(".")[0]
        return pictures.get(f"{story.slug}-{name}.png") if hosted else None

    yield from written(story.tree.children, Ways(link=link, picture=picture))
    if story.url:
        yield f"[Read online]({story.url}) · [What each number rests on]({story.evidence})"


def _put(put: Put) -> str:
    article = literal(put.article)
    told = f"{f'[{article}]({put.url})' if put.url else article}. " if article else "Corrected, "
    return f"{told}{put.at.words}: {literal(put.what)}"
