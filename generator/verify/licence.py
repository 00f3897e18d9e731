"""The licence: what must be read for one role of one fact. It follows from the fact alone.

``docs/claims.md`` says it in words, role by role. No formatter is asked and nothing that
the renderer noted down: the printed words are compared with the fact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from generator.verify import amounts, calendar, hedges, tiers
from generator.verify.lexicon import Name
from generator.verify.readings import Move, Number
from generator.verify.scene import Scene

if TYPE_CHECKING:
    from generator.verify.ledger import Given
    from generator.verify.readings import Reading

#: Whose position, share or premium a metric is.
_OWN_SIDE: Final[Mapping[str, str]] = {
    "liquidations.long": "longs",
    "liquidations.short": "shorts",
    "options.call_share": "calls",
    "options.call_share_volume": "calls",
}
#: Who pays, or what is dearer, at a positive and at a negative value.
_SIGNED_SIDE: Final[Mapping[str, tuple[str, str]]] = {
    "perp.funding_rate": ("longs", "shorts"),
    "options.skew_25d": ("puts", "calls"),
    "options.skew_25d_points": ("puts", "calls"),
}
#: What a metric compares with, where its venue does not name it.
_BENCHMARK: Final[Mapping[str, str]] = {"market.rotation": "BTC"}
_OTHER_SIDE: Final[Mapping[str, str]] = {"longs": "shorts", "shorts": "longs", "puts": "calls", "calls": "puts"}


Check = Callable[["Reading", "Given", "Given | None", Scene], bool]


def _sign(reading: Reading, fact: Given, _than: Given | None, _scene: Scene) -> bool:
    move = reading.meaning
    if reading.kind == "cmp":
        return move == direction_of(fact)
    if not isinstance(move, Move):
        return False
    if move.tier != "flat" and move.sign != direction_of(fact):
        return False
    return tiers.licensed(move.tier, fact)


def direction_of(fact: Given) -> int:
    """Return -1, 0 or 1: the sign of a run, of a count of risen members, or of the value."""
    sign = fact.count("sign")
    if sign is not None:
        return sign
    if fact.kind == "count":
        # A breadth counts those that rose, and so do the gains after episodes.
        return 1 if fact.metric == "market.breadth" or fact.detail.endswith(":gains") else 0
    value = fact.value
    return 0 if value is None else (value > 0) - (value < 0)


def _asset(reading: Reading, fact: Given, _than: Given | None, _scene: Scene) -> bool:
    # What a pronoun stands for is for the sentences around it to say: `binding` asks them.
    return reading.kind == "pronoun" or reading.meaning == fact.asset


def _venue(reading: Reading, fact: Given, _than: Given | None, _scene: Scene) -> bool:
    return isinstance(reading.meaning, Name) and bool(fact.venue) and fact.venue.lower() in reading.meaning.known_as


def _source(reading: Reading, fact: Given, _than: Given | None, _scene: Scene) -> bool:
    if not isinstance(reading.meaning, Name):
        return False
    known_as = reading.meaning.known_as
    return any(name.lower() in known_as for name in fact.publishers)


def _metric(reading: Reading, fact: Given, _than: Given | None, _scene: Scene) -> bool:
    meant = reading.meaning
    if not isinstance(meant, frozenset):
        return False
    if fact.metric == "options.put_call_ratio" and len(meant) > 1:
        # It is taken by volume where it is of a day, else by open interest.
        return ("options.call_share_volume" in meant) == (fact.tenor == "1d")
    # The largest reading of a record is a record, of whatever metric.
    return fact.metric in meant or ("spot.all_time_high" in meant and fact.detail.endswith("record"))


def _rank(reading: Reading, fact: Given, _than: Given | None, _scene: Scene) -> bool:
    extreme, value = fact.text("rank"), fact.value
    if reading.meaning == "high":
        return extreme == "highest"
    if reading.meaning == "low":
        return extreme == "lowest"
    below_zero = value is not None and value < 0
    # Of signed quantities "largest" speaks of the size, and a sign word or a side stands beside it.
    if reading.meaning == "large":
        return extreme == ("lowest" if below_zero else "highest")
    return extreme == ("highest" if below_zero else "lowest")


def _label(reading: Reading, fact: Given, _than: Given | None, _scene: Scene) -> bool:
    state = fact.text("state")
    if state is None and fact.detail.startswith("threshold:"):
        state = fact.detail.partition(":")[2]
    return _is_state(reading, state)


def _before(reading: Reading, fact: Given, _than: Given | None, _scene: Scene) -> bool:
    return _is_state(reading, fact.text("previous"))


def _is_state(reading: Reading, state: str | None) -> bool:
    if state is None:
        return False
    if reading.kind == "direction":
        return isinstance(reading.meaning, Move) and reading.meaning.tier == "flat" and state in ("flat", "steady")
    return isinstance(reading.meaning, frozenset) and state in reading.meaning


def side_of(fact: Given) -> str | None:
    """Return who pays, what is dearer, or whose positions a fact tells of; None for what has no sides."""
    if fact.metric in _OWN_SIDE:
        return _OWN_SIDE[fact.metric]
    sides = _SIGNED_SIDE.get(fact.metric)
    if sides is None or fact.value is None or fact.value == 0:
        return None
    return sides[0] if fact.value > 0 else sides[1]


def _side(reading: Reading, fact: Given, _than: Given | None, _scene: Scene) -> bool:
    return reading.meaning == side_of(fact)


def _otherside(reading: Reading, fact: Given, _than: Given | None, _scene: Scene) -> bool:
    side = side_of(fact)
    return side is not None and reading.meaning == _OTHER_SIDE[side]


def _level(reading: Reading, fact: Given, than: Given | None, _scene: Scene) -> bool:
    """Above and below by the full values; inside and within by their sizes."""
    if fact.value is None or than is None or than.value is None:
        return False
    if reading.meaning == 0:
        return abs(fact.value) <= abs(than.value)
    return reading.meaning == (fact.value > than.value) - (fact.value < than.value)


def _cmp(reading: Reading, fact: Given, than: Given | None, _scene: Scene) -> bool:
    """More and less compare sizes, where both values have one sign; all else compares values."""
    if fact.value is None or than is None or than.value is None:
        return False
    one, other = fact.value, than.value
    if one < 0 and other < 0:
        one, other = abs(one), abs(other)
    said = reading.meaning.sign if isinstance(reading.meaning, Move) else reading.meaning
    return said == (one > other) - (one < other)


def _n(reading: Reading, fact: Given, _than: Given | None, _scene: Scene) -> bool:
    counted = fact.count("n")
    if reading.kind == "amount":
        total = fact.count("total")
        return total is not None and ((reading.meaning in ("all", "every") and counted == total)
                                      or (reading.meaning == "none" and counted == 0))  # fmt: skip
    coverage = fact.coverage
    known = coverage is None or bool(coverage.get("start_known", True))
    bound = reading.meaning.about if isinstance(reading.meaning, Number) else ""
    # Where the run began before the record does, it is only known to be at least so long.
    if fact.kind == "streak" and (bound == "at least") == known:
        return False
    return amounts.is_whole(reading, counted)


def _total(reading: Reading, fact: Given, _than: Given | None, _scene: Scene) -> bool:
    return amounts.is_whole(reading, fact.count("total"))


def _unit(reading: Reading, fact: Given, _than: Given | None, _scene: Scene) -> bool:
    return reading.meaning == fact.unit


def _tie(_reading: Reading, fact: Given, _than: Given | None, _scene: Scene) -> bool:
    return fact.kind == "rank" and bool(fact.count("ties"))


def _against(reading: Reading, fact: Given, _than: Given | None, _scene: Scene) -> bool:
    other = _BENCHMARK.get(fact.metric, fact.venue if ":" in fact.venue else None)
    return other is not None and reading.meaning == other


def _gap(reading: Reading, fact: Given, _than: Given | None, _scene: Scene) -> bool:
    return isinstance(reading.meaning, frozenset) and fact.metric in reading.meaning


#: Role → which kinds of reading can fill it, and what the fact demands of them.
CHECKS: Final[Mapping[str, tuple[frozenset[str], Check]]] = {
    "value": (frozenset({"number", "fraction"}), amounts.value),
    "size": (frozenset({"number", "fraction"}), amounts.size),
    "edge": (frozenset({"number"}), amounts.edge),
    "times": (frozenset({"number"}), amounts.times),
    "sign": (frozenset({"direction", "cmp"}), _sign),
    "asset": (frozenset({"asset", "pronoun"}), _asset),
    "venue": (frozenset({"venue"}), _venue),
    "against": (frozenset({"asset"}), _against),
    "source": (frozenset({"venue"}), _source),
    "metric": (frozenset({"metric"}), _metric),
    "gap": (frozenset({"metric"}), _gap),
    "tenor": (frozenset({"span", "date"}), calendar.tenor),
    "window": (frozenset({"span", "unit"}), calendar.window),
    "date": (frozenset({"date"}), calendar.day),
    "expiry": (frozenset({"date"}), calendar.expiry),
    "since": (frozenset({"date"}), calendar.since),
    "first": (frozenset({"date"}), calendar.first),
    "start": (frozenset({"date"}), calendar.start),
    "tied": (frozenset({"date"}), calendar.tied),
    "weekday": (frozenset({"weekday"}), calendar.weekday),
    "time": (frozenset({"time"}), calendar.time),
    "reach": (frozenset({"span"}), calendar.reach),
    "rank": (frozenset({"rank"}), _rank),
    "tie": (frozenset({"tie"}), _tie),
    "n": (frozenset({"number", "amount"}), _n),
    "total": (frozenset({"number"}), _total),
    "unit": (frozenset({"unit"}), _unit),
    "label": (frozenset({"label", "direction"}), _label),
    "before": (frozenset({"label", "direction"}), _before),
    "side": (frozenset({"side"}), _side),
    "otherside": (frozenset({"side"}), _otherside),
    "hedge": (frozenset({"hedge"}), hedges.hedge),
    "level": (frozenset({"level"}), _level),
    "cmp": (frozenset({"cmp", "direction"}), _cmp),
}  # fmt: skip


def licensed(role: str, reading: Reading, fact: Given, than: Given | None, scene: Scene) -> bool:
    """Return whether a reading says what this role of this fact demands."""
    known = CHECKS.get(role)
    return known is not None and reading.kind in known[0] and known[1](reading, fact, than, scene)
