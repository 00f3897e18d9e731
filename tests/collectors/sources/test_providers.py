"""What holds for every provider: its own form is read, another form is refused, and nothing is invented."""

import json
import math
from datetime import UTC, datetime
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.collectors.source import Scope, Source
from generator.collectors.sources import (
    alternative_me,
    coinalyze,
    coindesk,
    coingecko,
    coinglass,
    coinmarketcap,
    coinpaprika,
    defillama,
    fred,
)  # fmt: skip
from generator.errors import PayloadError
from tests.collectors.sources.replies import NAMES, at_path, capture, places, put, same, sha, told, with_more, without

SOURCES = [
    module.SOURCE
    for module in (
        alternative_me, coinalyze, coindesk, coingecko, coinglass, coinmarketcap, coinpaprika, defillama, fred,
    )
]  # fmt: skip
NOW = datetime(2026, 2, 10, 16, 20, tzinfo=UTC)
SINCE = datetime(2025, 1, 6, 12, tzinfo=UTC)

# In the documented form, with figures of nobody: what these two send may not be kept here.
GLASS = {
    "code": "0", "msg": "success",
    "data": [
        {"exchange": "All", "liquidation_usd": 30.0, "longLiquidation_usd": 18.0, "shortLiquidation_usd": 12.0},
        {"exchange": "One", "liquidation_usd": 20.0, "longLiquidation_usd": 12.0, "shortLiquidation_usd": 8.0},
        {"exchange": "Two", "liquidation_usd": 10.0, "longLiquidation_usd": 6.0, "shortLiquidation_usd": 4.0},
    ],
}  # fmt: skip
GLASS_INTEREST = {
    "code": "0", "msg": "success",
    "data": [
        {"exchange": "All", "symbol": "BTC", "open_interest_usd": 300.0, "open_interest_quantity": 3.0},
        {"exchange": "One", "symbol": "BTC", "open_interest_usd": 200.0, "open_interest_quantity": 2.0},
        {"exchange": "Two", "symbol": "BTC", "open_interest_usd": 100.0, "open_interest_quantity": 1.0},
    ],
}  # fmt: skip
CAP_INDEX = {
    "data": {"value": 40, "value_classification": "Neutral", "update_time": "2026-02-10T15:54:56.017Z"},
    "status": {"timestamp": "2026-02-10T16:00:00.000Z", "error_code": "0", "error_message": ""},
}
CAP_QUOTES = {
    "data": [
        {
            "id": 1, "symbol": "BTC",
            "quote": [{"id": 2781, "symbol": "USD", "price": 68632.5, "last_updated": "2026-02-10T15:59:00.000Z"}],
        }
    ],
    "status": {"timestamp": "2026-02-10T16:00:00.000Z", "error_code": 0, "error_message": None},
}  # fmt: skip


class Case(NamedTuple):
    """A reply of a source, and the fields of it that are used: their paths from the body's top."""

    source: Source
    kind: str
    subject: str
    body: object
    used: tuple[str, ...]
    at: datetime = datetime(2026, 9, 20, tzinfo=UTC)

    def told(self, body=None):
        given = self.body if body is None else body
        return told(self.source, self.kind, given, subject=self.subject, at=self.at)


def _case(source, kind, subject, path, used, **more):
    return Case(source, kind, subject, json.loads(capture(path)), tuple(used.split()), **more)


def _each(prefix, names):
    return " ".join(f"{prefix}.{name}" for name in names.split())


