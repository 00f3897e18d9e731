"""Phrases: what an editor can change without Python.

``templates/phrases/*.yaml`` maps a move to its phrases. A phrase is a text, or a mapping with

* ``say``: the text;
* ``when``: words that must be among the finding's traits (``-word``: must not be);
* ``fallback: true``: it is said where no other fits;
* ``tone``: ``plain`` or ``professional``, if it is for desks of one tone only.

It fits a finding if every name that it uses is in the finding's cast and ``when`` holds. The phrases of a move that
use the same names, with the same ``when`` and ``fallback``, are a *class*: they state equal facts. Which class is said
depends on the finding alone: of those that fit, the one that uses most of the cast. Which phrase of it is said
depends on the desk's tone and on what was said before (``choice.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from generator.errors import InputError, TemplateError
from generator.model.finding import Finding
from generator.model.style import TONES
from generator.render.filled import Parts, parts_of
from generator.render.kept import keep, kept, key_of
from generator.render.words import Banks, drawn, load_banks
from generator.resources import files, find, read_yaml

_EXPRESSION: Final = re.compile(r"\{\{(.*?)\}\}")
_TEXT: Final = re.compile(r"'[^']*'|\"[^\"]*\"")
_NAME: Final = re.compile(r"(?<![\w.])[a-z]\w*")
_BANK: Final = re.compile(r"(?<![\w.])bank\.(\w+)")
_REFERS: Final = re.compile(r"\.its?\b")
#: Names that are bound in every phrase.
ALWAYS: Final = frozenset({"clause", "bank"})
_KEYS: Final = frozenset({"say", "when", "fallback", "tone"})

Class = tuple["Phrase", ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to say a move: ``name`` is ``move/3``, ``uses`` the names of its expressions; the tone "" is any.

    It ``refers`` where its words depend on the sentence before: ``{{ price.it }}``.
    """

    name: str
    say: str
    when: frozenset[str]
    unless: frozenset[str]
    uses: frozenset[str]
    fallback: bool
    tone: str = ""
    refers: bool = False

    def fits(self, finding: Finding, also: frozenset[str] | set[str]) -> bool:
        """Whether the finding gives all that the phrase asks for."""
        return (
            self.uses <= finding.cast.keys() | also and self.when <= finding.traits and not self.unless & finding.traits
        )

    @property
    def asks(self) -> tuple[object, ...]:
        """What phrases of one class ask for alike."""
        return self.uses, self.when, self.unless, self.fallback


_PARTS: Final = tuple(part.name for part in fields(Phrase))


@dataclass(frozen=True, slots=True)
class Phrases:
    """Every phrase, by move, and the banks that they draw decoration from."""

    moves: Mapping[str, tuple[Phrase, ...]]
    banks: Banks = field(default_factory=lambda: Banks({}))
    _classes: dict[str, list[Class]] = field(default_factory=dict, init=False, compare=False, repr=False)
    _parts: dict[str, Parts | None] = field(default_factory=dict, init=False, compare=False, repr=False)

    def ranked(self, finding: Finding, seed: str, *, also: frozenset[str] | set[str] = frozenset()) -> list[Class]:
        """Return the classes that fit, those that say most first; equals in an order drawn by the seed.

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
        known = (group for move in dict.fromkeys((finding.move, kind)) for group in self.classes(move))

        def order(group: Class) -> tuple[object, ...]:
            first = group[0]
            return first.fallback, -len(first.uses), -len(first.when), drawn(f"{seed}:{first.name}")

        return sorted((group for group in known if group[0].fits(finding, also)), key=order)

    def classes(self, move: str) -> list[Class]:
        """Return the phrases of a move as its classes, none for a move that nothing says."""
        if move not in self._classes:
            self._classes[move] = _classes(self.moves.get(move, ()))
        return self._classes[move]

    def parts(self, phrase: Phrase) -> Parts | None:
        """Return what a phrase is made of, None where only Jinja can read it."""
        if phrase.name not in self._parts:
            self._parts[phrase.name] = parts_of(phrase.say)
        return self._parts[phrase.name]

    @property
    def sources(self) -> Mapping[str, str]:
        """Phrase name → Jinja source."""
        return _Sources(self.moves)


class _Sources(Mapping[str, str]):
    """Phrase name → what it says, looked up in its move."""

    def __init__(self, moves: Mapping[str, tuple[Phrase, ...]]) -> None:
        self._moves = moves

    def __getitem__(self, name: str) -> str:
        for phrase in self._moves[name.rpartition("/")[0]]:
            if phrase.name == name:
                return phrase.say
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return (phrase.name for phrases in self._moves.values() for phrase in phrases)

    def __len__(self) -> int:
        return sum(len(phrases) for phrases in self._moves.values())


class _Rows(Mapping[str, tuple[Phrase, ...]]):
    """Move → its phrases, made of what was kept when they are first asked for: a day's articles say a few hundred."""

    def __init__(self, rows: Mapping[str, Sequence[Sequence[Any]]]) -> None:
        self._rows = rows
        self._made: dict[str, tuple[Phrase, ...]] = {}

    def __getitem__(self, move: str) -> tuple[Phrase, ...]:
        if move not in self._made:
            self._made[move] = tuple(_of_row(row) for row in self._rows[move])
        return self._made[move]

    def __contains__(self, move: object) -> bool:
        return move in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def _classes(phrases: Iterable[Phrase]) -> list[Class]:
    classes: dict[tuple[object, ...], list[Phrase]] = {}
    for phrase in phrases:
        classes.setdefault(phrase.asks, []).append(phrase)
    return [tuple(group) for group in classes.values()]


