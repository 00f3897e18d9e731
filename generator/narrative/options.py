"""Findings about options: skew, implied volatility, the term structure, calls against puts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from generator.narrative.depth import depth
from generator.narrative.salience import weigh
from generator.narrative.view import View, cast, finding, moved, rarity, start_known, trend

if TYPE_CHECKING:
    from generator.model.fact import Fact
    from generator.model.finding import Finding

#: An earlier stretch is told where the price had moved this much before it.
_TELLING_FALL = 0.1
_DUST = 1e-6
#: Less prints as 0.0%.
_NOTHING = 0.0005
#: Such a state of the skew is told with its days from here on.
_LASTING = 3
#: An earlier stretch is told for two years: desks read options otherwise before.
_TOO_OLD = timedelta(days=730)
#: Implied and realized volatility that differ by less are alike.
_TELLING_PREMIUM = 0.05
_STRESSED = ("fear", "extreme fear", "panic")
#: In these states the reading's own cut is far from where balance ends, which is told once in so many issues.
_FAR_OUT, _BALANCE_AGAIN = ("extreme fear", "panic"), 5
#: The front of the curve is told apart from here on. [points of volatility]
_FRONT_MOVED = 0.03
#: From here on a change is told with where it came from; what moved less is told by its direction.
_SKEW_MOVED, _INDEX_MOVED, _CALLS_MOVED = 0.03, 0.03, 0.1
#: A bar that ends then closes the day.
_LAST_MINUTE = (23, 59)
#: Which tenor of skew an edition leads with.
_TENORS = {"derivatives": ("30d", "7d"), "markets": ("7d", "30d"), "brief": ("7d", "30d"), "weekly": ("30d", "7d")}


def lead_skew(view: View, edition: str) -> Fact | None:
    """Return the skew that an edition tells first."""
    for tenor in _TENORS[edition]:
        skew = view.level("options.skew_25d", tenor)
        if skew is not None:
            return skew
    return None


def options(view: View, edition: str) -> Iterator[Finding]:
    """Yield what could be said of the asset's options."""
    skew = lead_skew(view, edition)
    if skew is not None:
        yield from _skew(view, skew)
    yield from _volatility(view)
    yield from _calls(view)
    yield from depth(view)


def _skew(view: View, skew: Fact) -> Iterator[Finding]:
    state, signal, change = view.state(skew), view.signal(skew), view.change(skew, "1d")
    traits = {*trend(change), *({state} if state else ()), *({"changed"} if signal and signal.changed else ())}
    traits.add(_leaning(skew))
    traits.add("computed" if skew.computed else "delivered")
    traits |= {"far"} if moved(change, _SKEW_MOVED) else set()
    yield finding(
        "skew-level", "options",
        cast(skew=skew, past=view.past(skew, "1d"), change=change,
             points=view.level("options.skew_25d_points", skew.key.tenor)),
        traits=traits, score=weigh(view, skew, otherwise=0.5), why="the skew",
    )  # fmt: skip
    yield from _reading(view, skew, traits)
    rank = view.derived(skew, "rank")
    if rank is not None and rank.since is None:
        yield finding("skew-rank", "options", cast(skew=skew, rank=rank), rarity=0.5, why="an extreme of the record")
    then = view.derived(skew, "analogue")
    fall = view.derived(skew, "analogue~return")
    recent = then is not None and skew.as_of - then.as_of <= _TOO_OLD
    if recent and fall is not None and fall.value is not None and fall.value <= -_TELLING_FALL:
        yield finding(
            "skew-analogue", "options", cast(skew=skew, then=then, fall=fall), traits=trend(fall), size=0.3,
            why="the last time it was there",
        )  # fmt: skip


def _leaning(skew: Fact) -> str:
    """Return which side costs extra: puts at a positive skew, calls at a negative one, neither near zero."""
    if skew.value is None or abs(skew.value) < _NOTHING:
        return "even"
    return "positive" if skew.value > 0 else "negative"


