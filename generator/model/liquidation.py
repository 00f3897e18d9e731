"""A liquidation as a venue's stream tells it, and the time during which we listened."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Liquidation:
    """One forced closure of a position, or of a part of it.

    Args:
        venue: The venue's id.
        asset: The coin.
        instrument: The contract, as the venue calls it.
        side: Which positions were closed: ``long`` ones are closed by selling.
        price_usd: As the venue prices it: the price of bankruptcy, of the mark, or of the fill. [USD per coin]
        amount_coin: How much was closed. [coin]
        usd: What it was worth at that price. [USD]
        at: When, by the venue's clock.
        id: The same liquidation has the same one, however often its message comes.
    """

    venue: str
    asset: str
    instrument: str
    side: Literal["long", "short"]
    price_usd: float
    amount_coin: float
    usd: float
    at: datetime
    id: str


@dataclass(frozen=True, slots=True)
class Span:
    """Time during which a stream was heard without a break, and what it said.

    Everything that the venue sent from ``began_at`` on and before ``ended_at`` is in ``body``.

    Args:
        venue: The venue's id.
        body: A line of JSON for the connection, then one for each message.
        messages: How many of them.
    """

    venue: str
    began_at: datetime
    ended_at: datetime
    body: bytes = field(repr=False)
    messages: int
