"""Correlations of bitcoin's moves with other markets', between the same sessions."""

import csv
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from generator.metrics.correlation import Moves, correlated, moves, pearson

_DAY = 86_400_000_000
_CLOSE, _NEW_YORK = _DAY - 1000, 21 * _DAY // 24
_HISTORY = Path(__file__).parents[3] / "shared" / "history"
_MONTH = "BTC/market.correlation/30d@macro:NDX"
_MOVES = st.floats(-0.2, 0.2).map(lambda move: round(move, 6))


def _at(days, hour):
    return np.array(days, dtype=np.int64) * _DAY + hour


def test_a_move_is_between_two_sessions():
    """Friday to Monday: bitcoin's weekend counts in Monday's move, as it does in that of stocks."""
    friday = 20_490  # 2026-02-06
    coin = np.array([100.0, 110.0, 121.0, 60.5])
    found = moves(
        _at(range(friday, friday + 4), _CLOSE), coin, _at([friday, friday + 3], _NEW_YORK), np.array([5.0, 10.0])
    )
    assert found.day.tolist() == [friday + 3]
    assert found.coin.tolist() == [pytest.approx(np.log(0.605))]
    assert found.other.tolist() == [pytest.approx(np.log(2.0))]


def test_a_day_without_the_coins_close_makes_no_move():
    """Tuesday's price is of noon, which is no close: neither Tuesday nor Wednesday has a move."""
    monday = 20_493
    at = np.sort(np.concatenate([_at([monday, monday + 2, monday + 3], _CLOSE), _at([monday + 1], _DAY // 2)]))
    other = _at(range(monday, monday + 4), _NEW_YORK)
    found = moves(at, np.full(4, 2.0), other, np.full(4, 3.0))
    assert found.day.tolist() == [monday + 3]


def _year(make, first, coin, other, holes=()):
    """Return daily closes of bitcoin and sessions of the Nasdaq-100, from cumulative log moves by day."""
    start = date.fromisoformat(first)
    days = [start + timedelta(days=n) for n in range(len(coin))]
    told = [make.day_bar("BTC", f"{day}", 100 * float(np.exp(level))) for day, level in zip(days, coin, strict=True)]
    return told + [
        make.seen("macro:NDX/macro.level@fred", f"{day}T21:00", 100 * float(np.exp(level)), unit="index", source="fred")
        for day, level in zip(days, other, strict=True)
        if day.weekday() < 5 and day not in holes
    ]


def test_in_step_and_against_each_other(facts, make):
    """A market that moves half as far the same way has a correlation of 1; the other way round, of -1."""
    level = np.cumsum([0.01 * (-1) ** n * (n % 7) for n in range(100)])
    for factor in (0.5, -0.5):
        found = facts(_year(make, "2025-11-03", level, factor * level), "2026-02-11T00:00:00Z")
        for days, n, expected in ((30, 22, 22), (90, 64, 64)):
            told = found[f"BTC/market.correlation/{days}d@macro:NDX"]
            assert told.value == pytest.approx(np.sign(factor))
            assert n - 1 <= told.n <= expected == told.total
        assert found[f"{_MONTH}~change:28d"].value == pytest.approx(0.0)


def test_four_fifths_of_the_sessions(facts, make):
    """Of 22 weekdays, 17 moves are too few and 18 are enough."""
    level = np.cumsum([0.01 * (-1) ** n * (n % 7) for n in range(40)])
    gone = [date(2026, 1, 13) + timedelta(days=n) for n in (0, 1, 6, 7)]
    few = facts(_year(make, "2026-01-02", level, level, gone), "2026-02-11T00:00:00Z")
    assert _MONTH not in few
    enough = facts(_year(make, "2026-01-02", level, level, gone[:3]), "2026-02-11T00:00:00Z")
    assert enough[_MONTH].n == 18


def test_a_market_that_stood_still_has_none(facts, make):
    """Where one of the two does not move there is nothing to go with."""
    level = np.cumsum([0.01 * (-1) ** n * (n % 7) for n in range(100)])
    assert _MONTH not in facts(_year(make, "2025-11-03", level, 0 * level), "2026-02-11T00:00:00Z")


def test_an_article_before_midnight_ends_with_the_session_before(facts, make):
    """At 22:00 stocks have closed and bitcoin's day has not: the last pair of closes is yesterday's."""
    level = np.cumsum([0.01 * (-1) ** n * (n % 7) for n in range(100)])
    told = facts(_year(make, "2025-11-03", level, level), "2026-02-10T22:00:00Z")[_MONTH]
    assert told.as_of.date().isoformat() == "2026-02-09"


@settings(max_examples=60, deadline=None)
@given(arrays(float, (2, 30), elements=_MOVES), st.floats(0.01, 100), st.floats(-1, 1))
def test_laws_of_correlation(both, scale, shift):
    """It lies within 1, is 1 with itself, the same either way round, and no unit changes it."""
    one, other = both
    assume(min(one.std(), other.std()) > 1e-4)
    value = pearson(one, other)
    assert -1 <= value <= 1
    assert pearson(one, one) == pytest.approx(1)
    assert pearson(other, one) == pytest.approx(value)
    assert pearson(scale * one + shift, other) == pytest.approx(value, abs=1e-6)
    assert pearson(-one, other) == pytest.approx(-value)


@settings(max_examples=60, deadline=None)
@given(arrays(float, (2, 80), elements=_MOVES), st.integers(45, 79))
def test_later_moves_change_no_correlation(both, last):
    """The correlation that ends with a day is the same with other moves after it, and with none."""
    days = np.flatnonzero(np.is_busday(np.arange(200).astype("datetime64[D]")))[:81]
    coin, other = both
    found = Moves(days[1:], days[:-1], coin, other)
    later = Moves(days[1:], days[:-1], np.r_[coin[:last], -coin[last:]], np.r_[other[:last], 3 * other[last:]])
    none = Moves(days[1 : last + 1], days[:last], coin[:last], other[:last])
    told = correlated(found, 30, int(days[last]))
    assert told == correlated(later, 30, int(days[last])) == correlated(none, 30, int(days[last]))


def test_real_moves_are_those_that_pandas_finds(sample):
    """On every tenth session of two years, over both windows: what pandas makes of the same closes."""
    market = sample.before("2026-02-11T00:00:00Z")
    coin = market.candles("1d", assets=["BTC"]).set_index("observed_at")["close"]
    levels = market.observations(metrics=["macro.level"])
    other = levels[levels["asset"] == "macro:NDX"].set_index("observed_at")["value"]
    found = moves(coin.index.asi8, coin.to_numpy(), other.index.asi8, other.to_numpy())
    frame = pd.DataFrame(
        {"coin": coin.set_axis(coin.index.floor("D")), "other": other.set_axis(other.index.floor("D"))}
    )
    returns = np.log(frame.dropna()).diff()
    for session in returns.index[-500::10]:
        for days in (30, 90):
            window = returns[(returns.index > session - pd.Timedelta(days=days)) & (returns.index <= session)]
            first = window.index[0]
            if frame.dropna().index[frame.dropna().index < first][-1] < session - pd.Timedelta(days=days):
                window = window[1:]
            told = correlated(found, days, int(session.timestamp()) // 86_400)
            assert told.value == pytest.approx(window["coin"].corr(window["other"]))
            assert told.n == len(window)


def test_stocks_gold_and_the_dollar_of_february_2026(facts, sample, make):
    """With the collected closes of the S&P 500, gold and the dollar index, each is what pandas finds."""
    path = _HISTORY / "macro_daily.csv"
    if not path.exists():
        pytest.skip("the collected history is not here")
    columns = {"macro:SPX": "sp500_index", "macro:GOLD": "gold_futures_usd_oz", "macro:DXY": "dxy_ice_index"}
    with path.open() as lines:
        rows = [row for row in csv.DictReader(lines) if row["date"] > "2025-09"]
    bars = sample.before("2026-02-11T00:00:00Z").candles("1d", assets=["BTC"], since=make.at("2025-09-01"))
    close = dict(zip(bars["observed_at"].dt.strftime("%Y-%m-%d"), bars["close"], strict=True))
    told = [make.day_bar("BTC", day, price) for day, price in close.items()]
    for asset, column in columns.items():
        told += [
            make.seen(f"{asset}/macro.level@kept", f"{r['date']}T21:00", float(r[column])) for r in rows if r[column]
        ]
    found = facts(told, "2026-02-11T00:00:00Z")
    for asset, column in columns.items():
        level = pd.Series({row["date"]: float(row[column]) for row in rows if row[column]})
        returns = np.log(pd.DataFrame({"coin": pd.Series(close), "other": level}).dropna()).diff()
        for days, first in ((30, "2026-01-12"), (90, "2025-11-12")):
            # The moves whose two ends lie in the window: those after its first session.
            window = returns[returns.index > first]
            fact = found[f"BTC/market.correlation/{days}d@{asset}"]
            assert fact.value == pytest.approx(window["coin"].corr(window["other"]))
            assert -0.6 < fact.value < 0.8
