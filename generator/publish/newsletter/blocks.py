"""An article's text as the parts that a mail is made of: the same parts for HTML and for plain text.

It is read as the site reads it, CommonMark and tables; raw HTML in it is dropped, as there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Final, Literal

from generator.publish.exports.words import address
from generator.publish.newsletter.lines import seen

if TYPE_CHECKING:
    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

    from generator.model.mailing import Inlay

Side = Literal["left", "right", "center"]

_ALIGNED: Final = re.compile(r"text-align:\s*(left|right|center)")
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_SPACE: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Span:
    r"""A run of words in one manner; a text of ``\n`` is a break of the line."""

    text: str
    strong: bool = False
    em: bool = False
    code: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` is 2 or more: the headline above the text is 1."""

    level: int
    spans: tuple[Span, ...]
    kind: ClassVar[str] = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words."""

    spans: tuple[Span, ...]
    kind: ClassVar[str] = "paragraph"


@dataclass(frozen=True, slots=True)
class Listed:
    """Items, numbered from ``start`` or, where it is None, not at all."""

    items: tuple[tuple[Block, ...], ...]
    start: int | None
    kind: ClassVar[str] = "list"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, the heads first; as many sides as columns."""

    rows: tuple[tuple[tuple[Span, ...], ...], ...]
    sides: tuple[Side, ...]
    kind: ClassVar[str] = "table"


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody else says."""

    blocks: tuple[Block, ...]
    kind: ClassVar[str] = "quote"


@dataclass(frozen=True, slots=True)
class Code:
    """Lines that stay as they are."""

    text: str
    kind: ClassVar[str] = "code"


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture that stands alone. ``inlay`` is None where the issue shows none: then its words stand for it."""

    alt: str
    inlay: Inlay | None
    kind: ClassVar[str] = "figure"


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""

    kind: ClassVar[str] = "rule"


Block = Heading | Paragraph | Listed | Table | Quote | Code | Figure | Rule


@dataclass(frozen=True, slots=True)
class Around:
    """What a text stands in.

    Args:
        page: The article's page on the site, with a slash at its end; "" for none.
        figure: Returns a picture by address and words, None where it is not the article's own.
    """

    page: str
    figure: Callable[[str, str], Figure | None]

    def link(self, href: str) -> str:
        """Return a whole web or mail address, "" where there is none that may be followed."""
        if not href or _SCHEME.match(href):
            return _plain(href)
        if not self.page:
            return ""
        if href.startswith("/"):
            scheme, _, rest = self.page.partition("://")
            return _plain(f"{scheme}://{rest.partition('/')[0]}{href}")
        return _plain(self.page + href)


def _plain(href: str) -> str:
    return (address(href) or "").replace("&amp;", "&")


def parse(text: str) -> SyntaxTreeNode:
    """Return a text's tree."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - a day's writing needs no parser
    from markdown_it.tree import SyntaxTreeNode  # noqa: PLC0415 - as above

    parser = MarkdownIt("commonmark").enable("table")
    # The tree holds addresses as they were given: `Around.link` judges and encodes them, once.
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return SyntaxTreeNode(parser.parse(text))


def blocks(nodes: Sequence[SyntaxTreeNode], around: Around) -> tuple[Block, ...]:
    """Return what a tree's nodes say."""
    return tuple(block for node in nodes for block in _block(node, around))


def _block(node: SyntaxTreeNode, around: Around) -> Iterator[Block]:
    read = _READERS.get(node.type)
    if read is not None:
        yield from read(node, around)


def _heading(node: SyntaxTreeNode, around: Around) -> Iterator[Block]:
    if spans := _inline(node, around):
        # The article's own heading is its title, so that a text's begin below it.
        yield Heading(max(2, int(node.tag[1])), spans)


def _list(node: SyntaxTreeNode, around: Around) -> Iterator[Block]:
    items = tuple(inner for item in node.children if (inner := blocks(item.children, around)))
    if items:
        yield Listed(items, int(node.attrGet("start") or 1) if node.type == "ordered_list" else None)


