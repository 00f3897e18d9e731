"""Rules whose numbers differ by asset, made into a rule for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from generator.resources import Lines
from generator.rules.document import Document

REST: Final = "*"
_EDGES: Final = ("from", "above", "to", "below")
_MOVING: Final = frozenset({"percentile", "sigma", "of"})


def by_asset(document: Document) -> Iterator[Document]:
    """Yield a document for each asset that a table of numbers names, and one for the rest; or the document itself.

    ``above: {BTC: 4%, "*": 8%}`` makes ``ID-btc``, for bitcoin, and ``ID``, for all that are not named.
    """
    tables = list(_tables(document))
    named = list(dict.fromkeys(asset for table in tables for asset in table))
    if not named:
        yield document
        return
    listed = document.words("assets")
    for asset in named:
        short = [table for table in tables if asset not in table and REST not in table]
        if short:
            document.wrong("bands", f"a table of numbers has none for {asset}; add it, or `*` for the rest")
            return
        if listed and asset not in (*listed, REST):
            document.wrong("assets", f"a table of numbers has one for {asset}, which `assets` does not name")
            return
        yield _resolved(document, asset, [each for each in listed if each not in named])


def _tables(document: Document) -> Iterator[Mapping[str, object]]:
    bands = document.fields.get("bands")
    for band in bands if isinstance(bands, list) else ():
        for edge in _EDGES:
            if isinstance(band, Lines) and _is_table(band.get(edge)):
                yield band[edge]


def _is_table(written: object) -> bool:
    return isinstance(written, Mapping) and not written.keys() & _MOVING


def _resolved(document: Document, asset: str, rest: list[str]) -> Document:
    fields = _copy(document.fields)
    fields["bands"] = [_for(band, asset) if isinstance(band, Lines) else band for band in document.fields["bands"]]
    if asset == REST:
        fields["assets"] = rest
    else:
        fields["assets"] = [asset]
        fields["id"] = f"{document.fields.get('id')}-{asset.lower()}"
    return Document(document.path, fields, document.problems)


def _for(band: Lines, asset: str) -> Lines:
    made = _copy(band)
    for edge in _EDGES:
        if edge in band and _is_table(band[edge]):
            made[edge] = band[edge].get(asset, band[edge].get(REST))
    return made


def _copy(fields: Lines) -> Lines:
    """Return the same fields at the same lines."""
    made = Lines(fields)
    made.line, made.lines = fields.line, fields.lines
    return made
