"""The book of a day: what the parts are asked, and the facts and histories that they put down.

``Book.tell`` is the one place where a track becomes facts: the level, what it was before,
how it changed, what it is among its past.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final, Self

import numpy as np

from generator.metrics import history
from generator.metrics.grid import Sampled, earlier, lagged, sample
from generator.metrics.kept import History
from generator.metrics.past.told import told, usual
from generator.metrics.track import DAY, Track, instant
from generator.model.fact import Fact, Facts, Kind
from generator.model.instants import day_end, to_micros

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from generator.model.catalogue import Catalogue
    from generator.model.cut import CutsOf
    from generator.model.names import Names
    from generator.model.observation import SeriesKey
    from generator.model.ports import Market
    from generator.model.units import FactUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Which facts are derived from a level.

    Args:
        windows: The changes, in days.
        sessions: Whether a day earlier means the reading before, as for markets that close.
        relative: Whether a change is relative to the earlier reading, whatever the unit.
        ranked: Whether the level may be told as an extreme.
        kind: What the fact itself is.
    """

    windows: tuple[int, ...] = (1, 7, 30)
    sessions: bool = False
    relative: bool = False
    ranked: bool = True
    kind: Kind = Kind.LEVEL


_PRICE: Final = "spot.price"
#: Units of which a change is a difference.
_DIFFERENCES: Final = ("ratio", "index")
PLAIN: Final = Plan(windows=(), ranked=False)


@dataclass(slots=True, kw_only=True)
class Book:
    """One instant's market, and what has been measured of it so far.

    Args:
        cuts: Series → where the bands of its rule meet; for finding earlier readings like today's.
        tracks: Every series that was told or delivered, by key.
        told: The assets of which delivered numbers are told: these, and what is around any coin.
        whole: Whether histories are wanted as far back as anything is known, see ``measure``.
    """

    market: Market
    catalogue: Catalogue
    names: Names
    assets: Sequence[str]
    cuts: CutsOf
    as_of: int
    past: History
    told: frozenset[str]
    tracks: dict[SeriesKey, Track] = field(default_factory=dict)
    delivered: dict[SeriesKey, Track] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    whole: bool = False

    @classmethod
    def opened(
        cls, market: Market, catalogue: Catalogue, names: Names, assets: Sequence[str],
        cuts: CutsOf, *, whole: bool = False,
    ) -> Self:  # fmt: skip
        """Return an empty book for the market's instant."""
        as_of = to_micros(market.as_of)
        return cls(
            market=market, catalogue=catalogue, names=names, assets=assets, cuts=cuts, as_of=as_of,
            past=History(as_of), told=names.around.union(assets), whole=whole,
        )  # fmt: skip

    def since(self, reach: timedelta) -> datetime | None:
        """Return from when readings are wanted, None for all that there are."""
        return None if self.whole else self.market.as_of - reach

    def add(self, *facts: Fact) -> None:
        """Put facts down; the first of an id stays."""
        for fact in facts:
            self.facts.setdefault(fact.id, fact)

    def sampled(self, track: Track) -> Sampled:
        """Return a track on the day's grid, by its metric's staleness."""
        stale = self.catalogue.stale(track.key.metric)
        return sample(track, self.as_of, int(stale.total_seconds()) * 1_000_000)

    def tell(self, track: Track, plan: Plan = Plan()) -> Fact | None:
        """Put down a track's facts and history; return its level, None if nothing fresh is known."""
        if track.key in self.tracks:
            return self.facts.get(str(track.key))
        self.tracks[track.key] = track
        found = self.sampled(track)
        self.past.put(str(track.key), found)
        if self.whole:
            self._changed_before(track, found, plan)
        if not found.current:
            return None
        level = fact_at(track, int(found.position[-1]), str(track.key), plan.kind)
        self.add(level)
        if len(found.days) == 1:
            return level  # what has no past is set against nothing
        relative = plan.relative or level.unit not in _DIFFERENCES
        usuals = usual(found, () if plan.sessions else plan.windows, relative=relative)
        for window in plan.windows:
            self._change(track, found, level, window, plan, usuals.get(window))
        if plan.ranked:
            self.add(*ranks(level, found, track))
            self._percentile(level, found)
            self.add(*told(partial(derived, level), level, found, usuals))
        return level

    def _change(
        self, track: Track, found: Sampled, level: Fact, window: int, plan: Plan, usually: history.Usual | None
    ) -> None:
        row = _session(found) if plan.sessions and window == 1 else earlier(found, window)
        if row is None:
            return
        past = fact_at(track, int(found.position[row]), f"{level.id}~past:{window}d", Kind.PAST, of=level.id)
        changed = change(
            level, past, f"{level.id}~change:{window}d", f"{window}d", relative=plan.relative,
            usual=None if usually is None else usually.deviation,
        )  # fmt: skip
        if changed is None:
            return
        self.add(past, changed)
        if not plan.sessions:
            self.past.put_later(changed.id, lambda: _changes(found, window, relative=changed.unit == "ratio"))

    def _changed_before(self, track: Track, found: Sampled, plan: Plan) -> None:
        """Keep the changes of a series by day whether or not there is one today."""
        relative = plan.relative or track.unit not in _DIFFERENCES
        for window in () if plan.sessions or not len(found.days) else plan.windows:
            self.past.put_later(f"{track.key}~change:{window}d", partial(_changes, found, window, relative=relative))

    def _percentile(self, level: Fact, found: Sampled) -> None:
        share = history.percentile(found.times, found.value, day=-found.days)
        if share is not None:
            value, readings = share
            self.add(
                derived(
                    level, "percentile", Kind.SHARE, value, "ratio",
                    formula="readings of the last 365 days at or below this one / all of them",
                    total=readings, window="365d", coverage=history.coverage(found.times, None),
                )
            )  # fmt: skip

    def measured_facts(self) -> Facts:
        """Return all facts in order of preference: computed before delivered, then by venue."""
        places = {venue: place for place, venue in enumerate(self.names.venues)}

        def preference(fact: Fact) -> tuple[bool, int]:
            if "@" not in fact.id:
                return not fact.computed, -1
            venue = fact.id.partition("~")[0].partition("@")[2]
            return not fact.computed, places.get(venue, -1 if not venue else len(places))

        return Facts(sorted(self.facts.values(), key=preference))


