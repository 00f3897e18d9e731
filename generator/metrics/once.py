"""What is worked out once for all days, where one day's share of it is a cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.model.ports import Market

T = TypeVar("T")


def once(market: Market, what: str, read: Callable[[Market], T]) -> T | None:
    """Return what ``read`` makes of everything that is ever known, None where a day must be read by itself.

    Only for what a later reading leaves as it is: a reading's own numbers, never a statistic of its past. A market
    that serves one instant has no such thing, and one of which a part was revised gives none either.

    Args:
        market: What is known before an instant.
        what: The name under which the result is kept.
        read: Reads it.
    """
    # Asked of the class: a market that stands in for another must not pass on what it would have to change.
    kept: Callable[[Market, str, Callable[[Market], T]], T | None] | None = getattr(type(market), "once", None)
    return None if kept is None else kept(market, what, read)
