"""Open interest added up over a named set of venues, and over the same ones in the past."""

import csv
import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.collectors.sources import bybit
from generator.metrics.counts import Readings
from generator.metrics.grid import SAME_CLOCK
from generator.metrics.measure import measure
from generator.metrics.track import DAY, HOUR
from generator.metrics.venues import newest_together, pool
from generator.model.instants import from_micros, to_micros
from generator.model.names import load_names
from generator.model.reply import Reply

_AS_OF = "2026-02-11T00:00:00Z"
_END = to_micros(datetime(2026, 2, 11, tzinfo=UTC))
_CAPTURES = Path(__file__).parents[1] / "captures"
_SHARED = Path(__file__).resolve().parents[3] / "shared" / "history"
_COIN, _USD = "BTC/futures.open_interest@venues", "BTC/futures.open_interest_usd@venues"


def _held(make, venue, time, coin=None, usd=None, asset="BTC"):
    """Return one venue's count of one instant, in coins, dollars, or both."""
    amounts = (("", coin, "coin"), ("_usd", usd, "USD"))
    return [
        make.seen(f"{asset}/futures.open_interest{metric}@{venue}", time, value, unit, venue)
        for metric, value, unit in amounts
        if value is not None
    ]


def test_the_sum_names_who_is_in_it(facts, make):
    """Three of six delivered: 100,000 + 60,000 + 5,000 coins, in the set's order and not in that of the sizes."""
    records = [
        *make.closes("BTC", "2026-02-10", [70_000.0]),
        *_held(make, "hyperliquid", "2026-02-10T23:10", 60_000, 4.2e9),
        *_held(make, "binance", "2026-02-10T22:00", 100_000, 7e9),
        *_held(make, "kraken", "2026-02-10T23:30", 5_000, 3.5e8),
        *_held(make, "coinglass", "2026-02-10T23:30", 650_000, 4.5e10),
    ]
    found = facts(records, _AS_OF)
    assert found[_COIN].value == 165_000
    assert found[_USD].value == pytest.approx(11.55e9)
    assert (found[_COIN].n, found[_COIN].total, found[_COIN].note) == (3, 6, "Binance, Hyperliquid and Kraken")
    assert found[_COIN].inputs == (
        "obs:BTC/futures.open_interest@binance@2026-02-10T22:00:00Z",
        "obs:BTC/futures.open_interest_usd@binance@2026-02-10T22:00:00Z",
        "obs:BTC/futures.open_interest@hyperliquid@2026-02-10T23:10:00Z",
        "obs:BTC/futures.open_interest_usd@hyperliquid@2026-02-10T23:10:00Z",
        "obs:BTC/futures.open_interest@kraken@2026-02-10T23:30:00Z",
        "obs:BTC/futures.open_interest_usd@kraken@2026-02-10T23:30:00Z",
    )
    assert found[_COIN].as_of == make.at("2026-02-10T23:30")
    assert found.find("BTC", "futures.open_interest").id == _COIN


def test_who_counted_hours_apart_is_not_added(facts, make):
    """A count of the morning is no part of the evening's sum, and one venue is no sum."""
    records = [
        *_held(make, "okx", "2026-02-10T23:10", 60_000, 4.2e9),
        *_held(make, "binance", "2026-02-10T20:00", 100_000, 7e9),
    ]
    assert _COIN not in facts(records, _AS_OF)
    assert facts([*records, *_held(make, "binance", "2026-02-10T20:30", 90_000, 6.3e9)], _AS_OF)[_COIN].value == 150_000


def test_the_larger_group_of_the_last_hours_is_told(facts, make):
    """Two venues counted at 20:00 and 20:30, a third alone at 23:50: the two are told."""
    records = [
        *_held(make, "binance", "2026-02-10T20:00", 100_000, 7e9),
        *_held(make, "bybit", "2026-02-10T20:30", 60_000, 4.2e9),
        *_held(make, "okx", "2026-02-10T23:50", 30_000, 2.1e9),
    ]
    assert facts(records, _AS_OF)[_COIN].note == "Binance and Bybit"


def test_coins_alone_become_dollars_by_the_hours_price(facts, make):
    """Bybit counts coins only: the venue's own price of that hour makes dollars of them, and is an input."""
    records = [
        make.hour_bar("BTC", "2026-02-10T19:00", 70_000.0),
        make.hour_bar("BTC", "2026-02-10T19:00", 70_100.0, venue="bybit"),
        *_held(make, "bybit", "2026-02-10T20:00", 60_000),
        *_held(make, "binance", "2026-02-10T20:00", 100_000, 7e9),
    ]
    found = facts(records, _AS_OF)
    assert found[_USD].value == pytest.approx(7e9 + 60_000 * 70_100)
    assert "candle:bybit:BTC:1h:2026-02-10T19:59:59.999000Z" in found[_USD].inputs


