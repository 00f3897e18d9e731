"""An option chain as a whole: it stands or falls together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from math import log
from statistics import median
from typing import Final

from generator.collectors.gate.bench import Bench
from generator.collectors.gate.prices import NEAR, allowed, middle, prices_by_asset
from generator.collectors.gate.readings import INTEREST
from generator.collectors.gate.wording import against, number, span
from generator.model.observation import Observation
from generator.model.quotes import FutureQuote, OptionQuote
from generator.model.reply import SetAside

_VOLATILITY: Final = "options.iv_atm"
_DVOL: Final = "options.dvol"
#: In every chain of the winter of 2025 all options had a mark volatility.
_QUOTED: Final = 0.5
#: An expiry's forward against the index: 0.99 to 1.05 that winter, and +14% at the heights of 2024.
_FORWARD: Final = (0.7, 1.5)
#: The middle strike against the forward: 1.0 to 1.41.
_STRIKES: Final = (0.2, 5.0)
#: The middle premium of a chain in coin is near a twentieth; above one it is in dollars.
_PREMIUM: Final = 1.0
#: An index of one's own may be this far from the price where its tolerance is less.
_FROM_PRICE: Final = log(1.05)
_DVOL_FACTOR: Final = 2.0
_DVOL_DAYS: Final = (15, 60)
_AT_THE_MONEY: Final = 0.05
#: In every chain of that winter each strike had its call and its put.
_PAIRED: Final = 0.97
_SAME_HALF_DAY: Final = timedelta(hours=12)
_DAY: Final = timedelta(days=1)
#: Futures and options are asked for within minutes of each other.
_SAME_MOMENT: Final = timedelta(hours=1)


def broken_chains(bench: Bench) -> Iterator[SetAside]:
    """Yield each chain that cannot be one, and apart from it the options that had expired."""
    dated = _dated_expiries(bench)
    for quotes in bench.chains.values():
        live = [quote for quote in quotes if quote.expires_at > quote.observed_at]
        if len(live) < len(quotes):
            expired = tuple(quote for quote in quotes if quote.expires_at <= quote.observed_at)
            yield SetAside(expired, "observed after the option expired")
        why = (_broken(live, bench) or _not_whole(live, dated)) if live else None
        if why is not None:
            yield SetAside(tuple(live), f"the chain's {why}")


def chains_of_another_price(bench: Bench) -> Iterator[SetAside]:
    """Yield each chain whose index or nearest forward is far from what the venues say the asset costs."""
    prices = prices_by_asset(bench)
    for (_, asset, _, at), quotes in bench.chains.items():
        others = middle(prices[asset], at, within=NEAR) if asset in prices else None
        level = _level(quotes)
        limit = None if others is None else allowed(asset, others.gap, bench)
        if others is None or level is None or limit is None:
            continue
        if abs(log(level) - others.level) > max(limit, _FROM_PRICE):
            size = against(level, others.price)
            yield SetAside(tuple(quotes), f"the chain's underlying price is {size} the venues' median")


def volatility_index_unlike_the_chain(bench: Bench) -> Iterator[SetAside]:
    """Yield readings of a volatility index that are no kin to the chain's options at the money."""
    for (venue, asset, _, at), quotes in bench.chains.items():
        rows = bench.series.get((f"observation {_DVOL}", asset, venue, ""), ())
        usual = _at_the_money(quotes)
        if usual is None:
            continue
        unlike = [
            row
            for row in rows
            if isinstance(row, Observation)
            and abs(row.observed_at - at) <= _SAME_HALF_DAY
            and not 1 / _DVOL_FACTOR <= row.value / usual <= _DVOL_FACTOR
        ]
        if unlike:
            size = against(unlike[-1].value, usual)
            yield SetAside(tuple(unlike), f"{size} the mark volatility of its options at the money")


def _broken(quotes: Sequence[OptionQuote], bench: Bench) -> str | None:
    asset = quotes[0].asset
    volatility = [quote.mark_iv for quote in quotes if quote.mark_iv is not None]
    if len(volatility) < _QUOTED * len(quotes):
        return f"options have a mark volatility in {len(volatility)} of {len(quotes)} cases only"
    limits = bench.catalogue[_VOLATILITY].plausible.of(asset)
    usual = median(volatility)
    if limits is not None and not limits[0] <= usual <= limits[1]:
        return f"middle mark volatility of {number(usual)} is not between {limits[0]:g} and {limits[1]:g}"
    premiums = [quote.mark_coin for quote in quotes if quote.mark_coin is not None]
    if premiums and not 0 <= median(premiums) <= _PREMIUM:
        return f"middle premium is {number(median(premiums))} coins"
    held = sum(quote.open_interest_coin for quote in quotes if quote.open_interest_coin is not None)
    most = bench.catalogue[INTEREST].plausible.of(asset)
    if most is not None and not held <= most[1]:
        return f"open interest of {number(held)} coins is more than {number(most[1])}"
    return _misplaced(quotes)


