"""What the words of an article rest on, as its evidence page shows it.

A claim leads to a fact, a fact to the facts that it is made of, and these to sources. The
evidence is a file that others may have touched: what has not the form it should have is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from generator.errors import InputError
from generator.model.observation import SeriesKey
from generator.publish.site import dates
from generator.publish.site.shown import Ground, Item, Missing, Origin, Row, Said, Spoken

if TYPE_CHECKING:
    from generator.model.catalogue import Catalogue
    from generator.model.names import Names

#: So many inputs of a fact are named; of the others their number.
_NAMED: Final = 8
_WEB: Final = ("https://", "http://")
_INSTANT: Final = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d(?:\.\d{3})?)\d*Z")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_FIELDS: Final = {"title": "Headline", "description": "Summary"}
#: What each role expresses of its fact, in words that follow the printed ones.
_ROLES: Final = {
    "value": "value", "size": "size", "sign": "direction", "asset": "name of the asset", "venue": "venue",
    "source": "source", "metric": "name of the quantity", "tenor": "tenor", "window": "window", "date": "date",
    "time": "time", "weekday": "weekday", "since": "since when", "first": "start of the record",
    "reach": "reach of the record", "rank": "rank", "n": "length or count", "unit": "unit", "total": "whole",
    "label": "reading", "before": "reading before", "side": "side", "otherside": "other side", "level": "level",
    "cmp": "comparison", "edge": "edge", "gap": "what is missing", "expiry": "expiry",
}  # fmt: skip
#: These name something of the fact; its value would say nothing of them.
_NAMING: Final = frozenset(
    {
        "asset",
        "venue",
        "source",
        "metric",
        "tenor",
        "window",
        "date",
        "time",
        "weekday",
        "unit",
        "since",
        "first",
        "expiry",
    }
)


@dataclass(slots=True)
class Trail:
    """Follows one article's claims through its facts; each fact is numbered as it is reached."""

    evidence: Mapping[str, Any]
    catalogue: Catalogue
    names: Names
    facts: Mapping[str, Mapping[str, Any]] = field(init=False)
    _anchors: dict[str, str] = field(default_factory=dict)
    _reached: list[str] = field(default_factory=list)
    _cuts: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        facts = self.evidence.get("facts")
        held = facts.items() if isinstance(facts, Mapping) else ()
        self.facts = {name: fact for name, fact in held if isinstance(fact, Mapping)}
        for name in self.facts:
            if name.startswith("rule:"):
                self._cuts.setdefault(name.partition("~")[0].removeprefix("rule:"), []).append(name)

    def sentences(self) -> tuple[Spoken, ...]:
        """Return the sentences that claim something, in the order of the text."""
        by_sentence: dict[str, list[Mapping[str, Any]]] = {}
        for claim in _mappings(self.evidence.get("claims")):
            by_sentence.setdefault(_text(claim.get("sentence")), []).append(claim)
        return tuple(
            Spoken(
                _FIELDS.get(_text(sentence.get("field")), ""),
                _text(sentence.get("text")),
                tuple(self._said(claim) for claim in by_sentence[_text(sentence.get("id"))]),
            )
            for sentence in _mappings(self.evidence.get("sentences"))
            if _text(sentence.get("id")) in by_sentence
        )

    def grounds(self) -> tuple[Ground, ...]:
        """Return the facts that the claims rest on, each once; call it after ``sentences``."""
        shown: list[Ground] = []
        # Showing a fact numbers those it leads to, so the list grows while it is walked.
        while len(shown) < len(self._reached):
            name = self._reached[len(shown)]
            shown.append(self._ground(name, self.facts[name]))
        return tuple(shown)

    def gaps(self) -> tuple[Missing, ...]:
        """Return what no source delivered."""
        return tuple(
            Missing(
                ", ".join(filter(None, (self._metric(_text(gap.get("metric"))), *self._place(gap)))),
                _text(gap.get("why")),
            )
            for gap in _mappings(self.evidence.get("gaps"))
        )

    def unsaid(self) -> tuple[Missing, ...]:
        """Return the findings that the article left out."""
        return tuple(
            Missing(_text(finding.get("id")), _text(finding.get("why")))
            for finding in _mappings(self.evidence.get("findings"))
            if finding.get("said") is False
        )

    def _said(self, claim: Mapping[str, Any]) -> Said:
        value, role = claim.get("value"), _text(claim.get("role"))
        return Said(
            _text(claim.get("id")),
            _text(claim.get("printed")),
            _ROLES.get(role, role),
            # A reading is its own value.
            "" if role in _NAMING or isinstance(value, str) else _measure(value, _text(claim.get("unit"))),
            self._link(claim.get("fact")),
            self._link(claim.get("than")),
        )

    def _ground(self, name: str, fact: Mapping[str, Any]) -> Ground:
        rows = (Row(term, items) for term, items in self._properties(name, fact) if items)
        origins = tuple(_origin(source) for source in _mappings(fact.get("sources")))
        return Ground(self._anchors[name], name, self.title(name), tuple(rows), origins)

    def _properties(self, name: str, fact: Mapping[str, Any]) -> Iterator[tuple[str, tuple[Item, ...]]]:
        yield "Value", _items(_measure(fact.get("value"), _text(fact.get("unit"))), kind="code")
        yield "Reading", _items(fact.get("state"))
        yield "Reading before", _items(fact.get("previous"))
        yield "Rank", _items(fact.get("rank"))
        yield "Since", _times(fact.get("since"))
        yield "As of", _times(fact.get("as_of"))
        yield "Window starts", _times(fact.get("start"))
        yield "Why" if name.startswith("rule:") else "Formula", _items(fact.get("formula"))
        yield "Of", self._links([fact.get("of")])
        yield "Against", self._links([fact.get("than")])
        yield "Inputs", self._inputs(fact)
        yield "Rule", _items(fact.get("rule"), kind="code")
        yield "Judged by", self._links([f"{name}~band"])
        yield "Thresholds", self._links(self._cuts_of(fact))
        yield "Threshold from", _items(fact.get("threshold_source"))
        yield "Published", _times(fact.get("published"))
        yield "Record", _coverage(fact.get("coverage"))
        yield "Publisher", _items(fact.get("publisher"))
        yield "Note", _items(fact.get("note"))

    def _inputs(self, fact: Mapping[str, Any]) -> tuple[Item, ...]:
        told = {fact.get("of"), fact.get("than")}
        names = [name for name in _texts(fact.get("inputs")) if name not in told]
        named = [self._link(name) for name in names[:_NAMED]]
        more = len(names) - len(named)
        return (
            *(item for item in named if item is not None),
            *([Item(f"and {more} more, in the evidence file")] if more else []),
        )

    def _cuts_of(self, fact: Mapping[str, Any]) -> list[str]:
        rule = _text(fact.get("rule"))
        return self._cuts[rule] if fact.get("kind") == "band" and rule in self._cuts else []

    def _links(self, names: Iterable[object]) -> tuple[Item, ...]:
        return tuple(Item(self.title(name), f"#{self._anchor(name)}") for name in _texts(names) if name in self.facts)

    def _link(self, name: object) -> Item | None:
        if not isinstance(name, str) or not name:
            return None
        if name in self.facts:
            return Item(self.title(name), f"#{self._anchor(name)}")
        return Item(name, kind="code")

    def _anchor(self, name: str) -> str:
        if name not in self._anchors:
            self._reached.append(name)
            self._anchors[name] = f"f-{len(self._reached)}"
        return self._anchors[name]

    def title(self, name: str) -> str:
        """Return a fact's id in words: asset, quantity, tenor, venue, and what is derived from them."""
        base, _, derived = name.partition("~")
        after = f": {derived.replace('~', ', ').replace(':', ' ')}" if derived else ""
        if base.startswith("rule:"):
            return f"{base.removeprefix('rule:')}{after}"
        try:
            key = SeriesKey.parse(base)
        except InputError:
            return name
        venue = self.names.venue(key.venue) if key.venue else ""
        asset = self.names.asset(key.asset).title
        return (
            ", ".join(filter(None, (f"{asset} {self._metric(key.metric)}", dates.of_tenor(key.tenor), venue))) + after
        )

    def _metric(self, metric: str) -> str:
        listed = self.catalogue.get(metric)
        return listed.label if listed is not None else metric

    def _place(self, gap: Mapping[str, Any]) -> tuple[str, str]:
        asset, venue = _text(gap.get("asset")), _text(gap.get("venue"))
        return self.names.asset(asset).name if asset else "", self.names.venue(venue) if venue else ""


