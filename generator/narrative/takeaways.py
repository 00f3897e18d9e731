"""What stands above the text: the candidates for a dek, the key takeaways, what one has to know of the market.

A dek adds to the title what the title does not tell; which candidate does is known once there is a title. Takeaways
tell nothing that the opening sentence has told, and are those with most news in them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from generator.narrative.frames import STRESSED, judged
from generator.narrative.view import View, cast, finding, trend

if TYPE_CHECKING:
    from generator.model.fact import Fact
    from generator.model.finding import Finding

Moves = Mapping[str, "Finding"]

#: So many points are taken away from an article; a market's readers have to know as many.
_TAKEN: Final = 4
_KNOWN: Final = 3
#: What a dek's candidate loses for each of the last issues that had it.
_WORN: Final = 0.3
_REMEMBERED: Final = 4
#: Which candidates come first where they hold as much news: those for the readers of the edition.
_OF_DERIVATIVES: Final = {"dek-both": 0.6, "dek-futures": 0.5, "dek-options": 0.4, "dek-volatility": 0.3}
_OF_MARKETS: Final = {"dek-breadth": 0.6, "dek-large": 0.6, "dek-mood": 0.2, "dek-funding": 0.4}
_FIRST: Final[Mapping[str, Mapping[str, float]]] = {
    "derivatives": _OF_DERIVATIVES, "brief": _OF_DERIVATIVES, "markets": _OF_MARKETS,
}  # fmt: skip


def summed(view: View, moves: Moves, frame: frozenset[str]) -> Finding:
    """Return the sentence that sums up derivatives: what futures and options count as."""
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


def deks(view: View, edition: str, moves: Moves, frame: frozenset[str]) -> tuple[Finding, ...]:
    """Return the candidates for a dek, the best first; those that the last issues had wait."""
    before = Counter(name for said in view.recent[:_REMEMBERED] for name in {_move(each) for each in said.phrases})
    found = list(_deks(moves, summed(view, moves, frame)))
    first = _FIRST[edition]

    def weight(each: Finding) -> float:
        return each.salience + first.get(each.move, 0.0) - _WORN * before[each.move]

    plain = finding("dek-plain", "dek", cast(price=view.level("spot.price")))
    return (*sorted(found, key=lambda each: -weight(each)), plain)


def _move(phrase: str) -> str:
    return phrase.partition("/")[0]


def _deks(moves: Moves, against: Finding) -> Iterator[Finding]:
    parts = against.cast
    if "skewband" in parts and "basisband" in parts:
        yield _alias(against, "dek-both", moves["skew-level"].score)
    elif "basis" in parts:
        yield _alias(against, "dek-futures", moves["basis-level"].score)
    if "skewband" in parts:
        yield _alias(against, "dek-options", moves["skew-level"].score)
    if "funding" in moves:
        yield replace(moves["funding"], move="dek-funding")
    yield from _market(moves)
    dvol = moves.get("dvol")
    if dvol is not None and "flat" not in dvol.traits and "past" in dvol.cast:
        basis = {name: parts[name] for name in ("basis",) if name in parts}
        yield replace(dvol, move="dek-volatility", cast={**dvol.cast, **basis})
    week, record = moves.get("week"), moves.get("drawdown")
    if week is not None and "flat" not in week.traits:
        parts = {**week.cast, **(record.cast if record is not None else {})}
        yield replace(week, move="dek-standing", cast=parts)


def _market(moves: Moves) -> Iterator[Finding]:
    """Yield how many coins went along, with the mood."""
    large, perps, mood = moves.get("large-coins"), moves.get("perps-breadth"), moves.get("fear-greed")
    feeling = {} if mood is None else {name: mood.cast[name] for name in ("index", "band") if name in mood.cast}
    if perps is not None:
        yield replace(perps, move="dek-breadth", cast={"breadth": perps.cast["breadth"], **feeling})
    if large is not None:
        yield replace(large, move="dek-large", cast={"breadth": large.cast["breadth"], **feeling})
    if mood is not None:
        yield replace(mood, move="dek-mood")


def _alias(against: Finding, move: str, score: Mapping[str, float]) -> Finding:
    return replace(against, move=move, score=score)


def takeaways(view: View, moves: Moves, opening: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return what a reader should take away: where the price stands, then what is most news.

    Args:
        view: The day.
        moves: What could be said, by move.
        opening: The article's first sentences, which need not be said again.
    """
    told = {fact.id for each in opening for fact in each.cast.values()}
    rest = [each for each in _points(view, moves) if each.cast[_ABOUT[each.move]].id not in told]
    ranked = sorted(rest, key=lambda each: -each.salience)
    place = [each for each in _standing(moves) if each.cast[_ABOUT[each.move]].id not in told][:1]
    return tuple([*place, *ranked][:_TAKEN])


