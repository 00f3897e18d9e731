"""Deribit's replies as the wire spells them: JSON-RPC envelopes, book summaries, bars, hours of funding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Final, Generic, TypeVar

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from typing_extensions import TypedDict  # pydantic's own, which reads the field types of Python 3.11 too

from generator.collectors.refusal import not_refused
from generator.collectors.wire import Amount, Millis, Price, WholeNumber, Wire, leading, read
from generator.errors import PayloadError
from generator.model.reply import Reply

T = TypeVar("T")
_STRICT: Final = ConfigDict(strict=True, allow_inf_nan=False, extra="ignore")
_MILLIS: Final = TypeAdapter[datetime](Millis)
#: Prices of a day differ, and premiums more; a slip in the unit of a volume is a hundredfold.
_TURNOVER: Final = 10.0


class _Error(Wire):
    message: str


class _Envelope(Wire, Generic[T]):
    result: T | None = None
    error: _Error | None = None
    testnet: bool = False


class SummaryRow(TypedDict):
    """What the rows of all book summaries have.

    Rows are dictionaries: a chain has hundreds, and as objects they would take twice as long to read.
    """

    __pydantic_config__ = _STRICT  # type: ignore[misc]  # pydantic's name for it
    instrument_name: str
    base_currency: str
    creation_timestamp: WholeNumber  # milliseconds since 1970
    estimated_delivery_price: Price
    volume: Amount | None  # coins, of 24 hours
    volume_usd: Amount | None  # what was paid for them


class OptionRow(SummaryRow):
    """One option; its strike, expiry and right are in its name."""

    open_interest: Amount | None  # coins
    mark_iv: Annotated[float, Field(ge=0, lt=1e6)] | None  # percent
    mark_price: Amount | None  # coins
    underlying_price: Price | None


class FutureRow(SummaryRow):
    """One future, perpetual or dated."""

    mark_price: Price
    open_interest: Amount  # dollars


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


def written_at(reply: Reply, rows: Sequence[SummaryRow]) -> datetime:
    """Return when the last row of a book summary was written: they are stamped milliseconds apart.

    Raises:
        PayloadError: A row is stamped with no time of this market.
    """
    stamps = [row["creation_timestamp"] for row in rows]
    stamp = min(stamps)
    try:
        _MILLIS.validate_python(stamp)
        stamp = max(stamps)
        return _MILLIS.validate_python(stamp)
    except ValidationError as error:
        what = error.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")
        raise PayloadError(f"{reply.name}: result.{stamps.index(stamp)}.creation_timestamp: {what}") from error


def check_amounts(
    reply: Reply, held: Iterable[float | None], traded: Iterable[tuple[float | None, float | None, float | None]]
) -> None:
    """Let a book summary pass of which something is held, and whose volumes fit what was paid for them.

    Args:
        reply: Where it stands.
        held: The open interest of its rows.
        traded: For each row its volume, the worth of one coin of it and what was paid. [coin, USD per coin, USD]

    Raises:
        PayloadError: The amounts cannot be true.
    """
    if not any(held):
        raise PayloadError(f"{reply.name}: result: open_interest: is nothing in all rows; ask again later")
    worth = paid = 0.0
    for volume, price, usd in traded:
        if volume is not None and price is not None and usd is not None:
            worth += volume * price
            paid += usd
    if max(worth, paid) > 0 and not paid / _TURNOVER <= worth <= paid * _TURNOVER:
        raise PayloadError(
            f"{reply.name}: result: volume: is worth {worth:,.0f} dollars, for which volume_usd has {paid:,.0f}"
        )
