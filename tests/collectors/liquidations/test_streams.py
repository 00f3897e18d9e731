"""Each venue's messages are read as the venue means them, and a broken one is refused by name."""

import contextlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.collectors.liquidations import binance, bybit, okx
from generator.collectors.liquidations.stream import Contract, Said
from generator.errors import PayloadError
from generator.model.names import load_names

CAPTURES = Path(__file__).resolve().parents[2] / "captures" / "liquidations"
NAMES = load_names()
SIZES = {
    "BTC-USDT-SWAP": Contract(0.01, "coin"),
    "MINA-USDT-SWAP": Contract(1, "coin"),
    "IOST-USDT-SWAP": Contract(100, "coin"),
    "BTC-USD-SWAP": Contract(100, "USD"),
}
STREAMS = {"bybit": bybit.STREAM, "okx": okx.STREAM, "binance": binance.STREAM}


def read(stream, message, contracts=SIZES):
    return list(stream.parse(message, contracts=contracts, names=NAMES))


def captured(name):
    return [line for line in (CAPTURES / name).read_bytes().splitlines() if line]


def told(each):
    return each.asset, each.instrument, each.side, each.amount_coin, each.price_usd


def test_bybits_side_is_that_of_the_position():
    """Buy is a long that was liquidated: the opposite of what an order's side would say."""
    ada, strk, one, two = (each for line in captured("bybit-2026-10.jsonl") for each in read(bybit.STREAM, line))
    assert told(ada) == ("ADA", "ADAUSDT", "short", 13248, 0.1915)
    assert told(strk) == ("STRK", "STRKUSDT", "long", 2084.9, 0.05165)
    assert told(one) == ("BTC", "BTCUSDT", "long", 0.006, 82396.9)
    assert one.usd == pytest.approx(494.3814)
    assert two.at == datetime(2026, 10, 9, 17, 6, 41, 58000, UTC)
    (rose,) = read(bybit.STREAM, (CAPTURES / "bybit-documented.json").read_bytes())
    assert (rose.side, rose.usd) == ("short", pytest.approx(899.8))


def test_okx_counts_in_contracts():
    """8.55 contracts of 0.01 bitcoin at 82,655.7 are 7,067 dollars; 13 of 100 IOST are ten."""
    mina, bitcoin = (each for line in captured("okx-2026.jsonl") for each in read(okx.STREAM, line))
    assert told(mina) == ("MINA", "MINA-USDT-SWAP", "short", 10975, 0.09859)
    assert (bitcoin.asset, bitcoin.side, bitcoin.amount_coin) == ("BTC", "long", pytest.approx(0.0855))
    assert bitcoin.usd == pytest.approx(7067.06235)
    (iost,) = read(okx.STREAM, (CAPTURES / "okx-documented.json").read_bytes())
    assert iost.usd == pytest.approx(10.1803)


def test_okx_inverse_contracts_are_in_dollars():
    """Three contracts of $100 are $300 at any price, and at 60,000 they are 0.005 bitcoin."""
    line = captured("okx-2026.jsonl")[1].replace(b"BTC-USDT-SWAP", b"BTC-USD-SWAP").replace(b"8.55", b"3")
    (each,) = read(okx.STREAM, line.replace(b"82655.7", b"60000"))
    assert (each.asset, each.usd, each.amount_coin) == ("BTC", 300, pytest.approx(0.005))


def test_okx_net_positions_are_told_by_the_closing_order():
    """Where an account has no sides, a sell closes a long and a buy a short."""
    line = captured("okx-2026.jsonl")[1].replace(b'"posSide":"long"', b'"posSide":"net"')
    assert [each.side for each in read(okx.STREAM, line)] == ["long"]
    assert [each.side for each in read(okx.STREAM, line.replace(b'"sell"', b'"buy"'))] == ["short"]


def test_binances_side_is_that_of_the_order():
    """SELL closes a long; what was filled counts, at the average price, and not the last part of it."""
    stg, xrp, bitcoin = (each for line in captured("binance-2026-10.jsonl") for each in read(binance.STREAM, line))
    assert told(stg) == ("STG", "STGUSDT", "long", 5, 0.1355)
    assert told(xrp) == ("XRP", "XRPUSDT", "short", 127.2, 1.4912)
    assert bitcoin.usd == pytest.approx(0.19 * 82651.9)
    event = (CAPTURES / "binance-documented.json").read_bytes().strip()
    (documented,) = read(binance.STREAM, b'{"stream":"!forceOrder@arr","data":' + event + b"}")
    assert told(documented) == ("BTC", "BTCUSDT", "long", 0.014, 9910)


def test_binances_coin_margined_contracts_are_left_out():
    """Their amounts are contracts and would be read as coins."""
    line = captured("binance-2026-10.jsonl")[2].replace(b'"st":1', b'"st":2')
    assert read(binance.STREAM, line) == []