#: The fact that each takeaway is about.
_ABOUT: Final[Mapping[str, str]] = {
    "take-rebound": "rebound", "take-drawdown": "drawdown", "take-skew": "skew",
    "take-basis": "basis", "take-funding": "first", "take-mood": "index", "take-volatility": "dvol",
    "take-liquidations": "total", "take-other": "day",
}  # fmt: skip


def _rebounds(moves: Moves) -> bool:
    """Whether the distance from the week's low is worth telling: not on a day that falls."""
    day = moves.get("lead-day")
    return "rebound" in moves and (day is None or "down" not in day.traits)


def _standing(moves: Moves) -> Iterator[Finding]:
    """Yield where the price stands: above its week's low, or below its record."""
    if _rebounds(moves):
        yield replace(moves["rebound"], move="take-rebound")
    if "drawdown" in moves:
        yield replace(moves["drawdown"], move="take-drawdown")


def _points(view: View, moves: Moves) -> Iterator[Finding]:
    for move, name, key in (("skew-level", "take-skew", "skew"), ("basis-level", "take-basis", "basis")):
        if move in moves and "band" in (told := with_band(view, moves[move], name, key)).cast:
            yield told
    for move, name in (("funding", "take-funding"), ("fear-greed", "take-mood"),
                       ("liquidations-days", "take-liquidations"), ("other-major", "take-other")):  # fmt: skip
        if move in moves and not (move == "other-major" and "flat" in moves[move].traits):
            yield replace(moves[move], move=name)
    volatile = moves.get("dvol")
    if volatile is not None and "flat" not in volatile.traits and {"change", "past"} <= volatile.cast.keys():
        yield replace(volatile, move="take-volatility")


def with_band(view: View, told: Finding, move: str, key: str) -> Finding:
    """Return a finding under another move, with its band where the reading lies in it."""
    fact: Fact = told.cast[key]
    state = view.told_state(fact)
    band = view.derived(fact, "band") if state is not None else None
    traits = {f"{key}:{state}"} | ({"stressed"} if key == "skew" and state in STRESSED else set())
    return replace(told, move=move, cast={**told.cast, **cast(band=band)}, traits=told.traits | traits)


def to_know(view: View, moves: Moves) -> tuple[Finding, ...]:
    """Return what a reader of the markets edition has to know: the price, then what is most news."""
    points = [
        *(with_band(view, moves[move], name, key) for move, name, key in _KNOW if move in moves),
        *(replace(moves[move], move=name) for move, name in (("funding", "know-funding"), ("fear-greed", "know-mood"))
          if move in moves),
    ]  # fmt: skip
    ranked = sorted(points, key=lambda each: -each.salience)
    return (*_price(moves), *ranked)[:_KNOWN]


_KNOW: Final = (("skew-level", "know-skew", "skew"), ("basis-level", "know-basis", "basis"))


def _price(moves: Moves) -> Iterator[Finding]:
    """Yield the price, with that of the second coin where both moved."""
    day, other = moves.get("lead-day"), moves.get("other-major")
    if day is None:
        return
    parts = {name: fact for name, fact in day.cast.items() if name in ("price", "day")}
    traits = day.traits
    if other is not None and other.traits & {"same-way", "other-way"} and not trend(other.cast["day"]) & {"flat"}:
        parts |= {"other": other.cast["price"], "theirs": other.cast["day"]}
        traits |= other.traits & {"same-way", "other-way"}
    yield replace(day, move="know-price", cast=parts, traits=traits)
