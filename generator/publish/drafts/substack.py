"""Substack: a file to paste into its editor, for it has no interface for drafts.

``output/newsletter/<issue>.substack.html`` holds headings, paragraphs, lists and pictures, which the editor takes over.
It knows no tables, so rows of a table are lines of a list.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Final

from generator.errors import InputError, TargetError
from generator.model.mailing import Found, Mailing, Pictures
from generator.publish.drafts.simple import simple_html
from generator.publish.drafts.wording import content, there
from generator.publish.files import write_file

_TABLE: Final = re.compile(r"<table\b.*?</table>", re.DOTALL)
_ROW: Final = re.compile(r"<tr\b[^>]*>(.*?)</tr>", re.DOTALL)
_CELL: Final = re.compile(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", re.DOTALL)
_ISSUE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")


class Substack:
    """Files to paste."""

    name = "substack"
    #: The editor copies pictures from their addresses.
    pictures: Pictures = "hosted"
    #: Substack adds its own.
    unsubscribe: str | None = None

    def __init__(self, output: Path) -> None:
        self._folder = output / "newsletter"

    def find(self, mailing: Mailing, known: str) -> Found | None:  # noqa: ARG002 - an issue has one file
        """Return the issue's file; its name is its id."""
        return self._read(mailing)

    def create(self, mailing: Mailing) -> Found:
        """Write the file."""
        try:
            write_file(self._folder / _named(mailing), _page(mailing))
        except InputError as error:
            raise TargetError(f"substack: {error}") from error
        return there(self.name, self._read(mailing))

    def replace(self, found: Found, mailing: Mailing) -> Found:  # noqa: ARG002 - an issue has one file
        """Write the file anew; a reader sees the old one or the new one."""
        return self.create(mailing)

    def _read(self, mailing: Mailing) -> Found | None:
        name = _named(mailing)
        path = self._folder / name
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise TargetError(f"substack: {path} cannot be read; move it away and run again") from error
        holds = mailing.sha256 if text == _page(mailing) else ""
        return Found(id=name, state="draft", content=content(text), where=str(path), holds=holds)


def _named(mailing: Mailing) -> str:
    if _ISSUE.fullmatch(mailing.id) is None:
        raise ValueError(f"{mailing.id!r} names no issue")
    return f"{mailing.id}.substack.html"


def _page(mailing: Mailing) -> str:
    """Title and subtitle have fields of their own there, so they stand apart."""
    body = _TABLE.sub(_listed, simple_html(mailing.markdown, mailing.subject))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(mailing.subject)}</title>\n</head>\n<body>\n"
        f"<header>\n<h1>{escape(mailing.subject)}</h1>\n<p>{escape(mailing.preheader)}</p>\n</header>\n"
        f"<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _listed(found: re.Match[str]) -> str:
    """Write a table as a list: each row's first cell, and the others by their heads."""
    rows = [_CELL.findall(row) for row in _ROW.findall(found[0])]
    if not rows:
        return ""
    heads, *rest = rows
    lines = []
    for first, *others in rest:
        named = [f"{head} {cell}".strip() for head, cell in zip(heads[1:], others, strict=False)]
        lines.append(f"<li><strong>{first}</strong>: {'; '.join(named)}</li>")
    return f"<ul>\n{chr(10).join(lines)}\n</ul>"