def fact_at(track: Track, position: int, name: str, kind: Kind, *, of: str | None = None) -> Fact:
    """Return one reading of a track as a fact."""
    trace = track.trace(position)
    return Fact(
        id=name, kind=kind, value=float(track.value[position]), unit=track.unit,
        as_of=instant(int(track.times[position])), formula=track.formula, inputs=trace.inputs, sources=trace.sources,
        of=of, publisher=trace.publisher, computed=track.computed, note=trace.note,
    )  # fmt: skip


def change(
    level: Fact, past: Fact, name: str, window: str, *, relative: bool = False, usual: float | None = None
) -> Fact | None:
    """Return the change between two readings; None where it would divide by nothing.

    Rates and shares change by a difference in ratio points, an index in index points;
    money and coins change relative to the earlier reading.
    """
    if level.value is None or past.value is None:
        return None
    unit: FactUnit
    if relative or level.unit not in _DIFFERENCES:
        if past.value == 0:
            return None
        value, unit, formula = level.value / past.value - 1, "ratio", "now / then - 1"
    else:
        value, formula = level.value - past.value, "now - then"
        unit = "ratio_points" if level.unit == "ratio" else "index_points"
    return Fact(
        id=name, kind=Kind.CHANGE, value=value, unit=unit, as_of=level.as_of, formula=formula,
        inputs=(level.id, past.id), of=level.id, than=past.id, window=window, start=past.as_of, usual=usual,
        publisher=level.publisher, computed=level.computed,
    )  # fmt: skip


def derived(
    level: Fact, name: str, kind: Kind, value: float | None, unit: FactUnit, *, formula: str,
    inputs: tuple[str, ...] = (), **also: object,
) -> Fact:  # fmt: skip
    """Return a fact about ``level``, of its instant and publisher, called ``LEVEL~name``."""
    return Fact(
        id=f"{level.id}~{name}", kind=kind, value=value, unit=unit, as_of=level.as_of, formula=formula,
        inputs=inputs or (level.id,), of=level.id, publisher=level.publisher, computed=level.computed,
        **also,  # type: ignore[arg-type]
    )  # fmt: skip


def ranks(level: Fact, found: Sampled, track: Track) -> Iterator[Fact]:
    """Yield the level's rank, if it is an extreme of at least 30 days or of the whole record.

    It has to stand against every reading since, also those between the grid's instants: a day's
    peak at another hour was a peak all the same. Prices are told as closes and compared as such.
    """
    extreme = history.extreme(found.times, found.value)
    if extreme is not None and (level.key.metric == _PRICE or not _outdone(extreme, int(found.times[-1]), track)):
        yield rank_fact(level, extreme)


def _outdone(extreme: history.Extreme, now: int, track: Track) -> bool:
    """Return whether a reading after the rank's day and before the last one is as extreme."""
    last = int(np.searchsorted(track.times, now))
    since = (
        0 if extreme.since is None else int(np.searchsorted(track.times, to_micros(day_end(extreme.since)), "right"))
    )
    between, value = track.value[since:last], track.value[last]
    return bool(np.any(between <= value) if extreme.rank == "lowest" else np.any(between >= value))


def rank_fact(level: Fact, extreme: history.Extreme) -> Fact:
    """Return ``LEVEL~rank``: the level as an extreme since a day."""
    return derived(
        level, "rank", Kind.RANK, level.value, level.unit,
        formula=f"{extreme.rank} reading on the daily grid since the last one as extreme",
        rank=extreme.rank, since=extreme.since, ties=extreme.ties, coverage=extreme.coverage,
    )  # fmt: skip


def _session(found: Sampled) -> int | None:
    """Return the row of the session before the last one; a market can be closed for four days."""
    row = len(found.times) - 2
    return row if row >= 0 and found.times[-1] - found.times[row] <= 5 * DAY else None


def _changes(found: Sampled, window: int, *, relative: bool) -> Sampled:
    """Return the change over ``window`` days of every day that has one."""
    row = lagged(found, window)
    there = np.flatnonzero(row >= 0)
    now, then = found.value[there], found.value[row[there]]
    with np.errstate(divide="ignore", invalid="ignore"):
        value = now / then - 1 if relative else now - then
    kept = np.isfinite(value)
    there = there[kept]
    return Sampled(found.days[there], found.times[there], value[kept], found.position[there])
