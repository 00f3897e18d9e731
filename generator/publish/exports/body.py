"""An article's text, written anew in the few constructs that six kinds of Markdown read alike.

The text is read as the site reads it (CommonMark and tables; HTML in it is words) and nothing of it is
copied: only what this module writes is markup, every word goes through ``literal``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from generator.publish.exports.words import cell, literal, opening

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

#: Code that no tool changes: within code there is no escaping, and templates' languages are read in it too.
_PLAIN_CODE: Final = re.compile(r"[^\s`{}|\\#<>&:](?:[^`{}|\\#<>&\n]*[^\s`{}|\\#<>&])?")
_BREAK: Final = "  \n"
_INDENT: Final = "    "
#: Emphasis is written only between these: anywhere else the tools disagree whether it is one.
_BEFORE: Final = re.compile(r"""\A(?:$|[\s("'\u201c\u2018\u2014\u2013])""")
_AFTER: Final = re.compile(r"""\A(?:$|[\s.,;:!?)"'\u201d\u2019\u2014\u2013])""")
_ALIGNED: Final = re.compile(r"text-align:\s*(left|right|center)")
_RULE: Final = {"left": ":---", "right": "---:", "center": ":---:", "": "---"}
#: With a longer number an item's words would begin beyond the four spaces of what follows them.
_LAST_START: Final = 99
_LISTS: Final = ("bullet_list", "ordered_list")


@dataclass(frozen=True, slots=True)
class Ways:
    """How a text gets on in a tool.

    Args:
        link: Where a link leads; None keeps its words and drops the link.
        picture: Likewise.
        between: What parts two lists, where the tool would else make one of them.
        fences: Whether code may be fenced here. Within lists and quotes Python's Markdown knows no fences.
    """

    link: Callable[[str], str | None]
    picture: Callable[[str], str | None]
    between: str = ""
    fences: bool = True


def read(text: str) -> SyntaxTreeNode:
    """Return a text's parts."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - a day's writing needs no parser
    from markdown_it.tree import SyntaxTreeNode  # noqa: PLC0415 - as above

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    # The tree holds addresses as they were given: `address` judges and encodes them, once.
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return SyntaxTreeNode(parser.parse(text))


def blocks(nodes: Sequence[SyntaxTreeNode], ways: Ways) -> list[str]:
    """Return a text's paragraphs, headings, lists and tables as Markdown, without empty ones."""
    parts: list[str] = []
    before = ""
    for node in nodes:
        if written := _block(node, ways):
            parts += [ways.between] if ways.between and before in _LISTS and node.type in _LISTS else []
            parts.append(written)
            before = node.type
    return parts


def _block(node: SyntaxTreeNode, ways: Ways) -> str:
    write = _WRITERS.get(node.type)
    return "" if write is None else write(node, ways)


def _paragraph(node: SyntaxTreeNode, ways: Ways) -> str:
    return _lines(_inline(node, ways))


def _heading(node: SyntaxTreeNode, ways: Ways) -> str:
    words = _one_line(_inline(node, ways))
    # The page's own heading is the title, so that a text's begin below it.
    return f"{'#' * max(2, int(node.tag[1]))} {words}" if words else ""


def _quote(node: SyntaxTreeNode, ways: Ways) -> str:
    inner = "\n\n".join(blocks(node.children, replace(ways, fences=False)))
    return "\n".join(f"> {line}" if line else ">" for line in inner.split("\n")) if inner else ""


def _lines(words: str) -> str:
    lines = (opening(line.strip()) for line in words.split(_BREAK))
    return _BREAK.join(line for line in lines if line)


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _code(node: SyntaxTreeNode, ways: Ways) -> str:
    # Fenced and not indented, which Eleventy reads as words.
    lines = node.content.rstrip("\n").split("\n")
    if ways.fences and all(not line or _PLAIN_CODE.fullmatch(line.strip()) for line in lines):
        return "\n".join(["```", *lines, "```"]) if any(lines) else ""
    return _lines(_BREAK.join(literal(line.strip()) for line in lines))


def _list(node: SyntaxTreeNode, ways: Ways) -> str:
    ways = replace(ways, fences=False)
    start = int(node.attrGet("start") or 1) if node.type == "ordered_list" else None
    if start is not None and start + len(node.children) > _LAST_START:
        numbered = (_BREAK.join(blocks(item.children, ways)) for item in node.children)
        return "\n\n".join(opening(f"{start + place}. {words}") for place, words in enumerate(numbered))
    gap = "\n" if _tight(node) else "\n\n"
    items = [gap.join(parts) for item in node.children if (parts := blocks(item.children, ways))]
    return gap.join(_item(item, "-" if start is None else f"{start + place}.") for place, item in enumerate(items))


def _tight(node: SyntaxTreeNode) -> bool:
    """Say whether a list has no paragraphs of their own in it, only lines and further lists."""
    return all(
        child.hidden if child.type == "paragraph" else child.type in _LISTS and _tight(child)
        for item in node.children
        for child in item.children
    )


def _item(item: str, mark: str) -> str:
    # Python's Markdown wants four columns below an item, and the others allow them.
    first, *others = item.split("\n")
    return "\n".join([f"{mark} {first}", *(f"{_INDENT}{line}" if line else "" for line in others)])


def _table(node: SyntaxTreeNode, ways: Ways) -> str:
    rows = [row.children for part in node.children for row in part.children]
    if not rows:
        return ""
    lines = [f"| {' | '.join(cell(_one_line(_inline(each, ways))) for each in row)} |" for row in rows]
    sides = [_ALIGNED.search(str(each.attrGet("style") or "")) for each in rows[0]]
    rule = f"|{'|'.join(_RULE[side[1] if side else ''] for side in sides)}|"
    return "\n".join([lines[0], rule, *lines[1:]])


def _inline(node: SyntaxTreeNode, ways: Ways) -> str:
    """Return the words of a block that holds one ``inline``."""
    return "".join(_joined(child.children, ways) for child in node.children if child.type == "inline")


def _joined(nodes: Sequence[SyntaxTreeNode], ways: Ways, within: str = "") -> str:
    spans = [span for node in nodes for span in _spans(node, ways, within)]
    written = ""
    for (mark, words), (_, after) in pairwise([*spans, ("", "")]):
        inner = words.strip()
        if not mark or not inner:
            written += words
            continue
        left = written + words[: len(words) - len(words.lstrip())]
        right = words[len(words.rstrip()) :] + after
        held = _BEFORE.match(left[-1:]) and _AFTER.match(right)
        written = left + (f"{mark}{inner}{mark}" if held else inner) + words[len(words.rstrip()) :]
    return written


def _spans(node: SyntaxTreeNode, ways: Ways, within: str) -> Iterator[tuple[str, str]]:
    """Yield what a part of a line says, with the mark that it wants around it."""
    kind = node.type
    if kind in ("text", "text_special"):
        yield "", literal(" ".join(re.split(r"[\s\x00-\x1f]+", node.content)))
    elif kind == "softbreak":
        yield "", " "
    elif kind == "hardbreak":
        yield "", _BREAK
    elif kind == "code_inline":
        kept = _PLAIN_CODE.fullmatch(node.content) is not None
        yield "", f"`{node.content}`" if kept else literal(node.content)
    elif kind in ("strong", "em"):
        mark = "**" if kind == "strong" else "_"
        words = _joined(node.children, ways, within + mark)
        yield ("" if mark in within or _BREAK in words else mark), words
    elif kind == "link":
        yield "", _link(node, ways, within)
    elif kind == "image":
        yield "", _picture(node, ways)


def _link(node: SyntaxTreeNode, ways: Ways, within: str) -> str:
    words = _one_line(_joined(node.children, ways, within))
    where = ways.link(str(node.attrGet("href") or ""))
    held = where is not None and words and not any(child.type == "image" for child in node.children)
    return f"[{words}]({where})" if held else words


def _picture(node: SyntaxTreeNode, ways: Ways) -> str:
    """Show the article's own pictures; another host's would tell it who reads, so only its words stay."""
    words = literal(" ".join(_text(node).split()))
    where = ways.picture(str(node.attrGet("src") or ""))
    return words if where is None else f"![{words}]({where})"


def _text(node: SyntaxTreeNode) -> str:
    return node.content if not node.children else "".join(_text(child) or " " for child in node.children)


_WRITERS: Final[Mapping[str, Callable[[SyntaxTreeNode, Ways], str]]] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "bullet_list": _list,
    "ordered_list": _list,
    "table": _table,
    "fence": _code,
    "code_block": _code,
    "blockquote": _quote,
    # Not dashes: below a line of words these make it a heading.
    "hr": lambda _, __: "* * *",
}