COIN = "id symbol market_cap_rank current_price market_cap total_volume ath ath_change_percentage ath_date last_updated"
CASES = {
    "coingecko markets, real": _case(
        coingecko.SOURCE, "markets", "", "coingecko/coins-markets-2024-04.json", _each("0", COIN)
    ),
    "coingecko markets": _case(
        coingecko.SOURCE, "markets", "", "coingecko/coins-markets-documented.json", _each("2", COIN)
    ),
    "coingecko categories": _case(
        coingecko.SOURCE, "categories", "", "coingecko/coins-categories-documented.json",
        _each("2", "id market_cap_change_24h updated_at"),
    ),
    "coingecko global, real": _case(
        coingecko.SOURCE, "global", "", "coingecko/global-2026-09-12.json",
        "data " + _each("data", "total_market_cap.usd market_cap_percentage.btc market_cap_percentage.eth updated_at"),
    ),
    "coinpaprika ticker": _case(
        coinpaprika.SOURCE, "ticker", "btc-bitcoin", "coinpaprika/ticker-btc-bitcoin-documented.json",
        "id last_updated quotes.USD " + _each("quotes.USD", "price ath_price ath_date percent_from_price_ath"),
    ),
    "coinpaprika global": _case(
        coinpaprika.SOURCE, "global", "", "coinpaprika/global-documented.json",
        "bitcoin_dominance_percentage last_updated",
    ),
    "alternative.me, real": _case(
        alternative_me.SOURCE, "index", "", "alternative_me/fng-2026-09-08.json", "data data.1.value data.0.timestamp"
    ),
    "alternative.me, kept": _case(
        alternative_me.SOURCE, "index", "", "alternative_me/fng-2026-02.json", "data.9.value data.9.timestamp"
    ),
    "defillama": _case(
        defillama.SOURCE, "supply-since-2017", "", "defillama/stablecoincharts-all-documented.json",
        "1.date 1.totalCirculatingUSD 1.totalCirculatingUSD.peggedUSD",
    ),
    "fred": _case(
        fred.SOURCE, "observations", "DGS10", "fred/DGS10-2026-02.json",
        "observations observations.3.date observations.3.value",
    ),
    "coinalyze liquidations": _case(
        coinalyze.SOURCE, "liquidations", "BTC", "coinalyze/liquidation-history-BTC-documented.json",
        "1.symbol 1.history 1.history.5.t 1.history.5.l 1.history.5.s", at=NOW,
    ),
    "coinalyze interest": _case(
        coinalyze.SOURCE, "interest", "BTC", "coinalyze/open-interest-history-BTC-documented.json",
        "0.symbol 0.history 0.history.2.t 0.history.2.c", at=NOW,
    ),
    "coindesk": _case(
        coindesk.SOURCE, "indices", "", "coindesk/latest-tick-documented.json",
        "Data " + _each("Data.CD20-USD", "VALUE_LAST_UPDATE_TS MOVING_24_HOUR_CHANGE_PERCENTAGE"),
    ),
    "coinglass liquidations": Case(
        coinglass.SOURCE, "liquidations", "BTC", GLASS,
        (
            "code", "msg", "data",
            *_each("data.1", "exchange liquidation_usd longLiquidation_usd shortLiquidation_usd").split(),
        ),
    ),
    "coinglass interest": Case(
        coinglass.SOURCE, "interest", "BTC", GLASS_INTEREST,
        ("code", "msg", "data", *_each("data.0", "exchange symbol open_interest_usd open_interest_quantity").split()),
    ),
    "coinmarketcap index": Case(
        coinmarketcap.SOURCE, "index", "", CAP_INDEX,
        ("data", "data.value", "data.update_time", "status", "status.error_code", "status.error_message"),
    ),
    "coinmarketcap quotes": Case(
        coinmarketcap.SOURCE, "quotes", "", CAP_QUOTES,
        ("data", "data.0.id", "data.0.quote", *_each("data.0.quote.0", "symbol price last_updated").split()),
    ),
}  # fmt: skip
USED = [pytest.param(case, place, id=f"{name}: {place}") for name, case in CASES.items() for place in case.used]


def _path(place):
    return tuple(int(part) if part.isdecimal() else part for part in place.split("."))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_reply_in_its_own_form_is_read(case):
    """Every number is finite, has a zone to its times, and traces to the body it came in."""
    readings = case.told()
    assert readings
    for each in readings:
        assert math.isfinite(each.value)
        assert each.observed_at.utcoffset() == each.available_at.utcoffset() == NOW.utcoffset()
        assert each.available_at >= each.observed_at
        assert each.origin.raw_sha256 == sha(json.dumps(case.body).encode())
        assert each.origin.fetched_at == case.at


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_what_a_source_adds_changes_nothing(case):
    """A new field in any object is not ours to judge."""
    assert same(case.told(with_more(case.body))) == same(case.told())


