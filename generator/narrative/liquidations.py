"""Findings about liquidations: only what a source delivers, with its coverage named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.narrative.view import View, cast, finding, near

if TYPE_CHECKING:
    from generator.model.finding import Finding


def liquidations(view: View) -> Iterator[Finding]:
    """Yield what could be said of forced closures, for the asset or the whole market."""
    yield from _total(view)
    total = view.level("liquidations.total", "5d")
    if total is not None:
        record = view.derived(view.level("liquidations.total", "1d"), "record") or view.derived(total, "record")
        yield finding(
            "liquidations-days", "liquidations", cast(total=total, record=record), size=0.4, why="several days' sum"
        )
    cluster, spot = view.level("liquidations.cluster_price"), view.level("spot.price")
    if near(cluster, spot, 0.1):
        yield finding("cluster", "liquidations", cast(cluster=cluster, price=spot), size=0.3, why="a level to watch")


def _total(view: View) -> Iterator[Finding]:
    total = view.level("liquidations.total", "1d", asset="CRYPTO")
    if total is None:
        yield from _own(view)
        return
    longs = view.level("liquidations.long", "1d", asset="CRYPTO")
    share = view.derived(longs, "share")
    yield finding(
        "liquidations-total", "liquidations", cast(total=total, longs=longs, share=share), size=0.4, why="a day's sum"
    )
    parts, rest = view.derived(total, "parts"), view.derived(total, "unallocated")
    mine = view.level("liquidations.total", "1d", asset="BTC")
    other = view.level("liquidations.total", "1d", asset="ETH")
    if parts is not None and mine is not None and other is not None:
        open_gap = rest is not None and rest.value is not None and total.value and rest.value > 0.01 * total.value
        yield finding(
            "liquidations-parts", "liquidations",
            cast(one=mine, two=other, others=view.level("liquidations.total", "1d", asset="OTHER"), parts=parts),
            traits={"open" if open_gap else "closed"}, size=0.2, why="the parts",
        )  # fmt: skip
        if open_gap:
            yield finding("liquidations-rest", "liquidations", cast(total=total, parts=parts, rest=rest), size=0.2)


def _own(view: View) -> Iterator[Finding]:
    """Yield the asset's own day where nobody counted the whole market's."""
    total, longs = view.level("liquidations.total", "1d"), view.level("liquidations.long", "1d")
    if total is not None and longs is not None and longs.key.venue == total.key.venue:
        share = view.derived(longs, "share")
        yield finding(
            "liquidations-own", "liquidations", cast(total=total, longs=longs, share=share), size=0.3,
            why="a day's sum of one scope",
        )  # fmt: skip
