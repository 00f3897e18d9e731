from dataclasses import replace
from datetime import timedelta

import pytest

from tests.collectors.gate.healthy import AT, DAY, HOUR, chain, healthy, of, past, quotes, shifted, sifted, whys

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


def perpetual(venue="bybit", **changes):
    """Bitcoin's perpetual contract, observed 20 seconds before the run and fetched 5 seconds after its begin."""
    return replace(
        next(r for r in quotes(AT) if getattr(r, "instrument", "") == "BTCUSDT" and r.venue == venue), **changes
    )


@pytest.mark.parametrize(
    ("ahead", "reasons"),
    [
        pytest.param(2 * MINUTE, [], id="two minutes are a clock's error"),
        pytest.param(
            2 * MINUTE + SECOND, ["observed in the future, 2 minutes after it was fetched"], id="more are not"
        ),
        pytest.param(3 * HOUR, ["observed in the future, 3 hours after it was fetched"], id="another time zone"),
    ],
)
def test_future(ahead, reasons):
    """A reading cannot speak of an instant after it was fetched."""
    quote = perpetual()
    assert whys(sifted([replace(quote, observed_at=quote.origin.fetched_at + ahead)])) == reasons


def test_a_list_that_ends_in_the_future_falls_as_a_whole():
    """Where a venue's clock is three hours ahead, its older bars are no better than its last."""
    bars = [shifted(r, 3 * HOUR) for r in of("kraken", asset="BTC") if r.interval == "1h"]
    result = sifted(bars)
    assert not result.passed
    assert [len(item.records) for item in result.aside] == [30]


@pytest.mark.parametrize(
    ("age", "reasons"),
    [
        pytest.param(6 * HOUR, [], id="six hours may pass"),
        pytest.param(6 * HOUR + SECOND, ["stale: observed 6 hours before the run"], id="a second more may not"),
    ],
)
def test_stale_mark(age, reasons):
    """A mark of this morning is no mark of this evening."""
    assert whys(sifted([perpetual(observed_at=AT - age)])) == reasons


def test_history_may_be_old():
    """A page of history is as old as it is."""
    assert not sifted([perpetual(observed_at=AT - 300 * DAY)], current=False).aside


def test_bars_that_end_a_day_ago_are_an_old_cache():
    """Hourly bars of which none is of today are set aside together."""
    bars = [shifted(r, -DAY) for r in of("kraken", asset="ETH") if r.interval == "1h"]
    assert whys(sifted(bars)) == ["stale: the newest of them observed 24 hours before the run"]
    assert not sifted(of("kraken", asset="ETH")).aside


def test_macro_series_are_published_with_gaps():
    """A yield of last Thursday is the newest there is after a long weekend."""
    old = [replace(r, observed_at=AT - 5 * DAY, series=replace(r.series, metric="macro.yield"), value=0.04)
           for r in of("alternative.me")[:1]]  # fmt: skip
    assert not sifted(old).aside


def test_an_old_cache_runs_backwards():
    """A snapshot older than the stored one is an answer from a cache; one as old as that is the same answer."""
    stored = past()
    newest = stored.before(perpetual(), 1)[0].observed_at
    older = perpetual(observed_at=newest - MINUTE)
    assert whys(sifted([older], before=stored, at=newest + MINUTE)) == ["1 minute older than what is stored already"]
    assert not sifted([perpetual(observed_at=newest)], before=stored, at=newest + MINUTE).aside


def test_an_old_chain_runs_backwards():
    """A chain older than the stored one falls as a whole."""
    stored = type(past())()
    stored.take(chain())
    older = [shifted(quote, -2 * MINUTE) for quote in chain()]
    result = sifted(older, before=stored)
    assert whys(result) == ["2 minutes older than what is stored already"]
    assert len(result.aside[0].records) == len(chain())


def test_a_replay_knows_nothing_of_later_readings():
    """What was stored after a run's own time has no say in it."""
    stored = past()
    day_before = AT - 3 * DAY
    assert not sifted([r for r in quotes(day_before) if r.observed_at < day_before], before=stored, at=day_before).aside


def test_a_healthy_run_passes_whole():
    """Ten sources on a good day, with and without a past: nothing is set aside."""
    assert not sifted(healthy()).aside
    assert not sifted(healthy(), before=past()).aside