def _quote(node: SyntaxTreeNode, around: Around) -> Iterator[Block]:
    if inner := blocks(node.children, around):
        yield Quote(inner)


def _code(node: SyntaxTreeNode, _: Around) -> Iterator[Block]:
    if text := seen(node.content).strip("\n"):
        yield Code(text)


def _paragraph(node: SyntaxTreeNode, around: Around) -> Iterator[Block]:
    tokens = _tokens(node)
    if len(tokens) == 1 and tokens[0].type == "image":
        figure = around.figure(str(tokens[0].attrGet("src") or ""), _alt(tokens[0]))
        if figure is not None:
            yield figure
            return
    if spans := _inline(node, around):
        yield Paragraph(spans)


def _table(node: SyntaxTreeNode, around: Around) -> Iterator[Block]:
    rows = [row.children for part in node.children for row in part.children]
    sides = [_ALIGNED.search(str(each.attrGet("style") or "")) for each in rows[0]]
    yield Table(
        rows=tuple(tuple(_inline(cell, around) for cell in row) for row in rows),
        sides=tuple(side[1] if side else "left" for side in sides),  # type: ignore[misc]
    )


def _tokens(node: SyntaxTreeNode) -> list[Token]:
    return [token for child in node.children if child.type == "inline" for token in child.token.children or ()]  # type: ignore[union-attr]


def _inline(node: SyntaxTreeNode, around: Around) -> tuple[Span, ...]:
    """Return the words of a block that holds one ``inline``, without blanks at its ends."""
    manner = Span("")
    found: list[Span] = []
    for token in _tokens(node):
        if token.type in _MANNERS:
            manner = _MANNERS[token.type](manner)
        elif token.type == "link_open":
            manner = replace(manner, href=around.link(str(token.attrGet("href") or "")))
        elif token.type == "link_close":
            manner = replace(manner, href="")
        elif token.type == "image":
            found.append(_in_line(token, manner, around))
        else:
            found.append(_run(token, manner))
    return _trimmed(found)


def _run(token: Token, manner: Span) -> Span:
    """Return the words of a token; HTML has none."""
    if token.type in ("text", "text_special", "code_inline"):
        return replace(manner, text=_SPACE.sub(" ", seen(token.content)), code=token.type == "code_inline")
    return Span("\n") if token.type == "hardbreak" else replace(manner, text=" " if token.type == "softbreak" else "")


def _in_line(token: Token, manner: Span, around: Around) -> Span:
    """Return a picture among words as its own words; one of another host as a link to it, as the site does."""
    alt = _alt(token)
    return replace(manner, text=alt or "picture", href=manner.href or around.link(str(token.attrGet("src") or "")))


def _alt(token: Token) -> str:
    inner = token.children or ()
    return " ".join(seen("".join(_alt(each) if each.children else each.content or " " for each in inner)).split())


def _trimmed(spans: list[Span]) -> tuple[Span, ...]:
    kept = [span for span in spans if span.text]
    while kept and not kept[0].text.strip():
        kept.pop(0)
    while kept and not kept[-1].text.strip():
        kept.pop()
    if kept:
        kept[0] = replace(kept[0], text=kept[0].text.lstrip())
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip())
    return tuple(kept)


_READERS: Final[Mapping[str, Callable[[SyntaxTreeNode, Around], Iterator[Block]]]] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "bullet_list": _list,
    "ordered_list": _list,
    "table": _table,
    "blockquote": _quote,
    "fence": _code,
    "code_block": _code,
    "hr": lambda _, __: iter((Rule(),)),
}
_MANNERS: Final[Mapping[str, Callable[[Span], Span]]] = {
    "strong_open": lambda span: replace(span, strong=True),
    "strong_close": lambda span: replace(span, strong=False),
    "em_open": lambda span: replace(span, em=True),
    "em_close": lambda span: replace(span, em=False),
}
