"""Conditions applied to a day: what follows from the labels that the rules have given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

from generator.model.fact import Fact, Kind
from generator.model.instants import closing_day
from generator.model.observation import SeriesKey
from generator.model.signal import Signal
from generator.rules.bands import UNKNOWN, Places, Readings, last_run
from generator.rules.condition import Against, Condition, Leaf
from generator.rules.reading import by_day, history_of
from generator.rules.truth import Labels, Truth, blamed, leaf_truth, search

if TYPE_CHECKING:
    from datetime import datetime

    from generator.model.catalogue import Catalogue
    from generator.model.ports import Measured
    from generator.rules.book import Rulebook
    from generator.rules.reading import Reading

#: How far back labels are followed.
_DAYS: Final = 400
#: What a condition's fact is called: ``BTC/condition.deleveraging~band``.
PREFIX: Final = "condition."


@dataclass(frozen=True, slots=True)
class Told:
    """A condition of one asset, on consecutive days, the last one today's.

    Args:
        at: The place of each day's state, ``UNKNOWN`` for none.
        blame: Ids of what is unknown today, where the state is.
        inputs: Ids of the facts that it rests on.
    """

    condition: Condition
    asset: str
    at: Places
    blame: tuple[str, ...]
    inputs: tuple[str, ...]

    @property
    def name(self) -> str:
        """The written form of the series."""
        return f"{self.asset}/{PREFIX}{self.condition.id}"

    @property
    def state(self) -> str | None:
        """Today's label, None where it is unknown."""
        return None if self.at[-1] == UNKNOWN else self.condition.states[self.at[-1]]


def apply(
    rulebook: Rulebook,
    readings: Sequence[Reading],
    measured: Measured,
    *,
    shared: str,
    catalogue: Catalogue,
    as_of: datetime,
) -> Iterator[Told]:
    """Yield every condition of every asset that rules have judged, or that a condition names.

    Args:
        rulebook: Its conditions come in an order in which each follows those that it names.
        readings: What the rules said, the preferred venue's first.
        measured: The histories of metrics that are set against each other.
        shared: The asset whose readings speak for all.
        catalogue: Says when such a metric is stale.
        as_of: The article's instant.
    """
    by_asset: dict[str, list[Reading]] = {}
    for reading in readings:
        by_asset.setdefault(reading.fact.key.asset, []).append(reading)
    market = by_asset.pop(shared, [])
    beside = _by_name(market)
    named = (asset for condition in rulebook.conditions.values() for asset in condition.assets)
    for asset in dict.fromkeys([*by_asset, *named]):
        own = _by_name(by_asset.get(asset, []))
        ground = _Ground(asset, (own, beside), measured, catalogue.stale, as_of)
        for condition in rulebook.conditions.values():
            if not condition.assets or asset in condition.assets:
                told = ground.judge(condition)
                ground.known[condition.id] = Labels(condition.states, told.at)
                yield told


def _by_name(readings: Sequence[Reading]) -> dict[str, list[Reading]]:
    """Return readings by each name of their rule; see ``Rule.called``."""
    found: dict[str, list[Reading]] = {}
    for reading in readings:
        for name in {reading.rule.id, reading.rule.stem}:
            found.setdefault(name, []).append(reading)
    return found


