"""What a chain costs: ``python -m benchmarks.chain [ROUNDS]`` prints the table and fails over a limit.

The chain is bitcoin's of 10 February 2026 from the bundled sample, written out as the exchange's book summary
spells it: as many options, and every field of a row. From its bytes to every fact about options, the store left
out, since a chain is read once and measured for as long as it is kept. Against ``json.loads`` of the same bytes,
both in turn, so that whatever else the machine does meets both.
"""

import csv
import gzip
import json
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from types import SimpleNamespace

import numpy as np

from benchmarks.report import Line, finish
from generator.collectors.sources.deribit import parse_options
from generator.metrics.board import Quotes
from generator.metrics.book import Book
from generator.metrics.options import read_chains, slopes, tell_chains
from generator.model.catalogue import load_catalogue
from generator.model.fact import Source
from generator.model.instants import to_micros
from generator.model.names import load_names
from generator.model.reply import Reply
from generator.resources import SHIPPED

ROUNDS = 60
TAKEN = "2026-02-10T09:54:07Z"
AS_OF = datetime(2026, 2, 10, 10, tzinfo=UTC)


def chain():
    """Return the bytes of the exchange's reply."""
    with gzip.open(SHIPPED / "data" / "sample" / "deribit-chains.csv.gz", "rt") as lines:
        rows = [row for row in csv.DictReader(lines) if (row["symbol"], row["snapshot_ts"]) == ("BTC", TAKEN)]
    at = int(datetime.fromisoformat(TAKEN).timestamp() * 1000)
    result = [_row(row, at + place // 50) for place, row in enumerate(rows)]
    envelope = {"jsonrpc": "2.0", "result": result, "usIn": at * 1000, "usOut": at * 1000 + 9000, "usDiff": 9000}
    return json.dumps(envelope | {"testnet": False}, separators=(",", ":")).encode()


def _row(row, at):
    def number(name):
        return float(row[name]) if row[name] else None

    bid, ask, mark, volume = (number(name) for name in ("bid_coin", "ask_coin", "mark_coin", "volume_24h_coin"))
    index = number("index_price_usd")
    expiry = row["instrument_name"].split("-")[1]
    return {
        "high": mark if volume else None, "low": mark if volume else None, "last": mark,
        "instrument_name": row["instrument_name"], "interest_rate": 0.0, "bid_price": bid, "ask_price": ask,
        "open_interest": number("open_interest_coin"), "mark_price": mark, "creation_timestamp": at,
        "price_change": None, "volume": volume, "mark_iv": round(number("mark_iv_frac") * 100, 2),
        "underlying_price": number("futures_price_usd"), "underlying_index": f"BTC-{expiry}", "base_currency": "BTC",
        "quote_currency": "BTC", "estimated_delivery_price": index, "volume_usd": round(volume * mark * index, 2),
        "mid_price": None if bid is None or ask is None else (bid + ask) / 2,
    }  # fmt: skip


_SAID = attrgetter(
    "expires_at", "right", "strike_usd", "mark_iv", "underlying_usd", "index_usd", "open_interest_coin",
    "volume_24h_coin",
)  # fmt: skip


def columns(quotes):
    """Return what the store keeps of a chain, as it hands it over."""
    expires, right, *said = zip(*map(_SAID, quotes), strict=True)
    strike, iv, underlying, index, held, volume = (np.array(each, dtype=np.float64) for each in said)
    micros = {each: to_micros(each) for each in set(expires)}
    return Quotes(
        at=np.full(len(quotes), to_micros(quotes[0].observed_at)), expires=np.array([micros[each] for each in expires]),
        strike=strike, call=np.array(right) == "C", iv=iv, underlying=underlying, index=index, open_interest=held,
        volume=volume,
    )  # fmt: skip


def measure(rounds):
    """Return the lines of the report."""
    body, names, catalogue = chain(), load_names(), load_catalogue()
    reply = Reply(
        source="deribit", kind="options", subject="BTC", url="https://www.deribit.com", status=200,
        asked_at=AS_OF - timedelta(minutes=6), fetched_at=AS_OF - timedelta(minutes=5), body=body,
    )  # fmt: skip

    source = Source("deribit", reply.url, AS_OF, reply.fetched_at, "")

    def read():
        return list(parse_options(reply, origin=reply.origin("deribit"), names=names))

    def told(quotes):
        book = Book.opened(SimpleNamespace(as_of=AS_OF), catalogue, names, ("BTC",), lambda _: ())
        tell_chains(book, "BTC", "deribit", read_chains(columns(quotes), lambda _: source))
        slopes(book)
        return book.facts

    kept = read()
    assert len(kept) == len(json.loads(body)["result"])
    assert len(told(kept)) > 80
    parts = {"loads": lambda: json.loads(body), "read": read, "told": lambda: told(kept), "all": lambda: told(read())}
    took = {name: [] for name in parts}
    for _ in range(rounds):
        for name, work in parts.items():
            began = time.process_time()
            work()
            took[name].append(time.process_time() - began)
    middle = {name: statistics.median(each) for name, each in took.items()}
    against = "json.loads of the same bytes"
    return [
        Line(
            f"a chain of {len(kept)} options: bytes to every metric",
            against,
            middle["all"] / middle["loads"],
            3.0,
            "times",
        ),
        Line("of that, reading and checking the bytes", against, middle["read"] / middle["loads"], 3.0, "times"),
        Line("of that, measuring and telling", against, middle["told"] / middle["loads"], 3.0, "times"),
        Line("json.loads itself", "processor time", middle["loads"] * 1000, 100.0, "ms"),
    ]


def main():
    lines = measure(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
    finish(lines)


if __name__ == "__main__":
    main()
