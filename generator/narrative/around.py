"""Findings from around the asset: its weight among coins, who leads, what it moves with, where money flows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from generator.model.instants import closing_day
from generator.narrative.salience import weigh
from generator.narrative.view import View, cast, finding, moved, start_known, trend

if TYPE_CHECKING:
    from generator.model.fact import Fact
    from generator.model.finding import Finding

_SUNDAY: Final = 6
#: From here on the median of other coins is apart from bitcoin, by window.
_APART: Final = {"7d": 0.03, "30d": 0.06}
#: A week's move of the basket, and of bitcoin's part of it, that is worth a sentence.
_BASKET_MOVED: Final = 0.05
_PART_MOVED: Final = 0.005
#: Two markets go together, or one against the other, from here on; by so much it has changed in four weeks.
_TOGETHER: Final = 0.5
_CHANGED: Final = 0.3
#: On a day on which stocks moved so much, how far the two go together is worth a sentence.
_STOCKS_MOVED: Final = 0.01
_WEEKS: Final = "28d"
#: Flows and supply are told from these sizes on.
_FLOWS: Final = 100e6
_RUN: Final = 3
_GREW: Final = 0.01
_TOP: Final = "basket:TOP20"
#: Stocks by the first of these that is there.
_STOCKS: Final = ("macro:SPX", "macro:NDX")


def around(view: View) -> Iterator[Finding]:
    """Yield what could be said of other coins, other markets and money on its way."""
    yield from _rotation(view)
    yield from _top_basket(view)
    yield from _dominance(view)
    yield from _correlation(view)
    yield from _flows(view)
    yield from _stablecoins(view)


def _rotation(view: View) -> Iterator[Finding]:
    sunday = closing_day(view.as_of).weekday() == _SUNDAY
    for window, apart in _APART.items():
        if window == "30d" and not sunday:
            continue  # it changes too little in a day to be told on each
        rotation = view.level("market.rotation", window, asset="basket:LARGE")
        if rotation is not None and rotation.value is not None and abs(rotation.value) >= apart and rotation.total:
            yield finding(
                "rotation", "wider", cast(rotation=rotation), traits=trend(rotation),
                score=weigh(view, rotation, otherwise=min(abs(rotation.value) / (4 * apart), 0.6)),
                why="other large coins against bitcoin",
            )  # fmt: skip
            return


def _top_basket(view: View) -> Iterator[Finding]:
    basket = view.level("market.basket_return", "7d", asset=_TOP)
    if basket is not None and basket.value is not None and abs(basket.value) >= _BASKET_MOVED:
        yield finding(
            "top-basket", "wider", cast(basket=basket), traits=trend(basket),
            score=weigh(view, basket, otherwise=min(abs(basket.value) / 0.4, 0.4)),
            why="the largest coins by their value",
        )  # fmt: skip


def _dominance(view: View) -> Iterator[Finding]:
    share = view.level("market.dominance")
    change = view.change(share, "7d")
    if share is None or change is None or change.value is None or abs(change.value) < _PART_MOVED:
        return
    yield finding(
        "dominance", "wider", cast(share=share, change=change),
        traits=trend(change) | {"computed" if share.computed else "delivered"},
        score=weigh(view, share, otherwise=min(abs(change.value) / 0.05, 0.4)), why="the asset's part of all value",
    )  # fmt: skip


def _correlation(view: View) -> Iterator[Finding]:
    stocks = next((fact for name in _STOCKS if (fact := _with(view, name)) is not None), None)
    if stocks is None or stocks.value is None:
        return
    change, past = view.change(stocks, _WEEKS), view.past(stocks, _WEEKS)
    changed = change is not None and change.value is not None and past is not None and abs(change.value) >= _CHANGED
    day = view.change(view.level("macro.level", asset=stocks.key.venue), "1d")
    if not moved(day, _STOCKS_MOVED) or not (changed or abs(stocks.value) >= _TOGETHER):
        return
    parts = (
        cast(stocks=stocks, change=change, past=past)
        if changed
        else cast(stocks=stocks, gold=_with(view, "macro:GOLD"))
    )
    yield finding(
        "correlation", "wider", parts, traits={"changed"} if changed else (),
        score=weigh(view, stocks, otherwise=0.4 if changed else 0.25), why="moves with other markets",
    )  # fmt: skip


def _with(view: View, other: str) -> Fact | None:
    return view.level("market.correlation", "30d", venue=other)


def _flows(view: View) -> Iterator[Finding]:
    flow = view.level("flows.etf_net", "1d")
    if flow is None or flow.value is None or not flow.key.venue:
        return
    week, run = view.level("flows.etf_net", "5d", venue=flow.key.venue), view.derived(flow, "streak")
    long = run is not None and run.n is not None and run.n >= _RUN
    if abs(flow.value) < _FLOWS and not long:
        return
    yield finding(
        "etf-flows", "wider", cast(flow=flow, week=week, run=run if long else None),
        traits={"known" if start_known(run) else "at-least"},
        score=weigh(view, flow, otherwise=min(abs(flow.value) / 1.5e9, 0.6) + (0.2 if long else 0.0)),
        why="money into and out of funds",
    )  # fmt: skip


def _stablecoins(view: View) -> Iterator[Finding]:
    supply = view.level("stablecoins.supply", asset="CRYPTO")
    for window in ("7d", "30d"):
        change = view.change(supply, window)
        if supply is not None and change is not None and change.value is not None and abs(change.value) >= _GREW:
            yield finding(
                "stablecoins", "wider", cast(supply=supply, change=change), traits=trend(change),
                score=weigh(view, supply, otherwise=min(abs(change.value) / 0.08, 0.4)), why="dollars on chain",
            )  # fmt: skip
            return
