"""What holds for these venues alike: their own form is read, another one is refused by source, path and field."""

import dataclasses
import json
import math
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.collectors.source import Scope, Source
from generator.collectors.sources import coinbase, deribit, hyperliquid, kraken_futures, kraken_spot
from generator.errors import PayloadError
from tests.collectors.sources.replies import (
    NAMES,
    RECORDED,
    capture,
    places,
    put,
    sha,
    spoiled,
    told,
    with_more,
    without,
)

SOURCES = [module.SOURCE for module in (deribit, hyperliquid, kraken_spot, kraken_futures, coinbase)]
NOW = datetime(2026, 9, 20, 21, 17, 16, tzinfo=UTC)


class Case(NamedTuple):
    """A reply of a source: the fields that it must have, and those that must be of their type where they are."""

    source: Source
    kind: str
    subject: str
    body: object
    needed: tuple[str, ...]
    typed: tuple[str, ...]
    at: datetime

    def told(self, body=None):
        given = self.body if body is None else body
        return told(self.source, self.kind, given, subject=self.subject, at=self.at)


def case(source, kind, subject, path, needed, typed="", at=NOW):
    return Case(source, kind, subject, json.loads(capture(path)), tuple(needed.split()), tuple(typed.split()), at)


def each(prefix, names):
    return " ".join(f"{prefix}.{name}" for name in names.split())


SUMMARY = "instrument_name base_currency creation_timestamp mark_price open_interest estimated_delivery_price"
TRADED = f"{SUMMARY} volume volume_usd"
OPTION = f"{TRADED} mark_iv underlying_price"
CONTEXT = "openInterest markPx oraclePx"
CASES = {
    "deribit options": case(
        deribit.SOURCE, "options", "BTC", "deribit/book-summary-btc-option-2026-05-22.json",
        "result " + each("result.1", OPTION),
    ),
    "deribit options of three expiries": case(
        deribit.SOURCE, "options", "BTC", "deribit/book-summary-btc-option-24rows-2026-08-05.json",
        each("result.23", OPTION), "testnet",
    ),
    "deribit futures": case(
        deribit.SOURCE, "futures", "BTC", "deribit/book-summary-btc-future-2026-05-22.json",
        "result " + each("result.1", TRADED),
    ),
    "deribit futures in September": case(
        deribit.SOURCE, "futures", "BTC", "deribit/book-summary-btc-future-2026-09-20.json", each("result.12", TRADED)
    ),
    "deribit funding": case(
        deribit.SOURCE, "funding", "BTC-PERPETUAL", "deribit/funding-rate-history-2026-09-20.json",
        "result " + each("result.5", "timestamp interest_1h"),
    ),
    "deribit volatility": case(
        deribit.SOURCE, "volatility", "BTC", "deribit/volatility-index-hours-documented.json",
        "result result.data result.data.3.0 result.data.3.4", each("result.data.3", "1 2 3"),
    ),
    "hyperliquid contexts": case(
        hyperliquid.SOURCE, "contexts", "BTC", "hyperliquid/metaAndAssetCtxs-BTC-2026-09-09.json",
        "1 0.universe 0.universe.0.name " + each("1.0", CONTEXT),
    ),
    "hyperliquid contexts of six": case(
        hyperliquid.SOURCE, "contexts", "BTC SOL", "hyperliquid/metaAndAssetCtxs-2026-documented.json",
        "0.universe.5.name " + each("1.5", CONTEXT),
    ),
    "hyperliquid funding": case(
        hyperliquid.SOURCE, "funding", "BTC", "hyperliquid/fundingHistory-BTC-2023.json",
        each("20", "coin fundingRate time"),
    ),
    "kraken tickers": case(
        kraken_futures.SOURCE, "tickers", "XBT", "kraken/futures-tickers-XBT-2026-09-09.json",
        "tickers " + each("tickers.0", "symbol markPrice openInterest") + " " + each("tickers.1", "symbol markPrice"),
    ),
    "kraken funding": case(
        kraken_futures.SOURCE, "funding", "PF_XBTUSD", "kraken/historical-funding-rates-documented.json",
        "rates " + each("rates.2", "timestamp relativeFundingRate"),
    ),
    "kraken candles": case(
        kraken_spot.SOURCE, "candles-1h", "XBTUSD", "kraken/ohlc-xbtusd-60-documented.json",
        "error result", each("result.XXBTZUSD.1", "0 1 2 3 4"),
    ),
    "coinbase candles": case(
        coinbase.SOURCE, "candles-1h", "BTC-USD", "coinbase/candles-btc-usd-1h-2024-04-04.json",
        "1.0", each("1", "1 2 3 4"),
    ),
}  # fmt: skip
NEEDED = [pytest.param(each, place, id=f"{name}: {place}") for name, each in CASES.items() for place in each.needed]
TYPED = [
    pytest.param(each, place, id=f"{name}: {place}")
    for name, each in CASES.items()
    for place in (*each.needed, *each.typed)
]


