"""Leads: what an article opens with. What has most news in it does; the price follows where it is not that.

Each candidate has a guard of its own and is scored like any finding. On a day on which the price did little,
whatever else changed its state, is an extreme or expires goes before it. A lead that several of the last issues
opened with waits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from generator.narrative.frames import SHOCK, did_little, is_shock
from generator.narrative.turns import turns
from generator.narrative.view import View, cast, moved, rarity, trend

if TYPE_CHECKING:
    from generator.model.fact import Fact
    from generator.model.finding import Finding

#: These have more phrasings than issues in which none may come twice; of the others so many lead in that time.
_ALWAYS: Final = ("lead-day", "lead-calm")
_MEMORY: Final = 13
_AT_MOST: Final = 3
#: What a lead loses for each of the last issues that opened with it.
_WORN: Final = 0.15
#: A week goes before its day when it moved by so many usual weeks.
_WEEK_UNUSUAL: Final = 1.5
_WEEK_LARGE: Final = 0.08
#: From here on a day's range is wider than its close tells.
_WIDE: Final = 0.06
#: From so many days on a run is news.
_RUN: Final = 4
#: An extreme of so long ago, in parts of a year, goes before the close.
_LONG_AGO: Final = 0.4
#: Of the coins around, so many go one way where the market moves as one.
_ONE_WAY: Final = 0.9
#: These say what derivatives do, so that no other sentence has to sum them up.
SUMS: Final = ("lead-contrast", "lead-agreement", "lead-basis", "lead-skew")
#: What makes one lead go before another where both hold as much news.
_FIRST: Final[Mapping[str, float]] = {
    "lead-record": 3.0, "lead-shock": 2.0, "lead-touched": 1.0, "lead-expiry": 0.9, "lead-rank": 0.7,
    "lead-contrast": 0.4, "lead-agreement": 0.4, "lead-market": 0.4, "lead-run": 0.3, "lead-retraced": 0.35,
    "lead-round": 0.3, "lead-week": 0.2, "lead-range": 0.2, "lead-thin": 0.1,
}  # fmt: skip

Moves = Mapping[str, "Finding"]


class Lead(NamedTuple):
    """How an article opens: its first sentences, and the moves that they have told."""

    findings: tuple[Finding, ...]
    told: frozenset[str]


def lead(view: View, edition: str, moves: Moves, frame: frozenset[str]) -> Lead:
    """Return the opening of an article, nothing where no price and nothing else is known.

    Args:
        view: The day.
        edition: Who it is written for: the whole market leads only what is about it.
        moves: What could be said, by move.
        frame: The day's traits.
    """
    worn = Counter(said.frame.partition("/")[0] for said in view.recent[:_MEMORY])
    found = [each for each in _candidates(view, edition, moves, frame) if _is_fresh(each, worn)]
    if not found:
        return Lead(_plain(moves), frozenset({"lead-day", "lead-week"}))
    best = max(found, key=lambda each: _weight(each, worn))
    named = frozenset(trait for trait in frame if trait.startswith("frame:"))
    opening = replace(best, traits=best.traits | named | {"first"}, why=f"leads: {best.why}")
    told = _TELLS.get(best.move, frozenset()) | {"lead-day", "lead-week"}
    follows = (_then(moves["lead-day"]),) if "day" not in best.cast and "lead-day" in moves else ()
    return Lead((opening, *follows), told)


#: What need not be said again behind a lead.
_TELLS: Final[Mapping[str, frozenset[str]]] = {
    "lead-shock": frozenset({"unusual-move"}),
    "lead-rank": frozenset({"day-rank"}),
    "lead-record": frozenset({"touched-high", "touched-low"}),
    "lead-touched": frozenset({"touched-high", "touched-low", "range"}),
    "lead-run": frozenset({"days-in-row"}),
    "lead-retraced": frozenset({"retraced"}),
    "lead-round": frozenset({"round-above", "round-below"}),
    "lead-week": frozenset({"week"}),
    "lead-range": frozenset({"range"}),
    "lead-mood": frozenset({"fear-greed"}),
    "lead-expiry": frozenset({"watch-expiry"}),
    "lead-market": frozenset({"large-coins"}),
}


def _plain(moves: Moves) -> tuple[Finding, ...]:
    return tuple(
        replace(moves[name], traits=moves[name].traits | {"first"}) for name in ("lead-week",) if name in moves
    )


def _is_fresh(candidate: Finding, worn: Mapping[str, int]) -> bool:
    return candidate.move in _ALWAYS or worn.get(candidate.move, 0) < _AT_MOST


def _weight(candidate: Finding, worn: Mapping[str, int]) -> float:
    return candidate.salience + _FIRST.get(candidate.move, 0.0) - _WORN * worn.get(candidate.move, 0)


def _then(day: Finding) -> Finding:
    """Return the price as the second sentence of what something else opens."""
    parts = {name: fact for name, fact in day.cast.items() if name != "rank"}
    return replace(day, move="price-then", cast=parts, why="the price, behind what leads")


def _candidates(view: View, edition: str, moves: Moves, frame: frozenset[str]) -> Iterator[Finding]:
    day = moves.get("lead-day")
    if day is not None:
        yield from _of_the_day(view, day, moves, frame)
        if edition == "markets":
            yield from _of_the_market(day, moves)
    if day is None or did_little(view) or "frame:expiry" in frame:
        yield from turns(view, edition, moves)


def _of_the_day(view: View, day: Finding, moves: Moves, frame: frozenset[str]) -> Iterator[Finding]:
    """Yield the ways to open with the price; each tells its move."""
    plain = replace(day, cast={name: fact for name, fact in day.cast.items() if name != "rank"})
    if "frame:thin" in frame:
        yield from _thin(view, plain)
    if "flat" in day.traits:
        yield replace(plain, move="lead-calm")
        return
    yield plain
    if "daily" not in day.traits:
        if "rank" in day.cast:
            yield replace(day, move="lead-rank")
        return
    yield from _large(view, day, plain, moves)
    yield from _in_context(view, plain, moves)
    yield from _framed(view, plain, moves, frame)


def _large(view: View, day: Finding, plain: Finding, moves: Moves) -> Iterator[Finding]:
    times = view.derived(view.level("spot.price"), "unusual:1d")
    if is_shock(view) and times is not None and moved(times, SHOCK):
        yield _with(plain, "lead-shock", cast(times=times), "a move far out of the usual")
    if "rank" in day.cast:
        yield replace(day, move="lead-rank")
    for name in ("low", "high"):
        touched = moves.get(f"touched-{name}")
        if touched is None:
            continue
        if "record" in touched.cast:
            yield _with(plain, "lead-record", {"record": touched.cast["record"]}, "a record")
        elif rarity(touched.cast["rank"]) >= _LONG_AGO:
            parts = {"extreme": touched.cast["extreme"], "rank": touched.cast["rank"]}
            yield _with(plain, "lead-touched", parts, "the day's extreme", traits={name})


def _in_context(view: View, plain: Finding, moves: Moves) -> Iterator[Finding]:
    for name, move, least in (("days-in-row", "lead-run", _RUN), ("retraced", "lead-retraced", 0)):
        other = moves.get(name)
        run = None if other is None else other.cast.get("run")
        if other is not None and (run is None or (run.n or 0) >= least):
            parts = {key: fact for key, fact in other.cast.items() if key not in plain.cast}
            yield _with(plain, move, parts, other.why)
    crossed = moves.get("round-above") or moves.get("round-below")
    if crossed is not None:
        yield _with(
            plain, "lead-round", {"level": crossed.cast["level"], "before": crossed.cast["before"]}, crossed.why
        )
    week, times = moves.get("week"), view.derived(view.level("spot.price"), "unusual:7d")
    if week is not None and "flat" not in week.traits and _is_large_week(week.cast["week"], times):
        same = {"same"} if week.traits & plain.traits & {"up", "down"} else {"other"}
        yield _with(plain, "lead-week", {"week": week.cast["week"]}, week.why, traits=same)
    width = _width(moves.get("range"))
    if width is not None and width >= _WIDE:
        parts = {name: moves["range"].cast[name] for name in ("low", "high")}
        yield _with(plain, "lead-range", parts, "a wide range")


def _is_large_week(week: Fact, times: Fact | None) -> bool:
    return moved(week, _WEEK_LARGE) if times is None else moved(times, _WEEK_UNUSUAL)


def _width(told: Finding | None) -> float | None:
    low, high = (None, None) if told is None else (told.cast["low"].value, told.cast["high"].value)
    return None if not low or not high else high / low - 1


def _framed(view: View, plain: Finding, moves: Moves, frame: frozenset[str]) -> Iterator[Finding]:
    """Yield the price set against what derivatives say, or beside it: by options where they are known."""
    for name in ("contrast", "agreement"):
        if name not in frame:
            continue
        skew, basis = moves.get("skew-level"), moves.get("basis-level")
        told = next((each for each in (skew, basis) if each is not None and _is_loud(view, each)), None)
        if told is None:
            continue
        key = "skew" if told is skew else "basis"
        band = view.derived(told.cast[key], "band")
        parts = cast(**{f"{key}band": band})
        yield _with(plain, f"lead-{name}", parts, f"price and derivatives in {name}", traits=_state(band))


def _is_loud(view: View, told: Finding) -> bool:
    """Whether a reading's state is one that a price can be set against: not neutral, and not held by hysteresis."""
    fact = told.cast.get("skew") or told.cast.get("basis")
    signal = view.signal(fact)
    return signal is not None and signal.strength > 0 and view.told_state(fact) is not None


