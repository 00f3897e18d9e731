"""Open interest: whether coins, dollars and the price tell one story, within one scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.metrics.book import derived
from generator.metrics.grid import SAME_CLOCK
from generator.model.fact import Kind
from generator.model.instants import to_micros
from generator.model.observation import SeriesKey

if TYPE_CHECKING:
    from generator.metrics.book import Book


def interest(book: Book) -> None:
    """Put down, for each scope with coins and dollars, the price that they imply and how far they disagree.

    A scope is a set of venues and a way of counting; it is the venue of the fact. Coins and
    dollars of two clocks or two scopes are never set against each other.
    """
    for key in [key for key in book.tracks if key.metric == "futures.open_interest"]:
        coin = book.facts.get(str(key))
        usd = book.facts.get(str(SeriesKey(key.asset, "futures.open_interest_usd", key.tenor, key.venue)))
        if coin is None or usd is None or not coin.value or usd.value is None:
            continue
        if abs(to_micros(coin.as_of) - to_micros(usd.as_of)) > SAME_CLOCK:
            continue
        book.add(
            derived(
                coin, "implied_price", Kind.LEVEL, usd.value / coin.value, "USD", formula="dollars / coins",
                inputs=(usd.id, coin.id),
            )
        )  # fmt: skip
        changes = [book.facts.get(f"{fact.id}~change:7d") for fact in (coin, usd)]
        changes.append(book.facts.get(f"{key.asset}/spot.return/7d"))
        values = [each.value for each in changes if each is not None and each.value is not None]
        if len(values) == 3:
            coins, dollars, price = values
            book.add(
                derived(
                    coin, "reconciled", Kind.SHARE, abs((1 + coins) * (1 + price) - (1 + dollars)), "ratio",
                    formula="|(1 + change in coins) x (1 + change of price) - (1 + change in dollars)|",
                    inputs=tuple(each.id for each in changes if each is not None), window="7d",
                )
            )  # fmt: skip
