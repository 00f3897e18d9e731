"""Words of ``data/reference`` that pages print: who is to be named, and what the trade's words mean."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from generator.errors import InputError
from generator.resources import Lines, find, read_yaml

_ATTRIBUTIONS: Final = "attributions.yaml"
_TERMS: Final = "glossary.yaml"


def load_attributions(desk: Path | None = None) -> Mapping[str, str]:
    """Return each source's line of attribution, as ``data/reference/attributions.yaml`` has it.

    Raises:
        InputError: The file is missing, or holds something else than lines of text.
    """
    return _lines(_ATTRIBUTIONS, desk)


def load_terms(desk: Path | None = None) -> Mapping[str, str]:
    """Return the trade's words and what they mean, as ``data/reference/glossary.yaml`` has them.

    Raises:
        InputError: The file is missing, or holds something else than lines of text.
    """
    return _lines(_TERMS, desk)


def _lines(name: str, desk: Path | None) -> Mapping[str, str]:
    path = find("data/reference", name, desk)
    read = read_yaml(path)
    if not isinstance(read, Lines):
        raise InputError(f"{path}: is no list of `name: text`; see the shipped one")
    for key, text in read.items():
        if not isinstance(key, str) or not isinstance(text, str):
            raise InputError(f"{path}:{read.lines[key]}: {key!r} is no line of text; put it in quotes")
    return {key: " ".join(text.split()) for key, text in read.items()}
