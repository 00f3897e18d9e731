"""An outline: the findings chosen, in sections and in order; no words yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from generator.model.chart import Chart
from generator.model.fact import Facts
from generator.model.finding import Finding, Gap
from generator.model.memory import Said
from generator.model.note import Note
from generator.model.signal import Stance
from generator.model.style import Style


@dataclass(frozen=True, slots=True)
class Outline:
    """What an article will say, in order.

    Args:
        edition: ``derivatives``, ``markets`` or ``brief``.
        asset: The asset it is about, "" for the whole market.
        headlines: Candidates, best first; the first that fits 75 characters is used.
        sections: Findings by section name (``dek``, ``lead``, ``takeaways``, …), in order.
        gaps: What is missing and is to be named once.
        unexplained: Whether the move calls for a cause and none is on record.
        unsaid: Findings that were weighed and left out, with their reason.
        recent: The last issues of this edition, the newest first.
        style: How the desk's texts look and sound.
        charts: What is drawn beside the text; the section ``picture-ID`` holds what its alternative text says.
    """

    edition: str
    asset: str
    as_of: datetime
    facts: Facts
    stance: Stance
    headlines: tuple[Finding, ...]
    sections: Mapping[str, tuple[Finding, ...]]
    gaps: tuple[Gap, ...] = ()
    notes: tuple[Note, ...] = ()
    unexplained: bool = False
    unsaid: tuple[Finding, ...] = field(default_factory=tuple)
    recent: tuple[Said, ...] = ()
    style: Style = field(default_factory=Style)
    charts: tuple[Chart, ...] = ()
