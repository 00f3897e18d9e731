"""A history that is read once gives every day the frames that the store gives it."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from generator.model.observation import Observation, Provenance, SeriesKey
from generator.model.quotes import Candle, FundingSettlement, FutureQuote, OptionQuote
from generator.store.history import History
from generator.store.lake import Lake
from generator.store.sqlite import Store

START = datetime(2026, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
SINCE = START + 30 * HOUR
MARKET = {
    "observations": lambda market: market.observations(),
    "observations of two metrics": lambda market: market.observations(metrics=["a", "b"], since=SINCE),
    "candles": lambda market: market.candles("1h"),
    "candles of one coin": lambda market: market.candles("1h", assets=["BTC"], since=SINCE),
    "options": lambda market: market.option_quotes("BTC"),
    "options since": lambda market: market.option_quotes("BTC", since=SINCE),
    "dated futures": lambda market: market.future_quotes(asset="BTC", dated=True),
    "perpetuals": lambda market: market.future_quotes(dated=False, since=SINCE),
    "funding": lambda market: market.funding(asset="BTC"),
    "all funding": lambda market: market.funding(since=SINCE),
}


def origin(n, fetched=None):
    return Provenance(f"source {n % 3}", f"https://example.org/{n % 4}", "ab" * 32, fetched, f"note {n % 2}")


def records(draw, *, revised):
    """Yield readings at random hours; some become available late, and some are replaced later."""
    for n in range(200):
        at, late = START + int(draw.integers(60)) * HOUR, int(draw.integers(8)) * HOUR if revised else 0 * HOUR
        asset, value = ("BTC", "ETH")[n % 2], float(draw.random()) + 0.1
        whence = origin(n, at + late if revised else None)
        yield Observation(SeriesKey(asset, "abc"[n % 3], "", "x"), value, "ratio", at, at + late, whence)
        yield Candle(asset, "binance", "1h", at, value, value, value, value, None, "USDT", whence)
        yield FutureQuote(asset, "binance", "X", None, at, value, "mark", None, None, 5.0, whence)
        yield FutureQuote(asset, "binance", "Y", START + 900 * HOUR, at, value, "mark", None, None, 5.0, whence)
        yield FundingSettlement(asset, "bybit", "X", at, 8, value, whence)
        name = f"{asset}-27MAR26-{n % 5}"
        yield OptionQuote(
            asset,
            "deribit",
            name,
            START + 900 * HOUR,
            n % 5,
            "P",
            at,
            value,
            0.1,
            None,
            0.1,
            1.0,
            0.0,
            1.0,
            None,
            whence,
        )


def filled(path, draw, *, revised):
    """Return a store into which each reading came by itself: the second of an instant revises the first."""
    store = Store.open(path)
    seen = set()
    for record in records(draw, revised=revised):
        key = (type(record), getattr(record, "series", None), getattr(record, "asset", ""), record.observed_at)
        key += (getattr(record, "instrument", ""),)
        if revised or key not in seen:
            store.add([record])
        seen.add(key)
    return store


@pytest.mark.parametrize("revised", [False, True], ids=["as first said", "late and revised"])
def test_a_cut_is_what_the_store_gives(tmp_path, revised):
    """At every hour, for every kind of frame: the same rows in the same order, of each reading its last revision."""
    with filled(tmp_path / "wirecopy.sqlite", np.random.default_rng(7), revised=revised) as store:
        whole = store.whole()
        for hour in range(0, 80, 3):
            as_of = START + hour * HOUR + timedelta(minutes=hour % 2)
            for name, ask in MARKET.items():
                cut, asked = ask(whole.at(as_of)), ask(store.market(as_of))
                pd.testing.assert_frame_equal(cut, asked, obj=f"{name} at {as_of}")


@pytest.mark.parametrize("revised", [False, True], ids=["as first said", "late and revised"])
def test_the_rows_of_a_cut_are_its_frame(tmp_path, revised):
    """Whoever reads all rows once takes those that a day knew, and no others."""
    with filled(tmp_path / "wirecopy.sqlite", np.random.default_rng(8), revised=revised) as store:
        whole = store.whole()
        for hour in range(0, 80, 7):
            for name, ask in MARKET.items():
                cut, rows = ask(whole.at(START + hour * HOUR)), ask(whole.at(START + hour * HOUR).rows)
                places = np.arange(rows.begin, rows.end) if rows.chosen is None else rows.chosen
                assert rows.frame is ask(whole.at(START).rows).frame
                shown = rows.frame.take(places).reset_index(drop=True)
                pd.testing.assert_frame_equal(shown, cut, check_categorical=False, obj=name)


def test_a_real_day_is_what_the_store_gives(sample_store):
    """The sample's frames, years apart, at odd hours too."""
    with Store.open(sample_store, create=False) as store:
        whole = store.whole()
        for days in (0, 1, 40, 400, 2000):
            as_of = datetime(2026, 2, 11, tzinfo=UTC) - timedelta(days=days, hours=days % 7)
            for name, ask in MARKET.items():
                if "two metrics" not in name:
                    cut, asked = ask(whole.at(as_of)), ask(store.market(as_of))
                    pd.testing.assert_frame_equal(cut, asked, obj=f"{name} at {as_of}")


def test_the_last_days_of_all_assets_are_read_a_stretch_at_a_time(sample_store, tmp_path):
    """Over months and back again each day has the frame that the store gives, and the rows of few days are held."""
    lake = Lake.create(str(tmp_path / "lake"))
    with History.open(sample_store, create=False) as store:
        for asset in store.assets():
            lake.write(asset, store.blocks(asset))
    with Store.open(sample_store, create=False) as store:
        for whole in (store.whole(), lake.whole()):
            for days in (300, 240, 239, 180, 60, 5, 0, 100):
                as_of = datetime(2026, 2, 11, tzinfo=UTC) - timedelta(days=days)
                for reach in (2, 9):
                    since = as_of - timedelta(days=reach)
                    for ask in (
                        lambda market, since=since: market.future_quotes(dated=False, since=since),
                        lambda market, since=since: market.observations(metrics=["spot.price"], since=since),
                    ):
                        pd.testing.assert_frame_equal(ask(whole.at(as_of)), ask(store.market(as_of)))
                        held = ask(whole.at(as_of).rows).frame["observed_at"]
                        assert held.empty or held.max() - held.min() < timedelta(days=140)


def test_rows_that_lie_in_order_are_not_copied(sample_store):
    """Two days of candles are two windows on one array."""
    with Store.open(sample_store, create=False) as store:
        whole = store.whole()
        one, other = (whole.at(START - timedelta(days=n)).candles("1d", assets=["BTC"])["close"] for n in (0, 1))
        assert len(one) == len(other) + 1
        assert np.shares_memory(one.to_numpy(), other.to_numpy())


def test_what_is_worked_out_once_needs_rows_that_nothing_changed(tmp_path):
    """Of readings that came late or were revised an earlier day knew others, so each day is read by itself."""
    for revised in (False, True):
        with filled(tmp_path / f"{revised}.sqlite", np.random.default_rng(7), revised=revised) as store:
            whole, asked = store.whole(), []

            def read(market, asked=asked):
                asked.append(market.as_of)
                return len(market.option_quotes("BTC"))

            found = [whole.at(START + n * HOUR).once("options", read) for n in range(3)]
            assert len(asked) == 1
            assert found == ([None] * 3 if revised else [len(whole.at(START + 999 * HOUR).option_quotes("BTC"))] * 3)
            asked.clear()
