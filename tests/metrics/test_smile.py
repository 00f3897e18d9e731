"""Volatility smiles: 25-delta wings, the money, and constant maturities."""

import csv
import gzip
import math
from datetime import timedelta
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.metrics.black import d1 as black_d1
from generator.metrics.black import normal
from generator.metrics.smile import D1_OF_PUT, Chain, at_maturities, smiles
from generator.metrics.track import DAY

_SHARED = Path(__file__).resolve().parents[3] / "shared" / "history"
_FORWARD = 70_000.0


def _strike(delta, iv, years):
    """Return the strike whose call delta is ``delta``."""
    d1 = NormalDist().inv_cdf(delta)
    deviation = iv * math.sqrt(years)
    return _FORWARD * math.exp(deviation * deviation / 2 - d1 * deviation)


def _chain(rows, days=10.0):
    """A chain of one expiry from (call delta, iv, side) rows."""
    years = days / 365
    return Chain(
        snapshot=np.zeros(len(rows), dtype=np.int64),
        expiry=np.zeros(len(rows), dtype=np.int64),
        left=np.full(len(rows), int(days * DAY), dtype=np.int64),
        strike=np.array([_strike(delta, iv, years) for delta, iv, _ in rows]),
        call=np.array([side == "C" for *_, side in rows]),
        iv=np.array([iv for _, iv, _ in rows]),
        underlying=np.full(len(rows), _FORWARD),
    )


def _both(*deltas, iv=lambda _: 0.5):
    return [(delta, iv(delta), side) for delta in deltas for side in "CP"]


def test_delta_is_that_of_black_on_the_forward():
    """At the money, ten days at 50%: d1 is half the deviation, the call's delta just above one half."""
    years = 10 / 365
    d1 = black_d1(np.array([_FORWARD]), np.array([_FORWARD]), np.array([0.5]), np.array([years]))
    assert d1[0] == pytest.approx(0.5 * math.sqrt(years) / 2)
    assert normal(d1)[0] == pytest.approx(0.51651, abs=1e-5)


def test_the_put_of_a_quarter_delta_lies_where_it_should():
    """N(d1) - 1 = -0.25."""
    assert normal(np.array([D1_OF_PUT]))[0] - 1 == pytest.approx(-0.25)


def test_a_flat_smile_has_no_skew():
    """Every wing costs what the money costs."""
    found = smiles(_chain(_both(0.1, 0.3, 0.45, 0.55, 0.7, 0.9)))
    assert (found.put[0], found.call[0], found.atm[0]) == (pytest.approx(0.5), pytest.approx(0.5), pytest.approx(0.5))


def test_a_wing_is_read_between_its_two_nearest_options():
    """Puts at -0.20 and -0.30 cost 60% and 58%: the one of -0.25 costs 59%."""
    rows = [(0.80, 0.60, "P"), (0.70, 0.58, "P"), (0.20, 0.44, "C"), (0.30, 0.46, "C"), *_both(0.4, 0.6)]
    found = smiles(_chain(rows))
    assert found.put[0] == pytest.approx(0.59)
    assert found.call[0] == pytest.approx(0.45)


@settings(deadline=None)
@given(slope=st.floats(-0.3, 0.3), level=st.floats(0.3, 1.0))
def test_a_smile_that_is_linear_in_delta_is_read_exactly(slope, level):
    """Wherever the strikes lie: put minus call is the slope times half a delta."""
    iv = lambda delta: level + slope * (delta - 0.5)  # noqa: E731 - a line, once
    found = smiles(_chain(_both(0.05, 0.18, 0.31, 0.44, 0.58, 0.69, 0.82, 0.95, iv=iv)))
    assert found.put[0] - found.call[0] == pytest.approx(slope * 0.5, abs=1e-9)
    assert found.atm[0] == pytest.approx(level, abs=1e-9)


