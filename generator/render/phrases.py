"""Phrases: what an editor can change without Python.

``templates/phrases/*.yaml`` maps a move to its phrases. A phrase is a text, or a mapping
with ``say`` and ``when``. It fits a finding if every name that it uses is in the finding's
cast and every word of ``when`` among its traits (``-word``: not among them). Of those that
fit, the ones that use most of the cast are taken, and of these one by the day's seed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from generator.errors import InputError, TemplateError
from generator.model.finding import Finding
from generator.render.words import drawn
from generator.resources import files, read_yaml

_EXPRESSION: Final = re.compile(r"\{\{(.*?)\}\}")
_TEXT: Final = re.compile(r"'[^']*'|\"[^\"]*\"")
_NAME: Final = re.compile(r"(?<![\w.])[a-z]\w*")
#: Names that are bound in every phrase.
ALWAYS: Final = frozenset({"clause"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to say a move: ``name`` is ``move/3``, ``uses`` the names of its expressions."""

    name: str
    say: str
    when: frozenset[str]
    unless: frozenset[str]
    uses: frozenset[str]
    fallback: bool

    def fits(self, finding: Finding, also: frozenset[str] | set[str]) -> bool:
        """Whether the finding gives all that the phrase asks for."""
        return (
            self.uses <= finding.cast.keys() | also and self.when <= finding.traits and not self.unless & finding.traits
        )


@dataclass(frozen=True, slots=True)
class Phrases:
    """Every phrase, by move."""

    moves: Mapping[str, tuple[Phrase, ...]]

    def ranked(self, finding: Finding, seed: str, *, also: frozenset[str] | set[str] = frozenset()) -> list[Phrase]:
        """Return the phrases that fit, those that say most first; equals in an order drawn by the seed.

        Args:
            finding: What is to be said.
            seed: Draws the order of equals.
            also: Names that are bound besides the finding's cast.

        Raises:
            TemplateError: The move has no phrases at all.
        """
        # What has no words of its own is said as any of its kind: `condition.mine` as `condition`.
        kind = finding.move.partition(".")[0]
        if not {finding.move, kind} & self.moves.keys():
            raise TemplateError(f"no phrase says {finding.move!r}; add it to a file of templates/phrases")
        known = [phrase for move in dict.fromkeys((finding.move, kind)) for phrase in self.moves.get(move, ())]
        fitting = [phrase for phrase in known if phrase.fits(finding, also)]
        return sorted(
            fitting,
            key=lambda phrase: (phrase.fallback, -len(phrase.uses), -len(phrase.when), drawn(f"{seed}:{phrase.name}")),
        )

    @property
    def sources(self) -> dict[str, str]:
        """Phrase name → Jinja source."""
        return {phrase.name: phrase.say for phrases in self.moves.values() for phrase in phrases}


def load_phrases(desk: Path | None = None) -> Phrases:
    """Read all phrase files, the desk's file before the shipped one of the same name.

    Raises:
        InputError: A file is not of the form above, with path and line.
    """
    moves: dict[str, tuple[Phrase, ...]] = {}
    for path in files("templates/phrases", ".yaml", desk):
        data = read_yaml(path)
        for move, entries in data.items():
            where = f"{path}:{data.lines[move]}"
            if move in moves:
                raise InputError(f"{where}: move {move!r} stands in two files; keep one")
            moves[move] = tuple(_phrase(f"{move}/{n}", entry, where) for n, entry in enumerate(entries, start=1))
    return Phrases(moves)


def _phrase(name: str, entry: Any, where: str) -> Phrase:  # noqa: ANN401 - it comes out of YAML
    say = entry if isinstance(entry, str) else entry.get("say") if isinstance(entry, Mapping) else None
    if not isinstance(say, str):
        raise InputError(f"{where}: phrase {name} needs a text, or a mapping with `say`")
    when: Sequence[str] = entry.get("when", ()) if isinstance(entry, Mapping) else ()
    return Phrase(
        name=name,
        say=say,
        when=frozenset(word for word in when if not word.startswith("-")),
        unless=frozenset(word[1:] for word in when if word.startswith("-")),
        uses=_names(say),
        fallback=isinstance(entry, Mapping) and entry.get("fallback") is True,
    )


def _names(say: str) -> frozenset[str]:
    found: set[str] = set()
    for expression in _EXPRESSION.findall(say):
        found.update(_NAME.findall(_TEXT.sub("", expression)))
    return frozenset(found - ALWAYS)
