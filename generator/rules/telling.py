"""The facts that rules make: bands, thresholds and runs beyond a threshold."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime
from typing import Final

import numpy as np

from generator.model.coverage import Coverage
from generator.model.fact import Fact, Kind
from generator.rules.bands import Readings, beyond, levels
from generator.rules.book import Cut, Moving, Rule
from generator.rules.reading import Reading

#: A reading is called the first since a day that lies so many days back, with so much of them on record.
_LONG_AGO: Final = 30
_COVERED: Final = 0.95


def threshold_id(rule: Rule, cut: Cut) -> str:
    """Return the id of a cut's fact; it is named for the state that begins there."""
    return f"rule:{rule.id}~threshold:{cut.state}"


def thresholds(rule: Rule, reading: Reading | None, as_of: datetime) -> Iterator[Fact]:
    """Yield a fact for each cut of a rule; ``sign`` is the side on which its state lies.

    A cut that moves lies where the past of the rule's one series puts it; without ``reading`` it lies nowhere.
    """
    for cut in rule.scale.cuts:
        value = cut.value if cut.moving is None else _today(cut, reading)
        if math.isnan(value):
            continue
        yield Fact(
            id=threshold_id(rule, cut),
            kind=Kind.THRESHOLD,
            value=value,
            unit=rule.unit,
            as_of=as_of,
            formula=rule.why if cut.moving is None else _formula(cut.moving),
            inputs=() if cut.moving is None or reading is None else (reading.fact.id,),
            sign=cut.sign,
            state=cut.state,
            rule=rule.id,
            threshold_source=rule.source,
            published=rule.published,
        )


def _today(cut: Cut, reading: Reading | None) -> float:
    return math.nan if reading is None else float(np.asarray(levels(cut, reading.readings)).reshape(-1)[-1])


def _formula(moving: Moving) -> str:
    if moving.kind == "percentile":
        return f"percentile {moving.amount:g} of the readings of the {moving.days} days before"
    return f"{moving.amount:g} x the standard deviation of the readings of the {moving.days} days before"


def band(reading: Reading) -> Fact:
    """Return the fact of a reading's band. It must have one."""
    fact, run = reading.fact, reading.run
    return Fact(
        id=f"{fact.id}~band",
        kind=Kind.BAND,
        value=None,
        unit="none",
        as_of=fact.as_of,
        formula=f"the band of rule {reading.rule.id}, with its hysteresis",
        inputs=(fact.id,),
        of=fact.id,
        since=reading.since,
        n=run.length,
        sign=reading.rule.scale.bands[run.place].lean,
        state=reading.state,
        previous=reading.previous,
        rule=reading.rule.id,
        threshold_source=reading.rule.source,
        published=reading.rule.published,
        coverage=_coverage(reading, run.length, start_known=run.start_known),
    )


def streaks(reading: Reading) -> Iterator[Fact]:
    """Yield a run for each cut that today's reading lies beyond: its band's, and milder ones'.

    Runs count raw readings by the cut itself, without hysteresis: "below 5% for 30 days"
    must hold for each of the 30.
    """
    for cut in reading.rule.scale.cuts:
        if cut.moving is None and not beyond(cut, reading.readings[-1:])[-1]:
            continue
        side = beyond(cut, reading.readings)
        length, start_known = _trailing(side, reading.readings)
        if length:
            run = _streak(reading, cut, length, start_known=start_known)
            yield run
            last = _last_before(side[:-1]) if length == 1 and start_known and cut.moving is None else None
            if last is not None and (earlier := _earlier(reading, run, last)) is not None:
                yield earlier


def _streak(reading: Reading, cut: Cut, length: int, *, start_known: bool) -> Fact:
    fact, rule = reading.fact, reading.rule
    first = len(reading.readings) - length
    side = "above" if cut.sign > 0 else "below"
    return Fact(
        id=f"{fact.id}~streak:{cut.state}",
        kind=Kind.STREAK,
        value=float(length),
        unit="days",
        as_of=fact.as_of,
        formula=f"daily readings in a row {side} the threshold, today's included",
        inputs=(fact.id, threshold_id(rule, cut)),
        of=fact.id,
        than=threshold_id(rule, cut),
        since=reading.day(first) if start_known else None,
        n=length,
        sign=cut.sign,
        state=cut.state,
        rule=rule.id,
        coverage=_coverage(reading, length, start_known=start_known),
    )


def _last_before(side: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> int | None:
    """Return the last reading on a side, None if there is none."""
    there = np.flatnonzero(side)
    return int(there[-1]) if there.size else None


def _earlier(reading: Reading, run: Fact, last: int) -> Fact | None:
    """Return the reading since which today's is the first beyond a threshold; None of a recent one, or over holes."""
    between = reading.readings[last + 1 :]
    present = int(np.count_nonzero(~np.isnan(between)))
    if len(between) < _LONG_AGO or present < _COVERED * len(between):
        return None
    day = reading.day(last)
    return Fact(
        id=f"{run.id}~last",
        kind=Kind.PAST,
        value=float(reading.readings[last]),
        unit=reading.rule.unit,
        as_of=datetime.combine(day, reading.fact.as_of.timetz()),
        formula="the last reading beyond the threshold before today's",
        inputs=run.inputs,
        of=reading.fact.id,
        than=run.than,
        rule=run.rule,
        coverage=Coverage(first=day, days=present, expected=len(between)),
    )


def _trailing(side: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], readings: Readings) -> tuple[int, bool]:
    """Return how many readings at the end lie on a side, and whether the one before is known."""
    others = np.flatnonzero(~side)
    if not others.size:
        return len(side), False
    last = int(others[-1])
    return len(side) - 1 - last, not bool(np.isnan(readings[last]))


def _coverage(reading: Reading, length: int, *, start_known: bool) -> Coverage:
    known = np.flatnonzero(~np.isnan(reading.readings))
    return Coverage(first=reading.day(int(known[0])), days=length, expected=length, start_known=start_known)
