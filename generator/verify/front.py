"""Front matter: what an editor may not change equals what was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

from generator.model.instants import iso

#: Title and description are sentences with claims; all else here must stand as it was written.
BOUND: Final = (
    "slug", "date", "lastmod", "edition", "asset", "stance", "horizon", "confidence", "sources", "image", "evidence",
    "inputs_sha256", "generator",
)  # fmt: skip


def front_faults(front: Mapping[str, Any], evidence: Mapping[str, Any]) -> Iterator[str]:
    """Yield the fields that differ from what was written, and the sentences that are missing."""
    meant: Mapping[str, Any] = evidence.get("front", {})
    for field in BOUND:
        said, was = _plain(front.get(field)), _plain(meant.get(field))
        if said != was:
            yield f"{field} is {said!r}, and {was!r} was written"
    for name in ("slug", "inputs_sha256"):
        if name in evidence and evidence[name] != meant.get(name):
            yield f"{name} of the evidence is not that of its front matter"
    for field in ("title", "description"):
        if _plain(meant.get(field)) is not None and not isinstance(front.get(field), str):
            yield f"{field} is missing"


def _plain(value: object) -> object:
    """Return a value as JSON has it; what is empty is not there."""
    if value in (None, "", [], (), {}):
        return None
    if isinstance(value, datetime):
        return iso(value) if value.tzinfo is not None else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
