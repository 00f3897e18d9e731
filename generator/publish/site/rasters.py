"""The drawings of mailed articles as PNG, for services that show pictures from the site and know no SVG."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

from generator.publish.site import paths
from generator.publish.site.output import Output, digest

if TYPE_CHECKING:
    from generator.publish.site.desk import Site

#: Drawings by the names that a text may show; the card is drawn for the site.
_DRAWING: Final = re.compile(r"(?!card\.)[A-Za-z0-9][A-Za-z0-9._-]*\.svg")
#: Goes up where the same drawing shall give another picture.
_MAKE: Final = "1"


def outputs(site: Site) -> Iterator[Output]:
    """Yield ``articles/<slug>/<id>.png`` of each drawing in the articles that ``site.rasters`` names.

    A picture must stay as long as somebody may open the mail that shows it, so ``rasters`` only grows.
    """
    if not site.rasters:
        return
    from generator.publish.newsletter.inlays import WIDTH, raster  # noqa: PLC0415 - few sites have their articles mailed

    for piece in site.pieces:
        if piece.slug not in site.rasters:
            continue
        for drawing in sorted(piece.path.with_name(piece.slug).glob("*.svg")):
            if _DRAWING.fullmatch(drawing.name) is None or drawing.with_suffix(".png").exists():
                continue  # another file of the site has this address, or none may
            yield Output(
                path=f"{paths.article(piece.slug)}{drawing.stem}.png",
                shows=digest(("raster", _MAKE, str(WIDTH), piece.sha256, drawing.name)),
                make=partial(raster, drawing, site.cache),
            )
