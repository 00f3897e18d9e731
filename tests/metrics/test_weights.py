"""The twenty largest coins by market value: shares of them, and their return."""

import csv
import gzip
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from generator.metrics.weights import largest, shares, weighted

_HISTORY = Path(__file__).parents[3] / "shared" / "history"
_NOON = "2026-02-10T12:00"
_AS_OF = "2026-02-10T13:00:00Z"
_DOMINANCE = "BTC/market.dominance@basket:TOP20"
_RETURN = "basket:TOP20/market.basket_return/1d"
_COINS = ["BTC", "ETH", *(f"C{n:02d}" for n in range(22))]
_VALUES = st.floats(0, 1e12).filter(lambda usd: usd == 0 or usd > 1)


def _coin(make, asset, time, cap, price, venue="coingecko"):
    return [
        make.seen(f"{asset}/spot.market_cap@{venue}", time, cap),
        make.seen(f"{asset}/spot.price@{venue}", time, price),
    ]


def _market(make, before, after):
    """Return two snapshots, a day apart: coin → (value, price)."""
    told = []
    for time, coins in (("2026-02-09T12:00", before), (_NOON, after)):
        for asset, (cap, price) in coins.items():
            told += _coin(make, asset, time, cap, price)
    return told


def test_bitcoins_share_of_the_twenty_largest(facts, make):
    """60 of bitcoin, 20 of ether and 18 coins of 1, and smaller ones that do not count: 60 of 98."""
    caps = {asset: (1e9 * (60 if asset == "BTC" else 20 if asset == "ETH" else 1 if n < 20 else 0.5), 10.0)
            for n, asset in enumerate(_COINS)}  # fmt: skip
    found = facts(_market(make, {}, caps), _AS_OF)
    told = found[_DOMINANCE]
    assert told.value == pytest.approx(60 / 98)
    assert (told.n, told.total) == (20, 20)
    assert told.note.startswith("BTC, ETH, C00, C01")
    assert "C18" not in told.note
    assert found["ETH/market.dominance@basket:TOP20"].value == pytest.approx(20 / 98)


def test_coins_that_follow_another_price_are_left_out(facts, make):
    """A stablecoin larger than ether, and a wrapped bitcoin, are no members."""
    caps = dict.fromkeys(_COINS, (1e9, 10.0)) | {"USDT": (5e9, 1.0), "WBTC": (5e9, 10.0)}
    told = facts(_market(make, {}, caps), _AS_OF)[_DOMINANCE]
    assert told.value == pytest.approx(1 / 20)
    assert "USDT" not in told.note


def test_fewer_than_twenty_coins_are_no_basket(facts, make):
    """Of 19 market values nobody knows whether they are the largest: a desk may have those of few coins."""
    assert _DOMINANCE not in facts(_market(make, {}, dict.fromkeys(_COINS[:19], (1e9, 1.0))), _AS_OF)
    assert _DOMINANCE in facts(_market(make, {}, dict.fromkeys(_COINS[:20], (1e9, 1.0))), _AS_OF)


def test_one_venues_values_are_not_mixed_with_anothers(facts, make):
    """Ten coins of one source and ten of another are not twenty of one."""
    told = [each for n, asset in enumerate(_COINS[:20])
            for each in _coin(make, asset, _NOON, 1e9, 1.0, "coingecko" if n < 10 else "coinpaprika")]  # fmt: skip
    assert _DOMINANCE not in facts(told, _AS_OF)


def test_the_return_by_weights_of_the_start(facts, make):
    """Bitcoin, 190 of 209 at the start, fell by 10%; 19 others doubled: (190 x -10% + 19 x 100%) / 209 = 0."""
    before = {asset: (190e9 if asset == "BTC" else 1e9, 100.0) for asset in _COINS[:20]}
    after = {asset: (171e9, 90.0) if asset == "BTC" else (2e9, 200.0) for asset in _COINS[:20]}
    told = facts(_market(make, before, after), _AS_OF)[_RETURN]
    assert told.value == pytest.approx(0.0, abs=1e-12)
    assert (told.n, told.total) == (20, 20)
    assert told.note.startswith("weights of 2026-02-09: BTC, ")
    assert (told.start.day, told.as_of.day) == (9, 10)


def test_only_coins_with_a_name_are_told_one_by_one(facts, make):
    """Bitcoin's market value is a fact, that of a coin that nobody names is there for the basket alone."""
    found = facts(_market(make, {}, dict.fromkeys(_COINS, (1e9, 1.0))), _AS_OF)
    assert found["BTC/spot.market_cap@coingecko"].value == 1e9
    assert "C00/spot.market_cap@coingecko" not in found


def test_members_are_those_of_the_start(facts, make):
    """A coin that grew into the twenty since does not count, as nobody knew it would."""
    before = {asset: (1e9, 100.0) if n < 20 else (5e8, 1.0) for n, asset in enumerate(_COINS)}
    after = {asset: (1e9, 110.0) if n < 20 else (9e9, 50.0) for n, asset in enumerate(_COINS)}
    told = facts(_market(make, before, after), _AS_OF)[_RETURN]
    assert (told.value, told.n) == (pytest.approx(0.10), 20)
    assert "C18" not in told.note