@dataclass(slots=True)
class _Ground:
    """All that conditions of one asset can rest on.

    Args:
        readings: By the names of their rules: the asset's own, then those that speak for all.
        known: What the conditions before said.
        truths: What has been asked already, day by day: a search and the blame for it ask for the same.
    """

    asset: str
    readings: tuple[Mapping[str, Sequence[Reading]], Mapping[str, Sequence[Reading]]]
    measured: Measured
    stale: Callable[[str], timedelta]
    as_of: datetime
    known: dict[str, Labels] = field(default_factory=dict)
    truths: dict[Leaf, Truth] = field(default_factory=dict)

    def judge(self, condition: Condition) -> Told:
        at = search(condition, self._truth)
        unknown = blamed(condition, self._truth) if at[-1] == UNKNOWN else ()
        return Told(
            condition,
            self.asset,
            at,
            tuple(dict.fromkeys(name for leaf in unknown for name in self._names(leaf))),
            tuple(dict.fromkeys(name for leaf in condition.leaves() for name in self._names(leaf))),
        )

    def _truth(self, leaf: Leaf) -> Truth:
        found = self.truths.get(leaf)
        if found is None:
            found = self.truths[leaf] = leaf_truth(leaf, self._labels, self._values)
        return found

    def _labels(self, rule: str, tenor: str) -> Labels:
        """Return a rule's or a condition's labels by day, unknown ones where it judged nothing of the asset."""
        if rule in self.known:
            return self.known[rule]
        reading = self._reading(rule, tenor)
        if reading is None:
            return Labels((), np.full(_DAYS, UNKNOWN, dtype=np.int64))
        states = tuple(band.state for band in reading.rule.scale.bands)
        return Labels(states, _padded(reading.at, UNKNOWN))

    def _reading(self, rule: str, tenor: str) -> Reading | None:
        """Return the first reading that a rule judged and knows, else the first that it judged."""
        first: Reading | None = None
        for readings in self.readings:
            for reading in readings.get(rule, ()):
                if tenor in ("", reading.fact.key.tenor):
                    if reading.state is not None:
                        return reading
                    first = first or reading
        return first

    def _values(self, metric: str, tenor: str) -> Readings:
        """Return the preferred venue's readings by day, nan where there is none."""
        fact = self.measured.facts.find(self.asset, metric, tenor)
        if fact is None:
            return np.full(_DAYS, np.nan)
        readings, _ = by_day(fact, history_of(self.measured, fact.id), stale=self.stale(metric), as_of=self.as_of)
        return _padded(readings, np.nan)

    def _names(self, leaf: Leaf) -> Iterator[str]:
        """Yield the ids of the facts that a leaf rests on, or of the series that it misses."""
        if isinstance(leaf, Against):
            for metric, tenor in (leaf.one, leaf.other):
                fact = self.measured.facts.find(self.asset, metric, tenor)
                yield fact.id if fact is not None else str(SeriesKey(self.asset, metric, tenor))
        elif leaf.rule in self.known:
            yield f"{self.asset}/{PREFIX}{leaf.rule}~band"
        else:
            reading = self._reading(leaf.rule, leaf.tenor)
            yield f"{reading.fact.id}~band" if reading is not None else f"rule:{leaf.rule}"


_Row = TypeVar("_Row", Places, Readings)


def _padded(row: _Row, missing: float) -> _Row:
    """Return a row of all days that are followed, those before its first missing."""
    return np.concatenate([np.full(max(_DAYS - len(row), 0), missing, dtype=row.dtype), row[-_DAYS:]])


def fact_of(told: Told, as_of: datetime) -> Fact:
    """Return the fact of a condition's state. It must have one."""
    run, condition = last_run(told.at), told.condition
    case = condition.cases[run.place] if run.place < len(condition.cases) else None
    return Fact(
        id=f"{told.name}~band", kind=Kind.BAND, value=None, unit="none", as_of=as_of,
        formula=f"condition {condition.id}: {condition.say}", inputs=told.inputs, n=run.length, state=told.state,
        sign=None if case is None else case.lean,
        since=(closing_day(as_of) - timedelta(days=run.length - 1)) if run.start_known else None,
        previous=condition.states[run.before] if run.start_known else None, rule=condition.id,
        threshold_source=condition.source, published=condition.published,
    )  # fmt: skip


def signal_of(told: Told, as_of: datetime) -> Signal:
    """Return a condition as the other rooms see it."""
    condition, run = told.condition, last_run(told.at)
    known = run.place != UNKNOWN
    case = condition.cases[run.place] if known and run.place < len(condition.cases) else None
    yesterday = int(told.at[-2])
    return Signal(
        rule=condition.id, fact=f"{told.name}~band", state=told.state,
        why_unknown="" if known else f"unknown: {', '.join(told.blame)}", days=run.length if known else 0,
        since=closing_day(as_of) - timedelta(days=run.length - 1) if known and run.start_known else None,
        previous=condition.states[run.before] if known and run.start_known else None,
        lean=case.lean if case is not None else 0, strength=case.strength if case is not None else 0,
        changed=known and yesterday not in (UNKNOWN, run.place), otherwise=known and case is None,
    )  # fmt: skip
