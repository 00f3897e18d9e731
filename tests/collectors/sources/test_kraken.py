"""Kraken: bars of dollars, two ways to count open interest, and a funding rate that is no fraction."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from generator.collectors.source import Scope
from generator.collectors.sources import kraken_futures, kraken_spot
from generator.errors import PayloadError
from tests.collectors.sources.replies import NAMES, capture, put, told, values, without

TICKERS = json.loads(capture("kraken/futures-tickers-XBT-2026-09-09.json"))
DOCUMENTED = json.loads(capture("kraken/futures-tickers-documented.json"))
RATES = json.loads(capture("kraken/historical-funding-rates-documented.json"))
BARS = json.loads(capture("kraken/ohlc-xbtusd-60-documented.json"))
NOW = datetime(2026, 9, 20, 21, 17, 16, tzinfo=UTC)


def tickers(body, coins="XBT"):
    return told(kraken_futures.SOURCE, "tickers", body, subject=coins, at=NOW)


def funding(body, kind="funding", at=NOW):
    return told(kraken_futures.SOURCE, kind, body, subject="PF_XBTUSD", at=at)


def bars(body, at=NOW, subject="XBTUSD"):
    return told(kraken_spot.SOURCE, "candles-1h", body, subject=subject, at=at)


def test_linear_contracts_count_coins_and_inverse_ones_dollars():
    """2,080.7149 bitcoin, and 2,172,854 dollars at 78,114.68, which are 27.8162 bitcoin."""
    found = values(tickers(TICKERS))
    coins = 2_080.7149 + 2_172_854 / 78_114.68384206136
    dollars = 2_080.7149 * 78_115.14704713407 + 2_172_854
    assert found == {
        "BTC/futures.open_interest@kraken": pytest.approx(coins),
        "BTC/futures.open_interest_usd@kraken": pytest.approx(dollars),
    }
    assert coins == pytest.approx(2_108.5311, abs=1e-4)


def test_a_coin_without_an_inverse_contract_has_the_linear_one_alone():
    """There is no inverse contract on solana; on ether there is one, and it may not be missing."""
    solana = {**TICKERS["tickers"][1], "symbol": "PF_SOLUSD"}
    found = values(tickers({"tickers": [solana]}, "SOL"))
    assert found["SOL/futures.open_interest@kraken"] == 2_080.7149
    with pytest.raises(PayloadError, match=r"kraken-futures tickers ETH: tickers: PI_ETHUSD is not there"):
        tickers(DOCUMENTED, "ETH")


def test_open_interest_is_of_the_servers_time():
    """Where the reply says it; else it is of the moment at which the reply came."""
    assert {each.observed_at for each in tickers(TICKERS)} == {NOW}
    served = {**TICKERS, "serverTime": "2026-09-09T21:54:03.512Z"}
    assert {each.observed_at for each in tickers(served)} == {datetime(2026, 9, 9, 21, 54, 3, 512000, tzinfo=UTC)}
    with pytest.raises(PayloadError, match="serverTime: should be a time as text"):
        tickers({**TICKERS, "serverTime": 1789941243512})


def test_the_absolute_rate_of_a_ticker_is_not_read():
    """0.2485 dollars an hour is no 24.85%: no funding comes of tickers, whatever stands there."""
    assert TICKERS["tickers"][1]["fundingRate"] > 0.2
    assert [each.series.metric for each in tickers(TICKERS)] == ["futures.open_interest", "futures.open_interest_usd"]
    changed = put(put(TICKERS, (*_row(0), "fundingRate"), 99.0), (*_row(1), "fundingRate"), "absolute")
    assert values(tickers(changed)) == values(tickers(TICKERS))


def _row(place):
    return ("tickers", place)


def test_indices_and_dated_contracts_stand_in_the_list_with_fewer_fields():
    """They are passed over, and so is what they lack."""
    others = [
        {"symbol": "in_xbtusd", "last": 78107.73, "lastTime": "2026-09-09T21:54:00.000Z"},
        {"symbol": "FI_XBTUSD_261225", "markPrice": 79002.1, "openInterest": 41200.0, "tag": "quarter"},
        {"symbol": "PF_NEWUSD", "markPrice": 0.0, "openInterest": 0.0},
    ]
    found = tickers({**TICKERS, "tickers": [*others, *TICKERS["tickers"]]})
    assert values(found) == values(tickers(TICKERS))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (without(TICKERS, ("tickers", 0)), "tickers: PI_XBTUSD is not there"),
        (without(TICKERS, ("tickers", 1, "openInterest")), "tickers.1.openInterest: is missing"),
        (put(TICKERS, ("tickers", 1, "markPrice"), None), "tickers.1.markPrice: is missing"),
        (put(TICKERS, ("tickers", 1, "markPrice"), 0.0), "tickers.1.markPrice: Input should be greater"),
        (put(TICKERS, ("tickers", 0, "openInterest"), -1.0), "tickers.0.openInterest: Input should be greater"),
        ({"result": "error", "error": "apiLimitExceeded"}, 'in its words: "apiLimitExceeded"'),
        (
            {"result": "error", "errors": [{"code": 11, "message": "Argument invalid: symbol"}]},
            '"Argument invalid: symbol"',
        ),
        ({"result": "success", "tickers": []}, "tickers: PF_XBTUSD is not there"),
    ],
)
def test_half_an_open_interest_is_none(body, said):
    """A contract, a mark or an amount that is not there is no nought; a refusal is quoted."""
    with pytest.raises(PayloadError, match=r"^kraken-futures tickers XBT: ") as caught:
        tickers(body)
    assert said in str(caught.value)


def test_funding_is_the_relative_rate_for_one_hour():
    """A rate of 0.2485 dollars an hour at 80,817 dollars is 0.0003075%, and that is what is read."""
    hours = funding(RATES)
    assert [each.rate for each in hours] == [3.2253e-06, -1.2632e-06, 0.0, 3.074994e-06]
    assert {each.interval_hours for each in hours} == {1}
    last = RATES["rates"][-1]
    assert last["fundingRate"] / hours[-1].rate == pytest.approx(80_817, rel=0.001)
    assert (hours[-1].asset, hours[-1].instrument, hours[-1].observed_at.hour) == ("BTC", "PF_XBTUSD", 21)


def test_an_absolute_rate_in_place_of_the_fraction_is_refused():
    """Twelve dollars an hour are no rate of 1,200%."""
    with pytest.raises(PayloadError, match=r"rates\.1\.relativeFundingRate: Input should be less than 1"):
        funding(put(RATES, ("rates", 1, "relativeFundingRate"), 12.0))


def test_a_day_takes_the_last_month_and_history_the_whole_year():
    """The source has one page for both; of another year the day takes nothing, and says so."""
    old = {"timestamp": "2025-10-01T08:00:00.000Z", "fundingRate": 0.5, "relativeFundingRate": 4e-06}
    body = {**RATES, "rates": [old, *RATES["rates"]]}
    assert len(funding(body)) == 4
    assert len(funding(body, "funding-year")) == 5
    with pytest.raises(PayloadError, match="rates: has none of the time that was asked about"):
        funding({**RATES, "rates": [old]})


def test_funding_is_asked_where_it_is_kept():
    """The address has hyphens; bitcoin is XBT."""
    asks = list(kraken_futures.SOURCE.asks(Scope(("BTC", "ETH"), NAMES, NOW)))
    assert [kraken_futures.SOURCE.address(ask).removeprefix("https://futures.kraken.com") for ask in asks] == [
        "/derivatives/api/v3/tickers",
        "/derivatives/api/v3/historical-funding-rates?symbol=PF_XBTUSD",
        "/derivatives/api/v3/historical-funding-rates?symbol=PF_ETHUSD",
    ]


def test_the_running_bar_is_left_out():
    """At 21:17 the bar of 21:00 still runs, and an hour later the same reply does not show that it has ended."""
    candles = bars(BARS)
    assert [each.observed_at.hour for each in candles] == [18, 19, 20]
    assert candles[-1].observed_at == datetime(2026, 9, 20, 20, 59, 59, 999000, tzinfo=UTC)
    assert len(bars(BARS, NOW + timedelta(hours=1))) == 3


def test_a_row_is_open_high_low_close():
    """Average price, volume and count of trades stay in the reply."""
    candle = bars(BARS)[0]
    assert (candle.open_usd, candle.high_usd, candle.low_usd, candle.close_usd) == (80998.1, 81190.0, 80950.4, 81163.5)
    assert (candle.volume_coin, candle.asset, candle.venue, candle.quote) == (None, "BTC", "kraken", "USD")


@pytest.mark.parametrize("pair", ["XXBTZUSD", "XBTUSD", "XBT/USD"])
def test_a_pair_may_have_any_of_its_names(pair):
    """The question's name, the old one, and the one with a stroke."""
    rows = BARS["result"]["XXBTZUSD"]
    assert len(bars({"error": [], "result": {"last": 1, pair: rows}})) == 3


