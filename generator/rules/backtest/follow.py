"""Every label of every day: of rules, of conditions, and the stance.

What a day is told depends on the rules that were valid then and on the series that spoke then. Days on
which both are alike are judged at once, each by the whole past of those series: just as the row path does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from generator.rules.backtest.lines import NOBODY, Choice, Line, alike, judged, knows, lines, speaks
from generator.rules.backtest.past import series
from generator.rules.bands import UNKNOWN, Places, Readings
from generator.rules.condition import Against, Leaf
from generator.rules.stance import Vote, scored, vote
from generator.rules.truth import Labels, Truth, leaf_truth, search

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from generator.rules.backtest.past import Past
    from generator.rules.book import Rule, Rulebook, Scale

#: What the stance is called among the labels.
STANCE: Final = "stance"
#: Id and tenor.
Name = tuple[str, str]


@dataclass(slots=True)
class Strip:
    """One label a day, put together from times of different rules.

    Args:
        at: The place of each day's label among ``states``, ``UNKNOWN`` for none.
        readings: What was judged, nan for nothing; of the stance its score.
        documents: The rules that judged.
    """

    at: Places
    readings: Readings
    states: dict[str, int] = field(default_factory=dict)
    documents: dict[str, Rule] = field(default_factory=dict)

    @classmethod
    def blank(cls, days: int) -> Strip:
        """Return days without a label."""
        return cls(np.full(days, UNKNOWN, dtype=np.int64), np.full(days, np.nan))

    def put(self, rows: NDArray[np.intp], states: tuple[str, ...], at: Places) -> None:
        """Put labels on some of the days; ``at`` has them for all."""
        places = [self.states.setdefault(state, len(self.states)) for state in states]
        self.at[rows] = np.array([*places, UNKNOWN])[at[rows]]  # UNKNOWN takes the last

    def labels(self) -> list[str | None]:
        """Return each day's label, None where it is unknown."""
        words: list[str | None] = [*self.states, None]
        return [words[place] for place in self.at.tolist()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """All labels by day.

    Args:
        rules: By the stem of their id and the tenor.
        families: How many of the stance's families are known on each day.
    """

    rules: Mapping[Name, Strip]
    conditions: Mapping[str, Strip]
    stance: Strip
    families: Places


def follow(book: Rulebook, past: Past, *, bare: bool = False) -> Followed:
    """Return the labels of every day that there is.

    Args:
        book: The rules of all times.
        past: What they can rest on.
        bare: By the cuts alone, without hysteresis and waiting; for comparison.
    """
    days = len(past)
    rules: dict[Name, Strip] = {}
    conditions = {name: Strip.blank(days) for name in book.conditions}
    stance, families = Strip.blank(days), np.zeros(days, dtype=np.int64)
    for rows, own in times(book, past):
        spoken = list(lines(own, past, bare=bare))
        _put_rules(rules, spoken, rows, days)
        _put_conditions(conditions, own, past, spoken, rows)
        _put_stance(stance, families, own, spoken, rows, bare=bare)
    return Followed(rules=rules, conditions=conditions, stance=stance, families=families)


def times(book: Rulebook, past: Past) -> Iterator[tuple[NDArray[np.intp], Rulebook]]:
    """Yield the days between two changes of the book, and the book as it judges them."""
    days = len(past)
    edges = {past.row(edge) for rule in book for edge in (rule.begins, rule.ends) if edge is not None}
    starts = sorted({0, *(edge for edge in edges if 0 < edge < days)})
    for start, end in zip(starts, [*starts[1:], days], strict=True):
        yield np.arange(start, end), book.on(past.day(start))


def _put_rules(strips: dict[Name, Strip], spoken: list[Line], rows: NDArray[np.intp], days: int) -> None:
    by_name: dict[Name, list[Line]] = {}
    for line in spoken:
        by_name.setdefault((line.rule.stem, line.tenor), []).append(line)
    for name, own in by_name.items():
        strip = strips.setdefault(name, Strip.blank(days))
        choice = speaks(own, days)
        for place, line in enumerate(own):
            where = rows[choice[rows] == place]
            strip.put(where, line.states, line.at)
            strip.readings[where] = line.readings[where]
            if where.size:
                strip.documents[line.rule.id] = line.rule


def _put_stance(
    stance: Strip, families: Places, book: Rulebook, spoken: list[Line], rows: NDArray[np.intp], *, bare: bool
) -> None:
    voters: dict[str, list[Line]] = {}
    for line in spoken:
        if line.rule.family:
            voters.setdefault(line.rule.id, []).append(line)
    days = len(stance.at)
    choices = [knows(own, days)[rows] for own in voters.values()]
    scale: Scale = book.stance.scale
    for combination, alike_days in alike(choices, len(rows)):
        said: list[Vote] = [
            vote(own[place].rule, own[place].at, "")
            for own, place in zip(voters.values(), combination, strict=True)
            if place != NOBODY
        ]
        if not said:
            continue
        there = rows[alike_days]
        by_family, score = scored(book.stance, said)
        stance.put(there, tuple(band.state for band in scale.bands), judged(scale, score, bare=bare))
        stance.readings[there] = score[there]
        families[there] = np.count_nonzero(~np.isnan(by_family[there]), axis=1)


def _put_conditions(
    strips: dict[str, Strip], book: Rulebook, past: Past, spoken: list[Line], rows: NDArray[np.intp]
) -> None:
    if not book.conditions:
        return
    ground = _Ground.of(book, past, spoken)
    for combination, alike_days in alike([choice[rows] for choice in ground.choices()], len(rows)):
        known: dict[str, Labels] = {}
        for condition in book.conditions.values():
            if condition.assets and past.asset not in condition.assets:
                continue
            at = search(condition, ground.truth(combination, known))
            known[condition.id] = Labels(condition.states, at)
            strips[condition.id].put(rows[alike_days], condition.states, at)


@dataclass(frozen=True, slots=True)
class _Ground:
    """All that conditions can rest on: who can speak for each rule, and for each metric set against another."""

    days: int
    rules: Mapping[Name, list[Line]]
    metrics: Mapping[Name, list[Readings]]

    @classmethod
    def of(cls, book: Rulebook, past: Past, spoken: list[Line]) -> _Ground:
        rules: dict[Name, list[Line]] = {}
        metrics: dict[Name, list[Readings]] = {}
        for leaf in (leaf for each in book.conditions.values() for leaf in each.leaves()):
            if isinstance(leaf, Against):
                for metric, tenor in (leaf.one, leaf.other):
                    metrics[metric, tenor] = list(_of_metric(past, metric, tenor))
            elif leaf.rule not in book.conditions:
                own = [each for each in spoken if each.rule.called(leaf.rule) and leaf.tenor in ("", each.tenor)]
                rules[leaf.rule, leaf.tenor] = own
        return cls(len(past), rules, metrics)

    def choices(self) -> list[Choice]:
        """Return who speaks by day, for each rule, then for each metric."""
        by_metric = []
        for own in self.metrics.values():
            chosen = np.full(self.days, NOBODY, dtype=np.int64)
            for place in reversed(range(len(own))):
                chosen = np.where(np.isnan(own[place]), chosen, place)
            by_metric.append(chosen)
        return [*(speaks(own, self.days) for own in self.rules.values()), *by_metric]

    def truth(self, combination: tuple[int, ...], known: Mapping[str, Labels]) -> Callable[[Leaf], Truth]:
        """Return what says whether a leaf holds, where these speak; ``known`` are the conditions before."""
        rules = dict(zip(self.rules, combination, strict=False))
        metrics = dict(zip(self.metrics, combination[len(rules) :], strict=True))
        nothing = Labels((), np.full(self.days, UNKNOWN, dtype=np.int64))

        def labels(rule: str, tenor: str) -> Labels:
            if rule in known:
                return known[rule]
            place = rules.get((rule, tenor), NOBODY)
            if place == NOBODY:
                return nothing
            line = self.rules[rule, tenor][place]
            return Labels(line.states, line.at)

        def readings(metric: str, tenor: str) -> Readings:
            place = metrics[metric, tenor]
            return np.full(self.days, np.nan) if place == NOBODY else self.metrics[metric, tenor][place]

        return lambda leaf: leaf_truth(leaf, labels, readings)


def _of_metric(past: Past, metric: str, tenor: str) -> Iterator[Readings]:
    """Yield the asset's readings of a metric, the preferred venue's first."""
    for name, readings in past.readings.items():
        key = series(name)
        if key is not None and (key.asset, key.metric, key.tenor) == (past.asset, metric, tenor):
            yield readings
