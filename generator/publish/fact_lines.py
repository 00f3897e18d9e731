"""A day's facts as JSON, a fact a line: a thousand a day, so each kind of value is written by what it is.

The text is the one that Python's own encoder gives for the fields that are not empty; a test holds both together.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Final

from generator.model.fact import Kind
from generator.model.instants import iso

if TYPE_CHECKING:
    from generator.model.coverage import Coverage
    from generator.model.fact import Fact, Source

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
    text = f'{{"kind": "{fact.kind.value}"'
    if fact.value is not None:
        text += f', "value": {_number(fact.value)}'
    text += f', "unit": {quoted(fact.unit)}, "as_of": "{iso(fact.as_of)}"'
    if fact.formula:
        text += f', "formula": {quoted(fact.formula)}'
    if fact.inputs:
        text += f', "inputs": [{", ".join(map(quoted, fact.inputs))}]'
    if fact.sources:
        text += f', "sources": [{", ".join([sources[each] for each in fact.sources])}]'
    text += _about(fact) + _ruled(fact)
    if fact.publisher:
        text += f', "publisher": {quoted(fact.publisher)}'
    text += ', "computed": true' if fact.computed else ', "computed": false'
    if fact.note:
        text += f', "note": {quoted(fact.note)}'
    return f'{text}, "ties": {fact.ties}}}' if fact.kind is Kind.RANK else f"{text}}}"


def _about(fact: Fact) -> str:
    """Return what else a fact speaks of; most have none of most of it."""
    text = ""
    if fact.of:
        text += f', "of": {quoted(fact.of)}'
    if fact.than:
        text += f', "than": {quoted(fact.than)}'
    if fact.window:
        text += f', "window": {quoted(fact.window)}'
    if fact.start is not None:
        text += f', "start": "{iso(fact.start)}"'
    if fact.rank:
        text += f', "rank": {quoted(fact.rank)}'
    if fact.since is not None:
        text += f', "since": "{fact.since.isoformat()}"'
    if fact.n is not None:
        text += f', "n": {fact.n}'
    if fact.total is not None:
        text += f', "total": {fact.total}'
    if fact.usual is not None:
        text += f', "usual": {_number(fact.usual)}'
    return text


def _ruled(fact: Fact) -> str:
    """Return what a rule says of a fact, and what it rests on."""
    text = ""
    if fact.sign is not None:
        text += f', "sign": {fact.sign}'
    if fact.state:
        text += f', "state": {quoted(fact.state)}'
    if fact.previous:
        text += f', "previous": {quoted(fact.previous)}'
    if fact.rule:
        text += f', "rule": {quoted(fact.rule)}'
    if fact.threshold_source:
        text += f', "threshold_source": {quoted(fact.threshold_source)}'
    if fact.published is not None:
        text += f', "published": "{fact.published.isoformat()}"'
    if fact.coverage is not None:
        text += f', "coverage": {_coverage(fact.coverage)}'
    return text


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
