"""Vendors of liquidations, open interest and indices: sums are whole or not told, and ``All`` is no venue."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from generator.collectors.source import Scope
from generator.collectors.sources import coinalyze, coindesk, coinglass, coinmarketcap
from generator.errors import PayloadError
from tests.collectors.sources.replies import NAMES, RECORDED, capture, put, told, values, without
from tests.collectors.sources.test_providers import CAP_INDEX, CAP_QUOTES, GLASS, GLASS_INTEREST, NOW

LIQUIDATED = json.loads(capture("coinalyze/liquidation-history-BTC-documented.json"))
INTEREST = json.loads(capture("coinalyze/open-interest-history-BTC-documented.json"))
recorded = pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded replies are not here")


def glass(path):
    """Return recorded rows in the envelope that their collector dropped."""
    rows = json.loads((RECORDED / "coinglass" / path).read_bytes())
    return {"code": "0", "msg": "success", "data": rows}


def liquidations(body, at=NOW):
    return told(coinalyze.SOURCE, "liquidations", body, subject="BTC", at=at)


def test_the_last_24_full_hours_of_all_contracts_are_summed():
    """Hour i of 26 has 1000m + i dollars of longs and 500m of shorts, for m of 4, 2 and 1; i runs from 2 to 25."""
    readings = liquidations(LIQUIDATED)
    longs, shorts = 7 * 24 * 1000.0 + 3 * sum(range(2, 26)), 7 * 24 * 500.0
    assert values(readings) == {
        "BTC/liquidations.long/1d@coinalyze": longs,
        "BTC/liquidations.short/1d@coinalyze": shorts,
        "BTC/liquidations.total/1d@coinalyze": longs + shorts,
    }
    assert {each.observed_at for each in readings} == {datetime(2026, 2, 10, 15, 59, 59, 999000, tzinfo=UTC)}
    assert {each.origin.note for each in readings} == {"USDT perpetuals at Binance, Bybit and OKX"}


def test_the_running_hour_does_not_count():
    """Read twenty minutes earlier, the last hour had not ended: the window ends one hour before."""
    readings = liquidations(LIQUIDATED, at=NOW - timedelta(minutes=21))
    assert {each.observed_at for each in readings} == {datetime(2026, 2, 10, 14, 59, 59, 999000, tzinfo=UTC)}
    assert readings[0].value == 7 * 24 * 1000.0 + 3 * sum(range(1, 25))


def test_a_contract_that_comes_late_moves_the_window_and_not_the_sum():
    """The newest 24 hours that every contract has."""
    late = without(LIQUIDATED, (1, "history", 25))
    assert {each.observed_at.hour for each in liquidations(late)} == {14}


def test_a_day_with_a_hole_has_no_sum():
    """An hour that a contract lacks is not an hour without liquidations."""
    with pytest.raises(
        PayloadError, match=r"BTCUSDT\.6 history: has no bar of 2026-02-10 00:00 UTC, so the day is not"
    ):
        liquidations(without(LIQUIDATED, (1, "history", 10)))
    with pytest.raises(PayloadError, match=r"BTCUSDT_PERP\.3 history: is missing or empty"):
        liquidations(LIQUIDATED[:2])


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        (("history", 7, "t"), 1770645600000, "t: should be a time"),
        (("history", 7, "t"), 1770645601, "t is not the start of a bar"),
        (("history", 7, "l"), -1.0, "l: Input should be greater than or equal to 0"),
        (("history", 7, "l"), 1e14, "l: Input should be less than or equal to"),
        (("symbol",), "BTCUSDC_PERP.A", "'BTCUSDC_PERP.A' was not asked"),
        (("symbol",), "BTCUSDT.6", "two bars of one time"),
    ],
)
def test_a_bar_that_cannot_be_is_refused(place, value, said):
    """Milliseconds, half hours, negative amounts, more dollars than there are, contracts that nobody asked for."""
    with pytest.raises(PayloadError, match=r"^coinalyze liquidations BTC: ") as caught:
        liquidations(put(LIQUIDATED, (0, *place), value))
    assert said in str(caught.value)


def test_days_of_the_past_are_whole_utc_days():
    """A day that one contract lacks has no sum; the others are stamped with their last instant."""
    midnight = int(datetime(2026, 2, 7, tzinfo=UTC).timestamp())
    rows = [{"t": midnight + day * 86_400, "l": 10.0, "s": 5.0} for day in range(4)]
    symbols = ("BTCUSDT_PERP.A", "BTCUSDT.6", "BTCUSDT_PERP.3")
    body = [{"symbol": symbol, "history": rows[1:] if symbol == "BTCUSDT.6" else rows} for symbol in symbols]
    readings = told(coinalyze.SOURCE, "liquidations-daily", body, subject="BTC", at=NOW)
    assert [(each.observed_at, each.value) for each in readings if each.series.metric == "liquidations.total"] == [
        (datetime(2026, 2, 8, 23, 59, 59, 999000, tzinfo=UTC), 45.0),
        (datetime(2026, 2, 9, 23, 59, 59, 999000, tzinfo=UTC), 45.0),
    ]


def test_open_interest_is_the_sum_of_the_contracts_at_an_hours_end():
    """6, 3 and 2 billion dollars, and one dollar each at the close."""
    readings = told(coinalyze.SOURCE, "interest", INTEREST, subject="BTC", at=NOW)
    assert {str(each.series) for each in readings} == {"BTC/futures.open_interest_usd@coinalyze"}
    assert [(each.observed_at.hour, each.value) for each in readings] == [
        (13, 11e9 + 3),
        (14, 11e9 + 3),
        (15, 11e9 + 3),
    ]


def test_coinalyze_is_asked_for_full_hours_in_dollars():
    """26 hours to the last full one, in seconds; the key stands in a header."""
    asks = [ask for ask in coinalyze.SOURCE.asks(Scope(("BTC",), NAMES, NOW)) if ask.kind == "liquidations"]
    assert [ask.subject for ask in asks] == ["BTC", "ETH"]
    query = dict(asks[0].query)
    assert (int(query["from"]), int(query["to"])) == (LIQUIDATED[0]["history"][0]["t"], 1770739199)
    assert (query["convert_to_usd"], query["interval"]) == ("true", "1hour")
    assert coinalyze.SOURCE.key.field == "api_key"


@recorded
def test_the_row_all_is_told_and_not_added():
    """Coinglass on 14 November 2025: 159 million dollars, not twice that."""
    readings = told(
        coinglass.SOURCE, "liquidations", glass("futures_liquidation_exchange_list_BTC-2025-11-14.json"), subject="BTC"
    )
    assert values(readings) == {
        "BTC/liquidations.total/1d@coinglass": 159220969.67873043,
        "BTC/liquidations.long/1d@coinglass": 134120774.28484142,
        "BTC/liquidations.short/1d@coinglass": 25100195.393889,
    }
    assert {each.observed_at for each in readings} == {datetime(2026, 9, 20, tzinfo=UTC)}  # when the reply came


@recorded
def test_open_interest_over_all_venues_in_coin_and_dollars():
    """The price that both imply is that of the day: 96,524 dollars."""
    readings = told(
        coinglass.SOURCE, "interest", glass("futures_openInterest_exchange_list_BTC-2025-11-14.json"), subject="BTC"
    )
    coin, dollars = readings
    assert (str(coin.series), coin.unit) == ("BTC/futures.open_interest@coinglass", "coin")
    assert (str(dollars.series), dollars.unit) == ("BTC/futures.open_interest_usd@coinglass", "USD")
    assert dollars.value / coin.value == pytest.approx(96_524, abs=1)


@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        (
            put(GLASS, ("data", 0, "liquidation_usd"), 30.1),
            "liquidations",
            "data.0.liquidation_usd: is 30.1, but its parts",
        ),
        (put(GLASS, ("data", 1, "liquidation_usd"), 2000.0), "liquidations", "its parts add up to 2010"),
        (without(GLASS, ("data", 0)), "liquidations", "needs one row All"),
        ({**GLASS, "data": []}, "liquidations", "needs one row All"),
        (put(GLASS_INTEREST, ("data", 2, "open_interest_quantity"), 1000.0), "interest", "open_interest_quantity"),
        (put(GLASS_INTEREST, ("data", 0, "symbol"), "ETH"), "interest", "data.0.symbol: is 'ETH'"),
        (
            {"code": "40001", "msg": "API key missing."},
            "interest",
            'code: 40001: the source refused, in its words: "API',
        ),
    ],
)
def test_a_total_that_is_not_the_sum_is_refused(body, kind, said):
    """A tenth of a percent may be rounding; a row out of scale is not."""
    with pytest.raises(PayloadError) as caught:
        told(coinglass.SOURCE, kind, body, subject="BTC")
    assert said in str(caught.value)


def test_percent_becomes_a_fraction_for_indices():
    """CoinDesk's 0.4 is 0.4 percent."""
    readings = told(coindesk.SOURCE, "indices", capture("coindesk/latest-tick-documented.json"))
    assert values(readings) == {
        "CD20/spot.return/1d@coindesk": pytest.approx(0.004),
        "CDMEME/spot.return/1d@coindesk": pytest.approx(-0.015),
    }
    assert {each.origin.source for each in readings} == {"CoinDesk"}


