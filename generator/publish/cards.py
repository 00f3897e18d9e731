"""The picture that a link to an article is shown with: its headline, as a card of 1200 by 630."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.model.typeface import Typeface, load_typeface
from generator.publish.raster import png
from generator.templating import fill, load

if TYPE_CHECKING:
    from jinja2 import Environment

WIDTH: Final = 1200
HEIGHT: Final = 630
_EDGE: Final = 64
_ROOM: Final = WIDTH - 2 * _EDGE
#: Sizes of the headline, the largest that fits; lines stand 1.16 of the size apart.
_SIZES: Final = (104, 92, 84, 76, 68, 60, 52, 46)
_MOST_LINES: Final = 4
_SPREAD: Final = 1.16
#: Where the headline may stand without and with a line of prices under it.
_HEADLINE: Final = (206.0, 540.0)
_ABOVE_PRICES: Final = 448.0
_PRICES: Final = (468.0, 556.0)
#: What XML cannot hold, however it is escaped.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a card says. All of it is untrusted text, which the template escapes.

    Args:
        edition: As a reader calls it: "Derivatives".
        day: The article's date in words.
        prices: The oldest first, for a line under the headline; fewer than two leave it out.
    """

    publication: str
    edition: str
    day: str
    headline: str
    prices: tuple[float | None, ...] = ()


def card(asked: Card, *, jinja: Environment, cache: Path | None = None, desk: Path | None = None) -> bytes:
    """Return the card as PNG; one that was made before is read from ``cache``.

    Raises:
        TemplateError: ``charts/card.svg.j2`` is missing or asks for what is not there.
    """
    svg = card_svg(asked, jinja=jinja)

    def make() -> bytes:
        return png(svg, width_px=WIDTH, desk=desk)

    return make() if cache is None else cached(cache, svg, make)


def card_svg(asked: Card, *, jinja: Environment) -> str:
    """Return the card as SVG."""
    face = load_typeface()
    line = _line(asked.prices)
    size, lines = _set(asked.headline, face, (_ABOVE_PRICES if line else _HEADLINE[1]) - _HEADLINE[0])
    text = fill(
        load(jinja, "charts/card.svg.j2"),
        {
            "width": WIDTH,
            "height": HEIGHT,
            "edge": _EDGE,
            "publication": face.cut(asked.publication, 34, _ROOM * 0.6, "SemiBold"),
            "edition": asked.edition,
            "day": asked.day,
            "size": size,
            "lines": [
                (round(_HEADLINE[0] + size * (0.8 + _SPREAD * number)), each) for number, each in enumerate(lines)
            ],
            "line": line,
            "foot": _PRICES[1] + 8,
        },
    )
    return _FORBIDDEN.sub("", text)


def _set(headline: str, face: Typeface, height: float) -> tuple[int, list[str]]:
    """Return the largest size at which the headline fits, and its lines; at the smallest it is cut."""
    lines: list[str] = []
    for size in _SIZES:
        lines = face.lines(headline, size, _ROOM, "SemiBold")
        if len(lines) <= _MOST_LINES and len(lines) * size * _SPREAD <= height:
            return size, lines
    size = _SIZES[-1]
    most = min(_MOST_LINES, int(height / (size * _SPREAD)))
    kept = lines[:most]
    kept[-1] = face.cut(f"{kept[-1]} {lines[most]}", size, _ROOM, "SemiBold")
    return size, kept


def _line(prices: Sequence[float | None]) -> str:
    """Return the path of the prices, "" with fewer than two; a hole stays a hole."""
    there = [price for price in prices if price is not None]
    if len(there) < 2:
        return ""
    low, high = min(there), max(there)
    top, bottom = _PRICES
    apart = high - low if high > low else 1.0
    path: list[str] = []
    broken = True
    for number, price in enumerate(prices):
        if price is None:
            broken = True
            continue
        x = _EDGE + _ROOM * number / (len(prices) - 1)
        y = bottom - (price - low) / apart * (bottom - top)
        path.append(f"{'M' if broken else 'L'}{x:.1f} {y:.1f}")
        broken = False
    return "".join(path)


def cached(folder: Path, svg: str, make: Callable[[], bytes]) -> bytes:
    """Return what ``make`` makes of an SVG, from ``folder`` where that was made before.

    A picture costs some tenths of a second, and thousands of articles have one each.
    """
    kept = folder / f"{hashlib.sha256(svg.encode()).hexdigest()}.png"
    try:
        return kept.read_bytes()
    except OSError:
        made = make()
    new = kept.with_suffix(f".{os.getpid()}.new")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        new.write_bytes(made)
        new.replace(kept)  # whole or not at all: a torn picture would be taken for the true one ever after
    except OSError:
        return made  # a desk on a read-only disk still publishes, only slower
    return made
