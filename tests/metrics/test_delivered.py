"""A desk that holds only delivered observations: what they allow, with their publisher named."""

from datetime import timedelta
from pathlib import Path

import pytest

from generator.collectors.observations import read_observations

_FEB_10, _FEB_11 = "2026-02-10T00:00:00Z", "2026-02-11T00:00:00Z"
_PIECES = Path(__file__).resolve().parents[3] / "shared" / "source-pieces"


def test_two_delivered_prices_make_a_week(facts, make):
    """71,000 after 89,870: a fall of 21%, and the publisher is to be named."""
    records = [
        make.seen("BTC/spot.price", "2026-02-02T12:00", 89_870.0, source="Gazette"),
        make.seen("BTC/spot.price", "2026-02-09T12:00", 71_000.0, source="Gazette"),
    ]
    week = facts(records, _FEB_10)["BTC/spot.return/7d"]
    assert week.value == pytest.approx(-0.20997, abs=1e-5)
    assert (week.computed, week.publisher) == (False, "Gazette")


def test_a_venues_own_feed_is_no_publisher(facts, make):
    """Binance delivering its own number is not a publication."""
    records = [make.seen("BTC/futures.basis/90d", "2026-02-09T23:59", 0.03, "ratio", source="Binance")]
    assert facts(records, _FEB_10)["BTC/futures.basis/90d"].publisher == ""


def test_the_weeks_low_may_be_a_delivered_one(facts, make):
    """Friday's low, delivered without a tenor, is what the rebound starts from."""
    records = [
        make.seen("BTC/spot.price", "2026-02-09T12:00", 71_000.0),
        make.seen("BTC/spot.low", "2026-02-06T12:00", 60_150.0),
    ]
    found = facts(records, _FEB_10)
    rebound = found["BTC/spot.rebound/7d"]
    assert rebound.value == pytest.approx(0.18038, abs=1e-5)
    assert (found[rebound.than].value, found[rebound.than].as_of.day) == (60_150.0, 6)


def test_a_low_above_a_price_of_the_week_is_not_the_low(facts, make):
    """A price of 59,000 on Saturday contradicts a low of 60,150."""
    records = [
        make.seen("BTC/spot.price", "2026-02-07T12:00", 59_000.0),
        make.seen("BTC/spot.price", "2026-02-09T12:00", 71_000.0),
        make.seen("BTC/spot.low/1d", "2026-02-06T12:00", 60_150.0),
    ]
    assert "BTC/spot.rebound/7d" not in facts(records, _FEB_10)


def test_a_record_high_does_not_go_stale(facts, make):
    """October's record carries its date and still stands in February."""
    records = [
        make.seen("BTC/spot.all_time_high", "2025-10-06", 126_200.0),
        make.seen("BTC/spot.price", "2026-02-09T12:00", 71_000.0),
    ]
    assert facts(records, _FEB_10)["BTC/spot.drawdown"].value == pytest.approx(-0.4374, abs=1e-4)


def test_coins_and_dollars_are_reconciled_with_the_price(facts, make):
    """-0.2% of coins and -21% of price make -21.2%, not the -19.2% that was delivered: 2.0 points apart."""
    records = [
        make.seen("BTC/spot.price", "2026-02-02T12:00", 89_870.0),
        make.seen("BTC/spot.price", "2026-02-09T12:00", 71_000.0),
        make.seen("BTC/futures.open_interest@all venues", "2026-02-02T12:00", 528_900.0, "coin"),
        make.seen("BTC/futures.open_interest@all venues", "2026-02-09T12:00", 527_850.0, "coin"),
        make.seen("BTC/futures.open_interest_usd@all venues", "2026-02-02T12:00", 44.3e9),
        make.seen("BTC/futures.open_interest_usd@all venues", "2026-02-09T12:00", 35.8e9),
    ]
    found = facts(records, _FEB_10)
    coin = "BTC/futures.open_interest@all venues"
    assert found[f"{coin}~change:7d"].value == pytest.approx(-0.00199, abs=1e-5)
    assert found["BTC/futures.open_interest_usd@all venues~change:7d"].value == pytest.approx(-0.19187, abs=1e-5)
    assert found[f"{coin}~implied_price"].value == pytest.approx(67_822, abs=1)
    assert found[f"{coin}~reconciled"].value == pytest.approx(0.0197, abs=1e-4)


def test_scopes_are_never_mixed(facts, make):
    """Coins of one publisher and dollars of another imply no price."""
    records = [
        make.seen("BTC/futures.open_interest@all venues", "2026-02-09T12:00", 527_850.0, "coin"),
        make.seen("BTC/futures.open_interest_usd@as published by CoinDesk", "2026-02-09T12:00", 15.9e9),
    ]
    assert not [name for name in facts(records, _FEB_10) if "implied" in name]


