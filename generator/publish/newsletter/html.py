"""The HTML of an issue: tables that hold in Outlook, styles on each element, dark where the reader is."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from generator.publish.newsletter.inlays import WIDTH
from generator.publish.newsletter.lines import held, released
from generator.templating import fill, load

if TYPE_CHECKING:
    from css_inline import CSSInliner
    from jinja2 import Environment

    from generator.publish.newsletter.story import Issue

#: Of the column, with its edges. [pixels]
COLUMN: Final = 600
#: Mailboxes show about so much after a subject; what follows the preheader there must be seen as nothing.
_PREVIEW: Final = 150
_NOTHING: Final = "\u034f\u200c\u00a0"
#: Stands for the target's own token until the page is parsed and written; no text that is seen holds it.
_WAY_OUT: Final = "\ue0f8"
_HEAD: Final = "<head>"
_CHARSET: Final = '<meta charset="utf-8">'


def html(issue: Issue, jinja: Environment) -> str:
    """Return the whole page.

    Raises:
        TemplateError: ``email/issue.html.j2`` or ``email/style.css`` is missing or asks for what is not there.
    """
    values = {
        "issue": issue,
        "letterhead": issue.letterhead,
        "column": COLUMN,
        "width": WIDTH,
        "padding": _NOTHING * max(0, (_PREVIEW - len(issue.preheader)) // 2),
        "held": held,
        "way_out": _WAY_OUT if issue.way_out else "",
    }
    filled = fill(load(jinja, "email/issue.html.j2"), values)
    written = released(_inliner().inline(filled))
    # The styles come first in the head, and programs look for the charset only at its beginning.
    written = written.replace(_HEAD, f"{_HEAD}{_CHARSET}", 1)
    return written.replace(_WAY_OUT, _quoted(issue.way_out)) if issue.way_out else written


def _quoted(token: str) -> str:
    """Return a target's token as an attribute holds it; what services look for has none of these."""
    return token.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")


@cache
def _inliner() -> CSSInliner:
    import css_inline  # noqa: PLC0415 - a compiled library, which only newsletters need

    return css_inline.CSSInliner(
        keep_style_tags=False, keep_at_rules=True, minify_css=True, load_remote_stylesheets=False
    )
