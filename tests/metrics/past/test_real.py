"""What the sample's days of February 2026 were among those before them."""

from datetime import date

import numpy as np
import pytest

from generator.metrics.past.statistics import statistics
from generator.metrics.track import DAY

_DAYS = [date(2026, 2, day) for day in range(1, 11)]


@pytest.fixture(scope="module")
def of(measured, sample):
    """The statistics of a series of the sample on the daily grid, as of midnight after 10 February."""
    history = measured(sample, "2026-02-11T00:00:00Z").history

    def run(name, **also):
        series = history[name]
        at = series.index.as_unit("us").asi8 - 1  # the last microsecond of the day that the instant ends
        found = statistics(at, series.to_numpy(), **also)
        rows = {day: int(np.searchsorted(found.day, day.toordinal() - date(1970, 1, 1).toordinal())) for day in _DAYS}
        return {day: found.at(row) for day, row in rows.items()}

    return run


def test_the_basis_was_the_lowest_in_almost_three_years(of):
    """2.69% on 6 February: lower last on 11 March 2023, with a whole year behind it."""
    basis = of("BTC/futures.basis/90d@binance", cuts=(0.05, 0.10))
    day = basis[date(2026, 2, 6)]
    assert day.value == pytest.approx(0.0269, abs=0.0001)
    assert (day.extreme.rank, day.extreme.since, day.extreme.ties) == ("lowest", date(2023, 3, 11), 0)
    assert (day.extreme.coverage.days, day.extreme.coverage.expected) == (365, 365)
    assert day.percentile == pytest.approx(1 / 365)
    assert (day.beyond[0].held.n, day.beyond[0].held.sign, day.beyond[0].held.start_known) == (30, -1, True)
    assert basis[date(2026, 2, 10)].extreme is None
    assert (basis[date(2026, 2, 10)].streak.n, basis[date(2026, 2, 10)].streak.sign) == (3, -1)


def test_implied_volatility_leapt_as_on_no_other_day_of_its_year(of):
    """82.6% on 5 February: the highest since March 2024, and a move of 12.8 deviations."""
    day = of("BTC/options.dvol@deribit")[date(2026, 2, 5)]
    assert day.value == pytest.approx(0.8262)
    assert (day.extreme.rank, day.extreme.since) == ("highest", date(2024, 3, 11))
    assert day.unusual[1] == pytest.approx(12.75, abs=0.01)
    assert day.percentile == 1.0


def test_bitcoin_fell_for_a_third_straight_week(of):
    """Weeks to 25 January, 1 and 8 February: two losses in a row until Saturday, the third with Sunday's close."""
    price = of("BTC/spot.price@binance", relative=True)
    weeks = {day.day: price[day].weeks for day in _DAYS}
    assert (weeks[7].n, weeks[7].sign) == (2, -1)
    assert (weeks[8].n, weeks[8].sign, weeks[8].start_known) == (3, -1, True)
    assert weeks[10].n == 3
    assert price[date(2026, 2, 5)].change[1] == pytest.approx(-0.1402, abs=0.0001)
    assert price[date(2026, 2, 5)].extreme.since == date(2024, 10, 13)


def test_the_closes_stood_44_percent_below_their_record(of):
    """The record close is of 6 October 2025; DATA's 44% are from the high of that day."""
    day = of("BTC/spot.price@binance")[date(2026, 2, 10)]
    assert (day.peak, round(day.drawdown, 3)) == (date(2025, 10, 6), -0.448)


def test_a_record_of_six_weeks_has_no_percentile(of):
    """The sample's chains begin on 30 December: a rank among 43 days is not told, nor a deviation."""
    skew = of("BTC/options.skew_25d/30d@deribit")[date(2026, 2, 6)]
    assert (skew.percentile, skew.score, skew.unusual) == (None, None, {})
    assert skew.coverage.days < 90


def test_the_facts_of_a_day_are_the_rows_of_its_history(measured, sample, of):
    """What the article of 10 February is told of bitcoin's price is what the table of all days says of it."""
    facts = measured(sample, "2026-02-11T00:00:00Z").facts
    day = of("BTC/spot.price@binance", relative=True)[date(2026, 2, 10)]
    assert facts["BTC/spot.price@binance~z"].value == pytest.approx(day.score)
    assert facts["BTC/spot.price@binance~unusual:1d"].value == pytest.approx(day.unusual[1])
    assert facts["BTC/spot.price@binance~unusual:7d"].value == pytest.approx(day.unusual[7])
    for window in ("1d", "7d"):
        move, change = facts[f"BTC/spot.return/{window}"], facts[f"BTC/spot.price@binance~change:{window}"]
        assert move.usual == change.usual
        assert facts[f"BTC/spot.price@binance~unusual:{window}"].value == pytest.approx(move.value / move.usual)
    assert facts["BTC/spot.return/30d"].usual is None
    assert facts["BTC/spot.price@binance~percentile"].value == pytest.approx(day.percentile)
    assert facts["BTC/spot.return/7d~streak"].n == day.weeks.n
    assert at_midnight(facts["BTC/spot.price@binance"].as_of)


def at_midnight(moment):
    """Whether a close is a day's last instant: the grid's day and the calendar's are then the same."""
    return int(moment.timestamp() * 1e6) % DAY > DAY - 10_000
