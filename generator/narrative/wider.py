"""Findings about the wider market: other coins, baskets, movers, sentiment, macro."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from generator.narrative.around import around
from generator.narrative.salience import weigh
from generator.narrative.view import View, cast, finding, moved, rarity, trend

if TYPE_CHECKING:
    from generator.model.fact import Fact
    from generator.model.finding import Finding

#: A move that prints as 0.0% is none.
_SEEN: Final = 0.0005
_PUBLISHED_INDICES: Final = ("CD20", "CDMEME")
_STOCKS: Final = ("macro:SPX", "macro:NDX")
#: The ends of a field of many coins are told where one of them went so far: some coin always went somewhere.
_FAR: Final = 0.15
#: A median that moved less adds nothing to how many rose.
_MEDIAN_MOVED: Final = 0.03
#: A coin named by a publisher is told from this move on.
_NAMED_MOVE: Final = 0.01
#: An index so close to where its state begins has only just come into it.
_EDGE: Final = 1.0
#: From here on the mood has turned in a day.
_TURNED: Final = 15.0
#: A yield that moved less in a session stood still.
_YIELD_MOVED: Final = 0.0003


def wider(view: View) -> Iterator[Finding]:
    """Yield what could be said of everything around the asset."""
    yield from _other_major(view)
    yield from _large(view)
    yield from _perpetuals(view)
    yield from _ranked(view)
    yield from _baskets(view)
    yield from _named(view)
    yield from around(view)


def mood(view: View) -> Iterator[Finding]:
    """Yield what could be said of sentiment."""
    index = view.level("sentiment.fear_greed", asset="CRYPTO")
    if index is None:
        return
    change, rank, band = view.change(index, "1d"), view.derived(index, "rank"), view.derived(index, "band")
    # A day on which the mood turned is told from where; an extreme, by the last like it: both are a figure too many.
    told = rank if rank is not None and rarity(rank) > 0.16 and not moved(change, _TURNED) else None
    tied = {"tied"} if told is not None and told.ties else set()
    yield finding(
        "fear-greed", "wider",
        cast(index=index, past=None if told else view.past(index, "1d"), change=change, rank=told, band=band),
        traits=trend(change) | tied | _entered(view, index, band), score=weigh(view, index, otherwise=0.2),
        why="sentiment",
    )  # fmt: skip


def _entered(view: View, index: Fact, band: Fact | None) -> set[str]:
    """Return whether the index came into its state today, and whether by a point or less."""
    if band is None or band.n != 1 or not band.previous or band.state is None:
        return set()
    cuts = (view.threshold(index, state) for state in (band.state, band.previous))
    return {"entered", "edge"} if any(_apart(index, cut) <= _EDGE for cut in cuts if cut is not None) else {"entered"}


def _apart(one: Fact, other: Fact) -> float:
    """Return how far apart two readings are; without end where one has no number."""
    return math.inf if one.value is None or other.value is None else abs(one.value - other.value)


def macro(view: View) -> Iterator[Finding]:
    """Yield what could be said of stocks, volatility and yields."""
    stocks = [
        (level, change)
        for asset in _STOCKS
        if (level := view.level("macro.level", asset=asset)) is not None
        and (change := view.change(level, "1d")) is not None
        and (view.as_of - level.as_of).days < 1
    ]
    vix = view.level("macro.level", asset="macro:VIX")
    fresh = vix if vix is not None and (view.as_of - vix.as_of).days < 1 else None
    if stocks:
        change, swing = stocks[0][1], view.change(fresh, "1d")
        yield finding(
            "stocks", "wider",
            cast(stock=stocks[0][0], change=change, vix=fresh, vixchange=None if "flat" in trend(swing) else swing),
            traits=trend(change), size=min(abs(change.value) / 0.03, 0.5) if change.value else 0.1,
            why="stocks on the day",
        )  # fmt: skip
    bond = view.level("macro.yield", asset="macro:JP10Y")
    day = view.change(bond, "1d")
    # Like stocks, what a session two days ago brought is no news, nor is a yield that stands still.
    if bond is not None and (view.as_of - bond.as_of).days < 1 and day is not None and moved(day, _YIELD_MOVED):
        yield finding(
            "jgb", "macro", cast(bond=bond, past=view.past(bond, "1d"), change=day), traits={"moved"},
            score=weigh(view, bond, otherwise=min(abs(day.value) * 300, 0.4) if day.value else 0.0),
            why="Japanese yields",
        )  # fmt: skip


def _other_major(view: View) -> Iterator[Finding]:
    other = "ETH" if view.asset == "BTC" else "BTC"
    spot, day = view.level("spot.price", asset=other), view.level("spot.return", "1d", asset=other)
    if spot is not None and day is not None and day.value is not None:
        own = view.level("spot.return", "1d")
        traits = set(trend(day))
        if own is not None and own.value is not None and "flat" not in traits and "flat" not in trend(own):
            traits.add("same-way" if own.value * day.value > 0 else "other-way")
        yield finding(
            "other-major", "wider", cast(price=spot, day=day), traits=traits, size=min(abs(day.value) / 0.1, 0.6),
            why="the second coin",
        )  # fmt: skip


def _large(view: View) -> Iterator[Finding]:
    breadth = view.level("market.breadth", "1d", asset="basket:LARGE")
    if breadth is None or breadth.n is None or not breadth.total:
        return
    share = breadth.n / breadth.total
    traits = {"all-up" if share == 1 else "all-down" if share == 0 else "most-up" if share > 0.5 else "most-down"}
    traits |= {"one"} if breadth.n == 1 else set()
    best, worst = (each if moved(each, _SEEN) else None for each in _ends(view, breadth))
    yield finding(
        "large-coins", "wider", cast(breadth=breadth, best=best, worst=worst),
        traits=traits | _signs(best, worst), size=abs(share - 0.5), why="breadth of large coins",
    )  # fmt: skip


def _ranked(view: View) -> Iterator[Finding]:
    breadth = view.level("market.breadth", "1d", asset="basket:TOP100")
    if view.level("market.breadth", "1d", asset="basket:PERPS") is not None:
        return  # a second count, of other hours, would contradict the first
    if breadth is not None and breadth.n is not None and breadth.total:
        size = abs(breadth.n / breadth.total - 0.5)
        yield finding("ranked-breadth", "wider", cast(breadth=breadth), size=size, why="breadth of the largest coins")


def _perpetuals(view: View) -> Iterator[Finding]:
    breadth = view.level("market.breadth", "1d", asset="basket:PERPS")
    if breadth is None or breadth.n is None or not breadth.total:
        return
    median = view.level("market.median_return", "1d", asset="basket:PERPS")
    share = breadth.n / breadth.total
    yield finding(
        "perps-breadth", "wider", cast(breadth=breadth, median=median if moved(median, _MEDIAN_MOVED) else None),
        traits={"up" if share > 0.5 else "down", *({"none"} if share == 0 else ())},
        size=abs(share - 0.5), why="breadth of perpetual contracts",
    )  # fmt: skip
    best, worst = _ends(view, breadth)
    if best is None or best.value is None or not moved(best, _SEEN) or not moved(worst, _SEEN):
        return
    if _one_went_far(best, worst):
        yield finding(
            "movers", "wider", cast(best=best, worst=worst, floor=view.derived(breadth, "floor")),
            traits=_signs(best, worst), size=min(best.value / 0.3, 0.6) if best.value > 0 else 0.1,
            why="the ends of the field",
        )  # fmt: skip


def _one_went_far(*ends: Fact | None) -> bool:
    return any(moved(end, _FAR) for end in ends)


def _ends(view: View, breadth: Fact) -> tuple[Fact | None, Fact | None]:
    """Return the best and the worst member's return of a ranked field."""
    found: dict[str, Fact] = {}
    for name in ("best", "worst"):
        rank = view.derived(breadth, name)
        if rank is not None and rank.of is not None and rank.of in view.facts:
            found[name] = view.facts[rank.of]
    return found.get("best"), found.get("worst")


