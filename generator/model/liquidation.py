"""A liquidation, as a venue's stream tells it."""

from dataclasses import dataclass
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