def test_without_a_price_of_the_hour_coins_are_no_dollars(facts, make):
    """A price four hours old does not make dollars: the venue is in neither sum."""
    records = [
        make.hour_bar("BTC", "2026-02-10T15:00", 70_000.0),
        *_held(make, "bybit", "2026-02-10T20:00", 60_000),
        *_held(make, "binance", "2026-02-10T20:00", 100_000, 7e9),
        *_held(make, "okx", "2026-02-10T20:00", 30_000, 2.1e9),
    ]
    found = facts(records, _AS_OF)
    assert found[_COIN].note == found[_USD].note == "Binance and OKX"


def test_a_change_never_compares_two_sets(facts, make):
    """A venue that joined yesterday is in today's sum, which then has a change over a day and none over a week."""
    records = []
    for day in range(3, 11):
        records += _held(make, "binance", f"2026-02-{day:02d}T22:00", 100_000 + day, 7e9)
        records += _held(make, "okx", f"2026-02-{day:02d}T22:00", 30_000, 2.1e9)
        if day >= 9:
            records += _held(make, "deribit", f"2026-02-{day:02d}T22:00", 20_000, 1.4e9)
    found = facts(records, _AS_OF)
    assert found[_COIN].value == 150_010
    assert found[f"{_COIN}~change:1d"].value == pytest.approx(150_010 / 150_009 - 1)
    assert f"{_COIN}~change:7d" not in found
    without = [each for each in records if each.series.venue != "deribit"]
    assert facts(without, _AS_OF)[f"{_COIN}~change:7d"].value == pytest.approx(130_010 / 130_003 - 1)


def test_a_day_on_which_one_was_missing_has_no_sum(facts, make):
    """There is no change against a day that only some of the venues counted."""
    records = []
    for day in range(8, 11):
        records += _held(make, "binance", f"2026-02-{day:02d}T22:00", 100_000, 7e9)
        if day != 9:
            records += _held(make, "okx", f"2026-02-{day:02d}T22:00", 30_000, 2.1e9)
    assert f"{_COIN}~change:1d" not in facts(records, _AS_OF)


def test_a_sum_of_the_day_before_yesterday_is_none(facts, make):
    """Open interest goes stale after 36 hours."""
    records = [*_held(make, "binance", "2026-02-09T10:00", 1e5, 7e9), *_held(make, "okx", "2026-02-09T10:00", 3e4, 2e9)]
    assert _COIN in facts(records, "2026-02-10T20:00:00Z")
    assert _COIN not in facts(records, "2026-02-10T23:00:00Z")


def _readings(venue, hours, amounts):
    """Return a venue's counts at so many hours before the end."""
    at = np.array([_END - round(hour * HOUR) for hour in sorted(hours, reverse=True)], dtype=np.int64)
    coin = np.array(amounts[: len(at)], dtype=np.float64)
    return Readings(venue, at, coin, coin * 70_000, ())


_HOURS = st.lists(st.floats(0.1, 240), min_size=1, max_size=30, unique_by=lambda hour: round(hour * HOUR))
_VENUES = st.lists(_HOURS, min_size=1, max_size=6)


@settings(deadline=None)
@given(_VENUES, st.lists(st.floats(1, 1e6), min_size=30, max_size=30), st.randoms(use_true_random=False))
def test_a_sum_is_of_one_hour_and_independent_of_order(hours, amounts, shuffler):
    """Whatever was counted when: each row is within three hours, at a like clock hour, before its day's end."""
    venues = [_readings(f"v{place}", each, amounts) for place, each in enumerate(hours)]
    found = pool(venues, _END)
    at = np.stack([each.times[row] for each, row in zip(found.members, found.position, strict=True)])
    assert np.all(np.ptp(at, axis=0) <= SAME_CLOCK)
    assert np.all(np.abs(at - (at[:, -1:] - found.days * DAY)) <= SAME_CLOCK)
    assert np.all(at < _END - found.days * DAY)
    assert found.days[-1] == 0
    assert np.all(np.diff(found.times) > 0)
    shuffled = list(venues)
    shuffler.shuffle(shuffled)
    again = pool(shuffled, _END)
    assert {each.venue for each in again.members} == {each.venue for each in found.members}
    assert again.of("coin").sum(axis=0) == pytest.approx(found.of("coin").sum(axis=0))
    assert again.times.tolist() == found.times.tolist()


@settings(deadline=None)
@given(_VENUES)
def test_no_larger_group_is_passed_over(hours):
    """By trying every end within twelve hours of the newest reading."""
    times = [_readings("v", each, [1.0] * 30).times for each in hours]
    newest = max(int(each[-1]) for each in times)
    ends = sorted({int(at) for each in times for at in each if at >= newest - 12 * HOUR})
    groups = [sum(any(end - SAME_CLOCK <= at <= end for at in each) for each in times) for end in ends]
    assert int(np.count_nonzero(newest_together(times) >= 0)) == max(groups)