def _signs(best: Fact | None, worst: Fact | None) -> set[str]:
    traits = set()
    if best is not None and best.value is not None:
        traits.add("best-up" if best.value > 0 else "best-down")
    if worst is not None and worst.value is not None:
        traits.add("worst-down" if worst.value < 0 else "worst-up")
    return traits


def _baskets(view: View) -> Iterator[Finding]:
    memes = view.level("market.basket_return", "1d", asset="basket:MEME")
    tokens = view.level("market.basket_return", "1d", asset="basket:AI")
    if memes is not None and tokens is not None and memes.value is not None and tokens.value is not None:
        traits = {f"memes-{t}" for t in trend(memes)} | {f"tokens-{t}" for t in trend(tokens)}
        yield finding(
            "baskets", "wider", cast(memes=memes, tokens=tokens), traits=traits,
            size=min(max(abs(memes.value), abs(tokens.value)) / 0.1, 0.4), why="memecoins and AI tokens",
        )  # fmt: skip


def _named(view: View) -> Iterator[Finding]:
    """Yield indices and coins that a publisher names; they may be told, never ranked."""
    returns = (view.level("spot.return", "1d", asset=name) for name in _PUBLISHED_INDICES)
    indices = [each if moved(each, _SEEN) else None for each in returns]
    if any(indices):
        yield finding(
            "published-indices", "wider", cast(broad=indices[0], memes=indices[1]),
            traits={f"{n}-{t}" for n, i in zip(("broad", "memes"), indices, strict=True) for t in trend(i)},
            size=0.4, why="indices that a publisher delivers",
        )  # fmt: skip
    coins = [
        fact
        for fact_id, fact in view.facts.items()
        if "~" not in fact_id
        and not fact.computed
        and fact.key.metric == "spot.return"
        and fact.key.tenor == "1d"
        and fact.key.asset not in (*_PUBLISHED_INDICES, "BTC", "ETH")
        and fact.value is not None
        and fact.value >= _NAMED_MOVE
    ]
    noted = {note.asset for note in view.notes}
    ordered = sorted((coin.value, coin.key.asset) for coin in coins if coin.value and coin.key.asset not in noted)
    named = {coin.key.asset: coin for coin in coins}
    told = [named[asset] for _, asset in reversed(ordered)][:4]
    if told:
        yield finding(
            "published-coins", "wider",
            dict(zip(("one", "two", "three", "four"), told, strict=False)), size=0.35, why="coins a publisher names",
        )  # fmt: skip
