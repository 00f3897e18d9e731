"""What Binance's services have in common: names of contracts, and how they refuse."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

from pydantic import Field

from generator.collectors import refusal
from generator.collectors.wire import NumberText
from generator.errors import PayloadError
from generator.model.names import Names
from generator.model.reply import Reply

PUBLISHER: Final = "binance"
QUOTE: Final = "USDT"
#: A contract's price; of one that is not traded yet, or no more, it is zero.
MarkText = Annotated[NumberText, Field(ge=0, lt=1e15)]
#: A contract whose mark is this much older than the newest is traded no more.
LEFT_BEHIND: Final = timedelta(minutes=5)


def pair(asset: str) -> str:
    """Return the symbol of a coin against USDT."""
    return f"{asset}{QUOTE}"


def ticker(symbol: str, names: Names) -> tuple[str, float]:
    """Return the coin of a symbol against USDT, and how many of it the symbol's price is for.

    Raises:
        PayloadError: It is against something else.
    """
    coin = symbol.removesuffix(QUOTE)
    if coin == symbol or not coin:
        raise PayloadError(f"{symbol[:40]!r}: is no symbol against {QUOTE}")
    return names.resolve(PUBLISHER, coin)


def expiry(reply: Reply, day: str) -> datetime:
    """Return when a dated contract expires, of the day that stands in its symbol: at 08:00 UTC.

    Raises:
        PayloadError: It is no day.
    """
    try:
        return datetime.strptime(day, "%y%m%d").replace(tzinfo=UTC, hour=8)
    except ValueError:
        raise PayloadError(f"{reply.name}: symbol: {day!r} is no day of expiry; ask again later") from None


def snapshot_at(times: Collection[datetime], reply: Reply) -> datetime:
    """Return the instant of a list of marks: the latest of their times, of which there is one at least.

    A single mark that is dated ahead must not make the others old. So those near the moment when the reply
    came decide, where there are any; the gate judges the one ahead by its own time.
    """
    near = [at for at in times if abs(at - reply.fetched_at) <= LEFT_BEHIND]
    return max(near or times)


def not_refused(reply: Reply) -> None:
    """Let a reply pass that is no error object.

    Raises:
        PayloadError: Binance refused; the text quotes its words.
    """
    refusal.not_refused(reply, "msg")
