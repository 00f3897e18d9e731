"""Where things lie below the site's root; see docs/publishing.md. Folders end in a slash."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import Final

_NOT_IN_A_PATH: Final = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=4096)  # a site asks for the same few tags, editions and assets at every article
def slug(text: str) -> str:
    """Return text as a part of a path: lower-case ASCII letters, digits and single hyphens.

    Text of which nothing is left gets a name of its own, so that two such tags do not share a page.

    Example:
        >>> slug("macro:SPX"), slug("Élan  vital"), slug("日本")
        ('macro-spx', 'elan-vital', 'x-a376300a18')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    kept = _NOT_IN_A_PATH.sub("-", plain).strip("-")[:80].strip("-")
    return kept or f"x-{hashlib.blake2b(text.encode('utf-8', 'surrogatepass'), digest_size=5).hexdigest()}"


def article(name: str) -> str:
    """Return an article's folder; a slug of ours is its own path."""
    return f"articles/{name}/"


def edition(name: str) -> str:
    """Return the folder of an edition's articles."""
    return f"editions/{slug(name)}/"


def tag(name: str) -> str:
    """Return the folder of a tag's articles."""
    return f"tags/{slug(name)}/"


def month(day: date) -> str:
    """Return the folder of a month's articles."""
    return f"archive/{day:%Y-%m}/"


def asset(name: str) -> str:
    """Return the folder of an asset's quantities."""
    return f"assets/{slug(name)}/"


def quantity(name: str, metric: str, tenor: str, venue: str) -> str:
    """Return the folder of one quantity's history."""
    parts = [slug(part) for part in (metric, tenor, venue) if part]
    return f"{asset(name)}{'-'.join(parts)}/"
