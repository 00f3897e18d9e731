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

_NAMES: Final = tuple(field.name for field in fields(Fact) if field.name not in ("id", "ties"))
#: Asking for a thousand facts' fields one by one costs as much as writing them.
_of_fact: Final = attrgetter(*_NAMES)
_OPENED: Final = tuple(f'"{name}": ' for name in _NAMES)
_EMPTY: Final = ("", ())
_SOURCES: Final = _NAMES.index("sources")

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
    parts = []
    for place, value in enumerate(_of_fact(fact)):
        if value is None or value in _EMPTY:
            continue
        write = _WRITTEN.get(type(value), _whatever)
        text = f"[{', '.join([sources[each] for each in value])}]" if place == _SOURCES else write(value)
        parts.append(_OPENED[place] + text)
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
    return float.__repr__(value)


def _coverage(coverage: Coverage) -> str:
    known = "true" if coverage.start_known else "false"
    days = f'"days": {coverage.days}, "expected": {coverage.expected}'
    return f'{{"from": "{coverage.first.isoformat()}", {days}, "start_known": {known}}}'


def _texts(values: tuple[str, ...]) -> str:
    return f"[{', '.join(map(quoted, values))}]"


def _whatever(value: object) -> str:
    """Return a value of a kind that facts rarely have."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


_WRITTEN: Final[Mapping[type, Callable[[Any], str]]] = {
    str: quoted,
    Kind: quoted,
    float: _number,
    int: int.__repr__,
    bool: lambda value: "true" if value else "false",
    tuple: _texts,
    datetime: lambda value: quoted(iso(value)),
    date: lambda value: quoted(value.isoformat()),
    Coverage: _coverage,
}
