"""Reading a run's replies: each by its own source's parser, and none of them at the cost of the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from generator.collectors.headlines import parse_feed
from generator.collectors.source import Source
from generator.errors import PayloadError
from generator.model.headline import Headline
from generator.model.names import Names
from generator.model.quotes import Record
from generator.model.reply import Reply, Trouble

#: The kind of question whose answer holds headlines and no numbers.
FEED: Final = "feed"


@dataclass(slots=True)
class Reading:
    """What the replies of a run said, and which of them could not be read.

    Args:
        sources: By id; a reply of any other source cannot be read.
        names: Turns venues' symbols into assets.
        feeds: Source, kind and subject of a question → the metrics that miss its answer.
    """

    sources: Mapping[str, Source]
    names: Names
    feeds: Mapping[tuple[str, str, str], tuple[str, ...]] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)
    headlines: list[Headline] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    def add(self, reply: Reply) -> None:
        """Read one reply whole, or put down why not."""
        try:
            if reply.kind == FEED:
                self.headlines += parse_feed(reply)
            else:
                self.records += self._records(reply)
        except PayloadError as error:
            self._cannot(reply, str(error).removeprefix(f"{reply.name}: "))
        except Exception as error:  # noqa: BLE001 - a parser's bug costs its own reply and not the run
            self._cannot(reply, f"could not be read, which is a bug: {type(error).__name__}: {error}")

    def _records(self, reply: Reply) -> tuple[Record, ...]:
        source = self.sources.get(reply.source)
        parse = source.parsers.get(reply.kind) if source is not None else None
        if source is None or parse is None:
            raise PayloadError(f"{reply.name}: nobody reads this any more")
        return tuple(parse(reply, origin=reply.origin(source.publisher), names=self.names))

    def _cannot(self, reply: Reply, why: str) -> None:
        feeds = self.feeds.get((reply.source, reply.kind, reply.subject), ())
        self.troubles.append(
            Trouble(
                source=reply.source, kind=reply.kind, subject=reply.subject, why=why, feeds=feeds,
                fetched_at=reply.fetched_at,
            )
        )  # fmt: skip
