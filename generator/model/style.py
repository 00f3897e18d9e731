"""What a desk may choose of how its texts look and sound; everything else is one style for all."""

from dataclasses import dataclass
from typing import Final, Literal

Tone = Literal["professional", "plain"]
TONES: Final[tuple[Tone, ...]] = ("professional", "plain")


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """The table ``[style]`` of a desk.

    Args:
        tone: ``professional`` speaks to people who trade, ``plain`` to everyone; both state equal facts.
        bitcoin: ``bitcoin`` or ``Bitcoin`` within a sentence; other coins follow.
        percent: ``%`` or ``percent``, in running text; tables and headlines have the sign.
        thousands_from: From this amount in dollars on headlines shorten to ``$71.5K``; None for never.
        millions_from: From this amount in dollars on running text says ``million`` and its like.
    """

    tone: Tone = "professional"
    bitcoin: Literal["bitcoin", "Bitcoin"] = "bitcoin"
    percent: Literal["%", "percent"] = "%"
    thousands_from: float | None = None
    millions_from: float = 1e6
