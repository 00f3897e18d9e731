"""What whole chains say: every maturity, the premium over what was delivered, the move implied, what was left out."""

import csv
import gzip
import json
import math
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.metrics.smile import Chain, at_maturities, smiles
from generator.metrics.track import DAY

_SHARED = Path(__file__).resolve().parents[3] / "shared"
_MATURITIES = (7, 30, 60, 90, 180)
_DELTAS = (0.05, 0.18, 0.31, 0.44, 0.58, 0.69, 0.82, 0.95)
_TENTH = "2026-02-10T10:00:00Z"
_LATER = "2026-02-10T10:30:00Z"


def _smile(make, time, expires, years, iv, *, deltas=_DELTAS, forward=7e4):
    """Return calls and puts of one expiry, whose volatility is a function of the call's delta."""
    options = []
    for delta in deltas:
        deviation = iv(delta) * math.sqrt(years)
        strike = forward * math.exp(deviation**2 / 2 - NormalDist().inv_cdf(delta) * deviation)
        options += [make.option("BTC", time, expires, strike, right, iv(delta), forward=forward) for right in "CP"]
    return options


def _curve(make, iv, time="2026-02-10T10:00", **also):
    """Return a chain whose expiries reach around every maturity."""
    listed = (("2026-02-13", 3), ("2026-02-20", 10), ("2026-03-27", 45), ("2026-06-26", 136), ("2026-12-25", 318))
    return [
        option for expires, days in listed for option in _smile(make, time, expires, (days - 2 / 24) / 365, iv, **also)
    ]


def test_every_maturity_by_hand(facts, make):
    """The money at 50%, the put of a quarter delta at 56%, the call at 48%.

    So the skew is 8 points, 16% of the money; the wings cost 52% in the middle, the butterfly is 2 points.
    """
    # A parabola through those three: the put of -0.25 has the strike of the call of 0.75.
    found = facts(
        _curve(make, lambda delta: 0.5 + 0.16 * (delta - 0.5) + 0.32 * (delta - 0.5) ** 2, deltas=_FINE), _LATER
    )
    for days in _MATURITIES:
        assert found[f"BTC/options.iv_atm/{days}d@deribit"].value == pytest.approx(0.50, abs=1e-4)
        assert found[f"BTC/options.skew_25d_points/{days}d@deribit"].value == pytest.approx(0.08, abs=1e-4)
        assert found[f"BTC/options.skew_25d/{days}d@deribit"].value == pytest.approx(0.16, abs=3e-4)
        assert found[f"BTC/options.butterfly_25d/{days}d@deribit"].value == pytest.approx(0.02, abs=1e-4)


_FINE = tuple(place / 100 for place in range(5, 100, 3))


def test_what_was_left_out_is_said(facts, make):
    """Five expiries are read; tomorrow's is too short, one has no put of a quarter delta, one no forward."""
    flat = lambda _: 0.5  # noqa: E731 - a line, once
    time = "2026-02-10T10:00"
    short = _smile(make, time, "2026-02-11", 0.9 / 365, flat)
    thin = _smile(make, time, "2026-04-24", 73 / 365, flat, deltas=(0.1, 0.3, 0.45, 0.6))
    blind = _smile(make, time, "2026-09-25", 227 / 365, flat, forward=7e4)
    blind = [
        type(each)(**({name: getattr(each, name) for name in each.__slots__} | {"underlying_usd": None}))
        for each in blind
    ]
    found = facts([*_curve(make, flat), *short, *thin, *blind], _LATER)["BTC/options.expiries@deribit"]
    assert (found.n, found.total, found.value) == (5, 8, 5)
    assert found.note == "1 under 36 hours, 1 without a 25-delta wing, 1 without a forward"
    whole = facts(_curve(make, flat), _LATER)["BTC/options.expiries@deribit"]
    assert (whole.n, whole.total, whole.note) == (5, 5, "")


