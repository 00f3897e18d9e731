"""The colours of charts, each for light and for dark paper.

Text and lines keep a contrast of 4.5 against every paper and tint that they stand on. From fear to
greed the tones run from orange to teal, which eyes that do not tell red from green still tell apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from generator.model.chart import Tone


@dataclass(frozen=True, slots=True)
class Colour:
    """One role in both modes."""

    light: str
    dark: str


PALETTE: Final[Mapping[str, Colour]] = {
    "paper": Colour("#fbf8f3", "#16181b"),
    "ink": Colour("#1c1a17", "#e9e5dd"),
    "muted": Colour("#5c564d", "#b0aba1"),
    "grid": Colour("#e0d9cc", "#30343a"),
    "axis": Colour("#857e72", "#7f7b74"),
    "brand": Colour("#8c1d2f", "#f0a0aa"),
    "blue": Colour("#1b4f8a", "#86bdf5"),
    "rust": Colour("#a0400f", "#f7a173"),
    "teal": Colour("#17665a", "#66cdb9"),
    "plum": Colour("#75388a", "#d0a8e8"),
    "stone": Colour("#57534c", "#bab4a9"),
    "shade": Colour("#e4e8ea", "#1d2835"),
    "fear2": Colour("#a0400f", "#ef8348"),
    "fear1": Colour("#b06a2c", "#c0804f"),
    "calm": Colour("#7d766b", "#8b8984"),
    "greed1": Colour("#3d8578", "#4a9385"),
    "greed2": Colour("#17665a", "#66cdb9"),
    "tint-fear2": Colour("#f6e0d0", "#352214"),
    "tint-fear1": Colour("#faeee1", "#282019"),
    "tint-calm": Colour("#f1ece2", "#1f2327"),
    "tint-greed1": Colour("#e9efe8", "#182523"),
    "tint-greed2": Colour("#d8e8e2", "#152f2b"),
}
#: Lines in their order, with the dash that tells them apart without colour.
LINES: Final = (("blue", ""), ("rust", "7 3"), ("teal", "2 3"), ("plum", "9 3 2 3"), ("stone", "4 2"))
TONES: Final[tuple[Tone, ...]] = ("fear2", "fear1", "calm", "greed1", "greed2")
