"""The facts that say how usual a level is: worked by hand, and told only where its past allows."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

_AS_OF = "2026-02-11T00:00:00Z"
_PRICE = "BTC/spot.price@binance"


def _days(values):
    """The first day of a series of daily values that ends on 10 February 2026."""
    return (date(2026, 2, 10) - timedelta(days=len(values) - 1)).isoformat()


@pytest.fixture
def told(facts, make):
    def run(values):
        return facts(make.closes("BTC", _days(values), values), _AS_OF)

    return run


def test_three_falls_in_a_row_are_a_streak(told):
    """103, 104, 103, 102, 101: since 8 February three closes in a row below the one of the day before."""
    fact = told([103.0, 104.0, 103.0, 102.0, 101.0])[f"{_PRICE}~streak"]
    assert (fact.n, fact.sign, fact.unit, fact.value) == (3, -1, "days", 3.0)
    assert (fact.start.date().isoformat(), fact.since.isoformat()) == ("2026-02-07", "2026-02-08")
    assert (fact.coverage.start_known, fact.of) == (True, _PRICE)


def test_two_falls_are_no_streak(told):
    """Yesterday and today, and a rise before."""
    assert f"{_PRICE}~streak" not in told([101.0, 103.0, 102.0, 101.0])


def test_a_streak_from_the_records_first_day_may_be_longer(told):
    """Nobody knows what came before: at least three, and since no day."""
    fact = told([104.0, 103.0, 102.0, 101.0])[f"{_PRICE}~streak"]
    assert (fact.n, fact.since, fact.coverage.start_known) == (3, None, False)


def test_a_missing_day_breaks_a_streak(told):
    """Four falls, and no close on 8 February: two of them follow on each other."""
    assert f"{_PRICE}~streak" not in told([104.0, 103.0, None, 102.0, 101.0, 100.0])
    fact = told([105.0, None, 104.0, 103.0, 102.0, 101.0])[f"{_PRICE}~streak"]
    assert (fact.n, fact.coverage.start_known) == (3, False)


def test_an_unchanged_day_ends_a_streak(told):
    """Neither a rise nor a fall; the three falls after it are known to be three."""
    fact = told([105.0, 104.0, 104.0, 103.0, 102.0, 101.0])[f"{_PRICE}~streak"]
    assert (fact.n, fact.coverage.start_known) == (3, True)
    assert f"{_PRICE}~streak" not in told([104.0, 103.0, 102.0, 101.0, 101.0])


def test_z_counts_deviations_from_the_years_mean(told):
    """99 closes of 100 and one of 110: mean 100.1, deviation 1, so 9.9 deviations above."""
    fact = told([100.0] * 99 + [110.0])[f"{_PRICE}~z"]
    assert fact.value == pytest.approx(9.9)
    assert (fact.total, fact.window, fact.unit, fact.coverage.days) == (100, "365d", "ratio", 100)


def test_an_unusual_move_is_counted_in_deviations_of_such_moves(told):
    """Closes that alternate between 100 and 101, then 110: the last move against the 99 of the record."""
    closes = [100.0, 101.0] * 49 + [100.0, 110.0]
    moves = [b / a - 1 for a, b in pairwise(closes)]
    mean = sum(moves) / 99
    deviation = (sum((move - mean) ** 2 for move in moves) / 98) ** 0.5
    found = told(closes)
    assert found[f"{_PRICE}~unusual:1d"].value == pytest.approx(0.1 / deviation)
    assert (found[f"{_PRICE}~unusual:1d"].total, found[f"{_PRICE}~unusual:1d"].window) == (99, "1d")
    assert found[f"{_PRICE}~unusual:7d"].total == 93
    assert f"{_PRICE}~past:7d" in found[f"{_PRICE}~unusual:7d"].inputs


def test_nothing_is_usual_among_fewer_than_ninety(told):
    """89 closes have no deviation, and 90 closes only 89 moves."""
    assert not [name for name in told([100.0, 101.0] * 44 + [102.0]) if name.endswith(("~z", "~unusual:1d"))]
    found = told([100.0, 101.0] * 45)
    assert f"{_PRICE}~z" in found
    assert f"{_PRICE}~unusual:1d" not in found


def test_a_flow_has_no_streak_of_its_size(facts, make):
    """Inflows that shrink day by day are still inflows: their streak is one of signs, and is told elsewhere."""
    flows = [make.seen("BTC/flows.etf_net/1d@farside", f"2026-02-{day:02d}", 900.0 - day) for day in range(1, 11)]
    found = facts(flows, _AS_OF)
    assert found["BTC/flows.etf_net/1d@farside"].value == 890.0
    streak = found.get("BTC/flows.etf_net/1d@farside~streak")
    assert streak is None or streak.sign == 1