def test_an_expiry_with_thin_wings_moves_no_curve(facts, make):
    """Its money at 90% would lift 60 and 90 days; it is out of the money's curve too."""
    flat = lambda _: 0.5  # noqa: E731 - a line, once
    thin = _smile(make, "2026-02-10T10:00", "2026-04-24", 73 / 365, lambda _: 0.9, deltas=(0.1, 0.3, 0.45, 0.6))
    found = facts([*_curve(make, flat), *thin], _LATER)
    assert found["BTC/options.iv_atm/60d@deribit"].value == pytest.approx(0.5)
    assert found["BTC/options.butterfly_25d/90d@deribit"].value == pytest.approx(0, abs=1e-9)


def test_no_maturity_beyond_the_last_expiry_is_told(facts, make):
    """A chain that ends at 45 days has no 60, 90 and 180."""
    near = [each for each in _curve(make, lambda _: 0.5) if each.expires_at < make.at("2026-04-01")]
    found = facts(near, _LATER)
    assert "BTC/options.iv_atm/30d@deribit" in found
    assert not [name for name in found if any(f"/{days}d" in name for days in (60, 90, 180))]


def test_the_premium_is_over_realized_volatility_of_an_equal_window(facts, make):
    """A price that rises by 2% and falls by 2% in turn: as implied volatility less the deviation of its moves."""
    steps = [1.02 if day % 2 else 1 / 1.02 for day in range(120)]
    prices = [70_000.0 * math.prod(steps[:day]) for day in range(121)]
    bars = make.closes("BTC", "2025-10-12", prices)
    found = facts([*bars, *_curve(make, lambda _: 0.5, "2026-02-09T23:00")], "2026-02-10T00:00:00Z")
    for days in (7, 30, 90):
        moves = np.log(np.array(prices[-days:]) / np.array(prices[-days - 1 : -1]))
        realised = float(np.std(moves, ddof=1)) * math.sqrt(365)
        assert found[f"BTC/spot.realised_vol/{days}d@binance"].value == pytest.approx(realised)
        premium = found[f"BTC/options.volatility_premium/{days}d@deribit"]
        assert premium.value == pytest.approx(found[f"BTC/options.iv_atm/{days}d@deribit"].value - realised)
        assert f"{days} days" in premium.formula
        assert len(premium.inputs) == 2


def test_a_gap_in_the_quarter_leaves_its_premium_untold(facts, make):
    """Of 90 moves one is missing: no volatility of 90 days, those of a week and a month stand."""
    prices = [70_000.0 + 500 * (day % 3) for day in range(121)]
    prices[60] = None
    bars = make.closes("BTC", "2025-10-12", prices)
    found = facts([*bars, *_curve(make, lambda _: 0.5, "2026-02-09T23:00")], "2026-02-10T00:00:00Z")
    assert "BTC/options.volatility_premium/30d@deribit" in found
    assert "BTC/options.volatility_premium/90d@deribit" not in found


def test_the_move_that_the_volatility_index_implies(facts, make):
    """57.3% a year is 3% a day: 0.573 / sqrt(365) = 0.029992."""
    found = facts([make.seen("BTC/options.dvol@deribit", "2026-02-10T09:00", 0.573, "ratio", "deribit")], _TENTH)
    move = found["BTC/options.implied_move/1d@deribit"]
    assert (move.value, move.than) == (pytest.approx(0.029992, abs=1e-6), "BTC/options.dvol@deribit")
    assert "BTC/options.implied_move/1d@deribit" not in facts(
        [make.seen("BTC/options.dvol@deribit", "2026-02-07T09:00", 0.573, "ratio", "deribit")], _TENTH
    )


def test_the_volatility_index_has_its_rank_and_percentile(facts, sample):
    """On 5 February it closed the day as dear as in years: the highest, and above nearly all of its year."""
    found = facts(sample, "2026-02-06T00:00:00Z")
    assert found["BTC/options.dvol@deribit~rank"].rank == "highest"
    assert found["BTC/options.dvol@deribit~percentile"].value == 1


