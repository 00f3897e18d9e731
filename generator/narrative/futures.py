"""Findings about futures: the basis, funding, open interest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from generator.narrative.positioning import HELD_BEYOND, complete, positioning, reconciled
from generator.narrative.salience import weigh
from generator.narrative.view import View, cast, finding, moved, rarity, start_known, trend

if TYPE_CHECKING:
    from generator.model.fact import Fact
    from generator.model.finding import Finding

#: A run of days in one state is told from here on.
_LONG_RUN: Final = 5
#: From here on a move is told with where it came from. [standard deviations of such moves]
_FAR: Final = 1.5
#: After so many issues the usual range of the basis is told again.
_RANGE_AGAIN: Final = 3
#: After so many issues the line that a state begins at is told again.
_LINE_AGAIN: Final = 6
#: Shorts that pay for so many days are a state.
_PAID_FOR: Final = 3
#: States of a rate that are told with what they count as.
_TELLING_RATES: Final = ("heated", "shorts pay heavily")
#: Two venues put different prices on leverage from here on. [a year]
_APART: Final = 0.05
#: A fall that leverage outlasts is worth a word from here on.
_LARGE_MOVE: Final = 0.04
#: The scope of a vendor that counts every venue it knows.
_EVERYWHERE: Final = "all venues"
#: The scope that we sum ourselves, over the venues of a named set.
_SET: Final = "venues"
_ALONE_BEYOND: Final = 0.015
#: Open interest of one venue alone is told from a change like this on.
_VENUE_MOVED: Final = 0.05


def futures(view: View) -> Iterator[Finding]:
    """Yield what could be said of the asset's futures."""
    yield from _basis(view)
    yield from _funding(view)
    yield from _interest(view)
    yield from positioning(view)


def _basis(view: View) -> Iterator[Finding]:
    basis = view.level("futures.basis", "90d")
    if basis is None:
        return
    day, change = view.past(basis, "1d"), view.change(basis, "1d")
    state = view.state(basis)
    yield finding(
        "basis-level", "futures",
        cast(basis=basis, past=day, change=change, week=view.past(basis, "7d"), weekchange=view.change(basis, "7d")),
        traits={*trend(change), *_compared(view, basis), *({state} if state else ()), *_below_spot(basis)},
        score=weigh(view, basis, otherwise=0.3), why="the three-month basis",
    )  # fmt: skip
    rank = view.derived(basis, "rank")
    if rank is not None and rarity(rank) > 0.25:
        yield finding("basis-rank", "futures", cast(basis=basis, rank=rank), rarity=rarity(rank), why="an extreme")
    yield from _band(view, basis)


def _below_spot(basis: Fact) -> frozenset[str]:
    """Return that futures trade below the spot price, as a trait: nobody pays for leverage then."""
    return frozenset({"negative"} if basis.value is not None and basis.value < 0 else ())


def _compared(view: View, basis: Fact) -> frozenset[str]:
    """Return what a reading is set against: the day or the week, whichever brought the more unusual move."""
    day, week = (trend(view.change(basis, window)) for window in ("1d", "7d"))
    if not day:
        return frozenset()
    if "flat" in day and (not week or "flat" in week):
        return frozenset({"still"})
    sizes = [view.derived(basis, f"unusual:{window}") for window in ("1d", "7d")]
    by_day, by_week = (abs(each.value) if each is not None and each.value is not None else None for each in sizes)
    further = by_day is not None and by_week is not None and by_week > by_day
    weekly = bool(week) and "flat" not in week and ("flat" in day or further)
    size = by_week if weekly else by_day
    return frozenset({"by-week" if weekly else "by-day"} | ({"far"} if size is not None and size >= _FAR else set()))


def _band(view: View, basis: Fact) -> Iterator[Finding]:
    """Yield where the reading lies in its band, and for how long it has been there."""
    state, band = view.told_state(basis), view.derived(basis, "band")
    weak, heated = view.threshold(basis, "weak"), view.threshold(basis, "heated")
    run, traits = _run(view, basis, state)
    lasting = run is not None and run.n is not None and run.n >= _LONG_RUN
    if weak is not None and heated is not None and not view.told_lately("basis-frame", _RANGE_AGAIN):
        yield finding(
            "basis-frame", "futures", cast(basis=basis, weak=weak, heated=heated, run=run if lasting else None),
            traits=traits | ({"lasting"} if lasting else set()), why="the neutral band",
        )  # fmt: skip
    if state is None or band is None:
        return
    edge = view.threshold(basis, state)
    if lasting and edge is not None:
        # The line is the same every day; the days that it has been crossed for are not.
        again = view.told_lately("basis-run", _LINE_AGAIN)
        yield finding(
            "basis-lasting" if again else "basis-run", "futures",
            cast(basis=basis, run=run, edge=None if again else edge, band=band), traits=traits,
            size=0.2, why="a state that has lasted",
        )  # fmt: skip
        return
    yield finding(
        "basis-reading", "futures", cast(basis=basis, band=band, edge=edge),
        traits=traits, size=0.1, why="what the band means",
    )  # fmt: skip


def _run(view: View, fact: Fact, state: str | None) -> tuple[Fact | None, frozenset[str]]:
    """Return for how long a reading has been in its state, and that as traits with the state."""
    if state is None:
        return None, frozenset()
    run = view.derived(fact, f"streak:{state}")
    return run, frozenset({state, "known" if start_known(run) else "at-least"})


