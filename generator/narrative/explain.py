"""Explanations: what an indicator is, and why it can mislead, where the audience has not been told lately.

Each stands behind the reading that it explains. It claims nothing but the reading's name, so that an article with it
states the facts of one without.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.model.finding import Finding

if TYPE_CHECKING:
    from generator.model.fact import Fact
    from generator.model.memory import Said
    from generator.model.style import Tone

Sections = Mapping[str, tuple[Finding, ...]]

#: An audience remembers an explanation for so many issues; what comes once a week is sooner forgotten.
REMEMBERED: Final = 5
_REMEMBERED_BY_THE_WEEK: Final = 2
EXPLAIN: Final = "explain-"
CAVEAT: Final = "caveat-"
#: So many explanations and caveats an article bears, by edition; a short one bears one and none.
_MOST: Final[Mapping[str, tuple[int, int]]] = {
    "derivatives": (3, 1), "markets": (2, 1), "weekly": (3, 1), "brief": (1, 0),
}  # fmt: skip
_SHORT: Final = (2, 0)
#: An article of so few findings in its body is short.
_FEW: Final = 16
#: So many more explanations in plain language.
_PLAIN: Final = 2
_STRESSED: Final = frozenset({"fear", "extreme fear", "panic"})
#: A state that nothing is in: the topic has no caveat.
_NEVER: Final = frozenset({"never"})


@dataclass(frozen=True, slots=True)
class _Topic:
    """An indicator: the moves that tell it, the fact of theirs that it is, and what goes on about it behind them.

    ``part`` is what the phrases call that fact. ``doubted`` are the states from which on a caveat is in place, as
    traits of the finding or states of its band; without any, every telling bears one.
    """

    name: str
    told_by: tuple[str, ...]
    part: str
    source: str = ""
    goes_on: tuple[str, ...] = ()
    doubted: frozenset[str] = frozenset()

    def fact(self, finding: Finding) -> Fact | None:
        """Return the reading that a finding tells, None where it tells none."""
        return finding.cast.get(self.source or self.part)


_TOPICS: Final = (
    _Topic("basis", ("basis-level", "brief-basis", "weekly-basis"), "basis",
           goes_on=("basis-rank", "basis-frame", "basis-run", "basis-lasting", "basis-reading"),
           doubted=frozenset({"weak", "heated"})),
    _Topic("skew", ("skew-level", "brief-skew", "weekly-skew"), "skew",
           goes_on=("skew-rank", "skew-threshold", "skew-frame"), doubted=_STRESSED),
    _Topic("funding", ("funding", "brief-funding", "weekly-funding"), "first",
           goes_on=("funding-weighted", "funding-run", "funding-rank", "funding-reading"),
           doubted=frozenset({"negative", "turned"})),
    _Topic("interest", ("interest-coin", "weekly-interest"), "it", "coin",
           goes_on=("interest-usd", "interest-implied", "interest-box")),
    _Topic("interest", ("interest-scope",), "it", "usd", goes_on=("interest-box",)),
    _Topic("volatility", ("iv-front",), "week", doubted=_NEVER),
    _Topic("dvol", ("dvol",), "dvol", goes_on=("first-dvol", "implied-move")),
    _Topic("term", ("term-shape", "brief-term"), "shape", doubted=_NEVER),
    _Topic("calls", ("calls-volume", "brief-calls"), "volume"),
    _Topic("premium", ("vol-premium", "vol-premium-week"), "realised", doubted=_NEVER),
    _Topic("liquidations", ("liquidations-total", "liquidations-own"), "total",
           goes_on=("liquidations-own", "liquidations-parts", "liquidations-rest", "liquidations-share")),
    _Topic("mood", ("fear-greed", "brief-mood", "weekly-mood"), "index", doubted=_STRESSED | {"extreme greed"}),
    _Topic("etf-flows", ("etf-flows",), "flow"),
    _Topic("stablecoins", ("stablecoins",), "supply"),
    _Topic("dominance", ("dominance",), "share", doubted=_NEVER),
    _Topic("max-pain", ("watch-expiry",), "pain"),
    _Topic("put-call", ("watch-expiry",), "ratio", doubted=_NEVER),
)  # fmt: skip
#: What stands at the head of an article and in its lists is no place to explain.
_ASIDE: Final = frozenset({"dek", "know", "takeaways", "lead", "summary-list", "table", "made", "sources", "context"})


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a topic is told: the section, the place in it of what tells it, and of what last goes on about it."""

    topic: _Topic
    section: str
    told: int
    last: int
    finding: Finding


