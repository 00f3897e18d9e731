"""The week in review: its moves, the signals that changed, what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from generator.narrative.options import lead_skew
from generator.narrative.salience import weigh
from generator.narrative.table import rows
from generator.narrative.view import View, cast, finding, trend

if TYPE_CHECKING:
    from generator.model.fact import Fact
    from generator.model.finding import Finding

EDITION: Final = "weekly"
_WINDOW: Final = "7d"
_WEEK: Final = timedelta(days=7)
#: From this width on a week's range is wide, as a part of its low.
_WIDE: Final = 0.12
_STRESSED: Final = ("fear", "extreme fear", "panic")
_NEXT: Final = ("watch-expiry", "watch-expiry-large", "watch-range", "watch-basis", "watch-skew", "watch-line")
#: So many changed signals are told, those with most news in them.
_CHANGES: Final = 4


def weekly(view: View, moves: Mapping[str, Finding], made: tuple[Finding, ...]) -> dict[str, tuple[Finding, ...]]:
    """Return the sections of a week in review.

    Args:
        view: The instant that the week ends with.
        moves: What could be said of that instant, by move; what comes next is taken from it.
        made: The sentences that close every article.
    """
    return {
        "dek": tuple(_dek(view)),
        "lead": tuple(_lead(view, moves)),
        "changes": tuple(_changes(view)),
        "futures": tuple(_futures(view)),
        "options": tuple(_options(view)),
        "wider": tuple(_wider(view, moves)),
        "watch": tuple(moves[name] for name in _NEXT if name in moves),
        "table": rows(view),
        "made": made,
    }


def week_headlines(view: View) -> Iterator[Finding]:
    """Yield candidates for a week's title, best first."""
    price, week = view.level("spot.price"), view.level("spot.return", _WINDOW)
    if price is None or week is None:
        return
    parts, how = cast(price=price, week=week), set(trend(week))
    skew = lead_skew(view, EDITION)
    if view.told_state(skew) in _STRESSED:
        yield finding(
            "head-week-skew", "headline", {**parts, **cast(band=view.derived(skew, "band"))}, traits=how | {"stressed"},
            score=weigh(view, skew),
        )  # fmt: skip
    basis = view.level("futures.basis", "90d")
    change = view.change(basis, _WINDOW)
    if basis is not None and change is not None:
        still = {"still"} if "flat" in trend(change) else set()
        yield finding(
            "head-week-basis", "headline", {**parts, **cast(basis=basis, change=change)}, traits=how | still,
            score=weigh(view, basis),
        )  # fmt: skip
    index = view.level("sentiment.fear_greed", asset="CRYPTO")
    band = view.derived(index, "band")
    if index is not None and band is not None:
        yield finding(
            "head-week-mood", "headline", {**parts, **cast(index=index, band=band)}, traits=how,
            score=weigh(view, index),
        )  # fmt: skip
    low, high = view.level("spot.low", _WINDOW), view.level("spot.high", _WINDOW)
    if low is not None and high is not None:
        yield finding("head-week-range", "headline", {**parts, **cast(low=low, high=high)}, traits=how)
    yield from _beside(view, parts, how)
    yield finding("head-week-price", "headline", parts, traits=how)


def _beside(view: View, parts: dict[str, Fact], how: set[str]) -> Iterator[Finding]:
    """Yield titles that set the week's move beside one other figure of the review."""
    now = next(iter(view.funding()), None)
    before = view.past(now, _WINDOW)
    if now is not None and before is not None and now.value and before.value:
        turned = {"turned"} if now.value * before.value < 0 else set()
        yield finding("head-week-funding", "headline", {**parts, **cast(now=now)}, traits=how | turned)
    iv = view.level("options.iv_atm", "30d")
    if view.change(iv, _WINDOW) is not None:
        yield finding("head-week-volatility", "headline", {**parts, **cast(iv=iv)}, traits=how)
    name = _other(view)
    other, otherweek = view.level("spot.price", asset=name), view.level("spot.return", _WINDOW, asset=name)
    if other is not None and otherweek is not None:
        its = trend(otherweek)
        traits = how | ({"alike"} if how == set(its) else set()) | ({"other-flat"} if "flat" in its else set())
        yield finding("head-week-other", "headline", {**parts, **cast(other=other, otherweek=otherweek)}, traits=traits)


def _other(view: View) -> str:
    """Return the large coin that a review names beside its own."""
    return "ETH" if view.asset == "BTC" else "BTC"