def _funding(view: View) -> Iterator[Finding]:
    rates = view.funding()
    if not rates or rates[0].value is None:
        return
    first, second = rates[0], rates[1] if len(rates) > 1 else None
    rate, before = rates[0].value, view.past(first, "1d")
    traits = _sides(view, rates, rate)
    yield finding(
        "funding", "futures", cast(first=first, second=second, past=before), traits=traits,
        score=weigh(view, first, otherwise=min(abs(rate) / 0.2, 0.6)), why="who pays whom",
    )  # fmt: skip
    yield from _rare_rate(view, first, rate, traits)
    day = view.level("spot.return", "1d")
    # What leverage did is told where the venues agree on who pays; that longs kept paying, where they had paid before.
    rise = "negative" in traits and "up" in trend(day)
    kept = "positive" in traits and "turned" not in traits and "down" in trend(day) and moved(day, _LARGE_MOVE)
    if "split" not in traits and (rise or kept):
        yield finding(
            "funding-meaning", "futures", cast(first=first, day=day), traits=traits | trend(day), size=0.1,
            why="leverage against the move",
        )  # fmt: skip


def _sides(view: View, rates: Sequence[Fact], rate: float) -> frozenset[str]:
    """Return who pays, whether two venues agree on it and on how much, and whether the side has turned."""
    first, before = rates[0], view.past(rates[0], "1d")
    traits = {"negative" if rate < 0 else "positive", "daily" if first.computed and view.midnight else "intraday"}
    for other in rates[1:2]:
        if other.value is not None:
            traits.add("alike" if (other.value < 0) == (rate < 0) else "split")
            traits |= {"apart"} if abs(other.value - rate) >= _APART else set()
    if before is not None and before.value is not None and (before.value < 0) != (rate < 0):
        traits.add("turned")
    return frozenset(traits | {f"rate-{way}" for way in trend(view.change(first, "1d"))})


def _rare_rate(view: View, first: Fact, rate: float, traits: frozenset[str]) -> Iterator[Finding]:
    """Yield what is out of the ordinary in a rate: its state, how long shorts have paid, an extreme."""
    state, band = view.told_state(first), view.derived(first, "band")
    edge = view.threshold(first, state) if state is not None else None
    if band is not None and edge is not None and state in _TELLING_RATES:
        yield finding(
            "funding-reading", "futures", cast(first=first, band=band, edge=edge), traits=traits | {state},
            size=0.2, why="what the rate counts as",
        )  # fmt: skip
    run = view.derived(first, "streak:shorts pay")
    # A record that is no older than the run is no run of days.
    if rate < 0 and run is not None and run.n is not None and run.n >= _PAID_FOR and start_known(run):
        yield finding(
            "funding-run", "futures", cast(first=first, run=run), traits=traits, size=0.3,
            why="shorts have paid for days",
        )  # fmt: skip
    rank = view.derived(first, "rank")
    sided = rank is not None and (rank.rank == "lowest") == ("negative" in traits)
    at_default = abs(rate - 0.1095) < 0.0005  # no superlative for a rate that sits at the exchange's default
    if rank is not None and sided and not at_default and rarity(rank) > 0.16:
        yield finding("funding-rank", "futures", cast(first=first, rank=rank), traits=traits, rarity=rarity(rank))


def _interest(view: View) -> Iterator[Finding]:
    usd = view.interest()
    coin = None if usd is None else view.level("futures.open_interest", venue=usd.key.venue)
    if coin is not None and usd is not None and coin.key.venue == usd.key.venue:
        gap = view.derived(coin, "reconciled")
        size = abs(gap.value) if gap is not None and gap.value is not None else 0.0
        coin7, usd7 = view.change(coin, "7d"), view.change(usd, "7d")
        scope = _scope(coin)
        if reconciled(view, coin):
            yield finding(
                "interest-coin", "futures", cast(coin=coin, change=coin7), traits={*trend(coin7), *scope},
                score=weigh(view, coin, otherwise=0.3), why="open interest in coin",
            )  # fmt: skip
            yield finding(
                "interest-usd", "futures", cast(usd=usd, change=usd7, past=view.past(usd, "7d")),
                traits=trend(usd7), size=0.3, why="open interest in dollars",
            )  # fmt: skip
        implied = view.derived(coin, "implied_price")
        if implied is not None and _ALONE_BEYOND < size <= HELD_BEYOND:
            yield finding("interest-implied", "futures", cast(implied=implied, usd=usd), size=0.1)
        return
    if usd is not None and (not usd.computed or view.change(usd, "7d") is not None):
        yield from _interest_usd(view, usd)


def _scope(interest: Fact) -> frozenset[str]:
    """Return whose open interest it is, as traits: everybody's, that of a set of venues, or one venue's."""
    if interest.key.venue == _SET and interest.n is not None:
        return frozenset({"set"}) | complete(interest)
    return frozenset({"everywhere" if interest.key.venue == _EVERYWHERE else "venue"})


def _interest_usd(view: View, usd: Fact) -> Iterator[Finding]:
    window = "1d" if view.change(usd, "1d") is not None else "7d"
    change = view.change(usd, window)
    scope = frozenset({"published"}) if usd.publisher else _scope(usd)
    if "venue" in scope and not moved(change, _VENUE_MOVED):
        return  # one venue's dollars follow the price
    yield finding(
        "interest-scope", "futures",
        cast(usd=usd, change=change, past=view.past(usd, window), week=view.past(usd, "7d")),
        traits=trend(change) | scope, size=0.25,
        why="open interest of one scope",
    )  # fmt: skip