_VOLATILITIES = st.floats(0.1, 2.0)


def _rows(iv, *, forward=1.0, days=30.0, deltas=_DELTAS):
    years = days / 365
    strikes, ivs = [], []
    for delta in deltas:
        deviation = iv(delta) * math.sqrt(years)
        strikes += [forward * math.exp(deviation**2 / 2 - NormalDist().inv_cdf(delta) * deviation)] * 2
        ivs += [iv(delta)] * 2
    size = len(strikes)
    none = np.zeros(size, dtype=np.int64)
    return Chain(
        none, none, np.full(size, int(days * DAY)), np.array(strikes), np.arange(size) % 2 == 0, np.array(ivs),
        np.full(size, forward),
    )  # fmt: skip


@settings(deadline=None)
@given(level=_VOLATILITIES, bend=st.floats(0, 0.8))
def test_a_symmetric_smile_has_no_skew_and_a_butterfly_that_is_not_negative(level, bend):
    """Volatility depends on how far delta lies from one half, and not on the side."""
    deltas = (0.05, 0.2, 0.3, 0.45, 0.5, 0.55, 0.7, 0.8, 0.95)
    found = smiles(_rows(lambda delta: level + bend * abs(delta - 0.5), deltas=deltas))
    assert found.put[0] == pytest.approx(found.call[0], abs=1e-9)
    assert (found.put[0] + found.call[0]) / 2 - found.atm[0] >= -1e-9


@settings(deadline=None)
@given(slope=st.floats(-0.3, 0.3), level=st.floats(0.3, 1.0), scale=st.floats(1e-3, 1e6))
def test_a_smile_does_not_know_the_currency(slope, level, scale):
    """Strikes and forward times the same: the same volatilities."""
    curve = lambda delta: level + slope * (delta - 0.5)  # noqa: E731 - a line, once
    here, there = smiles(_rows(curve)), smiles(_rows(curve, forward=scale))
    for one, other in ((here.put, there.put), (here.call, there.call), (here.atm, there.atm)):
        assert one[0] == pytest.approx(other[0], rel=1e-9)
    assert there.forward[0] == scale


@settings(deadline=None)
@given(
    ivs=st.lists(_VOLATILITIES, min_size=2, max_size=6),
    gaps=st.lists(st.floats(1, 80), min_size=6, max_size=6),
    days=st.integers(2, 200),
)
def test_what_lies_between_two_expiries_lies_between_them_in_total_variance(ivs, gaps, days):
    """At their own days the curve is theirs; between, its variance is; beyond the ends there is none."""
    at = np.cumsum(gaps[: len(ivs)])
    read = at_maturities(np.zeros(len(ivs), dtype=np.int64), at / 365, np.array([ivs]), (days,), 1)[days][0, 0]
    right = int(np.searchsorted(at, days))
    if days < at[0] or days > at[-1]:
        assert math.isnan(read)
    else:
        ends = sorted(
            iv**2 * day for iv, day in zip(ivs[max(right - 1, 0) : right + 1], at[max(right - 1, 0) :], strict=False)
        )
        assert ends[0] * (1 - 1e-9) <= read**2 * days <= ends[-1] * (1 + 1e-9)


