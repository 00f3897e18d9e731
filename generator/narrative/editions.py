"""Editions: which findings go into which section, and in which order.

A dull day gets a short piece: no takeaways, no headings, only what moved or leans.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from generator.narrative import order
from generator.narrative.conditions import chosen
from generator.narrative.depth import method
from generator.narrative.extras import without_the_lesser
from generator.narrative.headline import judged
from generator.narrative.salience import is_news
from generator.narrative.table import rows
from generator.narrative.view import View, cast, finding
from generator.narrative.weekly import EDITION as WEEKLY
from generator.narrative.weekly import weekly

if TYPE_CHECKING:
    from generator.model.fact import Fact
    from generator.model.finding import Finding

Moves = Mapping[str, "Finding"]
Sections = dict[str, tuple["Finding", ...]]
#: A reader looks out for so many things.
_WATCHED: Final = 5
#: So many sentences of volatility are borne; a second reading takes the place of a weaker first one.
_VOLATILE: Final = 5


def sections(edition: str, view: View, moves: Moves, frame: frozenset[str]) -> Sections:
    """Return an edition's sections by name; a section without findings is empty."""
    build: Mapping[str, Callable[[View, Moves, frozenset[str]], Sections]] = {
        "derivatives": _derivatives,
        "markets": _markets,
        "brief": _brief,
        WEEKLY: _weekly,
    }
    told = without_the_lesser(moves, edition, dull=is_dull(moves))
    return build[edition](view, told, frame)


def is_dull(moves: Moves) -> bool:
    """Whether nothing in price, futures, options or sentiment moved much, changed its band or set a record."""
    return not any(is_news(moves[name].score, move=name in _LEADS) for name in _WEIGHED if name in moves)


_LEADS: Final = ("lead-day", "lead-week")
_WEIGHED: Final = (
    "lead-day", "lead-week", "week", "touched-low", "touched-high", "basis-level", "basis-rank", "funding",
    "funding-rank", "skew-level", "dvol", "fear-greed",
)  # fmt: skip


def _take(moves: Moves, names: Sequence[str]) -> tuple[Finding, ...]:
    """Return the findings of these moves that there are, in this order; the first one knows that it is."""
    there = [moves[name] for name in names if name in moves]
    first = frozenset({"first"})
    return tuple(replace(each, traits=each.traits | (first if each is there[0] else frozenset())) for each in there)


def _alias(moves: Moves, name: str, move: str) -> tuple[Finding, ...]:
    """Return a finding under another move, so that a second mention has words of its own."""
    return (replace(moves[name], move=move),) if name in moves else ()


def _best(moves: Moves, names: Sequence[str], most: int) -> list[str]:
    """Return the names of the most salient of these moves, in the order given."""
    there = sorted((name for name in names if name in moves), key=lambda name: -moves[name].salience)[:most]
    return [name for name in names if name in there]


def _sum(view: View, moves: Moves, frame: frozenset[str]) -> Finding:
    """Return the sentence that sets the derivatives against the price."""
    skew, basis, funding = (moves.get(name) for name in ("skew-level", "basis-level", "funding"))
    parts = cast(
        skew=skew.cast["skew"] if skew else None,
        basis=basis.cast["basis"] if basis else None,
        first=funding.cast["first"] if funding else None,
        spot=view.level("spot.price"),
    )
    bands, states = judged(view, parts.get("skew"), parts.get("basis"))
    parts |= {f"{name}band": band for name, band in bands.items()}
    return finding("derivatives-sum", "lead", parts, traits=frame | states, why="derivatives against the price")


def _derivatives(view: View, moves: Moves, frame: frozenset[str]) -> Sections:
    dull = is_dull(moves)
    day = _best(moves, ("lead-day", "lead-week"), 1)
    extremes = _best(moves, ("touched-low", "touched-high", "retraced"), 2) or _best(moves, ("range", "week"), 2)
    lead = [*day, *order.MOVE, *extremes, *order.RUN]
    taken = ("rebound",) if _rebounds(moves) else ("drawdown", "rebound")  # the takeaways tell this one
    context = [name for name in order.CONTEXT if name in moves and name not in taken]
    explained = dull or "basis-frame" in moves  # then what the cut means would be told twice
    basis = [name for name in order.BASIS if name != "basis-reading" or not explained]
    against = _sum(view, moves, frame)
    result: Sections = {
        "dek": (replace(against, move="dek-derivatives"),),
        "lead": (*_take(moves, lead), against),
        "context": (*_take(moves, [] if dull else context), *chosen(moves)),
        "basis": _take(moves, basis),
        "funding": _take(moves, order.FUNDING),
        "interest": _take(moves, order.INTEREST),
        "skew": _take(moves, order.SKEW),
        "volatility": _take(moves, _best(moves, order.VOLATILITY[dull:], 2 if dull else _VOLATILE)),
        "liquidations": _take(moves, (*order.LIQUIDATIONS, "liquidations-days")),
        "wider": _take(moves, order.WIDER_DULL if dull else order.WIDER),
        "watch": _take(moves, _best(moves, order.WATCH_DULL if dull else order.WATCH, _WATCHED)),
        "table": () if dull else rows(view),
        "made": (*method(view), *_made(view)),
    }
    if not dull:
        result["takeaways"] = _takeaways(moves)
    return result


