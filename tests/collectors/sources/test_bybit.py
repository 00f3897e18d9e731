"""Bybit: open interest of one side, settlements for their own hours, and refusals with status 200."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from generator.collectors.source import Scope
from generator.collectors.sources import bybit
from generator.errors import PayloadError
from tests.collectors.sources.replies import NAMES, at_path, capture, put, told, values, without

INTEREST = json.loads(capture("bybit/open-interest-BTCUSDT-1h-2026-09-08.json"))
SETTLED = json.loads(capture("bybit/funding-history-BTCUSDT-documented.json"))
HOURS = json.loads(capture("bybit/kline-spot-BTCUSDT-60-documented.json"))
NOW = datetime(2026, 2, 10, 10, 5, tzinfo=UTC)
ROWS = ("result", "list")


def read(kind, body, subject="BTCUSDT", at=datetime(2026, 9, 20, tzinfo=UTC)):
    return told(bybit.SOURCE, kind, body, subject=subject, at=at)


def test_open_interest_is_of_one_side():
    """56,404.953 bitcoin count each contract at its buyer and at its seller; 28,202.477 are open at 23:00."""
    readings = read("interest", INTEREST)
    assert len(readings) == 25
    assert values(readings[:1]) == {"BTC/futures.open_interest@bybit": 28_202.477}
    assert (readings[0].unit, readings[0].observed_at) == ("coin", datetime(2026, 9, 8, 23, tzinfo=UTC))
    for reading, row in zip(readings, at_path(INTEREST, ROWS), strict=True):
        assert reading.value == pytest.approx(float(row["openInterest"]) / 2, abs=0.001)


def test_open_interest_of_both_sides_does_not_stand_in():
    """Where only the count of both sides is given, there is no reading rather than twice as much."""
    with pytest.raises(PayloadError, match=r"bybit interest BTCUSDT: result\.list\.0\.singleOpenInterest: "):
        read("interest", without(INTEREST, (*ROWS, 0, "singleOpenInterest")))
    for body in (put(INTEREST, (*ROWS, 0, "openInterest"), "1"), without(INTEREST, (*ROWS, 0, "openInterest"))):
        assert read("interest", body)[0].value == 28_202.477


def test_dollars_are_not_made_up():
    """The list has coins only, and no price of their instant: dollars are left to who has one."""
    assert {each.series.metric for each in read("interest", INTEREST)} == {"futures.open_interest"}


def test_inverse_contracts_are_refused():
    """Their open interest is in dollars."""
    with pytest.raises(PayloadError, match=r"result\.category"):
        read("interest", put(INTEREST, ("result", "category"), "inverse"))


def test_settlements_are_for_their_own_hours():
    """Six rows, the newest first: the oldest only dates the next; at 08:00 on 10 February it was -0.00432%."""
    found = read("funding", SETTLED)
    assert [(each.rate, each.interval_hours) for each in found] == [
        (0.00001522, 8), (-0.00001797, 8), (-0.00003862, 8), (0.000061, 8), (-0.0000432, 8),
    ]  # fmt: skip
    assert found[-1].observed_at == datetime(2026, 2, 10, 8, tzinfo=UTC)
    assert (found[-1].asset, found[-1].venue, found[-1].instrument) == ("BTC", "bybit", "BTCUSDT")


def test_settlements_of_four_hours_are_for_four():
    """The same rows half as far apart."""
    body = SETTLED
    for place in range(6):
        body = put(body, (*ROWS, place, "fundingRateTimestamp"), str(1_770_710_400_000 - place * 4 * 3_600_000))
    assert {each.interval_hours for each in read("funding", body)} == {4}


def test_settlements_of_another_contract_are_refused():
    """One row of ether among bitcoin's, and nothing at all."""
    with pytest.raises(PayloadError, match=r"bybit funding BTCUSDT: .*holds 'BTCUSDT', 'ETHUSDT'"):
        read("funding", put(SETTLED, (*ROWS, 1, "symbol"), "ETHUSDT"))
    with pytest.raises(PayloadError, match=r"bybit funding BTCUSDT: .*holds nothing"):
        read("funding", put(SETTLED, ROWS, []))
    with pytest.raises(PayloadError, match=r"bybit interest ETHUSDT: .*holds 'BTCUSDT'"):
        read("interest", INTEREST, subject="ETHUSDT")


def test_the_bar_that_runs_is_left_out():
    """At 10:05 the newest row, which comes first, still runs; the hour from 09:00 closed at 69,154.5."""
    bars = read("candles-1h", HOURS, at=NOW)
    assert [each.observed_at.hour for each in bars] == [9, 8, 7, 6]
    assert (bars[0].close_usd, bars[0].volume_coin, bars[0].quote) == (69_154.5, None, "USDT")
    assert bars[0].observed_at == datetime(2026, 2, 10, 9, 59, 59, 999_000, tzinfo=UTC)
    assert len(read("candles-1h", HOURS, at=NOW + timedelta(hours=1))) == 4


def test_a_row_that_lost_a_cell_is_refused():
    """Without its opening price a bar's high would be taken for it, and its turnover for its volume."""
    with pytest.raises(PayloadError, match=r"bybit candles-1h BTCUSDT: result\.list\.3\.6"):
        read("candles-1h", without(HOURS, (*ROWS, 3, 1)), at=NOW)


@pytest.mark.parametrize("kind", ["candles-1h", "funding", "interest"])
def test_a_refusal_with_status_200_is_quoted(kind):
    """The code and Bybit's own words stand in the one line, on one line."""
    body = {
        "retCode": 10006,
        "retMsg": "Too many visits.\nExceeded \x1b[31mthe API Rate Limit.",
        "result": {},
        "time": 1,
    }
    with pytest.raises(PayloadError) as caught:
        read(kind, body)
    assert str(caught.value).startswith(
        f"bybit {kind} BTCUSDT: retCode: 10006, in the source's words: 'Too many visits. "
    )
    assert str(caught.value).isprintable()


def test_the_question_names_both_ends_of_a_page():
    """Bybit refuses a start without an end."""
    for ask in bybit.SOURCE.history(Scope(("BTC",), NAMES, NOW), NOW - timedelta(days=400)):
        assert {"startTime", "endTime"} <= dict(ask.query).keys()
        assert dict(ask.query)["category"] == "linear"
