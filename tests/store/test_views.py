"""A view is frames as the port has them: named columns, aware times, and nothing in place of what is missing."""

import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from generator.errors import InputError, WirecopyError
from generator.model.observation import Observation, Provenance, SeriesKey
from generator.model.ports import Market
from generator.model.quotes import Candle, FundingSettlement, FutureQuote, OptionQuote
from generator.store.migrations import STEPS
from generator.store.sqlite import Store

NOON = datetime(2026, 2, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)
WHENCE = ["source", "url", "raw_sha256", "fetched_at"]
ORIGIN = Provenance("deribit", "https://example.org/chain", "ab" * 32, NOON + timedelta(minutes=1), "a note")


def option(strike, right="P", *, at=NOON, asset="BTC", iv=0.5):
    name = f"{asset}-27MAR26-{strike}-{right}"
    expiry = datetime(2026, 3, 27, 8, tzinfo=UTC)
    return OptionQuote(
        asset, "deribit", name, expiry, strike, right, at, iv, 0.02, None, 0.03, 10.0, 0.0, 69_000.0, None, ORIGIN
    )


def future(expires_at, *, at=NOON, asset="BTC", price=69_000.0):
    return FutureQuote(asset, "binance", "X", expires_at, at, price, "mark", None, None, 5.0, Provenance("binance"))


RECORDS = [
    Observation(SeriesKey("BTC", "options.dvol", "", "deribit"), 0.5, "ratio", NOON, NOON, ORIGIN),
    Observation(SeriesKey("BTC", "futures.basis", "90d", "okx"), 0.03, "ratio", NOON - DAY, NOON, Provenance("desk")),
    Candle("ETH", "binance", "1d", NOON, 1.0, 3.0, 0.5, 2.0, None, "USDT", Provenance("binance")),
    Candle("BTC", "binance", "1d", NOON, 1.0, 3.0, 0.5, 2.0, 7.0, "USDT", Provenance("binance")),
    Candle("BTC", "binance", "1h", NOON, 1.0, 3.0, 0.5, 2.5, 7.0, "USDT", Provenance("binance")),
    option(60_000),
    option(70_000, "C", at=NOON - DAY),
    option(2_000, asset="ETH"),
    future(None),
    future(NOON + 40 * DAY),
    FundingSettlement("BTC", "bybit", "BTCUSDT", NOON, 8, -0.0001, Provenance("bybit")),
]


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "wirecopy.sqlite") as opened:
        opened.add(RECORDS)
        yield opened


@pytest.fixture
def market(store) -> Market:
    return store.market(NOON + timedelta(hours=1))


def test_frames_have_the_columns_of_the_port(market):
    """In the order in which the port lists them, with where a row comes from at the end."""
    assert list(market.observations()) == [
        "asset", "metric", "tenor", "venue", "observed_at", "value", "unit", "note", *WHENCE,
    ]  # fmt: skip
    assert list(market.candles("1d")) == [
        "asset", "venue", "observed_at", "open", "high", "low", "close", "volume", "quote", *WHENCE,
    ]  # fmt: skip
    assert list(market.option_quotes("BTC")) == [
        "venue", "instrument", "expires_at", "strike", "right", "observed_at", "mark_iv", "mark", "bid", "ask",
        "open_interest", "volume", "underlying", "index", *WHENCE,
    ]  # fmt: skip
    assert list(market.future_quotes(dated=True)) == [
        "asset", "venue", "instrument", "expires_at", "observed_at", "price", "basis", "index", "open_interest",
        "volume", *WHENCE,
    ]  # fmt: skip
    assert list(market.funding()) == [
        "asset", "venue", "instrument", "observed_at", "interval_hours", "rate", *WHENCE,
    ]  # fmt: skip


def test_times_are_utc_to_the_microsecond(market):
    """Also of frames without a row, and of perpetual contracts, which never expire."""
    utc = pd.DatetimeTZDtype("us", "UTC")
    empty = market.option_quotes("DOGE")
    assert len(empty) == 0
    for frame in (market.option_quotes("BTC"), empty, market.future_quotes(dated=False)):
        assert {frame[name].dtype for name in ("observed_at", "expires_at", "fetched_at")} == {utc}
    assert market.future_quotes(dated=False)["expires_at"].isna().all()
    assert market.option_quotes("BTC")["fetched_at"].iloc[0] == NOON + timedelta(minutes=1)


def test_what_the_source_did_not_say_is_missing(market):
    """No bid is no bid: not zero, and not the bid before."""
    quotes = market.option_quotes("BTC")
    assert np.isnan(quotes["bid"]).all()
    assert np.isnan(quotes["index"]).all()
    assert list(quotes["volume"]) == [0.0, 0.0]
    assert list(np.isnan(market.candles("1d")["volume"])) == [False, True]
    assert market.candles("1d")["fetched_at"].isna().all()