def test_a_thousand_pepe_are_a_thousand():
    """The contract's price is for 1,000 coins: the dollars stay, coins and price do not."""
    line = captured("binance-2026-10.jsonl")[0].replace(b"STGUSDT", b"1000PEPEUSDT")
    (each,) = read(binance.STREAM, line)
    assert (each.asset, each.amount_coin, each.price_usd) == ("PEPE", 5000, pytest.approx(0.0001355))
    assert each.usd == pytest.approx(5 * 0.1355)


@pytest.mark.parametrize(
    ("venue", "capture", "old", "new", "named"),
    [
        pytest.param("bybit", "bybit-2026-10.jsonl", b'"v":"13248",', b"", "data.0.v", id="no amount"),
        pytest.param("bybit", "bybit-2026-10.jsonl", b'"0.1915"', b"0.1915", "data.0.p", id="a number for a text"),
        pytest.param("bybit", "bybit-2026-10.jsonl", b'"0.1915"', b'"NaN"', "data.0.p", id="not a number"),
        pytest.param("bybit", "bybit-2026-10.jsonl", b'"0.1915"', b'"0"', "data.0.p", id="no price"),
        pytest.param("bybit", "bybit-2026-10.jsonl", b'"0.1915"', b'"1e300"', "data.0.p", id="no market's price"),
        pytest.param("bybit", "bybit-2026-10.jsonl", b'"Sell"', b'"Long"', "data.0.S", id="a new side"),
        pytest.param("bybit", "bybit-2026-10.jsonl", b"1786014946933", b"1786014946", "data.0.T", id="seconds"),
        pytest.param("bybit", "bybit-2026-10.jsonl", b"ADAUSDT", b"ADAPERP", "no perpetual in USDT", id="in USDC"),
        pytest.param("bybit", "bybit-2026-10.jsonl", b"allLiquidation", b"tickers", "topic", id="another topic"),
        pytest.param("okx", "okx-2026.jsonl", b'"sz":"10975",', b"", "data.0.details.0.sz", id="okx: no size"),
        pytest.param("okx", "okx-2026.jsonl", b'"bkPx":"0.09859"', b'"bkPx":null', "bkPx", id="okx: null"),
        pytest.param("okx", "okx-2026.jsonl", b"MINA-USDT-SWAP", b"NEW-USDT-SWAP", "not listed", id="okx: unlisted"),
        pytest.param("okx", "okx-2026.jsonl", b"liquidation-orders", b"trades", "arg.channel", id="okx: channel"),
        pytest.param("binance", "binance-2026-10.jsonl", b'"ap":"0.1355000",', b"", "data.o.ap", id="binance: no fill"),
        pytest.param("binance", "binance-2026-10.jsonl", b'"z":"5"', b'"z":"0"', "data.o.z", id="binance: none"),
        pytest.param("binance", "binance-2026-10.jsonl", b"STGUSDT", b"STGEUR", "no contract in", id="binance: euro"),
    ],
)
def test_a_broken_message_is_refused_by_name(venue, capture, old, new, named):
    """Stream and field stand in the error, so that one knows where to look."""
    line = captured(capture)[0]
    assert old in line
    with pytest.raises(PayloadError, match=named) as refused:
        read(STREAMS[venue], line.replace(old, new))
    assert str(refused.value).startswith(f"{venue}-liquidations")


@pytest.mark.parametrize("venue", STREAMS)
@pytest.mark.parametrize("garbage", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"<html>", b'{"e":1}'], ids=repr)
def test_garbage_is_refused(venue, garbage):
    """Whatever a line babbles, nothing but a refusal comes of it."""
    assert STREAMS[venue].answer(garbage) is Said.NEWS
    with pytest.raises(PayloadError):
        read(STREAMS[venue], garbage)


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.floats().map(repr), st.just([])
)


@pytest.mark.parametrize(
    ("venue", "capture"),
    [("bybit", "bybit-2026-10.jsonl"), ("okx", "okx-2026.jsonl"), ("binance", "binance-2026-10.jsonl")],
)
@given(st.data())
def test_no_mutant_gets_through_as_a_number_that_is_none(venue, capture, data):
    """Any field replaced by anything, or the text cut or spoilt: a finite amount above zero, or a refusal."""
    message = json.loads(data.draw(st.sampled_from(captured(capture))))
    place = message["data"]["o"] if venue == "binance" else message["data"][0]
    place = place["details"][0] if venue == "okx" else place
    place[data.draw(st.sampled_from(sorted(place)))] = data.draw(VALUES)
    text = json.dumps(message).encode()
    cut = data.draw(st.integers(0, len(text)))
    for mutant in (text, text[:cut], text[:cut] + data.draw(st.binary(max_size=3)) + text[cut + 1 :]):
        with contextlib.suppress(PayloadError):
            assert all(0 < each.usd < float("inf") and each.price_usd > 0 for each in read(STREAMS[venue], mutant))
        with contextlib.suppress(PayloadError):
            STREAMS[venue].answer(mutant)


