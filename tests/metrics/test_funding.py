"""Funding of perpetual contracts, annualised from each venue's own interval."""

import csv
import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.metrics.funding import annualised, day_sums
from generator.metrics.measure import measure
from generator.metrics.track import HOUR
from generator.metrics.venues import weighted
from generator.model.instants import to_micros

_AS_OF = "2026-02-11T00:00:00Z"
_WEIGHTED = "BTC/perp.funding_rate/1d@weighted"
_RECORDED = Path(__file__).resolve().parents[3] / "shared" / "recorded"


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


@pytest.mark.skipif(not _RECORDED.exists(), reason="needs the recorded replies beside the repository")
def test_bitmexs_own_yearly_rate_is_ours():
    """Its `fairBasisRate` is the funding of eight hours a year long: 0.00011 is 12.045%."""
    told = json.loads((_RECORDED / "bitmex" / "instrument-XBTUSD.json").read_text())
    contract = told[0] if isinstance(told, list) else told
    found = annualised(np.array([contract["fundingRate"]]), np.array([8.0]))
    assert found[0] == pytest.approx(contract["fairBasisRate"], abs=1e-9)
    whole = gzip.decompress((_RECORDED / "bitmex" / "instrument-active-2021-07-22.json.gz").read_bytes())
    for each in json.loads(whole):
        if each.get("fundingRate") is not None and each.get("fairBasisRate") is not None:
            yearly = annualised(np.array([each["fundingRate"]]), np.array([8.0]))
            assert yearly[0] == pytest.approx(each["fairBasisRate"], abs=1e-9)


def _held(make, venue, coins, time="2026-02-10T22:00"):
    return [
        make.seen(f"BTC/futures.open_interest@{venue}", time, coins, "coin", venue),
        make.seen(f"BTC/futures.open_interest_usd@{venue}", time, coins * 70_000, "USD", venue),
    ]