def test_rows_come_by_time_then_by_name(market):
    """So that the same readings give the same frame, in whichever order they were imported."""
    assert list(market.option_quotes("BTC")["instrument"]) == ["BTC-27MAR26-70000-C", "BTC-27MAR26-60000-P"]
    assert list(market.candles("1d")["asset"]) == ["BTC", "ETH"]
    assert list(market.observations()["metric"]) == ["futures.basis", "options.dvol"]


def test_frames_do_not_depend_on_the_order_of_imports(tmp_path, market):
    """Two desks with the same readings write the same article."""
    with Store.open(tmp_path / "other.sqlite") as other:
        for record in reversed(RECORDS):
            other.add([record])
        same = other.market(market.as_of)
        for read in (
            lambda view: view.observations(),
            lambda view: view.candles("1d"),
            lambda view: view.option_quotes("BTC"),
            lambda view: view.future_quotes(dated=False),
            lambda view: view.funding(),
        ):
            pd.testing.assert_frame_equal(read(market), read(same), check_categorical=False)


def test_a_view_can_be_narrowed(market):
    """By interval, asset, time, and whether a future expires."""
    assert list(market.candles("1h")["close"]) == [2.5]
    assert list(market.candles("1d", assets=["ETH"])["asset"]) == ["ETH"]
    assert list(market.option_quotes("BTC", since=NOON)["strike"]) == [60_000]
    assert list(market.option_quotes("ETH")["strike"]) == [2_000]
    assert len(market.future_quotes(dated=True)) == len(market.future_quotes(dated=False)) == 1
    assert len(market.future_quotes(asset="ETH", dated=True)) == 0
    assert len(market.funding(asset="BTC", since=NOON + DAY)) == 0


def test_what_is_available_later_is_not_seen_whatever_it_speaks_of(market, store):
    """The basis speaks of the day before and was delivered at noon."""
    assert len(store.market(NOON).observations()) == 0
    assert len(market.observations()) == 2


def test_freshness_tells_each_source_and_metric(store):
    """What `doctor` shows: how many, and how far they reach."""
    told = {(each.table, each.source, each.metric): (each.rows, each.last) for each in store.freshness()}
    assert told["observation", "desk", "futures.basis"] == (1, NOON - DAY)
    assert told["option_quote", "deribit", ""] == (3, NOON)
    assert told["candle", "binance", ""] == (3, NOON)


def test_a_reader_is_not_kept_waiting_by_a_writer(store):
    """While an import is under way a reader sees what was there before it."""
    with store.transaction():
        store.add([option(80_000)])
        with Store.open(store.path) as reader:
            assert len(reader.market(NOON + DAY).option_quotes("BTC")) == 2
    assert len(store.market(NOON + DAY).option_quotes("BTC")) == 3


def test_a_second_writer_is_told_to_wait(store):
    """One writer at a time; the other one stops with a line, not a traceback."""
    with Store.open(store.path) as other:
        other._db.execute("PRAGMA busy_timeout = 1")
        with store.transaction(), pytest.raises(WirecopyError, match="wait until another run has ended"):
            other.add([option(80_000)])


def test_several_additions_can_be_one(store):
    """Files imported together go in together, or not at all."""

    def broken():
        yield option(90_000)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), store.transaction():  # noqa: PT012 - two additions in one transaction
        sha256 = store.archive(b"body", name="file")
        store.add([option(80_000)])
        store.add(broken())
    assert len(store.market(NOON + DAY).option_quotes("BTC")) == 2
    assert store.raw(sha256) is None


def test_a_store_of_another_version_is_not_touched(store):
    """Its steps are not ours; a newer program may have written what we would misread."""
    store._db.execute("UPDATE migration SET name = 'm001_of_elsewhere'")
    with pytest.raises(InputError, match="another version made it"):
        Store.open(store.path)


def test_a_folder_in_the_stores_place_is_named(tmp_path):
    """One line, also where SQLite can open nothing."""
    with pytest.raises(InputError, match="is not a store of ours"):
        Store.open(tmp_path)


def test_two_runs_that_open_a_new_desk_at_once_both_succeed(tmp_path):
    """Each migration runs once, whoever comes first."""
    path = tmp_path / "wirecopy.sqlite"
    code = (
        "import sys; from pathlib import Path; from generator.store.sqlite import Store; Store.open(Path(sys.argv[1]))"
    )
    runs = [subprocess.Popen([sys.executable, "-c", code, str(path)]) for _ in range(3)]
    assert [run.wait() for run in runs] == [0, 0, 0]
    db = sqlite3.connect(path)
    assert [name for (name,) in db.execute("SELECT name FROM migration")] == [step.__name__ for step in STEPS]
    db.close()