def path_of(place):
    return tuple(int(part) if part.isdecimal() else part for part in place.split("."))


def same(records):
    """Return readings without the hash of the body that they came in."""
    return [dataclasses.replace(record, origin=None) for record in records]


def numbers(record):
    return [value for value in dataclasses.asdict(record).values() if isinstance(value, float)]


@pytest.mark.parametrize("reply", CASES.values(), ids=CASES.keys())
def test_a_reply_in_its_own_form_is_read(reply):
    """Every number is finite, every time has a zone, and every reading traces to the body it came in."""
    readings = reply.told()
    assert readings
    for reading in readings:
        assert all(math.isfinite(number) for number in numbers(reading))
        assert reading.observed_at.utcoffset() == timedelta(0)
        assert reading.origin.raw_sha256 == sha(json.dumps(reply.body).encode())
        assert reading.origin.fetched_at == reply.at


@pytest.mark.parametrize("reply", CASES.values(), ids=CASES.keys())
def test_what_a_venue_adds_changes_nothing(reply):
    """A new field in any object is not ours to judge."""
    assert same(reply.told(with_more(reply.body))) == same(reply.told())


@pytest.mark.parametrize("reply", CASES.values(), ids=CASES.keys())
def test_what_is_not_read_may_be_anything(reply):
    """A field that our tables do not name changes no reading, whatever it becomes."""
    read = {part for place in (*reply.needed, *reply.typed) for part in path_of(place)} | {"serverTime", "testnet"}
    body = reply.body
    for path in list(places(body)):
        if isinstance(path[-1], str) and path[-1] not in read:
            body = put(body, path, {"another": ["form"]})
    assert same(reply.told(body)) == same(reply.told())


@pytest.mark.parametrize(("reply", "place"), NEEDED)
def test_a_needed_field_that_is_lost_is_named(reply, place):
    """The one line says source, question, path and field."""
    with pytest.raises(PayloadError) as caught:
        reply.told(without(reply.body, path_of(place)))
    said = str(caught.value)
    assert said.startswith(f"{reply.source.id} {reply.kind} {reply.subject}: ")
    assert place.rpartition(".")[2] in said


@pytest.mark.parametrize(("reply", "place"), TYPED)
@pytest.mark.parametrize("spoilt", [{"an": "object"}, True, "NaN", "many"], ids=["object", "truth", "NaN", "word"])
def test_a_field_of_another_type_is_named(reply, place, spoilt):
    """An object, a truth value or a word where a number, a time or a list belongs."""
    if isinstance(spoilt, str) and place.endswith(("instrument_name", "base_currency", "symbol", ".name", ".coin")):
        spoilt = 7
    if (place, spoilt) == ("testnet", True):
        spoilt = 1
    with pytest.raises(PayloadError) as caught:
        reply.told(put(reply.body, path_of(place), spoilt))
    said = str(caught.value)
    assert said.startswith(f"{reply.source.id} {reply.kind} {reply.subject}: ")
    wire = place.replace("result.XXBTZUSD.", "result.1.")  # the pair's own name is read apart
    assert f" {wire}" in said