def _liquidated(make):
    return [
        make.seen(f"{series}/1d@coinglass", "2026-02-10T11:50", value * 1e6, source="CoinDesk")
        for series, value in (
            ("CRYPTO/liquidations.total", 290), ("CRYPTO/liquidations.long", 153.7),
            ("CRYPTO/liquidations.short", 136.3), ("BTC/liquidations.total", 114),
            ("ETH/liquidations.total", 89), ("OTHER/liquidations.total", 16),
        )
    ]  # fmt: skip


def test_parts_of_a_total_and_what_they_leave_unsaid(facts, make):
    """114, 89 and 16 are 219 of 290 million: 71 are nobody's. 53% of the total were longs."""
    found = facts(_liquidated(make), _FEB_11)
    total = "CRYPTO/liquidations.total/1d@coinglass"
    assert found[f"{total}~parts"].value == pytest.approx(219e6)
    assert found[f"{total}~unallocated"].value == pytest.approx(71e6)
    assert len(found[f"{total}~parts"].inputs) == 3
    assert found["CRYPTO/liquidations.long/1d@coinglass~share"].value == pytest.approx(0.53)
    assert found["BTC/liquidations.total/1d@coinglass~share"].than == total


def test_what_another_publisher_says_is_no_part_of_a_total(facts, make):
    """Coinglass's own reading of bitcoin, minutes later, is not in the total that a publication cited."""
    cited = [record for record in _liquidated(make) if record.series.asset != "BTC"]
    later = make.seen("BTC/liquidations.total/1d@coinglass", "2026-02-10T12:05", 118e6, source="Coinglass")
    found = facts([*cited, later], _FEB_11)
    total = "CRYPTO/liquidations.total/1d@coinglass"
    assert "BTC/liquidations.total/1d@coinglass" not in found[f"{total}~parts"].inputs
    assert "BTC/liquidations.total/1d@coinglass~share" not in found


def test_the_record_of_a_shorter_window_bounds_the_longer(facts, make):
    """October's day of $4.65 billion is the record beside five days of $1.8 billion, and says it is a day's."""
    records = [
        make.seen("BTC/liquidations.total/1d@all venues", "2025-10-10T12:00", 4.65e9),
        make.seen("BTC/liquidations.total/5d@all venues", "2026-02-09T12:00", 1.8e9),
    ]
    record = facts(records, _FEB_10)["BTC/liquidations.total/5d@all venues~record"]
    assert (record.value, record.window, record.as_of.date().isoformat()) == (4.65e9, "1d", "2025-10-10")


def test_the_reading_of_today_is_not_its_own_record(facts, make):
    """A single reading is the largest of nothing."""
    assert not [name for name in facts(_liquidated(make), _FEB_11) if name.endswith("~record")]


def test_slopes_follow_from_delivered_volatilities(facts, make):
    """62% less 55% is 7 points today; yesterday it was 11."""
    records = [
        make.seen(f"BTC/options.iv_atm/{tenor}", f"{day}T11:50", value, "ratio")
        for day, tenor, value in (
            ("2026-02-09", "7d", 0.71), ("2026-02-09", "30d", 0.60),
            ("2026-02-10", "7d", 0.62), ("2026-02-10", "30d", 0.55),
        )
    ]  # fmt: skip
    found = facts(records, _FEB_11)
    slope = found["BTC/options.term_slope/7d-30d"]
    assert (slope.value, slope.computed) == (pytest.approx(0.07), False)
    assert found["BTC/options.term_slope/7d-30d~past:1d"].value == pytest.approx(0.11)
    assert "BTC/options.term_slope/30d-90d" not in found


def test_the_analogue_and_what_the_price_had_done(facts, make):
    """The skew was last extreme on Nov. 21, after a fall that a publication put at 28%."""
    records = [
        make.seen("BTC/options.skew_25d/30d", "2025-11-21T12:00", 0.11, "ratio"),
        make.seen("BTC/spot.return/45d", "2025-11-21T12:00", -0.28, "ratio"),
        make.seen("BTC/options.skew_25d/30d", "2026-02-09T12:00", 0.20, "ratio"),
    ]
    found = facts(records, _FEB_10)
    then = found["BTC/options.skew_25d/30d~analogue"]
    assert (then.value, then.as_of.date().isoformat()) == (0.11, "2025-11-21")
    fall = found["BTC/options.skew_25d/30d~analogue~return"]
    assert (fall.value, fall.window, fall.of) == (-0.28, "45d", then.id)
    assert "BTC/options.skew_25d/30d~rank" not in found


