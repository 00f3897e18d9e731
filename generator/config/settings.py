"""What a desk has decided, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from generator.model.style import Style

#: What a desk writes every day unless it says otherwise.
EDITIONS: Final = ("derivatives", "markets", "brief")
#: Written of days that end a week, where a desk lists it or asks for it.
WEEKLY: Final = "weekly"
OFFERED: Final = (*EDITIONS, WEEKLY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collecting:
    """How a desk collects.

    Args:
        budget_seconds: How long a run waits for all its sources together.
        timeout_seconds: How long it waits for one answer.
        base_urls: Source id → address that replaces the source's own, as for a mirror.
        left_out: Sources that the desk does not ask.
        feeds: Addresses of the RSS or Atom feeds whose headlines the editors are offered.
    """

    budget_seconds: float = 60.0
    timeout_seconds: float = 10.0
    base_urls: Mapping[str, str] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    feeds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Publishing:
    """How a desk publishes.

    Args:
        approval: Whether nothing is published before an editor has approved it.
        description: What the publication is, in a line.
        language: Of its texts, as HTML writes languages.
        about: What its page about itself says.
        shorts: Whether short forms are written with every publishing.
    """

    approval: bool = False
    description: str = ""
    language: str = "en"
    about: str = ""
    shorts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsletter:
    """How a desk's newsletter is drafted.

    Args:
        targets: Where drafts go; nowhere if empty.
        editions: What an issue holds, in its order.
        sender: ``Name <desk@example.org>``.
        reply_to: An address, "" for the sender's.
        list_id: A name under the desk's domain, "" for none.
        address: Postal.
        intro: Plain text before the first article.
        unsubscribe: Where a reader unsubscribes, for targets that add no way out themselves.
        tables: A target's own settings, by its name.
    """

    targets: tuple[str, ...] = ()
    editions: tuple[str, ...] = EDITIONS
    sender: str = ""
    reply_to: str = ""
    list_id: str = ""
    address: str = ""
    intro: str = ""
    unsubscribe: str = ""
    tables: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a desk has decided.

    Args:
        desk: Its folder.
        title: The publication's name.
        base_url: Where it is published; no slash at the end.
        authors: Who signs its articles.
        assets: The assets that it writes about, the first one unless another is asked for.
        editions: What it writes unless told otherwise.
        category: The section that its articles stand in.
        collecting: Which sources it asks, and how long it waits for them.
        publishing: What its site says of itself, and what may stand on it.
        newsletter: What its newsletter holds, and where drafts of it go.
        style: How its texts look and sound.
    """

    desk: Path
    title: str
    base_url: str = ""
    authors: tuple[str, ...] = ()
    assets: tuple[str, ...] = ("BTC",)
    editions: tuple[str, ...] = EDITIONS
    category: str = "markets"
    collecting: Collecting = field(default_factory=Collecting)
    publishing: Publishing = field(default_factory=Publishing)
    newsletter: Newsletter = field(default_factory=Newsletter)
    style: Style = field(default_factory=Style)

    @property
    def store(self) -> Path:
        """The SQLite file that holds everything the desk knows."""
        return self.desk / "data" / "wirecopy.sqlite"

    @property
    def output(self) -> Path:
        """Where articles and refused drafts go."""
        return self.desk / "output"

    @property
    def articles(self) -> Path:
        """Where articles lie that the verifier has passed."""
        return self.output / "articles"

    @property
    def series(self) -> Path:
        """Where the last days of each quantity lie, a file an asset."""
        return self.output / "series"

    @property
    def site(self) -> Path:
        """The link to the built site."""
        return self.output / "site"

    @property
    def cache(self) -> Path:
        """What can be made again, at some cost."""
        return self.desk / "data" / "cache"

    @property
    def notes(self) -> Path:
        """Where editors put what data cannot know."""
        return self.desk / "notes"

    @property
    def log(self) -> Path:
        """Where each run writes what it did, a file a month."""
        return self.desk / "data" / "log"

    @property
    def lock(self) -> Path:
        """What a run holds as long as it lasts."""
        return self.desk / "data" / "run.lock"

    @property
    def front(self) -> Mapping[str, Any]:
        """What the desk adds to every article's front matter."""
        return {"category": self.category, "authors": list(self.authors)}
