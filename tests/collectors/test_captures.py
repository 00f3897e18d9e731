"""Recorded replies of the sources are read as they came."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.collectors.book_summary import parse_book_summary
from generator.errors import PayloadError
from generator.model.names import load_names
from generator.model.observation import Provenance

CHAIN = Path(__file__).parents[1] / "captures" / "deribit" / "book-summary-btc-option-2026-05-22.json"
ORIGIN = Provenance("deribit", "https://www.deribit.com/api/v2/public/get_book_summary_by_currency", "ab" * 32)


def read(body):
    return list(parse_book_summary(body, name="reply.json", origin=ORIGIN, names=load_names()))


def changed(**cells):
    reply = json.loads(CHAIN.read_bytes())
    reply["result"][1] |= cells
    return json.dumps(reply).encode()


def test_a_chain_is_read_from_the_wire():
    """Volatility comes in percent, the strike stands in the name, a quote that nobody makes is null."""
    put, call, *_ = options = read(CHAIN.read_bytes())
    assert [each.instrument[-7:] for each in options] == ["69000-P", "70000-C", "68000-C", "68000-P", "69000-C"]
    assert (put.mark_iv, put.bid_coin, put.ask_coin) == (pytest.approx(0.586), None, 0.0001)
    assert (call.strike_usd, call.right, call.mark_coin) == (70000, "C", 0.08786804)
    assert (call.underlying_usd, call.open_interest_coin) == (76736.07, 0.0)
    assert {each.expires_at for each in options} == {datetime(2026, 5, 23, 8, tzinfo=UTC)}


def test_a_chain_is_one_reading():
    """Rows are stamped a few milliseconds apart; the chain speaks of the instant at which it was whole."""
    assert {each.observed_at for each in read(CHAIN.read_bytes())} == {
        datetime(2026, 5, 22, 14, 33, 53, 271000, tzinfo=UTC)
    }


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"jsonrpc": "2.0", "error": {"code": 10028}}', "reply.json: result"),
        (b"<html>too many requests</html>", "reply.json"),
        (changed(mark_iv="56.1"), "result.1.mark_iv"),
        (changed(instrument_name="BTC-23MAY26-70000"), "result.1: 'BTC-23MAY26-70000' is no option's name"),
        (json.dumps(json.loads(CHAIN.read_bytes()) | {"testnet": True}).encode(), "the test network"),
        (json.dumps({"result": [{"instrument_name": "BTC-23MAY26-70000-C"}]}).encode(), "result.0."),
    ],
)
def test_a_reply_of_another_form_is_refused(body, said):
    """An error, a page, a text for a number, a lost field, another network: one line, and no option."""
    with pytest.raises(PayloadError) as caught:
        read(body)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
