"""Observations as a file that ``import`` reads again without loss."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Final

from generator.model.instants import iso
from generator.model.observation import Observation

COLUMNS: Final = (
    "time", "asset", "metric", "tenor", "venue", "value", "unit", "source", "url", "note",
    "available_at", "fetched_at", "raw_sha256", "revision",
)  # fmt: skip


def as_csv(observations: Iterable[Observation]) -> str:
    """Return observations as CSV; a value is written so that it reads back as the same number."""
    rows = [_cells(each) for each in observations]
    # The csv module quotes a cell for the line's end that it writes, not for others that it reads as one.
    returns = any("\r" in str(cell) for row in rows for cell in row)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL if returns else csv.QUOTE_MINIMAL)
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return out.getvalue()


def as_jsonl(observations: Iterable[Observation]) -> str:
    """Return observations as JSON, one object a line, empty cells left out."""
    lines = [
        json.dumps(
            {name: cell for name, cell in zip(COLUMNS, _cells(each), strict=True) if cell != ""}, ensure_ascii=False
        )
        for each in observations
    ]
    return "".join(f"{line}\n" for line in lines)


def _cells(o: Observation) -> tuple[str | float | int, ...]:
    return (
        iso(o.observed_at), o.series.asset, o.series.metric, o.series.tenor, o.series.venue, repr(o.value), o.unit,
        o.origin.source, o.origin.url, o.origin.note, iso(o.available_at),
        "" if o.origin.fetched_at is None else iso(o.origin.fetched_at), o.origin.raw_sha256, o.revision,
    )  # fmt: skip