def _dated_expiries(bench: Bench) -> dict[tuple[str, str], list[FutureQuote]]:
    """Return the dated futures that each venue quotes of a coin at the moment."""
    found: dict[tuple[str, str], list[FutureQuote]] = {}
    for rows in bench.series.values():
        quote = rows[-1]
        if isinstance(quote, FutureQuote) and quote.basis == "mark" and quote.expires_at is not None:
            found.setdefault((quote.venue, quote.asset), []).append(quote)
    return found


def _not_whole(quotes: Sequence[OptionQuote], dated: Mapping[tuple[str, str], Sequence[FutureQuote]]) -> str | None:
    """Say whether a part of a chain is missing: calls without puts, or an expiry that has a future."""
    rights = Counter((quote.expires_at, quote.strike_usd) for quote in quotes)
    paired = sum(count for count in rights.values() if count > 1)
    if paired < _PAIRED * len(quotes):
        return f"options are not all there: {paired} of {len(quotes)} have the other right of their strike"
    first = quotes[0]
    expiries = {quote.expires_at for quote in quotes}
    for future in dated.get((first.venue, first.asset), ()):
        at, expiry = first.observed_at, future.expires_at
        if expiry is None or expiry in expiries or abs(future.observed_at - at) > _SAME_MOMENT:
            continue
        if expiry - at > _DAY:
            return f"options are not all there: none expires with the future of {expiry:%Y-%m-%d}"
    return None


def _misplaced(quotes: Sequence[OptionQuote]) -> str | None:
    """Say whether the forwards leave the index, or the strikes the forwards."""
    by_expiry: dict[timedelta, list[float]] = {}
    for quote in quotes:
        if quote.underlying_usd is not None and quote.index_usd is not None and quote.index_usd > 0:
            left = quote.expires_at - quote.observed_at
            by_expiry.setdefault(left, []).append(quote.underlying_usd / quote.index_usd)
    for left, forwards in by_expiry.items():
        if not _FORWARD[0] <= median(forwards) <= _FORWARD[1]:
            return f"forward in {span(left)} is {median(forwards):.2f} times its index"
    strikes = [quote.strike_usd / forward for quote in quotes if (forward := _forward(quote)) is not None]
    if not strikes:
        return "options have no underlying price"
    if not (min(strikes) < 1 < max(strikes) and _STRIKES[0] <= median(strikes) <= _STRIKES[1]):
        return f"strikes from {min(strikes):.2g} to {max(strikes):.2g} times the underlying do not lie around it"
    return None


def _forward(quote: OptionQuote) -> float | None:
    """Return what an option is written on, None where nothing above zero is said of it."""
    forward = quote.underlying_usd if quote.underlying_usd is not None else quote.index_usd
    return forward if forward is not None and forward > 0 else None


def _level(quotes: Sequence[OptionQuote]) -> float | None:
    """Return a chain's index, else the forward of its nearest expiry."""
    indices = [quote.index_usd for quote in quotes if quote.index_usd is not None and quote.index_usd > 0]
    if indices:
        return median(indices)
    first = min(quote.expires_at for quote in quotes)
    forwards = [f for quote in quotes if quote.expires_at == first and (f := _forward(quote)) is not None]
    return median(forwards) if forwards else None


def _at_the_money(quotes: Sequence[OptionQuote]) -> float | None:
    """Return the middle mark volatility of one to two months, near the forward."""
    near = [
        quote.mark_iv
        for quote in quotes
        if quote.mark_iv is not None
        and _DVOL_DAYS[0] <= (quote.expires_at - quote.observed_at) / _DAY <= _DVOL_DAYS[1]
        and (forward := _forward(quote)) is not None
        and abs(quote.strike_usd / forward - 1) <= _AT_THE_MONEY
    ]
    return median(near) if near and median(near) > 0 else None
