"""The numbers of a text as links to what they rest on.

Each number is marked in the Markdown with characters that no text may hold, and the marks become
links when the HTML is finished and safe: a link is never made from what a text says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import groupby
from typing import Any, Final

from generator.model.article import Claim, Sentence
from generator.publish.places import placed

#: Before a mark's number, after it, and after the marked words: of Unicode's private use.
_OPEN, _GO, _CLOSE = "\ue0f0", "\ue0f1", "\ue0f2"
_MARKS: Final = re.compile(f"{_OPEN}[0-9]*{_GO}|[{_OPEN}{_GO}{_CLOSE}]")
#: The same in an address, where the parser encodes them.
_ENCODED: Final = re.compile("%EE%83%B0[0-9]*%EE%83%B1|%EE%83%B2")
_MARKED: Final = re.compile(f"{_OPEN}([0-9]+){_GO}([^<{_OPEN}{_GO}{_CLOSE}]*){_CLOSE}")
#: A tag of sanitised HTML; a value may hold a ">".
_TAG: Final = re.compile(r"""(<[^>"]*(?:"[^"]*"[^>"]*)*>)""")
#: What a reader would click: a number, an extreme, a state; not each word of the sentence that has one.
_KINDS: Final = frozenset({"number", "superlative", "label"})
#: Dates that are findings; a window ("in 24 hours") only says how one was measured.
_DATES: Final = frozenset({"date", "time", "since", "first", "reach"})
_ID: Final = re.compile(r"[A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a claim stands in the text, in code points."""

    claim: str
    start: int
    end: int


def unmarked(text: str) -> str:
    """Return text without the characters that we mark with."""
    return _MARKS.sub("", text)


def as_written(html: str) -> str:
    """Return rendered HTML as it would be, had nothing been marked."""
    return _ENCODED.sub("", unmarked(html))


def spots(evidence: Mapping[str, Any], text: str) -> tuple[Spot, ...]:
    """Return where the claims worth a link stand, in the order of the text and without overlaps.

    Args:
        evidence: As it was written; the text may have been edited since.
        text: Everything after the line that closes the front matter.
    """
    sentences = tuple(_sentences(evidence.get("sentences")))
    body = {sentence.id for sentence in sentences if sentence.field == "body"}
    told = [claim for claim in _claims(evidence.get("claims")) if claim.sentence in body]
    if not all(claim.start >= 0 and text[claim.start : claim.end] == claim.printed for claim in told):
        told = _found_again(placed(told, sentences, text, before=0), text)
    facts = evidence.get("facts")
    known = facts if isinstance(facts, Mapping) else {}
    kept: list[Spot] = []
    for claim in sorted(told, key=lambda each: each.start):
        if claim.start >= (kept[-1].end if kept else 0) and _worth_a_link(claim, known):
            kept.append(Spot(claim.id, claim.start, claim.end))
    return tuple(kept)


def marked(text: str, places: Sequence[Spot]) -> str:
    """Return the text with each place between marks; the number in a mark is the place's own."""
    parts: list[str] = []
    cursor = 0
    for number, spot in enumerate(places):
        parts += (text[cursor : spot.start], f"{_OPEN}{number}{_GO}", text[spot.start : spot.end], _CLOSE)
        cursor = spot.end
    return "".join([*parts, text[cursor:]])


def linked(html: str, places: Sequence[Spot]) -> str:
    """Return sanitised HTML with marks as links to the evidence page.

    A mark within a link or within a tag, or around a tag, only goes: links do not nest.
    """
    parts = _TAG.split(html)
    within = 0
    for place, part in enumerate(parts):
        if place % 2:
            within += part.startswith("<a ") or part == "<a>"
            within -= part == "</a>"
            parts[place] = as_written(part)
        elif _OPEN in part or _CLOSE in part:
            parts[place] = unmarked(part if within else _MARKED.sub(lambda mark: _link(mark, places), part))
    return "".join(parts)


def _link(mark: re.Match[str], places: Sequence[Spot]) -> str:
    claim = places[int(mark[1])].claim
    return f'<a class="fig" href="evidence.html#c-{claim}">{mark[2]}</a>'


def _worth_a_link(claim: Claim, facts: Mapping[str, Any]) -> bool:
    return claim.fact in facts and (claim.kind in _KINDS or (claim.kind == "date" and claim.role in _DATES))


def _sentences(listed: object) -> Iterator[Sentence]:
    """Give the entries that have a sentence's parts: evidence may be anybody's file."""
    for entry in _entries(listed, Sentence):
        if isinstance(entry["id"], str) and isinstance(entry["text"], str):
            yield Sentence(**entry)


def _claims(listed: object) -> Iterator[Claim]:
    for entry in _entries(listed, Claim):
        texts = (entry["id"], entry["sentence"], entry["printed"], entry["fact"])
        numbers = (entry["start"], entry["end"], entry["order"])
        told = all(isinstance(each, str) and each for each in texts) and all(isinstance(each, int) for each in numbers)
        if told and _ID.fullmatch(entry["id"]):
            yield Claim(**entry)


def _entries(listed: object, noun: type[Claim | Sentence]) -> Iterator[dict[str, Any]]:
    names = [each.name for each in fields(noun)]
    for entry in listed if isinstance(listed, list) else ():
        if isinstance(entry, dict) and all(name in entry for name in names):
            yield {name: entry[name] for name in names}


def _found_again(claims: Sequence[Claim], text: str) -> list[Claim]:
    """Find the claims of edited sentences between their neighbours that stand.

    Only where the words stand once there, and one claim says them: a number must not lead to
    another one's evidence.
    """
    found: list[Claim] = []
    cursor = 0
    for standing, group in groupby(claims, key=lambda claim: claim.start >= 0):
        run = list(group)
        if standing:
            found += run
            cursor = max(claim.end for claim in run)
            continue
        after = [claim.start for claim in claims[claims.index(run[-1]) + 1 :] if claim.start >= 0]
        end = min(after, default=len(text))
        for claim in run:
            alike = sum(each.printed == claim.printed for each in run)
            places = list(re.finditer(rf"(?<!\w){re.escape(claim.printed)}(?!\w)", text[cursor:end]))
            if alike == 1 and len(places) == 1:
                start = cursor + places[0].start()
                found.append(replace(claim, start=start, end=start + len(claim.printed)))
    return found
