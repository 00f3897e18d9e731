"""Causes: which revised readings a fact rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from generator.model.revision import Revision

_AT: Final = re.compile(r"[:@]\d{4}-\d\d-\d\dT[\d:.]+Z$")


class Causes:
    """The revised readings behind facts, by the inputs that the facts name.

    A fact of a long history names its last readings only; where none of its inputs was revised itself, the
    readings of the same series are given, and where there are none either, all.
    """

    def __init__(
        self,
        before: Mapping[str, Mapping[str, Any]],
        after: Mapping[str, Mapping[str, Any]],
        revisions: Sequence[Revision],
    ) -> None:
        self._known = (before, after)
        self._revisions = tuple(revisions)

    def of(self, facts: Iterable[str]) -> tuple[Revision, ...]:
        """Return the revised readings that facts rest on."""
        if not self._revisions:
            return ()
        inputs = set(self._inputs(facts))
        series = {_series(each) for each in inputs}
        exact = tuple(each for each in self._revisions if each.input in inputs)
        alike = tuple(each for each in self._revisions if _series(each.input) in series)
        return exact or alike or self._revisions

    def _inputs(self, facts: Iterable[str]) -> Iterator[str]:
        """Yield the readings at the end of facts' trails, as they were and as they are."""
        met: set[str] = set()
        waiting = list(facts)
        while waiting:
            name = waiting.pop()
            if name in met:
                continue
            met.add(name)
            found = [facts[name] for facts in self._known if name in facts]
            if not found:
                yield name
            for fact in found:
                waiting += [each for each in (*fact.get("inputs", ()), fact.get("of"), fact.get("than")) if each]


def _series(reading: str) -> str:
    """Return a reading's name without its instant."""
    return _AT.sub("", reading)
