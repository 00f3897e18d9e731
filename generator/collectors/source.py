"""What a live source is: whom we ask, how often we may, what we ask, and who reads the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol
from urllib.parse import urlencode

from generator.model.names import Names
from generator.model.observation import Provenance
from generator.model.quotes import Record
from generator.model.reply import Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One question to a source.

    Args:
        kind: Names the question and its parser: ``funding``.
        subject: What it is about, where one kind is asked several times: ``BTCUSDT``.
        path: Below the source's base URL, with a leading slash.
        query: In the order in which it is sent.
        post: JSON body; the question is posted where there is one.
        feeds: The metrics that are missing if no answer comes.
        redirects: How many redirects are followed; a data source that redirects is not itself.
    """

    kind: str
    subject: str = ""
    path: str
    query: tuple[tuple[str, str], ...] = ()
    post: str = ""
    feeds: tuple[str, ...] = ()
    redirects: int = 0


@dataclass(frozen=True, slots=True)
class Limit:
    """How often a source may be asked: so many requests in so many seconds, as it documents it."""

    requests: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A source's key: the name by which the desk holds it, and where the source wants it.

    Args:
        name: ``FRED_API_KEY``, in the environment or the system's keyring.
        place: In a header or in the query; the address that is kept never has it.
        field: The header's or parameter's name.
        optional: Whether the source also answers without it, only less often.
    """

    name: str
    place: Literal["header", "query"]
    field: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """What a run is about.

    Args:
        assets: The coins that the desk writes about, by ticker.
        names: For venues' symbols and the members of baskets.
        now: When the run began.
    """

    assets: tuple[str, ...]
    names: Names
    now: datetime


class Parser(Protocol):
    """One reply in, its readings out: no clock, no network, no defaults for what is missing."""

    def __call__(self, reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Record]:
        """Yield the readings of one reply.

        Raises:
            PayloadError: It is not as the source documents it; the text names source, path and field.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A live source.

    Args:
        id: ``binance-usdm``.
        publisher: Who is named beside its numbers: a venue's id or a provider's name.
        base_url: Scheme and host, no slash at the end; a desk may set another.
        limit: As the source documents it, for all our questions to it.
        asks: The questions of a day's run.
        history: The questions that bring what it has of the past, each for a window of its own.
        parsers: Kind of question → who reads the answer.
        key: Where it wants one; without it the source is left out and said to be, unless the key is optional.
        second: Whether it is only asked for second opinions.
        headers: What it wants beside the client's own.
    """

    id: str
    publisher: str
    base_url: str
    limit: Limit
    asks: Callable[[Scope], Iterable[Ask]]
    parsers: Mapping[str, Parser]
    history: Callable[[Scope, datetime], Iterable[Ask]] | None = None
    key: Key | None = None
    second: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)

    def address(self, ask: Ask, base_url: str | None = None) -> str:
        """Return a question's address, without any key; ``base_url`` replaces the source's own."""
        query = f"?{urlencode(ask.query)}" if ask.query else ""
        return f"{base_url or self.base_url}{ask.path}{query}"