def test_a_wing_that_nobody_quotes_has_no_volatility():
    """No put beyond -0.30: reading -0.25 would be a guess."""
    found = smiles(_chain([*_both(0.4, 0.6), (0.70, 0.58, "P"), (0.2, 0.44, "C"), (0.3, 0.46, "C")]))
    assert np.isnan(found.put[0])
    assert found.call[0] == pytest.approx(0.45)


def test_calls_do_not_stand_in_for_puts():
    """Each wing is read from its own side."""
    found = smiles(_chain([(delta, 0.5, "C") for delta in (0.1, 0.3, 0.6, 0.7, 0.8, 0.9)]))
    assert np.isnan(found.put[0])
    assert found.atm[0] == pytest.approx(0.5)


def test_the_last_day_and_a_half_is_left_out():
    """An expiry 35 hours away tells of the hour, not of the market."""
    assert len(smiles(_chain(_both(0.3, 0.7), days=35 / 24)).atm) == 0
    assert len(smiles(_chain(_both(0.3, 0.7), days=36 / 24)).atm) == 1


def test_one_wild_row_does_not_move_the_forward():
    """The median of the rows' forwards stands."""
    chain = _chain(_both(0.1, 0.3, 0.45, 0.55, 0.7, 0.9))
    chain.underlying[3] *= 1.5
    assert smiles(chain).put[0] == pytest.approx(0.5)


def test_a_quote_without_volatility_is_no_quote():
    """NaN is skipped, and its neighbours bracket the delta."""
    rows = [(0.80, 0.60, "P"), (0.75, float("nan"), "P"), (0.70, 0.58, "P"), *_both(0.4, 0.6)]
    chain = _chain([(delta, 0.5 if math.isnan(iv) else iv, side) for delta, iv, side in rows])
    chain.iv[1] = float("nan")
    assert smiles(chain).put[0] == pytest.approx(0.59)


def _maturity(curve, days):
    years = np.array([each for each, _ in curve]) / 365
    iv = np.array([each for _, each in curve])
    return at_maturities(np.zeros(len(curve), dtype=np.int64), years, iv[None], (days,), 1)[days][0, 0]


@pytest.mark.parametrize(
    ("curve", "days", "iv"),
    [
        pytest.param([(3, 1.10), (10, 0.80)], 7, 0.863, id="variance, not volatility, adds up"),
        pytest.param([(7, 0.60), (30, 0.50)], 7, 0.60, id="exactly on an expiry"),
        pytest.param([(5, 0.50), (40, 0.50)], 30, 0.50, id="flat stays flat"),
        pytest.param([(2, 0.90), (3, 1.10), (10, 0.80), (30, 0.6)], 7, 0.863, id="only the two around it count"),
    ],
)
def test_constant_maturity(curve, days, iv):
    """Total variance is linear in time between two expiries."""
    assert _maturity(curve, days) == pytest.approx(iv, abs=5e-4)


def test_no_maturity_beyond_the_last_expiry():
    """A curve that ends at 60 days says nothing of 90."""
    assert np.isnan(_maturity([(7, 0.6), (60, 0.5)], 90))
    assert np.isnan(_maturity([(7, 0.6), (60, 0.5)], 5))


def _linear(make, level, slope, time="2026-02-10T10:00"):
    """A chain of four expiries, each smile linear in delta."""
    records = []
    for expires, days in (("2026-02-13", 3), ("2026-02-20", 10), ("2026-03-27", 45), ("2026-09-25", 227)):
        years = (days - 2 / 24) / 365
        for delta in (0.05, 0.18, 0.31, 0.44, 0.58, 0.69, 0.82, 0.95):
            iv = level + slope * (delta - 0.5)
            for right in "CP":
                strike = _strike(delta, iv, years)
                records.append(
                    make.option(
                        "BTC",
                        time,
                        expires,
                        strike,
                        right,
                        iv,
                        forward=_FORWARD,
                        open_interest=3.0 if right == "C" else 1.0,
                    )
                )
    return records


