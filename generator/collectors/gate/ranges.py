"""What no reading can be by itself: outside of its metric's range, or not in keeping with itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from generator.collectors.gate.bench import Bench
from generator.collectors.gate.readings import INTERVALS, PRICE, asset_of, measures
from generator.collectors.gate.wording import against, number, span
from generator.model.instants import EPOCH
from generator.model.quotes import Candle, FundingSettlement, FutureQuote, Record
from generator.model.reply import SetAside

#: Prices divided by a contract's multiplier differ in the last bits.
_BITS: Final = 1e-9
#: Nearer to expiry a yearly basis is noise, and only the distance itself is judged.
_BASIS_DAYS: Final = 14
#: Funding pulls a perpetual to its index by a few percent in hours; half as much again is no market.
_FROM_INDEX: Final = 0.5
_DAY: Final = timedelta(days=1)
#: A bar ends with its last instant or with the next bar's first.
_BETWEEN: Final = timedelta(milliseconds=1)


def implausible(bench: Bench) -> Iterator[SetAside]:
    """Yield each reading outside of what the catalogue holds possible, or at odds with itself."""
    for record in bench.readings():
        why = _range(record, bench)
        if why is None:
            why = _form(record, bench)
        if why is not None:
            yield SetAside((record,), why)


def _range(record: Record, bench: Bench) -> str | None:
    for name, value in measures(record):
        metric = bench.catalogue.get(name)
        limits = None if metric is None else metric.plausible.of(asset_of(record))
        # Written so that a number which is none falls too: it compares false with everything.
        if metric is not None and limits is not None and not limits[0] <= value <= limits[1]:
            low, high = (number(limit) for limit in limits)
            return f"a {metric.label} of {number(value)} is not between {low} and {high}"
    return None


def _form(record: Record, bench: Bench) -> str | None:
    match record:
        case Candle():
            return _candle(record, bench)
        case FutureQuote():
            return _future(record, bench)
        case FundingSettlement():
            return _settlement(record)
    return None


def _candle(bar: Candle, bench: Bench) -> str | None:
    length = INTERVALS[bar.interval]
    if (bar.observed_at + _BETWEEN - EPOCH) % length > 2 * _BETWEEN:
        return f"a bar of {span(length)} that ends at {bar.observed_at:%H:%M:%S}"
    low, high = min(bar.open_usd, bar.close_usd), max(bar.open_usd, bar.close_usd)
    if not (0 < bar.low_usd <= low * (1 + _BITS) and high <= bar.high_usd * (1 + _BITS)):
        parts = ", ".join(number(part) for part in (bar.open_usd, bar.high_usd, bar.low_usd, bar.close_usd))
        return f"open, high, low and close of {parts} are no bar"
    jump = bench.catalogue[PRICE].jump.of(bar.asset)
    if jump is not None and bar.high_usd > high * jump:
        return f"a high {against(bar.high_usd, high)} what the bar opened and closed at"
    if jump is not None and bar.low_usd < low / jump:
        return f"a low {against(bar.low_usd, low)} what the bar opened and closed at"
    return None


def _future(quote: FutureQuote, bench: Bench) -> str | None:
    left = None if quote.expires_at is None else quote.expires_at - quote.observed_at
    # A daily bar of the day of expiry is stamped with the day's end.
    if left is not None and left < -_DAY:
        return "observed after the contract expired"
    if quote.index_usd is None:
        return None
    if not quote.index_usd > 0:
        return f"an index of {number(quote.index_usd)} is none"
    premium = quote.price_usd / quote.index_usd - 1
    if left is not None and left / _DAY >= _BASIS_DAYS:
        basis = premium * 365 / (left / _DAY)
        limits = bench.catalogue["futures.basis"].plausible.of(quote.asset)
        if limits is not None and not limits[0] <= basis <= limits[1]:
            return f"a basis of {basis:.0%} a year is not between {limits[0]:.0%} and {limits[1]:.0%}"
    elif not abs(premium) <= _FROM_INDEX:
        return f"{against(quote.price_usd, quote.index_usd)} its own index"
    return None


def _settlement(settled: FundingSettlement) -> str | None:
    if settled.observed_at.hour % settled.interval_hours:
        return f"settled at {settled.observed_at:%H:%M}, where {settled.interval_hours} hours do not end"
    return None
