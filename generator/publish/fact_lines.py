"""A day's facts as JSON, a fact a line: a thousand a day, so each kind of value is written by what it is.

The text is the one that Python's own encoder gives for the fields that are not empty; a test holds both together.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, datetime
from json.encoder import encode_basestring
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from generator.model.coverage import Coverage
from generator.model.fact import Fact, Kind
from generator.model.instants import iso

if TYPE_CHECKING:
    from generator.model.fact import Source

#: Most facts have none of most of these. All others, and their order, stand below.
_OTHERS: Final = frozenset(
    {"id", "kind", "value", "unit", "as_of", "formula", "inputs", "sources", "ties", "publisher", "computed", "note"}
)
_RARE: Final = tuple(field.name for field in fields(Fact) if field.name not in _OTHERS)
_rare: Final = attrgetter(*_RARE)

#: A text as JSON has it, what is not ASCII as it is.
quoted: Final[Callable[[str], str]] = encode_basestring


def fact_line(fact: Fact, sources: Mapping[Source, str]) -> str:
    """Return a fact's fields that are not empty; a rank also says when it has no ties.

    Args:
        fact: The fact.
        sources: Each source as JSON.

    Raises:
        ValueError: A number is none.
    """
    parts = [f'"kind": "{fact.kind}"']
    if fact.value is not None:
        parts.append(f'"value": {_number(fact.value)}')
    parts.append(f'"unit": {quoted(fact.unit)}, "as_of": "{iso(fact.as_of)}"')
    if fact.formula:
        parts.append(f'"formula": {quoted(fact.formula)}')
    if fact.inputs:
        parts.append(f'"inputs": [{", ".join(map(quoted, fact.inputs))}]')
    if fact.sources:
        parts.append(f'"sources": [{", ".join([sources[each] for each in fact.sources])}]')
    for name, value in zip(_RARE, _rare(fact), strict=True):
        if value is not None and value != "":
            write = _WRITTEN.get(type(value), _whatever)
            parts.append(f'"{name}": {write(value)}')
    if fact.publisher:
        parts.append(f'"publisher": {quoted(fact.publisher)}')
    parts.append('"computed": true' if fact.computed else '"computed": false')
    if fact.note:
        parts.append(f'"note": {quoted(fact.note)}')
    if fact.kind is Kind.RANK:
        parts.append(f'"ties": {fact.ties}')
    return f"{{{', '.join(parts)}}}"


def source_line(source: Source) -> str:
    """Return where a number came from."""
    told = {
        "name": source.name,
        "url": source.url,
        "observed_at": iso(source.observed_at),
        "fetched_at": iso(source.fetched_at) if source.fetched_at is not None else "",
        "raw_sha256": source.raw_sha256,
    }
    return f"{{{', '.join([f'{quoted(name)}: {quoted(text)}' for name, text in told.items() if text])}}}"


def _number(value: float) -> str:
    # A NaN is a hole that got through every room before this one: better a bug than a word.
    if not math.isfinite(value):
        raise ValueError(f"the evidence cannot hold {value!r}")
    return float.__repr__(value) if isinstance(value, float) else int.__repr__(value)


def _coverage(coverage: Coverage) -> str:
    known = "true" if coverage.start_known else "false"
    days = f'"days": {coverage.days}, "expected": {coverage.expected}'
    return f'{{"from": "{coverage.first.isoformat()}", {days}, "start_known": {known}}}'


def _whatever(value: object) -> str:
    """Return a value of a kind that facts rarely have."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


_WRITTEN: Final[Mapping[type, Callable[[Any], str]]] = {
    str: quoted,
    float: _number,
    int: int.__repr__,
    datetime: lambda value: quoted(iso(value)),
    date: lambda value: quoted(value.isoformat()),
    Coverage: _coverage,
}
