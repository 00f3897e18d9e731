"""Filled: a phrase with its aspects in their places, without Jinja where it asks for nothing else.

Nearly all phrases are words and ``{{ price.value }}``, ``{{ price.over(record) }}`` or ``{{ skew.metric('skew') }}``.
Reading these here costs a hundredth of compiling a template of each; what says more than that is left to Jinja.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

#: A backslash in a text, or a sign beside the braces, means something to Jinja that is not read here.
_ASKED: Final = re.compile(
    r"\{\{ *([a-z]\w*)(?:\.([a-z]\w*)(?:\( *(?:([a-z]\w*)|'([^'\\]*)'|\"([^\"\\]*)\") *\))?)? *\}\}"
)
_JINJA: Final = re.compile(r"\{[{%#]|\r|\n\Z")


@dataclass(frozen=True, slots=True)
class Asked:
    """One expression: a name, an aspect of it, and what the aspect is asked with: another name, or a text."""

    name: str
    aspect: str
    other: str
    text: str | None


Parts = tuple[str | Asked, ...]


def parts_of(say: str) -> Parts | None:
    """Return a phrase's words and expressions in order, None where it is more than that."""
    parts = tuple(_parts(say))
    return None if any(isinstance(part, str) and _JINJA.search(part) for part in parts) else parts


def _parts(say: str) -> Iterator[str | Asked]:
    last = 0
    for found in _ASKED.finditer(say):
        if found.start() > last:
            yield say[last : found.start()]
        name, aspect, other, single, double = found.groups()
        yield Asked(name, aspect or "", other or "", single if single is not None else double)
        last = found.end()
    if last < len(say):
        yield say[last:]


def filled(parts: Parts, values: Mapping[str, object]) -> str | None:
    """Return the phrase's text, None where a name or an aspect is not there: Jinja says it best what is wrong."""
    try:
        return "".join([part if isinstance(part, str) else _said(part, values) for part in parts])
    except (KeyError, AttributeError):
        return None


def _said(asked: Asked, values: Mapping[str, object]) -> str:
    of = values[asked.name]
    if asked.aspect:
        of = getattr(of, asked.aspect)
    if asked.other:
        return str(of(values[asked.other]))  # type: ignore[operator]
    return str(of if asked.text is None else of(asked.text))  # type: ignore[operator]
