"""What the internet does to a question, and what the client makes of it."""

import socket
import sys
import threading

import pytest

from tests.collectors.net.asking import BODY, QUESTION, questions, run, serving, source
from tests.loopback.faults import FAULTS, status
from tests.loopback.server import EXPIRED_PEM, OTHER_NAME_PEM, TRUSTED_PEM, Fault, head


@pytest.fixture(scope="module")
def server():
    with serving() as running:
        yield running


@pytest.fixture(autouse=True)
def _anew(server):
    server.forget()
    server.fault = None


#: Fault → the clause, and how many attempts are made before it is said.
REFUSED = {
    "reset": ("broke the connection off", 3),
    "reset midway": ("broke the connection off", 3),
    "hang-up": ("broke its answer off, or did not speak HTTP", 3),
    "time-out": ("did not answer within 0.1 seconds", 3),
    "slow loris": ("did not answer within 0.1 seconds", 3),
    "slow body": ("did not send all of its answer within 0.1 seconds", 3),
    "truncated body": ("broke its answer off, or did not speak HTTP", 3),
    "truncated chunks": ("broke its answer off, or did not speak HTTP", 3),
    "truncated gzip": ("sent an answer that breaks off", 3),
    "damaged gzip": ("sent an answer that is damaged", 3),
    "gzip in name only": ("sent an answer that is damaged", 3),
    "not HTTP": ("broke its answer off, or did not speak HTTP", 3),
    "huge head": ("broke its answer off, or did not speak HTTP", 3),
    "unasked compression": ("packed its answer in a way that was not asked for", 1),
    "twenty-megabyte body": ("sent more than 12 MB", 1),
    "endless body": ("sent more than 12 MB", 1),
    "gzip bomb": ("sent more than 12 MB", 1),
    "redirect loop": ("sends us on to 127.0.0.1", 1),
    "redirect to another host": ("sends us on to elsewhere.example", 1),
    "HTTP 400": ('answered with HTTP 400 ("no")', 1),
    "HTTP 401": ('answered with HTTP 401: it wants a key, or another one ("no")', 1),
    "HTTP 403": ('answered with HTTP 403: not allowed from here ("no")', 1),
    "HTTP 404": ('answered with HTTP 404 ("no")', 1),
    "HTTP 408": ('answered with HTTP 408 ("no")', 3),
    "HTTP 418": ('answered with HTTP 418: it has barred this machine for a while ("no")', 1),
    "HTTP 425": ('answered with HTTP 425 ("no")', 3),
    "HTTP 429": ('answered with HTTP 429: asked too often ("no")', 3),
    "HTTP 429, wait 1 second": ("asked to wait 1 second, longer than the run lasts", 1),
    "HTTP 429, wait an hour": ("asked to wait 3600 seconds, longer than the run lasts", 1),
    "HTTP 451": ('answered with HTTP 451: not available from where this machine stands ("no")', 1),
    "HTTP 500": ('answered with HTTP 500 ("no")', 3),
    "HTTP 502": ('answered with HTTP 502 ("no")', 3),
    "HTTP 503": ('answered with HTTP 503 ("no")', 3),
    "HTTP 504": ('answered with HTTP 504 ("no")', 3),
    "HTML with 502": ("answered with HTTP 502", 3),
}
#: Fault → the size of the body, which is for the parser to judge.
ANSWERED = {
    "truncated JSON": len(BODY) // 2,
    "wrong content type": len(BODY),
    "ten-megabyte body": len(BODY) + 10_500_000,
    "HTML with 200": 106,
    "error object with 200": 45,
    "empty body": 0,
}
#: Elsewhere a full queue refuses rather than keeps silent.
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's way with a full queue of connections")
SHORT = {"time-out", "slow loris", "slow body"}


def test_every_fault_is_in_one_of_the_two_tables():
    """A fault that is added to the server is added here too."""
    assert set(REFUSED) ^ set(ANSWERED) == set(FAULTS)


@pytest.mark.parametrize("name", REFUSED)
def test_a_fault_becomes_one_clause_after_so_many_attempts(server, name):
    """The clause fits after the source's name; what may pass is tried again, what will not is left alone."""
    server.fault = lambda _request: FAULTS[name]
    why, attempts = REFUSED[name]
    budget = 0.9 if "wait 1 second" in name else 20
    came = run(server, budget=budget, timeout_seconds=0.1 if name in SHORT else 5.0)
    assert (came.why, server.asked()) == (why, attempts)
    assert (came.troubles[0].kind, came.troubles[0].subject) == ("ticker", "BTC")
    assert came.troubles[0].feeds == ("spot.price",)
    assert came.seconds < 5


@pytest.mark.parametrize("name", ANSWERED)
def test_a_whole_reply_is_handed_on_whatever_it_says(server, name):
    """Whether a body is what it should be is for its parser to say; it is kept first."""
    server.fault = lambda _request: FAULTS[name]
    assert len(run(server).reply.body) == ANSWERED[name]
    assert server.asked() == 1


@pytest.mark.parametrize("name", sorted(name for name, (_, attempts) in REFUSED.items() if attempts == 3))
def test_a_fault_that_passes_costs_nothing_but_time(server, name):
    """Failed once, asked again, answered."""
    server.fault = lambda request: FAULTS[name] if request.attempt == 0 else None
    assert run(server, timeout_seconds=0.2 if name in SHORT else 5.0).reply.body == BODY
    assert server.asked() == 2


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("refused_url", "refused the connection"),
        pytest.param("unreachable_url", "could not be reached within 0.1 seconds", marks=LINUX),
        ("tls_url", "its TLS certificate is vouched for by nobody whom this machine trusts"),
    ],
)
def test_a_connection_that_never_stands_is_said_to_be_none(server, address, why):
    """Refused, swallowed, or not trusted: nothing is asked."""
    came = run(server, base_urls={"exchange": getattr(server, address)}, timeout_seconds=0.2)
    assert (came.why, server.asked()) == (why, 0)


