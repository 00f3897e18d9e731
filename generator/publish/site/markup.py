"""Markdown as HTML: CommonMark, tables and footnotes. Decision 0040 says why by ``cmarkgfm``.

Raw HTML in a text is dropped by the parser, and what comes out is sanitised all the same.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from html import escape, unescape
from pathlib import Path
from typing import Final

from generator.publish.site.claims import unmarked
from generator.publish.site.sanitise import sanitise

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\.(?:svg|png|jpe?g|webp)")
_VIEW: Final = re.compile(r"""<svg\b[^>]*?\bviewBox=["']\s*[\d.+-]+[\s,]+[\d.+-]+[\s,]+([\d.]+)[\s,]+([\d.]+)""")
_PNG: Final = b"\x89PNG\r\n\x1a\n"
#: The parser's own output, in which every attribute is quoted and no value holds a "<" or a ">".
_IMAGE: Final = r'<img src="([^"]*)" alt="([^"]*)"(?: title="([^"]*)")? />'
_PICTURE: Final = re.compile(rf"<p>{_IMAGE}</p>|{_IMAGE}")
_HEADING: Final = re.compile(r"<(h[1-6])>(.*?)</\1>", re.DOTALL)
_CELL: Final = re.compile(r'<(t[hd])(?: align="(left|center|right)")?>(</th>)?')
_TAG: Final = re.compile(r"<[^>]*>")
_NOT_ID: Final = re.compile(r"[^a-z0-9]+")
_NUMBER: Final = re.compile(r"[-+\u2212]?[$€£]?[\d.,]+(?:[eE][-+]?\d+)?%?")
#: A wide table scrolls in a box of its own, which the keyboard can reach.
_BOX: Final = '<div class="scroll" tabindex="0">\n<table>'
_BOX_END: Final = "</table>\n</div>"


def render(text: str, folder: Path) -> str:
    """Return Markdown as sanitised HTML.

    Args:
        text: Untrusted.
        folder: Where the article's pictures lie. Its name is what their addresses begin with.
    """
    # A compiled library, which only a build of pages needs.
    from cmarkgfm import markdown_to_html_with_extensions as to_html  # type: ignore[import-untyped]  # noqa: PLC0415
    from cmarkgfm.cmark import Options  # type: ignore[import-untyped]  # noqa: PLC0415

    html: str = to_html(text, Options.CMARK_OPT_FOOTNOTES, ["table"])
    if "<table>" in html:
        html = _CELL.sub(_cell, html.replace("<table>", _BOX).replace("</table>", _BOX_END))
    if "<h" in html:
        html = _HEADING.sub(_Headings().named, html)
    if "<img" in html:
        html = _PICTURE.sub(lambda found: _picture(found, folder), html)
    return sanitise(html)


def unboxed(html: str) -> str:
    """Return rendered HTML without the boxes that tables scroll in and without pictures' data, as feeds want it."""
    plain = re.sub(r"<details>.*?</details>\n?", "", html, flags=re.DOTALL)
    return plain.replace(_BOX, "<table>").replace(_BOX_END, "</table>")


def _cell(found: re.Match[str]) -> str:
    """Give a cell its side as a class; the empty corner above row names is no heading, so that none is announced."""
    tag, side, empty = found.groups()
    style = f' class="{side}"' if side else ""
    if tag == "td" or empty:
        return f"<td{style}>" + ("</td>" if empty else "")
    return f'<th{style} scope="col">'


@dataclass(frozen=True, slots=True)
class _Headings:
    """Gives headings ids of their own; the page's first heading is the title, so a text's begin below it."""

    taken: set[str] = field(default_factory=set)

    def named(self, found: re.Match[str]) -> str:
        words = _NOT_ID.sub("-", unescape(_TAG.sub("", unmarked(found[2]))).lower()).strip("-")
        base = f"s-{words}" if words else "s"
        name, number = base, 2
        while name in self.taken:
            name, number = f"{base}-{number}", number + 1
        self.taken.add(name)
        level = "h2" if found[1] == "h1" else found[1]
        return f'<{level} id="{name}">{found[2]}</{level}>'


def _picture(found: re.Match[str], folder: Path) -> str:
    """Frame a picture that stands alone, and size one that stands in a line.

    Only the article's own are shown: another host's would tell it who reads, so it becomes a link.
    """
    alone = found[1] is not None
    src, alt, title = found.groups()[:3] if alone else found.groups()[3:]
    name = unescape(src).removeprefix("./").removeprefix(f"{folder.name}/")
    path = folder / name
    if _NAME.fullmatch(name) is None or not path.is_file():
        link = f'<a href="{src}">{alt or "picture"}</a>'
        return f"<p>{link}</p>" if alone else link
    size = _size(path)
    extent = f' width="{size[0]}" height="{size[1]}"' if size is not None else ""
    image = f'<img src="{name}" alt="{alt}"{extent} loading="lazy" decoding="async">'
    if not alone:
        return image
    caption = f"<figcaption>{title}</figcaption>\n" if title else ""
    # A caption stands first or last in its figure.
    return f"<figure>\n{image}\n{_data(path.with_suffix('.csv'))}{caption}</figure>"


def _size(path: Path) -> tuple[int, int] | None:
    """Read how large a picture is, so that the text below it does not jump when it arrives."""
    with path.open("rb") as file:
        head = file.read(2048)
    if head.startswith(_PNG):
        return int.from_bytes(head[16:20]), int.from_bytes(head[20:24])
    found = _VIEW.search(head.decode(errors="replace"))
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
    table = f"{_BOX}\n<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{body}</tbody>\n{_BOX_END}"
    link = f'<p><a href="{path.name}" download="{path.name}">CSV</a></p>'
    return f"<details>\n<summary>The values</summary>\n{table}\n{link}\n</details>\n"


def _value(cell: str) -> str:
    side = ' class="right"' if _NUMBER.fullmatch(cell) else ""
    return f"<td{side}>{escape(cell)}</td>"
