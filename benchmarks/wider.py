"""More of the real history, from a folder of collected CSV files that may not be passed on: ``--history FOLDER``.

Each file goes through the nouns that collectors use into the store that real stretches are written from. A file that
is not there is passed over. Left out is what would say something else than its noun: shares of a basket, which are no
shares of the market; liquidations of four hours; put/call ratios of twelve expiries, which are no chain's.
"""

import csv
import gzip
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from benchmarks.synthetic_world import Series, end, midnight

_MILLION = 1e6
#: New York's close, as for other markets there; the funds' totals are collected overnight.
_SESSION, _COLLECTED = timedelta(hours=21), timedelta(hours=30)
#: Venues whose open interest the product adds up itself, by the first word of their column.
_VENUES = ("binance", "bybit", "okx", "deribit", "kraken")
_SIDES = ("total", "long", "short")
#: A day's funding is whole with so many settlements of eight hours, or of one.
_WHOLE = {"okx": 3}
_DAYS_A_YEAR = 365
#: The last day of a dump may be a part of one.
_PARTIAL = 1


def read(folder):
    """Yield the records of every file in the folder that there is a reader for."""
    for name, reader in READERS:
        path = Path(folder) / name
        if path.is_file():
            yield from reader(_rows(path))


def fill(store, folder):
    """Add the folder's records to a store, and return how many there were."""
    records = list(read(folder))
    store.add(records)
    return len(records)


def _rows(path):
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _day(row, column="date"):
    return datetime.fromisoformat(row[column]).replace(tzinfo=UTC).date()


def _value(row, column):
    """Return a cell's number, None where nobody knows it."""
    return float(row[column]) if row.get(column) else None


def flows(rows, asset):
    """Yield the net flows of sessions into funds, in dollars; a holiday's row is none."""
    series = Series(f"{asset}/flows.etf_net/1d@farside", "USD", "Farside")
    for row in rows:
        total, day = _value(row, "total_flow_musd"), midnight(_day(row))
        if total is not None:
            yield series(day + _SESSION, round(total * _MILLION), day + _COLLECTED)


def supply(rows):
    """Yield the supply of stablecoins."""
    series = Series("CRYPTO/stablecoins.supply@defillama", "USD", "DefiLlama")
    for row in rows:
        total = _value(row, "total_stablecoin_supply_usd")
        if total is not None:
            yield series(midnight(_day(row)), total)


def interest_everywhere(rows):
    """Yield open interest over all exchanges that Coinglass follows, at the end of the day.

    It is in dollars alone: the coins beside them in the file are no count, but dollars over a price.
    """
    for row in rows:
        for asset in ("BTC", "ETH", "SOL"):
            held = _value(row, f"{asset.lower()}_oi_usd")
            if held is not None:
                yield Series(f"{asset}/futures.open_interest_usd@all venues", "USD", "Coinglass")(end(_day(row)), held)


def interest_of_venues(rows):
    """Yield open interest venue by venue, at the last four hours' mark of the day."""
    for row in rows:
        for venue in _VENUES:
            held = _value(row, f"{venue}_oi_usd")
            if held is not None:
                series = Series(f"{row['symbol']}/futures.open_interest_usd@{venue}", "USD", "Coinglass")
                yield series(end(_day(row)), held)


def liquidations(rows):
    """Yield a day's liquidations on Binance, by coin and side, as Coinglass counts them."""
    for row in rows:
        for asset in ("BTC", "ETH", "SOL"):
            sides = [_value(row, f"{asset.lower()}_{side}_liq_usd") for side in _SIDES[1:]]
            if None not in sides:
                yield from _sides(asset, "binance", "Coinglass", end(_day(row)), (sum(sides), *sides))


def liquidations_of_hyperliquid(rows):
    """Yield a day's liquidations on Hyperliquid; the last day of each coin may be a part of one."""
    for asset in ("BTC", "ETH", "SOL"):
        for row in [row for row in rows if row["symbol"] == asset][:-_PARTIAL]:
            sums = [_value(row, f"{side}_liq_usd") for side in _SIDES]
            if None not in sums:
                yield from _sides(asset, "hyperliquid", "hyperliquid", end(_day(row)), sums)


def _sides(asset, venue, source, at, sums):
    for side, value in zip(_SIDES, sums, strict=True):
        yield Series(f"{asset}/liquidations.{side}/1d@{venue}", "USD", source)(at, value)


def funding(rows):
    """Yield the day's funding of venues that the sample lacks, as a yearly rate: days with all their settlements."""
    for row in rows:
        whole = _WHOLE.get(row["venue"])
        if whole is not None and row["coin"] in ("BTC", "ETH", "SOL") and int(row["n_intervals"]) == whole:
            series = Series(f"{row['coin']}/perp.funding_rate/1d@{row['venue']}", "ratio", row["venue"])
            yield series(end(_day(row)), float(row["funding_sum_day_frac"]) * _DAYS_A_YEAR)


def macro(rows):
    """Yield stocks and gold's nearest future at New York's close, under the feed that the desk has such closes from."""
    columns = {"sp500_index": "SPX", "gold_futures_usd_oz": "GOLD"}
    for row in rows:
        for column, name in columns.items():
            level = _value(row, column)
            if level is not None:
                yield Series(f"macro:{name}/macro.level@fred", "index", "fred")(midnight(_day(row)) + _SESSION, level)


READERS = (
    ("etf_flows_btc_daily.csv", partial(flows, asset="BTC")),
    ("etf_flows_eth_daily.csv", partial(flows, asset="ETH")),
    ("stablecoin_supply_daily.csv", supply),
    ("open_interest_aggregated_daily.csv", interest_everywhere),
    ("open_interest_by_exchange_daily.csv.gz", interest_of_venues),
    ("liquidations_binance_coinglass_daily.csv", liquidations),
    ("liquidations_hyperliquid_daily.csv", liquidations_of_hyperliquid),
    ("funding_multivenue_daily.csv.gz", funding),
    ("macro_daily.csv", macro),
)