def test_the_computed_number_goes_first_and_the_delivered_one_stays(facts, make):
    """A publication's price beside the venue's own candle is a second opinion."""
    records = [
        *make.closes("BTC", "2026-02-09", [70_000.0, 71_000.0]),
        make.seen("BTC/spot.price", "2026-02-10T12:00", 70_900.0, source="Gazette"),
        make.seen("BTC/spot.return/1d", "2026-02-10T12:00", 0.02, "ratio", source="Gazette"),
    ]
    found = facts(records, _FEB_11)
    assert [fact.computed for fact in found.all_of("BTC", "spot.price")] == [True, False]
    assert found["BTC/spot.return/1d"].computed
    assert found["BTC/spot.return/1d~delivered"].value == 0.02


def test_a_market_that_closes_is_compared_by_sessions(facts, make):
    """On Monday evening a day earlier is Friday; levels change in percent, yields in points."""
    records = [
        make.seen(f"macro:{name}@fred", f"{day}T21:00", value, unit)
        for day, name, value, unit in (
            ("2026-02-06", "NDX/macro.level", 25_000.0, "index"), ("2026-02-09", "NDX/macro.level", 25_250.0, "index"),
            ("2026-02-06", "US10Y/macro.yield", 0.0420, "ratio"), ("2026-02-09", "US10Y/macro.yield", 0.0425, "ratio"),
        )
    ]  # fmt: skip
    found = facts(records, _FEB_10)
    stocks, bond = found["macro:NDX/macro.level@fred~change:1d"], found["macro:US10Y/macro.yield@fred~change:1d"]
    assert (stocks.value, stocks.unit) == (pytest.approx(0.01), "ratio")
    assert (bond.value, bond.unit) == (pytest.approx(0.0005), "ratio_points")
    assert stocks.start == make.at("2026-02-06T21:00")


def test_an_index_changes_in_points(facts, make):
    """From 14 to 9: five points, not 36%."""
    records = [
        make.seen("CRYPTO/sentiment.fear_greed@alternative.me", f"2026-02-{day}", value, "index")
        for day, value in (("09", 14.0), ("10", 9.0))
    ]
    change = facts(records, _FEB_11)["CRYPTO/sentiment.fear_greed@alternative.me~change:1d"]
    assert (change.value, change.unit) == (-5.0, "index_points")


def test_a_lowest_reading_in_over_a_year(facts, make):
    """370 closes and one lower reading: its record begins a year and more ago, and no day is missing."""
    first = make.at("2025-02-05T23:59")
    records = [
        make.seen("BTC/futures.basis/90d", (first + timedelta(days=n)).isoformat()[:16], 0.05, "ratio")
        for n in range(369)
    ]
    records.append(make.seen("BTC/futures.basis/90d", "2026-02-09T12:00", 0.02, "ratio"))
    rank = facts(records, _FEB_10)["BTC/futures.basis/90d~rank"]
    assert (rank.rank, rank.since, rank.coverage.share) == ("lowest", None, 1.0)
    assert rank.coverage.first.isoformat() == "2025-02-05"


@pytest.mark.skipif(not _PIECES.exists(), reason="needs the source pieces beside the repository")
@pytest.mark.parametrize(
    ("piece", "as_of", "values"),
    [
        ("analysis-2026-02-09", _FEB_10, {
            "BTC/spot.return/7d": -0.21, "BTC/spot.rebound/7d": 0.18, "BTC/spot.drawdown": -0.437,
            "BTC/spot.return/7d~streak": 3, "BTC/options.skew_25d/30d~analogue": 0.11,
            "BTC/options.skew_25d/30d~analogue~return": -0.28, "BTC/futures.open_interest@all venues~change:7d": -0.002,
            "BTC/futures.open_interest_usd@all venues~change:7d": -0.192,
            "BTC/liquidations.total/5d@all venues~record": 4.65e9, "BTC/futures.basis/90d~rank": 0.02,
        }),
        ("market-wrap-2026-02-10", _FEB_11, {
            "CRYPTO/liquidations.total/1d@coinglass~parts": 219e6,
            "CRYPTO/liquidations.total/1d@coinglass~unallocated": 71e6,
            "BTC/options.term_slope/90d-180d~past:1d": 0.02, "BTC/options.skew_25d/7d~past:1d": 0.19,
            "CD20/spot.return/1d": 0.004, "PIPPIN/spot.return/1d": 0.46, "BTC/perp.funding_rate@bybit": -0.08,
        }),
    ],
)  # fmt: skip
def test_the_source_pieces_observations(facts, names, catalogue, piece, as_of, values):
    """What two published pieces rest on, taken in as files."""
    path = _PIECES / f"{piece}.observations.csv"
    found = facts(read_observations(path.read_bytes(), path.name, names=names, catalogue=catalogue).observations, as_of)
    for name, value in values.items():
        assert found[name].value == pytest.approx(value, rel=0.01), name
