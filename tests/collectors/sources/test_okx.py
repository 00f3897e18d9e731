"""OKX: coins and not contracts, rates that were paid and not predicted, and its own word that a bar has ended."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from generator.collectors.source import Scope
from generator.collectors.sources import okx
from generator.errors import PayloadError
from tests.collectors.sources.replies import NAMES, capture, put, told, values, without

INTEREST = json.loads(capture("okx/open-interest-BTC-USDT-SWAP-documented.json"))
SETTLED = json.loads(capture("okx/funding-rate-history-BTC-USDT-SWAP-documented.json"))
HOURS = json.loads(capture("okx/candles-BTC-USDT-1H-documented.json"))
NOW = datetime(2026, 2, 10, 10, 5, tzinfo=UTC)
SWAP = "BTC-USDT-SWAP"


def read(kind, body, subject=SWAP, at=NOW):
    return told(okx.SOURCE, kind, body, subject=subject, at=at)


def test_open_interest_is_in_coins_and_not_in_contracts():
    """2,731,045.5 contracts of a hundredth of a bitcoin are 27,310.455 bitcoin, worth 1,874,589,631.2 dollars."""
    readings = read("interest", INTEREST)
    assert values(readings) == {
        "BTC/futures.open_interest@okx": 27_310.455,
        "BTC/futures.open_interest_usd@okx": 1_874_589_631.2,
    }
    assert {each.observed_at for each in readings} == {datetime(2026, 2, 10, 9, 59, 59, 600_000, tzinfo=UTC)}
    assert float(INTEREST["data"][0]["oi"]) * 0.01 == pytest.approx(readings[0].value)


def test_contracts_do_not_stand_in_for_coins():
    """Without ``oiCcy`` there is no reading, and ``oi`` may be anything."""
    with pytest.raises(PayloadError, match=r"okx interest BTC-USDT-SWAP: data\.0\.oiCcy: "):
        read("interest", without(INTEREST, ("data", 0, "oiCcy")))
    assert len(read("interest", put(INTEREST, ("data", 0, "oi"), "1"))) == 2


def test_a_settlement_is_what_was_paid():
    """At 08:00 -0.00512% was paid where -0.00511837% had been predicted; the oldest of four only dates the next."""
    found = read("funding", SETTLED)
    assert [(each.rate, each.interval_hours) for each in found] == [(0.0000613, 8), (0.0000199, 8), (-0.0000512, 8)]
    assert found[-1].observed_at == datetime(2026, 2, 10, 8, tzinfo=UTC)
    assert (found[-1].asset, found[-1].venue, found[-1].instrument) == ("BTC", "okx", SWAP)


def test_a_rate_that_was_only_predicted_is_not_told():
    """The list of what is paid next is not asked for, and its field does not stand in."""
    with pytest.raises(PayloadError, match=r"okx funding BTC-USDT-SWAP: data\.0\.realizedRate: "):
        read("funding", without(SETTLED, ("data", 0, "realizedRate")))
    paths = {ask.path for ask in okx.SOURCE.asks(Scope(("BTC",), NAMES, NOW))}
    assert "/api/v5/public/funding-rate" not in paths


def test_another_contract_is_refused():
    """A contract that is settled in the coin counts in dollars; none of it is mixed in."""
    with pytest.raises(PayloadError, match=r"okx interest BTC-USDT-SWAP: .*holds 'BTC-USD-SWAP'"):
        read("interest", put(INTEREST, ("data", 0, "instId"), "BTC-USD-SWAP"))
    with pytest.raises(PayloadError, match=r"okx funding BTC-USDT-SWAP: .*holds nothing"):
        read("funding", {"code": "0", "msg": "", "data": []})


def test_the_bar_that_runs_is_left_out():
    """Also where our clock is an hour ahead, the running one is not told: no other has followed it."""
    bars = read("candles-1h", HOURS, "BTC-USDT")
    assert [each.observed_at.hour for each in bars] == [9, 8, 7, 6]
    assert (bars[0].close_usd, bars[0].volume_coin, bars[0].quote) == (69_149.5, None, "USDT")
    assert read("candles-1h", HOURS, "BTC-USDT", at=NOW + timedelta(hours=1)) != []
    assert len(read("candles-1h", HOURS, "BTC-USDT", at=NOW + timedelta(hours=1))) == 4


@pytest.mark.parametrize(("kind", "subject"), [("candles-1h", "BTC-USDT"), ("funding", SWAP), ("interest", SWAP)])
def test_a_refusal_with_status_200_is_quoted(kind, subject):
    """The code and OKX's own words stand in the one line."""
    body = {"code": "50011", "msg": "Too Many Requests\n\x1b[2J", "data": []}
    with pytest.raises(PayloadError) as caught:
        read(kind, body, subject)
    said = str(caught.value)
    assert said.startswith(f"okx {kind} {subject}: code: '50011', in the source's words: 'Too Many Requests")
    assert said.isprintable()


def test_the_past_reaches_back_as_far_as_it_is_kept():
    """OKX keeps settlements of about three months: a year is asked for in vain, and so it is not asked for."""
    asks = list(okx.SOURCE.history(Scope(("BTC",), NAMES, NOW), NOW - timedelta(days=400)))
    oldest = datetime.fromtimestamp(int(dict(asks[0].query)["before"]) / 1000, UTC)
    assert NOW - timedelta(days=92 + 17) < oldest <= NOW - timedelta(days=92)
    recent = list(okx.SOURCE.history(Scope(("BTC",), NAMES, NOW), NOW - timedelta(days=3)))
    assert len(recent) < len(asks)
