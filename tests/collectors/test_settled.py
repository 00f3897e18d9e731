"""Funding settlements: each is for the hours since the one before, and none is told whose hours are not known."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.collectors.settled import settled
from generator.errors import PayloadError
from generator.model.observation import Provenance

START = datetime(2026, 2, 10, tzinfo=UTC)
ORIGIN = Provenance("binance")


def read(rows, **more):
    return list(settled(rows, asset="BTC", venue="binance", instrument="BTCUSDT", origin=ORIGIN, **more))


def hours(*at, **more):
    """Return hour → interval of settlements at so many hours after midnight."""
    rows = [(START + timedelta(hours=hour), hour * 1e-6) for hour in at]
    return {
        (each.observed_at - START) // timedelta(hours=1): each.interval_hours
        for each in read(rows, **more)
        if each.rate == ((each.observed_at - START) // timedelta(hours=1)) * 1e-6
    }


def test_each_settlement_is_for_the_hours_since_the_one_before():
    """The oldest one has none before it, so it only dates the next."""
    assert hours(0, 8, 16, 24) == {8: 8, 16: 8, 24: 8}
    assert hours(0, 4, 8, 12) == {4: 4, 8: 4, 12: 4}
    assert hours(0, 1, 2) == {1: 1, 2: 1}
    assert hours(0) == hours() == {}


def test_an_interval_may_change():
    """From 8 hours to 4, and back; the first longer one is told when the next one is as long."""
    assert hours(0, 8, 12, 16) == {8: 8, 12: 4, 16: 4}
    assert hours(0, 4, 8, 16, 24) == {4: 4, 8: 4, 16: 8, 24: 8}
    assert hours(0, 4, 8, 16) == {4: 4, 8: 4}


def test_a_settlement_after_a_hole_is_not_told():
    """Half a rate for twice its hours would be a lie: where a row of four hours is lost, eight have gone by."""
    assert hours(0, 4, 8, 16, 20, 24) == {4: 4, 8: 4, 20: 4, 24: 4}
    assert hours(0, 8, 24, 32) == {8: 8, 32: 8}
    assert hours(0, 3, 8) == {}


def test_where_the_interval_is_known_holes_do_not_matter():
    """A venue that settles every hour for good says so, and its oldest row counts too."""
    assert hours(0, 1, 5, interval_hours=1) == {0: 1, 1: 1, 5: 1}


def test_a_late_stamp_is_of_its_hour():
    """Nine milliseconds or some seconds after eight is eight; half past eight is not, and has no whole hours."""
    late = [(START, 1e-4), (START + timedelta(hours=8, milliseconds=9), 2e-4), (START + timedelta(hours=16), 3e-4)]
    assert [(each.observed_at.hour, each.interval_hours) for each in read(late)] == [(8, 8), (16, 8)]
    assert read([(START, 1e-4), (START + timedelta(hours=8, minutes=30), 2e-4)]) == []


def test_a_settlement_told_twice_counts_once_and_two_rates_for_one_are_refused():
    """Pages overlap; what they say of one hour must be the same."""
    twice = [(START, 1e-4), (START, 1e-4), (START + timedelta(hours=8), 2e-4)]
    assert len(read(twice)) == 1
    with pytest.raises(PayloadError, match=r"binance BTCUSDT: two rates for 2026-02-10 00:00 UTC"):
        read([*twice, (START + timedelta(milliseconds=1), 5e-4)])


@given(st.sampled_from([1, 2, 4, 8]), st.sets(st.integers(2, 10)))
def test_whatever_rows_are_lost_the_settlements_behind_a_kept_one_are_told_rightly(step, lost):
    """Of a contract that settles steadily, each row whose neighbour is there has the contract's own hours."""
    kept = [place for place in range(13) if place not in lost]
    told = hours(*(place * step for place in kept))
    for place in kept[1:]:
        if place - 1 in kept:
            assert told[place * step] == step


@given(st.permutations(range(10)))
def test_the_order_of_rows_is_nothing(order):
    """Binance lists the oldest first, Bybit and OKX the newest."""
    assert hours(*(8 * place for place in order)) == {8 * place: 8 for place in range(1, 10)}
