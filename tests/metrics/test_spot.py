"""A price: its moves, its extremes, the levels around it."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.metrics.levels import fine_step, round_step

_FEB_11 = "2026-02-11T00:00:00Z"


def test_a_return_is_against_the_same_hour(facts, make):
    """110 after 100 a day and 88 a week earlier: +10%, +25%."""
    prices = [80.0, 88.0, 90.0, 95.0, 96.0, 97.0, 98.0, 100.0, 110.0]
    found = facts(make.closes("BTC", "2026-02-02", prices), _FEB_11)
    day, week = found["BTC/spot.return/1d"], found["BTC/spot.return/7d"]
    assert day.value == pytest.approx(0.10)
    assert week.value == pytest.approx(0.25)
    assert (day.of, day.than) == ("BTC/spot.price@binance", "BTC/spot.price@binance~past:1d")
    assert found[day.than].value == 100.0
    assert day.start == found[day.than].as_of


def test_a_missing_day_leaves_no_return(facts, make):
    """Yesterday's bar is gone: the move over a day is unknown, that over a week is not."""
    prices = [80.0, 88.0, 90.0, 95.0, 96.0, 97.0, 98.0, None, 110.0]
    found = facts(make.closes("BTC", "2026-02-02", prices), _FEB_11)
    assert "BTC/spot.return/1d" not in found
    assert found["BTC/spot.return/7d"].value == pytest.approx(0.25)


def test_a_venue_that_fell_silent_gives_way(facts, make):
    """Binance is preferred and has not been heard of for three days; Kraken's price is the one that is told."""
    silent = make.closes("BTC", "2026-02-01", [80.0, 81.0, 82.0, 83.0, 84.0, 85.0])
    fresh = make.closes("BTC", "2026-02-08", [90.0, 95.0, 99.0], venue="kraken")
    found = facts([*silent, *fresh], _FEB_11)
    assert found["BTC/spot.price@kraken"].value == 99.0
    assert found["BTC/spot.return/1d"].of == "BTC/spot.price@kraken"
    assert "BTC/spot.price@binance" not in found


def test_a_venue_with_hours_only_gives_way_to_one_with_days(facts, make):
    """OKX goes before Kraken, but it has no daily bars: the price and its changes are all Kraken's."""
    hours = [make.hour_bar("BTC", f"2026-02-10T{hour:02d}:00", 98.0, venue="okx") for hour in range(24)]
    days = make.closes("BTC", "2026-02-08", [90.0, 95.0, 99.0], venue="kraken")
    found = facts([*hours, *days], _FEB_11)
    assert found["BTC/spot.price@kraken"].value == 99.0
    assert found["BTC/spot.return/1d"].of == "BTC/spot.price@kraken"
    assert "BTC/spot.price@okx" not in found


def test_half_of_a_fall_taken_back(facts, make):
    """100, 80, 90: the gain of 12.5% takes back half of the fall."""
    found = facts(make.closes("BTC", "2026-02-08", [100.0, 80.0, 90.0]), _FEB_11)
    assert found["BTC/spot.return/1d~previous"].value == pytest.approx(-0.20)
    share = found["BTC/spot.return/1d~retraced"]
    assert (share.value, share.than) == (pytest.approx(0.5), "BTC/spot.return/1d~previous")


def test_small_moves_take_nothing_back(facts, make):
    """Two per cent after three is not worth a sentence."""
    found = facts(make.closes("BTC", "2026-02-08", [100.0, 98.0, 99.0]), _FEB_11)
    assert "BTC/spot.return/1d~retraced" not in found


def test_the_largest_gain_since_the_last_as_large(facts, make):
    """A gain of 10% on Jan. 2, then quiet days: today's 7% is the largest since."""
    prices = [100.0, 110.0, *[110.0 + n % 2 for n in range(38)], 118.8]
    rank = facts(make.closes("BTC", "2026-01-01", prices), _FEB_11)["BTC/spot.return/1d~rank"]
    assert (rank.rank, rank.since.isoformat()) == ("highest", "2026-01-02")


