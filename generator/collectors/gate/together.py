"""What falls together: readings of one reply have one clock, and amounts that are told as one are one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from generator.collectors.gate.bench import Bench, is_snapshot
from generator.collectors.gate.readings import INTEREST, INTEREST_USD, asset_of
from generator.model.observation import Observation
from generator.model.quotes import FutureQuote, OptionQuote, Record
from generator.model.reply import SetAside

#: Metrics that are parts of one count, or one amount in two units.
_AMOUNTS: Final = (
    (INTEREST, INTEREST_USD),
    ("liquidations.long", "liquidations.short", "liquidations.total"),
)
_GROUP: Final = {metric: group[0] for group in _AMOUNTS for metric in group}

#: One answer of one source: its publisher, address, hash and time.
Reply = tuple[str, str, str, datetime | None]
#: What an amount is of: its group, asset, venue, tenor and instant.
_Amount = tuple[str, str, str, str, datetime]


def reply_of(record: Record) -> Reply:
    """Return which answer a reading came in."""
    origin = record.origin
    return origin.source, origin.url, origin.raw_sha256, origin.fetched_at


def of_one_clock(found: Sequence[SetAside], bench: Bench) -> Iterator[SetAside]:
    """Yield what else was looked at in the replies in which something fell for its time.

    Of a list with a time for each coin, one that is no longer traded may be old by itself: the rest
    of the reply falls with it where it is of the same coin or at least half of the looks fell.

    Args:
        found: What fell for its time.
        bench: Where it still lies.
    """
    why = {id(record): item.why for item in found for record in item.records}
    for told in _looks(bench).values():
        first = next((why[id(record)] for record in told if id(record) in why), None)
        if first is None:
            continue
        ticking = [record for record in told if _ticks(record, bench)]
        fell = sum(id(record) in why for record in ticking)
        assets = {asset_of(record) for record in told if id(record) in why}
        rest = [record for record in told if id(record) not in why]
        if 2 * fell < len(ticking):
            rest = [record for record in rest if asset_of(record) in assets]
        if rest:
            yield SetAside(tuple(rest), f"its reply was made at another time: {first}")


def of_one_amount(found: Sequence[SetAside], bench: Bench) -> Iterator[SetAside]:
    """Yield the other parts of the amounts of which one part fell, whatever the reason.

    Args:
        found: What fell.
        bench: Where it still lies.
    """
    why: dict[_Amount, tuple[str, str]] = {}
    gone: set[int] = set()
    for item in found:
        for record in item.records:
            gone.add(id(record))
            amount = _amount(record)
            if amount is not None and isinstance(record, Observation):
                why.setdefault(amount, (record.series.metric, item.why))
    for record in bench.readings() if why else ():
        amount = _amount(record)
        if amount in why and id(record) not in gone:
            assert amount is not None
            metric, reason = why[amount]
            yield SetAside((record,), f"belongs to {bench.catalogue[metric].label}, which fell: {reason}")


def _looks(bench: Bench) -> dict[Reply, list[Record]]:
    """Return what each reply says of the moment: every series of which it has one reading, and its chains."""
    found: dict[Reply, list[Record]] = {}
    for rows in bench.series.values():
        if len(rows) == 1 and isinstance(rows[0], Observation | FutureQuote):
            found.setdefault(reply_of(rows[0]), []).append(rows[0])
    for quotes in bench.chains.values():
        found.setdefault(reply_of(quotes[0]), []).extend(quotes)
    return found


def _ticks(record: Record, bench: Bench) -> bool:
    return isinstance(record, OptionQuote) or is_snapshot((record,), bench.catalogue)


def _amount(record: Record) -> _Amount | None:
    if not isinstance(record, Observation) or record.series.metric not in _GROUP:
        return None
    key = record.series
    return _GROUP[key.metric], key.asset, key.venue, key.tenor, record.observed_at
