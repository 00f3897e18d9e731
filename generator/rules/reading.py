"""One rule applied to one fact, over the fact's history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, cast

import numpy as np

from generator.model.catalogue import Catalogue
from generator.model.fact import Fact
from generator.model.instants import closing_day
from generator.model.ports import Grid, Measured
from generator.model.signal import Signal
from generator.rules.bands import (
    MISSING,
    NO_NUMBER,
    SHORT_PAST,
    STALE,
    UNKNOWN,
    Places,
    Readings,
    Run,
    last_run,
)  # fmt: skip
from generator.rules.book import Rule

if TYPE_CHECKING:
    import pandas as pd

    from generator.rules.carried import Carried

_DAY: Final = timedelta(days=1) // timedelta(microseconds=1)
#: What counts for so long comes by sessions, and not on weekends.
_SESSIONS: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A fact as one rule sees it, on consecutive days, the last one the article's.

    Args:
        readings: The history, today's last, nan on a day that has none. [the rule's unit]
        last: The UTC day that the last reading speaks of.
        at: The band of each day, with hysteresis.
        run: The run of today's band.
        why_unknown: Why today's reading is in no band, or "".
    """

    rule: Rule
    fact: Fact
    readings: Readings
    last: date
    at: Places
    run: Run
    why_unknown: str

    @property
    def state(self) -> str | None:
        """The label of today's band, None when it is unknown."""
        return self.label(self.run.place)

    @property
    def previous(self) -> str | None:
        """The label of the band before the present run, where it is known."""
        return self.label(self.run.before)

    @property
    def since(self) -> date | None:
        """The first day of the present run, None where its beginning is not known."""
        return self.day(self.run.start) if self.run.start_known else None

    def label(self, place: int) -> str | None:
        """Return a band's label, None for no band."""
        return None if place == UNKNOWN else self.rule.scale.bands[place].state

    def day(self, index: int) -> date:
        """Return the UTC day of a place of the history."""
        return self.last - timedelta(days=len(self.readings) - 1 - index)

    def signal(self) -> Signal:
        """Return the reading as the other rooms see it."""
        known = self.run.place != UNKNOWN
        band = self.rule.scale.bands[self.run.place]
        yesterday = int(self.at[-2]) if len(self.at) > 1 else UNKNOWN
        return Signal(
            rule=self.rule.id,
            fact=self.fact.id,
            state=self.state,
            why_unknown=self.why_unknown,
            since=self.since if known else None,
            days=self.run.length if known else 0,
            previous=self.previous if known else None,
            lean=band.lean if known else 0,
            strength=band.strength if known else 0,
            changed=known and yesterday not in (UNKNOWN, self.run.place),
            family=self.rule.family,
        )


def read(
    rule: Rule, fact: Fact, history: Grid | None, *, catalogue: Catalogue, as_of: datetime, carried: Carried
) -> Reading:
    """Return what a rule says of a fact.

    ``history`` holds the fact's daily readings, today's last; None where there is only today's. ``carried`` are the
    labels of days that were judged before.
    """
    stale = rule.stale if rule.stale is not None else catalogue.stale(rule.metric)
    readings, why = by_day(fact, history, stale=stale, as_of=as_of)
    last = closing_day(as_of)
    at = carried.states(rule, fact.id, readings, last)
    if not why and at[-1] == UNKNOWN:
        why = SHORT_PAST
    return Reading(rule=rule, fact=fact, readings=readings, last=last, at=at, run=last_run(at), why_unknown=why)


def by_day(fact: Fact, history: Grid | None, *, stale: timedelta, as_of: datetime) -> tuple[Readings, str]:
    """Return a fact's readings on consecutive days, today's last, and why that one is none, or "".

    ``stale`` is the age from which the fact says nothing of today.
    """
    why = _why_unknown(fact, stale=stale, as_of=as_of)
    readings: Readings = np.empty(1) if history is None or not len(history.value) else on_grid(history)
    readings = between_sessions(readings, stale)
    readings[-1] = float("nan") if why or fact.value is None else fact.value
    return readings, why


def between_sessions(readings: Readings, stale: timedelta) -> Readings:
    """Return readings of consecutive days with those of sessions repeated until the next, at most while they count.

    ``stale`` is the age from which one says nothing any more; where that is less than a weekend, readings come daily,
    and a day without one stays without.
    """
    if stale < _SESSIONS:
        return readings
    known = np.flatnonzero(~np.isnan(readings))
    if not len(known):
        return readings
    days = np.arange(known[0], len(readings))
    session = known[np.searchsorted(known, days, side="right") - 1]
    found = readings.copy()
    found[days] = np.where(days - session <= stale.days, readings[session], np.nan)
    return found


def history_of(measured: Measured, name: str) -> Grid | None:
    """Return a fact's history by days, None where it has none."""
    if name not in measured.history:
        return None
    if measured.grids is not None:
        return measured.grids(name)
    return _grid(measured.history[name])


def on_days(history: pd.Series[float]) -> Readings:
    """Return a history on consecutive days, from its first reading to its last, nan on a day that has none."""
    return on_grid(_grid(history))


def _grid(history: pd.Series[float]) -> Grid:
    instants = cast("pd.DatetimeIndex", history.index).as_unit("us").asi8
    return Grid((instants[-1:] - instants) // _DAY, np.asarray(history.to_numpy(), dtype=np.float64))


def on_grid(history: Grid) -> Readings:
    """Return the same of a history by days."""
    ago = history.days - history.days[-1]
    found: Readings = np.full(int(ago[0]) + 1, np.nan)
    found[len(found) - 1 - ago] = history.value
    return found


def _why_unknown(fact: Fact, *, stale: timedelta, as_of: datetime) -> str:
    """Return why a fact cannot be judged, or ""."""
    if fact.value is None:
        return MISSING
    if not np.isfinite(fact.value):
        return NO_NUMBER
    return STALE if as_of - fact.as_of >= stale else ""
