"""The scene: what every reading of one article is judged in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Scene:
    """What a reading is judged in: the article's instant."""

    as_of: datetime
