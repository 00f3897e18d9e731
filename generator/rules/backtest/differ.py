"""Two rulebooks side by side: the days that they label differently."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from generator.model.backtest import Against, Difference
from generator.rules.backtest.follow import STANCE, Followed, Strip, follow
from generator.rules.bands import levels

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from generator.rules.backtest.past import Past
    from generator.rules.bands import Readings
    from generator.rules.book import Cut, Rule, Rulebook

#: As far back as two rulebooks are compared.
DAYS: Final = 365


def differ(book: Rulebook, other: Rulebook, past: Past, *, name: str) -> Against:
    """Return the days of the last year that two rulebooks label differently, the last day first.

    Args:
        book: The desk's.
        other: The one that it is set against.
        past: What both judge.
        name: What the other is called.
    """
    here, there = follow(book, past), follow(other, past)
    start = max(len(past) - DAYS, 0)
    found = [
        *_stance(book, other, here, there, past, start),
        *_conditions(here, there, past, start),
        *_rules(here, there, past, start),
    ]
    own, theirs = _known(book), _known(other)
    return Against(
        name=name,
        first=past.day(start),
        last=past.last,
        differences=tuple(sorted(found, key=lambda each: -each.day.toordinal())),
        only_here=tuple(sorted(own - theirs)),
        only_there=tuple(sorted(theirs - own)),
    )


def _known(book: Rulebook) -> set[str]:
    return {*(rule.stem for rule in book), *book.conditions}


def _days(here: Strip, there: Strip, start: int) -> Iterator[tuple[int, str | None, str | None]]:
    """Yield the rows on which the labels differ, with both."""
    for row, (one, other) in enumerate(zip(here.labels(), there.labels(), strict=True)):
        if row >= start and one != other:
            yield row, one, other


def _stance(
    book: Rulebook, other: Rulebook, here: Followed, there: Followed, past: Past, start: int
) -> Iterator[Difference]:
    for row, one, two in _days(here.stance, there.stance, start):
        cuts = _cut(book.stance.scale.cuts, one, two), _cut(other.stance.scale.cuts, two, one)
        places = [
            _level(cut, strip.readings, row) for cut, strip in zip(cuts, (here.stance, there.stance), strict=True)
        ]
        yield Difference(
            day=past.day(row), id=STANCE, tenor="", metric=STANCE, unit="none",
            reading=_reading(here.stance.readings, row), reading_there=_reading(there.stance.readings, row),
            here=one, there=two, cut_here=places[0], cut_there=places[1],
        )  # fmt: skip


def _conditions(here: Followed, there: Followed, past: Past, start: int) -> Iterator[Difference]:
    for name, strip in here.conditions.items():
        for row, one, two in _days(strip, there.conditions[name], start) if name in there.conditions else ():
            yield Difference(
                day=past.day(row), id=name, tenor="", metric="", unit="none", reading=None, reading_there=None,
                here=one, there=two,
                cut_here=None, cut_there=None,
            )  # fmt: skip


def _rules(here: Followed, there: Followed, past: Past, start: int) -> Iterator[Difference]:
    for name, strip in here.rules.items():
        if name not in there.rules:
            continue
        beside = there.rules[name]
        for row, one, two in _days(strip, beside, start):
            day = past.day(row)
            own, theirs = _valid(strip.documents, day), _valid(beside.documents, day)
            judged = own or theirs
            yield Difference(
                day=day, id=name[0], tenor=name[1], metric=judged.metric if judged else "",
                unit=judged.unit if judged else "none", reading=_reading(strip.readings, row),
                reading_there=_reading(beside.readings, row), here=one, there=two,
                cut_here=_level(_cut(own.scale.cuts, one, two), strip.readings, row) if own else None,
                cut_there=_level(_cut(theirs.scale.cuts, two, one), beside.readings, row) if theirs else None,
            )  # fmt: skip


def _valid(documents: Mapping[str, Rule], day: date) -> Rule | None:
    return next((rule for rule in documents.values() if rule.valid(day)), None)


def _cut(cuts: Sequence[Cut], own: str | None, other: str | None) -> Cut | None:
    """Return the cut between two labels: the one at which the outer of them begins."""
    by_state = {cut.state: cut for cut in cuts}
    return next((by_state[state] for state in (own, other) if state in by_state), None)


def _level(cut: Cut | None, readings: Readings, row: int) -> float | None:
    """Return where a cut lay on a day."""
    if cut is None:
        return None
    found = np.broadcast_to(np.asarray(levels(cut, readings)), readings.shape)[row]
    return None if np.isnan(found) else float(found)


def _reading(readings: Readings, row: int) -> float | None:
    return None if np.isnan(readings[row]) else float(readings[row])
