"""Markdown as HTML: CommonMark and tables. Raw HTML in it stays words; decision 0040 says why not ``markdown``."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.publish.site.sanitise import sanitise

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_PICTURE: Final = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)\.(svg|png|jpe?g|webp)")
_SIZE: Final = re.compile(r"""<svg\b[^>]*?\bviewBox=["']\s*[\d.+-]+[\s,]+[\d.+-]+[\s,]+([\d.]+)[\s,]+([\d.]+)""")
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_ALIGNED: Final = re.compile(r"text-align:\s*(left|right|center)")
_NOT_ID: Final = re.compile(r"[^a-z0-9]+")
_NUMERIC: Final = re.compile(r"[-+\u2212]?[$€£]?[\d.,]+(?:[eE][-+]?\d+)?%?")


@dataclass(frozen=True, slots=True)
class Engine:
    """Renders articles; made once, since setting up the parser costs as much as an article."""

    parser: MarkdownIt

    def render(self, text: str, folder: Path) -> str:
        """Return sanitised HTML.

        Args:
            text: Markdown, untrusted.
            folder: Where the article's pictures lie. Its name is what their addresses begin with.
        """
        tokens = list(_arranged(self.parser.parse(text), folder))
        return sanitise(self.parser.renderer.render(tokens, self.parser.options, {}))


def engine(clean: Callable[[str], str]) -> Engine:
    """Return an engine that puts every address through ``clean`` before it is judged and encoded."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - a build of pages needs it, a day's writing does not

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    normal = parser.normalizeLink
    parser.normalizeLink = lambda url: normal(clean(url))  # type: ignore[method-assign]
    return Engine(parser)


def _arranged(tokens: Sequence[Token], folder: Path) -> Iterator[Token]:
    """Give headings their level and id, cells their class, and pictures their frame and data."""
    ids: set[str] = set()
    skip = 0
    for place, token in enumerate(tokens):
        if skip:
            skip -= 1
            continue
        if token.type == "paragraph_open" and (figure := _only_picture(tokens[place + 1], folder)):
            token.type, token.tag, token.content, skip = "html_block", "", figure, 2
        elif token.type == "heading_open":
            _heading(token, tokens[place + 1], tokens[place + 2], ids)
        elif token.type in ("th_open", "td_open"):
            _cell(token, tokens[place + 1], tokens[place + 2])
        elif token.type == "inline":
            _pictures_in(token, folder)
        elif token.type in ("table_open", "table_close"):
            opening = token.type == "table_open"
            # A wide table scrolls in a box of its own, which the keyboard can reach.
            token.type, token.content = "html_block", _TABLE_OPEN if opening else _TABLE_CLOSE
        yield token


_TABLE_OPEN: Final = '<div class="scroll" tabindex="0">\n<table>\n'
_TABLE_CLOSE: Final = "</table>\n</div>\n"


def unboxed(html: str) -> str:
    """Return rendered HTML without the boxes that tables scroll in and without pictures' data, as feeds want it."""
    plain = html.replace(_TABLE_OPEN, "<table>\n").replace(_TABLE_CLOSE, "</table>\n")
    return re.sub(r"<details>.*?</details>\n?", "", plain, flags=re.DOTALL)


def _heading(opening: Token, words: Token, closing: Token, ids: set[str]) -> None:
    # The page's own heading is the title, so that a text's begin below it.
    if opening.tag == "h1":
        opening.tag = closing.tag = "h2"
    plain = "".join(child.content for child in words.children or ()).lower()
    base = f"s-{_NOT_ID.sub('-', plain).strip('-')}".rstrip("-")
    name, number = base, 2
    while name in ids:
        name, number = f"{base}-{number}", number + 1
    ids.add(name)
    opening.attrSet("id", name)


def _cell(opening: Token, words: Token, closing: Token) -> None:
    aligned = _ALIGNED.search(str(opening.attrs.pop("style", "")))
    if aligned is not None:
        opening.attrSet("class", aligned[1])
    if opening.tag == "th":
        if words.content:
            opening.attrSet("scope", "col")
        else:
            # The corner above row names is no heading, and a screen reader must not announce it as one.
            opening.tag = closing.tag = "td"


def _only_picture(words: Token, folder: Path) -> str:
    children = words.children or []
    if len(children) != 1 or children[0].type != "image":
        return ""
    return _figure(children[0], folder)


def _pictures_in(words: Token, folder: Path) -> None:
    """Keep the article's own pictures; another host's would tell it who reads, so it is a link."""
    for child in words.children or ():
        if child.type == "image":
            own = _own(child, folder)
            child.type = "html_inline"
            child.content = _away(child) if own is None else _img(child, own)


def _own(image: Token, folder: Path) -> Path | None:
    name = str(image.attrs.get("src", "")).removeprefix("./").removeprefix(f"{folder.name}/")
    path = folder / name
    return path if _PICTURE.fullmatch(name) is not None and path.is_file() else None


def _away(image: Token) -> str:
    return f'<a href="{escape(str(image.attrs.get("src", "")))}">{escape(_alt(image) or "picture")}</a>'


def _alt(image: Token) -> str:
    return "".join(" " if child.type == "softbreak" else child.content for child in image.children or ())


def _img(image: Token, path: Path) -> str:
    size = _size(path)
    extent = f' width="{size[0]}" height="{size[1]}"' if size is not None else ""
    return f'<img src="{path.name}" alt="{escape(_alt(image))}"{extent} loading="lazy" decoding="async">'


def _figure(image: Token, folder: Path) -> str:
    path = _own(image, folder)
    if path is None:
        return ""
    title = str(image.attrs.get("title", ""))
    caption = f"<figcaption>{escape(title)}</figcaption>\n" if title else ""
    return f"<figure>\n{_img(image, path)}\n{caption}{_data(path.with_suffix('.csv'))}</figure>\n"


def _size(path: Path) -> tuple[int, int] | None:
    """Read how large a picture is, so that the text below it does not jump when it arrives."""
    with path.open("rb") as file:
        head = file.read(2048)
    if head.startswith(_PNG):
        return int.from_bytes(head[16:20]), int.from_bytes(head[20:24])
    found = _SIZE.search(head.decode(errors="replace"))
    return None if found is None else (round(float(found[1])), round(float(found[2])))


def _data(path: Path) -> str:
    """Give a picture's values as a table that unfolds; nothing where it has none."""
    if not path.is_file():
        return ""
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    if not rows:
        return ""
    head = "".join(f'<th scope="col">{escape(each)}</th>' if each else "<td></td>" for each in rows[0])
    body = "".join(f"<tr>{''.join(map(_value, row))}</tr>\n" for row in rows[1:])
    table = f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>"
    link = f'<p><a href="{path.name}" download="{path.name}">CSV</a></p>'
    box = f'<div class="scroll" tabindex="0">\n{table}\n</div>'
    return f"<details><summary>The values</summary>\n{box}\n{link}\n</details>\n"


def _value(cell: str) -> str:
    side = ' class="right"' if _NUMERIC.fullmatch(cell) else ""
    return f"<td{side}>{escape(cell)}</td>"