def test_an_index_that_the_key_does_not_cover_is_not_told():
    """One of two is told; none at all is an error, and CoinDesk's own words are quoted."""
    body = json.loads(capture("coindesk/latest-tick-documented.json"))
    one = told(coindesk.SOURCE, "indices", without(body, ("Data", "CDMEME-USD")))
    assert [each.series.asset for each in one] == ["CD20"]
    with pytest.raises(PayloadError, match="coindesk-data indices: Data: has none of"):
        told(coindesk.SOURCE, "indices", {"Data": {}, "Err": {}})
    with pytest.raises(PayloadError, match='in its words: "API key is missing"'):
        told(coindesk.SOURCE, "indices", {"Data": {}, "Err": {"type": 2, "message": "API key is missing"}})


def test_coinmarketcap_refuses_with_status_200():
    """Its error code is a text here and a number there; 1008 means too many questions."""
    for code in (1008, "1008"):
        body = {"status": {"error_code": code, "error_message": "too many\nquestions"}, "data": None}
        with pytest.raises(
            PayloadError, match=r'error_code: 1008: the source refused, in its words: "too many questions"'
        ):
            told(coinmarketcap.SOURCE, "quotes", body)


def test_coinmarketcaps_quote_is_a_list_or_an_object():
    """Both forms are documented, and say the same."""
    quote = CAP_QUOTES["data"][0]["quote"][0]
    as_object = put(
        CAP_QUOTES, ("data", 0, "quote"), {"USD": {each: quote[each] for each in ("price", "last_updated")}}
    )
    for body in (CAP_QUOTES, as_object):
        assert values(told(coinmarketcap.SOURCE, "quotes", body)) == {"BTC/spot.price@coinmarketcap": 68632.5}


def test_coinmarketcaps_coins_are_known_by_id():
    """A coin that calls itself BTC is none of ours, and a quote in euro is none in dollars."""
    for place, value in ((("data", 0, "id"), 999_999), (("data", 0, "quote", 0, "symbol"), "EUR")):
        with pytest.raises(PayloadError, match="no coin that was asked has a quote in USD"):
            told(coinmarketcap.SOURCE, "quotes", put(CAP_QUOTES, place, value))


def test_coinmarketcaps_index_is_its_own():
    """Told under its own venue, at its own time."""
    (reading,) = told(coinmarketcap.SOURCE, "index", CAP_INDEX)
    assert (str(reading.series), reading.value, reading.unit) == (
        "CRYPTO/sentiment.fear_greed@coinmarketcap", 40.0, "index",
    )  # fmt: skip
    assert reading.observed_at == datetime(2026, 2, 10, 15, 54, 56, 17000, tzinfo=UTC)
