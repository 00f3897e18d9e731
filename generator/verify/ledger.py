"""The ledger: the evidence's facts, as the verifier reads them. Nothing is computed before it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

#: Suffixes of derived facts that speak of the price, whatever they are derived from.
_OF_PRICE: Final[Mapping[str, str]] = {"return": "spot.return", "implied_price": "spot.price"}


class Given:
    """One fact as the evidence gives it.

    ``asset``, ``metric``, ``tenor`` and ``venue`` are those of its series; ``detail`` is what
    follows the first ``~`` of its id.
    """

    __slots__ = ("asset", "detail", "id", "metric", "raw", "tenor", "value", "venue")

    def __init__(self, fact_id: str, raw: Mapping[str, Any]) -> None:
        self.id = fact_id
        self.raw = raw
        series, _, self.detail = fact_id.partition("~")
        place, _, self.venue = series.partition("@")
        self.asset, _, rest = place.partition("/")
        metric, _, self.tenor = rest.partition("/")
        last = self.detail.rpartition("~")[2]
        # What came before and after an episode are changes of the price, whatever its metric is.
        episode = self.detail.startswith(("episodes~before", "episodes~after"))
        self.metric: str = "spot.return" if episode else _OF_PRICE.get(last, metric)
        value = raw.get("value")
        # A whole number stands in JSON without a point; str gives the shortest form that reads back alike.
        self.value: Decimal | None = None if value is None else Decimal(str(value))

    @property
    def kind(self) -> str:
        """What sort of statement it is: ``level``, ``change``, ``rank``, …"""
        return str(self.raw.get("kind", ""))

    @property
    def unit(self) -> str:
        """Its unit, ``ratio`` for a fraction."""
        return str(self.raw.get("unit", ""))

    @property
    def as_of(self) -> datetime | None:
        """The instant that it speaks of."""
        text = self.raw.get("as_of")
        return None if text is None else datetime.fromisoformat(text)

    def day(self, name: str) -> date | None:
        """Return a date among its fields (``since``, ``published``)."""
        text = self.raw.get(name)
        return None if text is None else date.fromisoformat(text[:10])

    def text(self, name: str) -> str | None:
        """Return a text among its fields (``state``, ``window``, ``of``)."""
        value = self.raw.get(name)
        return None if value is None else str(value)

    def count(self, name: str) -> int | None:
        """Return a whole number among its fields (``n``, ``total``, ``sign``)."""
        value = self.raw.get(name)
        return None if value is None else int(value)

    @property
    def usual(self) -> Decimal | None:
        """How large such a change usually is, in its unit; None where nobody knows."""
        value = self.raw.get("usual")
        return None if value is None else Decimal(str(value))

    @property
    def coverage(self) -> Mapping[str, Any] | None:
        """What a claim about its history rests on: ``from``, ``days``, ``expected``, ``start_known``."""
        found: Mapping[str, Any] | None = self.raw.get("coverage")
        return found

    @property
    def first(self) -> date | None:
        """The first day of its record."""
        coverage = self.coverage
        text = None if coverage is None else coverage.get("from", coverage.get("first"))
        return None if text is None else date.fromisoformat(text)

    @property
    def is_covered(self) -> bool:
        """Whether 95% of the days are there that a claim without a proviso needs."""
        coverage = self.coverage
        return coverage is not None and int(coverage["days"]) * 100 >= 95 * int(coverage["expected"])

    @property
    def publishers(self) -> Iterator[str]:
        """Everyone who may be named as its source."""
        if publisher := self.raw.get("publisher"):
            yield str(publisher)
        for source in self.raw.get("sources", ()):
            yield str(source.get("name", ""))


class Ledger:
    """The facts of one article by id."""

    def __init__(self, evidence: Mapping[str, Any]) -> None:
        self._raw: Mapping[str, Mapping[str, Any]] = evidence.get("facts", {})
        self._seen: dict[str, Given] = {}
        self._has: dict[str, bool] = {}
        self.gaps: frozenset[str] = frozenset(_missing(gap) for gap in evidence.get("gaps", ()))
        self.as_of: datetime = datetime.fromisoformat(evidence["as_of"])

    def __getitem__(self, fact_id: str) -> Given:
        return self._seen[fact_id]

    def get(self, fact_id: str | None) -> Given | None:
        """Return a fact, None where the evidence has none of that id."""
        if fact_id is None:
            return None
        found = self._seen.get(fact_id)
        if found is None:
            if fact_id.startswith("gap:"):
                if fact_id[4:] not in self.gaps:
                    return None
                found = Given(fact_id, {"kind": "gap"})
                asset, _, metric = fact_id[4:].rpartition("/")
                found.asset, found.metric = asset, metric.partition("@")[0]
            elif (raw := self._raw.get(fact_id)) is not None:
                found = Given(fact_id, raw)
            else:
                return None
            self._seen[fact_id] = found
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def has(self, asset: str, metric: str) -> bool:
        """Whether any fact speaks of an asset's metric."""
        start = f"{asset}/{metric}"
        known = self._has.get(start)
        if known is None:
            known = self._has[start] = any(fact_id.startswith(start) for fact_id in self._raw)
        return known

    def derived(self, fact: Given, suffix: str) -> Given | None:
        """Return the fact ``ID~suffix``."""
        return self.get(f"{fact.id}~{suffix}")


def _missing(gap: Mapping[str, Any]) -> str:
    """Return what a gap's claims call it: ``[ASSET/]metric[@venue]``."""
    asset, venue = gap.get("asset"), gap.get("venue")
    return f"{asset}/" * bool(asset) + str(gap["metric"]) + f"@{venue}" * bool(venue)
