"""The Coinbase premium: two venues' prices of one minute."""

import csv
import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.metrics.pairs import paired
from generator.metrics.track import HOUR, Trace, track
from generator.model.observation import SeriesKey

MINUTE = HOUR // 60
_SHARED = Path(__file__).resolve().parents[3] / "shared"

_AS_OF = "2026-02-11T00:00:00Z"
_PREMIUM = "BTC/spot.premium@coinbase"


def test_the_premium_is_coinbase_over_binance(facts, make):
    """68,772 against 68,841 is a discount of 0.1%."""
    records = [
        make.day_bar("BTC", "2026-02-10", 68_841.0),
        make.day_bar("BTC", "2026-02-10", 68_772.159, venue="coinbase"),
    ]
    found = facts(records, _AS_OF)[_PREMIUM]
    assert (found.value, found.unit) == (pytest.approx(-0.001), "ratio")
    assert found.inputs == (
        "candle:coinbase:BTC:1d:2026-02-10T23:59:59.999000Z",
        "candle:binance:BTC:1d:2026-02-10T23:59:59.999000Z",
    )


def test_prices_of_two_hours_are_no_premium(facts, make):
    """Bitcoin moves more in an hour than the premium is: only closes of one minute are set against each other."""
    records = [
        make.day_bar("BTC", "2026-02-09", 70_000.0),
        make.hour_bar("BTC", "2026-02-10T22:00", 68_841.0),
        make.hour_bar("BTC", "2026-02-10T21:00", 68_772.0, venue="coinbase"),
    ]
    assert _PREMIUM not in facts(records, _AS_OF)
    assert _PREMIUM in facts([*records, make.hour_bar("BTC", "2026-02-10T22:00", 68_800.0, venue="coinbase")], _AS_OF)


def test_an_old_premium_is_none(facts, make):
    """It goes stale as prices do."""
    records = [make.day_bar("BTC", "2026-02-10", 69_000.0)]
    records += [make.day_bar("BTC", "2026-02-08", price, venue=venue) for price, venue in ((7e4, "coinbase"),)]
    records += [make.day_bar("BTC", "2026-02-08", 70_100.0)]
    assert _PREMIUM not in facts(records, _AS_OF)


def test_the_premium_has_its_past(facts, make):
    """A day's change is in ratio points, and forty days of falling make the lowest of the record."""
    records = []
    for place in range(40):
        day = (make.at("2026-01-02") + timedelta(days=place)).date().isoformat()
        records += [
            make.day_bar("BTC", day, 70_000.0),
            make.day_bar("BTC", day, 70_000.0 * (1.002 - place / 10_000), venue="coinbase"),
        ]
    found = facts(records, _AS_OF)
    assert found[_PREMIUM].value == pytest.approx(-0.0019)
    assert found[f"{_PREMIUM}~change:7d"].value == pytest.approx(-0.0007)
    assert found[f"{_PREMIUM}~change:7d"].unit == "ratio_points"
    assert (found[f"{_PREMIUM}~rank"].rank, found[f"{_PREMIUM}~rank"].since) == ("lowest", None)


def _track(venue, at, price):
    key = SeriesKey("BTC", "spot.price", "", venue)
    return track(key, "USD", np.array(at) * MINUTE, np.array(price), lambda _: Trace(()), formula="close")


_PRICES = st.dictionaries(st.integers(0, 500), st.floats(1e-3, 1e6), min_size=1, max_size=20)


@settings(deadline=None)
@given(_PRICES, _PRICES, st.floats(1e-2, 1e2))
def test_a_premium_is_of_the_minutes_that_both_have(here, there, scale):
    """Each is the ratio less one of two prices at most a minute apart; another currency changes none."""
    here, there = (dict(sorted(each.items())) for each in (here, there))
    ours, theirs = (
        _track(name, list(each), list(each.values())) for name, each in (("coinbase", here), ("binance", there))
    )
    key = SeriesKey("BTC", "spot.premium", "", "coinbase")
    found = paired(key, ours, theirs, less=1.0, formula="")
    times = [int(at) // MINUTE for at in found.times]
    assert times == [at for at in here if any(abs(at - other) <= 1 for other in there)]
    for at, value in zip(times, found.value, strict=True):
        beside = [at] if at in there else [each for each in (at - 1, at + 1) if each in there]
        assert value in [pytest.approx(here[at] / there[each] - 1) for each in beside]
    scaled = (
        _track(name, list(each), [price * scale for price in each.values()])
        for name, each in (("coinbase", here), ("binance", there))
    )
    assert paired(key, *scaled, less=1.0, formula="").value == pytest.approx(found.value)


@pytest.mark.skipif(not _SHARED.exists(), reason="needs the recorded replies beside the repository")
def test_the_premium_is_the_one_that_others_publish():
    """Half a year of another house: its premium in dollars, on Binance's price, is its premium in percent."""
    reply = _SHARED / "recorded" / "coinglass" / "coinbase_premium_index-2025-11-14.json.gz"
    told = {row["time"]: row for row in json.loads(gzip.decompress(reply.read_bytes()))}
    price = {}
    with gzip.open(_SHARED / "history" / "btc_eth_spot_binance_hourly.csv.gz", "rt") as lines:
        for line in csv.DictReader(lines):
            opened = int(datetime.fromisoformat(line["timestamp"]).replace(tzinfo=UTC).timestamp())
            if line["symbol"].startswith("BTC") and opened in told:
                price[opened] = float(line["open_usdt"])
    assert len(price) > 1000
    at = [opened // 60 for opened in sorted(price)]
    there = [price[opened] for opened in sorted(price)]
    here = [price[opened] + told[opened]["premium"] for opened in sorted(price)]
    key = SeriesKey("BTC", "spot.premium", "", "coinbase")
    found = paired(key, _track("coinbase", at, here), _track("binance", at, there), less=1.0, formula="")
    published = [told[opened]["premium_rate"] / 100 for opened in sorted(price)]
    # Its price is of another second of the hour, and its percent has four places.
    assert found.value == pytest.approx(published, rel=0.05, abs=2e-6)


@settings(deadline=None)
@given(_PRICES)
def test_equal_prices_have_no_premium(prices):
    """The same price at both venues is a premium of nothing."""
    one = _track("coinbase", sorted(prices), [prices[at] for at in sorted(prices)])
    found = paired(SeriesKey("BTC", "spot.premium", "", "coinbase"), one, one, less=1.0, formula="")
    assert len(found) == len(prices)
    assert not found.value.any()