@pytest.mark.parametrize(
    ("venue", "capture"),
    [("bybit", "bybit-2026-10.jsonl"), ("okx", "okx-2026.jsonl"), ("binance", "binance-2026-10.jsonl")],
)
def test_new_fields_change_nothing(venue, capture):
    """A venue may add what it likes."""

    def more(value):
        if isinstance(value, dict):
            return {**{key: more(each) for key, each in value.items()}, "brand_new": 1}
        return [more(each) for each in value] if isinstance(value, list) else value

    for line in captured(capture):
        assert read(STREAMS[venue], json.dumps(more(json.loads(line))).encode()) == read(STREAMS[venue], line)


def test_a_message_that_comes_twice_has_the_same_ids():
    """And two liquidations of one message that are alike in everything are two."""
    line = captured("bybit-2026-10.jsonl")[0]
    row = line[line.index(b'{"T"') : line.index(b"]}")]
    twins = line.replace(row, row + b"," + row)
    first, second = (each.id for each in read(bybit.STREAM, twins))
    assert first != second
    assert [each.id for each in read(bybit.STREAM, line)] == [first]
    assert [each.id for each in read(bybit.STREAM, twins)] == [first, second]


def test_bybit_is_asked_for_every_perpetual_in_usdt_that_trades():
    """Not for those in USDC, the dated ones, and those that do not trade yet: one unknown symbol fails them all."""
    page = bybit.STREAM.listing.read((CAPTURES / "bybit-instruments-documented.json").read_bytes())
    assert list(page.contracts) == ["BTCUSDT"]
    assert page.next == "&cursor=first%3DBTCUSDT%26last%3DNEWUSDT"
    requests = bybit.STREAM.subscribe({f"COIN{n}USDT": Contract(1, "coin") for n in range(2_000)})
    assert all(len(request) < 21_000 for request in requests)
    topics = [topic for request in requests for topic in json.loads(request)["args"]]
    assert topics == [f"allLiquidation.COIN{n}USDT" for n in range(2_000)]


def test_okx_lists_the_sizes_of_its_contracts():
    """A contract of BTC-USDT-SWAP is 0.01 bitcoin, one of BTC-USD-SWAP $100, one of SHIB-USDT-SWAP a million coins."""
    page = okx.STREAM.listing.read((CAPTURES / "okx-instruments-2022-05-13.json").read_bytes())
    assert page.contracts == {
        "BTC-USD-SWAP": Contract(100, "USD"),
        "BTC-USDT-SWAP": Contract(0.01, "coin"),
        "SHIB-USDT-SWAP": Contract(1_000_000, "coin"),
    }


def test_answers_are_told_from_news():
    """Pongs and answers are no liquidations, and a refusal is said in the venue's own words."""
    pong = b'{"success":true,"ret_msg":"pong","conn_id":"x","req_id":"","op":"ping"}'
    assert bybit.STREAM.answer(pong) is Said.ALIVE
    assert bybit.STREAM.answer(b'{"success":true,"ret_msg":"","conn_id":"x","op":"subscribe"}') is Said.SUBSCRIBED
    with pytest.raises(PayloadError, match="handler not found"):
        bybit.STREAM.answer(b'{"success":false,"ret_msg":"error:handler not found,topic:x","op":"subscribe"}')
    assert okx.STREAM.answer(b"pong") is Said.ALIVE
    assert okx.STREAM.answer(b'{"event":"subscribe","arg":{"channel":"liquidation-orders"}}') is Said.SUBSCRIBED
    assert okx.STREAM.answer(b'{"event":"notice","code":"64008","msg":"upgrade"}') is Said.ALIVE
    with pytest.raises(PayloadError, match="60018"):
        okx.STREAM.answer(b'{"event":"error","msg":"Wrong URL or channel","code":"60018"}')
    for venue, stream in STREAMS.items():
        for line in captured(f"{venue}-2026.jsonl" if venue == "okx" else f"{venue}-2026-10.jsonl"):
            assert stream.answer(line) is Said.NEWS


@pytest.mark.parametrize(
    ("stream", "body"),
    [
        (bybit.STREAM, b'{"retCode":10001,"retMsg":"params error","result":{}}'),
        (bybit.STREAM, b'{"retCode":0,"retMsg":"OK","result":{"list":[],"nextPageCursor":""}}'),
        (okx.STREAM, b'{"code":"50011","msg":"Too many requests","data":[]}'),
        (okx.STREAM, b'{"code":"0","msg":"","data":[]}'),
        (okx.STREAM, b"<html>"),
    ],
)
def test_a_list_without_contracts_is_refused(stream, body):
    """An error with status 200, an empty list and a web page are no lists."""
    with pytest.raises(PayloadError, match=f"{stream.id} contracts"):
        stream.listing.read(body)


def test_a_desk_may_ask_elsewhere():
    """Both the websocket and the list of contracts can be moved."""
    moved = bybit.STREAM.at({"bybit-liquidations": "ws://127.0.0.1:1", "bybit": "http://127.0.0.1:2"})
    assert (moved.url, moved.listing.base_url) == ("ws://127.0.0.1:1", "http://127.0.0.1:2")
    assert binance.STREAM.at({}) == binance.STREAM