def _dek(view: View) -> Iterator[Finding]:
    skew = lead_skew(view, EDITION)
    told = skew if view.told_state(skew) is not None else None
    parts = cast(
        price=view.level("spot.price"), basis=view.level("futures.basis", "90d"), skew=told,
        band=view.derived(told, "band"),
    )  # fmt: skip
    yield finding("dek-week", "dek", parts, why="what the week's review is about")


def _lead(view: View, moves: Mapping[str, Finding]) -> Iterator[Finding]:
    price, week = view.level("spot.price"), view.level("spot.return", _WINDOW)
    if price is not None and week is not None:
        yield finding(
            "weekly-lead", "lead", cast(price=price, week=week), traits=trend(week), score=weigh(view, week),
            why="the week's move",
        )  # fmt: skip
    low, high = view.level("spot.low", _WINDOW), view.level("spot.high", _WINDOW)
    if low is not None and high is not None and low.value and high.value:
        width = "wide" if high.value / low.value - 1 >= _WIDE else "narrow"
        yield finding("weekly-range", "lead", cast(low=low, high=high), traits={width}, why="the week's range")
    for name in ("week-streak", "whole-period", "episodes-price"):
        if name in moves:
            yield moves[name]


def _changes(view: View) -> list[Finding]:
    """Return the signals whose state began within the week, those with most news first."""
    signals = {
        "changed-skew": lead_skew(view, EDITION),
        "changed-basis": view.level("futures.basis", "90d"),
        "changed-volatility": view.level("options.dvol"),
        "changed-mood": view.level("sentiment.fear_greed", asset="CRYPTO"),
    }
    found = []
    for move, now in signals.items():
        band = view.derived(now, "band")
        if now is not None and band is not None and view.told_state(now) == band.state and _is_new(view, band):
            parts = cast(now=now, band=band)
            found.append(finding(move, "changes", parts, score=weigh(view, now), why="a state that began in the week"))
    return sorted(found, key=lambda each: -each.salience)[:_CHANGES]


def _is_new(view: View, band: Fact) -> bool:
    return bool(band.previous) and band.since is not None and band.since >= (view.as_of - _WEEK).date()


def _futures(view: View) -> Iterator[Finding]:
    basis = view.level("futures.basis", "90d")
    change, past = view.change(basis, _WINDOW), view.past(basis, _WINDOW)
    if basis is not None and change is not None and past is not None:
        yield finding(
            "weekly-basis", "futures", cast(basis=basis, change=change, past=past), traits=trend(change),
            score=weigh(view, basis), why="the premium of futures",
        )  # fmt: skip
    now = next(iter(view.funding()), None)
    before = view.past(now, _WINDOW)
    if now is not None and before is not None and now.value and before.value:
        turned = {"turned"} if now.value * before.value < 0 else set()
        yield finding(
            "weekly-funding", "futures", cast(now=now, past=before), traits=turned, score=weigh(view, now),
            why="who pays in perpetual contracts",
        )  # fmt: skip


def _options(view: View) -> Iterator[Finding]:
    for move, name, now in (
        ("weekly-skew", "skew", lead_skew(view, EDITION)),
        ("weekly-volatility", "iv", view.level("options.iv_atm", "30d")),
    ):
        change, past = view.change(now, _WINDOW), view.past(now, _WINDOW)
        if now is not None and change is not None and past is not None:
            parts = cast(**{name: now, "change": change, "past": past})
            yield finding(
                move, "options", parts, traits=trend(change), score=weigh(view, now), why="options, a week on"
            )


def _wider(view: View, moves: Mapping[str, Finding]) -> Iterator[Finding]:
    other = _other(view)
    price, week = view.level("spot.price", asset=other), view.level("spot.return", _WINDOW, asset=other)
    if price is not None and week is not None:
        yield finding(
            "weekly-other", "wider", cast(price=price, week=week), traits=trend(week), why="the other large coin"
        )
    for name in ("rotation", "dominance", "etf-flows", "stablecoins"):
        if name in moves:
            yield moves[name]
    index = view.level("sentiment.fear_greed", asset="CRYPTO")
    change, past, band = view.change(index, _WINDOW), view.past(index, _WINDOW), view.derived(index, "band")
    if index is not None and change is not None and past is not None and band is not None:
        yield finding(
            "weekly-mood", "wider", cast(index=index, change=change, past=past, band=band), traits=trend(change),
            score=weigh(view, index), why="sentiment, a week on",
        )  # fmt: skip
