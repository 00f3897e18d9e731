"""Funding and open interest: rates of one contract at several venues, and coins times price against dollars."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Final

from generator.collectors.gate.bench import Bench
from generator.collectors.gate.prices import NEAR, SAME_MOMENT, TWO, Middle, middle, prices_by_asset
from generator.collectors.gate.readings import FUNDING, INTEREST, INTEREST_USD, yearly
from generator.collectors.gate.wording import against
from generator.model.observation import Observation
from generator.model.quotes import FundingSettlement, Record
from generator.model.reply import SetAside

_DAY: Final = timedelta(days=1)
#: Over a week the middle size of a venue's rates was between 1/16 and 10 times the other venues'.
_WEEK: Final = timedelta(days=7)
_SIZE: Final = 40.0
#: Coins x price and dollars of one moment; sources round, and take the mark or the index.
_ROUNDING: Final = 0.05


@dataclass(frozen=True, slots=True)
class _Rates:
    """A contract's settled rates of a run: the mean of the last day, and the middle size, both a year."""

    rows: tuple[FundingSettlement, ...]
    venue: str
    day: float
    size: float
    length: timedelta


def funding_far_from_the_others(bench: Bench) -> Iterator[SetAside]:
    """Yield a venue's rates of a coin that are far from the middle of at least two others', or of another size."""
    tolerance = bench.catalogue[FUNDING].tolerance
    for asset, rates in _rates(bench).items():
        limit = tolerance.of(asset)
        left = rates
        while len({each.venue for each in left}) > TWO:
            found = [(excess, each, why) for each in left for excess, why in _far(each, left, limit)]
            if not found:
                break
            _, worst, why = max(found, key=lambda item: item[0])
            yield SetAside(worst.rows, why)
            left = [each for each in left if each is not worst]


def _rates(bench: Bench) -> Mapping[str, list[_Rates]]:
    found: dict[str, list[_Rates]] = {}
    for (_, asset, venue, _), rows in bench.series.items():
        settled = tuple(row for row in rows if isinstance(row, FundingSettlement))
        if settled:
            end = settled[-1].observed_at
            last = [yearly(row) for row in settled if end - row.observed_at < _DAY]
            size = median(abs(yearly(row)) for row in settled)
            length = end - settled[0].observed_at + timedelta(hours=settled[0].interval_hours)
            found.setdefault(asset, []).append(_Rates(settled, venue, sum(last) / len(last), size, length))
    return found


def _far(rates: _Rates, of_all: list[_Rates], limit: float | None) -> Iterator[tuple[float, str]]:
    """Yield by how many times a contract's rates are beyond what is allowed, and the reason."""
    end = rates.rows[-1].observed_at
    others = [o for o in of_all if o.venue != rates.venue and abs(o.rows[-1].observed_at - end) < _DAY]
    if len({other.venue for other in others}) < TWO:
        return
    day = median(other.day for other in others)
    if limit is not None and abs(rates.day - day) > limit:
        yield abs(rates.day - day) / limit, f"{rates.day:.0%} a year, where other venues' middle is {day:.0%}"
    of_a_week = [other for other in others if other.length >= _WEEK]
    if rates.length >= _WEEK and len({other.venue for other in of_a_week}) >= TWO:
        size = median(other.size for other in of_a_week)
        if size > 0 and rates.size > 0 and not 1 / _SIZE <= rates.size / size <= _SIZE:
            times = max(rates.size / size, size / rates.size) / _SIZE
            yield times, f"rates {against(rates.size, size)} the usual size of other venues'"


def coins_against_dollars(bench: Bench) -> Iterator[SetAside]:
    """Yield open interest of one venue and moment in coins and in dollars that no price brings together."""
    prices = prices_by_asset(bench)
    for (kind, asset, venue, tenor), rows in bench.series.items():
        dollars = bench.series.get((f"observation {INTEREST_USD}", asset, venue, tenor), ())
        if kind != f"observation {INTEREST}" or asset not in prices or not dollars:
            continue
        for coins in rows:
            place = bisect_left(dollars, coins.observed_at - SAME_MOMENT, key=lambda record: record.observed_at)
            for usd in dollars[place : place + 1]:
                if abs(usd.observed_at - coins.observed_at) <= SAME_MOMENT:
                    price = middle(prices[asset], coins.observed_at, within=NEAR)
                    if price is not None:
                        yield from _unlike(coins, usd, price)


def _unlike(coins: Record, usd: Record, price: Middle) -> Iterator[SetAside]:
    assert isinstance(coins, Observation)
    assert isinstance(usd, Observation)
    worth = coins.value * price.price
    allowed = _ROUNDING * (1 + price.gap / SAME_MOMENT)
    if worth > 0 and usd.value > 0 and not 1 / (1 + allowed) <= usd.value / worth <= 1 + allowed:
        yield SetAside((coins, usd), f"the dollars are {against(usd.value, worth)} the coins times the price")
