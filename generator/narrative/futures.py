"""Findings about futures: the basis, funding, open interest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from generator.narrative.positioning import HELD_BEYOND, complete, positioning, reconciled
from generator.narrative.salience import weigh
from generator.narrative.view import View, beyond, cast, finding, moved, rarity, trend

if TYPE_CHECKING:
    from generator.model.fact import Fact
    from generator.model.finding import Finding

#: A run of days in one state is told from here on.
_LONG_RUN: Final = 5
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
    state = view.state(basis)
    weak, heated = view.threshold(basis, "weak"), view.threshold(basis, "heated")
    if weak is not None and heated is not None:
        yield finding("basis-frame", "futures", cast(basis=basis, weak=weak, heated=heated), why="the neutral band")
    day, week = view.past(basis, "1d"), view.past(basis, "7d")
    change = view.change(basis, "1d")
    yield finding(
        "basis-level", "futures",
        cast(basis=basis, past=day, change=change, week=week, weekchange=view.change(basis, "7d")),
        traits={*trend(change), *({state} if state else ())},
        score=weigh(view, basis, otherwise=0.3), why="the three-month basis",
    )  # fmt: skip
    rank = view.derived(basis, "rank")
    if rank is not None and rarity(rank) > 0.25:
        yield finding("basis-rank", "futures", cast(basis=basis, rank=rank), rarity=rarity(rank), why="an extreme")
    run = view.derived(basis, f"streak:{state}") if state else None
    edge = view.facts.get(run.than) if run is not None and run.than else None
    if run is not None and edge is not None and run.n is not None and run.n >= _LONG_RUN:
        known = run.coverage is None or run.coverage.start_known
        yield finding(
            "basis-run", "futures", cast(basis=basis, run=run, edge=edge), traits={"known" if known else "at-least"},
            size=0.2, why="a state that has lasted",
        )  # fmt: skip
    band = view.derived(basis, "band")
    own = view.threshold(basis, state) if state else None
    if band is not None and state is not None and (own is None or beyond(basis, own)):
        yield finding(
            "basis-reading", "futures", cast(basis=basis, band=band, edge=own),
            traits={state}, size=0.1, why="what the band means",
        )  # fmt: skip


def _funding(view: View) -> Iterator[Finding]:
    rates = view.funding()
    if not rates or rates[0].value is None:
        return
    first, second = rates[0], rates[1] if len(rates) > 1 else None
    rate = rates[0].value
    traits = {"negative" if rate < 0 else "positive"}
    if second is not None and second.value is not None:
        same = (second.value < 0) == (rate < 0)
        traits.add("alike" if same else "split")
    before = view.past(first, "1d")
    if before is not None and before.value is not None and (before.value < 0) != ("negative" in traits):
        traits.add("turned")
    traits.add("daily" if first.computed and view.midnight else "intraday")
    move = view.change(first, "1d")
    traits |= {f"rate-{way}" for way in trend(move)}
    yield finding(
        "funding", "futures", cast(first=first, second=second, past=before), traits=traits,
        score=weigh(view, first, otherwise=min(abs(rate) / 0.2, 0.6)), why="who pays whom",
    )  # fmt: skip
    rank = view.derived(first, "rank")
    sided = rank is not None and (rank.rank == "lowest") == ("negative" in traits)
    at_default = abs(rate - 0.1095) < 0.0005  # no superlative for a rate that sits at the exchange's default
    if rank is not None and sided and not at_default and rarity(rank) > 0.16:
        yield finding("funding-rank", "futures", cast(first=first, rank=rank), traits=traits, rarity=rarity(rank))
    day = view.level("spot.return", "1d")
    if day is not None:
        yield finding("funding-meaning", "futures", cast(first=first, day=day), traits=traits | trend(day), size=0.1)


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
