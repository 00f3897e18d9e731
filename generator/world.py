"""The world as a desk sees it: whom it asks, in whose name, by which clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from generator import __version__
from generator.collectors.headlines import feed_source
from generator.collectors.net.client import Client
from generator.collectors.registry import SOURCES
from generator.collectors.source import Scope, Source
from generator.config import Settings
from generator.errors import InputError
from generator.model.catalogue import Catalogue
from generator.model.names import Names
from generator.model.reply import Reply

AGENT: Final = f"wirecopy/{__version__} (market commentary; +https://pypi.org/project/wirecopy/)"


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a collecting run is handed: the desk's decisions, and the clock.

    Args:
        clock: The time now, UTC.
        chance: From 0 to 1, for the pauses before a question is asked again.
        secrets: The desk's keys by name.
    """

    settings: Settings
    names: Names
    catalogue: Catalogue
    clock: Callable[[], datetime]
    chance: Callable[[], float]
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def sources(self) -> Mapping[str, Source]:
        """Every source by id, the desk's feeds among them."""
        feeds = [feed_source(url) for url in self.settings.collecting.feeds]
        return {source.id: source for source in (*SOURCES, *feeds)}

    def asked(self, only: Sequence[str] = ()) -> list[Source]:
        """Return the sources that the desk asks, or those named.

        Raises:
            InputError: A name is none of a source.
        """
        sources, left_out = self.sources, self.settings.collecting.left_out
        for name in (*only, *sorted(left_out)):
            if name not in sources:
                raise InputError(f"unknown source {name!r}; use one of {', '.join(sources)}")
        return [sources[name] for name in only] or [
            each for each in sources.values() if each.id not in left_out and not self.lacks_key(each)
        ]

    def lacks_key(self, source: Source) -> bool:
        """Whether a source wants a key that the desk does not have."""
        return source.key is not None and not source.key.optional and source.key.name not in self.secrets

    def scope(self, at: datetime) -> Scope:
        """Return what a run at an instant is about."""
        return Scope(self.settings.assets, self.names, at)

    def client(self, known: Callable[[str, str], Reply | None]) -> Client:
        """Return a client that speaks for this desk; ``known`` gives the kept reply that a question had before."""
        return Client(
            clock=self.clock, chance=self.chance, agent=AGENT, secrets=self.secrets, known=known,
            timeout_seconds=self.settings.collecting.timeout_seconds, base_urls=self.settings.collecting.base_urls,
        )  # fmt: skip
