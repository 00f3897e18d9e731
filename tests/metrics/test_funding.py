"""Funding of perpetual contracts, annualised from each venue's own interval."""

from datetime import UTC, datetime

import numpy as np
import pytest

from generator.metrics.funding import annualised, day_sums
from generator.metrics.track import HOUR
from generator.model.instants import to_micros

_AS_OF = "2026-02-11T00:00:00Z"


@pytest.mark.parametrize(
    ("rate", "hours", "yearly"),
    [
        pytest.param(0.0001, 8, 0.1095, id="the exchange's default"),
        pytest.param(0.0000125, 1, 0.1095, id="the same, hourly"),
        pytest.param(-0.00006393, 8, -0.07, id="shorts pay 7% a year"),
        pytest.param(0.0001, 4, 0.219, id="twice as often"),
    ],
)
def test_annualised(rate, hours, yearly):
    """Simple: the rate, times the intervals of a day, times 365."""
    assert annualised(np.array([rate]), np.array([hours]))[0] == pytest.approx(yearly, abs=5e-6)


def _day(intervals, hours):
    start = to_micros(datetime(2026, 2, 10, tzinfo=UTC))
    at = start + np.arange(len(intervals), dtype=np.int64) * hours * HOUR
    ends = np.array([to_micros(datetime(2026, 2, 11, tzinfo=UTC))])
    return day_sums(at, np.array(intervals), np.full(len(intervals), float(hours)), ends)[0][0]


def test_a_day_is_the_sum_of_its_intervals():
    """-9.6%, -5.3% and -9.7% a year make a day of -8.2%."""
    rates = [-0.096, -0.053, -0.097]
    assert _day([rate / 3 / 365 for rate in rates], 8) == pytest.approx(-0.082)
    assert _day([0.0000125] * 24, 1) == pytest.approx(0.1095)


def test_a_day_with_a_missing_interval_is_none():
    """Two of three settlements are not a day."""
    assert np.isnan(_day([0.0001, 0.0001], 8))
    assert np.isnan(_day([0.0001] * 23, 1))


def _three(make, day, rates):
    return [
        make.settled("BTC", "binance", f"{day}T{hour}:00", rate)
        for hour, rate in zip(("00", "08", "16"), rates, strict=True)
    ]


def test_each_venue_has_its_day_and_its_last_interval(facts, make):
    """The headline is the day's sum; the last settled interval stands beside it."""
    records = [*_three(make, "2026-02-09", [1e-4] * 3), *_three(make, "2026-02-10", [1e-4, 1e-4, -2e-4])]
    found = facts(records, _AS_OF)
    assert found["BTC/perp.funding_rate/1d@binance"].value == pytest.approx(0.0)
    assert found["BTC/perp.funding_rate/8h@binance"].value == pytest.approx(-0.219)
    change = found["BTC/perp.funding_rate/1d@binance~change:1d"]
    assert (change.value, change.unit) == (pytest.approx(-0.1095), "ratio_points")
    assert found["BTC/perp.funding_rate/1d@binance"].inputs[0] == "funding:binance:BTC:2026-02-10T00:00:00Z"
    assert len(found["BTC/perp.funding_rate/1d@binance"].inputs) == 3


def test_a_late_settlement_costs_the_day_but_not_the_last_interval(facts, make):
    """Without the 16:00 rate there is no sum of 24 hours."""
    found = facts(_three(make, "2026-02-10", [1e-4] * 3)[:2], _AS_OF)
    assert "BTC/perp.funding_rate/1d@binance" not in found
    assert "BTC/perp.funding_rate/8h@binance" in found


def test_the_funding_of_the_sample(facts, sample):
    """Feb. 10 on Binance and Bybit, as worked out from the settled rates apart from this code."""
    found = facts(sample, _AS_OF)
    assert found["BTC/perp.funding_rate/1d@binance"].value == pytest.approx(-0.082, abs=5e-4)
    assert found["BTC/perp.funding_rate/1d@bybit"].value == pytest.approx(-0.0147, abs=5e-4)
    assert found["BTC/perp.funding_rate/1d@hyperliquid"].value == pytest.approx(0.036, abs=5e-4)
