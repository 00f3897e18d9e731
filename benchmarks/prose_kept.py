"""Figures that a page of the documentation keeps: a section between two marks is written anew."""

import re

from benchmarks.children import ROOT

PAGE = ROOT / "docs" / "prose.md"


def keep(section, text, page=PAGE):
    """Put a text between the marks of a section.

    Raises:
        LookupError: The page has no such section.
    """
    marks = re.compile(rf"(<!-- {section} -->\n).*?(<!-- /{section} -->)", re.DOTALL)
    told, count = marks.subn(
        lambda found: f"{found[1]}\n{text.strip()}\n\n{found[2]}", page.read_text(encoding="utf-8")
    )
    if count != 1:
        raise LookupError(f"{page}: has no section {section} between its marks")
    page.write_text(told, encoding="utf-8")