def test_extremes_of_a_day_come_from_its_hours(facts, make):
    """The low was touched in the hour from 03:00; the day's bar knows it without the hour."""
    hours = [
        make.hour_bar("BTC", f"2026-02-10T{hour:02d}:00", 70.0, low=60.0 if hour == 3 else 69.0, high=71.0)
        for hour in range(24)
    ]
    days = make.closes("BTC", "2026-02-10", [70.0], low=60.0, high=71.0)
    low = facts([*days, *hours], _FEB_11)["BTC/spot.low/1d@binance"]
    assert (low.value, low.as_of.hour) == (60.0, 3)
    assert facts(days, _FEB_11)["BTC/spot.low/1d@binance"].as_of.hour == 23


def test_during_the_day_the_window_is_the_last_24_hours(facts, make):
    """At noon the low of yesterday's afternoon still counts, that of yesterday's morning does not."""
    start = make.at("2026-02-09T00:00")
    hours = []
    for n in range(36):
        low = {6: 50.0, 15: 60.0}.get(n, 69.0)
        hours.append(make.hour_bar("BTC", (start + timedelta(hours=n)).isoformat()[:16], 70.0, low=low))
    low = facts(hours, "2026-02-10T12:00:00Z")["BTC/spot.low/1d@binance"]
    assert (low.value, low.as_of.day, low.as_of.hour) == (60.0, 9, 15)


def test_an_incomplete_window_has_no_extreme(facts, make):
    """23 hours are not a day: no bar of a day has ended, so there is no low."""
    hours = [make.hour_bar("BTC", f"2026-02-10T{hour:02d}:00", 70.0) for hour in range(1, 24)]
    assert "BTC/spot.low/1d@binance" not in facts(hours, _FEB_11)


def test_the_lowest_price_since(facts, make):
    """A low of 60 in a year of 70s, after one of 59 on Jan. 1."""
    days = [
        *make.closes("BTC", "2026-01-01", [70.0], low=59.0),
        *make.closes("BTC", "2026-01-02", [70.0] * 39, low=69.0),
        *make.closes("BTC", "2026-02-10", [70.0], low=60.0),
    ]
    rank = facts(days, _FEB_11)["BTC/spot.low/1d@binance~rank"]
    assert (rank.rank, rank.since.isoformat(), rank.value) == ("lowest", "2026-01-01", 60.0)


def test_rebound_and_drawdown(facts, make):
    """71,000 is 18% above a low of 60,150 and 44% below a record of 126,200."""
    days = [
        *make.closes("BTC", "2024-01-01", [70_000.0] * 765),
        *make.closes("BTC", "2026-02-04", [72_000.0] * 6, low=60_150.0),
        *make.closes("BTC", "2026-02-10", [71_000.0]),
    ]
    days[600] = make.day_bar("BTC", "2025-08-23", 70_000.0, high=126_200.0)
    found = facts(days, _FEB_11)
    rebound, drawdown = found["BTC/spot.rebound/7d@binance"], found["BTC/spot.drawdown@binance"]
    assert rebound.value == pytest.approx(0.18038, abs=1e-5)
    assert found[rebound.than].value == 60_150.0
    assert drawdown.value == pytest.approx(-0.43740, abs=1e-5)
    assert found[drawdown.than].as_of.date().isoformat() == "2025-08-23"


def test_a_short_record_has_no_record_high(facts, make):
    """A month of bars does not know the all-time high."""
    found = facts(make.closes("BTC", "2026-01-10", [70.0] * 32), _FEB_11)
    assert not [name for name in found if "all_time_high" in name or "drawdown" in name]


def test_realised_volatility_of_alternating_days(facts, make):
    """Thirty moves of one per cent up and down: 1% x sqrt(30/29) x sqrt(365)."""
    prices = [100.0 * (np.exp(0.01) if n % 2 else 1.0) for n in range(31)]
    found = facts(make.closes("BTC", "2026-01-11", prices), _FEB_11)
    expected = 0.01 * np.sqrt(30 / 29) * np.sqrt(365)
    assert found["BTC/spot.realised_vol/30d@binance"].value == pytest.approx(expected)


def test_no_realised_volatility_over_a_gap(facts, make):
    """One close of the thirty is missing."""
    prices = [100.0 + n % 2 for n in range(31)]
    prices[15] = None
    assert "BTC/spot.realised_vol/30d@binance" not in facts(make.closes("BTC", "2026-01-11", prices), _FEB_11)


