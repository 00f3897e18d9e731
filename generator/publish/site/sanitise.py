"""Untrusted markup as markup that can do nothing: the one place that says what is let through."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from nh3 import Cleaner

#: Words, lists, tables, pictures and what folds; nothing that runs, embeds, asks or restyles.
_TAGS: Final = frozenset(
    {
        "a", "abbr", "b", "blockquote", "br", "caption", "code", "col", "colgroup", "dd", "del", "details", "div",
        "dl", "dt", "em", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li",
        "mark", "ol", "p", "pre", "q", "s", "section", "small", "span", "strong", "sub", "summary", "sup", "table",
        "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul",
    }
)  # fmt: skip
#: No ``style``: the pages' policy forbids it, so a column's alignment is a class. No ``srcset``: nobody checks
#: the addresses in it.
_ATTRIBUTES: Final = {
    "*": {"id", "class", "title", "lang", "dir"},
    "a": {"href", "download", "aria-label"},
    "abbr": {"title"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope"},
    "time": {"datetime"},
}
#: A wide table scrolls within its box, and who has no mouse must reach the box.
_VALUES: Final = {"div": {"tabindex": {"0"}, "role": {"group"}}}
_SCHEMES: Final = frozenset({"http", "https", "mailto"})
#: With what is in them: nobody wants to read a script.
_DROPPED: Final = frozenset({"script", "style"})


def sanitise(markup: str) -> str:
    """Return well-formed HTML without script, frames, event handlers, styles, and other than web and mail addresses.

    Example:
        >>> sanitise('<p onclick="x()">5% <script>x()</script><a href="javascript:x()">up</a></p>')
        '<p>5% <a>up</a></p>'
    """
    return _cleaner().clean(markup)


@cache
def _cleaner() -> Cleaner:
    """Make the cleaner once: to hand it the lists costs as much as to clean an article."""
    import nh3  # noqa: PLC0415 - a compiled library, which only a build of pages needs

    return nh3.Cleaner(
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        tag_attribute_values=_VALUES,
        url_schemes=_SCHEMES,
        clean_content_tags=_DROPPED,
        link_rel=None,
        strip_comments=True,
    )
