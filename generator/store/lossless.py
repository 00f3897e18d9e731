"""Records of all kinds as text that loses nothing."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from typing import Final

from generator.model.quotes import Record
from generator.store.tables import TABLES, origin_row, to_origin

_BY_NAME: Final = {table.name: table for table in TABLES.values()}


def written(records: Sequence[Record]) -> bytes:
    """Return records in a form that loses nothing: as they lie in their tables, as compressed JSON."""
    rows = [(TABLES[type(each)].name, *TABLES[type(each)].split(each), origin_row(each.origin)) for each in records]
    return zlib.compress(json.dumps(rows).encode())


def read(records: bytes) -> tuple[Record, ...]:
    """Return records from that form."""
    rows = json.loads(zlib.decompress(records))
    return tuple(_BY_NAME[name].join(named, reading, to_origin(origin)) for name, named, reading, origin in rows)
