"""The gate: readings of a run go in, those to believe come out, the others with a reason each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from generator.collectors.gate import (
    chains,
    contradictions,
    frozen,
    jumps,
    opinions,
    ranges,
    sizes,
    times,
    together,
    venues,
)
from generator.collectors.gate.bench import Bench, Memory, Test, lay_out
from generator.collectors.gate.duplicates import once
from generator.model.catalogue import Catalogue
from generator.model.names import Names
from generator.model.ports import Past
from generator.model.quotes import Record
from generator.model.reply import Compared, SetAside

#: First what a reading shows by itself and against the clock and its own past, then what shows where
#: several speak of one thing, and last what two of them leave open.
_TESTS: Final[tuple[Test, ...]] = (
    times.from_the_future,
    times.stale,
    times.backwards,
    ranges.implausible,
    chains.broken_chains,
    contradictions.restated,
    frozen.frozen_bars,
    frozen.cached_replies,
    frozen.frozen_snapshots,
    jumps.jumped,
    jumps.rates_of_another_size,
    venues.far_from_the_others,
    opinions.alone_in_an_opinion,
    opinions.record_high_below_the_price,
    sizes.funding_far_from_the_others,
    sizes.coins_against_dollars,
    chains.chains_of_another_price,
    chains.volatility_index_unlike_the_chain,
    venues.two_that_differ,
    opinions.two_opinions,
)
#: What they find tells of the clock of a whole reply.
_CLOCKS: Final[tuple[Test, ...]] = (times.from_the_future, times.stale, times.backwards, frozen.cached_replies)
_UNDECIDED: Final[tuple[Test, ...]] = (venues.two_that_differ, opinions.two_opinions)


@dataclass(frozen=True, slots=True)
class Sifted:
    """What the gate made of a run: what passed, what it set aside, and which sources it compared."""

    passed: tuple[Record, ...]
    aside: tuple[SetAside, ...]
    compared: tuple[Compared, ...]


def sift(
    records: Sequence[Record],
    *,
    past: Past,
    catalogue: Catalogue,
    names: Names,
    at: datetime,
    released: Collection[str],
    current: bool = True,
) -> Sifted:
    """Set each reading of a run against the clock, its own past and the other venues.

    Pure: the same readings in any order, with the same past, have the same result. What passes is
    as it came, and sifted again it passes again.

    Args:
        records: All readings of the run.
        past: What the store held before it.
        catalogue: What to believe of each metric.
        names: The order in which venues are preferred.
        at: When the run began.
        released: Ids of what an editor let in; it passes whatever the gate says.
        current: Whether the run asked for what is now; pages of history may be old.
    """
    single, aside = once(records)
    fallen = {id(record) for item in aside for record in item.records}
    bench = lay_out(single, memory=Memory(past), catalogue=catalogue, names=names, at=at, current=current)
    undecided: list[SetAside] = []
    again = True
    # What falls may have stood beside the truth and hidden it, so that the rest are judged anew.
    while again:
        again = False
        for test in _TESTS:
            found = _each_once(test(bench))
            if test in _CLOCKS:
                found = _each_once([*found, *together.of_one_clock(found, bench)])
            found = _each_once([*found, *together.of_one_amount(found, bench)])
            if found:
                again = True
                aside += found
                undecided += found if test in _UNDECIDED else []
                gone = {id(record) for item in found for record in item.records}
                fallen |= gone
                bench = bench.without(gone)
    let_in = [item for item in aside if item.id in released] if released else []
    fallen -= {id(record) for item in let_in for record in item.records}
    kept_out = [item for item in aside if item.id not in released] if released else aside
    return Sifted(
        tuple(record for record in _with(single, let_in) if id(record) not in fallen),
        tuple(kept_out),
        tuple(opinions.comparisons(_compared(bench, undecided))),
    )


def _each_once(items: Iterable[SetAside]) -> list[SetAside]:
    """Return what falls in a test; a reading falls once, for the first reason."""
    found: list[SetAside] = []
    gone: set[int] = set()
    for item in items:
        records = tuple(record for record in item.records if id(record) not in gone)
        if records:
            found.append(SetAside(records, item.why))
            gone |= {id(record) for record in records}
    return found


def _with(single: Sequence[Record], let_in: Sequence[SetAside]) -> list[Record]:
    """Return what came once, and the readings of one instant that an editor let in."""
    known = {id(record) for record in single}
    return [*single, *(record for item in let_in for record in item.records if id(record) not in known)]


def _compared(bench: Bench, undecided: Sequence[SetAside]) -> Bench:
    """Return the bench with what two sources left open: their difference is to be seen."""
    if not undecided:
        return bench
    records = [record for rows in bench.series.values() for record in rows]
    records += [record for item in undecided for record in item.records]
    return lay_out(
        records, memory=bench.memory, catalogue=bench.catalogue, names=bench.names, at=bench.at, current=bench.current
    )
