"""The client that all services share: what it repeats, how long it waits, and what it will not read."""

import json

import pytest

from generator.errors import InputError, TargetError
from generator.publish.drafts.addresses import base_address, segment
from generator.publish.drafts.http import LARGEST, Client, Reply
from generator.publish.drafts.refusal import RefusedError, own_words
from tests.loopback.server import Answer, Fault
from tests.publish.drafts.services.desk import NOW


class Thing(Reply):
    """What is read in these tests."""

    id: int


def client(server, **also):
    """Return a client and the list of its waits."""
    paused = []
    given = {
        "service": "brevo",
        "key": "BREVO_API_KEY",
        "base_url": server.url("brevo"),
        "headers": lambda: {"api-key": "xkeysib-0123456789"},
        "hidden": ("xkeysib-0123456789",),
        "clock": lambda: NOW,
        "pause": paused.append,
        **also,
    }
    return Client(**given), paused


def answers(server, *given):
    """Let the server give these answers one after the other, the last one for ever; return what was asked."""
    asked = []

    def respond(request):
        asked.append(request)
        return given[min(len(asked), len(given)) - 1]

    server.respond = respond
    server.fault = None
    return asked


OK = Answer(200, b'{"id": 7}')


def test_a_question_is_asked_again_where_a_service_has_trouble(server):
    """Twice 503, then an answer: waits of one and two seconds."""
    asked = answers(server, Answer(503), Answer(503), OK)
    speaking, paused = client(server)
    assert speaking.get(Thing, "/x").id == 7
    assert (len(asked), paused) == (3, [1.0, 2.0])


def test_a_question_is_not_asked_for_ever(server):
    """Three times, then one line."""
    asked = answers(server, Answer(502))
    speaking, _ = client(server)
    with pytest.raises(TargetError, match=r"brevo: has trouble of its own \(HTTP 502\); run again later"):
        speaking.get(Thing, "/x")
    assert len(asked) == 3


def test_a_service_that_asks_to_wait_is_left_alone_for_so_long(server):
    """``Retry-After`` counts, for what makes something new too: at 429 nothing was made."""
    asked = answers(server, Answer(429, b"{}", {"retry-after": "7"}), OK)
    speaking, paused = client(server)
    assert speaking.post(Thing, "/x", {}).id == 7
    assert (len(asked), paused) == (2, [7.0])


def test_a_service_that_asks_to_wait_too_long_ends_the_run(server):
    """A run does not hang for an hour."""
    answers(server, Answer(429, b"{}", {"retry-after": "3600"}))
    speaking, paused = client(server)
    with pytest.raises(TargetError, match="brevo: asks to be left alone for 3600 seconds; run again after that"):
        speaking.get(Thing, "/x")
    assert paused == []


@pytest.mark.parametrize("spoilt", [Answer(500), Answer(200, b"<html>"), Answer(200, b'{"id": "7"}')])
def test_what_makes_something_new_is_asked_once_where_its_answer_is_lost(server, spoilt):
    """It may be made all the same, and the caller is told so."""
    asked = answers(server, spoilt)
    speaking, _ = client(server)
    with pytest.raises(RefusedError) as raised:
        speaking.post(Thing, "/x", {})
    assert raised.value.unsure
    assert len(asked) == 1


@pytest.mark.parametrize(("status", "advice"), [
    (400, "look at its words"),
    (401, "make a new one there and set it"),
    (403, "look at the rights of BREVO_API_KEY"),
    (404, r"look at the names and addresses in \[newsletter.brevo\]"),
    (409, "close the draft there and run again"),
    (422, "look at its words"),
    (302, r"set base_url in \[newsletter.brevo\]"),
    (418, "look at its words"),
])  # fmt: skip
def test_a_refusal_says_what_to_do(server, status, advice):
    """One line: who, what, the service's own words, what to do. A redirect is not followed."""
    asked = answers(server, Answer(status, b'{"message": "No <b>"}', {"location": "https://elsewhere.example/"}))
    speaking, _ = client(server)
    with pytest.raises(TargetError, match=rf"^brevo: .*\(HTTP {status}\); .*{advice}"):
        speaking.get(Thing, "/x")
    assert len(asked) == 1


