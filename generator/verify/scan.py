"""Scan: a finished Markdown file → its front matter, and its sentences as a reader sees them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from generator.errors import InputError
from generator.resources import parse_yaml
from generator.verify import words

if TYPE_CHECKING:
    from generator.model.article import Field

Place = Literal["title", "description", "heading", "paragraph", "item", "row"]

_FENCE: Final = "---"
_MARKUP: Final = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])|!?\[(?P<link>[^\]]*)\](?:\([^)]*\)|\[[^\]]*\])"
    r"|</?[A-Za-z][^>]*>|(?<!\$)\*+|`+|(?<!\w)_+(?=\w)|(?<=[\w.!?])_+(?!\w)"
)
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_LABEL: Final = re.compile(r"\*\*([^*]+?[:.])\*\*\s+(?=\S)|\*\*([^*]+?)\*\*:\s+(?=\S)")
_LIST: Final = re.compile(r"(?:[-*+]|\d{1,2}[.)])\s+(?=\S)")
_DELIMITER: Final = re.compile(r"[\s|:-]+")
_END: Final = re.compile(r"[.!?]+[\"')\]]*\s+")
#: Typographic quotes, minus signs and hyphens, as plain ones.
_PLAIN: Final = str.maketrans("\u2019\u2018\u201c\u201d\u2212\u2011\u2010", "''\"\"---")
_ABBREVIATED: Final = frozenset(
    {"vs", "inc", "corp", "ltd", "no", "mr", "ms", "mrs", "dr", "st", "e.g", "i.e", "approx", "co", "cf"}
)
_ACRONYMS: Final = frozenset({"u.s", "u.k", "e.u"})
_HOURS: Final = frozenset({"a.m", "p.m"})
_MONTHS: Final = frozenset(word for names in words.MONTHS for word in names.split()[1:])
#: Words that begin a sentence, after "U.S.", where a name might also go on.
_STARTERS: Final = frozenset(words.STARTERS.split())


class Piece(NamedTuple):
    """One sentence, heading, item or table row as plain text.

    ``block`` numbers paragraphs, so that a name given in one is not carried into the next;
    ``line`` is the line of the file, 0 for title and description.
    """

    text: str
    place: Place
    field: Field
    block: int
    line: int


@dataclass(frozen=True, slots=True)
class Page:
    """A scanned file: ``front`` is None where it cannot be read (``why``); the body has ``above`` lines above it."""

    front: dict[str, Any] | None
    pieces: tuple[Piece, ...]
    why: str = ""
    body: str = ""
    above: int = 0


def scan(markdown: str) -> Page:
    """Cut a file into front matter and sentences; never raises."""
    text = markdown.replace("\r\n", "\n")
    head, body = _parted(text)
    front, why = _front(head)
    pieces = list(_front_pieces(front or {}))
    above = text[: len(text) - len(body)].count("\n")
    pieces.extend(piece._replace(line=piece.line + above) for piece in _body_pieces(body))
    return Page(front, tuple(pieces), why, body, above)


#: Without any of these a run of Markdown is plain but for its spaces.
_MARKED: Final = re.compile(r"[\\\[<*`_&|\u2010\u2011\u2018-\u201d\u2212]")


def plain(markdown: str) -> str:
    """Return a run of Markdown as a reader sees it: no markup, straight quotes, single spaces."""
    text = markdown
    if _MARKED.search(text) is None:
        return " ".join(text.split())
    if "&" in text and ";" in text:
        text = html.unescape(text)
    text = _MARKUP.sub(_shown, text).translate(_PLAIN)
    if "|" in text:
        # A row of a table, however its cells are padded; an empty cell keeps its place.
        bare = text.strip().removeprefix("|").removesuffix("|")
        text = " | ".join(bare.split("|"))
    return " ".join(text.split())


def _shown(found: re.Match[str]) -> str:
    return found["escaped"] or found["link"] or ""


def sentences(text: str) -> list[str]:
    """Cut plain text into sentences.

    A point after a month ("Feb. 6"), in "U.S." or "a.m." ends none, unless what follows
    shows that it does.

    Example:
        >>> sentences("It fell on Feb. 6. BTC. The U.S. dollar rose.")
        ['It fell on Feb. 6.', 'BTC.', 'The U.S. dollar rose.']
    """
    found, start = [], 0
    for end in _END.finditer(text):
        if text[end.start()] == "." and _goes_on(text, start, end.start(), end.end()):
            continue
        found.append(text[start : end.end()].strip())
        start = end.end()
    if text[start:].strip():
        found.append(text[start:].strip())
    return found


def _goes_on(text: str, start: int, point: int, after: int) -> bool:
    """Whether a sentence goes on behind the point of an abbreviation."""
    word = text[start:point].rpartition(" ")[2].lstrip("(\"'").lower()
    following = text[after : after + 20].partition(" ")[0].strip("\"'(.,")
    if word in _MONTHS:
        return following[:1].isdigit()
    if word in _ACRONYMS:
        return following not in _STARTERS
    if word in _HOURS:
        return following.isupper() or following[:1].islower()
    return word in _ABBREVIATED


def _parted(text: str) -> tuple[str, str]:
    if not text.startswith(f"{_FENCE}\n"):
        return "", text
    head, fence, body = text[len(_FENCE) + 1 :].partition(f"\n{_FENCE}\n")
    return (head, body) if fence else ("", text)


def _front(head: str) -> tuple[dict[str, Any] | None, str]:
    if not head:
        return None, "there is no front matter"
    try:
        read = parse_yaml(head, "front matter")
    except (InputError, ValueError) as error:
        return None, str(error)
    return (read, "") if isinstance(read, dict) else (None, "the front matter is no mapping")


def _front_pieces(front: dict[str, Any]) -> Iterator[Piece]:
    if isinstance(title := front.get("title"), str):
        yield Piece(plain(title), "title", "title", -2, 0)
    if isinstance(description := front.get("description"), str):
        for sentence in sentences(plain(description)):
            yield Piece(sentence, "description", "description", -1, 0)


# The body


def _body_pieces(body: str) -> Iterator[Piece]:
    if "<!--" in body:
        body = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), body)
    for number, (place, line, raw) in enumerate(_blocks(body)):
        yield from (Piece(text, place, "body", number, line) for text in _cut(place, raw))


def _cut(place: Place, raw: str) -> Iterator[str]:
    if place == "row":
        yield plain(raw)
        return
    # A label in bold at the head of a paragraph is a sentence of its own.
    label = _LABEL.match(raw)
    if label is not None:
        yield plain(label[1] or f"{label[2]}:")
        raw = raw[label.end() :]
    text = plain(raw)
    if place == "heading":
        yield text
    else:
        yield from sentences(text)


def _blocks(body: str) -> Iterator[tuple[Place, int, str]]:
    """Yield headings, paragraphs, list items and rows, with the line that they begin on."""
    gathered: list[str] = []
    place: Place = "paragraph"
    began = 0
    for number, line in enumerate(body.split("\n"), start=1):
        bare = line.strip().lstrip("> ") if line.lstrip().startswith(">") else line.strip()
        starts = not bare or bare[0] in "#|-*+=~`" or bare[0].isdigit()
        if starts:
            kind = _opens(bare)
            if kind is not None:
                if gathered:
                    yield place, began, " ".join(gathered)
                    gathered = []
                if kind in ("heading", "row"):
                    if not (kind == "row" and _DELIMITER.fullmatch(bare)):
                        yield kind, number, bare.strip("#").strip() if kind == "heading" else bare  # type: ignore[misc]
                    place = "paragraph"
                    continue
                if kind == "gap":
                    place = "paragraph"
                    continue
                place, bare = "item", bare[_LIST.match(bare).end() :]  # type: ignore[union-attr]
        if not gathered:
            began = number
        gathered.append(bare)
    if gathered:
        yield place, began, " ".join(gathered)


def _opens(bare: str) -> str | None:
    """Return what a line opens: ``gap`` for blank lines, rules and fences; None if it goes on."""
    if not bare or bare.startswith(("```", "~~~")) or (len(bare) >= 3 and set(bare) <= set("-*_= ")):
        return "gap"
    if bare.startswith("#"):
        return "heading" if bare.lstrip("#").startswith((" ", "\t")) else None
    if bare.startswith("|"):
        return "row"
    return "item" if _LIST.match(bare) else None
