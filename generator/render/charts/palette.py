"""The colours of charts, each for light and for dark paper.

Text and lines keep a contrast of 4.5 against every paper and tint that they stand on. From fear to
greed the tones run from orange to blue, which eyes that do not tell red from green still tell apart.
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
    "paper": Colour("#fdfcf9", "#15181d"),
    "ink": Colour("#16191d", "#f1efe9"),
    "muted": Colour("#595650", "#b3aea4"),
    "grid": Colour("#e4e1d9", "#2c3139"),
    "axis": Colour("#8a867d", "#7d7a73"),
    "brand": Colour("#a3271b", "#ff8a75"),
    "blue": Colour("#0b539c", "#7cb8fb"),
    "rust": Colour("#a63c06", "#ff9f68"),
    "teal": Colour("#0a665a", "#5fd0bb"),
    "plum": Colour("#77378f", "#d3a6ee"),
    "stone": Colour("#57534c", "#bab4a9"),
    "shade": Colour("#e3ebf3", "#1c2a3a"),
    "fear2": Colour("#a63c06", "#f98b4e"),
    "fear1": Colour("#c87a1e", "#c98f4e"),
    "calm": Colour("#8a867d", "#8b8880"),
    "greed1": Colour("#3f86bb", "#4d8fc4"),
    "greed2": Colour("#0b539c", "#8cc4ff"),
    "tint-fear2": Colour("#fbe7d6", "#38220f"),
    "tint-fear1": Colour("#fcf2e4", "#2a2015"),
    "tint-calm": Colour("#f1efe9", "#20242a"),
    "tint-greed1": Colour("#e8f0f6", "#172530"),
    "tint-greed2": Colour("#d6e6f3", "#12304a"),
}
#: Lines in their order, with the dash that tells them apart without colour.
LINES: Final = (("blue", ""), ("rust", "7 3"), ("teal", "2 3"), ("plum", "9 3 2 3"), ("stone", "4 2"))
TONES: Final[tuple[Tone, ...]] = ("fear2", "fear1", "calm", "greed1", "greed2")
