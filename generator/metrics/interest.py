"""Open interest with the price: whether coins and dollars tell one story, and what kind of move it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.metrics.book import derived
from generator.metrics.grid import SAME_CLOCK
from generator.model.fact import Fact, Kind
from generator.model.instants import to_micros
from generator.model.observation import SeriesKey

if TYPE_CHECKING:
    from generator.metrics.book import Book

_COIN: Final = "futures.open_interest"
_USD: Final = "futures.open_interest_usd"
_BOXES: Final = ("1d", "7d")
#: A smaller change of open interest is the day's to and fro.
LITTLE: Final = 0.01


def box(interest: float, price: float) -> str | None:
    """Return what a change of open interest and one of the price say together; None of a price that stood still.

    Args:
        interest: Change of open interest in coins; dollars would count the price twice. [fraction]
        price: Change of the price over the same window. [fraction]

    Source:
        J. Murphy, Technical Analysis of the Financial Markets, ch. 7 (price and open interest).
    """
    if abs(interest) < LITTLE:
        return "little change"
    if price == 0:
        return None
    if interest > 0:
        return "new money" if price > 0 else "adding against the move"
    return "short covering" if price > 0 else "unwinding"


def gap(coins: float, dollars: float, price: float) -> float:
    """Return how far three changes are from one story: dollars are coins x price. [fractions]"""
    return abs((1 + coins) * (1 + price) - (1 + dollars))


def interest(book: Book) -> None:
    """Put down, for each scope, the box that it is in, the price that it implies, and how far it disagrees.

    A scope is a set of venues and a way of counting; it is the venue of the fact. Readings of
    two clocks or two scopes are never set against each other.
    """
    for key in [key for key in book.tracks if key.metric == _COIN]:
        coin = book.facts.get(str(key))
        if coin is None:
            continue
        for window in _BOXES:
            _box(book, coin, window)
        usd = book.facts.get(str(SeriesKey(key.asset, _USD, key.tenor, key.venue)))
        if usd is not None and coin.value and usd.value is not None and _one_clock(coin, usd) and _one_scope(coin, usd):
            book.add(
                derived(
                    coin, "implied_price", Kind.LEVEL, usd.value / coin.value, "USD", formula="dollars / coins",
                    inputs=(usd.id, coin.id),
                )
            )  # fmt: skip
            _reconcile(book, coin, usd)


def _box(book: Book, coin: Fact, window: str) -> None:
    moved = book.facts.get(f"{coin.id}~change:{window}")
    price = book.facts.get(f"{coin.key.asset}/spot.return/{window}")
    if moved is None or price is None or moved.value is None or price.value is None or not _one_clock(coin, price):
        return
    state = box(moved.value, price.value)
    if state is not None:
        book.add(
            derived(
                coin, f"box:{window}", Kind.BAND, None, "none",
                formula="signs of the changes of open interest in coins and of the price; little change within 1%",
                inputs=(moved.id, price.id), state=state, window=window, start=moved.start,
            )
        )  # fmt: skip


def _reconcile(book: Book, coin: Fact, usd: Fact) -> None:
    price = book.facts.get(f"{coin.key.asset}/spot.return/7d")
    changes = [book.facts.get(f"{fact.id}~change:7d") for fact in (coin, usd)]
    if price is not None and _one_clock(coin, price):
        changes.append(price)
    values = [each.value for each in changes if each is not None and each.value is not None]
    if len(values) == 3:
        coins, dollars, moved = values
        book.add(
            derived(
                coin, "reconciled", Kind.SHARE, gap(coins, dollars, moved), "ratio",
                formula="|(1 + change in coins) x (1 + change of price) - (1 + change in dollars)|",
                inputs=tuple(each.id for each in changes if each is not None), window="7d",
            )
        )  # fmt: skip


def _one_clock(one: Fact, other: Fact) -> bool:
    """Return whether two facts are of one instant, to three hours."""
    return abs(to_micros(one.as_of) - to_micros(other.as_of)) <= SAME_CLOCK


def _one_scope(one: Fact, other: Fact) -> bool:
    """Return whether two sums are over the same venues; amounts that are no sums have no number of them."""
    return one.n is None or (one.n, one.note) == (other.n, other.note)
