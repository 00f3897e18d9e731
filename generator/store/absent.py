"""Why metrics are missing: what the last collecting run before an instant asked for in vain, or set aside."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from generator.model.instants import to_micros
from generator.model.observation import Observation
from generator.model.quotes import Candle, FundingSettlement, FutureQuote, OptionQuote, Record
from generator.store.lossless import read

#: A run of the day before yesterday says nothing of what is missing today.
_RECENT: Final = timedelta(hours=36)
#: What is measured from a kind of reading, and missing without it.
_MEASURED: Final[Mapping[type[Record], tuple[str, ...]]] = {
    Candle: ("spot.price",),
    OptionQuote: ("options.skew_25d", "options.iv_atm"),
    FundingSettlement: ("perp.funding_rate",),
}


def absent(db: sqlite3.Connection, as_of: datetime) -> Mapping[str, str]:
    """Return metric → why a reading of it did not come or was not let in, a clause for each."""
    run = db.execute(
        "SELECT id FROM run WHERE kind = 'live' AND began_at < ? AND began_at >= ? ORDER BY began_at DESC LIMIT 1",
        (to_micros(as_of), to_micros(as_of - _RECENT)),
    ).fetchone()
    found: dict[str, list[str]] = {}
    for metric, why in () if run is None else (*_unanswered(db, run[0]), *_set_aside(db, run[0])):
        reasons = found.setdefault(metric, [])
        if why not in reasons:
            reasons.append(why)
    return {metric: "; ".join(reasons) for metric, reasons in found.items()}


def _unanswered(db: sqlite3.Connection, run: int) -> Iterator[tuple[str, str]]:
    for source, why, feeds in db.execute("SELECT source, why, feeds FROM trouble WHERE run = ? ORDER BY rowid", (run,)):
        for metric in json.loads(feeds):
            yield metric, f"{source}: {why}"


def _set_aside(db: sqlite3.Connection, run: int) -> Iterator[tuple[str, str]]:
    query = """SELECT s.source, s.why, s.records FROM set_aside AS s LEFT JOIN released AS r ON r.id = s.id
        WHERE s.run = ? AND r.id IS NULL ORDER BY s.rowid"""
    for source, why, records in db.execute(query, (run,)):
        for record in read(records):
            for metric in _metrics(record):
                yield metric, f"{source}: set aside: {why}"


def _metrics(record: Record) -> tuple[str, ...]:
    if isinstance(record, Observation):
        return (record.series.metric,)
    if isinstance(record, FutureQuote):
        return ("market.breadth",) if record.expires_at is None else ("futures.basis",)
    return _MEASURED[type(record)]
