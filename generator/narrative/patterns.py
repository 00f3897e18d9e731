"""Patterns: what a headline may be made of. Each has a guard, and is made only of what the article could tell.

A pattern is a move, ``head-…``. Its score is the news in the findings that it speaks of, and its fit: how well it
sums up this day for these readers. Which of them becomes the title is decided when the body is written: a title
says nothing that the body does not, and its pattern rests for a few issues.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.narrative.frames import did_little, judged, mood_of_derivatives
from generator.narrative.options import lead_skew
from generator.narrative.turns import expiring
from generator.narrative.view import View, cast, finding, moved, near, rarity, trend

if TYPE_CHECKING:
    from generator.model.fact import Fact
    from generator.model.finding import Finding
    from generator.model.signal import Signal

#: Patterns that are for readers of derivatives, and those that are for readers of the whole market: a pattern gains
#: with its own readers, so that the day's two long pieces do not share a title.
_OF_DERIVATIVES: Final = frozenset({
    "contrast", "recovery", "agreement", "still", "balance", "clauses", "not-yet", "skew", "basis", "premium",
    "funding", "volatility", "days", "calls", "expiry", "question",
})  # fmt: skip
_OF_THE_MARKET: Final = frozenset({
    "breadth", "memes", "rotation", "ether", "stocks", "flows", "sentiment", "mood", "extreme", "touched", "record",
    "run", "period", "round", "week", "quiet", "range", "retraced", "rebound", "drawdown", "line", "price",
})  # fmt: skip
_OWN: Final[Mapping[str, frozenset[str]]] = {"derivatives": _OF_DERIVATIVES, "markets": _OF_THE_MARKET}
_OWN_GAIN: Final = 1.0
#: From this yearly rate on, who pays whom is worth a headline.
_TELLING_RATE: Final = 0.02
#: A price, a basis or a volatility that was last seen so long ago, in parts of a year, goes first.
_LONG_AGO: Final = 0.4
_AGO: Final = 0.16
_NOTABLE: Final = 0.05
_REBOUND: Final = 0.08
#: A price is at an end of its week within so much of it.
_AT_HAND: Final = 0.03
#: Puts and calls are out of balance from here on.
_ONE_SIDED: Final = 0.08


@dataclass(frozen=True, slots=True)
class Desk:
    """What patterns are made from: the day, what could be said of it, and its price."""

    view: View
    edition: str
    moves: Mapping[str, Finding]
    frame: frozenset[str]

    @property
    def price(self) -> dict[str, Fact]:
        """The price with its day's move, without one its week's."""
        day = self.view.level("spot.return", "1d")
        week = None if day is not None else self.view.level("spot.return", "7d")
        return cast(price=self.view.level("spot.price"), day=day, week=week)

    def fact(self, move: str, name: str) -> Fact | None:
        """Return a fact of a finding, None where there is no such finding."""
        return self.moves[move].cast.get(name) if move in self.moves else None

    def head(
        self,
        pattern: str,
        parts: Mapping[str, Fact | None],
        fit: float,
        *tells: str,
        traits: frozenset[str] | set[str] = frozenset(),
    ) -> Finding:
        """Return a candidate, scored by the findings that it tells and by its fit."""
        score = {"fit": round(fit + self._for(pattern), 3)}
        for name in tells:
            for part, value in (self.moves[name].score if name in self.moves else {}).items():
                score[part] = max(value, score.get(part, value))
        return finding(
            f"head-{pattern}", "headline", {**self.price, **cast(**parts)}, traits=self.frame | traits,
            score=score, why="a candidate for the title",
        )  # fmt: skip

    def _for(self, pattern: str) -> float:
        """Return what a pattern gains by whom the edition is for."""
        return _OWN_GAIN if self.edition in _OWN and pattern in _OWN[self.edition] else 0.0


def of_the_price(desk: Desk) -> Iterator[Finding]:
    """Yield what the price itself offers: records, extremes, rebounds, lines, runs, the week."""
    yield from _extremes(desk)
    yield from _regained(desk)
    yield from _lines(desk)
    run = desk.fact("days-in-row", "run")
    if run is not None:
        yield desk.head("run", {"run": run}, 0.6, "lead-day", "days-in-row")
    period = desk.fact("whole-period", "change")
    if period is not None and "month" in desk.moves["whole-period"].traits:
        yield desk.head("period", {"change": period}, 0.8, "whole-period")
    week = desk.fact("week", "week")
    if week is not None and not trend(week) & {"flat"}:
        same = {"same"} if trend(week) & desk.frame else {"other"}
        yield desk.head("week", {"week": week}, 0.35, "week", traits=same)
    drawdown = desk.moves.get("drawdown")
    if drawdown is not None:
        yield desk.head("drawdown", drawdown.cast, 0.15, "drawdown")
    if "flat" in desk.frame or (did_little(desk.view) and "frame:calm" in desk.frame):
        yield desk.head("quiet", {}, 0.7, "lead-day")
    yield desk.head("price", {}, 0.0)


def _extremes(desk: Desk) -> Iterator[Finding]:
    rank = desk.fact("lead-day", "rank")
    if moved(desk.price.get("day"), _NOTABLE) and rarity(rank) > _AGO:
        yield desk.head("extreme", {"rank": rank}, 1.0, "lead-day")
    for name in ("touched-low", "touched-high"):
        record, extreme, rank = (desk.fact(name, key) for key in ("record", "extreme", "rank"))
        if record is not None:
            yield desk.head("record", {"record": record}, 1.5, name, "lead-day")
        elif extreme is not None and rarity(rank) >= _LONG_AGO:
            yield desk.head("touched", {"extreme": extreme, "rank": rank}, 1.0, name, "lead-day")


def _regained(desk: Desk) -> Iterator[Finding]:
    rebound = desk.moves.get("rebound")
    if rebound is not None and "up" in desk.frame and moved(rebound.cast["rebound"], _REBOUND):
        parts = {name: rebound.cast[name] for name in ("rebound", "low")}
        yield desk.head("rebound", parts, 0.6, "rebound", "lead-day")
    retraced = desk.moves.get("retraced")
    if retraced is not None and moved(retraced.cast["before"], _NOTABLE / 2):
        yield desk.head("retraced", retraced.cast, 0.6, "retraced", "lead-day")


def _lines(desk: Desk) -> Iterator[Finding]:
    for name in ("round-above", "round-below"):
        if name in desk.moves:
            parts = {key: desk.moves[name].cast[key] for key in ("level", "before")}
            yield desk.head("round", parts, 0.6, "lead-day", name)
    line = desk.moves.get("watch-line")
    if line is not None:
        yield desk.head("line", {"line": line.cast["line"], "last": line.cast["last"]}, 0.2, "watch-line")
    span = desk.moves.get("watch-range")
    for name in ("low", "high"):
        end = None if span is None else span.cast.get(name)
        if near(desk.price.get("price"), end, _AT_HAND):
            yield desk.head("range", {"end": end}, 0.3, "watch-range", traits={name})


def of_derivatives(desk: Desk) -> Iterator[Finding]:
    """Yield what futures and options offer, beside the price or alone."""
    yield from _framed(desk)
    yield from _recovery(desk)
    yield from _basis(desk)
    yield from _funding(desk)
    yield from _options(desk)
    notional = desk.fact("watch-expiry", "notional")
    if notional is not None:
        soon = notional == expiring(desk.view)
        yield desk.head("expiry", {"notional": notional}, 0.9 if soon else 0.15, "watch-expiry")


def _framed(desk: Desk) -> Iterator[Finding]:
    """Yield the price against derivatives, or beside them; one candidate for options, one for futures."""
    states, judgements = _judgements(desk)
    for key, band, signal in judgements:
        told = {f"{key}band": band}
        tells = ("lead-day", f"{key}-level")
        loud = signal is not None and signal.strength > 0
        for name, fit in (("contrast", 0.8), ("agreement", 0.7)):
            if name in desk.frame and loud:
                yield desk.head(name, told, fit, *tells, traits=states)
        if "flat" in desk.frame:
            yield desk.head("still", told, 0.6 if loud else 0.4, *tells, traits=states | ({"loud"} if loud else set()))
        elif signal is not None and signal.strength == 0:
            yield desk.head("balance", told, 0.3, *tells, traits=states)


def _recovery(desk: Desk) -> Iterator[Finding]:
    """Yield a rebound that derivatives do not join; one candidate for options, one for futures."""
    rebound = desk.moves.get("rebound")
    if rebound is None or "rebounding" not in desk.frame or mood_of_derivatives(desk.view, desk.edition) != "soft":
        return
    parts = {name: rebound.cast[name] for name in ("rebound", "low")}
    states, judgements = _judgements(desk)
    for key, band, signal in judgements:
        if signal is not None and signal.strength > 0:
            told = {**parts, f"{key}band": band}
            yield desk.head("recovery", told, 1.0, "rebound", f"{key}-level", traits=states)


def _judgements(desk: Desk) -> tuple[set[str], list[tuple[str, Fact, Signal | None]]]:
    """Return what options and futures count as, as traits, and of each that may be told its band and signal."""
    readings = {"skew": lead_skew(desk.view, desk.edition), "basis": desk.view.level("futures.basis", "90d")}
    bands, states = judged(desk.view, readings["skew"], readings["basis"])
    return states, [(key, bands[key], desk.view.signal(readings[key])) for key in readings if key in bands]


def _basis(desk: Desk) -> Iterator[Finding]:
    told = desk.moves.get("basis-level")
    if told is None:
        return
    basis, change = told.cast["basis"], told.cast.get("change")
    rank = desk.fact("basis-rank", "rank")
    if rank is not None:
        yield desk.head("premium", {"basis": basis, "rank": rank}, 0.8, "basis-rank", "basis-level")
    yield desk.head("basis", {"basis": basis}, 0.2, "basis-level")
    if change is not None and "flat" not in trend(change) and "flat" not in desk.frame:
        same = {"same"} if trend(change) & desk.frame else {"apart"}
        parts = {"basis": basis, "change": change}
        yield desk.head("clauses", parts, 0.5 if "apart" in same else 0.35, "basis-level", "lead-day", traits=same)
    run, edge = desk.fact("basis-run", "run"), desk.fact("basis-run", "edge")
    state = desk.view.told_state(basis)
    if run is not None and edge is not None and state in ("weak", "heated"):
        short = ("up" if state == "weak" else "down") in desk.frame
        if short:
            yield desk.head("not-yet", {"basis": basis, "edge": edge}, 0.5, "basis-level", "lead-day", traits={state})
        yield desk.head("days", {"basis": basis, "edge": edge, "run": run}, 0.15, "basis-run", traits=_known(desk))


def _known(desk: Desk) -> set[str]:
    return set(desk.moves["basis-run"].traits & {"known", "at-least"})


def _funding(desk: Desk) -> Iterator[Finding]:
    told = desk.moves.get("funding")
    if told is None or not moved(told.cast["first"], _TELLING_RATE):
        return
    traits = told.traits & {"alike", "split", "turned"}
    fit = 0.35 + (0.4 if "turned" in traits else 0.0)
    if "split" not in traits:
        yield desk.head("funding", {"first": told.cast["first"]}, fit, "funding", traits=traits)


def _options(desk: Desk) -> Iterator[Finding]:
    told = desk.moves.get("skew-level")
    change = None if told is None else told.cast.get("change")
    if told is not None and change is not None and "past" in told.cast and "flat" not in trend(change):
        parts = {name: told.cast[name] for name in ("skew", "past", "change")}
        fit = 0.4 + (0.4 if "changed" in told.traits else 0.0)
        yield desk.head("skew", parts, fit, "skew-level", traits=told.traits & {"positive", "negative"})
    dvol, jump, rank = (desk.fact("dvol", name) for name in ("dvol", "change", "rank"))
    if dvol is not None and jump is not None and "flat" not in trend(jump):
        parts = {"dvol": dvol, "jump": jump}
        yield desk.head("volatility", parts, 0.7 if rarity(rank) >= _LONG_AGO else 0.35, "dvol", traits=way_of(jump))
    calls = desk.fact("calls-volume", "volume")
    if calls is not None and calls.value is not None and abs(calls.value - 0.5) >= _ONE_SIDED:
        more = {"majority"} if calls.value > 0.5 else {"minority"}
        yield desk.head("calls", {"calls": calls}, 0.3, "calls-volume", traits=more)


def way_of(change: Fact) -> set[str]:
    """Return a change's direction as a trait of its own: the price has the plain ones."""
    return {f"{way}ward" for way in trend(change) & {"up", "down"}}
