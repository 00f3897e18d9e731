"""Time in a fact: tenor, window, day, weekday, hour."""

from __future__ import annotations

from datetime import date
from typing import Final

from generator.render import numbers
from generator.render.aspects.base import Aspect, UnsayableError

_EARLIER: Final = {
    "1d": "a day earlier", "7d": "a week earlier", "28d": "four weeks earlier", "30d": "30 days earlier",
}  # fmt: skip


class TimeAspect(Aspect):
    """Spans and instants."""

    @property
    def tenor(self) -> str:
        """The tenor as an adjective: ``30-day``, ``three-month``."""
        return self._mark("name", "tenor", numbers.span_adjective(self.fact.key.tenor))

    @property
    def tenor_noun(self) -> str:
        """The tenor as a noun: ``one week``, ``30 days``."""
        return self._mark("name", "tenor", numbers.tenor_noun(self.fact.key.tenor))

    @property
    def window(self) -> str:
        """The length of the window: ``24 hours``, ``seven days``."""
        window = self.fact.window or self.fact.key.tenor
        if not window:
            raise UnsayableError(f"{self.fact.id} has no window")
        return self._mark("date", "window", numbers.span(window))

    @property
    def adjective(self) -> str:
        """The window as an adjective: ``one-day``, ``seven-day``."""
        window = self.fact.window or self.fact.key.tenor
        days = numbers.days_of(window)
        if days is None:
            raise UnsayableError(f"{self.fact.id} has no window of so many days")
        printed = f"{numbers.count(days)}-day"
        return self._mark("date", "window", printed)

    @property
    def theday(self) -> str:
        """``the day``, for a change that closes one."""
        return self._mark("date", "window", "the day")

    @property
    def earlier(self) -> str:
        """``a day earlier``, ``a week earlier``, for a past reading of that window."""
        detail = self.fact.window or self.fact.id.rpartition(":")[2]
        words = _EARLIER.get(detail)
        if words is None:
            raise UnsayableError(f"{self.fact.id} is no reading of a day, a week or a month ago")
        return self._mark("date", "window", words)

    @property
    def date(self) -> str:
        """``Feb. 6``, with the year where it is another one."""
        return self._mark("date", "date", numbers.day(self.fact.as_of.date(), near=self._by.today))

    @property
    def begin(self) -> str:
        """The day on which the window begins, as ``date``."""
        if self.fact.start is None:
            raise UnsayableError(f"{self.fact.id} has no start")
        return self._mark("date", "start", numbers.day(self.fact.start.date(), near=self._by.today))

    @property
    def sessions(self) -> str:
        """The tenor in trading sessions: ``five sessions``."""
        days = numbers.days_of(self.fact.window or self.fact.key.tenor)
        if days is None or days == 1:
            raise UnsayableError(f"{self.fact.id} spans no sessions")
        return self._mark("date", "window", f"{numbers.count(days)} sessions")

    @property
    def expiry(self) -> str:
        """The day on which options expire, ``March 27``, with the year where it is another one."""
        try:
            day = date.fromisoformat(self.fact.key.tenor)
        except ValueError:
            raise UnsayableError(f"{self.fact.id} is of no expiry") from None
        return self._mark("date", "expiry", numbers.day(day, near=self._by.today))

    @property
    def month(self) -> str:
        """``October``, ``October 2024``."""
        return self._mark("date", "date", numbers.month(self.fact.as_of.date(), near=self._by.today))

    @property
    def weekday(self) -> str:
        """``Friday``; only for the last seven days."""
        if (self._by.today - self.fact.as_of.date()).days > 6:
            return self.date
        return self._mark("date", "weekday", numbers.weekday(self.fact.as_of.date()))

    @property
    def time(self) -> str:
        """``21:30 UTC``."""
        return self._mark("date", "time", numbers.clock(self.fact.as_of))

    @property
    def since(self) -> str:
        """The day of a rank's or a run's other end."""
        if self.fact.since is None:
            raise UnsayableError(f"{self.fact.id} has no earlier reading as extreme")
        return self._mark("date", "since", numbers.day(self.fact.since, near=self._by.today))
