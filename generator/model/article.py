"""Drafts, claims and articles: words, and what the words rest on.

A claim says which aspect (``role``) of which fact the words must express. What
must be read follows from fact and role alone; ``printed``, ``start`` and ``end``
are there for people and other programs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from generator.model.chart import Picture
from generator.model.fact import Facts
from generator.model.finding import Finding, Gap
from generator.model.note import Note

ClaimKind = Literal["number", "date", "name", "direction", "superlative", "streak", "comparison", "label"]

#: The aspects of a fact that words can express; docs/claims.md says how each must read.
Role = Literal[
    "value", "size", "sign", "asset", "venue", "source", "metric", "tenor", "window",
    "date", "time", "weekday", "since", "first", "reach", "rank", "n", "unit", "total", "label", "before",
    "side", "otherside", "level", "cmp", "edge", "gap", "expiry", "times", "start", "tie", "tied", "against",
    "hedge",
]  # fmt: skip
Field = Literal["title", "description", "body"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One word or number of a text that asserts something.

    Args:
        fact: Id of the fact; ``gap:METRIC`` for a metric named as missing.
        than: Second fact of a comparison.
        order: Place among the sentence's claims, from 0.
        statement: Claims that stand and fall together share it.
        start: Code points after the line that closes the front matter; -1 in title and description.
    """

    id: str
    sentence: str
    statement: str
    order: int
    kind: ClaimKind
    role: Role
    fact: str
    than: str | None
    printed: str
    value: float | str | None
    unit: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence, heading, list item or table row, as plain text without markup.

    ``fixed`` names an entry of ``data/reference/fixed.yaml``, or ``note:ID``, when the
    text is one that is never varied and makes no claim.
    """

    id: str
    field: Field
    text: str
    template: str
    fixed: str | None
    statements: tuple[str, ...]

    @property
    def phrases(self) -> tuple[str, ...]:
        """The names of its phrases, ``lead-day/3``: two where it was joined of two."""
        return tuple(self.template.split("+"))


@dataclass(frozen=True, slots=True)
class Headline:
    """A title that was tried.

    Args:
        pattern: The move that it says, ``head-contrast``.
        text: Its words.
        score: Its news value.
        chosen: Whether it is the title.
        why: The reason.
    """

    pattern: str
    text: str
    score: float
    chosen: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Words with the claims that they make; not yet checked."""

    slug: str
    edition: str
    asset: str
    as_of: datetime
    front: Mapping[str, Any]
    body: str
    sentences: tuple[Sentence, ...]
    claims: tuple[Claim, ...]
    facts: Facts
    findings: tuple[tuple[Finding, bool], ...]
    gaps: tuple[Gap, ...]
    notes: tuple[Note, ...]
    headlines: tuple[Headline, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A draft that the verifier has passed, as the bytes that are published; pictures lie in a folder of its slug."""

    slug: str
    title: str
    markdown: str
    evidence: str
    pictures: tuple[Picture, ...] = ()

    @property
    def files(self) -> Mapping[str, str]:
        """What lies in the folder of pictures, name → text."""
        drawings = {f"{picture.id}.svg": picture.svg for picture in self.pictures}
        return drawings | {f"{picture.id}.csv": picture.csv for picture in self.pictures}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a text is refused: where, what was read, what was expected.

    ``level`` is ``red``, or ``yellow`` for what a person must sign. ``kind`` is one of
    ``number, name, word, context, not-checkable, other``.
    """

    sentence: str
    kind: Literal["number", "name", "word", "context", "not-checkable", "other"]
    what: str
    level: Literal["red", "yellow"] = "red"


@dataclass(frozen=True, slots=True)
class AddedNumber:
    """A number that an editor put in, looked up among all facts of the day.

    ``fact`` is what says it, or what contradicts it; None where nothing on record can tell. Found is no proof.
    """

    sentence: str
    printed: str
    state: Literal["found", "contradicted", "unknown"]
    fact: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the verifier says of a text."""

    slug: str
    problems: tuple[Problem, ...]
    sentences: int
    claims: int
    edited: int = 0
    added: tuple[AddedNumber, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong and nothing waits for a person."""
        return not self.problems
