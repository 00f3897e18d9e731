"""Build ``data/sample`` from a folder of collected history: only what may be passed on.

    python scripts/build_sample.py ../shared data/sample

Taken are exchange data, FRED and Ministry of Finance series, alternative.me and CoinGecko
with attribution, and figures of two publications with the publication named. Rows are copied
as they are; columns of other vendors are dropped. The same input gives the same bytes.
"""

from __future__ import annotations

import csv
import gzip
import io
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

Row = dict[str, str]

PUBLICATIONS = {
    "analysis-2026-02-09.observations.csv": ("AltcoinStory", "2026-02-09T12:00:00Z", "as published by AltcoinStory"),
    "market-wrap-2026-02-10.observations.csv": ("CoinDesk", "2026-02-10T11:50:00Z", "as published by CoinDesk"),
}
#: What no free source delivers, by metric or asset.
PUBLISHED_METRICS = ("futures.open_interest", "futures.open_interest_usd", "liquidations.")
PUBLISHED_ASSETS = ("CD20", "CDMEME")


def rows(path: Path) -> Iterator[Row]:
    """Yield a CSV file's rows, packed or not."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


def pack(path: Path, columns: list[str], kept: Iterable[Row]) -> None:
    """Write rows as gzip with no time stamp in it, so that the same rows are the same bytes."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(kept)
    with (
        path.open("wb") as file,
        gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0, compresslevel=9) as packed,
    ):
        packed.write(out.getvalue().encode())


def spot_daily(history: Path) -> Iterator[Row]:
    """Yield daily candles of bitcoin, ether and the other large coins."""
    for name, coin in (("btc", "BTC"), ("eth", "ETH")):
        for row in rows(history / f"{name}_spot_binance_daily.csv"):
            yield row | {"symbol": coin, "volume_coin": row[f"volume_{name}"]}
    yield from rows(history / "alts_spot_binance_daily.csv.gz")


def funding(history: Path, venue: str) -> Iterator[Row]:
    """Yield 8-hour settlements of one venue, in long form."""
    for coin in ("BTC", "ETH"):
        for row in rows(history / f"funding_{coin.lower()}_binance_bybit_8h.csv.gz"):
            rate = row[f"{venue}_funding_rate_per_8h_frac"]
            if rate:
                yield {"timestamp": row["timestamp"], "symbol": coin, "rate_per_interval": rate, "interval_hours": "8"}


def hyperliquid_funding(history: Path) -> Iterator[Row]:
    """Yield hourly settlements, in long form."""
    for row in rows(history / "funding_hyperliquid_hourly.csv.gz"):
        for coin in ("BTC", "ETH", "SOL"):
            rate = row[f"{coin.lower()}_funding_rate_per_1h_frac"]
            if rate:
                yield {"timestamp": row["timestamp"], "symbol": coin, "rate_per_interval": rate, "interval_hours": "1"}


def hyperliquid_interest(history: Path) -> Iterator[Row]:
    """Yield open interest in dollars, in long form."""
    for row in rows(history / "open_interest_hyperliquid_daily.csv"):
        for coin in ("BTC", "ETH", "SOL"):
            if row[f"{coin.lower()}_oi_usd"]:
                yield {"date": row["date"], "symbol": coin, "open_interest_usd": row[f"{coin.lower()}_oi_usd"]}


def published(pieces: Path) -> Iterator[Row]:
    """Yield the publications' own figures, each publisher's open interest under its own venue name."""
    for name, (publisher, printed_at, scope) in PUBLICATIONS.items():
        for row in rows(pieces / name):
            if row["source"] != publisher:
                continue
            if row["asset"] not in PUBLISHED_ASSETS and not row["metric"].startswith(PUBLISHED_METRICS):
                continue
            venue = scope if row["metric"].startswith("futures.open_interest") else row["venue"]
            yield row | {"venue": venue, "available_at": printed_at}


def build(shared: Path, sample: Path) -> None:
    """Write every file of the sample."""
    history = shared / "history"
    sample.mkdir(parents=True, exist_ok=True)
    ohlc = ["open_usdt", "high_usdt", "low_usdt", "close_usdt", "volume_coin", "symbol"]
    rates = ["timestamp", "symbol", "rate_per_interval", "interval_hours"]
    marks = ["date", "symbol", "mark_price_first_usdt", "mark_price_last_usdt", "n_intervals", "last_mark_hour_utc"]
    dated = ["date", "contract", "expiry_date", "close_usdt", "volume_btc", "spot_close_usdt"]
    chain = [
        "snapshot_ts", "symbol", "instrument_name", "expiry_utc", "strike_usd", "option_type", "bid_coin", "ask_coin",
        "mark_coin", "mark_iv_frac", "open_interest_coin", "volume_24h_coin", "futures_price_usd", "index_price_usd",
    ]  # fmt: skip
    futures = ["timestamp", "symbol", "contract", "expiry_date", "mark_price_usd", "index_price_usd"]
    fred = ["date", "nasdaq100_index", "vix_index", "broad_dollar_index_fred", "us10y_yield_pct"]
    ranks = ["date", "market_cap_rank", "symbol", "price_usd"]
    jobs: list[tuple[str, list[str], Callable[[], Iterable[Row]]]] = [
        ("binance-spot-daily", ["date", *ohlc], lambda: spot_daily(history)),
        ("binance-spot-hourly", ["timestamp", *ohlc], lambda: rows(history / "btc_eth_spot_binance_hourly.csv.gz")),
        ("binance-dated-daily", dated, lambda: rows(history / "btc_quarterly_futures_binance_daily.csv")),
        ("binance-funding", rates, lambda: funding(history, "binance")),
        ("binance-perpetual-marks", marks, lambda: rows(history / "perp_mark_funding_daily.csv.gz")),
        ("bybit-funding", rates, lambda: funding(history, "bybit")),
        ("hyperliquid-funding", rates, lambda: hyperliquid_funding(history)),
        ("hyperliquid-interest", ["date", "symbol", "open_interest_usd"], lambda: hyperliquid_interest(history)),
        ("deribit-chains", chain, lambda: rows(history / "options_deribit_chain_snapshots.csv.gz")),
        ("deribit-futures", futures, lambda: rows(history / "futures_deribit_term_intraday.csv.gz")),
        (
            "deribit-dvol", ["date", "symbol", "dvol_close_pct"],
            lambda: (row | {"symbol": "BTC"} for row in rows(history / "btc_dvol_daily.csv")),
        ),
        ("alternative-me-fear-greed", ["date", "fear_greed_index"], lambda: rows(history / "fear_greed_daily.csv")),
        ("fred-macro", fred, lambda: rows(history / "macro_daily.csv")),
        ("mof-yields", ["date", "jp10y_yield_pct", "jp2y_yield_pct"], lambda: rows(history / "macro_daily.csv")),
        ("coingecko-top100", ranks, lambda: rows(history / "top100_rank_price_daily.csv.gz")),
    ]  # fmt: skip
    for name, columns, read in jobs:
        pack(sample / f"{name}.csv.gz", columns, read())
    columns = ["time", "asset", "metric", "tenor", "venue", "value", "unit", "source", "available_at", "note"]
    with (sample / "published.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(published(shared / "source-pieces"))


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
