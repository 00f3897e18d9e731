"""What a tool is to us: where its files lie, and how its front matter says what ours says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.publish.exports.body import Ways, blocks, read
from generator.publish.exports.words import address, inert, literal, tidy
from generator.publish.site.head import EVIDENCE, pictures, read_bytes, read_head, split

if TYPE_CHECKING:
    from generator.publish.site.piece import Piece

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\.(?:svg|png|jpe?g|webp|csv)")
_CARD: Final = "card.png"
_PROOF: Final = "evidence.json"
_DATA: Final = (".csv", ".json")


@dataclass(frozen=True, slots=True)
class Exported:
    """A file for the tool: its path below the tool's own folder, and its bytes."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Place:
    """Where the files beside an article lie. Each is a form with ``{section}``, ``{slug}`` and ``{name}``.

    Args:
        path: Below the tool's folder.
        body: How the article's text reaches the file.
        front: How its front matter names the file.
    """

    path: str
    body: str
    front: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An article's head with the words and addresses that the tool's front matter is made of.

    Args:
        image: As the front matter names it, "" where there is none; ``evidence`` likewise.
        more: What only we say (edition, asset, stance, …), without what is empty.
    """

    slug: str
    title: str
    description: str
    date: datetime
    modified: datetime
    draft: bool
    category: str
    tags: tuple[str, ...]
    authors: tuple[str, ...]
    image: str
    evidence: str
    more: Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """One tool's dialect.

    Args:
        section: The folder of its articles, where the user names no other.
        page: The article's path, a form with ``{section}``, ``{slug}`` and ``{file}``: the slug, with the day before it
            where it does not begin with one.
        pictures: Where pictures lie.
        data: Where tables and evidence lie.
        front: Writes the front matter.
        bundled: Whether an article's files are published with it and never without. A draft of other tools is
            exported without its files: they would be served while it is not.
        escapes: Whether its templates escape what they print, so that a title may hold anything.
        headed: Whether the text begins with the title as its heading.
        between: What parts two lists, where the tool would else make one of them.
        fold: The line that parts the first paragraph from the rest, "" for none.
        ahead: What it does with an article that is dated in the future.
    """

    name: str
    section: str
    page: str
    pictures: Place
    data: Place
    front: Callable[[Entry], str]
    bundled: bool = False
    escapes: bool = False
    headed: bool = False
    between: str = ""
    fold: str = ""
    ahead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An article as it lies in the desk's output, and whether it is still a draft.

    Args:
        files: Pictures and tables by name.
        evidence: Its evidence, None where there is none.
    """

    piece: Piece
    text: str
    draft: bool
    files: Mapping[str, Path]
    evidence: Path | None


def source(path: Path, *, draft: bool) -> Source:
    """Read an article.

    Args:
        path: Of the Markdown; its evidence and the folder of its pictures lie beside it.
        draft: What the editors say of it; ``status`` in its front matter is only what it was when it was written.

    Raises:
        InputError: It cannot be read, or its front matter is wrong; with its line.
    """
    piece = read_head(path)
    evidence = path.with_name(path.stem + EVIDENCE)
    return Source(
        piece=piece,
        text=split(path, read_bytes(path))[1],
        draft=draft,
        # A link could lead to any file of the machine.
        files={
            each.name: each
            for each in pictures(path.with_name(piece.slug))
            if _NAME.fullmatch(each.name) and not each.is_symlink()
        },
        evidence=evidence if evidence.is_file() and not evidence.is_symlink() else None,
    )


def export(tool: Tool, given: Source, *, base_url: str = "", section: str = "") -> Iterator[Exported]:
    """Yield an article as the tool's files, the article first.

    Args:
        tool: Whose.
        given: The article.
        base_url: The desk's own site: links within it become absolute. Without it they are left out.
        section: The folder of the tool's articles, where it is not the usual one.

    Raises:
        InputError: A file cannot be read.
    """
    shelves = _Shelves(tool, given, base_url, section)
    nodes = read(given.text).children
    parts = blocks(nodes, Ways(link=shelves.link, picture=shelves.picture, between=tool.between))
    if tool.fold and len(parts) > 1:
        parts.insert(1, tool.fold)
    if tool.headed:
        parts.insert(0, f"# {literal(inert(tidy(given.piece.title)))}")
    front = tool.front(_entry(tool, given, shelves))
    text = "\n\n".join([front.rstrip("\n"), *parts]) + "\n"
    yield Exported(shelves.page, text.encode())
    for name, path in shelves.files.items():
        yield Exported(shelves.at(name).path.format(**shelves.names, name=name), read_bytes(path))


@dataclass(frozen=True, slots=True)
class _Shelves:
    """Where everything of one article lies in the tool's folder."""

    tool: Tool
    given: Source
    base_url: str
    section: str

    @property
    def names(self) -> dict[str, str]:
        return {"section": self.section or self.tool.section, "slug": self.given.piece.slug}

    @property
    def files(self) -> dict[str, Path]:
        if self.given.draft and not self.tool.bundled:
            return {}
        own = dict(self.given.files)
        return own if self.given.evidence is None else {**own, _PROOF: self.given.evidence}

    @property
    def page(self) -> str:
        piece = self.given.piece
        dated = re.match(r"\d{4}-\d\d-\d\d-.", piece.slug)
        file = piece.slug if dated else f"{piece.date:%Y-%m-%d}-{piece.slug}"
        return self.tool.page.format(**self.names, file=file)

    def at(self, name: str) -> Place:
        return self.tool.data if name.endswith(_DATA) else self.tool.pictures

    def front(self, name: str) -> str:
        return self.at(name).front.format(**self.names, name=name) if name in self.files else ""

    def own(self, target: str) -> str | None:
        slug = self.given.piece.slug
        name = target.removeprefix("./")
        name = _PROOF if name == f"{slug}{EVIDENCE}" else name.removeprefix(f"{slug}/")
        return self.at(name).body.format(**self.names, name=name) if name in self.files else None

    def picture(self, target: str) -> str | None:
        return None if target.endswith(_DATA) else self.own(target)

    def link(self, target: str) -> str | None:
        """Return where a link leads: a file of the article, the web, or the desk's own site."""
        within = self.own(target) or address(target)
        if within is not None or not self.base_url or re.match(r"[^/?#]*:|//|\\", target):
            return within
        if target.startswith("/"):
            return address(re.sub(r"(?<=[^/:])/.*", "", self.base_url) + target)
        return address(f"{self.base_url}/articles/{self.given.piece.slug}/{target}")


def _entry(tool: Tool, given: Source, shelves: _Shelves) -> Entry:
    def words(text: str) -> str:
        return tidy(text) if tool.escapes else inert(tidy(text))

    def listed(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each for text in texts if (each := words(text))))

    piece = given.piece
    more: dict[str, str | tuple[str, ...]] = {
        "edition": words(piece.edition),
        "asset": words(piece.asset),
        "stance": words(piece.stance),
        "horizon": words(piece.horizon),
        "confidence": words(piece.confidence),
        "sources": listed(piece.sources),
    }
    return Entry(
        slug=piece.slug,
        title=words(piece.title),
        description=words(piece.description),
        date=piece.date,
        modified=piece.changed_at,
        draft=given.draft,
        category=words(piece.category),
        tags=listed(piece.tags),
        authors=listed(piece.authors),
        image=shelves.front(piece.image) or shelves.front(_CARD),
        evidence=shelves.front(_PROOF),
        more={key: value for key, value in more.items() if value},
    )
