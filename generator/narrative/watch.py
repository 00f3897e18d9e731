"""Findings to watch: levels and thresholds, with the reason why each matters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from generator.narrative.expiries import expiries
from generator.narrative.options import lead_skew
from generator.narrative.view import View, cast, finding, near

if TYPE_CHECKING:
    from generator.model.fact import Fact
    from generator.model.finding import Finding


#: A round price this near is one to watch where nothing is known of the range that was traded.
_NEAR = 0.03
_DAY = timedelta(days=1)


def watch(view: View, edition: str) -> Iterator[Finding]:
    """Yield what a reader should look for next."""
    spot = view.level("spot.price")
    low, high = view.level("spot.low", "7d"), view.level("spot.high", "7d")
    if spot is not None and low is not None and high is not None and low.computed and high.computed:
        yield finding(
            "watch-range", "watch", cast(price=spot, low=low, high=high), traits=_closer(spot, low, high), size=0.3,
            why="the week's range",
        )  # fmt: skip
    elif spot is not None and low is not None:
        yield finding("watch-low", "watch", cast(price=spot, low=low), size=0.3, why="the last low")
    last, line = view.derived(spot, "last_above"), view.derived(spot, "level")
    if spot is not None and last is not None and line is not None:
        yield finding("watch-line", "watch", cast(price=spot, last=last, line=line), size=0.25, why="a level lost")
    elif spot is not None and low is None:
        yield from _round_price(view, spot)
    basis = view.level("futures.basis", "90d")
    weak = view.threshold(basis, "weak")
    if basis is not None and weak is not None and view.told_state(basis) in ("weak", "backwardation"):
        yield finding("watch-basis", "watch", cast(basis=basis, edge=weak), traits={"weak"}, size=0.3)
    heated = view.threshold(basis, "heated")
    if basis is not None and heated is not None and view.told_state(basis) == "heated":
        yield finding("watch-basis", "watch", cast(basis=basis, edge=heated), traits={"heated"}, size=0.3)
    skew = lead_skew(view, edition)
    state = view.told_state(skew)
    milder = {"panic": "extreme fear", "extreme fear": "extreme fear", "fear": "fear"}.get(state or "")
    edge = view.threshold(skew, milder) if milder else None
    if skew is not None and edge is not None:
        yield finding("watch-skew", "watch", cast(skew=skew, edge=edge), traits={state or ""}, size=0.25)
    cluster = view.level("liquidations.cluster_price")
    day_low = view.level("spot.low", "1d")
    if near(cluster, spot, 0.1) and cluster is not None and cluster.value is not None:
        traded = day_low is not None and day_low.value is not None and day_low.value < cluster.value
        parts = cast(cluster=cluster, low=day_low if traded else None)
        yield finding("watch-cluster", "watch", parts, traits={"traded"} if traded else {"ahead"}, size=0.3)
    yield from expiries(view, edition)


def _round_price(view: View, spot: Fact) -> Iterator[Finding]:
    for name in ("above", "below"):
        level = view.derived(spot, f"round:{name}")
        if near(spot, level, _NEAR):
            yield finding("watch-round", "watch", cast(price=spot, level=level), traits={name}, size=0.2)
            return


def _closer(spot: Fact, low: Fact, high: Fact) -> set[str]:
    """Return which end of its range a price is closer to, and whether that end is new."""
    if spot.value is None or low.value is None or high.value is None:
        return set()
    name, end = ("near-low", low) if spot.value - low.value <= high.value - spot.value else ("near-high", high)
    return {name, "fresh"} if spot.as_of - end.as_of < _DAY else {name}
