"""Binance: contracts by their names, rates for their own hours, and open interest that is counted in coins."""

import csv
import gzip
import json
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from generator.collectors.source import Scope
from generator.collectors.sources import binance_coinm, binance_spot, binance_usdm
from generator.errors import PayloadError
from generator.metrics.funding import annualised
from generator.resources import SHIPPED
from tests.collectors.sources.replies import NAMES, capture, put, told, values, without

SPOT, USDM, COINM = binance_spot.SOURCE, binance_usdm.SOURCE, binance_coinm.SOURCE
NOW = datetime(2026, 2, 10, 10, 5, tzinfo=UTC)
MARKED = datetime(2026, 2, 10, 9, 59, 59, 600_000, tzinfo=UTC)
MARKS = json.loads(capture("binance/premiumIndex-all-documented.json"))
REAL_MARKS = json.loads(capture("binance/fapi-premiumIndex-all-2020-10-16.json"))
OF_2020 = json.loads(capture("binance/fapi-fundingRate-BTCUSDT-2020-10.json"))
OF_2026 = json.loads(capture("binance/fapi-fundingRate-BTCUSDT-2026-09-08.json"))
INTEREST = json.loads(capture("binance/futures-openInterestHist-BTCUSDT-1h-2026-09-08.json"))
COIN_MARGINED = json.loads(capture("binance/dapi-premiumIndex-all-2023-09-11.json"))
BITCOIN = json.loads(capture("binance/dapi-premiumIndex-BTCUSD-documented.json"))
HOURS = json.loads(capture("binance/klines-BTCUSDT-1h-documented.json"))
DAYS = json.loads(capture("binance/klines-BTCUSDT-1d-documented.json"))


def marks(body=MARKS, at=NOW):
    return {quote.instrument: quote for quote in told(USDM, "marks", body, at=at)}


def funding(body, subject="BTCUSDT"):
    return told(USDM, "funding", body, subject=subject)


def interest(body, subject="BTCUSDT"):
    return told(USDM, "interest", body, subject=subject)


def coin_margined(body, subject):
    return {quote.instrument: quote for quote in told(COINM, "marks", body, subject=subject)}


def yearly(settlement):
    """Return a settlement's rate a year, as the metrics work it out."""
    return annualised(np.array([settlement.rate]), np.array([float(settlement.interval_hours)]))[0]


def test_the_marks_of_2020_are_read():
    """Sushi at 0.69218591 over an index of 0.69190731, at 03:46:10 on 16 October 2020."""
    quotes = marks(REAL_MARKS, at=datetime(2020, 10, 16, 3, 46, 11, tzinfo=UTC))
    assert set(quotes) == {"EOSUSDT", "SUSHIUSDT", "BALUSDT", "BTTUSDT", "KNCUSDT"}
    sushi = quotes["SUSHIUSDT"]
    assert (sushi.asset, sushi.price_usd, sushi.index_usd, sushi.basis) == ("SUSHI", 0.69218591, 0.69190731, "mark")
    assert {each.observed_at for each in quotes.values()} == {datetime(2020, 10, 16, 3, 46, 10, tzinfo=UTC)}
    assert {each.expires_at for each in quotes.values()} == {None}


def test_marks_are_one_reading():
    """Rows are stamped a second or two apart; the snapshot is of the latest of them, at 09:59:59.6."""
    assert {each.observed_at for each in marks().values()} == {MARKED}


