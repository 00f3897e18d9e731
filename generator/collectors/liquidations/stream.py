"""What a stream of liquidations is: where it is heard, how it is asked for, and who reads its messages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Final, Literal, Protocol, Self

from generator.errors import PayloadError
from generator.model.instants import to_micros
from generator.model.liquidation import Liquidation
from generator.model.names import Names

#: Prices and amounts lie between these, and so their products are numbers too.
_LEAST: Final = 1e-15
_MOST: Final = 1e15


@dataclass(frozen=True, slots=True)
class Contract:
    """What one contract of an instrument is worth: so many coins, or so many dollars."""

    size: float
    unit: Literal["coin", "USD"]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a venue's list of contracts, and what to add to the address for the next one; empty at the end."""

    contracts: Mapping[str, Contract]
    next: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Where a venue lists its contracts.

    Args:
        source: Id of the source that is asked, for desks that ask another address.
        base_url: Scheme and host.
        path: With the query of the first page.
        read: One page; it raises a ``PayloadError`` where it cannot.
    """

    source: str
    base_url: str
    path: str
    read: Callable[[bytes], Page]


class Said(Enum):
    """What a message is to the one who listens."""

    #: Something to keep: liquidations, or nothing that we know.
    NEWS = "news"
    #: One subscription is in force.
    SUBSCRIBED = "subscribed"
    #: The line is alive.
    ALIVE = "alive"


class Parser(Protocol):
    """One message in, its liquidations out: no clock, no network, no defaults for what is missing."""

    def __call__(self, message: bytes, *, contracts: Mapping[str, Contract], names: Names) -> Iterator[Liquidation]:
        """Yield the liquidations of one message.

        Raises:
            PayloadError: It is not as the venue documents it; the text names venue, path and field.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """A venue's stream of liquidations.

    Args:
        venue: The venue's id.
        id: Names it in the desk's settings and in errors: ``bybit-liquidations``.
        url: Where it is heard.
        whole: Whether the venue says that all liquidations come over it. Where it does not, what
            comes adds up to a floor, which is kept and never told as a total.
        scope: Which contracts it is about, in words.
        beat: What the venue wants to hear now and then; None where a ping of the protocol is enough.
        subscribe: The subscriptions, of the contracts that the venue lists.
        answer: What a message is; it raises a ``PayloadError`` where the venue refuses a subscription.
        parse: Who reads its messages.
        listing: Where the contracts are listed, where one must know them.
        sized: Whether amounts are in contracts, so that their sizes must be kept beside each message.
    """

    venue: str
    id: str
    url: str
    whole: bool
    scope: str
    beat: str | None
    subscribe: Callable[[Mapping[str, Contract]], tuple[str, ...]]
    answer: Callable[[bytes], Said]
    parse: Parser
    listing: Listing | None = None
    sized: bool = False

    def at(self, addresses: Mapping[str, str]) -> Self:
        """Return the stream at the addresses that a desk has set, by source id."""
        listing = self.listing
        if listing is not None and listing.source in addresses:
            listing = replace(listing, base_url=addresses[listing.source])
        return replace(self, url=addresses.get(self.id, self.url), listing=listing)


def check_amounts(where: str, **told: float) -> None:
    """Refuse prices and amounts that are none, by the wire's own names.

    Raises:
        PayloadError: One is zero, negative, or beyond what any market has seen.
    """
    for name, value in told.items():
        if not _LEAST < value < _MOST:
            raise PayloadError(f"{where}.{name}: should be above zero and below {_MOST:g}, not {value:g}")


class Numbered:
    """Gives the liquidations of one message their ids.

    Venues number nothing. Two liquidations of one message may be alike in everything and are two
    all the same, so the second is numbered; a message that comes twice gives the same ids twice.
    """

    def __init__(self, venue: str) -> None:
        self._venue = venue
        self._seen: Counter[str] = Counter()

    def id(self, instrument: str, at: datetime, side: str, parts: Iterable[str]) -> str:
        """Return the id of the next liquidation; ``parts`` is the rest of it as the venue spells it."""
        told = " ".join((self._venue, instrument, str(to_micros(at) // 1_000), side, *parts))
        self._seen[told] += 1
        return f"{told} #{self._seen[told]}"
