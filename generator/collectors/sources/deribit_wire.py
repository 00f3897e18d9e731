"""Deribit's replies as the wire spells them: JSON-RPC envelopes, book summaries, bars, hours of funding."""

from __future__ import annotations

from typing import Annotated, Final, Generic, TypeVar

from pydantic import Field, TypeAdapter

from generator.collectors.refusal import not_refused
from generator.collectors.wire import Amount, Millis, Price, Wire, leading, read
from generator.errors import PayloadError
from generator.model.reply import Reply

T = TypeVar("T")


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


class OptionRow(SummaryRow):
    """One option; its strike, expiry and right are in its name."""

    mark_iv: Annotated[float, Field(ge=0, lt=1e6)] | None  # percent
    mark_price: Amount | None  # coins, as bid and ask
    bid_price: Amount | None
    ask_price: Amount | None
    open_interest: Amount | None  # coins
    volume: Amount | None  # coins
    underlying_price: Price | None


class FutureRow(SummaryRow):
    """One future, perpetual or dated."""

    mark_price: Price
    open_interest: Amount  # dollars
    volume: Amount | None  # coins


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