def explained(sections: Sections, edition: str, recent: Sequence[Said], tone: Tone) -> dict[str, tuple[Finding, ...]]:
    """Return the sections with explanations and caveats in their places.

    Args:
        sections: An article's findings, in order.
        edition: Says how many an article bears.
        recent: The last issues of the edition, the newest first.
        tone: Plain language explains more.
    """
    places = list(_places(sections))
    most, doubts = _MOST.get(edition, _SHORT)
    if _is_short(sections):
        most, doubts = min(most, _SHORT[0]), _SHORT[1]
    rest = _REMEMBERED_BY_THE_WEEK if edition == "weekly" else REMEMBERED
    fresh = _rested(places, [said.explained for said in recent], EXPLAIN, rest)
    chosen = _apart(fresh, most + _PLAIN * (tone == "plain"), together=tone == "plain")
    spoken = [tuple(_caveats(said)) for said in recent]
    taken = {place.topic.name for place in chosen}
    doubtful = [place for place in places if place.topic.name not in taken and _is_doubted(place)]
    warned = _rested(doubtful, spoken, CAVEAT, rest)[:doubts]
    added = [(place, _aside(place, EXPLAIN)) for place in chosen] + [(place, _aside(place, CAVEAT)) for place in warned]
    return {name: _with(name, section, added) for name, section in sections.items()}


def _is_short(sections: Sections) -> bool:
    body = (section for name, section in sections.items() if name not in _ASIDE and not name.startswith("picture"))
    return sum(map(len, body)) < _FEW and "summary" not in sections


def _places(sections: Sections) -> Iterator[_Place]:
    """Yield where each topic is first told, in the order of the topics."""
    seen: set[str] = set()
    for topic in _TOPICS:
        for name, section in sections.items():
            if topic.name in seen or name in _ASIDE or name.startswith("picture"):
                continue
            for told, finding in enumerate(section):
                if finding.move in topic.told_by and topic.fact(finding) is not None:
                    seen.add(topic.name)
                    yield _Place(topic, name, told, _last(section, told, topic), finding)
                    break


def _last(section: Sequence[Finding], told: int, topic: _Topic) -> int:
    """Return the place of the last finding in a row that goes on about a topic."""
    last = told
    while last + 1 < len(section) and section[last + 1].move in topic.goes_on:
        last += 1
    return last


def _rested(places: Sequence[_Place], told: Sequence[Sequence[str]], prefix: str, rest: int) -> list[_Place]:
    """Return the topics that were not told of lately: what was told longest ago first, then what has most news in it.

    Args:
        places: Topics in their places.
        told: Names of topics, issue by issue, the newest first.
        prefix: What stands before a name there, if anything.
        rest: For so many issues.
    """

    def age(place: _Place) -> int:
        name = place.topic.name
        return next((at for at, names in enumerate(told) if {name, prefix + name} & {*names}), len(told) + rest)

    rested = [place for place in places if age(place) >= rest]
    return sorted(rested, key=lambda place: (-age(place), -place.finding.salience))


def _apart(places: Sequence[_Place], most: int, *, together: bool) -> list[_Place]:
    """Return the first of these, one a section unless they may stand together."""
    chosen: list[_Place] = []
    for place in places:
        if len(chosen) < most and (together or place.section not in {each.section for each in chosen}):
            chosen.append(place)
    return chosen


def _caveats(said: Said) -> Iterator[str]:
    for phrase in said.phrases:
        if phrase.startswith(CAVEAT):
            yield phrase.partition("/")[0].removeprefix(CAVEAT)


def _is_doubted(place: _Place) -> bool:
    """Whether a reading is one that misleads: in a state out of the ordinary, where its topic asks for that."""
    doubted = place.topic.doubted
    band = place.finding.cast.get("band")
    states = place.finding.traits | ({band.state} if band is not None and band.state else set())
    return not doubted or bool(doubted & states)


def _aside(place: _Place, kind: str) -> Finding:
    fact = place.topic.fact(place.finding)
    traits = place.finding.traits | ({"stressed"} if place.finding.traits & _STRESSED else set())
    if fact is not None and fact.value is not None:
        # What is neither has no side, and nothing that names one explains it.
        signs = {"negative"} if fact.value < 0 else {"positive"} if fact.value > 0 else set()
        traits = traits - {"positive", "negative"} | signs
    why = "what it is" if kind == EXPLAIN else "why it can mislead"
    return Finding(
        f"{kind}{place.topic.name}", place.section, {} if fact is None else {place.topic.part: fact}, traits, why=why
    )


def _with(name: str, section: tuple[Finding, ...], added: Sequence[tuple[_Place, Finding]]) -> tuple[Finding, ...]:
    behind: dict[int, list[Finding]] = {}
    for place, aside in added:
        if place.section == name:
            behind.setdefault(place.last, []).append(aside)
    return tuple(each for at, finding in enumerate(section) for each in (finding, *behind.get(at, ())))