def _state(band: Fact | None) -> set[str]:
    return {band.state} if band is not None and band.state else set()


def _thin(view: View, plain: Finding) -> Iterator[Finding]:
    week = view.level("spot.return", "7d")
    if "flat" not in plain.traits and "daily" in plain.traits and week is not None and "flat" not in trend(week):
        yield _with(plain, "lead-thin", {"week": week}, "the price is all that is known")


def _of_the_market(day: Finding, moves: Moves) -> Iterator[Finding]:
    """Yield the price among the other large coins, where nearly all of them went one way."""
    large = moves.get("large-coins")
    if large is None or "daily" not in day.traits:
        return
    breadth = large.cast["breadth"]
    if breadth.n is None or not breadth.total:
        return
    share = breadth.n / breadth.total
    way = "up" if share >= _ONE_WAY else "down" if share <= 1 - _ONE_WAY else ""
    if way and way in day.traits:
        parts = {"price": day.cast["price"], "day": day.cast["day"], "breadth": breadth}
        traits = day.traits | ({"whole"} if breadth.n in (0, breadth.total) else {"part"})
        yield replace(day, move="lead-market", cast=parts, traits=traits, why="the market went one way")


def _with(
    plain: Finding, move: str, parts: Mapping[str, Fact], why: str, *, traits: set[str] | frozenset[str] = frozenset()
) -> Finding:
    """Return the day's price told under another move, with more in it."""
    return replace(plain, move=move, cast={**plain.cast, **parts}, traits=plain.traits | traits, why=why)