def test_members_without_a_price_may_weigh_little(facts, make):
    """One of 20 that weighs 1.5% may lack its price now; one that weighs 10% may not."""
    for heavy, there in ((0.3e9, True), (2e9, False)):
        before = dict.fromkeys(_COINS[:19], (1e9, 100.0)) | {"C20": (heavy, 100.0)}
        records = _market(make, before, dict.fromkeys([*_COINS[:19], "C21"], (1e9, 110.0)))
        found = facts(records, _AS_OF)
        assert (_RETURN in found) == there


@settings(max_examples=100, deadline=None)
@given(arrays(float, st.tuples(st.integers(2, 30), st.integers(1, 4)), elements=_VALUES), st.integers(1, 25))
def test_shares_of_a_whole_basket_sum_to_one(usd, size):
    """Whatever the values: as many members as there can be, none smaller than what was left out, shares of one."""
    usd = np.where(usd > 0, usd, np.nan)
    members = largest(usd, size)
    share = shares(usd, members)
    for column in range(usd.shape[1]):
        there = np.isfinite(usd[:, column])
        assert members[:, column].sum() == min(size, there.sum())
        out = usd[there & ~members[:, column], column]
        if members[:, column].any():
            assert np.nansum(share[:, column]) == pytest.approx(1)
            assert np.all(out <= usd[members[:, column], column].min())


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.floats(1, 1e12), st.floats(-0.9, 5)), min_size=1, max_size=20))
def test_a_basket_returns_no_more_than_its_best_and_no_less_than_its_worst(members):
    """Weights are of one, so the return lies between its members', and equal members return what each does."""
    caps, moves = (np.array(column) for column in zip(*members, strict=True))
    value = weighted(caps / caps.sum(), moves)
    assert moves.min() - 1e-9 <= value <= moves.max() + 1e-9
    assert weighted(caps / caps.sum(), np.full(len(caps), moves[0])) == pytest.approx(moves[0])


def test_the_twenty_largest_of_january_28_2026(facts, make):
    """Of CoinGecko's 300 largest the members are those that a reader would name, and the return is a plain sum."""
    path = _HISTORY / "coingecko_top300_snapshot.csv"
    if not path.exists():
        pytest.skip("the collected history is not here")
    days, told = {}, []
    with path.open() as lines:
        for row in sorted(csv.DictReader(lines), key=lambda row: int(row["market_cap_rank"])):
            coins = days.setdefault(row["date"], {})
            if row["symbol"] not in coins and row["market_cap_usd"] and row["current_price_usd"]:
                coins[row["symbol"]] = (float(row["market_cap_usd"]), float(row["current_price_usd"]))
    for day, coins in days.items():
        for asset, (cap, price) in coins.items():
            told += _coin(make, asset, f"{day}T12:00", cap, price)
    found = facts(told, "2026-01-29T13:00:00Z")
    top = ["BTC", "ETH", "BNB", "XRP", "SOL", "TRX", "DOGE", "ADA", "BCH", "WBT"]
    top += ["XMR", "LINK", "LEO", "HYPE", "XLM", "ZEC", "CC", "SUI", "LTC", "AVAX"]
    first, second = (days[day] for day in sorted(days))
    whole = sum(first[coin][0] for coin in top)
    wanted = sum(first[coin][0] / whole * (second[coin][1] / first[coin][1] - 1) for coin in top)
    assert found[_RETURN].value == pytest.approx(wanted)
    assert sorted(found[_RETURN].note.partition(": ")[2].split(", ")) == sorted(top)
    assert found[_DOMINANCE].value == pytest.approx(second["BTC"][0] / sum(second[coin][0] for coin in top))


def test_dominance_of_six_years(facts, make):
    """On monthly market values from 2020 on, bitcoin's value is Coin Metrics', and its share a plain quotient."""
    path, other = _HISTORY / "cmc_top100_monthly_snapshot.csv.gz", _HISTORY / "market_cap_coinmetrics_daily.csv.gz"
    if not path.exists() or not other.exists():
        pytest.skip("the collected history is not here")
    with gzip.open(other, "rt") as lines:
        metrics = {
            row["date"]: row["market_cap_current_usd"] for row in csv.DictReader(lines) if row["symbol"] == "BTC"
        }
    months = {}
    with gzip.open(path, "rt") as lines:
        for row in csv.DictReader(lines):
            if row["market_cap_usd"]:
                months.setdefault(row["date"], {}).setdefault(row["symbol"], float(row["market_cap_usd"]))
    pegged = {
        "USDT",
        "USDC",
        "BUSD",
        "DAI",
        "UST",
        "TUSD",
        "PAX",
        "HUSD",
        "USDE",
        "FDUSD",
        "USDP",
        "WBTC",
        "WETH",
        "STETH",
    }
    pegged |= {"WSTETH", "WEETH"}
    for day in sorted(months)[::14]:
        coins = months[day]
        told = [
            make.seen(f"{asset}/spot.market_cap@coinmarketcap", f"{day}T00:00", cap) for asset, cap in coins.items()
        ]
        share = facts(told, f"{date.fromisoformat(day) + timedelta(hours=24)}T00:00:00Z")[_DOMINANCE].value
        members = sorted((cap for asset, cap in coins.items() if asset not in pegged), reverse=True)[:20]
        assert share == pytest.approx(coins["BTC"] / sum(members), abs=0.002)
        assert coins["BTC"] == pytest.approx(float(metrics[day]), rel=0.01)
