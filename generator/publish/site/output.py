"""One file of the site: where it lies, what it shows, and how it is made."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

#: Stands between the parts of a hash, so that no two lists of parts read the same.
_BETWEEN: Final = "\x1f"


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A file that the site consists of.

    Args:
        path: Below the site's root, such as ``articles/2026-02-10-markets/index.html``.
        shows: Hash of everything that decides its bytes, templates included: the same hash, the same bytes.
        make: Returns the bytes; called only where ``shows`` changed.
        changed_at: When what it shows last changed, for the sitemap; None keeps it out of the sitemap.
    """

    path: str
    shows: str
    make: Callable[[], bytes]
    changed_at: datetime | None = None


def digest(parts: Iterable[str]) -> str:
    """Return one hash of many texts, for what an output ``shows``."""
    joined = _BETWEEN.join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(joined, digest_size=16).hexdigest()
