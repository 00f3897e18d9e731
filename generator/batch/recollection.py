"""A memory held by the process that writes: what the desk remembered, and what has been said since."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from datetime import datetime

from generator.model.memory import Said

_Place = tuple[datetime, str]


class Recollection:
    """See ``model.ports.Memory``; it has the same issues as the store would."""

    def __init__(self, remembered: Iterable[Said]) -> None:
        self._issues: dict[tuple[str, str], Said] = {}
        self._order: dict[tuple[str, str, str], list[_Place]] = {}
        self._hashes: dict[tuple[str, str], bytes] = {}
        for said in remembered:
            self.remember(said)

    def recent(self, *, edition: str, asset: str, tone: str, before: datetime, count: int) -> Sequence[Said]:
        """Return the last ``count`` issues of an edition whose instant lies before ``before``, the newest first."""
        order = self._order.get((edition, asset, tone), [])
        end = bisect_left(order, (before, ""))
        return [self._issues[slug, tone] for _, slug in reversed(order[max(0, end - count) : end])]

    def remember(self, said: Said) -> None:
        """Keep an issue, in place of what was kept of its slug and tone."""
        key = (said.slug, said.tone)
        order = self._order.setdefault((said.edition, said.asset, said.tone), [])
        before = self._issues.get(key)
        if before is not None:
            order.remove((before.as_of, before.slug))
        insort(order, (said.as_of, said.slug))
        self._issues[key] = said
        self._hashes.pop(key, None)

    def digest(self, issues: Iterable[Said]) -> str:
        """Return the hash of some of its issues."""
        found = hashlib.sha256()
        for said in issues:
            key = (said.slug, said.tone)
            if key not in self._hashes:
                self._hashes[key] = hashlib.sha256(repr(said).encode()).digest()
            found.update(self._hashes[key])
        return found.hexdigest()