@pytest.mark.parametrize("reply", CASES.values(), ids=CASES.keys())
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b"<html>busy</html>",
        b'{"result": NaN}',
        b'[{"coin": "BTC"',
        b"\xff\xfe",
        b"[" * 3000,
    ],
    ids=["nothing", "list", "object", "null", "web page", "NaN", "cut off", "no text", "deep"],
)
def test_a_body_of_another_kind_is_refused(reply, body):
    """An error page, a cut body, an empty list: one line, and no reading."""
    with pytest.raises(PayloadError, match=f"^{reply.source.id} {reply.kind} "):
        reply.told(body)


SPOILERS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.integers(min_value=10**300, max_value=10**400), st.floats(),
    st.sampled_from(
        ["", ".", "NaN", "-1", "1e999", "1e308", "0", "Infinity", "2026-02-10", "1", "BTC", "USD", " 1", "BTC-31FEB26"]
    ),
    st.sampled_from([1e308, -1e308, 5e-324, 1789938000, 1789938000000, 1789938000000000]), st.text(max_size=8),
    st.just([]), st.just({}), st.lists(st.integers(), max_size=2),
)  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(st.data())
def test_no_mutated_reply_does_more_than_be_refused(data):
    """Whatever one to three places become: finite numbers with a zone, or one line of an error."""
    reply = data.draw(st.sampled_from(list(CASES.values())))
    body = spoiled(data.draw, reply.body, SPOILERS)
    readings, said = [], "read"
    try:
        readings = reply.told(body)
    except PayloadError as error:
        said = str(error)
    assert said.isprintable()
    for reading in readings:
        assert all(math.isfinite(number) for number in numbers(reading))
        assert reading.observed_at.utcoffset() == timedelta(0)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.id)
def test_each_question_has_its_reader_and_says_what_misses_it(source):
    """What is asked can be read; the address has no blank and no key; a venue is named as in the list of names."""
    scope = Scope(("BTC", "ETH"), NAMES, NOW)
    asked = [*source.asks(scope), *source.history(scope, NOW - timedelta(days=400))]
    for ask in asked:
        assert ask.kind in source.parsers
        assert ask.feeds
        assert ask.path.startswith("/")
        assert not set(source.address(ask)) & {" ", "{"}
    assert {ask.kind for ask in asked} == set(source.parsers)
    assert source.publisher in NAMES.venues


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.id)
def test_questions_of_an_hour_are_the_same_questions(source):
    """A run that is started again minutes later asks what the first one asked."""
    again = [list(source.asks(Scope(("BTC", "ETH"), NAMES, NOW + timedelta(minutes=late)))) for late in (0, 31)]
    assert again[0] == again[1]


@pytest.mark.parametrize("source", [deribit.SOURCE, hyperliquid.SOURCE, coinbase.SOURCE], ids=lambda source: source.id)
def test_pages_of_the_past_stay_the_same(source):
    """A day later all pages but the last of each list are the ones that were answered, to the letter."""

    def pages(now):
        scope = Scope(("BTC",), NAMES, now)
        return {(source.address(ask), ask.post) for ask in source.history(scope, NOW - timedelta(days=400))}

    first, second = pages(NOW), pages(NOW + timedelta(days=1))
    assert len(first - second) <= len({ask.kind for ask in source.history(Scope(("BTC",), NAMES, NOW), NOW)})
    assert len(first) > 3


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded replies are not here")
def test_captures_are_as_they_were_recorded():
    """Byte for byte, where a whole file was taken over."""
    for path in (
        "deribit/book-summary-btc-option-2026-05-22.json", "deribit/book-summary-btc-option-24rows-2026-08-05.json",
        "deribit/book-summary-btc-future-2026-05-22.json", "deribit/ticker-btc-perpetual-2026-05-22.json",
        "hyperliquid/metaAndAssetCtxs-BTC-2026-09-09.json", "kraken/futures-tickers-XBT-2026-09-09.json",
    ):  # fmt: skip
        assert capture(path) == (RECORDED / path).read_bytes()
