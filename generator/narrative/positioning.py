"""The second reading of futures: the curve, the carry, funding over all venues, who may have opened or closed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from generator.narrative.view import View, cast, finding, rarity, trend

if TYPE_CHECKING:
    from generator.model.fact import Fact
    from generator.model.finding import Finding

#: Beyond this the coin, dollar and price changes cannot be told as one sentence.
HELD_BEYOND: Final = 0.05
#: The curve has a shape where its ends are so far apart, in points of a yearly rate.
_BENT: Final = 0.005
#: The price has to move by so much for its move to be set against open interest.
_TELLING: Final = {"1d": 0.02, "7d": 0.04}
#: Below this the premium of one venue over another is noise.
_FELT: Final = 0.0005
#: From so much of a year on its extreme is told as one.
_RARE: Final = 0.16
#: A week's move of one coin in terms of the other that is worth telling.
_PARTED: Final = 0.03


def positioning(view: View) -> Iterator[Finding]:
    """Yield what a second look at the futures has to say."""
    yield from _curve(view)
    yield from _carry(view)
    yield from _weighted(view)
    yield from _box(view)
    yield from _premium(view)
    yield from _against_bitcoin(view)


def reconciled(view: View, coin: Fact) -> bool:
    """Whether the week's changes in coin, dollars and price agree well enough to be told."""
    gap = view.derived(coin, "reconciled")
    return gap is None or gap.value is None or abs(gap.value) <= HELD_BEYOND


def complete(fact: Fact) -> frozenset[str]:
    """Return whether all venues of a set delivered, as a trait that phrases ask for."""
    return frozenset({"complete" if fact.n == fact.total else "partial"})


def _curve(view: View) -> Iterator[Finding]:
    basis = view.level("futures.basis", "90d")
    if basis is None:
        return
    near, far = (view.level("futures.basis", tenor, venue=basis.key.venue) for tenor in ("30d", "180d"))
    if near is None or far is None or near.value is None or far.value is None:
        return
    apart = far.value - near.value
    if abs(apart) >= _BENT:
        traits = {"up" if apart > 0 else "down", "positive" if min(near.value, far.value) > 0 else "mixed"}
        yield finding(
            "basis-curve", "futures", cast(near=near, far=far), traits=traits, size=min(abs(apart) / 0.04, 0.4),
            why="the curve of futures",
        )  # fmt: skip


def _carry(view: View) -> Iterator[Finding]:
    basis = view.level("futures.basis", "90d")
    carry = None if basis is None else view.level("futures.carry", "90d", venue=basis.key.venue)
    if basis is None or carry is None or carry.value is None or basis.id not in carry.inputs:
        return
    bill = next((fact for each in carry.inputs if each != basis.id and (fact := view.facts.get(each))), None)
    if bill is not None:
        week = view.past(carry, "7d")
        turned = week is not None and week.value is not None and week.value * carry.value < 0
        yield finding(
            "basis-carry", "futures", cast(basis=basis, carry=carry, bill=bill),
            traits={"less" if carry.value < 0 else "more"}, size=0.35 if carry.value < 0 else 0.2,
            novelty=0.3 if turned else 0.0, why="what is left after bills",
        )  # fmt: skip


def _weighted(view: View) -> Iterator[Finding]:
    rate = view.level("perp.funding_rate", "1d", venue="weighted")
    rates = view.funding()
    if rate is None or rate.value is None or rate.n is None or rate.total is None:
        return
    turned = bool(rates) and rates[0].value is not None and rates[0].value * rate.value < 0
    yield finding(
        "funding-weighted", "futures", cast(all=rate), traits=complete(rate), size=0.4 if turned else 0.2,
        why="funding over all venues",
    )  # fmt: skip


def _box(view: View) -> Iterator[Finding]:
    """Yield what open interest and price say together: of the day if it moved, else of the week."""
    usd = view.interest()
    coin = None if usd is None else view.level("futures.open_interest", venue=usd.key.venue)
    for window in ("1d", "7d"):
        box, change = view.derived(coin, f"box:{window}"), view.change(coin, window)
        moved = view.level("spot.return", window)
        if coin is None or box is None or change is None or moved is None or moved.value is None:
            continue
        if box.state in (None, "little change") or abs(moved.value) < _TELLING[window]:
            continue
        if window == "7d" and not reconciled(view, coin):
            continue  # the week's change of open interest is not told then
        traits = {str(box.state), "day" if window == "1d" else "week"}
        size = 0.0 if change.value is None else min(abs(change.value) / 0.2, 0.4)
        yield finding(
            "interest-box", "futures", cast(coin=coin, box=box, change=change, move=moved), traits=traits,
            size=0.15 + size, why="open interest with the price",
        )  # fmt: skip
        return


def _premium(view: View) -> Iterator[Finding]:
    premium, spot = view.level("spot.premium", venue="coinbase"), view.level("spot.price", venue="binance")
    if premium is None or premium.value is None or abs(premium.value) < _FELT:
        return
    rank = view.derived(premium, "rank")
    told = rank if rarity(rank) > _RARE else None
    yield finding(
        "coinbase-premium", "wider", cast(premium=premium, price=spot, rank=told), rarity=rarity(rank),
        size=min(abs(premium.value) / 0.004, 0.5), why="what US buyers pay",
    )  # fmt: skip


def _against_bitcoin(view: View) -> Iterator[Finding]:
    price = view.level("spot.price_in_btc", asset="ETH")
    change, rank = view.change(price, "7d"), view.derived(price, "rank")
    if price is None or change is None or change.value is None or abs(change.value) < _PARTED:
        return
    told = rank if rarity(rank) > 0.08 else None
    yield finding(
        "ether-in-bitcoin", "wider",
        cast(now=price, change=change, rank=told, bitcoin=view.level("spot.price", asset="BTC")),
        traits=trend(change), rarity=rarity(told), size=min(abs(change.value) / 0.2, 0.4), why="ether against bitcoin",
    )  # fmt: skip
