"""Rules whose numbers differ by asset, made into a rule for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from generator.resources import Lines
from generator.rules.document import Document

REST: Final = "*"
#: Where a table may stand: in a rule, and in one of its bands.
_NUMBERS: Final = ("hysteresis", "after", "stale_hours", "weight")
_EDGES: Final = ("from", "above", "to", "below")
_MOVING: Final = frozenset({"percentile", "sigma", "of"})


def by_asset(document: Document) -> Iterator[Document]:
    """Yield a document for each asset that a table of numbers names, and one for the rest; or the document itself.

    ``above: {BTC: 4%, "*": 8%}`` makes ``ID-btc``, for bitcoin, and ``ID``, for all that are not named.
    """
    tables = list(_tables(document))
    named = list(dict.fromkeys(asset for _, table in tables for asset in table))
    listed = document.words("assets")
    rest = [each for each in listed if each not in named]
    before = len(document.problems)
    for asset in named:
        _check(document, asset, tables, listed)
    if REST in named and listed and not rest:
        document.wrong("assets", f"`{REST}` is for nobody: each of `assets` has its own number; remove it")
    if not named:
        yield document
    elif len(document.problems) == before:
        yield from (_resolved(document, asset, rest) for asset in named)


def _check(
    document: Document, asset: str, tables: Sequence[tuple[str, Mapping[str, object]]], listed: Sequence[str]
) -> None:
    lacking = [key for key, table in tables if asset not in table and REST not in table]
    if lacking:
        rest = "" if asset == REST else f", or `{REST}` for the rest"
        document.wrong(lacking[0], f"a table of numbers has none for {asset}; add it{rest}")
    if listed and asset not in (*listed, REST):
        document.wrong("assets", f"a table of numbers has one for {asset}, which `assets` does not name")


def _tables(document: Document) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Yield each table of numbers by asset, with the rule's key that holds it."""
    for key in _NUMBERS:
        if _is_table(document.fields.get(key)):
            yield key, document.fields[key]
    bands = document.fields.get("bands")
    for band in bands if isinstance(bands, list) else ():
        for edge in _EDGES:
            if isinstance(band, Lines) and _is_table(band.get(edge)):
                yield "bands", band[edge]


def _is_table(written: object) -> bool:
    return isinstance(written, Mapping) and not written.keys() & _MOVING


def _resolved(document: Document, asset: str, rest: list[str]) -> Document:
    fields = _for(document.fields, asset, _NUMBERS)
    bands = document.fields.get("bands")
    if isinstance(bands, list):
        fields["bands"] = [_for(band, asset, _EDGES) if isinstance(band, Lines) else band for band in bands]
    fields["assets"] = rest if asset == REST else [asset]
    if asset != REST and "id" in fields:
        fields["id"] = f"{fields['id']}-{asset.lower()}"
    return Document(document.path, fields, document.problems)


def _for(fields: Lines, asset: str, keys: Sequence[str]) -> Lines:
    """Return the same fields at the same lines, an asset's number in place of each table."""
    made = Lines(fields)
    made.line, made.lines = fields.line, fields.lines
    for key in keys:
        if _is_table(fields.get(key)):
            made[key] = fields[key].get(asset, fields[key].get(REST))
    return made
