"""The plain text of an issue, made of the same parts as its HTML and not of the HTML.

Lines have 72 characters, so that they still fit when somebody answers below them; only an address may be longer.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from generator.publish.newsletter.blocks import Code, Figure, Heading, Listed, Paragraph, Quote, Rule, Table
from generator.publish.newsletter.lines import parted

if TYPE_CHECKING:
    from generator.publish.newsletter.blocks import Block, Side, Span
    from generator.publish.newsletter.story import Issue, Put, Story

WIDTH: Final = 72
_LEAST_OF_A_COLUMN: Final = 12
_BETWEEN: Final = "  "
_MARK: Final = "* "
_STRONG, _LIGHT = "=", "-"


def text(issue: Issue) -> str:
    """Return the whole text, ending in a line's end."""
    parts = [_ruled(issue.title, _STRONG) + f"\n{issue.day.words}"]
    parts += [_wrapped(each) for each in issue.intro]
    for number, story in enumerate(issue.stories):
        if number:
            parts.append(_STRONG * WIDTH)
        parts += _story(story)
    if issue.corrections:
        parts += [_STRONG * WIDTH, _ruled("Corrections to earlier issues", _LIGHT)]
        parts += [_put(each) for each in issue.corrections]
    parts += [_STRONG * WIDTH, _wrapped(_checked(issue))]
    parts += ["\n".join(_wrapped(each) for each in issue.address)] if issue.address else []
    parts = [parted("\n\n".join(parts))]
    ways = (("Read online", issue.stories[0].url), ("Unsubscribe", issue.way_out))
    return "\n\n".join([*parts, *(f"{name}: {where}" for name, where in ways if where)]) + "\n"


def _checked(issue: Issue) -> str:
    where = "; the site shows where each was read" if issue.base_url else ""
    return (
        f"Every number in these articles was checked against the data that it comes from{where}. Not investment advice."
    )


def _story(story: Story) -> Iterator[str]:
    yield _ruled(story.headline, _STRONG)
    if story.dek:
        yield _wrapped(story.dek)
    by = f"By {story.authors}. " if story.authors else ""
    standing = [_wrapped(f"{name}: {value}") for name, value in story.standing]
    yield "\n".join([_wrapped(f"{by}Data to {story.as_of.words}"), *standing])
    yield from ("Corrected, " + _put(each) if not each.article else _put(each) for each in story.corrections)
    links = _Links()
    yield from (written for each in story.blocks if (written := _block(each, links, WIDTH)))
    if links.seen:
        yield "\n".join(f"[{number}] {href}" for number, href in enumerate(links.seen, start=1))
    if story.url:
        yield f"Read online: {story.url}\nWhat each number rests on:\n{story.evidence}"


def _put(put: Put) -> str:
    told = _wrapped(f"{f'{put.article}. ' if put.article else ''}{put.at.words}: {put.what}")
    return f"{told}\n{put.url}" if put.url else told


@dataclass(slots=True)
class _Links:
    """Addresses that a text leads to, numbered as they come."""

    seen: list[str] = field(default_factory=list)

    def told(self, spans: Sequence[Span]) -> str:
        """Return what spans say, each link with its number behind it."""
        parts: list[str] = []
        for place, span in enumerate(spans):
            parts.append(span.text)
            after = spans[place + 1].href if place + 1 < len(spans) else ""
            if span.href and span.href != after and span.href.removeprefix("mailto:") != span.text:
                if span.href not in self.seen:
                    self.seen.append(span.href)
                parts.append(f" [{self.seen.index(span.href) + 1}]")
        return "".join(parts)