@pytest.mark.parametrize(
    ("result", "said"),
    [
        ({"XETHZUSD": BARS["result"]["XXBTZUSD"], "last": 1}, "result: has the bars of 'XETHZUSD'"),
        ({"XXBTZEUR": BARS["result"]["XXBTZUSD"]}, "result: has the bars of 'XXBTZEUR'"),
        ({"XXBTZUSD": [], "XETHZUSD": []}, "result: should have the bars of one pair, not of 2"),
        ({"last": 1}, "result: should have the bars of one pair, not of 0"),
        ({"XXBTZUSD": []}, "the list of bars is empty"),
    ],
)
def test_bars_of_another_pair_are_refused(result, said):
    """Another coin, another currency, two pairs, none, no bar."""
    with pytest.raises(PayloadError, match=r"^kraken-spot candles-1h XBTUSD: ") as caught:
        bars({"error": [], "result": result})
    assert said in str(caught.value)


def test_words_in_the_list_of_errors_are_quoted():
    """They come with status 200 and without a result."""
    with pytest.raises(PayloadError, match=r'kraken-spot .*: error\.0: .*"EQuery:Unknown asset pair"'):
        bars({"error": ["EQuery:Unknown asset pair"]})


@pytest.mark.parametrize("at", [1789930800000, 1789931400, "1789930800", 1789930800.0])
def test_seconds_are_no_milliseconds_at_kraken(at):
    """Another unit, half an hour, a text, a decimal point."""
    with pytest.raises(PayloadError, match=r"^kraken-spot candles-1h XBTUSD: "):
        bars(put(BARS, ("result", "XXBTZUSD", 1, 0), at))


def test_the_past_reaches_as_far_as_720_bars():
    """More is not to be had: two years of days, a month of hours."""
    asks = list(kraken_spot.SOURCE.history(Scope(("BTC",), NAMES, NOW), NOW - timedelta(days=3000)))
    since = {ask.kind: datetime.fromtimestamp(int(dict(ask.query)["since"]), UTC) for ask in asks}
    midnight = NOW.replace(hour=0, minute=0, second=0)
    assert since == {"candles-1d": midnight - timedelta(days=720), "candles-1h": midnight - timedelta(days=30)}
