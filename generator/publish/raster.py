"""SVG to PNG, for cards, mail, and programs that show no SVG."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from generator.errors import InputError
from generator.resources import find

_FACE: Final = "Inter"
_FILES: Final = ("Inter-Regular.otf", "Inter-SemiBold.otf")


def png(svg: str, *, width_px: int, desk: Path | None = None) -> bytes:
    """Return the light side of an SVG as PNG, drawn with the bundled typeface and no other.

    Without a typeface the text would be left out without a word, so none of the machine's is relied on:
    the same SVG gives the same bytes everywhere.

    Raises:
        InputError: It is no SVG.
    """
    import resvg_py  # noqa: PLC0415 - only those who ask for pictures pay for it

    faces = [str(find("templates/fonts", name, desk)) for name in _FILES]
    try:
        drawn = resvg_py.svg_to_bytes(
            svg_string=svg,
            width=width_px,
            skip_system_fonts=True,
            font_files=faces,
            font_family=_FACE,
            sans_serif_family=_FACE,
        )
    except ValueError as error:
        raise InputError(f"a picture cannot be drawn: {error}; its template must give SVG") from error
    return bytes(drawn)
