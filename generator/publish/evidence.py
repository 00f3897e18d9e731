"""The evidence: everything a text rests on, as JSON that any program may read.

One fact, sentence and claim a line, so that two days differ in the lines that differ.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, Self

from generator.model.article import Headline
from generator.model.instants import iso
from generator.publish.fact_lines import fact_line, quoted, source_line
from generator.publish.places import NOWHERE

if TYPE_CHECKING:
    from generator.model.article import Claim, Draft, Sentence
    from generator.model.chart import Chart, Picture, Trace
    from generator.model.fact import Fact, Facts
    from generator.model.finding import Finding, Gap
    from generator.model.note import Note
    from generator.publish.places import Spots

_HEADLINE_FIELDS: Final = tuple(field.name for field in fields(Headline))
_of_headline: Final = attrgetter(*_HEADLINE_FIELDS)


@dataclass(frozen=True, slots=True)
class Ground:
    """A day's facts as the evidence of each of its articles holds them: written once, used by all.

    ``inputs_sha256`` is the hash of what the facts were made from: their ids, values and raw
    replies. Two articles with the same hash were written from the same numbers.
    ``lines`` has a line a fact, its id and the fact as JSON; ``ids`` the same ids.
    """

    inputs_sha256: str
    ids: tuple[str, ...]
    lines: tuple[str, ...]

    @classmethod
    def of(cls, facts: Facts) -> Self:
        """Write down the facts.

        Raises:
            ValueError: A fact's value is not a number.
        """
        # A day's thousand facts come from a hundred sources.
        sources = {source: source_line(source) for source in facts.sources}
        made, lines = [], []
        for fact_id, fact in facts.items():
            made.append("\t".join([fact_id, repr(fact.value), fact.state or "", *fact.inputs, *_raw(fact)]))
            lines.append(f"{quoted(fact_id)}: {fact_line(fact, sources)}")
        made.sort()  # by id, which comes first and is another for each
        digest = hashlib.sha256("".join([f"{line}\n" for line in made]).encode()).hexdigest()
        return cls(digest, tuple(facts), tuple(lines))

    @property
    def facts(self) -> Mapping[str, str]:
        """Each fact by id as JSON."""
        return {fact_id: line[len(quoted(fact_id)) + 2 :] for fact_id, line in zip(self.ids, self.lines, strict=True)}

    def plus(self, facts: Facts) -> Self:
        """Return the same with what one article knows besides, such as what was so in the issue before it."""
        if not facts:
            return self
        more = self.of(facts)
        digest = hashlib.sha256(f"{self.inputs_sha256}\n{more.inputs_sha256}\n".encode()).hexdigest()
        return type(self)(digest, (*self.ids, *more.ids), (*self.lines, *more.lines))


def _raw(fact: Fact) -> list[str]:
    """Return the hashes of the replies that a fact was made from; nearly every fact has one reply or none."""
    hashes = [source.raw_sha256 for source in fact.sources]
    return sorted(set(hashes)) if len(hashes) > 1 else hashes


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture of an article, and the chart that it was drawn from."""

    chart: Chart
    picture: Picture


def evidence(draft: Draft, ground: Ground, front: Mapping[str, Any], places: Spots, shown: Iterable[Shown] = ()) -> str:
    """Return the evidence of a draft as JSON text.

    Args:
        draft: What was written.
        ground: Every fact of the day, said or not.
        front: The front matter as it is printed.
        places: Where its claims stand in the body.
        shown: Its pictures.
    """
    parts: list[tuple[str, object]] = [
        ("slug", draft.slug),
        ("as_of", draft.as_of),
        ("inputs_sha256", ground.inputs_sha256),
        ("front", dict(front)),
    ]
    head = [f"{json.dumps(name)}: {as_json(value)}" for name, value in parts]
    lists: list[tuple[str, list[str]]] = [
        ("sentences", [as_json(_sentence(each)) for each in draft.sentences]),
        ("claims", [_claim(each, *places.get(each.id, NOWHERE)) for each in draft.claims]),
        ("findings", [as_json(_finding(each, said=said)) for each, said in draft.findings]),
        ("gaps", [as_json(_gap(each)) for each in draft.gaps]),
        ("notes", [as_json(_note(each)) for each in draft.notes]),
        (
            "headlines",
            [as_json(dict(zip(_HEADLINE_FIELDS, _of_headline(each), strict=True))) for each in draft.headlines],
        ),
        ("pictures", [as_json(pictured(each)) for each in shown]),
    ]
    blocks = [*head, f'"facts": {block("{", ground.lines, "}")}']
    blocks += [f"{json.dumps(name)}: {block('[', lines, ']')}" for name, lines in lists]
    return block("{", blocks, "}") + "\n"


def block(opening: str, lines: Sequence[str], closing: str) -> str:
    return f"{opening}\n" + ",\n".join(lines) + f"\n{closing}" if lines else opening + closing


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"the evidence cannot hold {value!r}")


# A NaN is a hole that got through every room before this one: better a bug than a word.
as_json: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=_text).encode


def _sentence(sentence: Sentence) -> dict[str, object]:
    return {
        "id": sentence.id,
        "field": sentence.field,
        "text": sentence.text,
        "template": sentence.template,
        "fixed": sentence.fixed,
        "statements": sentence.statements,
    }


def _claim(claim: Claim, start: int, end: int) -> str:
    """Return a claim as the encoder would write it: a hundred a text, so it is written field by field."""
    than = "null" if claim.than is None else quoted(claim.than)
    value = as_json(claim.value) if not isinstance(claim.value, str) else quoted(claim.value)
    return (
        f'{{"id": {quoted(claim.id)}, "sentence": {quoted(claim.sentence)}, "statement": {quoted(claim.statement)}, '
        f'"order": {claim.order}, "kind": {quoted(claim.kind)}, "role": {quoted(claim.role)}, '
        f'"fact": {quoted(claim.fact)}, "than": {than}, "printed": {quoted(claim.printed)}, '
        f'"value": {value}, "unit": {quoted(claim.unit)}, "start": {start}, "end": {end}}}'
    )


def _finding(finding: Finding, *, said: bool) -> dict[str, object]:
    return {
        "id": finding.move,
        "section": finding.section,
        "said": said,
        "score": dict(finding.score),
        "why": finding.why,
        "facts": {part: fact.id for part, fact in finding.cast.items()},
        "traits": sorted(finding.traits),
    }


def _gap(gap: Gap) -> dict[str, object]:
    where = {"venue": gap.venue, "asset": gap.asset}
    return {"metric": gap.metric, "why": gap.why, **{name: value for name, value in where.items() if value}}


def _note(note: Note) -> dict[str, object]:
    return {field.name: getattr(note, field.name) for field in fields(note) if getattr(note, field.name)}


def pictured(shown: Shown) -> dict[str, object]:
    """Give a picture: the facts of its columns, as its table has them, and of its lines across; the hash of its SVG."""
    chart = shown.chart
    return {
        "id": chart.id,
        "title": chart.title,
        "facts": [_column(trace) for trace in chart.traces],
        "marks": {mark.fact: mark.value for mark in chart.marks},
        "sha256": hashlib.sha256(shown.picture.svg.encode()).hexdigest(),
    }


def _column(trace: Trace) -> str | tuple[str, ...]:
    """Give the fact that a column's last value is, or one a row."""
    return trace.fact or trace.facts
