"""Whether the other large coins did better than bitcoin."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

_WEEK = "basket:LARGE/market.rotation/7d"
_MONTH = "basket:LARGE/market.rotation/30d"
_LARGE = ["XRP", "BNB", "SOL", "TRX", "DOGE", "ADA", "BCH", "LINK", "XLM", "LTC", "ETC"]
_AS_OF = "2026-02-11T00:00:00Z"


def _bars(make, ends, first="2026-02-03"):
    """Return two bars a coin: 100, and on Feb. 10 what is given."""
    return [bar for asset, end in ends.items()
            for bar in (make.day_bar(asset, first, 100.0), make.day_bar(asset, "2026-02-10", end))]  # fmt: skip


def test_the_median_coin_against_bitcoin(facts, make):
    """Bitcoin -10%; others -20%, -15%, -12%, 0%, +5%: the median is 2 points behind, two of five are ahead."""
    ends = {"BTC": 90.0, "XRP": 80.0, "BNB": 85.0, "SOL": 88.0, "TRX": 100.0, "DOGE": 105.0}
    told = facts(_bars(make, ends), _AS_OF)[_WEEK]
    assert (told.value, told.unit) == (pytest.approx(-0.02), "ratio_points")
    assert (told.n, told.total) == (2, 5)
    assert told.start.date().isoformat() == "2026-02-03"


def test_four_coins_are_no_field(facts, make):
    """A median of four says little."""
    assert _WEEK not in facts(_bars(make, {"BTC": 90.0, "XRP": 80.0, "BNB": 85.0, "SOL": 88.0, "TRX": 1.0}), _AS_OF)


def test_without_bitcoin_there_is_nothing_to_turn_from(facts, make):
    """All coins are there but bitcoin."""
    assert _WEEK not in facts(_bars(make, dict.fromkeys(_LARGE, 90.0)), _AS_OF)


def test_a_coin_with_another_last_day_does_not_count(facts, make):
    """ADA ends a day early, so its week is another one."""
    ends = dict.fromkeys(["BTC", "XRP", "BNB", "SOL", "TRX", "DOGE"], 90.0)
    late = [make.day_bar("ADA", "2026-02-02", 100.0), make.day_bar("ADA", "2026-02-09", 300.0)]
    told = facts([*_bars(make, ends), *late], _AS_OF)[_WEEK]
    assert (told.n, told.total) == (0, 5)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.floats(20, 500), min_size=6, max_size=12), st.floats(0.5, 2))
def test_a_common_factor_leaves_who_is_ahead(facts, make, ends, factor):
    """If bitcoin and all others end higher by one factor, as many are ahead, and by that factor more."""
    one = facts(_bars(make, dict(zip(["BTC", *_LARGE], ends, strict=False))), _AS_OF)[_WEEK]
    other = facts(_bars(make, {a: factor * e for a, e in zip(["BTC", *_LARGE], ends, strict=False)}), _AS_OF)[_WEEK]
    assert other.value == pytest.approx(factor * one.value, abs=1e-9)
    moves = np.array(ends[1:]) - ends[0]
    assert one.n == np.count_nonzero(moves > 0)
    assert one.total == len(ends) - 1


def test_rotation_of_february_2026(facts, sample):
    """Over 7 and 30 days to Feb. 10, 2026: what a frame of the same closes gives."""
    frame = sample.before(_AS_OF).candles("1d", assets=["BTC", *_LARGE])
    close = frame.pivot_table(index="observed_at", columns="asset", values="close").iloc[-31:]
    found = facts(sample, _AS_OF)
    for days, name in ((7, _WEEK), (30, _MONTH)):
        moves = close.iloc[-1] / close.iloc[-1 - days] - 1
        assert close.index[-1] - close.index[-1 - days] == pd.Timedelta(days=days)
        others = moves[_LARGE]
        assert found[name].value == pytest.approx(others.median() - moves["BTC"])
        assert found[name].n == (others > moves["BTC"]).sum()
