"""Headline candidates: the price against the derivatives, or with them, or the one fact that stands out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from generator.narrative.options import lead_skew
from generator.narrative.price import record_of
from generator.narrative.view import View, cast, finding, moved, near, rarity, trend
from generator.narrative.weekly import EDITION as WEEKLY
from generator.narrative.weekly import week_headlines

if TYPE_CHECKING:
    from generator.model.fact import Fact
    from generator.model.finding import Finding

STRESSED: Final = ("fear", "extreme fear", "panic")
_MEMES_RISE: Final = 0.01
#: Two readings further apart than this speak of different days.
_SAME_HOURS: Final = timedelta(hours=5)
#: From this yearly rate on, who pays whom is worth a headline.
_TELLING_RATE: Final = 0.05
#: In parts of a year: a price that was last seen so long ago goes before what derivatives say.
_LONG_AGO: Final = 0.4
#: A turn of sentiment by so many points in a day is rare.
_MOOD_TURNED: Final = 15
#: A round price is told from this distance on.
_NEAR: Final = 0.03
_SOFT_BASIS: Final = ("weak", "backwardation")


def mood_of_derivatives(view: View, edition: str) -> str | None:
    """Return ``soft``, ``firm`` or ``balanced`` for what futures and options say together, None if unknown."""
    skew, basis = view.told_state(lead_skew(view, edition)), view.told_state(view.level("futures.basis", "90d"))
    if skew is None and basis is None:
        return None
    soft = (skew in STRESSED) + (basis in _SOFT_BASIS)
    firm = (skew is not None and "greed" in skew) + (basis == "heated")
    if soft and not firm:
        return "soft"
    return "firm" if firm and not soft else "balanced"


def judged(view: View, skew: Fact | None, basis: Fact | None) -> tuple[dict[str, Fact], set[str]]:
    """Return the bands that may be told, by ``skew`` and ``basis``, and their states as traits."""
    states = {"skew": view.told_state(skew), "basis": view.told_state(basis)}
    bands = {name: view.derived(fact, "band") for name, fact in (("skew", skew), ("basis", basis)) if states[name]}
    traits = {f"{name}:{state}" for name, state in states.items()}
    return cast(**bands), traits | ({"stressed"} if states["skew"] in STRESSED else set())


def frame(view: View, edition: str) -> frozenset[str]:
    """Return the traits that decide lead and headline: the price's direction and the derivatives' mood."""
    move = view.level("spot.return", "1d") or view.level("spot.return", "7d")
    mood = mood_of_derivatives(view, edition)
    rebound = view.level("spot.rebound", "7d")
    traits = set(trend(move)) | ({mood} if mood else set())
    if rebound is not None and rebound.value is not None and rebound.value >= 0.08:
        traits.add("rebounding")
    contrast = ("up" in traits and mood == "soft") or ("down" in traits and mood == "firm")
    agreement = ("down" in traits and mood == "soft") or ("up" in traits and mood == "firm")
    return frozenset(traits | ({"contrast"} if contrast else set()) | ({"agreement"} if agreement else set()))


def headlines(view: View, edition: str) -> Iterator[Finding]:
    """Yield candidates, best first."""
    if edition == WEEKLY:
        yield from week_headlines(view)
        return
    spot = view.level("spot.price")
    skew, basis = lead_skew(view, edition), view.level("futures.basis", "90d")
    traits = set(frame(view, edition))
    if spot is None:
        if skew is not None:
            yield finding("head-skew", "headline", cast(skew=skew, band=view.derived(skew, "band")), traits=traits)
        yield finding("head-plain", "headline", cast(now=view.facts.get("run/as_of")), traits={edition})
        return
    bands, states = judged(view, skew, basis)
    day, week = view.level("spot.return", "1d"), view.level("spot.return", "7d")
    parts = cast(
        price=spot, day=day, week=week, skew=skew, basis=basis,
        band=bands.get("skew"), basisband=bands.get("basis"),
    )  # fmt: skip
    round_above = view.derived(spot, "round:above")
    if edition == "brief":
        yield finding("head-brief", "headline", parts, traits=traits | states)
    rebound = view.level("spot.rebound", "7d")
    if "rebounding" in traits and rebound is not None:
        low = view.facts.get(rebound.than or "")
        shown = {"daymove"} if day is not None else set()
        yield finding(
            "head-rebound", "headline", {**parts, **cast(rebound=rebound, low=low)}, traits=traits | states | shown
        )
    yield from _extremes(view, spot, day, traits | states, record=True)
    rank = view.derived(day, "rank")
    if moved(day, 0.05) and rarity(rank) > 0.16:
        yield finding("head-extreme", "headline", {**parts, **cast(rank=rank)}, traits=traits | states)
    yield from _extremes(view, spot, day, traits | states, record=False)
    if edition == "markets":
        yield from _markets(view, spot, traits | states)
    yield finding("head-frame", "headline", parts, traits=traits | states)
    yield from _turned(view, spot, traits)
    if near(spot, round_above, _NEAR):
        yield finding("head-round", "headline", {**parts, **cast(level=round_above)}, traits=traits | states)
    yield finding("head-price", "headline", parts, traits=traits)
    yield finding("head-plain", "headline", cast(now=view.facts.get("run/as_of"), price=spot), traits={edition})


def _extremes(view: View, spot: Fact, day: Fact | None, traits: set[str], *, record: bool) -> Iterator[Finding]:
    """Yield a record, or a price that was not seen in long, that the day touched: its close alone hides it."""
    for name in ("low", "high"):
        extreme = view.level(f"spot.{name}", "1d")
        rank = view.derived(extreme, "rank")
        if extreme is None or rank is None or rank.rank != ("lowest" if name == "low" else "highest"):
            continue
        made = record_of(view, extreme)
        if made is not None and record:
            yield finding("head-record", "headline", cast(price=spot, day=day, record=made), traits=traits)
        elif made is None and not record and rarity(rank) >= _LONG_AGO:
            parts = cast(price=spot, day=day, extreme=extreme, rank=rank)
            yield finding("head-touched", "headline", parts, traits=traits)


def _ahead(memes: Fact | None, day: Fact | None) -> bool:
    """Whether a group of coins rose by a percent or more, and another return is less than half of that."""
    if memes is None or memes.value is None or day is None or day.value is None:
        return False
    return memes.value >= _MEMES_RISE and day.value < memes.value / 2


def _above(one: Fact | None, other: Fact | None) -> bool:
    """Whether both are known, and the first is the larger."""
    values = [fact.value for fact in (one, other) if fact is not None and fact.value is not None]
    return len(values) == 2 and values[0] > values[1]


def _markets(view: View, spot: Fact, traits: set[str]) -> Iterator[Finding]:
    """Yield what the wider market offers as a headline: a split between coins, a line lost, memecoins ahead."""
    day = view.level("spot.return", "1d")
    published = view.level("spot.return", "1d", asset="CDMEME")
    own = view.level("market.basket_return", "1d", asset="basket:MEME")
    memes = next((fact for fact in (own, published) if fact and abs(fact.as_of - spot.as_of) <= _SAME_HOURS), None)
    level = view.derived(spot, "round:above")
    level = level if near(spot, level, _NEAR) else None
    tokens = view.level("market.basket_return", "1d", asset="basket:AI")
    if _ahead(memes, day) and not _above(tokens, memes):
        yield finding("head-memes", "headline", cast(price=spot, day=day, memes=memes, level=level), traits=traits)
    yield from _turned(view, spot, traits)
    rates = view.funding()
    first, other = (rates[0], rates[min(1, len(rates) - 1)]) if rates else (None, None)
    alike = first and other and first.value and other.value and first.value * other.value > 0
    if first is not None and first.value is not None and alike and abs(first.value) >= _TELLING_RATE:
        yield finding("head-funding", "headline", cast(price=spot, day=day, first=first), traits=traits)


def _turned(view: View, spot: Fact, traits: set[str]) -> Iterator[Finding]:
    """Yield a turn of sentiment such as a few days of a year bring."""
    index = view.level("sentiment.fear_greed", asset="CRYPTO")
    day, turn = view.level("spot.return", "1d"), view.change(index, "1d")
    if moved(turn, _MOOD_TURNED):
        parts = cast(price=spot, day=day, index=index, past=view.past(index, "1d"), turn=turn)
        yield finding("head-mood", "headline", parts, traits=traits)
