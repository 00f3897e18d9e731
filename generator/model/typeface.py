"""How wide words are in the bundled typeface."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from generator.errors import InputError
from generator.resources import find

Weight = Literal["Regular", "SemiBold"]
#: A letter that the typeface lacks is drawn by a font we do not know: taken as wide as an emoji.
_WIDEST: Final = 1400
ELLIPSIS: Final = "…"


@dataclass(frozen=True, slots=True)
class Typeface:
    """Advances by weight and letter, in thousandths of the size.

    Kerning is left out: it mostly draws letters together, so a text is rarely wider than measured.
    """

    advances: Mapping[str, Mapping[str, int]]

    def width(self, text: str, size: float, weight: Weight = "Regular") -> float:
        """Return how wide a line of text is. [as ``size``]"""
        advance = self.advances[weight].get
        return sum([advance(letter, _WIDEST) for letter in text]) * size / 1000

    def cut(self, text: str, size: float, room: float, weight: Weight = "Regular") -> str:
        """Return the text, with an ellipsis for its end where it is wider than ``room``."""
        if self.width(text, size, weight) <= room:
            return text
        kept = text
        while kept and self.width(kept + ELLIPSIS, size, weight) > room:
            kept = kept[:-1]
        return kept.rstrip() + ELLIPSIS

    def lines(self, text: str, size: float, room: float, weight: Weight = "Regular") -> list[str]:
        """Return the text broken at spaces into lines no wider than ``room``; a longer word is cut."""
        lines: list[str] = []
        line = ""
        for word in text.split():
            longer = f"{line} {word}" if line else word
            if self.width(longer, size, weight) <= room:
                line = longer
                continue
            if line:
                lines.append(line)
            line = self.cut(word, size, room, weight)
        return [*lines, line] if line else lines


def load_typeface(desk: Path | None = None) -> Typeface:
    """Read ``templates/fonts/widths.json``.

    Raises:
        InputError: It is missing or is not JSON.
    """
    path = find("templates/fonts", "widths.json", desk)
    try:
        return _read(path, path.stat().st_mtime_ns)
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read: {error}; put the shipped file back") from error


@lru_cache(maxsize=2)  # eight pictures a day are drawn with one typeface
def _read(path: Path, _changed: int) -> Typeface:
    return Typeface(json.loads(path.read_text(encoding="utf-8")))
