"""An article whose sentences can be exchanged one by one; all else stays as it stands, character by character."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from generator.publish.places import Span, spans

if TYPE_CHECKING:
    from generator.render.sentences import Written

_MARKUP: Final = re.compile(r"\*\*|(?<!\w)\*|\*(?!\w)|^[|\s]+|[|\s]+$")
_PICTURE: Final = re.compile(r"!\[$")
_HOLES: Final = re.compile(r"\n{3,}")
#: A heading with nothing under it.
_BARE_HEADING: Final = re.compile(r"^#{2,} [^\n]*\n\s*(?=^#{1,2} |\Z)", re.MULTILINE)
_VOWEL: Final = re.compile(r"\$?(?:8|11(?!\d)|18(?!\d))")
_ARTICLE: Final = re.compile(r"\b([Aa])n? $")


@dataclass(frozen=True, slots=True)
class Words:
    """New words for a part of a sentence: its offsets in the plain text, and what stands there from now on."""

    start: int
    end: int
    words: str


class Page:
    """The text of an article, with its sentences and claims as the evidence lists them.

    Args:
        front: The front matter.
        body: The Markdown below it.
        sentences: Of the evidence; they are changed in place.
        claims: Likewise.
    """

    def __init__(
        self,
        front: Mapping[str, Any],
        body: str,
        sentences: Sequence[Mapping[str, Any]],
        claims: Sequence[Mapping[str, Any]],
    ) -> None:
        self.front: dict[str, Any] = dict(front)
        self.body = body
        self.sentences: list[dict[str, Any]] = [dict(each) for each in sentences]
        self.claims: list[dict[str, Any]] = [dict(each) for each in claims]

    def sentence(self, name: str) -> dict[str, Any] | None:
        """Return a sentence of the evidence, None where it has gone."""
        return next((each for each in self.sentences if each["id"] == name), None)

    def claims_of(self, name: str) -> list[dict[str, Any]]:
        """Return a sentence's claims in order."""
        return sorted((each for each in self.claims if each["sentence"] == name), key=lambda each: int(each["order"]))

    def reword(self, name: str, text: str, changes: Sequence[Words]) -> bool:
        """Put new words into a sentence as it stands, and say whether it was found.

        Args:
            name: The evidence's sentence.
            text: The sentence as it stands, plain; an editor may have changed it.
            changes: What to put where, in the order of the text.
        """
        sentence = self.sentence(name)
        if sentence is None:
            return False
        field, as_written = sentence["field"], sentence["text"] == text
        where = str(self.front.get(field, "")) if field != "body" else self.body
        span = self._span(name, text) if field == "body" else spans([text], where)[0]
        if span is None:
            return False
        for each in reversed(changes):
            start, end = span.of(each.start, each.end)
            where = _put(where, start, end, each.words)
        if field == "body":
            self.body = where
        else:
            self.front[field] = where
        if as_written:
            for each in reversed(changes):
                text = _put(text, each.start, each.end, each.words)
            sentence["text"] = text
        return True

    def replace(self, name: str, written: Written) -> bool:
        """Put another sentence in the place of one that stands as it was written, and say whether it was found."""
        sentence = self.sentence(name)
        if sentence is None:
            return False
        text = sentence["text"]
        plain = _MARKUP.sub("", written.text)
        if sentence["field"] != "body":
            said = str(self.front[sentence["field"]])
            if text not in said:
                return False
            self.front[sentence["field"]] = said.replace(text, plain, 1)
        else:
            span = self._span(name, text)
            if span is None:
                return False
            start, end = self._marked(span)
            self.body = self.body[:start] + written.text + self.body[end:]
        statements = list(dict.fromkeys(f"{name}.s{claim.statement}" for claim in written.claims))
        sentence.update(text=plain, template=written.template, fixed=written.fixed, statements=statements)
        self._claim(name, written)
        return True

    def remove(self, name: str) -> bool:
        """Take out a sentence that stands as it was written, with the picture that it speaks for."""
        sentence = self.sentence(name)
        if sentence is None:
            return False
        if sentence["field"] != "body":
            said = str(self.front[sentence["field"]])
            self.front[sentence["field"]] = " ".join(said.replace(sentence["text"], "", 1).split())
        else:
            span = self._span(name, sentence["text"])
            if span is None:
                return False
            start, end = self._whole(*self._marked(span))
            self.body = _tidied(self.body[:start] + self.body[end:])
        self.sentences = [each for each in self.sentences if each["id"] != name]
        self.claims = [each for each in self.claims if each["sentence"] != name]
        return True

    def add(self, name: str, written: Written) -> None:
        """Add a paragraph of one sentence at the end."""
        self.body = f"{self.body.rstrip()}\n\n{written.text}\n"
        statements = list(dict.fromkeys(f"{name}.s{claim.statement}" for claim in written.claims))
        self.sentences.append(
            {
                "id": name,
                "field": "body",
                "text": _MARKUP.sub("", written.text),
                "template": written.template,
                "fixed": written.fixed,
                "statements": statements,
            }
        )
        self._claim(name, written)

    def _claim(self, name: str, written: Written) -> None:
        """Take down the claims of a sentence in place of those that it had."""
        at = next((n for n, each in enumerate(self.claims) if each["sentence"] == name), len(self.claims))
        kept = [each for each in self.claims if each["sentence"] != name]
        new = [
            {
                "id": f"{name}.c{order}",
                "sentence": name,
                "statement": f"{name}.s{claim.statement}",
                "order": order,
                "kind": claim.seed.kind,
                "role": claim.seed.role,
                "fact": claim.seed.fact,
                "than": claim.seed.than,
                "printed": claim.printed,
                "value": claim.seed.value,
                "unit": claim.seed.unit,
                "start": -1,
                "end": -1,
            }
            for order, claim in enumerate(written.claims)
        ]
        self.claims = [*kept[:at], *new, *kept[at:]]

    def _span(self, name: str, text: str) -> Span | None:
        """Return where a sentence stands; of equal ones the one that stands in its place."""
        listed = [each for each in self.sentences if each["field"] == "body"]
        texts = [text if each["id"] == name else str(each["text"]) for each in listed]
        at = next(n for n, each in enumerate(listed) if each["id"] == name)
        return spans(texts, self.body)[at] or spans([text], self.body)[0]

    def _marked(self, span: Span) -> tuple[int, int]:
        """Return a span with the markup that belongs to the sentence: stars, and the bars of a row."""
        start, end = span.start, span.end
        line = self.body.rfind("\n", 0, start) + 1
        if self.body[line : line + 1] == "|":
            after = self.body.find("\n", end)
            return line, len(self.body) if after < 0 else after
        while self.body[start - 1 : start] == "*":
            start -= 1
        while self.body[end : end + 1] == "*":
            end += 1
        return start, end

    def _whole(self, start: int, end: int) -> tuple[int, int]:
        """Return what goes with a sentence that is taken out: its line where it has one, its picture, a space."""
        line = self.body.rfind("\n", 0, start) + 1
        after = self.body.find("\n", end)
        after = len(self.body) if after < 0 else after
        before = self.body[line:start]
        if _PICTURE.search(before) or (not before.strip("-*| ") and not self.body[end:after].strip("| ")):
            return line, min(after + 1, len(self.body))
        return (start, end + 1) if self.body[end : end + 1] == " " else (start - (before[-1:] == " "), end)


def _put(text: str, start: int, end: int, words: str) -> str:
    """Put words into a text, with "a" or "an" before them as they begin."""
    before = text[:start]
    article = _ARTICLE.search(before)
    if article is not None and words[:1] in "$0123456789":
        before = f"{before[: article.start()]}{article[1]}{'n' if _VOWEL.match(words) else ''} "
    return before + words + text[end:]


def _tidied(body: str) -> str:
    return _HOLES.sub("\n\n", _BARE_HEADING.sub("", body)).strip() + "\n"