def load_phrases(desk: Path | None = None) -> Phrases:
    """Read all phrase files, the desk's file before the shipped one of the same name.

    Raises:
        InputError: A file is not of the form above, with path and line.
    """
    banks = load_banks(desk)
    paths = list(files("templates/phrases", ".yaml", desk))
    # What is kept depends on how it is read, too, and was checked against the banks of then.
    key = key_of([Path(__file__), find("templates/words", "banks.yaml", desk), *paths])
    rows = kept(desk, "phrases", key)
    if rows is None:
        moves = _read(paths, banks)
        keep(desk, "phrases", key, {move: [_row(phrase) for phrase in phrases] for move, phrases in moves.items()})
        return Phrases(moves, banks)
    return Phrases(_Rows(rows), banks)


def _row(phrase: Phrase) -> list[object]:
    return [sorted(part) if isinstance(part := getattr(phrase, name), frozenset) else part for name in _PARTS]


def _of_row(row: Sequence[Any]) -> Phrase:
    name, say, when, unless, uses, *more = row
    return Phrase(name, say, frozenset(when), frozenset(unless), frozenset(uses), *more)


def _read(paths: Iterable[Path], banks: Banks) -> dict[str, tuple[Phrase, ...]]:
    moves: dict[str, tuple[Phrase, ...]] = {}
    for path in paths:
        data = read_yaml(path)
        for move, entries in data.items():
            where = f"{path}:{data.lines[move]}"
            if move in moves:
                raise InputError(f"{where}: move {move!r} stands in two files; keep one")
            moves[move] = tuple(_phrase(f"{move}/{n}", entry, where) for n, entry in enumerate(entries, start=1))
            _check(moves[move], banks, where)
    return moves


def _phrase(name: str, entry: Any, where: str) -> Phrase:  # noqa: ANN401 - it comes out of YAML
    entry = {"say": entry} if isinstance(entry, str) else entry
    where = f"{where.rpartition(':')[0]}:{entry.line}" if hasattr(entry, "line") else where
    say = entry.get("say") if isinstance(entry, Mapping) else None
    if not isinstance(say, str):
        raise InputError(f"{where}: phrase {name} needs a text, or a mapping with `say`")
    unknown = sorted(entry.keys() - _KEYS)
    if unknown:
        raise InputError(f"{where}: phrase {name} has {unknown[0]!r}; a phrase has {', '.join(sorted(_KEYS))}")
    tone = entry.get("tone", "")
    if tone not in ("", *TONES):
        raise InputError(f"{where}: phrase {name} has tone {tone!r}; write {' or '.join(TONES)}, or leave it out")
    when: Sequence[str] = entry.get("when", ())
    return Phrase(
        name=name,
        say=say,
        when=frozenset(word for word in when if not word.startswith("-")),
        unless=frozenset(word[1:] for word in when if word.startswith("-")),
        uses=_names(say),
        fallback=entry.get("fallback") is True,
        tone=tone,
        refers=_REFERS.search(say) is not None,
    )


def _check(phrases: Sequence[Phrase], banks: Banks, where: str) -> None:
    """Refuse what can be said with one tone only, and a bank that is not there."""
    for group in _classes(phrases):
        if all(phrase.tone for phrase in group):
            raise InputError(
                f"{where}: phrase {group[0].name} is for the tone {group[0].tone!r} alone; "
                "add one without a tone that uses the same names with the same `when`"
            )
    for phrase in phrases:
        asked = _BANK.findall(phrase.say) if "bank." in phrase.say else ()
        missing = [name for name in asked if name not in banks.options]
        if missing:
            raise InputError(
                f"{where}: phrase {phrase.name} asks for the bank {missing[0]!r}; add it to templates/words/banks.yaml"
            )


def _names(say: str) -> frozenset[str]:
    return frozenset[str]().union(*map(_named, _EXPRESSION.findall(say)))


@lru_cache(maxsize=4096)  # thousands of phrases are made of a few hundred expressions
def _named(expression: str) -> frozenset[str]:
    return frozenset(_NAME.findall(_TEXT.sub("", expression))) - ALWAYS
