"""The loopback server must play what it is told to play."""

import time
from contextlib import suppress

import httpx
import pytest

from tests.loopback.faults import FAULTS, status
from tests.loopback.server import Answer, Loopback


def test_it_answers_for_all_sources():
    """The first part of the path is the source, and what was asked is kept."""
    with Loopback(lambda request: Answer(body=request.source.encode())) as server, httpx.Client() as client:
        assert client.get(f"{server.url('okx')}/api/v5/market?instId=BTC&x=").text == "okx"
        assert client.post(f"{server.url('hyperliquid')}/info", json={"type": "meta"}).text == "hyperliquid"
        first, second = server.requests
    assert (first.method, first.path, first.query) == ("GET", "/api/v5/market", {"instId": "BTC", "x": ""})
    assert (second.method, second.path, second.body) == ("POST", "/info", b'{"type":"meta"}')
    assert (server.asked(), server.asked("okx"), server.asked("deribit")) == (2, 1, 0)


def test_it_packs_what_may_be_packed():
    """Long bodies come as gzip to those who take it."""
    with Loopback(lambda _request: Answer(body=b"x" * 5_000)) as server:
        packed = httpx.get(server.url("a"), headers={"accept-encoding": "gzip"})
        plain = httpx.get(server.url("a"), headers={"accept-encoding": "identity"})
    assert (packed.headers["content-encoding"], packed.content) == ("gzip", b"x" * 5_000)
    assert "content-encoding" not in plain.headers


def test_it_counts_how_often_the_same_was_asked():
    """A fault may pass at the second attempt."""
    fault = lambda request: status(500) if request.attempt == 0 else None  # noqa: E731 - short as it is
    with Loopback(lambda _request: Answer(), fault) as server:
        codes = [httpx.get(f"{server.url('a')}/{path}").status_code for path in "xyxy"]
    assert codes == [500, 500, 200, 200]


def test_a_mistake_of_the_test_is_told():
    """A world that cannot answer must not look like a source that fails."""

    def respond(request):
        raise KeyError(request.path)

    broken = pytest.raises(httpx.RemoteProtocolError)
    with pytest.raises(KeyError, match="/prices"), Loopback(respond) as server, broken:
        httpx.get(f"{server.url('a')}/prices")


@pytest.mark.parametrize("name", sorted(set(FAULTS) - {"endless body", "gzip bomb", "slow loris"}))
def test_it_ends_in_good_order_whatever_it_plays(name):
    """No socket is left open; what httpx alone would wait for is left out."""
    server = Loopback(lambda _request: Answer(body=b'{"a": 1}'), lambda _request: FAULTS[name])
    with server, suppress(httpx.HTTPError):
        httpx.get(server.url("a"), timeout=0.05)
    assert server.open_sockets == 0


def test_it_is_fast_enough_for_thousands_of_requests():
    """A thousand in well under ten seconds, however busy the machine is."""
    with Loopback(lambda _request: Answer()) as server, httpx.Client() as client:
        began = time.monotonic()
        for _ in range(1_000):
            client.get(server.url("a"))
        assert time.monotonic() - began < 10