def _block(block: Block, links: _Links, width: int) -> str:  # noqa: PLR0911 - one of eight kinds each
    if isinstance(block, Heading):
        return _ruled(links.told(block.spans), _LIGHT)
    if isinstance(block, Paragraph):
        return _wrapped(links.told(block.spans), width)
    if isinstance(block, Listed):
        return _list(block, links, width)
    if isinstance(block, Table):
        return _table(block, links, width)
    if isinstance(block, Quote):
        inner = "\n\n".join(_block(each, links, width - 2) for each in block.blocks)
        return "\n".join(f"> {each}".rstrip() for each in inner.split("\n"))
    if isinstance(block, Figure):
        return _wrapped(f"[Chart: {block.alt}]", width)
    if isinstance(block, Code):
        return textwrap.indent("\n".join(_wrapped(each, width - 4) for each in block.text.split("\n")), "    ")
    assert isinstance(block, Rule)
    return _LIGHT * width


def _list(block: Listed, links: _Links, width: int) -> str:
    parts: list[str] = []
    for number, item in enumerate(block.items):
        mark = _MARK if block.start is None else f"{block.start + number}. "
        inner = "\n".join(_block(each, links, max(_LEAST_OF_A_COLUMN, width - len(mark))) for each in item)
        parts.append(mark + textwrap.indent(inner, " " * len(mark)).removeprefix(" " * len(mark)))
    return "\n".join(parts)


def _table(block: Table, links: _Links, width: int) -> str:
    """Return a table in columns. The widest give way first, and their cells go on below, by two blanks."""
    rows = [[links.told(cell) for cell in row] for row in block.rows]
    widths = [max(len(row[column]) for row in rows) for column in range(len(block.sides))]
    room = width - len(_BETWEEN) * (len(widths) - 1)
    while sum(widths) > room and max(widths) > _LEAST_OF_A_COLUMN:
        widths[widths.index(max(widths))] -= 1
    if sum(widths) > room:
        return _records(rows, width)
    head, *body = (_row(row, widths, block.sides) for row in rows)
    rule = _BETWEEN.join(_LIGHT * each for each in widths)
    return "\n".join([*head, rule, *(line for row in body for line in row)])


def _row(row: Sequence[str], widths: Sequence[int], sides: Sequence[Side]) -> list[str]:
    columns = [_cell(cell, width) for cell, width in zip(row, widths, strict=True)]
    height = max(map(len, columns))
    lines = [[column[number] if number < len(column) else "" for column in columns] for number in range(height)]
    return [
        _BETWEEN.join(_set(cell, width, side) for cell, width, side in zip(line, widths, sides, strict=True)).rstrip()
        for line in lines
    ]


def _cell(cell: str, width: int) -> list[str]:
    return textwrap.wrap(cell, width, subsequent_indent="  ", break_on_hyphens=False) or [""]


def _set(cell: str, width: int, side: Side) -> str:
    if side == "right":
        return cell.rjust(width)
    return cell.center(width) if side == "center" else cell.ljust(width)


def _records(rows: Sequence[Sequence[str]], width: int) -> str:
    """Return a table of too many columns as one paragraph a row, each value with its head."""
    head, *body = rows
    told = (
        "; ".join(f"{name}: {cell}" if name else cell for name, cell in zip(head, row, strict=True)) for row in body
    )
    return "\n".join(_wrapped(each, width) for each in told)


def _ruled(title: str, line: str) -> str:
    lines = _wrapped(title).split("\n")
    return "\n".join([*lines, line * max(map(len, lines))])


def _wrapped(told: str, width: int = WIDTH) -> str:
    """Return words in lines; an address is never broken, anything else that is too long is."""
    return "\n".join(line for each in told.split("\n") for line in _lines(each, width))


def _lines(told: str, width: int) -> list[str]:
    broken = " ".join(each if _is_address(each) else _chopped(each, width) for each in told.split(" "))
    return textwrap.wrap(broken, max(width, 1), break_on_hyphens=False, break_long_words=False) or [""]


def _is_address(word: str) -> bool:
    return word.startswith(("https://", "http://", "mailto:"))


def _chopped(word: str, width: int) -> str:
    return word if len(word) <= width else " ".join(word[at : at + width] for at in range(0, len(word), width))