def _origin(source: Mapping[str, Any]) -> Origin:
    url = _text(source.get("url"))
    return Origin(
        # What a source calls its address may be a script: only the web is linked.
        Item(_text(source.get("name")), url if url.lower().startswith(_WEB) else ""),
        _times(source.get("observed_at")),
        _times(source.get("fetched_at")),
        _text(source.get("raw_sha256")),
    )


def _coverage(coverage: object) -> tuple[Item, ...]:
    if not isinstance(coverage, Mapping):
        return ()
    first, days, expected = (_text(coverage.get(name)) for name in ("from", "days", "expected"))
    return (Item(f"{days} of {expected} days, from {first}"),)


def _measure(value: object, unit: str) -> str:
    number = _text(value)
    return f"{number} {unit}" if number and unit not in ("", "none") and not isinstance(value, str) else number


def _times(value: object) -> tuple[Item, ...]:
    """Return a day or an instant as HTML knows it: thousandths of a second at most."""
    text = _text(value)
    instant = _INSTANT.fullmatch(text)
    if instant is not None:
        return (Item(f"{instant[1]} {instant[2]}Z", kind="time"),)
    return (Item(text, kind="time" if _DAY.fullmatch(text) else ""),) if text else ()


def _items(value: object, *, kind: str = "") -> tuple[Item, ...]:
    text = _text(value)
    return (Item(text, kind=kind),) if text else ()


def _text(value: object) -> str:
    """Return text or a number as text, and "" for all else."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return repr(value).removesuffix(".0")


def _texts(values: object) -> list[str]:
    return [value for value in values if isinstance(value, str)] if isinstance(values, Iterable) else []


def _mappings(values: object) -> list[Mapping[str, Any]]:
    return [value for value in values if isinstance(value, Mapping)] if isinstance(values, list | tuple) else []
