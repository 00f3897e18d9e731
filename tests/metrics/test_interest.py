"""Open interest with the price: the four boxes, and whether coins, dollars and price tell one story."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.metrics.interest import LITTLE, box, gap
from generator.metrics.measure import measure

_AS_OF = "2026-02-11T00:00:00Z"
_LATE = "2026-02-10T23:00"


@pytest.mark.parametrize(
    ("interest", "price", "state"),
    [
        pytest.param(0.05, 0.03, "new money", id="both up"),
        pytest.param(0.05, -0.03, "adding against the move", id="interest up, price down"),
        pytest.param(-0.05, 0.03, "short covering", id="interest down, price up"),
        pytest.param(-0.05, -0.03, "unwinding", id="both down"),
        pytest.param(0.0099, -0.2, "little change", id="within one percent, whatever the price did"),
        pytest.param(-0.0099, 0.2, "little change", id="within one percent, downward"),
        pytest.param(0.01, 0.2, "new money", id="one percent is a change"),
        pytest.param(0.05, 0.0, None, id="a price that stood still has no side"),
    ],
)
def test_the_four_boxes(interest, price, state):
    """Open interest in coins against the price, by their signs."""
    assert box(interest, price) == state


@settings(deadline=None)
@given(st.floats(-0.9, 5), st.floats(-0.9, 5))
def test_a_box_is_the_sign_of_both_changes(interest, price):
    """Each pair of signs has a name of its own, and small changes of interest have none of them."""
    names = {(1, 1): "new money", (1, -1): "adding against the move", (-1, 1): "short covering", (-1, -1): "unwinding"}
    if abs(interest) < LITTLE:
        assert box(interest, price) == "little change"
    elif price != 0:
        assert box(interest, price) == names[1 if interest > 0 else -1, 1 if price > 0 else -1]


@settings(deadline=None)
@given(st.floats(1, 1e6), st.floats(1, 1e6), st.floats(100, 1e5), st.floats(100, 1e5))
def test_no_gap_where_dollars_are_coins_times_price(coins, coins_then, price, price_then):
    """(1 + change in coins)(1 + change of price) is 1 + change in dollars."""
    dollars = coins * price / (coins_then * price_then)
    found = gap(coins / coins_then - 1, dollars - 1, price / price_then - 1)
    assert found == pytest.approx(0, abs=1e-9 * max(1, dollars))


def test_the_gap_of_the_analysis_piece():
    """Flat coins, a price down 21%, dollars down 19.2%: 1.8 points of the fall are not accounted for."""
    assert gap(0.0, 35.8 / 44.3 - 1, -0.21) == pytest.approx(0.0181, abs=5e-5)


def _week(make, coins, price, venue="bybit", dollars=None):
    """Return readings of eight days: of open interest in coins, of the price, and of dollars."""
    records = []
    for day, (held, paid) in enumerate(zip(coins, price, strict=True)):
        date = (make.at("2026-02-03") + timedelta(days=day)).date().isoformat()
        records.append(make.day_bar("BTC", date, paid))
        records.append(make.seen(f"BTC/futures.open_interest@{venue}", f"{date}T23:00", held, "coin", venue))
        if dollars is not None:
            series = f"BTC/futures.open_interest_usd@{venue}"
            records.append(make.seen(series, f"{date}T23:00", dollars[day], "USD", venue))
    return records


def test_a_box_rests_on_the_two_changes(facts, make):
    """Down 10% in coins in a day and a week with a price that rose in the day and fell in the week."""
    coins = [50_000.0] * 7 + [45_000.0]
    price = [80_000.0] * 6 + [70_000.0, 71_000.0]
    found = facts(_week(make, coins, price), _AS_OF)
    day, week = (found[f"BTC/futures.open_interest@bybit~box:{window}"] for window in ("1d", "7d"))
    assert (day.state, week.state) == ("short covering", "unwinding")
    assert (day.kind, day.value, day.window) == ("band", None, "1d")
    assert day.inputs == ("BTC/futures.open_interest@bybit~change:1d", "BTC/spot.return/1d")
    assert found[day.inputs[0]].value == pytest.approx(-0.1)


def test_no_box_of_two_clocks(facts, make):
    """Open interest of noon is not set against the price of midnight."""
    records = _week(make, [50_000.0] * 7 + [45_000.0], [80_000.0] * 7 + [70_000.0])
    noon = [
        replace(each, observed_at=each.observed_at - timedelta(hours=11)) if hasattr(each, "series") else each
        for each in records
    ]
    assert "BTC/futures.open_interest@bybit~box:1d" in facts(records, _AS_OF)
    assert not [name for name in facts(noon, _AS_OF) if "~box" in name]


def test_coins_dollars_and_price_are_reconciled(facts, make):
    """The implied price is the price, and there is no gap; where dollars lag by 2%, there is one."""
    coins, price = [50_000.0] * 7 + [45_000.0], [80_000.0] * 7 + [70_000.0]
    right = [held * paid for held, paid in zip(coins, price, strict=True)]
    found = facts(_week(make, coins, price, dollars=right), _AS_OF)
    assert found["BTC/futures.open_interest@bybit~implied_price"].value == pytest.approx(70_000)
    assert found["BTC/futures.open_interest@bybit~reconciled"].value == pytest.approx(0, abs=1e-12)
    lagging = [*right[:-1], right[-1] + 0.02 * right[0]]
    found = facts(_week(make, coins, price, dollars=lagging), _AS_OF)
    assert found["BTC/futures.open_interest@bybit~reconciled"].value == pytest.approx(0.02)


def test_coins_and_dollars_of_two_sets_imply_no_price(catalogue, names, make):
    """A sum in coins and one in dollars meet only where they are over the same venues."""
    records = [
        *_week(make, [50_000.0] * 8, [80_000.0] * 8, dollars=[4e9] * 8),
        *_week(make, [30_000.0] * 8, [80_000.0] * 8, venue="okx", dollars=[2.4e9] * 8),
    ]
    found = measure(make.known(records).before(_AS_OF), catalogue=catalogue, names=names).facts
    coin, usd = (found[f"BTC/futures.open_interest{unit}@venues"] for unit in ("", "_usd"))
    assert (coin.note, coin.n) == (usd.note, usd.n) == ("Bybit and OKX", 2)
    assert found["BTC/futures.open_interest@venues~implied_price"].value == pytest.approx(80_000)
    assert found["BTC/futures.open_interest@venues~reconciled"].value == pytest.approx(0)
    assert SimpleNamespace(n=usd.n, total=usd.total) == SimpleNamespace(n=2, total=6)
