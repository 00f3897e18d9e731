"""A headline that a news feed offered: a possible catalyst for an editor, never a cause for the machine."""

from dataclasses import dataclass
from datetime import datetime

from generator.model.observation import Provenance


@dataclass(frozen=True, slots=True)
class Headline:
    """One entry of a feed.

    Args:
        title: Plain text without markup, on one line.
        link: To the story, http or https.
        published_at: As the feed says.
        feed: Host of the feed, by which it is named.
        origin: The reply that offered it.
    """

    title: str
    link: str
    published_at: datetime
    feed: str
    origin: Provenance