def _reading(view: View, skew: Fact, traits: set[str]) -> Iterator[Finding]:
    """Yield what the skew counts as, and for how long it has if it has lasted."""
    # A state can outlast its cut; then what the cut means must not be told of a reading short of it.
    state, band = view.told_state(skew), view.derived(skew, "band")
    if state is None or band is None:
        return
    run = view.derived(skew, f"streak:{state}")
    lasting = run is not None and run.n is not None and run.n >= _LASTING and start_known(run)
    # Balance has no cut of its own: it ends where fear begins.
    cut = view.threshold(skew, "fear" if state == "neutral" else state)
    told = {"stressed"} if state in _STRESSED else {"eager"} if state != "neutral" else set()
    yield finding(
        "skew-threshold", "options", cast(skew=skew, cut=cut, band=band, run=run if lasting else None),
        traits=traits | told | ({"lasting", "known"} if lasting else set()), size=0.2,
        why="what the reading means",
    )  # fmt: skip
    fear = view.threshold(skew, "fear")
    if state in _FAR_OUT and fear is not None and not view.told_lately("skew-frame", _BALANCE_AGAIN):
        yield finding("skew-frame", "options", cast(skew=skew, fear=fear), traits=traits, why="where balance ends")


def _volatility(view: View) -> Iterator[Finding]:
    week, month = view.level("options.iv_atm", "7d"), view.level("options.iv_atm", "30d")
    change = view.change(week, "1d")
    # A point more or less is told by the table.
    if week is not None and month is not None and (change is None or moved(change, _FRONT_MOVED)):
        yield finding(
            "iv-front", "options", cast(week=week, month=month, change=change, past=view.past(week, "1d")),
            traits=trend(change), why="implied volatility at the front",
            score=weigh(view, week, otherwise=min(abs(change.value) / 0.2, 0.8) if change and change.value else 0.1),
        )  # fmt: skip
    slope = view.level("options.term_slope", "7d-30d")
    shape = None if slope is None else view.facts.get(f"{view.asset}/options.term_slope{_at(slope)}~shape")
    if shape is not None and shape.state is not None:
        far = view.level("options.iv_atm", "180d")
        segments = {t: view.state(view.level("options.term_slope", t)) for t in ("7d-30d", "30d-90d", "90d-180d")}
        traits = {shape.state, f"was-{shape.previous}"} if shape.previous else {shape.state}
        traits |= {f"{name}:{state}" for name, state in segments.items() if state}
        if shape.previous and shape.previous != shape.state:
            traits.add("changed")
        yield finding(
            "term-shape", "options",
            cast(shape=shape, week=week, month=month, middle=view.level("options.iv_atm", "90d"), far=far),
            traits=traits, size=0.3,
            novelty=0.3 if "changed" in traits else 0.0, why="the term structure",
        )  # fmt: skip
    dvol = view.level("options.dvol")
    if dvol is not None:
        rank, change = view.derived(dvol, "rank"), view.change(dvol, "1d")
        told = rank if rarity(rank) > 0.16 else None
        closing = {"close"} if (dvol.as_of.hour, dvol.as_of.minute) == _LAST_MINUTE else set()
        yield finding(
            "dvol", "options", cast(dvol=dvol, past=view.past(dvol, "1d"), change=change, rank=told),
            traits=trend(change) | closing | ({"far"} if moved(change, _INDEX_MOVED) else set()),
            score=weigh(view, dvol, otherwise=0.1),
            why="the exchange's volatility index",
        )  # fmt: skip
    premium, realised = view.level("options.volatility_premium", "30d"), view.level("spot.realised_vol", "30d")
    if premium is None or premium.value is None or abs(premium.value) < _TELLING_PREMIUM:
        return
    if _adds_up(month, realised, premium):
        yield finding(
            "vol-premium", "options", cast(month=month, premium=premium, realised=realised),
            traits={"rich" if premium.value > 0 else "cheap"}, size=min(abs(premium.value) / 0.3, 0.5),
            why="implied against realised volatility",
        )  # fmt: skip


def _adds_up(month: Fact | None, realised: Fact | None, premium: Fact) -> bool:
    """Whether the two volatilities that would be told are those that the premium is the difference of."""
    if month is None or realised is None or month.value is None or realised.value is None or premium.value is None:
        return False
    return abs(month.value - realised.value - premium.value) < _DUST


def _at(fact: Fact) -> str:
    return f"@{fact.key.venue}" if fact.key.venue else ""


def _calls(view: View) -> Iterator[Finding]:
    volume, stock = view.level("options.call_share_volume", "1d"), view.level("options.call_share")
    if volume is not None and volume.value is not None:
        change = view.change(volume, "1d")
        yield finding(
            "calls-volume", "options",
            cast(volume=volume, past=view.past(volume, "1d"), change=change),
            traits={*trend(change), *({"far"} if moved(change, _CALLS_MOVED) else ())},
            size=min(abs(volume.value - 0.5) * 4, 0.5), why="calls in the day's volume",
        )  # fmt: skip
    elif stock is not None:
        yield finding("calls-stock", "options", cast(stock=stock), size=0.1, why="calls in open interest")
