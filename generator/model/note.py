"""An editor's note: what data cannot know, in the desk's own words."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Note:
    """A paragraph that an editor wrote in ``notes/<date>.md``; it is quoted, never reworded."""

    id: str
    day: date
    topic: str
    text: str
    asset: str = ""
    source: str = ""
    url: str = ""
