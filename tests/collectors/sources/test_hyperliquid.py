"""Hyperliquid: coins by their place, open interest by one clock, and funding by the hour."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from generator.collectors.source import Scope
from generator.collectors.sources import hyperliquid
from generator.errors import PayloadError
from generator.model.observation import Observation
from generator.model.quotes import FutureQuote
from tests.collectors.sources.replies import NAMES, capture, put, told, values, without

BITCOIN = json.loads(capture("hyperliquid/metaAndAssetCtxs-BTC-2026-09-09.json"))
SIX = json.loads(capture("hyperliquid/metaAndAssetCtxs-2026-documented.json"))
SETTLED = json.loads(capture("hyperliquid/fundingHistory-BTC-2023.json"))
NOW = datetime(2026, 9, 9, 21, 54, tzinfo=UTC)


def contexts(body, coins):
    """Return the marks by instrument, and what was observed beside them."""
    readings = told(hyperliquid.SOURCE, "contexts", body, subject=coins, at=NOW)
    marks = {each.instrument: each for each in readings if isinstance(each, FutureQuote)}
    return marks, values([each for each in readings if isinstance(each, Observation)])


def funding(body):
    return told(hyperliquid.SOURCE, "funding", body, subject="BTC")


def test_coins_become_dollars_at_the_mark_beside_them():
    """33,997.0627 bitcoin at 78,384 are 2,664,825,762.68 dollars, of the moment at which the reply came."""
    marks, together = contexts(BITCOIN, "BTC")
    assert together == {
        "BTC/futures.open_interest@hyperliquid": 33_997.0627,
        "BTC/futures.open_interest_usd@hyperliquid": pytest.approx(2_664_825_762.68, abs=0.01),
    }
    assert (marks["BTC"].price_usd, marks["BTC"].index_usd, marks["BTC"].observed_at) == (78_384.0, 78_421.0, NOW)


def prices(body, coins):
    return {name: quote.price_usd for name, quote in contexts(body, coins)[0].items()}


def test_a_context_belongs_to_the_coin_of_its_place():
    """Solana is the sixth, behind a coin that was taken off; where it stands first, so does its context."""
    expected = {"SOL": 86.148, "BTC": 77_562.0}
    assert prices(SIX, "SOL BTC") == expected
    universe, marks = SIX[0]["universe"], SIX[1]
    turned = {**SIX[0], "universe": [universe[-1], *universe[:-1]]}
    assert prices([turned, [marks[-1], *marks[:-1]]], "SOL BTC") == expected
    assert prices([turned, marks], "SOL") == {"SOL": 77_562.0}


def test_coins_and_contexts_must_be_as_many():
    """With one context lost nobody knows whose the others are."""
    with pytest.raises(PayloadError, match="has 6 coins for 5 contexts"):
        contexts(without(SIX, (1, 2)), "BTC")


def test_a_coin_that_is_not_listed_is_named():
    """A desk may write about a coin that has no contract here."""
    with pytest.raises(PayloadError, match=r"hyperliquid contexts BTC PIPPIN: 0\.universe: PIPPIN is not there"):
        contexts(BITCOIN, "BTC PIPPIN")


def test_what_coins_that_were_taken_off_lack_is_no_error():
    """Their middle, premium and impact prices are null; nothing of ours rests on them, nor on their marks."""
    assert SIX[1][3]["midPx"] is None
    body = put(put(SIX, (1, 3, "markPx"), None), (1, 3, "oraclePx"), None)
    assert len(contexts(body, "BTC ETH")[0]) == 2
    with pytest.raises(PayloadError, match=r"1\.3\.markPx: is missing"):
        contexts(body, "MATIC")


def test_a_thousand_of_a_coin_are_not_one():
    """One kPEPE is 1,000 PEPE: its price is divided, its amounts are multiplied, its dollars stay."""
    body = put(put(BITCOIN, (0, "universe", 0, "name"), "kPEPE"), (1, 0, "markPx"), "0.004")
    marks, together = contexts(put(body, (1, 0, "openInterest"), "5000"), "kPEPE")
    assert marks["kPEPE"].asset == "PEPE"
    assert marks["kPEPE"].price_usd == pytest.approx(4e-6)
    assert together["PEPE/futures.open_interest@hyperliquid"] == 5_000_000
    assert together["PEPE/futures.open_interest_usd@hyperliquid"] == 20
    assert NAMES.symbol("hyperliquid", "PEPE") == "kPEPE"


def test_funding_is_for_eight_hours_and_then_for_one():
    """The interval changed on 8 June 2023 inside one reply; the settlement of that midnight is for eight hours."""
    hours = {each.observed_at: each.interval_hours for each in funding(SETTLED)}
    midnight = datetime(2023, 6, 8, tzinfo=UTC)
    assert hours[midnight] == hours[midnight - timedelta(hours=8)] == 8
    assert hours[midnight + timedelta(hours=1)] == hours[midnight + timedelta(hours=2)] == 1


def test_a_late_settlement_is_for_eight_hours_too():
    """On 23 May 2023 one came at 08:23:53: it keeps its own time, and both it and the next one are for eight hours."""
    day = datetime(2023, 5, 23, tzinfo=UTC)
    found = {each.observed_at - day: each.interval_hours for each in funding(SETTLED)}
    late = timedelta(hours=8, minutes=23, seconds=53, milliseconds=40)
    assert found[timedelta(0)] == found[late] == found[timedelta(hours=16)] == 8
    assert timedelta(hours=8) not in found


def test_a_rate_after_a_missing_hour_is_for_one_hour():
    """The settlement of 2 July 2023, 20:00, is not there; that of 21:00 pays for one hour and not for two."""
    hours = {each.observed_at: each.interval_hours for each in funding(SETTLED)}
    evening = datetime(2023, 7, 2, tzinfo=UTC)
    assert evening.replace(hour=20) not in hours
    assert hours[evening.replace(hour=19)] == hours[evening.replace(hour=21)] == 1


def test_a_settlement_is_of_its_hour():
    """It is stamped some milliseconds after it, but for the one that was late."""
    stamped = [each.observed_at for each in funding(SETTLED)]
    late = [at for at in stamped if at != at.replace(minute=0, second=0, microsecond=0)]
    assert late == [datetime(2023, 5, 23, 8, 23, 53, 40_000, tzinfo=UTC)]


@pytest.mark.parametrize("time", [1683849600, 1683849600048000, "1683849600048"])
def test_a_time_that_is_not_in_milliseconds_is_refused(time):
    """Seconds, microseconds, texts."""
    with pytest.raises(PayloadError, match=r"^hyperliquid funding BTC: 3\.time: "):
        funding(put(SETTLED, (3, "time"), time))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (put(SETTLED, (2, "coin"), "ETH"), "2.coin: is 'ETH'"),
        (put(SETTLED, (2, "fundingRate"), "12.5"), "2.fundingRate: Input should be less than 1"),
        (put(SETTLED, (2, "fundingRate"), 0.0001), "2.fundingRate: should be a number written as text"),
        ([*SETTLED, {**SETTLED[-1], "fundingRate": "0.5"}], "two rates for 2023-07-03"),
        ([], "the list is empty"),
    ],
)
def test_settlements_of_another_form_are_refused(body, said):
    """Another coin, percent in place of a fraction, a number for a text, two rates for an hour, nothing."""
    with pytest.raises(PayloadError) as caught:
        funding(body)
    assert said in str(caught.value)


def test_every_question_is_posted():
    """The contexts are asked for once; a page of the past is no longer than 500 rows."""
    scope = Scope(("BTC", "PEPE"), NAMES, NOW)
    first, *rest = (json.loads(ask.post) for ask in hyperliquid.SOURCE.asks(scope))
    assert first == {"type": "metaAndAssetCtxs"}
    assert [ask["coin"] for ask in rest] == ["BTC", "kPEPE"]
    for ask in hyperliquid.SOURCE.history(scope, NOW - timedelta(days=100)):
        asked = json.loads(ask.post)
        assert (asked["endTime"] - asked["startTime"]) // 3_600_000 < 500
