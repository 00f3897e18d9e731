"""What holds for these exchanges alike: their own form is read, another one is refused by source, path and field."""

import csv
import dataclasses
import gzip
import json
import math
import warnings
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.collectors.source import Scope, Source
from generator.collectors.sources import binance_coinm, binance_spot, binance_usdm, bybit, okx
from generator.errors import PayloadError
from generator.model.catalogue import load_catalogue
from generator.model.quotes import Candle, FundingSettlement
from generator.resources import SHIPPED
from tests.collectors.sources.replies import (
    CAPTURES,
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
from tests.loopback import direct
from tests.loopback.world import World

SOURCES = [module.SOURCE for module in (binance_spot, binance_usdm, binance_coinm, bybit, okx)]
WITH_A_PAST = [source for source in SOURCES if source.history is not None]
NOW = datetime(2026, 2, 10, 10, 5, tzinfo=UTC)
YEAR_AGO = NOW - timedelta(days=400)


class Case(NamedTuple):
    """A reply of a source, and the fields of it that are used."""

    source: Source
    kind: str
    subject: str
    body: object
    used: tuple[str, ...]
    at: datetime

    def told(self, body=None):
        given = self.body if body is None else body
        return told(self.source, self.kind, given, subject=self.subject, at=self.at)


def case(source, kind, subject, path, used, at=datetime(2026, 9, 20, tzinfo=UTC)):
    return Case(source, kind, subject, json.loads(capture(path)), tuple(used.split()), at)


def each(prefix, names):
    return " ".join(f"{prefix}.{name}" for name in names.split())


MARK = "symbol markPrice indexPrice time"
BAR = "0 1 2 3 4 5"
CASES = {
    "spot hours": case(
        binance_spot.SOURCE, "candles-1h", "BTCUSDT", "binance/klines-BTCUSDT-1h-documented.json", each("2", BAR), NOW
    ),
    "spot days": case(
        binance_spot.SOURCE, "candles-1d", "BTCUSDT", "binance/klines-BTCUSDT-1d-documented.json", each("1", BAR), NOW
    ),
    "marks, real": case(
        binance_usdm.SOURCE, "marks", "", "binance/fapi-premiumIndex-all-2020-10-16.json", each("3", MARK)
    ),
    "marks": case(binance_usdm.SOURCE, "marks", "", "binance/premiumIndex-all-documented.json", each("1", MARK), NOW),
    "funding of 2020, real": case(
        binance_usdm.SOURCE, "funding", "BTCUSDT", "binance/fapi-fundingRate-BTCUSDT-2020-10.json",
        each("99", "symbol fundingTime fundingRate"),
    ),
    "funding, real": case(
        binance_usdm.SOURCE, "funding", "BTCUSDT", "binance/fapi-fundingRate-BTCUSDT-2026-09-08.json",
        each("20", "symbol fundingTime fundingRate"),
    ),
    "interest, real": case(
        binance_usdm.SOURCE, "interest", "BTCUSDT", "binance/futures-openInterestHist-BTCUSDT-1h-2026-09-08.json",
        each("24", "symbol sumOpenInterest sumOpenInterestValue timestamp"),
    ),
    "interest of 2020, real": case(
        binance_usdm.SOURCE, "interest", "LTCUSDT", "binance/futures-openInterestHist-LTCUSDT-1d-2020-10.json",
        each("9", "symbol sumOpenInterest sumOpenInterestValue timestamp"),
    ),
    "coin-margined marks, real": case(
        binance_coinm.SOURCE, "marks", "XRPUSD", "binance/dapi-premiumIndex-all-2023-09-11.json",
        each("3", f"pair {MARK}"),
    ),
    "coin-margined marks": case(
        binance_coinm.SOURCE, "marks", "BTCUSD", "binance/dapi-premiumIndex-BTCUSD-documented.json",
        each("1", f"pair {MARK}"), NOW,
    ),
    "bybit interest, real": case(
        bybit.SOURCE, "interest", "BTCUSDT", "bybit/open-interest-BTCUSDT-1h-2026-09-08.json",
        "retCode retMsg result result.symbol result.category result.list "
        + each("result.list.24", "singleOpenInterest timestamp"),
    ),
    "bybit funding": case(
        bybit.SOURCE, "funding", "BTCUSDT", "bybit/funding-history-BTCUSDT-documented.json",
        "retCode retMsg result result.list "
        + each("result.list.2", "symbol fundingRate fundingRateTimestamp"), NOW,
    ),
    "bybit hours": case(
        bybit.SOURCE, "candles-1h", "BTCUSDT", "bybit/kline-spot-BTCUSDT-60-documented.json",
        "retCode retMsg result result.symbol result.list " + each("result.list.2", BAR), NOW,
    ),
    "okx interest": case(
        okx.SOURCE, "interest", "BTC-USDT-SWAP", "okx/open-interest-BTC-USDT-SWAP-documented.json",
        "code msg data " + each("data.0", "instId oiCcy oiUsd ts"), NOW,
    ),
    "okx funding": case(
        okx.SOURCE, "funding", "BTC-USDT-SWAP", "okx/funding-rate-history-BTC-USDT-SWAP-documented.json",
        "code msg data " + each("data.1", "instId realizedRate fundingTime"), NOW,
    ),
    "okx hours": case(
        okx.SOURCE, "candles-1h", "BTC-USDT", "okx/candles-BTC-USDT-1H-documented.json",
        "code msg data " + each("data.3", f"{BAR} 8"), NOW,
    ),
}  # fmt: skip
USED = [pytest.param(reply, place, id=f"{name}: {place}") for name, reply in CASES.items() for place in reply.used]
#: Where a text is meant, a text is no other type.
TEXTS = ("symbol", "pair", "instId", "retMsg", "msg", "category", "code")


def path_of(place):
    return tuple(int(part) if part.isdecimal() else part for part in place.split("."))


def same(records):
    """Return readings without the hash of the body that they came in."""
    return [dataclasses.replace(record, origin=None) for record in records]


def numbers(record):
    return [value for value in dataclasses.asdict(record).values() if isinstance(value, float)]


def longer_rows(value):
    """Return a copy in which every row that is a bare list goes on."""
    if isinstance(value, dict):
        return {name: longer_rows(below) for name, below in value.items()}
    if isinstance(value, list) and value and not isinstance(value[0], dict | list):
        return [*value, "more", {"new": None}]
    return [longer_rows(below) for below in value] if isinstance(value, list) else value


@pytest.mark.parametrize("reply", CASES.values(), ids=CASES.keys())
def test_a_reply_in_its_own_form_is_read_without_a_warning(reply):
    """Every number is finite, every time has a zone, and every reading traces to the body it came in."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        readings = reply.told()
    assert readings
    for reading in readings:
        assert all(math.isfinite(number) for number in numbers(reading))
        assert reading.observed_at.utcoffset() == timedelta(0)
        assert reading.observed_at <= reply.at
        assert reading.origin.raw_sha256 == sha(json.dumps(reply.body).encode())
        assert reading.origin.fetched_at == reply.at


@pytest.mark.parametrize("more", [with_more, longer_rows], ids=["in objects", "behind rows"])
@pytest.mark.parametrize("reply", CASES.values(), ids=CASES.keys())
def test_what_an_exchange_adds_changes_nothing(reply, more):
    """A new field in any object, or behind the last of any row, is not ours to judge."""
    assert same(reply.told(more(reply.body))) == same(reply.told())


@pytest.mark.parametrize("reply", CASES.values(), ids=CASES.keys())
def test_what_is_not_used_may_be_anything(reply):
    """Fields that our table does not name change no reading, whatever they become."""
    read = {part for place in reply.used for part in path_of(place)} | {"retCode", "code"}
    body = reply.body
    for path in list(places(body)):
        if isinstance(path[-1], str) and path[-1] not in read:
            body = put(body, path, {"another": ["form"]})
    assert same(reply.told(body)) == same(reply.told())


def refused(reply, body):
    with pytest.raises(PayloadError) as caught:
        reply.told(body)
    said = str(caught.value)
    assert said.startswith(" ".join(part for part in (reply.source.id, reply.kind, reply.subject) if part) + ": ")
    return said


@pytest.mark.parametrize(("reply", "place"), USED)
def test_a_used_field_that_is_lost_is_named(reply, place):
    """The one line says source, question, path and field; of a row that is too short, the last field."""
    said = refused(reply, without(reply.body, path_of(place)))
    where, _, field = place.rpartition(".")
    assert f" {where if field.isdecimal() else place}" in said


@pytest.mark.parametrize(("reply", "place"), USED)
@pytest.mark.parametrize(
    "spoilt", [{"an": "object"}, True, None, "NaN", "", 1e400], ids=["object", "truth", "null", "NaN", "empty", "huge"]
)
def test_a_used_field_of_another_type_is_named(reply, place, spoilt):
    """An object, a truth value, nothing, no number or one without an end, where something else belongs."""
    if isinstance(spoilt, str) and place.endswith(TEXTS):
        spoilt = 7
    assert f" {place}" in refused(reply, put(reply.body, path_of(place), spoilt))


TIMES = [
    pytest.param(reply, place, id=f"{name}: {place}")
    for name, reply in CASES.items()
    for place in reply.used
    if place.endswith(("time", "Time", "timestamp", "Timestamp", "ts", ".0"))
]


@pytest.mark.parametrize(("reply", "place"), TIMES)
@pytest.mark.parametrize("factor", [0.001, 1000], ids=["seconds", "microseconds"])
def test_seconds_are_no_milliseconds(reply, place, factor):
    """A time in another unit lies in 1970, or beyond the year 2100, and is refused by its name."""
    path = path_of(place)
    value = reply.body
    for part in path:
        value = value[part]
    other = type(value)(int(int(value) * factor))
    said = refused(reply, put(reply.body, path, other))
    assert f" {place}: should be a time of this market, in the documented unit" in said


@pytest.mark.parametrize("reply", CASES.values(), ids=CASES.keys())
@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b"null", b"<html>busy</html>", b'[{"symbol": NaN}]', b'[{"symbol": "BTC', b"\xff\xfe",
     b"[" * 3000],
    ids=["nothing", "list", "object", "null", "web page", "NaN", "cut off", "no text", "deep"],
)  # fmt: skip
def test_a_body_of_another_kind_is_refused(reply, body):
    """An error page, a cut body, an empty list: one line, and no reading."""
    refused(reply, body)


SPOILERS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.integers(min_value=10**300, max_value=10**400), st.floats(),
    st.sampled_from(
        ["", ".", "NaN", "-1", "1e999", "1e308", "1e-320", "0", "Infinity", "1", "-0", " 1", "1000PEPEUSDT", "USDT",
         "BTCUSDT_269999", "BTCUSD_260230", "1770717600000", "9" * 30]
    ),
    st.sampled_from([1e308, 5e-324, 1770717600, 1770717600000, 1770717600001, 1770717600000000]), st.text(max_size=8),
    st.just([]), st.just({}), st.lists(st.integers(), max_size=2),
)  # fmt: skip


@settings(max_examples=600, deadline=None)
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


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(list(CASES.values())), st.data())
def test_no_damaged_byte_does_more_than_be_refused(reply, data):
    """Bytes that fell out, or were put in."""
    raw = json.dumps(reply.body).encode()
    at = data.draw(st.integers(0, len(raw)))
    damaged = raw[:at] + data.draw(st.binary(max_size=4)) + raw[at + data.draw(st.integers(0, 40)) :]
    try:
        readings = reply.told(damaged)
    except PayloadError:
        return
    assert all(math.isfinite(number) for reading in readings for number in numbers(reading))


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded replies are not here")
def test_captures_are_as_they_were_recorded():
    """Byte for byte, but for those that are called documented."""
    kept = [path for venue in ("binance", "bybit", "okx") for path in (CAPTURES / venue).glob("*.json")]
    real = [path.relative_to(CAPTURES) for path in kept if "documented" not in path.name]
    assert len(real) == 9
    for path in real:
        assert capture(path) == (RECORDED / path).read_bytes()


def of_the_world(source, asks, world):
    """Return what the played world's healthy answers say, each question's apart."""
    for ask in asks:
        reply = direct.reply(source, ask, direct.answer(world, source, ask).body, world.now)
        yield ask, direct.read(source, reply, NAMES)


@cache
def world():
    return World(datetime(2026, 2, 10, 22, tzinfo=UTC))


@cache
def kept(file, symbol):
    """Return the rows of a coin in the bundled history by time."""
    with gzip.open(SHIPPED / "data" / "sample" / file, "rt") as lines:
        rows = [row for row in csv.DictReader(lines) if row["symbol"] == symbol]
    return {datetime.fromisoformat(row["timestamp" if "timestamp" in row else "date"]): row for row in rows}


def key(settlement):
    return settlement.asset, settlement.venue, settlement.instrument, settlement.interval_hours


def history(source, kind, *assets, since=YEAR_AGO, now=None):
    scope = Scope(assets, NAMES, now if now is not None else world().now)
    return [ask for ask in source.history(scope, since) if ask.kind == kind]


PAST_FUNDING = {
    "binance": (binance_usdm.SOURCE, "binance-funding.csv.gz", 400),
    "bybit": (bybit.SOURCE, "bybit-funding.csv.gz", 400),
}


@pytest.mark.parametrize("venue", PAST_FUNDING)
def test_pages_of_settlements_are_the_bundled_history_on(venue):
    """Page by page, every settlement of 400 days is told once or twice alike, with the history's hour and rate."""
    source, file, days = PAST_FUNDING[venue]
    since = world().now - timedelta(days=days)
    found = {}
    for _, settled in of_the_world(source, history(source, "funding", "BTC", since=since), world()):
        for reading in settled:
            assert key(reading) == ("BTC", venue, "BTCUSDT", 8)
            assert found.setdefault(reading.observed_at, reading.rate) == reading.rate
    expected = {
        at: float(row["rate_per_interval"]) for at, row in kept(file, "BTC").items() if since <= at <= world().now
    }
    assert len(expected) == 3 * days
    assert {at: found.get(at) for at in expected} == pytest.approx(expected)


def test_pages_of_settlements_at_okx_lose_none():
    """OKX leaves both ends of a page out; all the same, 92 days of three settlements each are there."""
    since = world().now - timedelta(days=91)
    pages = list(of_the_world(okx.SOURCE, history(okx.SOURCE, "funding", "BTC", "ETH", since=YEAR_AGO), world()))
    assert len(pages) > 4
    for asset in ("BTC", "ETH"):
        told_at = sorted({each.observed_at for _, page in pages for each in page if each.asset == asset})
        assert told_at[0] <= since
        assert {later - earlier for earlier, later in pairwise(told_at)} == {timedelta(hours=8)}
        assert told_at[-1] == datetime(2026, 2, 10, 16, tzinfo=UTC)


@pytest.mark.parametrize("source", [binance_usdm.SOURCE, bybit.SOURCE, okx.SOURCE], ids=lambda source: source.id)
def test_a_day_and_the_past_tell_the_same_settlements(source):
    """What a day's run reads is, where both have it, what the pages of the past say; a run later says it again."""
    scope = Scope(("BTC",), NAMES, world().now)
    day = [ask for ask in source.asks(scope) if ask.kind == "funding"]
    past = history(source, "funding", "BTC")
    of_day, of_past = (
        {(key(each), each.observed_at): each.rate for _, page in of_the_world(source, asks, world()) for each in page}
        for asks in (day, past)
    )
    assert len(of_day) >= 90
    assert all(of_past.get(named, rate) == rate for named, rate in of_day.items())
    assert len(of_day.keys() & of_past.keys()) >= 90


@pytest.mark.parametrize(("kind", "file"), [("candles-1h", "hourly"), ("candles-1d", "daily")])
def test_bars_carry_the_stamps_and_prices_of_the_bundled_history(kind, file):
    """A bar of the source and one of the sample are of one instant: its last, and of one price."""
    length = timedelta(hours=1) if kind == "candles-1h" else timedelta(days=1)
    scope = Scope(("BTC",), NAMES, world().now)
    asked = [ask for ask in binance_spot.SOURCE.asks(scope) if (ask.kind, ask.subject) == (kind, "BTCUSDT")]
    pages = [page for _, page in of_the_world(binance_spot.SOURCE, asked, world())]
    pages += [CASES["spot hours" if file == "hourly" else "spot days"].told()]
    rows = kept(f"binance-spot-{file}.csv.gz", "BTC")
    opened = {at.replace(tzinfo=UTC): float(row["close_usdt"]) for at, row in rows.items()}
    assert [len(page) for page in pages] == ([199, 4] if file == "hourly" else [99, 3])
    for bar in [bar for page in pages for bar in page]:
        begins = bar.observed_at + timedelta(milliseconds=1) - length
        assert bar.close_usd == pytest.approx(opened[begins])
        assert (bar.asset, bar.venue, bar.quote) == ("BTC", "binance", "USDT")


@pytest.mark.parametrize("interval", ["1h", "1d"])
def test_pages_of_candles_have_every_bar_once(interval):
    """400 days of bars, page by page: no bar is missing at a border, and none is told by two pages."""
    asks = history(binance_spot.SOURCE, f"candles-{interval}", "BTC")
    bars = [bar for _, page in of_the_world(binance_spot.SOURCE, asks, world()) for bar in page]
    assert all(isinstance(bar, Candle) for bar in bars)
    step = timedelta(hours=1) if interval == "1h" else timedelta(days=1)
    assert {later.observed_at - earlier.observed_at for earlier, later in pairwise(bars)} == {step}
    assert bars[0].observed_at - step < YEAR_AGO
    assert bars[-1].observed_at == (world().now if interval == "1h" else world().now - timedelta(hours=22)) - timedelta(
        milliseconds=1
    )


def test_pages_of_open_interest_have_every_day_once():
    """Bybit gives 200 rows at most, both ends of a page included: a page is 200 days."""
    asks = history(bybit.SOURCE, "interest", "BTC")
    days = [each.observed_at for _, page in of_the_world(bybit.SOURCE, asks, world()) for each in reversed(page)]
    assert {later - earlier for earlier, later in pairwise(days)} == {timedelta(days=1)}
    assert days[0] <= YEAR_AGO + timedelta(days=1)
    assert days[-1] == datetime(2026, 2, 10, tzinfo=UTC)


#: Rows that a page may have, and the shortest time between two rows that it is laid out for.
PAGES = {
    ("binance-spot", "candles-1h"): (1000, timedelta(hours=1)),
    ("binance-spot", "candles-1d"): (1000, timedelta(days=1)),
    ("binance-usdm", "funding"): (1000, timedelta(hours=4)),
    ("bybit", "funding"): (200, timedelta(hours=4)),
    ("bybit", "interest"): (200, timedelta(days=1)),
    ("okx", "funding"): (100, timedelta(hours=4)),
}


def window(ask):
    """Return the first and the last moment that a page has."""
    query = dict(ask.query)
    start, end = (
        (int(query["before"]) + 1, int(query["after"]) - 1)
        if "before" in query
        else (int(query["startTime"]), int(query["endTime"]))
    )
    return [datetime.fromtimestamp(each / 1000, UTC) for each in (start, end)]


@pytest.mark.parametrize(("id", "kind"), PAGES)
def test_pages_fit_and_cover_the_past(id, kind):  # noqa: A002 - a source's id
    """Each asks for as many rows as the source gives, holds no more than that, and no moment lies between two."""
    source = next(source for source in SOURCES if source.id == id)
    rows, step = PAGES[id, kind]
    asks = history(source, kind, "BTC")
    spans = [window(ask) for ask in asks]
    assert {dict(ask.query)["limit"] for ask in asks} == {str(rows)}
    reach = world().now - timedelta(days=92) if id == "okx" else YEAR_AGO
    assert spans[0][0] <= reach
    assert spans[-1][1] >= world().now - timedelta(milliseconds=1)
    overlap = timedelta(hours=8) if kind == "funding" else timedelta(0)
    for (_, end), (start, _) in pairwise(spans):
        assert start <= end - overlap + timedelta(milliseconds=1)
    for start, end in spans:
        assert (end - start) // step + 1 <= rows


@pytest.mark.parametrize("source", WITH_A_PAST, ids=lambda source: source.id)
def test_another_run_asks_for_the_same_pages(source):
    """A day later only the last page of each list is another, and there may be a new one behind it."""

    def pages(now):
        scope = Scope(("BTC", "ETH"), NAMES, now)
        return {(source.address(ask), ask.subject, ask.kind) for ask in source.history(scope, YEAR_AGO)}

    first, second = pages(NOW), pages(NOW + timedelta(days=1))
    lists = {(subject, kind) for _, subject, kind in first}
    dropped = 1 if source is okx.SOURCE else 0  # its past begins a day later too
    assert len(first - second) <= len(lists) * (1 + dropped)
    assert len(first & second) >= len(lists)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.id)
