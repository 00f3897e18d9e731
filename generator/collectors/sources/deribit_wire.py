"""Deribit's replies as the wire spells them: JSON-RPC envelopes, book summaries, bars, hours of funding."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Final, Generic, TypeVar

from pydantic import Field, TypeAdapter

from generator.collectors.refusal import not_refused
from generator.collectors.wire import Amount, Millis, Price, Wire, leading, read
from generator.errors import PayloadError
from generator.model.reply import Reply

T = TypeVar("T")
#: Prices of a day differ, and premiums more; a slip in the unit of a volume is a hundredfold.
_TURNOVER: Final = 10.0


class _Error(Wire):
    message: str


class _Envelope(Wire, Generic[T]):
    result: T | None = None
    error: _Error | None = None
    testnet: bool = False


class SummaryRow(Wire):
    """What the rows of all book summaries have."""

    instrument_name: str
    base_currency: str
    creation_timestamp: Millis
    estimated_delivery_price: Price
    open_interest: Amount | None  # coins of options, dollars of futures
    volume: Amount | None  # coins, of 24 hours
    volume_usd: Amount | None  # what was paid for them


class OptionRow(SummaryRow):
    """One option; its strike, expiry and right are in its name."""

    mark_iv: Annotated[float, Field(ge=0, lt=1e6)] | None  # percent
    mark_price: Amount | None  # coins
    underlying_price: Price | None


class FutureRow(SummaryRow):
    """One future, perpetual or dated."""

    mark_price: Price
    open_interest: Amount


class HourRow(Wire):
    """One hour of a perpetual's funding."""

    timestamp: Millis
    interest_1h: Annotated[float, Field(gt=-1, lt=1)]


#: Opening time of a bar, open, high, low, close. [percent]
_Bar = Annotated[tuple[Millis, Price, Price, Price, Price], leading(5)]


class Bars(Wire):
    """The volatility index in bars."""

    data: tuple[_Bar, ...]


OPTIONS: Final = TypeAdapter(_Envelope[tuple[OptionRow, ...]])
FUTURES: Final = TypeAdapter(_Envelope[tuple[FutureRow, ...]])
HOURS: Final = TypeAdapter(_Envelope[tuple[HourRow, ...]])
INDEX: Final = TypeAdapter(_Envelope[Bars])


def result(form: TypeAdapter[_Envelope[T]], reply: Reply) -> T:
    """Return a reply's result.

    Raises:
        PayloadError: It is an error object, comes from the test network, or is not of the form.
    """
    found = read(form, reply)
    if found.error is not None:
        not_refused(reply, "error.message")
        raise PayloadError(f"{reply.name}: error.message: the source refused and does not say why")
    if found.testnet:
        raise PayloadError(f"{reply.name}: testnet: comes from the test network; ask the real one")
    if found.result is None:
        raise PayloadError(f"{reply.name}: result: is missing; ask again later")
    return found.result


def check_amounts(reply: Reply, rows: Iterable[tuple[SummaryRow, float | None]]) -> None:
    """Let a book summary pass of which something is held, and whose volumes fit what was paid for them.

    Args:
        reply: Where it stands.
        rows: Each with the worth of one coin of its volume. [USD]

    Raises:
        PayloadError: The amounts cannot be true.
    """
    rows = tuple(rows)
    if not any(row.open_interest for row, _ in rows):
        raise PayloadError(f"{reply.name}: result: open_interest: is nothing in all rows; ask again later")
    traded = [
        (row.volume * price, row.volume_usd)
        for row, price in rows
        if price is not None and row.volume is not None and row.volume_usd is not None
    ]
    worth, paid = sum(worth for worth, _ in traded), sum(paid for _, paid in traded)
    if max(worth, paid) > 0 and not paid / _TURNOVER <= worth <= paid * _TURNOVER:
        raise PayloadError(
            f"{reply.name}: result: volume: is worth {worth:,.0f} dollars, for which volume_usd has {paid:,.0f}"
        )
