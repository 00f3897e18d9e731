"""Findings from history: runs of days, moves out of the usual, whole months, what earlier episodes were followed by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from generator.model.fact import Kind
from generator.model.instants import closing_day
from generator.narrative.salience import weigh
from generator.narrative.view import View, beyond, cast, finding, moved, rarity, start_known, trend

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
#: What had gone before is told of a move of this size.
_TOLD_BEFORE: Final = 0.1
_SUNDAY: Final = 6
#: What has a threshold of its own; a day's move beyond one has its rank, and so has the mood.
_FIRSTS: Final = ("futures.basis", "perp.funding_rate", "options.dvol")
#: Told by their place in the year: the outer twentieths of so many readings, unless an extreme of months says more.
_RANKED: Final = ("futures.basis", "perp.funding_rate", "options.dvol")
_OUTER: Final = 0.05
_FEWEST_READINGS: Final = 90
_RARE: Final = 0.16
#: Fewer cases are anecdotes.
_CASES: Final = 5
_MOOD: Final = "sentiment.fear_greed"
_EPISODES_MOVE: Final = "episodes-"
#: What follows the sentence that counts episodes, and what each of these needs.
_SENTENCES: Final[Mapping[str, frozenset[str]]] = {
    "beforehand": frozenset({"before"}),
    "outcomes": frozenset({"after", "low", "high"}),
}
_OF_OUTCOMES: Final = frozenset().union(*_SENTENCES.values())
#: What an episode is of, in the name of the move that tells it.
_OF: Final = {
    "futures.basis": "basis",
    "perp.funding_rate": "funding",
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
    yield from _firsts(view)
    yield from _standings(view)
    if edition == "derivatives":
        yield from _episodes(view, spot)  # the others would say the same sentence again


def _unusual(view: View, spot: Fact, day: Fact | None) -> Iterator[Finding]:
    times = view.derived(spot, "unusual:1d")
    if day is None or times is None or times.value is None or abs(times.value) < _UNUSUAL:
        return
    yield finding(
        "unusual-move", "lead", cast(price=spot, day=day, times=times), score=weigh(view, day),
        why="the move against those of the year",
    )  # fmt: skip


def _run(view: View, spot: Fact, day: Fact | None) -> Iterator[Finding]:
    run = view.derived(spot, "streak")
    if run is None or run.n is None or run.n < _LONG_RUN or "flat" in trend(day):
        return
    if not start_known(run):
        return  # a record that is no older than the run is no run of days
    traits = {"known", "up" if run.sign == 1 else "down"}
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
        yield finding(
            "whole-period", "context",
            cast(price=spot, change=change, run=run if start_known(run) else None, rank=rank),
            traits={name}, score=weigh(view, change, otherwise=0.8) | {"novelty": 1.0},
            why="the period that has ended",
        )  # fmt: skip
        return


def _episodes(view: View, spot: Fact) -> Iterator[Finding]:
    """Yield the reading whose earlier episodes have most to say."""
    found = [each for told in _judged(view) if (each := _episode(view, spot, told)) is not None]
    if found:
        yield max(found, key=lambda each: each.salience)  # one such sentence is enough for an article


def _firsts(view: View) -> Iterator[Finding]:
    """Yield the readings that crossed a threshold for the first time in long."""
    for told in _judged(view):
        state = view.told_state(told)
        run = view.derived(told, f"streak:{state}") if state else None
        last, cut = view.derived(run, "last"), view.threshold(told, state) if state else None
        if run is None or run.n != 1 or last is None or cut is None or told.key.metric not in _FIRSTS:
            continue
        back = (told.as_of - last.as_of).days
        yield finding(
            f"first-{_OF[told.key.metric]}", "context",
            cast(now=told, run=run, last=last, cut=cut if cut.value else None),
            traits={"strict" if cut.sign == -1 else "closed"}, rarity=min(back / 365, 1.0), size=0.2,
            why="beyond a threshold for the first time in long",
        )  # fmt: skip


def _standings(view: View) -> Iterator[Finding]:
    """Yield the readings among the outer twentieths of their year, where no rank says it better."""
    for told in _judged(view):
        share = view.derived(told, "percentile")
        known = share is not None and share.value is not None and (share.total or 0) >= _FEWEST_READINGS
        if not known or told.key.metric not in _RANKED or rarity(view.derived(told, "rank")) > _RARE:
            continue
        outer = 1.0 if share is None or share.value is None else min(share.value, 1 - share.value)
        # "100% of them" would be said of all but one of a year's readings, and that is not so.
        if outer <= _OUTER and round(outer, 2) > 0:
            yield finding(
                f"percentile-{_OF[told.key.metric]}", "context", cast(now=told, share=share),
                score=weigh(view, told, otherwise=0.2), why="where a reading lies among those of its year",
            )  # fmt: skip


def _is_new(view: View, told: Fact, state: str | None) -> bool:
    """Whether an episode like the earlier ones begins, or the week of one closes.

    It begins with the first day after a month without: a state that was left for a few days is none of them.
    """
    run = view.derived(told, f"streak:{state}")
    begins = run is not None and run.n == 1 and view.derived(run, "last") is not None
    lasts = run is not None and told.kind is not Kind.CHANGE
    return begins or (lasts and closing_day(view.as_of).weekday() == _SUNDAY)


def apart(sections: Mapping[str, tuple[Finding, ...]]) -> dict[str, tuple[Finding, ...]]:
    """Return the sections with what is said of episodes in sentences: how many, what followed, what had gone before."""
    return {name: tuple(part for each in found for part in _parts(each)) for name, found in sections.items()}


def _parts(told: Finding) -> Iterator[Finding]:
    if not told.move.startswith(_EPISODES_MOVE):
        yield told
        return
    yield replace(told, cast={name: fact for name, fact in told.cast.items() if name not in _OF_OUTCOMES})
    for move, needs in _SENTENCES.items():
        if needs <= told.cast.keys():
            parts = {name: told.cast[name] for name in ("price", "count", *sorted(needs))}
            yield replace(told, move=move, cast=parts, joins="")


def _judged(view: View) -> Iterator[Fact]:
    """Yield the readings that an article tells; of the skew its rank and its last like say what is to be said."""
    told = (
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
    if not _is_new(view, told, count.state):
        return None
    low, high = view.derived(told, "episodes~after:30d:low"), view.derived(told, "episodes~after:30d:high")
    if low is None or high is None:
        return None
    cut = view.threshold(told, count.state) if count.state else None
    if cut is None or not beyond(told, cut) or (told.key.metric == _MOOD and "extreme" not in str(count.state)):
        # Chosen by their place in their own year, or of two states: it would take a sentence to say which.
        return None
    before = view.derived(told, "episodes~before:30d")
    parts = cast(
        price=spot, now=told, count=count, cut=cut if cut.value else None,
        before=before if moved(before, _TOLD_BEFORE) else None, after=after, low=low, high=high,
    )  # fmt: skip
    # Beyond a cut that is reached from above lies what is more than it; the other holds its cut.
    traits = trend(after) | {"strict" if cut.sign == -1 else "closed"}
    return finding(
        f"{_EPISODES_MOVE}{_OF[told.key.metric]}", "context", parts, traits=traits,
        score=weigh(view, told, otherwise=0.2), why="what earlier readings like this were followed by",
    )  # fmt: skip
