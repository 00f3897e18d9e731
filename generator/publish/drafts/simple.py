"""An issue as plain HTML, for editors that bring a design of their own."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from generator.publish.site.sanitise import sanitise

_TABLE: Final = re.compile(r"<table\b.*?</table>", re.DOTALL)
_HEADING: Final = re.compile(r"<(/?)h([1-5])>")
_PICTURE: Final = re.compile(r"<p>(<img [^>]*>)</p>")


def simple_html(markdown: str, title: str) -> str:
    """Return Markdown as headings, paragraphs, lists, tables and figures, without a style.

    Headlines are headings of the second level: the first is the title's, which has a field of its own in such editors.
    So a headline that only repeats the title at the beginning is left out.
    """
    # A compiled library, which only drafts and pages need.
    from cmarkgfm import markdown_to_html_with_extensions as to_html  # type: ignore[import-untyped]  # noqa: PLC0415

    lowered = _HEADING.sub(lambda found: f"<{found[1]}h{int(found[2]) + 1}>", to_html(markdown, 0, ["table"]))
    html = _PICTURE.sub(r"<figure>\1</figure>", sanitise(lowered)).strip()
    return html.removeprefix(f"<h2>{escape(title, quote=False)}</h2>").strip()


def with_cards(html: str) -> str:
    """Return simple HTML in which tables and figures are cards of HTML, as Ghost keeps them as they are."""
    carded = _TABLE.sub(_card, html)
    return re.sub(r"<figure>.*?</figure>", _card, carded, flags=re.DOTALL)


def _card(found: re.Match[str]) -> str:
    return f"<!--kg-card-begin: html-->\n{found[0]}\n<!--kg-card-end: html-->"
