"""All readings of one run laid out for the gate's tests, and what the store held before them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from generator.collectors.gate.readings import Series, series_of
from generator.model.catalogue import Catalogue
from generator.model.names import Names
from generator.model.observation import Observation
from generator.model.ports import Past
from generator.model.quotes import FutureQuote, OptionQuote, Record
from generator.model.reply import SetAside

#: A reply's options of one coin: venue, asset, hash of the body, instant.
Chain = tuple[str, str, str, datetime]


class Memory:
    """The store's past, each series asked for at most once."""

    def __init__(self, past: Past) -> None:
        self._past = past
        self._before: dict[tuple[Series, datetime, int], Sequence[Record]] = {}

    def same(self, record: Record) -> Record | None:
        """Return the stored reading of a record's series and instant."""
        return self._past.same(record)

    def before(self, record: Record, count: int) -> Sequence[Record]:
        """Return up to ``count`` stored readings before a record's instant, the newest first."""
        key = series_of(record), record.observed_at, count
        if key not in self._before:
            self._before[key] = self._past.before(record, count)
        return self._before[key]

    def newest(self, record: Record, at: datetime) -> Record | None:
        """Return the newest reading of a record's series that was stored before an instant."""
        last = self.before(replace(record, observed_at=at), 1)
        return last[0] if last else None


@dataclass(frozen=True, slots=True)
class Bench:
    """One run's readings.

    Args:
        series: Every series but the options', each oldest first.
        chains: The options, a chain each.
        memory: What the store held before.
        at: When the run began.
        current: Whether the run asked for what is now, and not for pages of history.
    """

    series: Mapping[Series, Sequence[Record]]
    chains: Mapping[Chain, Sequence[OptionQuote]]
    memory: Memory
    catalogue: Catalogue
    names: Names
    at: datetime
    current: bool

    def without(self, fallen: set[int]) -> Bench:
        """Return the bench without some readings, named by their identity."""
        series = {key: [r for r in rows if id(r) not in fallen] for key, rows in self.series.items()}
        chains = {key: [q for q in rows if id(q) not in fallen] for key, rows in self.chains.items()}
        return replace(
            self,
            series={key: rows for key, rows in series.items() if rows},
            chains={key: rows for key, rows in chains.items() if rows},
        )

    def readings(self) -> Iterator[Record]:
        """Yield every reading but the options."""
        for rows in self.series.values():
            yield from rows


Test = Callable[[Bench], Iterator[SetAside]]


@dataclass(slots=True)
class _Layout:
    series: dict[Series, list[Record]] = field(default_factory=dict)
    chains: dict[Chain, list[OptionQuote]] = field(default_factory=dict)


def lay_out(
    records: Sequence[Record], *, memory: Memory, catalogue: Catalogue, names: Names, at: datetime, current: bool
) -> Bench:
    """Return a run's readings by series and by chain, in an order that does not depend on theirs."""
    layout = _Layout()
    for record in records:
        if isinstance(record, OptionQuote):
            chain = record.venue, record.asset, record.origin.raw_sha256, record.observed_at
            layout.chains.setdefault(chain, []).append(record)
        else:
            layout.series.setdefault(series_of(record), []).append(record)
    for rows in layout.series.values():
        rows.sort(key=lambda record: record.observed_at)
    for quotes in layout.chains.values():
        quotes.sort(key=lambda quote: (quote.expires_at, quote.strike_usd, quote.right, quote.instrument))
    return Bench(
        dict(sorted(layout.series.items())), dict(sorted(layout.chains.items())), memory, catalogue, names, at, current
    )


def is_snapshot(rows: Sequence[Record], catalogue: Catalogue) -> bool:
    """Return whether a run's readings of one series are one look at what is now, and no list of a past."""
    if len(rows) != 1:
        return False
    record = rows[0]
    if isinstance(record, Observation):
        metric = catalogue.get(record.series.metric)
        return metric is not None and metric.ticks
    return isinstance(record, FutureQuote) and record.basis == "mark"