@pytest.mark.parametrize(
    ("address", "trusted", "why"),
    [
        ("other_name_url", OTHER_NAME_PEM, "its TLS certificate is not valid for this host"),
        ("expired_url", EXPIRED_PEM, "its TLS certificate has expired"),
    ],
)
def test_a_certificate_must_be_valid_and_for_the_host(server, monkeypatch, address, trusted, why):
    """Even one that the machine trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    came = run(server, base_urls={"exchange": getattr(server, address)})
    assert (came.why, server.asked()) == (why, 0)


def test_a_certificate_that_is_trusted_and_for_the_host_will_do(server, monkeypatch):
    """So the refusals above are for their own reasons."""
    monkeypatch.setenv("SSL_CERT_FILE", str(TRUSTED_PEM))
    assert run(server, base_urls={"exchange": f"{server.tls_url}/exchange"}).reply.body == BODY


@pytest.mark.parametrize(
    "base_url", ["ftp://exchange.example", "http://[::1", "http://exchange.example:port", "exchange"]
)
def test_an_address_of_the_desk_that_is_none_is_a_trouble(server, base_url):
    """A slip in the desk's settings costs that source alone."""
    came = run(server, (source(base_url=base_url), QUESTION), base_urls={})
    assert came.why == "has an address that cannot be asked"


def test_a_name_that_nobody_knows_is_said_to_be_none(server, monkeypatch):
    """As where a machine has no network at all."""

    def unknown(*_arguments, **_more):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert run(server, QUESTION, base_urls={}).why == "its name could not be looked up"


def test_a_name_that_nobody_answers_for_does_not_hold_the_others_up(server, monkeypatch):
    """A look-up that hangs keeps a thread of its own, and no other source waits for it."""
    look_up, over = socket.getaddrinfo, threading.Event()

    def hanging(host, *arguments, **more):
        if b"exchange" in (host if isinstance(host, bytes) else host.encode()):
            over.wait(5)
        return look_up("127.0.0.1", *arguments, **more)

    monkeypatch.setattr(socket, "getaddrinfo", hanging)
    port = server.url("").split(":")[2]
    other = source(id="other", base_url=f"http://localhost:{port}other")
    kept = []

    def keep(reply):
        kept.append(reply.source)
        over.set()

    run(server, *questions(8), (other, QUESTION), base_urls={}, budget=1, timeout_seconds=0.4, keep=keep)
    assert kept == ["other"]


def test_one_broken_source_does_not_hold_the_others_up(server):
    """While one is silent, all others have long answered."""
    server.fault = lambda request: FAULTS["time-out"] if request.source == "broken" else None
    broken = source(id="broken")
    urls = {name: server.url(name) for name in ("exchange", "broken")}
    kept = []
    asked = [(broken, ask) for ask in questions(20)] + [(source(), ask) for ask in questions(20)]
    came = run(server, *asked, budget=0.5, base_urls=urls, keep=kept.append)
    assert {reply.source for reply in kept} == {"exchange"}
    assert len(kept) == 20
    assert {trouble.why for trouble in came.troubles} == {"no answer before the run's 0.5 seconds were over"}
    assert len(came.troubles) == 20
    assert 0.5 <= came.seconds < 1.5


@pytest.mark.parametrize(
    ("body", "quoted"),
    [
        (b'{"code":-1121,"msg":"Invalid symbol."}', '"Invalid symbol."'),
        (b'{"retCode":10001,"retMsg":"params error"}', '"params error"'),
        (b'{"error":{"message":"bad_request","code":11050}}', '"bad_request"'),
        (b'{"error_code":400,"error_message":"Bad Request. The value"}', '"Bad Request. The value"'),
        (b'{"status":{"error_code":1008,"error_message":"too many"}}', '"too many"'),
        (b'{"error":["EGeneral:Invalid arguments"]}', '"EGeneral:Invalid arguments"'),
        (b'{"msg":"' + b"a" * 200 + b'"}', f'"{"a" * 79}…"'),
        (b'{"msg":"red \\u001b[31malert\\r\\n\\u202eback\\ud800"}', '"red [31malert back"'),
        (b'{"msg":"<b>no</b>"}', ""),
        (b"<html>no</html>", ""),
        (b"no", ""),
        (b"[" * 10_000, ""),
        (b'{"msg":', ""),
        (b'"a text"', '"a text"'),
        (b'{"msg":null,"error":17}', ""),
        (b"", ""),
    ],
)
def test_a_source_is_quoted_in_short_and_printable_words(server, body, quoted):
    """At most 80 characters of a JSON error's own message; HTML never."""
    server.fault = lambda _request: status(400, body)
    assert run(server).why == " ".join(["answered with HTTP 400", *([f"({quoted})"] if quoted else [])])


def test_an_error_that_drips_is_not_waited_for(server):
    """Its status says enough, and it is not taken for a time-out."""

    def play(connection, _request, _answer):
        connection.transport.write(head(403, {}, 1_000))
        connection.drip(b" " * 1_000, every=0.05)

    server.fault = lambda _request: Fault("dripping", play)
    came = run(server)
    assert (came.why, server.asked()) == ("answered with HTTP 403: not allowed from here", 1)
    assert came.seconds < 3


def test_an_error_of_megabytes_is_not_read(server):
    """A source's excuse is read to twenty thousand bytes, or not at all."""
    server.fault = lambda _request: status(400, b'{"msg":"' + b"a" * 5_000_000 + b'"}')
    assert run(server).why == "answered with HTTP 400"
