"""Turns: leads that are not the price. A state that has changed, a side that has turned, a large date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from generator.narrative.view import View, beyond, cast, finding, moved, rarity, trend

if TYPE_CHECKING:
    from generator.model.fact import Fact
    from generator.model.finding import Finding

#: Funding is worth a lead from this yearly rate on, sentiment from a turn by so many points.
_TELLING_RATE: Final = 0.05
_MOOD_TURNED: Final = 15
_MOOD_MOVED: Final = 3
#: A volatility is, from so many usual moves on, or as an extreme of so long, in parts of a year.
_JUMP: Final = 2.5
_LONG_AGO: Final = 0.4

#: An expiry with so much of the chain leads when it is due within so long; options expire at this hour, UTC.
_LARGE_EXPIRY: Final = 0.2
_DUE: Final = timedelta(hours=36)
_HOUR: Final = 8
_NOTIONAL: Final = "options.expiry_notional"

Moves = Mapping[str, "Finding"]


def turns(view: View, edition: str, moves: Moves) -> Iterator[Finding]:
    """Yield what goes before a price that did little.

    Args:
        view: The day.
        edition: Only readers of derivatives are led in with them.
        moves: What could be said, by move.
    """
    skew, basis, funding = moves.get("skew-level"), moves.get("basis-level"), moves.get("funding")
    if edition == "derivatives" or "lead-day" not in moves:
        yield from _changed(view, skew, "skew", "lead-skew")
        yield from _changed(view, basis, "basis", "lead-basis")
        yield from _funded(funding)
        yield from _volatile(view, moves.get("dvol"))
    yield from _turned(view, moves.get("fear-greed"))
    notional = expiring(view)
    if notional is not None:
        parts = cast(notional=notional, share=view.derived(notional, "share"), price=view.level("spot.price"))
        yield finding("lead-expiry", "lead", parts, size=0.5, novelty=1.0, why="a large expiry within a day")


def _changed(view: View, told: Finding | None, key: str, move: str) -> Iterator[Finding]:
    """Yield a reading that is in another state than the day before."""
    if told is None:
        return
    fact, signal = told.cast[key], view.signal(told.cast[key])
    band, change = view.derived(fact, "band"), told.cast.get("change")
    if signal is None or not signal.changed or signal.days != 1 or view.told_state(fact) is None or band is None:
        return
    if change is None or "flat" in trend(change) or not band.previous:
        return
    past = told.cast.get("past")
    if past is None or not _was(view, fact, past, band.previous):
        return
    parts = {key: fact, "past": past, "change": change, "band": band}
    yield finding(move, "lead", parts, traits=trend(change), score=told.score, why=f"{key} changed its state")


def _was(view: View, fact: Fact, past: Fact, state: str) -> bool:
    """Whether the reading a day earlier lay in the state that is told as the one before, not held by hysteresis."""
    cut = view.threshold(fact, state)
    return cut is None or beyond(replace(past, kind=fact.kind), cut)


def _funded(told: Finding | None) -> Iterator[Finding]:
    if told is None or "turned" not in told.traits or "daily" not in told.traits:
        return
    first, past = told.cast["first"], told.cast["past"]
    if moved(first, _TELLING_RATE):
        traits = told.traits & {"negative", "positive"}
        yield finding("lead-funding", "lead", {"first": first, "past": past}, traits=traits, score=told.score,
                      why="another side pays")  # fmt: skip


def _volatile(view: View, told: Finding | None) -> Iterator[Finding]:
    if told is None or "change" not in told.cast or "flat" in told.traits:
        return
    dvol = told.cast["dvol"]
    if not moved(view.derived(dvol, "unusual:1d"), _JUMP) and rarity(told.cast.get("rank")) < _LONG_AGO:
        return
    parts = {name: told.cast[name] for name in ("dvol", "past", "change") if name in told.cast}
    if "past" in parts:
        yield finding("lead-volatility", "lead", parts, traits=trend(parts["change"]), score=told.score,
                      why="volatility")  # fmt: skip


def _turned(view: View, told: Finding | None) -> Iterator[Finding]:
    if told is None or "change" not in told.cast or "past" not in told.cast or "band" not in told.cast:
        return
    index, band, change = told.cast["index"], told.cast["band"], told.cast["change"]
    signal = view.signal(index)
    new = signal is not None and signal.changed and signal.days == 1 and bool(band.previous)
    if moved(change, _MOOD_TURNED) or (new and moved(change, _MOOD_MOVED)):
        parts = {"index": index, "past": told.cast["past"], "change": change, "band": band}
        traits = {"new" if new else "same", *trend(change)}
        yield finding("lead-mood", "lead", parts, traits=traits, score=told.score, why="the mood turned")


def expiring(view: View) -> Fact | None:
    """Return the sum of the options that expire by the end of the next day, if they are a large part of the chain."""
    for tenor in filter(None, view.facts.tenors(view.asset, _NOTIONAL)):
        due = datetime.fromisoformat(tenor).replace(hour=_HOUR, tzinfo=UTC) - view.as_of
        fact = view.level(_NOTIONAL, tenor) if timedelta(0) < due <= _DUE else None
        share = view.derived(fact, "share")
        if share is not None and share.value is not None and share.value >= _LARGE_EXPIRY:
            return fact
    return None
