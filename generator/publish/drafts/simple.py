"""An issue as plain HTML, for editors that bring a design of their own."""

from __future__ import annotations

import re
from typing import Final

from generator.publish.site.sanitise import sanitise

_TABLE: Final = re.compile(r"<table\b.*?</table>", re.DOTALL)
_PICTURE: Final = re.compile(r"<p>(<img [^>]*>)</p>")


def simple_html(markdown: str) -> str:
    """Return Markdown as headings, paragraphs, lists, tables and figures, without a style."""
    # A compiled library, which only drafts and pages need.
    from cmarkgfm import markdown_to_html_with_extensions as to_html  # type: ignore[import-untyped]  # noqa: PLC0415

    html = sanitise(to_html(markdown, 0, ["table"]))
    return _PICTURE.sub(r"<figure>\1</figure>", html).strip()


def with_cards(html: str) -> str:
    """Return simple HTML in which tables and figures are cards of HTML, as Ghost keeps them as they are."""
    carded = _TABLE.sub(_card, html)
    return re.sub(r"<figure>.*?</figure>", _card, carded, flags=re.DOTALL)


def _card(found: re.Match[str]) -> str:
    return f"<!--kg-card-begin: html-->\n{found[0]}\n<!--kg-card-end: html-->"
