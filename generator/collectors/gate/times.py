"""Times that cannot be: readings from the future, old ones in place of new ones, and clocks that run backwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from generator.collectors.gate.bench import Bench, is_snapshot
from generator.collectors.gate.readings import INTERVALS
from generator.collectors.gate.wording import span
from generator.model.observation import Observation
from generator.model.quotes import Candle, FundingSettlement, FutureQuote, Record
from generator.model.reply import SetAside

#: Clocks of sources run ahead of ours by seconds; two minutes is no clock's error.
_AHEAD: Final = timedelta(minutes=2)
#: A price of more than a quarter of a day ago is no price of now.
_OLD: Final = timedelta(hours=6)
#: What may be older than this by the catalogue is published with gaps, and not now.
_PUBLISHED: Final = timedelta(hours=48)
_DAY: Final = timedelta(days=1)
#: The latest expiries have been quoted for longest.
_ASKED_OF_A_CHAIN: Final = 5


def from_the_future(bench: Bench) -> Iterator[SetAside]:
    """Yield the lists whose newest reading is of an instant after they were fetched: all their times are in doubt."""
    found = _ByReply()
    for rows in _lists(bench):
        fetched = rows[-1].origin.fetched_at
        ahead = rows[-1].observed_at - (bench.at if fetched is None else fetched)
        if ahead > _AHEAD:
            found.add(rows, f"observed in the future, {span(ahead)} after it was fetched")
    yield from found


def stale(bench: Bench) -> Iterator[SetAside]:
    """Yield what should be of now and is not; pages of history are as old as they are.

    So falls what is left of a list of which the newest fell for another reason.
    """
    if not bench.current:
        return
    found = _ByReply()
    for rows in _lists(bench):
        age = bench.at - rows[-1].observed_at
        limit = _may_be_old(rows, bench)
        if limit is not None and age > limit:
            newest = "" if len(rows) == 1 else "the newest of them "
            found.add(rows, f"stale: {newest}observed {span(age)} before the run")
    yield from found


def backwards(bench: Bench) -> Iterator[SetAside]:
    """Yield snapshots older than what the store already has of their series: answers from an old cache.

    So fall lists of macro series, which are published late but never end earlier than before.
    """
    if not bench.current:
        return
    found = _ByReply()
    looks = [(rows, rows) for rows in bench.series.values() if is_snapshot(rows, bench.catalogue)]
    looks += [(rows, rows[-1:]) for rows in bench.series.values() if _is_macro(rows[-1])]
    chains = [(quotes, quotes[-_ASKED_OF_A_CHAIN:]) for quotes in bench.chains.values()]
    for rows, asked in (*looks, *chains):
        stored = [newest for record in asked if (newest := bench.memory.newest(record, bench.at + _AHEAD)) is not None]
        last = max((record.observed_at for record in stored), default=None)
        if last is not None and rows[-1].observed_at < last:
            found.add(rows, f"{span(last - rows[-1].observed_at)} older than what is stored already")
    yield from found


def _is_macro(record: Record) -> bool:
    return isinstance(record, Observation) and record.series.metric.startswith("macro.")


def _lists(bench: Bench) -> Iterator[Sequence[Record]]:
    yield from bench.series.values()
    yield from bench.chains.values()


def _may_be_old(rows: Sequence[Record], bench: Bench) -> timedelta | None:
    """Return how old a list's newest reading may be, None where it may be of any age."""
    match rows[-1]:
        case Observation(series=key):
            usual = bench.catalogue.stale(key.metric)
            if is_snapshot(rows, bench.catalogue):
                return min(_OLD, usual)
            return usual if usual <= _PUBLISHED else None
        case Candle(interval=interval):
            return INTERVALS[interval] + _OLD
        case FundingSettlement(interval_hours=hours):
            return timedelta(hours=hours) + _OLD
        case FutureQuote(basis="close"):
            return _DAY + _OLD
    return _OLD


class _ByReply:
    """What falls for one reason in one reply, taken together."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], list[Record]] = {}

    def add(self, rows: Sequence[Record], why: str) -> None:
        for record in rows:
            self._found.setdefault((record.origin.raw_sha256, why), []).append(record)

    def __iter__(self) -> Iterator[SetAside]:
        for (_, why), records in self._found.items():
            yield SetAside(tuple(records), why)