def test_an_answer_that_never_ends_is_not_read_to_its_end(server):
    """No more is taken than a list of campaigns can be."""
    answers(server, OK)
    block = b"x" * 1_000_000

    def pour(connection, _request, _answer):
        connection.transport.write(b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n")
        connection.pour(block)

    server.fault = lambda _request: Fault("endless", pour)
    speaking, _ = client(server, attempts=1)
    with pytest.raises(TargetError, match=f"more than {LARGEST:,} bytes"):
        speaking.get(Thing, "/x")


def test_a_packed_answer_is_refused(server):
    """A small gzip may unpack to anything; we ask for none."""
    asked = answers(server, Answer(200, b"x", {"content-encoding": "gzip"}))
    speaking, _ = client(server, attempts=1)
    with pytest.raises(TargetError, match="packs its answers"):
        speaking.get(Thing, "/x")
    assert asked[0].headers["accept-encoding"] == "identity"


def test_a_service_that_cannot_be_reached_is_told(server):
    """Nobody listens there: three attempts, one line; it is sure that nothing was made."""
    speaking, paused = client(server, base_url=server.refused_url)
    with pytest.raises(RefusedError, match="brevo: cannot be reached; look at the network") as raised:
        speaking.post(Thing, "/x", {})
    assert not raised.value.unsure
    assert paused == [1.0, 2.0]


def test_a_certificate_that_nobody_vouches_for_is_refused(server):
    """A key is sent to nobody else."""
    speaking, _ = client(server, base_url=server.tls_url)
    with pytest.raises(TargetError, match="brevo: its TLS certificate cannot be trusted"):
        speaking.get(Thing, "/x")


def test_an_answer_that_drips_ends(server):
    """Twice the patience of one part is the patience for the whole; the clock is the desk's."""
    from datetime import timedelta

    times = iter([NOW, NOW + timedelta(minutes=5)])
    answers(server, OK)
    speaking, _ = client(server, attempts=1, clock=lambda: next(times))
    with pytest.raises(TargetError, match="did not answer within 20 seconds"):
        speaking.get(Thing, "/x")


def test_a_client_shows_no_key():
    """Neither itself nor its errors."""

    class Nowhere:
        def url(self, _name):
            return "http://127.0.0.1:9"

    speaking, _ = client(Nowhere())
    assert "xkeysib" not in repr(speaking)


@pytest.mark.parametrize("address", [
    "http://ghost.example.org", "ftp://ghost.example.org", "https://user:word@ghost.example.org", "ghost.example.org",
    "https://", "https://ghost.example.org/?x=1", "http://localhost.example.org", "https://ex ample.org:x", "",
])  # fmt: skip
def test_a_key_goes_only_where_it_is_safe(address):
    """https, or this machine; nothing else in the address."""
    with pytest.raises(InputError, match=r"\[newsletter.ghost\] base_url must be https"):
        base_address("ghost", "base_url", address)


def test_addresses_that_are_taken():
    """A site below a path, and a test's own server."""
    assert base_address("ghost", "base_url", "https://example.org/blog/") == "https://example.org/blog"
    assert base_address("ghost", "base_url", "http://127.0.0.1:8080") == "http://127.0.0.1:8080"


def test_an_id_stays_one_segment():
    """Whatever a service calls its draft, it leads nowhere else."""
    assert segment("AAMk0-_=") == "AAMk0-_="
    assert segment("../x/send?y#z") == "%2E%2E%2Fx%2Fsend%3Fy%23z"


@pytest.mark.parametrize(("body", "line"), [
    ({"message": "No such list"}, "No such list"),
    ({"errors": [{"message": "Slug\nis taken"}]}, "Slug is taken"),
    ({"detail": [{"type": "value_error", "loc": ["body"], "msg": "bad slug"}]}, "bad slug"),
    ({"error": {"code": 403, "message": "Insufficient Permission"}}, "Insufficient Permission"),
    ({"error": "invalid_grant", "error_description": "Expired"}, "Expired"),
    ({"message": "key xkeysib-0123456789 is bad"}, ""),
    ({"message": "<html>"}, ""),
    ({"message": "x" * 500}, "x" * 159 + "…"),
    ([[[[[["deep"]]]]]], ""),
    ({"hello": 1}, ""),
])  # fmt: skip
def test_a_services_own_words_are_one_short_line(body, line):
    """Whatever form its errors have; never a key, never markup."""
    assert own_words(json.dumps(body).encode(), ["xkeysib-0123456789"]) == line
