"""One rule applied to one fact, over the fact's history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, cast

import numpy as np

from generator.model.catalogue import Catalogue
from generator.model.fact import Fact
from generator.model.signal import Signal
from generator.rules.bands import UNKNOWN, Places, Readings, Run, last_run, percentile, states
from generator.rules.book import Rule

if TYPE_CHECKING:
    import pandas as pd

#: A grid's instant is exclusive: the reading at midnight speaks of the day that has just ended.
_BEFORE: Final = timedelta(microseconds=1)
_DAY: Final = timedelta(days=1) // _BEFORE


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A fact as one rule sees it.

    Args:
        readings: The history, today's last, nan where there is none. [the rule's unit]
        days: The instants of the history, one a reading.
        ago: How many days before today's each reading is, descending to 0.
        at: The band of each reading, with hysteresis.
        run: The run of today's band.
        why_unknown: Why today's reading is in no band, or "".
    """

    rule: Rule
    fact: Fact
    readings: Readings
    days: Sequence[datetime]
    ago: Places
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
        """Return the UTC day that the reading at a place of the history speaks of."""
        return (self.days[index] - _BEFORE).date()

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
            percentile=percentile(self.readings),
            family=self.rule.family,
        )


def read(rule: Rule, fact: Fact, history: pd.Series[float] | None, *, catalogue: Catalogue, as_of: datetime) -> Reading:
    """Return what a rule says of a fact.

    ``history`` holds the fact's daily readings, today's last; None where there is only today's.
    """
    why = _why_unknown(rule, fact, catalogue=catalogue, as_of=as_of)
    today = float("nan") if why or fact.value is None else fact.value
    if history is None or history.empty:
        readings: Readings = np.empty(1)
        days: Sequence[datetime] = [as_of]
        ago: Places = np.zeros(1, dtype=np.int64)
    else:
        readings = np.array(history.to_numpy(), dtype=np.float64)
        days = cast("Sequence[datetime]", history.index)
        ago = days_ago(history)
    readings[-1] = today
    at = states(rule.scale, readings)
    return Reading(
        rule=rule, fact=fact, readings=readings, days=days, ago=ago, at=at, run=last_run(at), why_unknown=why
    )


def days_ago(history: pd.Series[float]) -> Places:
    """Return how many days before the last one each reading of a daily history is, descending to 0."""
    instants = cast("pd.DatetimeIndex", history.index).as_unit("us").asi8
    ago: Places = (instants[-1] - instants) // _DAY
    return ago


def _why_unknown(rule: Rule, fact: Fact, *, catalogue: Catalogue, as_of: datetime) -> str:
    """Return why a fact cannot be judged, or ""."""
    if fact.value is None:
        return "missing"
    if not np.isfinite(fact.value):
        return "not a number"
    stale = rule.stale if rule.stale is not None else catalogue.stale(rule.metric)
    return "stale" if as_of - fact.as_of >= stale else ""
