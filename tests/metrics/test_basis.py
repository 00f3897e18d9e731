"""The annualised premium of dated futures at a constant maturity of 90 days."""

import csv
import gzip
from datetime import date, datetime, timedelta
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


@settings(deadline=None)
@given(
    st.floats(1, 1e7), st.floats(0.5, 2), st.floats(14, 400), st.floats(1e-3, 1e3),
)  # fmt: skip
def test_a_basis_knows_no_currency_and_is_nothing_at_the_index(index, premium, days, scale):
    """A future at its index has none; pricing both in another coin changes none; it is simple interest."""
    one, there = np.array([index]), np.array([days])
    assert annualised_basis(one, one, there)[0] == 0
    found = annualised_basis(one * premium, one, there)
    assert annualised_basis(one * premium * scale, one * scale, there)[0] == pytest.approx(found[0], abs=1e-9)
    assert 1 + found[0] * days / 365 == pytest.approx(premium)


@pytest.mark.parametrize(
    ("day", "tenors"),
    [
        pytest.param(15, {"30d", "90d"}, id="45 days: a month and a quarter, no half-year"),
        pytest.param(47, {"90d"}, id="13 days: too short, so the later one alone"),
    ],
)
def test_one_contract_is_no_curve(facts, make, day, tenors):
    """It stands for a month from 15 to 60 days before its end, for half a year from 90 to 360."""
    written = (make.at("2026-01-31") + timedelta(days=day)).date().isoformat()
    expiry = (make.at("2026-01-31") + timedelta(days=61)).date().isoformat()
    records = [make.dated(written, expiry, 100_500.0, index=100_000.0)]
    if day == 47:
        records.append(make.dated(written, "2026-12-25", 103_000.0, index=100_000.0))
        tenors = tenors | {"180d"}
    found = facts(records, make.at(written) + timedelta(days=1))
    told = {fact.key.tenor for fact in found.values() if fact.key.metric == "futures.basis" and "~" not in fact.id}
    assert told == tenors


def test_the_curve_has_its_contracts_in_its_notes(facts, make):
    """Three contracts: a month and a quarter lie between two each, half a year has the last one alone."""
    day = "2026-02-10"
    prices = {"2026-02-27": 100_100.0, "2026-03-27": 100_500.0, "2026-06-26": 101_500.0}
    found = facts([make.dated(day, expiry, price, 1e5) for expiry, price in prices.items()], "2026-02-11T00:00:00Z")
    assert {tenor: found[f"BTC/futures.basis/{tenor}@binance"].note for tenor in ("30d", "90d", "180d")} == {
        "30d": "BTCUSDT_2026-02-27 and BTCUSDT_2026-03-27",
        "90d": "BTCUSDT_2026-03-27 and BTCUSDT_2026-06-26",
        "180d": "nearest contract BTCUSDT_2026-06-26",
    }
    near, far = 0.001 * 365 / (16 + 1 / 3), 0.005 * 365 / (44 + 1 / 3)
    share = (30 - 16 - 1 / 3) / 28
    assert found["BTC/futures.basis/30d@binance"].value == pytest.approx(near + share * (far - near), rel=1e-6)
    assert found["BTC/futures.basis/180d@binance"].value == pytest.approx(0.015 * 365 / (135 + 1 / 3), rel=1e-6)


@pytest.mark.parametrize(("day", "percent"), [("2026-02-06", 2.69), ("2026-02-09", 3.58), ("2026-02-10", 3.09)])
def test_the_basis_of_the_sample(facts, sample, make, day, percent):
    """Three days that were worked out apart from this code."""
    as_of = make.at(day) + timedelta(days=1)
    assert facts(sample, as_of)["BTC/futures.basis/90d@binance"].value * 100 == pytest.approx(percent, abs=0.006)


def test_the_lowest_basis_in_over_a_year(facts, sample):
    """On Feb. 6 it was the lowest since March 2023, with all 365 days of the year before it."""
    rank = facts(sample, "2026-02-07T00:00:00Z")["BTC/futures.basis/90d@binance~rank"]
    assert (rank.rank, rank.since, rank.ties) == ("lowest", date(2023, 3, 11), 0)
    assert (rank.coverage.first, rank.coverage.days, rank.coverage.expected) == (date(2021, 2, 3), 365, 365)


