"""Sides in everyday words, for readers who do not trade: who bets on what, and what insures against what."""

from __future__ import annotations

from typing import Final

from generator.render.aspects.name import NameAspect

#: What longs, shorts, puts and calls are to somebody who has never met the words.
_PARTIES: Final = {
    "longs": "traders betting on a rise",
    "shorts": "traders betting on a fall",
    "puts": "insurance against a fall",
    "calls": "bets on a rise",
}
_OTHER: Final = {"longs": "shorts", "shorts": "longs", "puts": "calls", "calls": "puts"}


class PlainAspect(NameAspect):
    """The same sides as ``side`` and ``otherside`` name, and the same claims."""

    @property
    def party(self) -> str:
        """``side`` in everyday words: ``traders betting on a rise``, ``insurance against a fall``."""
        return self._mark("name", "side", _PARTIES[self._side()])

    @property
    def otherparty(self) -> str:
        """``otherside`` in everyday words."""
        return self._mark("name", "otherside", _PARTIES[_OTHER[self._side()]])
