"""What was said: one issue of one edition, as plain words, so that the next ones say it otherwise."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One issue: a text of one edition about one asset, as it was published.

    Args:
        slug: The article.
        asset: What it is about, "" for the whole market.
        tone: How it speaks; memories of two tones are two.
        as_of: The exclusive instant of what was known.
        frame: The phrase that its lead began with, ``lead-day/3``.
        headline: The pattern of its title: the move, ``head-contrast``.
        phrases: The names of all its phrases, in the order of the text.
        explained: Metrics whose meaning was explained.
        sentences: Its prose, sentence by sentence: without headings, tables, fixed sentences and what closes it.
    """

    slug: str
    edition: str
    asset: str
    tone: str
    as_of: datetime
    frame: str
    headline: str
    phrases: tuple[str, ...]
    explained: tuple[str, ...]
    sentences: tuple[str, ...]