def test_each_question_has_its_reader_and_says_what_misses_it(source):
    """What is asked can be read, what can be read is asked, and the catalogue knows every metric that misses it."""
    catalogue = load_catalogue()
    scope = Scope(("BTC", "ETH"), NAMES, NOW)
    past = source.history(scope, YEAR_AGO) if source.history is not None else ()
    asked = [*source.asks(scope), *past]
    for ask in asked:
        assert ask.feeds
        assert [metric for metric in ask.feeds if metric not in catalogue] == []
        assert (ask.path[0], ask.redirects, ask.post) == ("/", 0, "")
    assert {ask.kind for ask in asked} == set(source.parsers)
    assert source.publisher in NAMES.venues


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.id)
def test_a_day_asks_no_question_twice_and_stays_within_the_limit(source):
    """Kind and subject name a question; all of a day's fit into a quarter of what the limit lets through in a run."""
    asks = list(source.asks(Scope(("BTC", "ETH", "SOL", "PEPE"), NAMES, NOW)))
    assert len({(ask.kind, ask.subject) for ask in asks}) == len({source.address(ask) for ask in asks}) == len(asks)
    assert len(asks) * 4 <= source.limit.requests * 60 / source.limit.seconds


def test_a_coin_is_asked_for_by_its_contracts_own_name():
    """PEPE is traded as itself on the spot market, and as a thousand of it in Binance's contracts."""
    scope = Scope(("PEPE",), NAMES, NOW)
    subjects = {(source.id, ask.kind): ask.subject for source in SOURCES for ask in source.asks(scope)}
    assert subjects["binance-usdm", "funding"] == subjects["binance-usdm", "interest"] == "1000PEPEUSDT"
    spot = [ask.subject for ask in binance_spot.SOURCE.asks(scope) if ask.kind == "candles-1h"]
    assert spot == ["PEPEUSDT"]
    assert subjects["okx", "funding"] == "PEPE-USDT-SWAP"


def test_no_number_comes_from_a_field_that_says_percent_and_means_a_fraction():
    """Bybit's ``price24hPcnt`` stands in its tickers, which are never asked; a change is our own arithmetic."""
    scope = Scope(("BTC", "ETH"), NAMES, NOW)
    paths = {ask.path for source in SOURCES for ask in source.asks(scope)}
    assert not [path for path in paths if "ticker" in path]
    forms = {name for reply in CASES.values() for place in reply.used for name in place.split(".")}
    assert not [name for name in forms if "cnt" in name or "ercent" in name]


def test_used_fields_are_there():
    """A list of used fields that lags behind its capture tests nothing."""
    for reply in CASES.values():
        for place in reply.used:
            without(reply.body, path_of(place))


def test_settlements_are_for_their_own_hours():
    """Every settlement of the captures is of a whole hour, for eight of them."""
    found = [each for reply in CASES.values() for each in reply.told() if isinstance(each, FundingSettlement)]
    assert len(found) == 99 + 20 + 5 + 3
    assert {each.interval_hours for each in found} == {8}
    assert {(each.observed_at.minute, each.observed_at.second, each.observed_at.microsecond) for each in found} == {
        (0, 0, 0)
    }
