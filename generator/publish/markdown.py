"""A draft as the bytes that are published: front matter, body, and the evidence beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from generator.model.article import Article
from generator.publish.evidence import Ground, Shown, evidence
from generator.publish.front import front_matter
from generator.publish.places import spots

if TYPE_CHECKING:
    from generator.model.article import Draft


def assemble(
    draft: Draft,
    ground: Ground,
    *,
    generator_version: str,
    desk: Mapping[str, Any] | None = None,
    shown: Iterable[Shown] = (),
) -> Article:
    """Return the article that the draft becomes, if the verifier passes it.

    Args:
        draft: Its ``front`` holds what the renderer knows: title, description, tags,
            stance, horizon, sources.
        ground: The draft's facts, written down; one for all articles of an instant.
        generator_version: Goes into the front matter, so that a text says what wrote it.
        desk: What the desk adds to every article: category, authors.
        shown: The pictures that the text shows, and the charts that they were drawn from.

    Raises:
        KeyError: The draft has no title.
    """
    seen = tuple(shown)
    front: dict[str, Any] = {
        "status": "draft",
        **(desk or {}),
        **draft.front,
        "slug": draft.slug,
        "date": draft.as_of,
        "lastmod": draft.as_of,
        "edition": draft.edition,
        "asset": draft.asset,
        "image": f"{draft.slug}/{seen[0].picture.id}.svg" if seen else "",
        "evidence": f"{draft.slug}.evidence.json",
        "inputs_sha256": ground.inputs_sha256,
        "generator": f"wirecopy {generator_version}",
    }
    body = f"{draft.body.strip()}\n"
    # One empty line stands between the front matter and the body.
    places = spots(draft.claims, draft.sentences, body, before=1)
    return Article(
        slug=draft.slug,
        title=str(front["title"]),
        markdown=f"{front_matter(front)}\n{body}",
        evidence=evidence(draft, ground, front, places, seen),
        pictures=tuple(each.picture for each in seen),
    )
