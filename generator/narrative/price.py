"""Findings about the price: the day, the week, its extremes, its distance from records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from generator.model.instants import closing_day
from generator.narrative.salience import weigh
from generator.narrative.view import View, cast, finding, rarity, start_known, trend

if TYPE_CHECKING:
    from generator.model.fact import Fact
    from generator.model.finding import Finding

_DAY: Final = "spot.return"
#: From here a day's move is told with how long ago there was one as large.
_NOTABLE_MOVE: Final = 0.05
#: Sunday and Monday: later in the week its close is no news.
_WEEK_IS_NEWS: Final = (6, 0)
#: From here the day's range is worth a sentence of its own.
_WIDE_RANGE: Final = 0.06
#: Below this it is that of a quiet day.
_QUIET_RANGE: Final = 0.02
#: A round price is told from this distance on.
_NEAR: Final = 0.03


def price(view: View) -> Iterator[Finding]:
    """Yield what could be said of the asset's price."""
    spot = view.level("spot.price")
    if spot is None:
        return
    day, week = view.level("spot.return", "1d"), view.level("spot.return", "7d")
    yield from _moves(view, spot, day, week)
    yield from _extremes(view, spot)
    yield from _retraced(view, day)
    yield from _records(view, spot)


def _moves(view: View, spot: Fact, day: Fact | None, week: Fact | None) -> Iterator[Finding]:
    when = "daily" if view.closes_day(spot) else "intraday"
    if day is not None and day.value is not None:
        rank = view.derived(day, "rank") if abs(day.value) >= _NOTABLE_MOVE else None
        told = rank if rank is not None and rarity(rank) > 0.1 else None
        yield finding(
            "lead-day", "lead", cast(price=spot, day=day, rank=told), traits={when, *trend(day)},
            score=weigh(view, day, otherwise=min(abs(day.value) / 0.1, 1.0)), why="the day's move",
        )  # fmt: skip
        if told is not None:
            yield finding(
                "day-rank", "lead", cast(day=day, rank=told), rarity=rarity(told), why="how long ago one was as large"
            )
    if week is not None and week.value is not None:
        move = "lead-week" if day is None else "week"
        yield finding(
            move, "lead", cast(price=spot, week=week), traits={when, *trend(week), *_beside(day, week)},
            score=weigh(view, week, otherwise=min(abs(week.value) / 0.2, 1.0)), why="the week's move",
        )  # fmt: skip
    streak = view.facts.derived(week, "streak")
    fresh = closing_day(view.as_of).weekday() in _WEEK_IS_NEWS
    if fresh and streak is not None and streak.n is not None and streak.n >= 3 and start_known(streak):
        yield finding(
            "week-streak", "context", cast(price=spot, streak=streak), traits={"known"},
            size=min(streak.n / 8, 1.0), why="weekly closes in one direction",
        )  # fmt: skip


def _extremes(view: View, spot: Fact) -> Iterator[Finding]:
    low, high = view.level("spot.low", "1d"), view.level("spot.high", "1d")
    for name, extreme in (("low", low), ("high", high)):
        rank = view.derived(extreme, "rank")
        matches = rank is not None and rank.rank == ("lowest" if name == "low" else "highest")
        if extreme is not None and rank is not None and matches and rarity(rank) > 0.16:
            hourly = {"hourly"} if any(":1h:" in each for each in extreme.inputs) else set()
            record = record_of(view, extreme)
            parts = cast(price=spot, record=record) if record else cast(price=spot, extreme=extreme, rank=rank)
            yield finding(
                f"touched-{name}", "lead", parts, traits=hourly | {"record" if record else "extreme"},
                rarity=rarity(rank), why=f"the day's {name} is an extreme",
            )  # fmt: skip
    if low is not None and high is not None and low.value and high.value:
        width = high.value / low.value - 1
        yield finding(
            "range", "lead", cast(price=spot, low=low, high=high),
            traits={_breadth(width), *(("quiet",) if width < _QUIET_RANGE else ()), *trend(view.level(_DAY, "1d"))},
            size=min(width / 0.2, 1.0), why="the day's range",
        )  # fmt: skip
    rebound = view.level("spot.rebound", "7d")
    bottom = view.facts.get(rebound.than) if rebound is not None and rebound.than else None
    if rebound is not None and bottom is not None and rebound.value is not None and rebound.value >= 0.03:
        yield finding(
            "rebound", "context", cast(price=spot, rebound=rebound, low=bottom),
            size=min(rebound.value / 0.2, 1.0), why="distance from the week's low",
        )  # fmt: skip


def _breadth(width: float) -> str:
    return "wide" if width >= _WIDE_RANGE else "narrow"


def _beside(day: Fact | None, week: Fact) -> set[str]:
    """Return whether the day went the way of its week, against it, or nowhere while the week has a direction."""
    one, other = trend(day), trend(week)
    if not one or "flat" in other:
        return set()
    return {"paused"} if "flat" in one else {"same"} if one == other else {"other"}


def record_of(view: View, extreme: Fact) -> Fact | None:
    """Return the record where the day's extreme has set it: then no other superlative will do."""
    record = view.level("spot.all_time_high")
    made = record is not None and record.value == extreme.value and record.as_of == extreme.as_of
    return record if made else None


def _retraced(view: View, day: Fact | None) -> Iterator[Finding]:
    share, before = view.derived(day, "retraced"), view.derived(day, "previous")
    if day is None or share is None or before is None or share.value is None:
        return
    if 0.25 <= share.value <= 1.0:
        yield finding(
            "retraced", "lead", cast(day=day, share=share, before=before), traits=trend(day),
            size=share.value / 2, why="the move takes back part of the day before's",
        )  # fmt: skip


def _records(view: View, spot: Fact) -> Iterator[Finding]:
    drawdown, record = view.level("spot.drawdown"), view.level("spot.all_time_high")
    if drawdown is not None and record is not None and drawdown.value is not None and drawdown.value < -0.02:
        yield finding(
            "drawdown", "context", cast(price=spot, drawdown=drawdown, record=record),
            size=min(-drawdown.value / 2, 0.5), why="distance from the record",
        )  # fmt: skip
    yield from _crossed(view, spot)


def _crossed(view: View, spot: Fact) -> Iterator[Finding]:
    """Yield the round price that the day has crossed: one that is merely near is near every day."""
    before = view.past(spot, "1d")
    if before is None or not before.value or spot.value is None:
        return
    if abs(spot.value / before.value - 1) >= _NOTABLE_MOVE:
        return  # such a move crosses one anyhow
    when = "daily" if view.closes_day(spot) else "intraday"
    for name in ("above", "below"):
        level = view.derived(spot, f"round:{name}")
        if level is None or not level.value or abs(spot.value / level.value - 1) >= _NEAR:
            continue
        if (before.value - level.value) * (spot.value - level.value) < 0:
            yield finding(
                f"round-{name}", "lead", cast(price=spot, level=level, before=before), traits={when},
                size=0.2, why="a round price was crossed",
            )  # fmt: skip