@pytest.mark.parametrize(
    ("as_of", "fact", "percent", "within"),
    [
        (_TENTH, "options.iv_atm/7d", 57.2, 0.1),
        (_TENTH, "options.iv_atm/30d", 51.4, 0.1),
        (_TENTH, "options.iv_atm/180d", 49.5, 0.1),
        (_TENTH, "options.skew_25d/7d", 16.2, 0.3),
        (_TENTH, "options.call_share", 56.2, 0.05),
        ("2026-02-06T10:00:00Z", "options.skew_25d/30d", 23.3, 0.3),
        ("2026-02-06T22:00:00Z", "options.skew_25d/30d", 21.6, 0.3),
        ("2026-02-06T22:00:00Z", "options.iv_atm/7d", 58.8, 0.1),
        ("2026-02-06T22:00:00Z", "options.iv_atm/180d", 48.8, 0.1),
    ],
)  # fmt: skip
def test_the_chains_of_the_storm_of_february(facts, sample, as_of, fact, percent, within):
    """Values that were worked out apart from this code, of the fourth to the tenth."""
    assert facts(sample, as_of)[f"BTC/{fact}@deribit"].value * 100 == pytest.approx(percent, abs=within)


@pytest.mark.parametrize(
    ("as_of", "back_is_flat"),
    [
        ("2026-02-05T22:00:00Z", False), ("2026-02-06T06:00:00Z", False), ("2026-02-06T22:00:00Z", True),
        ("2026-02-08T22:00:00Z", True), (_TENTH, True),
    ],
)  # fmt: skip
def test_the_shape_of_the_curve_in_the_storm(facts, sample, as_of, back_is_flat):
    """Every segment falls at the peak; from the evening of the sixth the back, from 90 days, is flat."""
    found = facts(sample, as_of)
    front, middle, back = (
        found[f"BTC/options.term_slope/{segment}@deribit"].value for segment in ("7d-30d", "30d-90d", "90d-180d")
    )
    assert front > 0.01
    assert middle > 0.01
    assert (abs(back) <= 0.01) == back_is_flat
    assert back_is_flat or back > 0.01


@pytest.fixture(scope="module")
def intraday(sample):
    """Return all snapshots of the sample's bitcoin chains at once: when they were, and their curves."""
    quotes = sample.before("2026-02-11T00:00:00Z").option_quotes("BTC")
    at, own = np.unique(quotes["observed_at"].to_numpy(), return_inverse=True)
    _, expiry = np.unique(quotes["expires_at"].to_numpy(), return_inverse=True)
    left = (quotes["expires_at"] - quotes["observed_at"]).dt.total_seconds().to_numpy() * 1_000_000
    found = smiles(
        Chain(
            own, expiry, left.astype(np.int64), quotes["strike"].to_numpy(), quotes["right"].to_numpy() == "C",
            quotes["mark_iv"].to_numpy(), quotes["underlying"].to_numpy(),
        )
    )  # fmt: skip
    assert found.whole.all()  # so that none of a year's expiries was left out for its wings
    times = [
        instant.isoformat(timespec="seconds").replace("+00:00", "Z")
        for instant in quotes["observed_at"].drop_duplicates().sort_values().dt.to_pydatetime()
    ]
    curves = np.stack([found.put, found.call, found.atm])
    return times, at_maturities(found.snapshot, found.years, curves, _MATURITIES, len(at))


@pytest.mark.skipif(not _SHARED.exists(), reason="needs the independent series beside the repository")
def test_every_snapshot_agrees_with_an_independent_reading(intraday):
    """61 snapshots, five maturities: the money within 0.3 points, nine of ten skews within 0.3% of the money."""
    times, curves = intraday
    with gzip.open(_SHARED / "history" / "options_deribit_summary_intraday.csv.gz", "rt") as lines:
        reference = {row["timestamp"]: row for row in csv.DictReader(lines) if row["symbol"] == "BTC"}
    assert len(times) > 60
    for days, (put, call, atm) in curves.items():
        theirs = {
            name: np.array([float(reference[time][f"{name}_{days}d_{unit}"]) for time in times])
            for name, unit in (("atm_iv", "pct"), ("skew25d_over_atm", "pct"), ("skew25d_put_minus_call", "volpts"))
        }
        assert np.abs(atm * 100 - theirs["atm_iv"]).max() < 0.3
        for own, other in (((put - call) / atm, "skew25d_over_atm"), (put - call, "skew25d_put_minus_call")):
            apart = np.abs(own * 100 - theirs[other])
            assert np.quantile(apart, 0.9) < 0.3
            assert np.median(apart) < 0.06


