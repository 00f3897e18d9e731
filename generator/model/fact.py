"""A fact: one number, or one statement about numbers, as we computed it or took it over."""

from collections.abc import ItemsView, Iterable, Iterator, Mapping, ValuesView
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, NamedTuple

from generator.model.coverage import Coverage
from generator.model.observation import SeriesKey, series_key
from generator.model.units import FactUnit


class Kind(StrEnum):
    """What sort of statement a fact is."""

    LEVEL = "level"  # a number at an instant
    CHANGE = "change"  # a number less, or relative to, an earlier one
    PAST = "past"  # a number at an earlier instant that is worth naming
    RANK = "rank"  # lowest or highest since a date
    STREAK = "streak"  # so many days or weeks in a row
    BAND = "band"  # the state that a rule gives
    THRESHOLD = "threshold"  # a cut between two states, or a round price
    COUNT = "count"  # so many, perhaps of so many
    SHARE = "share"  # a part of a whole


class Source(NamedTuple):
    """Where one input of a fact came from."""

    name: str
    url: str
    observed_at: datetime
    fetched_at: datetime | None
    raw_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One number or statement of the day, with everything that a checker needs.

    ``id`` is ``ASSET/metric[/tenor][@venue]``, derived facts add ``~name[:detail]``.

    Args:
        value: In ``unit``; None for a rank or a band, which say no number.
        as_of: The instant that the number speaks of.
        formula: How it follows from ``inputs``, for a reader.
        inputs: Ids of observations and records (``obs:…``), or of other facts.
        of: The fact that this one is about.
        than: The other end: a change's earlier fact, a run's threshold, a share's whole.
        window: Length of a change's or a level's window (``1d``, ``7d``).
        start: First instant of that window, where it is one.
        rank: Which extreme; ``since`` is the last day with a reading as extreme or
            more so, None if there is none in the whole record.
        ties: How many earlier readings are exactly as extreme ("matches").
        n: Length of a run, or a count; ``total`` is the whole that a count is of.
        usual: How large such a change usually is, in the fact's unit: the standard deviation of the past year's;
            None where it is unknown. Words for a move follow its size in this measure.
        sign: -1, 0 or 1: the direction of a run, the side of a threshold it is on, which way a band leans for the
            price, or which way those lean that are counted.
        state: A band's label; ``previous`` the label before it.
        rule: Id of the rule that gave the state or the threshold.
        published: Date of the threshold's source.
        coverage: What a claim about history rests on.
        publisher: Who is to be named for a delivered number, "" for a computed one.
        computed: Whether we computed it from quotes or candles.
    """

    id: str
    kind: Kind
    value: float | None
    unit: FactUnit
    as_of: datetime
    formula: str
    inputs: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    of: str | None = None
    than: str | None = None
    window: str | None = None
    start: datetime | None = None
    rank: Literal["lowest", "highest"] | None = None
    since: date | None = None
    ties: int = 0
    n: int | None = None
    total: int | None = None
    usual: float | None = None
    sign: int | None = None
    state: str | None = None
    previous: str | None = None
    rule: str | None = None
    threshold_source: str | None = None
    published: date | None = None
    coverage: Coverage | None = None
    publisher: str = ""
    computed: bool = True
    note: str = ""

    @property
    def key(self) -> SeriesKey:
        """The series that the fact, or the fact it is derived from, belongs to."""
        return series_key(self.id.partition("~")[0])


class Facts(Mapping[str, Fact]):
    """Every fact of one instant, in the order in which they are preferred.

    Where several venues or methods deliver one quantity, the first in order is told.
    """

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self._by_id: dict[str, Fact] = {}
        self._by_place: dict[tuple[str, str, str], list[Fact]] = {}
        for fact in facts:
            self._by_id.setdefault(fact.id, fact)
        for fact in self._by_id.values():
            if "~" not in fact.id:
                self._by_place.setdefault(_place(fact), []).append(fact)
        self._sources: frozenset[Source] | None = None

    def __getitem__(self, fact_id: str) -> Fact:
        return self._by_id[fact_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    # A day's facts are gone through a hundred times: what a mapping does for itself asks for them one by one.

    def __contains__(self, fact_id: object) -> bool:
        return fact_id in self._by_id

    def items(self) -> ItemsView[str, Fact]:
        """Return every id with its fact."""
        return self._by_id.items()

    def values(self) -> ValuesView[Fact]:
        """Return every fact."""
        return self._by_id.values()

    def all_of(self, asset: str, metric: str, tenor: str = "") -> list[Fact]:
        """Return the facts of one quantity, one a venue, the preferred one first."""
        return list(self._by_place.get((asset, metric, tenor), ()))

    def find(self, asset: str, metric: str, tenor: str = "", *, venue: str | None = None) -> Fact | None:
        """Return the preferred fact of one quantity, or of one venue, or None."""
        for fact in self._by_place.get((asset, metric, tenor), ()):
            if venue is None or fact.key.venue == venue:
                return fact
        return None

    def tenors(self, asset: str, metric: str) -> list[str]:
        """Return the tenors of which there is a fact of one metric."""
        return [place[2] for place in self._by_place if place[0] == asset and place[1] == metric]

    def derived(self, fact: Fact | None, suffix: str) -> Fact | None:
        """Return ``fact``'s derived fact, e.g. ``change:7d`` or ``rank``, or None."""
        return None if fact is None else self._by_id.get(f"{fact.id}~{suffix}")

    def plus(self, more: Iterable[Fact]) -> "Facts":
        """Return these facts followed by ``more``."""
        # A day's thousand facts are put in order once, and not again for each edition's few more.
        added = Facts(fact for fact in more if fact.id not in self._by_id)
        joined = Facts()
        joined._by_id = {**self._by_id, **added._by_id}
        places = dict(self._by_place)
        for place, facts in added._by_place.items():
            places[place] = [*places.get(place, ()), *facts]
        joined._by_place = places
        joined._sources = self.sources | added.sources
        return joined

    @property
    def sources(self) -> frozenset[Source]:
        """Every source of a fact: a hundred of them for a thousand facts."""
        if self._sources is None:
            self._sources = frozenset(source for fact in self._by_id.values() for source in fact.sources)
        return self._sources


def _place(fact: Fact) -> tuple[str, str, str]:
    key = fact.key
    return key.asset, key.metric, key.tenor
