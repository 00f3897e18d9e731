"""History in a fact: superlatives with their reach, and comparisons with another fact."""

from __future__ import annotations

from typing import Final

from generator.render import numbers
from generator.render.aspects.base import Aspect, UnsayableError
from generator.render.aspects.time import TimeAspect

#: A superlative over a span needs this share of the span's days.
_COVERED: Final = 0.95


class HistoryAspect(TimeAspect):
    """Superlatives, and words that set one value against another."""

    @property
    def lowest(self) -> str:
        """``lowest`` or ``highest``."""
        return self._mark("superlative", "rank", self._rank())

    @property
    def low(self) -> str:
        """``low`` or ``high``, as a noun."""
        return self._mark("superlative", "rank", "low" if self._rank() == "lowest" else "high")

    @property
    def largest(self) -> str:
        """``largest``: for a signed quantity, which the sign word beside it directs."""
        return self._mark("superlative", "rank", "largest")

    @property
    def most(self) -> str:
        """``most``: for what one side pays."""
        return self._mark("superlative", "rank", "most")

    def _rank(self) -> str:
        if self.fact.rank is None:
            raise UnsayableError(f"{self.fact.id} is no rank")
        return self.fact.rank

    @property
    def reach(self) -> str:
        """How far a superlative reaches, as far as its coverage lets it.

        ``since Nov. 21``, ``in more than six years``, ``in a record that begins on Dec. 30``.

        Raises:
            UnsayableError: The record has holes and an earlier reading as extreme: neither a date, which the holes
                may hide a later one than, nor the whole record would be true.
        """
        coverage = self.fact.coverage
        if coverage is None:
            raise UnsayableError(f"{self.fact.id} does not say what it rests on")
        first = self._mark("date", "first", numbers.day(coverage.first, near=self._by.today))
        since = self.fact.since
        reach = numbers.years((self.fact.as_of.date() - coverage.first).days)
        if since is not None:
            if coverage.share < _COVERED:
                raise UnsayableError(f"{self.fact.id} is no extreme of its record, which has holes since {since}")
            return f"since {self.since}"
        if coverage.share < _COVERED or reach is None:
            return f"in a record that begins on {first}"
        return f"in {self._mark('date', 'reach', reach)}"

    @property
    def years(self) -> str:
        """The same as a span, where it is a year or more: ``in more than two years``."""
        coverage = self.fact.coverage
        if coverage is None or coverage.share < _COVERED:
            raise UnsayableError(f"{self.fact.id} does not cover its span")
        reach = numbers.years((self.fact.as_of.date() - (self.fact.since or coverage.first)).days)
        if reach is None:
            raise UnsayableError(f"{self.fact.id} reaches back less than a year")
        return f"in {self._mark('date', 'reach', reach)}"

    @property
    def begins(self) -> str:
        """The first day of the record, its year alone where that is long over: ``2021``."""
        if self.fact.coverage is None:
            raise UnsayableError(f"{self.fact.id} does not say what it rests on")
        first = self.fact.coverage.first
        long_ago = first.year < self._by.today.year - 1
        return self._mark(
            "date", "first", numbers.year_tick(first) if long_ago else numbers.day(first, near=self._by.today)
        )

    @property
    def matches(self) -> str:
        """``matches``, for an extreme that an earlier reading equals."""
        return self._tie("matches")

    @property
    def matching(self) -> str:
        """``matching``, the same behind a comma."""
        return self._tie("matching")

    def _tie(self, word: str) -> str:
        if not self.fact.ties:
            raise UnsayableError(f"{self.fact.id} is matched by no earlier reading")
        return self._mark("comparison", "tie", word)

    @property
    def tied(self) -> str:
        """The day of the last reading that was equal: ``Feb. 3``."""
        if not self.fact.ties or self.fact.since is None:
            raise UnsayableError(f"{self.fact.id} is matched by no earlier reading")
        return self._mark("date", "tied", numbers.day(self.fact.since, near=self._by.today))

    def over(self, other: Aspect) -> str:
        """``above`` or ``below``: this value against ``other``'s; a value that lies on a line is neither."""
        if self.number == other.number:
            raise UnsayableError(f"{self.fact.id} is neither above nor below {other.fact.id}")
        word = "above" if self.number > other.number else "below"
        return self._mark("comparison", "level", word, than=other.fact.id)

    def more(self, other: Aspect) -> str:
        """``more`` or ``less`` than ``other``; of two negative numbers the larger size is more."""
        one, two = self.number, other.number
        word = "more" if (one < two if max(one, two) < 0 else one > two) else "less"
        return self._mark("comparison", "cmp", word, than=other.fact.id)

    def dearer(self, other: Aspect) -> str:
        """``dearer`` or ``cheaper`` than ``other``: what is paid, set against what was paid or is paid elsewhere."""
        word = "dearer" if self.number > other.number else "cheaper"
        return self._mark("comparison", "cmp", word, than=other.fact.id)