@pytest.mark.parametrize(("case", "place"), USED)
@pytest.mark.parametrize("spoilt", ["lost", {"an": "object"}, True], ids=["lost", "an object", "a truth value"])
def test_a_used_field_that_is_lost_or_of_another_type_is_named(case, place, spoilt):
    """The one line says source, question, path and field."""
    path = _path(place)
    body = without(case.body, path) if spoilt == "lost" else put(case.body, path, spoilt)
    with pytest.raises(PayloadError) as caught:
        case.told(body)
    said = str(caught.value)
    assert said.startswith(f"{case.source.id} {case.kind}")
    assert str(path[-1]) in said


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b"null", b"<html>busy</html>", b'{"a": NaN}', b'[{"id": "bitcoin"', b"\xff\xfe", b"[" * 3000],
    ids=["nothing", "list", "object", "null", "web page", "NaN", "cut off", "no text", "deep"],
)
def test_a_body_of_another_kind_is_refused(case, body):
    """An error page, a cut body, an empty list: one line, and no reading."""
    with pytest.raises(PayloadError, match=case.source.id):
        case.told(body)


SPOILERS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.integers(min_value=10**300, max_value=10**400), st.floats(),
    st.sampled_from(["", ".", "NaN", "-1", "1e999", "0", "Infinity", "2026-02-10", "1", "ten", "All", "USD", " 1"]),
    st.text(max_size=8), st.just([]), st.just({}), st.lists(st.integers(), max_size=2),
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_no_mutated_reply_does_more_than_be_refused(data):
    """Whatever one or two places become: finite numbers with a zone, or one line of an error."""
    case = data.draw(st.sampled_from(list(CASES.values())))
    body = case.body
    for _ in range(data.draw(st.integers(1, 2))):
        path = data.draw(st.sampled_from(list(places(body))))
        body = without(body, path) if data.draw(st.booleans()) else put(body, path, data.draw(SPOILERS))
        if not list(places(body)):
            break
    try:
        readings = case.told(body)
    except PayloadError:
        return
    for each in readings:
        assert math.isfinite(each.value)
        assert each.observed_at.tzinfo is not None


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(list(CASES.values())), st.data())
def test_no_damaged_byte_does_more_than_be_refused(case, data):
    """Bytes that fell out, or were put in."""
    raw = json.dumps(case.body).encode()
    at = data.draw(st.integers(0, len(raw)))
    damaged = raw[:at] + data.draw(st.binary(max_size=4)) + raw[at + data.draw(st.integers(0, 40)) :]
    try:
        readings = case.told(damaged)
    except PayloadError:
        return
    assert all(math.isfinite(each.value) for each in readings)


def test_the_address_of_a_question_has_no_key():
    """Keys are the client's to add; what is kept and printed never has them."""
    scope = Scope(("BTC", "ETH", "SOL"), NAMES, NOW)
    for source in SOURCES:
        past = source.history(scope, SINCE) if source.history is not None else ()
        for ask in (*source.asks(scope), *past):
            assert source.key is None or source.key.field.lower() not in source.address(ask).lower()
            assert ask.kind in source.parsers
            assert ask.feeds
            assert ask.path.startswith("/")
            assert ask.redirects == 0


def test_a_run_asks_no_question_twice():
    """Kind and subject name a question; its address is its own, and within the documented limit of a minute."""
    scope = Scope(("BTC",), NAMES, NOW)
    for source in SOURCES:
        asks = list(source.asks(scope))
        assert len({(ask.kind, ask.subject) for ask in asks}) == len({source.address(ask) for ask in asks}) == len(asks)
        assert len(asks) <= source.limit.requests * 60 / source.limit.seconds


def test_only_second_opinions_come_from_the_two_that_may_only_give_them():
    """CoinPaprika and CoinMarketCap are asked what others are asked too."""
    assert {source.id for source in SOURCES if source.second} == {"coinpaprika", "coinmarketcap"}


def test_two_indices_are_never_averaged():
    """alternative.me and CoinMarketCap each publish an index of that name: two series, each with its own venue."""
    cases = CASES["alternative.me, real"], CASES["coinmarketcap index"]
    told_by = [{(str(each.series), each.value) for each in case.told()} for case in cases]
    assert told_by == [
        {("CRYPTO/sentiment.fear_greed@alternative.me", 69.0), ("CRYPTO/sentiment.fear_greed@alternative.me", 71.0)},
        {("CRYPTO/sentiment.fear_greed@coinmarketcap", 40.0)},
    ]


def test_used_fields_are_there():
    """A list of used fields that lags behind its capture tests nothing."""
    for case in CASES.values():
        for place in case.used:
            at_path(case.body, _path(place))