@pytest.mark.parametrize(
    ("price", "coarse", "fine"),
    [(68_841, 5_000, 1_000), (2_023, 500, 50), (126_000, 50_000, 2_000), (0.39, 0.05, 0.005)],
)
def test_round_prices_fit_the_price(price, coarse, fine):
    """Half the power of ten for what a reader calls round, about 1% for a level."""
    assert round_step(price) == pytest.approx(coarse)
    assert fine_step(price) == pytest.approx(fine)


def test_round_prices_on_each_side(facts, make):
    """68,841 lies between 65,000 and 70,000."""
    found = facts(make.closes("BTC", "2026-02-10", [68_841.0]), _FEB_11)
    above, below = found["BTC/spot.price@binance~round:above"], found["BTC/spot.price@binance~round:below"]
    assert (above.value, above.sign, below.value, below.sign) == (70_000, -1, 65_000, 1)


def test_the_last_close_above_a_lost_level(facts, make):
    """Not above 71,000 since Feb. 4: 70,000 was closed above a day ago."""
    prices = [73_166.0, 62_910.0, 70_580.0, 69_300.0, 70_330.0, 70_138.0, 68_841.0]
    found = facts(make.closes("BTC", "2026-02-04", prices), _FEB_11)
    last = found["BTC/spot.price@binance~last_above"]
    assert (last.value, last.as_of.day) == (73_166.0, 4)
    assert found[last.than].value == 71_000


def test_a_level_is_printed_as_it_is_meant(facts, make):
    """78 steps of 20 cents are $15.60, and no more digits than that."""
    prices = [16.1, *([15.4] * 10)]
    found = facts(make.closes("BTC", "2026-01-31", prices), _FEB_11)
    assert repr(found["BTC/spot.price@binance~level"].value) == "15.6"


def test_the_preferred_venue_is_told_first(facts, make):
    """Binance before Kraken, whichever came first; the other stays as a second opinion."""
    records = [
        *make.closes("BTC", "2026-02-09", [70.0, 71.0], venue="kraken"),
        *make.closes("BTC", "2026-02-09", [80.0, 81.0]),
    ]
    found = facts(records, _FEB_11)
    assert [fact.key.venue for fact in found.all_of("BTC", "spot.price")] == ["binance", "kraken"]
    assert found["BTC/spot.return/1d"].value == pytest.approx(81 / 80 - 1)


@settings(max_examples=25, deadline=None)
@given(prices=st.lists(st.floats(1.0, 1e5), min_size=35, max_size=50), scale=st.floats(0.01, 100.0))
def test_the_unit_of_a_price_does_not_change_a_return(facts, make, prices, scale):
    """In dollars or cents: returns, volatility, drawdowns and streaks are the same."""
    first = make.at(_FEB_11[:10]) - timedelta(days=len(prices))
    one, other = (
        facts(make.closes("BTC", first.date().isoformat(), [price * factor for price in prices]), _FEB_11)
        for factor in (1.0, scale)
    )
    for name in ("spot.return/1d", "spot.return/7d", "spot.return/30d", "spot.realised_vol/30d@binance"):
        assert one[f"BTC/{name}"].value == pytest.approx(other[f"BTC/{name}"].value, rel=1e-6, abs=1e-9)


def test_the_spot_facts_of_the_sample(facts, sample):
    """Feb. 6, 2026: the largest gain since February 2022 after the lowest price since October 2024."""
    found = facts(sample, "2026-02-07T00:00:00Z")
    assert found["BTC/spot.return/1d"].value == pytest.approx(0.1219, abs=1e-4)
    assert found["BTC/spot.return/1d~rank"].since.isoformat() == "2022-02-28"
    assert found["BTC/spot.return/1d~retraced"].value == pytest.approx(0.75, abs=0.01)
    low = found["BTC/spot.low/1d@binance"]
    assert (low.value, low.as_of.hour) == (60_000.0, 0)
    assert found["BTC/spot.low/1d@binance~rank"].since.strftime("%Y-%m") == "2024-10"
    assert found["BTC/spot.rebound/7d@binance"].value == pytest.approx(0.176, abs=5e-4)
    assert found["BTC/spot.drawdown@binance"].value == pytest.approx(-0.441, abs=5e-4)
    assert found["BTC/futures.basis/90d@binance~rank"].rank == "lowest"
    assert found["BTC/perp.funding_rate/1d@binance~rank"].since.isoformat() == "2025-05-02"
