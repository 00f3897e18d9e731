"""The publication's own pictures: its wordmark, and the card of every page that is no article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from generator.publish.raster import png
from generator.publish.site.metadata import CARD, LOGO
from generator.publish.site.output import Output, digest
from generator.publish.site.plain import one_line
from generator.templating import fill, load

if TYPE_CHECKING:
    from generator.model.typeface import Typeface
    from generator.publish.site.desk import Site

#: Sizes of the name, the largest first: the first one at which it fits is taken. [pixels]
_ON_LOGO: Final = (60, 48, 38, 30)
_ON_CARD: Final = (104, 84, 68, 56)
#: Of the description on the card. [pixels]
_SMALL: Final = 34
_MARGIN: Final = 72
#: Left of the name on the wordmark stands the mark. [pixels]
_MARK: Final = 124
_MOST_LINES: Final = 3


def outputs(site: Site) -> Iterator[Output]:
    """Yield ``logo.png`` and ``card.png``."""
    publication = site.publication
    shown = digest((site.theme, publication.title, publication.description))
    yield Output(path="logo.png", shows=digest(("logo", shown)), make=partial(_logo, site))
    yield Output(path="card.png", shows=digest(("card", shown)), make=partial(_card, site))


def _logo(site: Site) -> bytes:
    width, height = LOGO
    lines, size = _fitting(_typeface(), one_line(site.publication.title), _ON_LOGO, width - _MARK, most=1)
    return _drawn(site, "logo", {"width": width, "height": height, "name": lines[0], "size": size, "left": _MARK})


def _card(site: Site) -> bytes:
    publication, face = site.publication, _typeface()
    width, height = CARD
    room = width - 2 * _MARGIN
    lines, size = _fitting(face, one_line(publication.title), _ON_CARD, room, most=2)
    small, _ = _fitting(face, one_line(publication.description), (_SMALL,), room, most=_MOST_LINES)
    values = {"width": width, "height": height, "lines": lines, "size": size, "small": small, "left": _MARGIN}
    return _drawn(site, "card", {**values, "small_size": _SMALL})


def _typeface() -> Typeface:
    from generator.model.typeface import load_typeface  # noqa: PLC0415 - read only where something is drawn

    return load_typeface()


def _fitting(face: Typeface, text: str, sizes: tuple[int, ...], room: float, *, most: int) -> tuple[list[str], int]:
    """Return the text's lines and size: the largest at which it needs no more lines, else the smallest, cut."""
    for size in sizes:
        lines = face.lines(text, size, room, "SemiBold")
        if len(lines) <= most and not any(line.endswith("…") for line in lines):
            return lines or [""], size
    kept = lines[: most - 1]
    return [*kept, face.cut(" ".join(lines[most - 1 :]), sizes[-1], room, "SemiBold")], sizes[-1]


def _drawn(site: Site, name: str, values: Mapping[str, object]) -> bytes:
    return png(fill(load(site.jinja, f"site/{name}.svg.j2"), values), width_px=int(str(values["width"])))