@pytest.fixture(scope="module")
def daily(measured, sample):
    """The 90-day basis of Binance of every day, in percent."""
    history = measured(sample, "2026-02-11T00:00:00Z").history["BTC/futures.basis/90d@binance"]
    return {(instant - timedelta(seconds=1)).date(): value * 100 for instant, value in history.items()}


def _contracts():
    """Days to expiry and yearly rate of each contract of a day, in percent, as another hand worked them out."""
    found = {}
    with (_SHARED / "btc_quarterly_futures_binance_daily.csv").open() as lines:
        for line in csv.DictReader(lines):
            left, spot = float(line["days_to_expiry_at_close"]), float(line["spot_close_usdt"])
            # The file's own rate is blank in the last three days.
            rate = (float(line["close_usdt"]) / spot - 1) * 36_500 / left if left > 0 else float("nan")
            found.setdefault(date.fromisoformat(line["date"]), []).append((left, rate))
    return found


def _by_hand(contracts):
    """Return the rate at 90 days, a contract at a time; None where all have less than 14 days."""
    usable = sorted((days, rate) for days, rate in contracts if days >= 14)
    below, above = [c for c in usable if c[0] <= 90][-1:], [c for c in usable if c[0] > 90][:1]
    if below and above:
        (near, low), (far, high) = below[0], above[0]
        return low + (90 - near) / (far - near) * (high - low)
    return (below or above)[0][1] if usable else None


@pytest.mark.skipif(not _SHARED.exists(), reason="needs the independent series beside the repository")
def test_every_day_agrees_with_one_worked_out_by_hand(daily):
    """Five years, contract by contract."""
    expected = {day: rate for day, contracts in _contracts().items() if (rate := _by_hand(contracts)) is not None}
    assert daily.keys() == expected.keys()
    assert len(daily) == 1750
    # The file rounds days to thousandths, which at 14 days and 40% is a thousandth of a point.
    assert max(abs(daily[day] - rate) for day, rate in expected.items()) < 0.002


@pytest.mark.skipif(not _SHARED.exists(), reason="needs the independent series beside the repository")
def test_the_basis_agrees_with_an_independent_series(daily):
    """On each of the 1,449 days that both define alike, flat ends included.

    The other series counts contracts down to three days. Of the 368 days that have a contract
    under two weeks, 67 have no other, and we have none; on 301 the two conventions part.
    """
    with (_SHARED / "btc_basis_3m_annualized_daily.csv").open() as lines:
        other = {
            date.fromisoformat(line["date"]): float(line["basis_3m_interp_annualized_pct"])
            for line in csv.DictReader(lines)
        }
    contracts = _contracts()
    alike = {day for day in other if min(days for days, _ in contracts[day]) >= 14}
    assert len(alike) == 1449
    assert alike <= daily.keys() <= other.keys()
    assert max(abs(daily[day] - other[day]) for day in alike) < 0.05 / 100
    assert len(other.keys() - daily.keys()) == 67
    assert len(daily.keys() - alike) == 301


@pytest.mark.skipif(not _SHARED.exists(), reason="needs the independent series beside the repository")
def test_deribits_basis_agrees_with_its_own_marks(measured, sample):
    """Each snapshot's rates, as another hand annualised them, interpolated a snapshot at a time."""
    marks = {}
    with gzip.open(_SHARED / "futures_deribit_term_intraday.csv.gz", "rt") as lines:
        for line in csv.DictReader(lines):
            if line["symbol"] == "BTC" and line["basis_annualized_simple_pct"]:
                rate = float(line["days_to_expiry"]), float(line["basis_annualized_simple_pct"])
                marks.setdefault(line["timestamp"], []).append(rate)
    checked = 0
    for stamp in [f"2026-02-{day:02d}" for day in range(4, 11)]:
        last = max(each for each in marks if each.startswith(stamp))
        as_of = datetime.fromisoformat(last) + timedelta(minutes=1)
        found = measured(sample, as_of, assets=("BTC",)).facts["BTC/futures.basis/90d@deribit"]
        assert found.value * 100 == pytest.approx(_by_hand(marks[last]), abs=0.05)
        assert found.note.startswith("BTC-27MAR26 and")
        checked += 1
    assert checked == 7