@pytest.mark.parametrize("ahead", [timedelta(minutes=6), timedelta(days=365)], ids=["minutes", "a year"])
def test_a_mark_that_is_dated_ahead_does_not_make_the_others_old(ahead):
    """It keeps its own time, for the gate to judge; the rest are the snapshot that they were."""
    came = MARKED + timedelta(seconds=1)
    body = put(MARKS, (0, "time"), MARKS[0]["time"] + ahead // timedelta(milliseconds=1))
    quotes = marks(body, at=came)
    assert set(quotes) == set(marks())
    assert quotes.pop("BTCUSDT").observed_at - came > timedelta(minutes=5)
    others = {name: each for name, each in marks().items() if name != "BTCUSDT"}
    assert {name: (each.observed_at, each.price_usd) for name, each in quotes.items()} == {
        name: (each.observed_at, each.price_usd) for name, each in others.items()
    }


def test_a_coin_margined_mark_that_is_dated_ahead_does_not_make_the_others_old():
    """The perpetual's time is wrong by a day, and both dated contracts are told as of their own."""
    ahead = put(BITCOIN, (0, "time"), BITCOIN[0]["time"] + 86_400_000)
    quotes = told(COINM, "marks", ahead, subject="BTCUSD", at=MARKED + timedelta(seconds=1))
    assert [(each.instrument, each.observed_at) for each in quotes] == [
        ("BTCUSD_260327", MARKED), ("BTCUSD_260626", MARKED),
    ]  # fmt: skip


def test_marks_that_are_all_dated_ahead_are_told_by_their_own_time():
    """A source whose clock is wrong is not put right here: the gate sees what it said."""
    days = timedelta(days=3)
    shifted = [row | {"time": row["time"] + days // timedelta(milliseconds=1)} for row in MARKS]
    assert {each.observed_at for each in marks(shifted).values()} == {MARKED + days}


def test_a_dated_contract_expires_at_eight():
    """BTCUSDT_260327 ends on 27 March 2026 at 08:00 UTC; a perpetual does not."""
    quotes = marks()
    assert quotes["BTCUSDT_260327"].expires_at == datetime(2026, 3, 27, 8, tzinfo=UTC)
    assert quotes["ETHUSDT_260327"].asset == "ETH"
    assert quotes["BTCUSDT"].expires_at is None
    assert (quotes["BTCUSDT_260626"].price_usd, quotes["BTCUSDT_260626"].index_usd) == (69_700.5, 68_640.0)


def test_the_funding_that_a_dated_contract_has_not_is_no_error():
    """Its last rate is an empty text and its next time is 0; nothing rests on either."""
    assert (MARKS[1]["lastFundingRate"], MARKS[1]["nextFundingTime"]) == ("", 0)
    assert marks()["BTCUSDT_260327"].price_usd == 69_010.0


def test_a_day_that_is_none_is_refused():
    """A contract that would expire on 31 February is misread rather than listed."""
    with pytest.raises(PayloadError, match="binance-usdm marks: symbol: '260231' is no day of expiry"):
        marks(put(MARKS, (1, "symbol"), "BTCUSDT_260231"))


def test_a_contract_that_was_taken_off_is_not_told():
    """OMG is still in the list, with its mark of June 2025; within five minutes of the newest all are told."""
    assert "OMGUSDT" not in marks()
    last = MARKS[0]["time"]
    assert "OMGUSDT" in marks(put(MARKS, (7, "time"), last - 300_000))
    assert "OMGUSDT" not in marks(put(MARKS, (7, "time"), last - 300_001))


def test_a_contract_that_is_not_traded_yet_has_no_price():
    """Its mark is zero, which nobody would pay; one below zero is no mark at all."""
    assert "NEWUSDT" not in marks()
    with pytest.raises(PayloadError, match=r"8\.markPrice: .* greater than or equal to 0"):
        marks(put(MARKS, (8, "markPrice"), "-0.1"))


def test_contracts_against_another_coin_or_in_other_letters_are_not_told():
    """USDC is another quote; a symbol in Chinese is nobody's ticker here."""
    assert {name for name in marks() if not name.isascii() or "USDC" in name} == set()
    assert len(marks()) == 6


def test_a_thousand_of_a_coin_are_not_one():
    """1000PEPE at 0.0037 is PEPE at 0.0000037, and its coins are a thousand times as many; its dollars stay."""
    pepe = marks()["1000PEPEUSDT"]
    assert (pepe.asset, pepe.price_usd, pepe.index_usd) == (
        "PEPE", pytest.approx(0.0000037), pytest.approx(0.00000371),
    )  # fmt: skip
    row = {
        "symbol": "1000PEPEUSDT",
        "sumOpenInterest": "5000",
        "sumOpenInterestValue": "18.5",
        "timestamp": 1770717600000,
    }
    assert values(interest([row], "1000PEPEUSDT")) == {
        "PEPE/futures.open_interest@binance": 5_000_000.0,
        "PEPE/futures.open_interest_usd@binance": 18.5,
    }


def test_the_contract_called_spx_is_the_token():
    """The S&P 500 must never be told from a memecoin's price."""
    assert (marks()["SPXUSDT"].asset, marks()["SPXUSDT"].price_usd) == ("SPX6900", 0.3051)


def test_the_settlements_of_2020_are_the_bundled_historys():
    """100 rows to 18 October 2020: the first only dates the second, which is -0.002796% at 08:00, 10 ms late."""
    found = funding(OF_2020)
    assert len(found) == 99
    assert OF_2020[1]["fundingTime"] == 1_600_156_800_010
    first, last = found[0], found[-1]
    assert (first.observed_at, first.rate, first.interval_hours) == (
        datetime(2020, 9, 15, 8, tzinfo=UTC), -0.00002796, 8,
    )  # fmt: skip
    assert (last.observed_at, last.rate) == (datetime(2020, 10, 18, tzinfo=UTC), 0.0001)
    assert (last.asset, last.venue, last.instrument) == ("BTC", "binance", "BTCUSDT")


def test_the_settlements_of_2020_have_the_keys_and_rates_of_the_bundled_history():
    """Live and sample join: one asset, venue, contract and hour is one series with one rate."""
    with gzip.open(SHIPPED / "data" / "sample" / "binance-funding.csv.gz", "rt") as lines:
        kept = {
            datetime.fromisoformat(row["timestamp"]): (float(row["rate_per_interval"]), int(row["interval_hours"]))
            for row in csv.DictReader(lines)
            if row["symbol"] == "BTC"
        }
    found = funding(OF_2020)
    assert {each.observed_at: (each.rate, each.interval_hours) for each in found} == {
        each.observed_at: kept[each.observed_at] for each in found
    }


def test_a_rate_of_eight_hours_becomes_a_years():
    """0.009029% three times a day is 9.887% a year; the stamp of 16:00:00.001 is of 16:00 sharp."""
    found = funding(OF_2026)
    assert len(found) == 20
    assert {each.interval_hours for each in found} == {8}
    assert found[-1].observed_at == datetime(2026, 9, 8, 16, tzinfo=UTC)
    assert yearly(found[-1]) == pytest.approx(0.00009029 * 3 * 365)
    assert yearly(found[-1]) == pytest.approx(0.0988676, abs=1e-7)


def test_a_rate_of_four_hours_becomes_a_years():
    """The same 0.009029% six times a day is 19.77% a year: the hours are read off the list, not taken for eight."""
    start = OF_2026[0]["fundingTime"]
    halved = [row | {"fundingTime": start + (row["fundingTime"] - start) // 2} for row in OF_2026]
    found = funding(halved)
    assert {each.interval_hours for each in found} == {4}
    assert yearly(found[-1]) == pytest.approx(2 * 0.0988676, abs=2e-7)


def test_a_percent_is_no_fraction():
    """A rate of more than the whole position for one interval is no rate."""
    with pytest.raises(PayloadError, match=r"binance-usdm funding BTCUSDT: 20\.fundingRate: .* less than 1"):
        funding(put(OF_2026, (20, "fundingRate"), "1.029"))


def test_settlements_of_another_contract_are_refused():
    """What was asked is what must come; what came instead is quoted harmlessly."""
    with pytest.raises(PayloadError, match=r"symbol: holds 'BTCUSDT', 'ETH\\x1bUSDT'; ask again later"):
        funding(put(OF_2026, (3, "symbol"), "ETH\x1bUSDT"))
    with pytest.raises(PayloadError, match="binance-usdm funding BTCUSDT: symbol: holds nothing"):
        funding([])


def test_open_interest_is_coins_and_dollars_of_one_instant():
    """106,422.356 bitcoin are 8,356,943,211.73 dollars at 23:00 on 8 September 2026: 78,526 dollars each."""
    readings = interest(INTEREST)
    assert len(readings) == 2 * 25
    coins, dollars = readings[-2:]
    assert values([coins, dollars]) == {
        "BTC/futures.open_interest@binance": 106_422.356,
        "BTC/futures.open_interest_usd@binance": 8_356_943_211.7272,
    }
    assert (coins.unit, dollars.unit) == ("coin", "USD")
    assert coins.observed_at == dollars.observed_at == datetime(2026, 9, 8, 23, tzinfo=UTC)
    assert dollars.value / coins.value == pytest.approx(78_526, abs=1)


def test_open_interest_of_2020_is_read():
    """378,181.602 litecoin, worth 18,701,080.22 dollars, on 16 October 2020."""
    body = json.loads(capture("binance/futures-openInterestHist-LTCUSDT-1d-2020-10.json"))
    assert values(interest(body, "LTCUSDT")[-2:]) == {
        "LTC/futures.open_interest@binance": 378_181.602,
        "LTC/futures.open_interest_usd@binance": 18_701_080.2189,
    }


def test_contracts_are_no_coins():
    """COIN-M counts contracts of 100 dollars: it is never asked for its open interest, and its list is refused."""
    scope = Scope(("BTC", "ETH"), NAMES, NOW)
    assert {ask.path for ask in COINM.asks(scope)} == {"/dapi/v1/premiumIndex"}
    assert {quote.open_interest_coin for quote in coin_margined(BITCOIN, "BTCUSD").values()} == {None}
    body = json.loads(capture("binance/dapi-openInterestHist-BTCUSD-quarter-2020-10.json"))
    with pytest.raises(PayloadError, match=r"binance-usdm interest BTCUSDT: 0\.symbol"):
        interest(body)


def test_coin_margined_contracts_are_a_venue_of_their_own():
    """Ripple's contract of December 2023: 0.50212503 over an index of 0.49509765; the other five are others'."""
    quotes = coin_margined(COIN_MARGINED, "XRPUSD")
    assert set(quotes) == {"XRPUSD_231229"}
    (ripple,) = quotes.values()
    assert (ripple.asset, ripple.venue, ripple.price_usd, ripple.index_usd) == (
        "XRP", "binance-coinm", 0.50212503, 0.49509765,
    )  # fmt: skip
    assert ripple.expires_at == datetime(2023, 12, 29, 8, tzinfo=UTC)
    assert ripple.observed_at == datetime(2023, 9, 11, 3, 6, 28, tzinfo=UTC)
    assert COIN_MARGINED[3]["lastFundingRate"] == ""


def test_a_coin_margined_perpetual_is_no_dated_contract():
    """Filecoin has only a perpetual one here, which tells nothing of the basis."""
    assert coin_margined(COIN_MARGINED, "FILUSD") == {}
    with pytest.raises(PayloadError, match="binance-coinm marks ADAUSD: pair: there is no contract of ADAUSD"):
        coin_margined(COIN_MARGINED, "ADAUSD")


def test_a_coin_margined_contract_that_expired_is_not_told():
    """The contract of December 2025 keeps its last mark; the two that are traded are one reading of 09:59:59.6."""
    quotes = coin_margined(BITCOIN, "BTCUSD")
    assert set(quotes) == {"BTCUSD_260327", "BTCUSD_260626"}
    assert {each.observed_at for each in quotes.values()} == {MARKED}
    assert set(coin_margined(put(BITCOIN, (1, "markPrice"), "0"), "BTCUSD")) == {"BTCUSD_260626"}


def candles(kind, body, subject="BTCUSDT", at=NOW):
    return told(SPOT, kind, body, subject=subject, at=at)


def test_the_bar_that_runs_is_left_out():
    """At 10:05 the hour from 10:00 runs and so does the day; the hour from 09:00 ended at 69,151.5."""
    hours = candles("candles-1h", HOURS)
    assert [each.observed_at.hour for each in hours] == [6, 7, 8, 9]
    last = hours[-1]
    assert (last.open_usd, last.high_usd, last.low_usd, last.close_usd, last.volume_coin) == (
        69_141.99, 69_417.7, 68_950.0, 69_151.5, None,
    )  # fmt: skip
    assert last.observed_at == datetime(2026, 2, 10, 9, 59, 59, 999_000, tzinfo=UTC)
    days = candles("candles-1d", DAYS)
    assert [each.observed_at.day for each in days] == [7, 8, 9]
    assert (days[-1].close_usd, days[-1].volume_coin) == (70_138.0, None)
    assert len(candles("candles-1d", DAYS, at=NOW + timedelta(hours=14))) == 3


def test_bars_of_five_minutes_are_no_hours():
    """A real page of five-minute bars begins at 21:50."""
    body = json.loads(capture("binance/spot-klines-BTCUSDT-5m.json"))
    with pytest.raises(PayloadError, match="binance-spot candles-1h BTCUSDT: a bar begins at 2020-04-15 21:50:00 UTC"):
        candles("candles-1h", body)


def test_a_bar_without_a_price_is_refused():
    """Nobody trades bitcoin at zero, or for a number without an end."""
    for price in ("0", "0.00000000", "1e300"):
        with pytest.raises(PayloadError, match=r"binance-spot candles-1h BTCUSDT: 1\.4"):
            candles("candles-1h", put(HOURS, (1, 4), price))


@pytest.mark.parametrize(
    ("source", "kind", "subject"),
    [(SPOT, "candles-1h", "BTCUSDT"), (USDM, "marks", ""), (USDM, "funding", "BTCUSDT"), (USDM, "interest", "BTCUSDT"),
     (COINM, "marks", "BTCUSD")],
)  # fmt: skip
def test_a_refusal_is_quoted(source, kind, subject):
    """Binance's own words stand in the one line, wherever the error object comes."""
    body = {"code": -1003, "msg": "Way too much request weight used; IP banned until 1770720000000."}
    with pytest.raises(PayloadError, match=f'{source.id} {kind}.*: msg: .*"Way too much request weight used; IP ban'):
        told(source, kind, body, subject=subject)


def test_an_empty_list_of_marks_is_refused():
    """There are always contracts."""
    with pytest.raises(PayloadError, match="binance-usdm marks: the list is empty"):
        marks([])


def test_open_interest_without_its_dollars_is_refused():
    """A row says both or is not what is documented."""
    with pytest.raises(PayloadError, match=r"binance-usdm interest BTCUSDT: 24\.sumOpenInterestValue: "):
        interest(without(INTEREST, (24, "sumOpenInterestValue")))
