"""Coins against bitcoin, at one venue and instant."""

import csv
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.metrics.pairs import paired
from generator.metrics.track import HOUR, Trace, track
from generator.model.observation import SeriesKey

_AS_OF = "2026-02-11T00:00:00Z"
_ETHER = "ETH/spot.price_in_btc@binance"
_SHARED = Path(__file__).resolve().parents[3] / "shared" / "history"


def test_a_coin_in_bitcoin(facts, make):
    """2,100 dollars of 70,000 are 0.03 bitcoin; from 0.0325 a week ago that is a fall of 7.7%."""
    records = [
        *make.closes("BTC", "2026-02-03", [80_000.0] * 7 + [70_000.0]),
        *make.closes("ETH", "2026-02-03", [2_600.0] * 7 + [2_100.0]),
    ]
    found = facts(records, _AS_OF)
    assert (found[_ETHER].value, found[_ETHER].unit) == (pytest.approx(0.03), "ratio")
    change = found[f"{_ETHER}~change:7d"]
    assert (change.value, change.unit) == (pytest.approx(0.03 / 0.0325 - 1), "ratio")
    assert found[_ETHER].inputs == tuple(
        f"candle:binance:{asset}:1d:2026-02-10T23:59:59.999000Z" for asset in ("ETH", "BTC")
    )


def test_two_venues_are_no_pair(facts, make):
    """Ether of one venue is not set against bitcoin of another; the first venue that has both is told."""
    records = [
        make.day_bar("BTC", "2026-02-10", 70_000.0),
        make.day_bar("ETH", "2026-02-10", 2_100.0, venue="kraken"),
    ]
    assert not [name for name in facts(records, _AS_OF) if "price_in_btc" in name]
    records.append(make.day_bar("BTC", "2026-02-10", 70_500.0, venue="kraken"))
    found = facts(records, _AS_OF)
    assert found["ETH/spot.price_in_btc@kraken"].value == pytest.approx(2_100 / 70_500)


def test_bitcoin_is_no_coin_against_itself(facts, make):
    """And a coin that is not told has no price in it."""
    found = facts([make.day_bar(asset, "2026-02-10", 100.0) for asset in ("BTC", "ETH", "SOL")], _AS_OF)
    assert {name.partition("/")[0] for name in found if "price_in_btc" in name} == {"ETH"}


_PRICES = st.lists(st.floats(1e-3, 1e6), min_size=1, max_size=10)


@settings(deadline=None)
@given(_PRICES, _PRICES, st.floats(0.1, 10))
def test_a_price_in_bitcoin_knows_no_dollar(coins, bitcoins, scale):
    """Pricing both in another currency changes nothing, and what is missing on one side is missing."""

    def told(times):
        tracks = [
            track(
                SeriesKey(asset, "spot.price", "", "binance"), "USD", np.arange(len(prices)) * HOUR,
                np.array(prices) * times, lambda _: Trace(()), formula="close",
            )
            for asset, prices in (("ETH", coins), ("BTC", bitcoins))
        ]  # fmt: skip
        return paired(SeriesKey.parse(_ETHER), *tracks, formula="").value

    assert told(1.0) == pytest.approx([coin / bitcoin for coin, bitcoin in zip(coins, bitcoins, strict=False)])
    assert told(scale) == pytest.approx(told(1.0))


@pytest.mark.skipif(not _SHARED.exists(), reason="needs the daily closes beside the repository")
def test_ether_in_bitcoin_on_every_day_of_the_record(measured, sample):
    """3,100 days, from the two files of daily closes."""
    closes = {}
    for coin in ("btc", "eth"):
        with (_SHARED / f"{coin}_spot_binance_daily.csv").open() as lines:
            rows = csv.DictReader(lines)
            name = next(column for column in rows.fieldnames if column.startswith("close"))
            closes[coin] = {date.fromisoformat(line["date"]): float(line[name]) for line in rows}
    history = measured(sample, _AS_OF).history[_ETHER]
    found = {(instant - timedelta(seconds=1)).date(): value for instant, value in history.items()}
    assert len(found) == 3100
    assert found.keys() == closes["btc"].keys() & closes["eth"].keys()
    assert all(found[day] == pytest.approx(closes["eth"][day] / closes["btc"][day]) for day in found)
