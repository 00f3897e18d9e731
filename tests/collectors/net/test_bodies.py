"""A body is read whole or not at all, and never beyond its bound."""

import asyncio
import tracemalloc
import zlib
from contextlib import suppress
from gzip import compress

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.collectors.net.body import read_body
from generator.collectors.net.refused import FailedError
from tests.collectors.net.asking import BODY, run, serving
from tests.loopback.faults import FAULTS
from tests.loopback.server import Answer, Connection, Fault, head


@pytest.fixture(scope="module")
def server():
    with serving() as running:
        yield running


@pytest.fixture(autouse=True)
def _anew(server):
    server.forget()
    server.fault = None
    server.respond = lambda _request: Answer(body=BODY)


def packed(*members):
    """A fault that sends gzip members one after the other."""
    body = b"".join(members)

    def play(connection: Connection, _request, _answer):
        connection.transport.write(head(200, {"content-encoding": "gzip"}, len(body)) + body)

    return Fault("packed", play)


def test_a_client_asks_for_gzip_and_nothing_else(server):
    """It is the one that it unpacks within bounds."""
    assert run(server).reply.body == BODY
    assert server.requests[0].headers["accept-encoding"] == "gzip"


@pytest.mark.parametrize("fault", ["gzip bomb", "endless body"])
def test_no_body_fills_the_memory(server, fault):
    """A bomb of 400 megabytes, and a body without end: where one is allowed, three are never held."""
    server.fault = lambda _request: FAULTS[fault]
    run(server, largest=1_000_000)  # so that what is only loaded once is not counted
    tracemalloc.start()
    came = run(server, largest=1_000_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert came.why == "sent more than 1 MB"
    assert peak < 3_000_000


def test_a_body_of_the_bound_is_taken_and_one_more_byte_is_not(server):
    """Packed and as it is."""
    for size, taken in [(1_000, True), (1_001, False)]:
        for body in (b"x" * size, bytes(range(250)) * 4 + b"x" * (size - 1_000)):
            server.respond = lambda _request, body=body: Answer(body=body)
            came = run(server, largest=1_000)
            assert [reply.body for reply in came.replies] == ([body] if taken else [])


def test_a_length_that_is_announced_too_large_is_not_waited_for(server):
    """The head is enough to know."""

    def play(connection: Connection, _request, _answer):
        connection.transport.write(head(200, {}, 12_000_001))

    server.fault = lambda _request: Fault("announced", play)
    came = run(server, timeout_seconds=5)
    assert came.why == "sent more than 12 MB"
    assert came.seconds < 2


def test_several_gzip_members_are_one_body(server):
    """RFC 1952 allows them, and some proxies make them."""
    server.fault = lambda _request: packed(compress(BODY[:100]), compress(BODY[100:]))
    assert run(server).reply.body == BODY


def test_what_follows_a_gzip_and_is_none_is_damage(server):
    """It is not passed over in silence."""
    server.fault = lambda _request: packed(compress(BODY), b"and more")
    assert run(server).why == "sent an answer that is damaged"


class Pieces(httpx.AsyncByteStream):
    """A body as it comes off the wire."""

    def __init__(self, body, size):
        self.pieces = [body[start : start + size] for start in range(0, len(body), size)]

    async def __aiter__(self):
        for piece in self.pieces:
            yield piece


def unpacked(body, size):
    """What the client reads of a body that comes in pieces of a size."""
    response = httpx.Response(200, headers={"content-encoding": "gzip"}, stream=Pieces(body, size))
    return asyncio.run(read_body(response, 1_000_000))


@given(body=st.binary(max_size=3_000), size=st.integers(1, 700), missing=st.integers(1, 25))
def test_gzip_in_any_pieces_is_the_same_body_and_without_its_end_is_none(body, size, missing):
    """However the bytes come, the last ones must be there: they hold the check sum and the length."""
    whole = compress(body)
    assert unpacked(whole, size) == body
    if missing < len(whole):
        with pytest.raises(FailedError, match="breaks off"):
            unpacked(whole[:-missing], size)


@given(body=st.binary(min_size=1, max_size=300), place=st.integers(10, 400), bit=st.integers(0, 7))
def test_a_flipped_bit_never_gives_another_body(body, place, bit):
    """Gzip's check sum is looked at."""
    spoiled = bytearray(compress(body))
    spoiled[min(place, len(spoiled) - 1)] ^= 1 << bit
    with suppress(FailedError):
        assert unpacked(bytes(spoiled), 64) == body


def test_raw_deflate_is_not_taken_for_gzip(server):
    """A body must be what its head says."""
    server.fault = lambda _request: packed(zlib.compress(BODY))
    assert run(server).why == "sent an answer that is damaged"
