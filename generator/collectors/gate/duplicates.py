"""Readings that came twice: alike, one of them passes; different, none does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from generator.collectors.gate.readings import Series, said, series_of
from generator.model.quotes import Record
from generator.model.reply import SetAside


def once(records: Sequence[Record]) -> tuple[list[Record], list[SetAside]]:
    """Return each reading once, and those of one series and instant that differ.

    Of readings that are alike, the one that says most passes, and of these the one that came first.
    """
    by_instant: dict[tuple[Series, datetime], list[Record]] = {}
    for record in records:
        by_instant.setdefault((series_of(record), record.observed_at), []).append(record)
    single: list[Record] = []
    different: list[SetAside] = []
    for alike in by_instant.values():
        if len(alike) == 1:
            single.append(alike[0])
            continue
        ranked = sorted(alike, key=_rank)
        if all(_agree(ranked[0], other) for other in ranked[1:]):
            single.append(ranked[0])
        else:
            rest = [r for place, r in enumerate(ranked) if r not in ranked[:place]]
            different.append(SetAside(tuple(rest), f"{len(rest)} different readings of one instant in one run"))
    return single, different


def _rank(record: Record) -> tuple[int, str, str, str]:
    """Return an order that does not depend on the order of arrival."""
    silent = sum(part is None for part in said(record))
    fetched = record.origin.fetched_at
    return silent, "" if fetched is None else fetched.isoformat(), record.origin.raw_sha256, repr(record)


def _agree(fullest: Record, other: Record) -> bool:
    return all(b is None or a == b for a, b in zip(said(fullest), said(other), strict=True))
