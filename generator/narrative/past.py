"""Findings from history: runs of days, moves out of the usual, whole months, what earlier episodes were followed by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from generator.model.instants import closing_day
from generator.narrative.options import lead_skew
from generator.narrative.view import View, beyond, cast, finding, rarity, trend

if TYPE_CHECKING:
    from generator.model.fact import Fact
    from generator.model.finding import Finding

#: Three days in a row happen every week.
_LONG_RUN: Final = 4
#: A move of so many usual ones is worth saying so.
_UNUSUAL: Final = 2.5
#: For so many days a month or a quarter that has ended is news.
_FRESH_DAYS: Final = 3
#: A quarter goes before the month that ends with it.
_PERIODS: Final = ("quarter", "month")
#: Fewer cases are no rule.
_CASES: Final = 3
_MOOD: Final = "sentiment.fear_greed"
#: What an episode is of, in the name of the move that tells it.
_OF: Final = {
    "futures.basis": "basis",
    "perp.funding_rate": "funding",
    "options.skew_25d": "skew",
    "options.dvol": "dvol",
    _MOOD: "mood",
    "spot.return": "price",
}


def past(view: View, edition: str) -> Iterator[Finding]:
    """Yield what the record says of today."""
    spot = view.level("spot.price")
    if spot is None:
        return
    day = view.level("spot.return", "1d")
    yield from _unusual(view, spot, day)
    yield from _run(view, spot, day)
    yield from _period(view, spot)
    yield from _episodes(view, spot, edition)


def _unusual(view: View, spot: Fact, day: Fact | None) -> Iterator[Finding]:
    times = view.derived(spot, "unusual:1d")
    if day is None or times is None or times.value is None or abs(times.value) < _UNUSUAL:
        return
    yield finding(
        "unusual-move", "lead", cast(price=spot, day=day, times=times), size=min(abs(times.value) / 8, 0.7),
        why="the move against those of the year",
    )  # fmt: skip


def _run(view: View, spot: Fact, day: Fact | None) -> Iterator[Finding]:
    run = view.derived(spot, "streak")
    if run is None or run.n is None or run.n < _LONG_RUN or "flat" in trend(day):
        return
    known = run.coverage is None or run.coverage.start_known
    traits = {"known" if known else "at-least", "up" if run.sign == 1 else "down"}
    yield finding(
        "days-in-row", "lead", cast(price=spot, run=run), traits=traits, size=min(run.n / 12, 0.6), why="days in a row"
    )


def _period(view: View, spot: Fact) -> Iterator[Finding]:
    """Yield the month or quarter that has just ended."""
    for name in _PERIODS:
        change = view.level("spot.calendar_return", name)
        if change is None or not trend(change) & {"up", "down"}:
            continue
        if not 0 <= (closing_day(view.as_of) - change.as_of.date()).days < _FRESH_DAYS:
            continue
        run, rank = view.derived(change, "streak"), view.derived(change, "rank")
        known = run is None or run.coverage is None or run.coverage.start_known
        yield finding(
            "whole-period", "context",
            cast(price=spot, change=change, run=run if known else None, rank=rank),
            traits={name}, size=0.4, rarity=rarity(rank), why="the period that has ended",
        )  # fmt: skip
        return


def _episodes(view: View, spot: Fact, edition: str) -> Iterator[Finding]:
    """Yield the reading whose earlier episodes have most to say."""
    found = [each for told in _judged(view, edition) if (each := _episode(view, spot, told)) is not None]
    if found:
        yield max(found, key=lambda each: each.salience)  # one such sentence is enough for an article


def _judged(view: View, edition: str) -> Iterator[Fact]:
    """Yield the readings that an article tells, of each quantity the one that is told."""
    told = (
        lead_skew(view, edition),
        view.level("futures.basis", "90d"),
        next(iter(view.funding()), None),
        view.level("options.dvol"),
        view.level(_MOOD, asset="CRYPTO"),
        view.level("spot.return", "1d"),
    )
    yield from (fact for fact in told if fact is not None)


def _episode(view: View, spot: Fact, told: Fact) -> Finding | None:
    count, after = view.derived(told, "episodes"), view.derived(told, "episodes~after:30d")
    if count is None or count.n is None or count.n < _CASES or after is None or after.value is None:
        return None
    low, high = view.derived(told, "episodes~after:30d:low"), view.derived(told, "episodes~after:30d:high")
    gains = view.derived(told, "episodes~after:30d:gains")
    if low is None or high is None or gains is None:
        return None
    cut = view.threshold(told, count.state) if count.state else None
    if cut is None or not beyond(told, cut) or (told.key.metric == _MOOD and "extreme" not in str(count.state)):
        # Chosen by their place in their own year, or of two states: it would take a sentence to say which.
        return None
    signal = view.signal(told)
    parts = cast(
        price=spot, now=told, count=count, cut=cut, before=view.derived(told, "episodes~before:30d"),
        after=after, low=low, high=high, gains=gains,
    )  # fmt: skip
    traits = trend(after)
    return finding(
        f"episodes-{_OF[told.key.metric]}", "context", parts, traits=traits, size=0.2 + min(abs(after.value), 0.2),
        rarity=min(1.5 / count.n, 0.3), novelty=0.4 if signal is not None and signal.changed else 0.0,
        why="what earlier readings like this were followed by",
    )  # fmt: skip
