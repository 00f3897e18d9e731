"""The annualised premium of dated futures at a constant maturity of 90 days."""

import csv
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.metrics.basis import annualised_basis, constant_maturity

_SHARED = Path(__file__).resolve().parents[3] / "shared" / "history"


@pytest.mark.parametrize(
    ("future", "days", "rate"),
    [
        pytest.param(101_000, 365, 0.01, id="one percent over one year"),
        pytest.param(101_000, 36.5, 0.10, id="shorter expiry, larger rate"),
        pytest.param(99_000, 365, -0.01, id="backwardation is negative"),
        pytest.param(102_000, 90, 0.0811, id="two percent over a quarter"),
    ],
)
def test_annualised_basis(future, days, rate):
    """Worked by hand on an index of 100,000."""
    found = annualised_basis(np.array([future]), np.array([100_000]), np.array([days]))
    assert found[0] == pytest.approx(rate, abs=5e-5)


def _at_90(*contracts):
    days, rates = (np.array(each, dtype=float) for each in zip(*contracts, strict=True))
    found = constant_maturity(np.zeros(len(days), dtype=np.int64), days, rates)
    return found if len(found.rate) else None


@pytest.mark.parametrize(
    ("contracts", "rate"),
    [
        pytest.param([(60, 0.04), (120, 0.06)], 0.05, id="halfway between"),
        pytest.param([(80, 0.04), (180, 0.06)], 0.042, id="a tenth of the way"),
        pytest.param([(90, 0.03), (180, 0.06)], 0.03, id="exactly on a contract"),
        pytest.param([(30, 0.02), (60, 0.04), (120, 0.06), (300, 0.09)], 0.05, id="only the two around it count"),
        pytest.param([(50, 0.04)], 0.04, id="the nearest one where none is beyond"),
        pytest.param([(120, 0.06), (200, 0.08)], 0.06, id="the nearest one where none is before"),
        pytest.param([(10, 0.9), (120, 0.06)], 0.06, id="a contract under two weeks is left out"),
    ],
)
def test_constant_maturity(contracts, rate):
    """Linear in days between the contracts that bracket 90 days."""
    assert _at_90(*contracts).rate[0] == pytest.approx(rate)


def test_nothing_but_expiring_contracts_is_nothing():
    """A basis of ten days is noise, so there is none."""
    assert _at_90((10, 0.9)) is None


def test_an_unbracketed_day_is_marked():
    """The note of the fact says that one contract had to do."""
    found = _at_90((50, 0.04))
    assert (found.near[0], found.far[0]) == (0, -1)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(14, 400), st.floats(-0.5, 0.5)), min_size=1, max_size=6, unique_by=lambda c: c[0])
)
def test_a_constant_maturity_lies_between_its_neighbours(contracts):
    """Interpolation never leaves the range of the two contracts, whatever the order they come in."""
    rate = _at_90(*contracts).rate[0]
    below = [r for d, r in sorted(contracts) if d <= 90][-1:]
    above = [r for d, r in sorted(contracts) if d >= 90][:1]
    ends = below + above
    assert min(ends) - 1e-12 <= rate <= max(ends) + 1e-12
    assert rate == pytest.approx(_at_90(*reversed(contracts)).rate[0])


def test_a_dated_close_is_set_against_the_spot_close_of_its_day(facts, make):
    """Where the quote has no index, the venue's spot close of the same instant serves, and is an input."""
    day = "2026-02-10"
    records = [
        *make.closes("BTC", day, [100_000.0]),
        make.dated(day, "2026-03-27", 100_500.0),
        make.dated(day, "2026-06-26", 101_500.0),
    ]
    basis = facts(records, "2026-02-11T00:00:00Z")["BTC/futures.basis/90d@binance"]
    near, far = 0.005 * 365 / (44 + 8 / 24), 0.015 * 365 / (135 + 8 / 24)
    assert basis.value == pytest.approx(near + (far - near) * (90 - 44 - 8 / 24) / 91, rel=1e-6)
    assert basis.note == "BTCUSDT_2026-03-27 and BTCUSDT_2026-06-26"
    assert "candle:binance:BTC:1d:2026-02-10T23:59:59.999000Z" in basis.inputs
    assert "future:binance:BTCUSDT_2026-03-27:2026-02-10T23:59:59.999000Z" in basis.inputs


def test_no_basis_without_a_price_to_set_it_against(facts, make):
    """A future alone has no premium."""
    found = facts([make.dated("2026-02-10", "2026-03-27", 100_500.0)], "2026-02-11T00:00:00Z")
    assert not [name for name in found if "basis" in name]


def test_a_basis_of_one_contract_says_so(facts, make):
    """The note names the nearest contract."""
    records = [make.dated("2026-02-10", "2026-03-27", 100_500.0, index=100_000.0)]
    assert (
        facts(records, "2026-02-11T00:00:00Z").find("BTC", "futures.basis", "90d").note.startswith("nearest contract")
    )


@pytest.mark.parametrize(("day", "percent"), [("2026-02-06", 2.69), ("2026-02-09", 3.58), ("2026-02-10", 3.09)])
def test_the_basis_of_the_sample(facts, sample, make, day, percent):
    """Three days that were worked out apart from this code."""
    as_of = make.at(day) + timedelta(days=1)
    assert facts(sample, as_of)["BTC/futures.basis/90d@binance"].value * 100 == pytest.approx(percent, abs=0.006)


@pytest.mark.skipif(not _SHARED.exists(), reason="needs the independent series beside the repository")
def test_the_basis_agrees_with_an_independent_series(measured, sample):
    """Five years of days with a contract on either side of 90 days."""
    history = measured(sample, "2026-02-11T00:00:00Z").history["BTC/futures.basis/90d@binance"]
    found = {(instant - timedelta(seconds=1)).date(): value for instant, value in history.items()}
    with (_SHARED / "btc_basis_3m_annualized_daily.csv").open() as lines:
        # It counts contracts down to three days; ours leaves out those under two weeks.
        expected = {
            date.fromisoformat(line["date"]): float(line["basis_3m_interp_annualized_pct"]) / 100
            for line in csv.DictReader(lines)
            if line["bracketed_90d"] == "True" and float(line["front_days_to_expiry"]) >= 14
        }
    errors = [abs(found[day] - rate) for day, rate in expected.items()]
    assert len(errors) > 700
    assert max(errors) < 1e-6
