"""Short forms on one page: article → whole sentences of it → forms → read back → verify → files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from generator.errors import HeldError
from generator.model.instants import closing_day, iso
from generator.model.names import Names, load_names
from generator.publish.files import write_files
from generator.publish.newsletter.lines import line
from generator.publish.newsletter.story import address
from generator.publish.shorts.forms import NAMES, forms, read
from generator.publish.shorts.told import ITEM, Said, Section, Told, fresh, repeats
from generator.publish.site.head import EVIDENCE, read_bytes, read_evidence
from generator.resources import find, read_yaml
from generator.verify.ledger import Ledger
from generator.verify.scan import scan
from generator.verify.settle import known_texts, settle, written
from generator.verify.verify import verify

if TYPE_CHECKING:
    from generator.publish.site.piece import Piece

SHORT: Final = "short"
#: Longer texts are nobody's sentence.
_MOST: Final = 1000
#: Headings and labels, by their ids in ``fixed.yaml``, below which stands what a short form tells.
_TAKEAWAYS: Final = ("heading-takeaways", "label-know")
_MEANING: Final = ("label-impact",)
_WATCH: Final = ("heading-watch",)
_CLOSING: Final = "disclaimer"
_MARKUP: Final = re.compile(r"([\\`*_\[\]<>&|#~!])")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or item of an article, with the heading or label that it stands under."""

    under: str
    place: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shortener:
    """What short forms are made and judged by.

    Args:
        base_url: Where the site is published, without a slash at its end.
        names: How assets and venues are called.
        fixed: The sentences that never vary, id → text.
    """

    base_url: str
    names: Names
    fixed: Mapping[str, str]

    @classmethod
    def at(cls, desk: Path | None, base_url: str) -> Self:
        """Read a desk's names and fixed sentences, or the shipped ones where it has none."""
        return cls(base_url, load_names(desk), dict(read_yaml(find("data/reference", "fixed.yaml", desk))))

    def shorten(self, piece: Piece) -> Mapping[str, str]:
        """Return the article's short forms, name of the file → text.

        Raises:
            InputError: The article cannot be read.
            HeldError: The headline is too long for a form, or the verifier refuses one.
        """
        markdown = read_bytes(piece.path).decode("utf-8-sig")
        evidence = read_evidence(piece.path, read_bytes(piece.path.with_name(f"{piece.path.stem}{EVIDENCE}")))
        made = forms(self.tell(piece, markdown, evidence))
        reasons = [why for name, form in made.items() for why in self.faults(name, form, markdown, evidence)]
        if reasons:
            raise HeldError(f"{piece.slug}: the verifier refuses its short forms", reasons)
        return made

    def tell(self, piece: Piece, markdown: str, evidence: Mapping[str, Any]) -> Told:
        """Choose the sentences of an article that short forms tell, in a fixed order."""
        headline = line(piece.title, _MOST)
        dek = line(piece.description, _MOST)
        dek = "" if repeats(dek, headline) else dek
        blocks = list(self._blocks(markdown, evidence))
        lead = next((each.sentences for each in blocks if each.place == "paragraph"), ())
        takeaways = tuple(fresh(self._items(blocks, _TAKEAWAYS), [headline, dek, *lead]))
        meaning = next((each.sentences for each in blocks if each.under in self._texts(_MEANING)), ())
        watch = tuple(self._items(blocks, _WATCH))
        heading = next((each.under for each in blocks if each.under in self._texts(_WATCH)), "")
        sections = (
            Section(sentences=lead),
            Section(sentences=takeaways, listed=True),
            Section(sentences=meaning),
            Section(sentences=watch, listed=True, heading=heading),
        )
        closing = self.fixed.get(_CLOSING, "")
        return Told(
            headline=headline,
            dek=dek,
            sections=tuple(each for each in sections if each.sentences),
            closing=closing if any(closing in each.sentences for each in blocks) else "",
            url=address(piece, self.base_url),
        )

    def _texts(self, ids: Sequence[str]) -> frozenset[str]:
        return frozenset(self.fixed[each] for each in ids if each in self.fixed)

    def _items(self, blocks: Sequence[Block], ids: Sequence[str]) -> Iterator[str]:
        under = self._texts(ids)
        yield from (" ".join(each.sentences) for each in blocks if each.place == "item" and each.under in under)

    def _blocks(self, markdown: str, evidence: Mapping[str, Any]) -> Iterator[Block]:
        """Cut an article as the verifier cuts it, so that what it is shown again is what it has read."""
        known = known_texts(self.fixed, evidence.get("notes", ()))
        settled = settle(scan(markdown).pieces, written(evidence, Ledger(evidence)), known)
        heads = frozenset(text for name, text in self.fixed.items() if name.startswith(("heading-", "label-")))
        body = [piece for piece in settled.pieces if piece.field == "body" and piece.place != "row"]
        under = ""
        for _, group in groupby(body, attrgetter("block")):
            pieces = list(group)
            if pieces[0].text in heads or pieces[0].place == "heading":
                under = pieces.pop(0).text
            if pieces:
                yield Block(under, pieces[0].place, tuple(line(each.text, _MOST) for each in pieces))

    def faults(self, name: str, form: str, markdown: str, evidence: Mapping[str, Any]) -> list[str]:
        """Return what the verifier finds wrong with a form, read back from its file.

        Args:
            name: Of the file.
            form: Its text.
            markdown: The article.
            evidence: Of the article.
        """
        front = scan(markdown).front or {}
        said = read(name, form, line(str(front.get("title", "")), _MOST))
        verdict = verify(_manuscript(said, front), evidence, names=self.names, fixed=self.fixed, whole=False)
        return [f"{name}: {each.sentence}: {each.what}" for each in verdict.problems]


def _manuscript(said: Said, front: Mapping[str, Any]) -> str:
    """Return what a form says as an article: JSON is YAML, and a form without a dek leaves the article's own."""
    head = {**front, "title": said.headline} | ({"description": said.dek} if said.dek else {})
    body = "\n\n".join(map(_block, filter(None, said.lines)))
    return f"---\n{json.dumps(head, ensure_ascii=False, default=_dated)}\n---\n\n{body}\n"


def _block(text: str) -> str:
    mark = ITEM if text.startswith(ITEM) else ""
    return mark + _MARKUP.sub(r"\\\1", text.removeprefix(mark))


def _dated(value: object) -> str:
    return iso(value) if isinstance(value, datetime) else str(value)


def newest(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return the articles that speak of the newest one's day."""
    days = [closing_day(piece.date) for piece in pieces]
    return tuple(piece for piece, day in zip(pieces, days, strict=True) if day == max(days))


def write_shorts(pieces: Sequence[Piece], shortener: Shortener, output: Path) -> Mapping[str, Path]:
    """Write the short forms of articles, and return slug → the folder that they lie in.

    Those of one article that are refused keep nothing from the others; what lay there of it goes,
    since it tells what the article may not tell any more.

    Raises:
        InputError: An article cannot be read, or the place cannot be written.
        HeldError: Some were refused; all others are written.
    """
    done: dict[str, Path] = {}
    reasons: list[str] = []
    for piece in pieces:
        folder = output / SHORT / piece.slug
        try:
            made = shortener.shorten(piece)
        except HeldError as error:
            reasons += [str(error), *error.reasons]
            for name in NAMES:
                (folder / name).unlink(missing_ok=True)
            continue
        write_files(folder, made)
        done[piece.slug] = folder
    if reasons:
        raise HeldError(f"{len(pieces) - len(done)} of {len(pieces)} articles have no short forms", reasons)
    return done