def _expiries(rows):
    """Return the smiles of one recorded snapshot, by expiry; rows are (expiry, years, strike, call, iv, forward)."""
    names = sorted({row[0] for row in rows})
    expiry = np.array([names.index(row[0]) for row in rows])
    years, strike, call, iv, forward = (np.array(each) for each in list(zip(*rows, strict=True))[1:])
    found = smiles(
        Chain(
            np.zeros(len(rows), dtype=np.int64), expiry, (years * 365 * DAY).astype(np.int64), strike, call, iv, forward
        )
    )  # fmt: skip
    left = {name: np.median(years[expiry == place]) for place, name in enumerate(names)}
    lasting = [name for name in names if left[name] * 365 >= 1.5]
    return {name: float(atm) for name, atm in zip(lasting, found.atm, strict=True)}


def _recorded(name):
    return json.loads(gzip.decompress((_SHARED / "recorded" / name).read_bytes()))


@pytest.mark.skipif(not _SHARED.exists(), reason="needs another author's curve, which is not ours to copy")
@pytest.mark.parametrize("day", range(14, 20))
def test_the_money_agrees_with_another_authors_curve(day):
    """Each expiry's volatility at the money against a program written apart from this one.

    Half of them within 0.4 points; those of a few days within one, for it fits a curve and we read between quotes.
    """
    tickers = _recorded(f"deribit/tickers-btc-all-2026-01-{day}.json.gz")
    curve = _recorded(f"groundtruth/hyland-iv-greeks-termstructure-2026-01-{day}.json.gz")["term_structure"]
    own = _expiries([
        (row["expiration_timestamp"], (row["expiration_timestamp"] - row["timestamp"]) / 86_400_000 / 365,
         float(row["strike"]), row["option_type"] == "call", row["mark_iv"] / 100, float(row["underlying_price"]))
        for row in tickers["options"]
    ])  # fmt: skip
    theirs = {datetime.fromisoformat(row["expiration_time_nyc"]).date(): row["atm_vol"] for row in curve}
    compared = [abs(iv - theirs[datetime.fromtimestamp(expires / 1000, UTC).date()]) for expires, iv in own.items()]
    assert len(compared) >= 8
    assert np.median(compared) < 0.004
    assert max(compared) < 0.01


@pytest.mark.skipif(not _SHARED.exists(), reason="needs another author's moments, which are not ours to copy")
@pytest.mark.parametrize("day", ["2026-03-17", "2026-04-10", "2026-05-05", "2026-06-04", "2026-07-01", "2026-08-01"])
def test_the_money_tracks_the_variance_of_the_whole_smile(day):
    """A model-free variance counts the wings too: it lies above the money, by no more than a tenth for most."""
    moments = defaultdict(float)
    with (_SHARED / f"recorded/groundtruth/risk-neutral-moments-btc-{day}.csv").open() as lines:
        moments.update({row["expiry"]: float(row["svix"]) for row in csv.DictReader(lines)})
    with gzip.open(_SHARED / f"recorded/deribit/option-surface-btc-{day}.csv.gz", "rt") as lines:
        rows = list(csv.DictReader(lines))
    at = datetime.fromisoformat(rows[0]["snapshot_ts"])
    own = _expiries([
        (row["expiry"], (datetime.fromisoformat(f"{row['expiry']}T08:00+00:00") - at).total_seconds() / 86400 / 365,
         float(row["strike"]), row["option_type"] == "C", float(row["implied_vol"]), float(row["forward_price"]))
        for row in rows
    ])  # fmt: skip
    ratios = [moments[expiry] / iv for expiry, iv in own.items() if not math.isnan(iv)]
    assert len(ratios) >= 8
    assert 1.0 < np.median(ratios) < 1.15