@settings(deadline=None)
@given(_VENUES, st.lists(st.floats(1, 1e6), min_size=30, max_size=30))
def test_nothing_after_the_instant_is_seen(hours, amounts):
    """The rows of an earlier instant are those of a world that ended there."""
    venues = [_readings(f"v{place}", each, amounts) for place, each in enumerate(hours)]
    earlier = _END - 3 * DAY
    known = [
        Readings(each.venue, each.times[kept], each.coin[kept], each.usd[kept], ())
        for each in venues
        if (kept := each.times < earlier).any()
    ]
    found = pool(known, earlier)
    assert found is None or np.all(found.times < earlier)


def _capture(path):
    return (_CAPTURES / path).read_bytes()


def _bybit():
    at = datetime(2026, 9, 8, 23, 14, tzinfo=UTC)
    reply = Reply(
        source="bybit", kind="interest", subject="BTCUSDT", url="https://venue.example", status=200, asked_at=at,
        fetched_at=at, body=_capture("bybit/open-interest-BTCUSDT-1h-2026-09-08.json"),
    )  # fmt: skip
    return list(bybit.parse_interest(reply, origin=reply.origin("bybit"), names=load_names()))


def test_what_bybit_counts_twice_is_counted_once():
    """The recorded reply has both counts: what is kept is the one-sided one, half of the other."""
    rows = json.loads(_capture("bybit/open-interest-BTCUSDT-1h-2026-09-08.json"))["result"]["list"]
    kept = {each.observed_at: each.value for each in _bybit()}
    assert len(kept) == len(rows) == 25
    for row in rows:
        assert kept[from_micros(int(row["timestamp"]) * 1000)] == float(row["singleOpenInterest"])
        assert float(row["openInterest"]) == pytest.approx(2 * float(row["singleOpenInterest"]), abs=0.01)


def test_the_sum_of_two_recorded_replies(catalogue, names, make):
    """Binance and Bybit at 23:00 on Sept. 8, 2026: 106,422.356 + 28,202.477 coins, and 23 hours before that."""
    rows = json.loads(_capture("binance/futures-openInterestHist-BTCUSDT-1h-2026-09-08.json"))
    records = _bybit()
    for row in rows:
        time = from_micros(int(row["timestamp"]) * 1000).strftime("%Y-%m-%dT%H:%M")
        records += _held(make, "binance", time, float(row["sumOpenInterest"]), float(row["sumOpenInterestValue"]))
        price = float(row["sumOpenInterestValue"]) / float(row["sumOpenInterest"])
        before = (make.at(time) - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
        records.append(make.hour_bar("BTC", before, price, venue="bybit"))
    market = make.known(records).before("2026-09-08T23:14:00Z")
    found = measure(market, catalogue=catalogue, names=names).facts
    assert found[_COIN].value == pytest.approx(106_422.356 + 28_202.477)
    assert found[_USD].value == pytest.approx(134_624.833 * 8_356_943_211.727 / 106_422.356)
    assert found[f"{_COIN}~implied_price"].value == pytest.approx(78_526, abs=1)
    assert found[f"{_COIN}~change:1d"].value == pytest.approx(
        (106_422.356 + 28_202.477) / (107_100.284 + 27_234.55) - 1
    )


@pytest.mark.skipif(not _SHARED.exists(), reason="needs the open interest by exchange beside the repository")
def test_sums_agree_with_the_exchanges_rows(catalogue, names, make):
    """Half a year of six exchanges, added up by hand; days that one of them missed have no sum."""
    records, expected = [], {}
    with gzip.open(_SHARED / "open_interest_by_exchange_daily.csv.gz", "rt") as lines:
        for line in csv.DictReader(lines):
            if line["symbol"] != "BTC":
                continue
            day, price = line["date"], float(line["price_usd"])
            parts = [line[f"{venue}_oi_usd"] for venue in names.sets["venues"]]
            records.append(make.day_bar("BTC", day, price))
            midnight = (make.at(day) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
            for venue, part in zip(names.sets["venues"], parts, strict=True):
                if part:
                    records += _held(make, venue, midnight, usd=float(part))
            if all(parts):
                expected[day] = sum(float(part) for part in parts)
    last = max(expected)
    as_of = make.at(last) + timedelta(days=1, hours=1)
    found = measure(make.known(records).before(as_of), catalogue=catalogue, names=names)
    told = {(each - timedelta(days=1)).date().isoformat(): value for each, value in found.history[_USD].items()}
    assert len(told) > 100
    assert told.keys() == expected.keys()
    assert all(told[day] == pytest.approx(value) for day, value in expected.items())
    assert (found.facts[_USD].n, found.facts[_USD].total) == (6, 6)


def test_a_desk_without_the_set_has_no_sum(catalogue, names, make):
    """What is added up is said in the names, and nowhere else."""
    records = [*_held(make, "binance", "2026-02-10T22:00", 1e5, 7e9), *_held(make, "okx", "2026-02-10T22:00", 3e4, 2e9)]
    market = make.known(records).before(_AS_OF)
    found = measure(market, catalogue=catalogue, names=replace(names, sets={})).facts
    assert _COIN not in found
