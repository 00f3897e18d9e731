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
from generator.narrative.leads import SUMS, lead
from generator.narrative.salience import is_news
from generator.narrative.table import rows
from generator.narrative.takeaways import deks, summed, takeaways, to_know
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
#: So many of what the wider market offers, beside its breadth: an editor cuts the lists of readings first.
_AROUND: Final = 1
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


def _take(moves: Moves, names: Sequence[str], *, begins: bool = True) -> tuple[Finding, ...]:
    """Return the findings of these moves that there are, in this order; the first that begins knows that it does."""
    there = [moves[name] for name in names if name in moves]
    first = frozenset({"first"}) if begins else frozenset[str]()
    return tuple(replace(each, traits=each.traits | (first if each is there[0] else frozenset())) for each in there)


def _alias(moves: Moves, name: str, move: str) -> tuple[Finding, ...]:
    """Return a finding under another move, so that a second mention has words of its own."""
    return (replace(moves[name], move=move),) if name in moves else ()


def _best(moves: Moves, names: Sequence[str], most: int) -> list[str]:
    """Return the names of the most salient of these moves, in the order given."""
    there = sorted((name for name in names if name in moves), key=lambda name: -moves[name].salience)[:most]
    return [name for name in names if name in there]


def _opening(view: View, edition: str, moves: Moves, frame: frozenset[str]) -> tuple[tuple[Finding, ...], Moves]:
    """Return the opening sentences, and the moves that are left when they are told."""
    opened = lead(view, edition, moves, frame)
    return opened.findings, {name: each for name, each in moves.items() if name not in opened.told}


def _derivatives(view: View, moves: Moves, frame: frozenset[str]) -> Sections:
    dull = is_dull(moves)
    opening, left = _opening(view, "derivatives", moves, frame)
    behind = _best(left, order.BEHIND, 2) or _best(left, order.AROUND_A_DAY, 2 if dull else 1)
    taken = takeaways(view, moves, opening)
    said = {each.move.removeprefix("take-") for each in taken}
    context = [name for name in order.CONTEXT if name in left and name not in said]
    # What the usual range tells is not told by the band again.
    told = {"basis-reading"} if dull else set()
    told |= {"basis-run", "basis-lasting", "basis-reading"} if "basis-frame" in moves else set()
    basis = [name for name in order.BASIS if name not in told]
    result: Sections = {
        "dek": deks(view, "derivatives", moves, frame),
        "lead": (*opening, *_take(left, behind, begins=not opening), *_summed(view, moves, frame, opening)),
        "context": (*_take(left, [] if dull else context), *chosen(left)),
        "basis": _take(left, basis),
        "funding": _take(left, order.FUNDING),
        "interest": _take(left, order.INTEREST),
        "skew": _take(left, order.SKEW),
        "volatility": _take(left, _best(left, order.VOLATILITY[dull:], 2 if dull else _VOLATILE)),
        "liquidations": _take(left, (*order.LIQUIDATIONS, "liquidations-days")),
        "wider": _take(left, order.WIDER_DULL if dull else order.WIDER),
        "watch": _take(left, _best(left, order.WATCH_DULL if dull else order.WATCH, _WATCHED)),
        "table": () if dull else rows(view),
        "made": (*method(view), *_made(view)),
    }
    if not dull:
        result["takeaways"] = taken
    return result


def _summed(view: View, moves: Moves, frame: frozenset[str], opening: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return what derivatives say together, unless the opening has just said it."""
    against = summed(view, moves, frame)
    told = any(each.move in SUMS for each in opening)
    return () if told or not {"skew", "basis"} & against.cast.keys() else (against,)


def _markets(view: View, moves: Moves, frame: frozenset[str]) -> Sections:
    opening, left = _opening(view, "markets", moves, frame)
    behind = (*(_best(left, order.BEHIND, 1) or _best(left, order.AROUND_A_DAY, 1)), "whole-period")
    breadth = "perps-breadth" if "perps-breadth" in left else "large-coins"
    around = ("other-major", breadth, "ranked-breadth", *order.PUBLISHED, *_best(left, order.AROUND, _AROUND))
    return {
        "dek": deks(view, "markets", moves, frame),
        "know": to_know(view, moves),
        "lead": (*opening, *_take(left, behind, begins=not opening), *_take(left, around)),
        "mood": (*_take(left, order.MOOD), *chosen(left)),
        "futures": _take(left, order.FUTURES_MARKETS),
        "options": _take(left, order.OPTIONS_MARKETS),
        "liquidations": _take(left, order.LIQUIDATIONS),
        "watch": _take(left, order.WATCH_MARKETS),
        "made": _made(view),
    }


def _brief(view: View, moves: Moves, frame: frozenset[str]) -> Sections:
    opening, left = _opening(view, "brief", moves, frame)
    against = summed(view, moves, frame)
    return {
        "dek": deks(view, "brief", moves, frame),
        "summary": (
            *opening,
            *_alias(left, "funding", "brief-funding"),
            *_alias(left, "basis-level", "brief-basis"),
            *_alias(left, "skew-level", "brief-skew"),
        ),
        "sources": _sources(view),
        "impact": (
            finding("impact", "impact", against.cast, traits=against.traits),
            *chosen(left),
            *_alias(left, "calls-volume", "brief-calls"),
            *_alias(left, "fear-greed", "brief-mood"),
        ),
        "horizon": (
            finding("horizon", "horizon", cast(stance=view.facts.get(f"{view.asset}/stance~band")),
                    traits={f"horizon:{view.stance.horizon}", f"confidence:{view.stance.confidence}"}),
            *_alias(left, "term-shape", "brief-term"),
        ),
        "made": _made(view),
    }  # fmt: skip


def _weekly(view: View, moves: Moves, _frame: frozenset[str]) -> Sections:
    return weekly(view, moves, _made(view))


def _sources(view: View) -> tuple[Finding, ...]:
    """Return a sentence for each source whose figures the article uses."""
    skew = view.level("options.skew_25d", "7d") or view.level("options.skew_25d", "30d")
    funding = view.funding()
    found = [
        finding("source-price", "sources", cast(price=view.level("spot.price"))),
        finding("source-basis", "sources", cast(basis=view.level("futures.basis", "90d"))),
        finding(
            "source-funding", "sources",
            cast(first=funding[0] if funding else None, second=funding[1] if len(funding) > 1 else None),
        ),
        finding("source-chain", "sources", cast(skew=skew)),
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
