"""An article as the site knows it: its front matter, and its body where a page needs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What was put right in a published text, and when."""

    at: datetime
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A published article's head. Everything is untrusted text; templates escape it.

    Args:
        path: Of the Markdown; ``<slug>.evidence.json`` and the folder ``<slug>/`` of pictures lie beside it.
        image: The picture's file name below ``<slug>/``, "" where there is none.
        metrics: Facts' series that the text speaks of (``BTC/futures.basis/90d@binance``), for metric pages.
        words: Of the body, for the reading time.
        sha256: Hash of Markdown, evidence and pictures together: the same hash, the same page.
        markdown_sha256: Hash of the Markdown alone, which is what an editor decides on.
    """

    slug: str
    path: Path
    title: str
    description: str
    date: datetime
    lastmod: datetime
    edition: str
    asset: str
    category: str
    tags: tuple[str, ...]
    authors: tuple[str, ...]
    stance: str
    horizon: str
    confidence: str
    sources: tuple[str, ...]
    image: str
    metrics: tuple[str, ...]
    corrections: tuple[Correction, ...]
    words: int
    sha256: str
    markdown_sha256: str = ""

    @property
    def changed_at(self) -> datetime:
        """When the text last changed: it was written anew, or something in it was put right."""
        return max(self.lastmod, *(each.at for each in self.corrections)) if self.corrections else self.lastmod


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An article's body, read when its page is made.

    Args:
        html: Sanitised; every number that is a claim is a link ``<a class="fig" href="evidence.html#c-…">``,
            and a picture is ``<figure>`` with its table behind ``<details>``.
        feed_html: The same for feeds: no claim links, picture addresses absolute.
        evidence: The evidence file, parsed.
    """

    html: str
    feed_html: str
    evidence: Mapping[str, Any]
