"""Blocks as Parquet that other tools read too: timestamps, words as dictionaries, nulls for what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from generator.errors import InputError
from generator.store.block import KINDS, WHOLE, Block, Column, Words, columns_of
from generator.store.columns import INSTANTS, WORDS

if TYPE_CHECKING:
    import pyarrow as pa

#: Of what lies in a lake: raised when a file of before could not be read any more.
SCHEMA: Final = 1
_TIMES: Final = ("observed_at", "available_at")
_MARK: Final = "wirecopy"
_RAW: Final = {"int": "int64", "text": "string", "bytes": "binary"}


def written(block: Block, kind: str, asset: str) -> bytes:
    """Return a block as a Parquet file; the same block gives the same bytes."""
    import pyarrow as pa  # noqa: PLC0415

    names = columns_of(KINDS[kind])
    table = pa.table({name: _arrow(name, block[name]) for name in names})
    return _file(
        table,
        {"kind": kind, "asset": asset},
        use_dictionary=[name for name in names if name in WORDS],
        column_encoding=dict.fromkeys(_TIMES, "DELTA_BINARY_PACKED"),
        # A file is of one asset and read whole: what is sought in it is sought by time, if at all.
        write_statistics=list(_TIMES),
    )


def read(body: bytes, kind: str, asset: str, wanted: Sequence[str] | None = None) -> Block:
    """Return the block of a Parquet file, or some of its columns.

    Raises:
        InputError: It is none of ours, of another schema, or of another kind or asset.
    """
    names = columns_of(KINDS[kind])
    table, marks, there = _opened(body, wanted, words=[name for name in names if name in WORDS])
    said = marks.get("kind"), marks.get("asset")
    if said != (kind, asset) or set(there) != set(names):
        raise InputError(f"holds {said[0]} of {said[1]} where {kind} of {asset} should lie")
    return {name: _column(name, table.column(name)) for name in names if wanted is None or name in wanted}


def rows_written(columns: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> bytes:
    """Return rows as a Parquet file.

    Args:
        columns: Name → ``int``, ``text`` or ``bytes``.
        rows: Cells in that order.
    """
    import pyarrow as pa  # noqa: PLC0415

    cells = zip(*rows, strict=True) if rows else [()] * len(columns)
    types = {name: getattr(pa, _RAW[kind])() for name, kind in columns.items()}
    arrays = [pa.array(column, type=kind) for column, kind in zip(cells, types.values(), strict=True)]
    table = pa.table(dict(zip(columns, arrays, strict=True)))
    return _file(table, {})


def rows_read(body: bytes, columns: Mapping[str, str]) -> list[tuple[Any, ...]]:
    """Return the rows of such a file.

    Raises:
        InputError: It is none of ours.
    """
    table, _, _ = _opened(body)
    if set(table.column_names) != set(columns):
        raise InputError(f"has the columns {', '.join(table.column_names)}")
    return list(zip(*(table.column(name).to_pylist() for name in columns), strict=True))


def _file(table: pa.Table, marks: Mapping[str, str], **how: Any) -> bytes:  # noqa: ANN401 - what pyarrow takes
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    out = pa.BufferOutputStream()
    # Without Arrow's own schema: what Parquet says of a column is enough, and its other form is a tenth of a file.
    with pq.ParquetWriter(out, table.schema, compression="zstd", store_schema=False, **how) as file:
        file.write_table(table)
        file.add_key_value_metadata({_MARK: str(SCHEMA), **marks})
    return bytes(out.getvalue())


def _opened(
    body: bytes, wanted: Sequence[str] | None = None, words: Sequence[str] = ()
) -> tuple[pa.Table, Mapping[str, str], Sequence[str]]:
    """Return some columns of a file, what it says of itself, and the names of all its columns."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        # Not read_table: it loads pandas' and its own datasets, which costs more than the file.
        with pq.ParquetFile(pa.BufferReader(body), read_dictionary=words) as file:
            there = file.schema_arrow.names
            # Files are small, and many are read at once.
            table = file.read(None if wanted is None else list(wanted), use_threads=False)
            said = file.metadata.metadata or {}
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"is no whole Parquet file ({error})") from error
    except KeyError as error:
        raise InputError(f"lacks the column {error.args[0].decode()}") from error
    marks = {key.decode(): value.decode(errors="replace") for key, value in said.items()}
    schema = marks.get(_MARK, "none")
    if schema != str(SCHEMA):
        raise InputError(f"is of schema {schema}, and this program reads {SCHEMA}")
    return table, marks, there


def _arrow(name: str, column: Column) -> pa.Array:
    import pyarrow as pa  # noqa: PLC0415

    if isinstance(column, Words):
        return pa.DictionaryArray.from_arrays(column.codes.astype(np.int32), pa.array(column.names, pa.string()))
    if name in INSTANTS:
        return pa.array(column.view("datetime64[us]"), pa.timestamp("us", tz="UTC"))
    return pa.array(
        column, pa.int64() if name in WHOLE else pa.float64(), mask=None if name in WHOLE else np.isnan(column)
    )


def _column(name: str, cells: pa.ChunkedArray) -> Column:
    import pyarrow as pa  # noqa: PLC0415

    if name in WORDS:
        if not pa.types.is_dictionary(cells.type):
            cells = cells.dictionary_encode()
        whole = cells.unify_dictionaries().combine_chunks()
        whole = whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole
        return _in_order(whole.indices.to_numpy(), whole.dictionary.to_pylist())
    if name in INSTANTS:
        return np.asarray(cells.to_numpy(), dtype="datetime64[us]").view(np.int64)  # without an instant: numpy's NaT
    return np.asarray(cells.to_numpy(), dtype=np.int64 if name in WHOLE else np.float64)


def _in_order(codes: Any, names: Sequence[str]) -> Words:  # noqa: ANN401 - of whatever width pyarrow chose
    order = sorted(range(len(names)), key=names.__getitem__)
    place = np.empty(len(names), dtype=np.int64)
    place[order] = np.arange(len(names))
    return Words(place[codes], tuple(names[code] for code in order))
