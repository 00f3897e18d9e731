"""An article's pictures as mail shows them: PNG at twice the size, the type as large as phones need it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from generator.errors import InputError
from generator.model.mailing import Inlay, Pictures
from generator.publish.cards import cached
from generator.publish.newsletter.blocks import Figure
from generator.publish.raster import png

#: How wide a picture is shown, at most: a drawing's own edge brings its lines below the text's. [pixels]
WIDTH: Final = 570
_NAME: Final = re.compile(r"(?P<id>[A-Za-z0-9][A-Za-z0-9._-]*)\.(?P<form>svg|png)")
_PHONE: Final = re.compile(r"@media\(max-width:480px\)\{((?:[^{}]*\{[^{}]*\})*)\}")
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Album:
    """Finds the pictures of one article.

    Args:
        folder: Where they lie; its name is the article's slug and what their addresses begin with.
        page: The article's page, with a slash at its end; "" for none.
        pictures: How the issue shows them.
        cache: Where pictures that were drawn are kept, None for nowhere.
        found: The pictures so far, by file name: one that a text shows twice is in the mail once.
    """

    folder: Path
    page: str
    pictures: Pictures
    cache: Path | None
    found: dict[str, Inlay] = field(default_factory=dict)

    def figure(self, src: str, alt: str) -> Figure | None:
        """Return a picture of the article, None where the address is of anything else.

        Raises:
            InputError: It cannot be drawn.
        """
        name = beside(src, self.folder.name)
        named = _NAME.fullmatch(name)
        path = self.folder / name
        if named is None or not path.is_file():
            return None
        if self.pictures == "none":
            return Figure(alt, None)
        if name not in self.found:
            self.found[name] = self._inlay(path, named["id"], alt)
        return Figure(alt, self.found[name])

    def _inlay(self, path: Path, identity: str, alt: str) -> Inlay:
        drawn = path.read_bytes() if path.suffix == ".png" else raster(path, self.cache)
        if not drawn.startswith(_SIGNATURE):
            raise InputError(f"{path}: is no PNG; save the picture as one")
        wide, high = int.from_bytes(drawn[16:20]), int.from_bytes(drawn[20:24])
        if not wide or not high:
            raise InputError(f"{path}: is no PNG; save the picture as one")
        width = min(WIDTH, wide)
        return Inlay(
            name=f"{self.folder.name}-{identity}.png",
            png=drawn,
            alt=alt,
            width=width,
            height=max(1, round(high * width / wide)),
            url=f"{self.page}{identity}.png" if self.page else "",
        )


def beside(src: str, slug: str) -> str:
    """Return a picture's name in its article's folder, by the address that the text has."""
    return src.removeprefix("./").removeprefix(f"{slug}/")


def raster(path: Path, cache: Path | None) -> bytes:
    """Return an article's drawing as PNG, twice as wide as it is shown.

    Most mail is read on phones, which show a picture at half its width, so it is drawn with the type that it
    has there; a program that draws no SVG could not choose.

    Raises:
        InputError: It is no drawing.
    """
    try:
        svg = _PHONE.sub(r"\1", path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read as SVG; write the article anew") from error

    def make() -> bytes:
        return png(svg, width_px=2 * WIDTH)

    return make() if cache is None else cached(cache / f"mail-{2 * WIDTH}", svg, make)