def _rebounds(moves: Moves) -> bool:
    """Whether the distance from the week's low is worth telling: not on a day that falls."""
    day = moves.get("lead-day")
    return "rebound" in moves and (day is None or "down" not in day.traits)


def _takeaways(moves: Moves) -> tuple[Finding, ...]:
    """Return where the price stands, and of the rest what is most news, in that order."""
    price = _alias(moves, "rebound", "take-rebound") if _rebounds(moves) else _alias(moves, "drawdown", "take-drawdown")
    rest = (
        *_alias(moves, "skew-level", "take-skew"),
        *_alias(moves, "basis-level", "take-basis"),
        *_alias(moves, "funding", "take-funding"),
        *_alias(moves, "liquidations-days", "take-liquidations"),
    )
    return (*price, *sorted(rest, key=lambda each: -each.salience))[:4]


def _markets(view: View, moves: Moves, frame: frozenset[str]) -> Sections:
    lead = ("lead-day", "lead-week", *order.MOVE, "touched-low", "touched-high", *order.RUN, "whole-period")
    return {
        "dek": (*_alias(moves, "perps-breadth", "dek-breadth"), *_alias(moves, "funding", "dek-funding"))
        or (replace(_sum(view, moves, frame), move="dek-derivatives"),),
        "know": (
            *_alias(moves, "lead-day", "know-price"),
            *_alias(moves, "funding", "know-funding"),
            *_alias(moves, "skew-level", "know-skew"),
        ),
        "lead": (
            *_take(moves, lead),
            *_take(
                moves,
                (
                    "other-major",
                    "ether-in-bitcoin",
                    "coinbase-premium",
                    "perps-breadth" if "perps-breadth" in moves else "large-coins",
                    "movers",
                    "ranked-breadth",
                ),
            ),
            *_take(moves, ("published-indices", "published-coins", "baskets", "top-basket", "rotation", "dominance")),
        ),
        "mood": (*_take(moves, order.MOOD), *chosen(moves)),
        "futures": _take(moves, order.FUTURES_MARKETS),
        "options": _take(moves, order.OPTIONS_MARKETS),
        "liquidations": _take(moves, order.LIQUIDATIONS),
        "watch": _take(moves, order.WATCH_MARKETS),
        "made": _made(view),
    }


def _brief(view: View, moves: Moves, frame: frozenset[str]) -> Sections:
    against = _sum(view, moves, frame)
    return {
        "dek": (replace(against, move="dek-derivatives"),),
        "summary": (
            *_take(moves, _best(moves, ("lead-day", "lead-week"), 1)),
            *_alias(moves, "funding", "brief-funding"),
            *_alias(moves, "basis-level", "brief-basis"),
            *_alias(moves, "skew-level", "brief-skew"),
        ),
        "sources": _sources(view),
        "impact": (
            finding("impact", "impact", against.cast, traits=against.traits),
            *chosen(moves),
            *_alias(moves, "calls-volume", "brief-calls"),
            *_alias(moves, "fear-greed", "brief-mood"),
        ),
        "horizon": (
            finding("horizon", "horizon", cast(stance=view.facts.get(f"{view.asset}/stance~band")),
                    traits={f"horizon:{view.stance.horizon}", f"confidence:{view.stance.confidence}"}),
            *_alias(moves, "term-shape", "brief-term"),
        ),
        "made": _made(view),
    }  # fmt: skip


def _weekly(view: View, moves: Moves, _frame: frozenset[str]) -> Sections:
    return weekly(view, moves, _made(view))


def _sources(view: View) -> tuple[Finding, ...]:
    """Return a sentence for each source whose figures the article uses."""
    count = view.level("options.count")
    skew = view.level("options.skew_25d", "7d") or view.level("options.skew_25d", "30d")
    funding = view.funding()
    found = [
        finding("source-price", "sources", cast(price=view.level("spot.price"))),
        finding("source-basis", "sources", cast(basis=view.level("futures.basis", "90d"))),
        finding(
            "source-funding", "sources",
            cast(first=funding[0] if funding else None, second=funding[1] if len(funding) > 1 else None),
        ),
        finding("source-chain", "sources", cast(skew=skew, count=count)),
        finding("source-mood", "sources", cast(index=view.level("sentiment.fear_greed", asset="CRYPTO"))),
    ]  # fmt: skip
    return tuple(each for each in found if each.cast)


def _made(view: View) -> tuple[Finding, ...]:
    delivered: dict[str, Fact] = {}
    for fact in view.facts.values():
        if fact.publisher and fact.publisher != "illustrative":
            delivered.setdefault(fact.publisher, fact)
    named = dict(zip(("one", "two", "three"), delivered.values(), strict=False))
    made = finding("made", "made", cast(now=view.facts.get("run/as_of")))
    return (finding("publishers", "made", named), made) if named else (made,)