def test_a_chain_becomes_facts(facts, make):
    """Level 50%, slope 20 points: a skew of 10 points, a fifth of the money's volatility."""
    found = facts(_linear(make, 0.5, 0.2), "2026-02-10T12:00:00Z")
    assert found["BTC/options.skew_25d_points/30d@deribit"].value == pytest.approx(0.10)
    assert found["BTC/options.skew_25d/30d@deribit"].value == pytest.approx(0.20)
    assert found["BTC/options.iv_atm/7d@deribit"].value == pytest.approx(0.50)
    assert found["BTC/options.term_slope/7d-30d@deribit"].value == pytest.approx(0.0, abs=1e-9)
    assert found["BTC/options.call_share@deribit"].value == pytest.approx(0.75)
    assert found["BTC/options.call_share_volume/1d@deribit"].value == pytest.approx(0.5)
    assert found["BTC/options.put_call_ratio@deribit"].value == pytest.approx(1 / 3)
    assert found["BTC/options.count@deribit"].value == 64
    assert found["BTC/options.skew_25d/30d@deribit"].inputs == ("chain:deribit:BTC:2026-02-10T10:00:00Z",)
    assert found["BTC/options.skew_25d/30d@deribit"].sources[0].raw_sha256 == "ef" * 32


def test_the_skew_is_compared_with_the_same_hour_a_day_earlier(facts, make):
    """Ten in the morning against ten in the morning, not against last evening."""
    chains = [
        *_linear(make, 0.5, 0.10, "2026-02-09T10:00"),
        *_linear(make, 0.5, 0.30, "2026-02-09T21:00"),
        *_linear(make, 0.5, 0.20, "2026-02-10T10:00"),
    ]
    found = facts(chains, "2026-02-10T10:30:00Z")
    assert found["BTC/options.skew_25d/30d@deribit~past:1d"].as_of == make.at("2026-02-09T10:00")
    assert found["BTC/options.skew_25d/30d@deribit~change:1d"].value == pytest.approx(0.10, abs=0.01)


@pytest.mark.parametrize(
    ("as_of", "fact", "percent"),
    [
        ("2026-02-10T10:00:00Z", "options.skew_25d/7d", 16.2),
        ("2026-02-06T00:00:00Z", "options.skew_25d/30d", 26.6),
        ("2026-02-07T00:00:00Z", "options.skew_25d/30d", 21.6),
        ("2026-02-10T10:00:00Z", "options.call_share", 56.0),
    ],
)
def test_the_options_of_the_sample(facts, sample, as_of, fact, percent):
    """Readings that were worked out apart from this code, from the same chains."""
    assert facts(sample, as_of)[f"BTC/{fact}@deribit"].value * 100 == pytest.approx(percent, abs=0.3)


@pytest.mark.skipif(not _SHARED.exists(), reason="needs the independent series beside the repository")
@pytest.mark.parametrize("asset", ["BTC", "ETH"])
def test_chains_agree_with_an_independent_reading(measured, sample, asset):
    """The last snapshot of each of 43 days: nine of ten within 0.4 points, half of them within 0.1."""
    columns = {
        "options.iv_atm/7d": "atm_iv_7d_pct", "options.iv_atm/30d": "atm_iv_30d_pct",
        "options.skew_25d/7d": "skew25d_over_atm_7d_pct", "options.skew_25d/30d": "skew25d_over_atm_30d_pct",
        "options.call_share": "call_share_oi_pct", "options.call_share_volume/1d": "call_share_volume_pct",
    }  # fmt: skip
    with gzip.open(_SHARED / "options_deribit_summary_intraday.csv.gz", "rt") as lines:
        reference = {row["timestamp"][:10]: row for row in csv.DictReader(lines) if row["symbol"] == asset}
    history = measured(sample, "2026-02-11T00:00:00Z", assets=(asset,)).history
    for metric, column in columns.items():
        found = history[f"{asset}/{metric}@deribit"]
        errors = [
            abs(value * 100 - float(reference[(instant - timedelta(seconds=1)).date().isoformat()][column]))
            for instant, value in found.items()
        ]
        assert len(errors) > 40
        assert np.quantile(errors, 0.9) < 0.4, metric
        assert np.median(errors) < 0.1, metric