def _day_of(make, venue, yearly, day="2026-02-10", hours=8):
    return [
        make.settled("BTC", venue, f"{day}T{hour:02d}:00", yearly / 365 / (24 // hours), hours)
        for hour in range(0, 24, hours)
    ]


def test_funding_is_weighted_by_coins(facts, make):
    """100 coins at 4%, 60 at 9%, 40 at -1%: 4.5%; an hourly venue counts as one of eight hours."""
    records = [
        *_held(make, "binance", 100), *_day_of(make, "binance", 0.04),
        *_held(make, "okx", 60), *_day_of(make, "okx", 0.09),
        *_held(make, "hyperliquid", 40), *_day_of(make, "hyperliquid", -0.01, hours=1),
    ]  # fmt: skip
    found = facts(records, _AS_OF)[_WEIGHTED]
    assert found.value == pytest.approx(0.045)
    assert (found.n, found.total, found.note) == (3, 6, "Binance, OKX and Hyperliquid")
    assert "obs:BTC/futures.open_interest@okx@2026-02-10T22:00:00Z" in found.inputs
    assert "funding:okx:BTC:2026-02-10T16:00:00Z" in found.inputs


@pytest.mark.parametrize(
    ("silent", "rate"),
    [
        pytest.param(40, (100 * 0.04 + 60 * 0.09) / 160, id="four fifths have a rate"),
        pytest.param(41, None, id="less than four fifths have one"),
    ],
)
def test_funding_of_less_than_four_fifths_is_none(facts, make, silent, rate):
    """A venue whose day is not whole has no rate; what it holds still counts as part of the set."""
    records = [
        *_held(make, "binance", 100), *_day_of(make, "binance", 0.04),
        *_held(make, "okx", 60), *_day_of(make, "okx", 0.09),
        *_held(make, "bybit", silent), *_day_of(make, "bybit", 0.5)[:2],
    ]  # fmt: skip
    found = facts(records, _AS_OF)
    assert (_WEIGHTED in found) == (rate is not None)
    if rate is not None:
        assert (found[_WEIGHTED].value, found[_WEIGHTED].note) == (pytest.approx(rate), "Binance and OKX")


def test_a_change_of_weighted_funding_is_over_the_same_venues(facts, make):
    """Each day is weighted by its own open interest; a day that lacks one of the venues is left out."""
    records = []
    for day, coins in (("2026-02-09", 50), ("2026-02-10", 100)):
        for venue, held, rate in (("binance", coins, 0.04), ("okx", 100, 0.08)):
            records += [*_held(make, venue, held, f"{day}T22:00"), *_day_of(make, venue, rate, day)]
    found = facts(records, _AS_OF)
    assert found[_WEIGHTED].value == pytest.approx(0.06)
    assert found[f"{_WEIGHTED}~past:1d"].value == pytest.approx((50 * 0.04 + 100 * 0.08) / 150)
    late = [each for each in records if not (hasattr(each, "rate") and each.observed_at == make.at("2026-02-09T16:00"))]
    assert f"{_WEIGHTED}~past:1d" not in facts(late, _AS_OF)


_VENUES = st.lists(st.tuples(st.floats(-10, 10), st.floats(1e-3, 1e6)), min_size=1, max_size=6)


@settings(deadline=None)
@given(_VENUES)
def test_weighted_funding_lies_between_the_least_and_the_largest(venues):
    """And it is what each pays of what is open, added up, over what is open."""
    rate, weight = (np.array([each]).T for each in zip(*venues, strict=True))
    found = weighted(rate, weight)[0]
    slack = 1e-9 * max(1.0, abs(rate).max())
    assert rate.min() - slack <= found <= rate.max() + slack
    assert found * weight.sum() == pytest.approx(sum(r * w for r, w in venues), abs=1e-9 * weight.sum() * 10)
    assert weighted(rate[::-1], weight[::-1])[0] == pytest.approx(found, abs=slack)


@settings(deadline=None)
@given(_VENUES, st.integers(0, 63))
def test_weighted_funding_needs_four_fifths(venues, silent):
    """However many are silent: what has a rate is at least 80% of what is open, or there is none."""
    rate, weight = (np.array([each]).T for each in zip(*venues, strict=True))
    quiet = np.array([[bool(silent >> place & 1)] for place in range(len(venues))])
    found = weighted(np.where(quiet, np.nan, rate), weight)[0]
    assert np.isnan(found) == (weight[~quiet].sum() < 0.8 * weight.sum())


@pytest.mark.skipif(not _RECORDED.exists(), reason="needs the recorded replies beside the repository")
def test_the_funding_of_five_recorded_venues(catalogue, names, make):
    """February 2026, from each venue's settlements: every day's sum is that of its intervals, and so is the mean."""
    hours = {"binance": 8, "bybit": 8, "okx": 8, "hyperliquid": 1, "kraken": 1}
    weights = {"binance": 100_000, "bybit": 55_000, "okx": 30_000, "hyperliquid": 20_000, "kraken": 2_000}
    sums, records = {}, []
    with gzip.open(_RECORDED / "funding-history" / "seven-venues-BTC-2026-02-03.csv.gz", "rt") as lines:
        for line in csv.DictReader(lines):
            venue, day, rate = line["venue"], line["timestamp"][:10], float(line["funding_rate"])
            if venue in hours:
                time = line["timestamp"][:19].replace(" ", "T")
                records.append(make.settled("BTC", venue, time, rate, hours[venue]))
                sums.setdefault((day, venue), []).append(rate)
    whole = {key: sum(rates) * 365 for key, rates in sums.items() if len(rates) == 24 // hours[key[1]]}
    assert len(whole) > 150
    for day in ("2026-02-06", "2026-02-10", "2026-03-01"):
        held = [each for venue, coins in weights.items() for each in _held(make, venue, coins, f"{day}T22:00")]
        as_of = make.at(day) + timedelta(days=1)
        found = measure(make.known([*records, *held]).before(as_of), catalogue=catalogue, names=names).facts
        for venue in weights:
            assert found[f"BTC/perp.funding_rate/1d@{venue}"].value == pytest.approx(whole[day, venue])
        mean = sum(whole[day, venue] * coins for venue, coins in weights.items()) / sum(weights.values())
        assert found[_WEIGHTED].value == pytest.approx(mean)
        assert (found[_WEIGHTED].n, found[_WEIGHTED].total) == (5, 6)
