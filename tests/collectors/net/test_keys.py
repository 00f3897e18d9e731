"""A key goes to its source, and nowhere else."""

import asyncio
import json
import logging
import traceback
from dataclasses import replace

import pytest

from generator.collectors.net.refused import RefusedError
from generator.collectors.source import Key
from tests.collectors.net.asking import BODY, QUESTION, client, run, serving, source
from tests.loopback.faults import FAULTS, status
from tests.loopback.server import TRUSTED_PEM, Answer

SECRET = "0123456789abcdef-NEVER-SEEN"
SECRETS = {"EXCHANGE_API_KEY": SECRET}
PLACES = [
    Key(name="EXCHANGE_API_KEY", place="header", field="X-Key"),
    Key(name="EXCHANGE_API_KEY", place="query", field="api_key"),
]
ASKED = pytest.mark.parametrize("key", PLACES, ids=lambda key: key.place)


def keyed(key, **fields):
    """A source that wants a key."""
    return source(key=key, **fields), QUESTION


def seen(caplog, *things):
    """Everything that anybody could print of a run."""
    return "\n".join([repr(things), caplog.text, *(record.getMessage() for record in caplog.records)])


@ASKED
def test_a_key_is_sent_where_the_source_wants_it(key):
    """In a header or in the query, beside what is asked."""
    with serving() as server:
        run(server, keyed(key), secrets=SECRETS)
        request = server.requests[0]
    assert request.headers.get("x-key") == (SECRET if key.place == "header" else None)
    assert request.query == {"symbol": "BTC"} | ({"api_key": SECRET} if key.place == "query" else {})


@ASKED
def test_a_reply_and_all_logs_are_without_the_key(caplog, key):
    """The address that is kept is the one without it, down to the most talkative log."""
    caplog.set_level(logging.DEBUG)
    with serving() as server:
        came = run(server, keyed(key), secrets=SECRETS)
    assert came.reply.url.endswith("/exchange/ticker?symbol=BTC")
    assert SECRET not in seen(caplog, came)


@ASKED
@pytest.mark.parametrize("fault", [*FAULTS, "echo", "echo in JSON", "echo in headers", "bad address", "refused"])
def test_no_failure_tells_the_key(caplog, key, fault):
    """Not even where the source sends it back, in an error, a body, a header or a redirect."""
    caplog.set_level(logging.DEBUG)
    echoes = {
        "echo": status(401, json.dumps({"msg": f"{'long ' * 12}wrong key {SECRET}"}).encode()),
        "echo in JSON": status(400, json.dumps({"msg": SECRET}).encode()),
        "echo in headers": status(302, b"", location=f"https://{SECRET}.example/{SECRET}"),
    }
    found = echoes.get(fault, FAULTS.get(fault))
    with serving(fault=lambda _request: found) as server:
        addresses = {"bad address": "http://[::1", "refused": server.refused_url}
        urls = {"exchange": addresses.get(fault, server.url("exchange"))}
        came = run(server, keyed(key), secrets=SECRETS, base_urls=urls, timeout_seconds=0.2, budget=0.5)
    assert len(came.troubles) + len(came.replies) == 1
    assert SECRET[:10] not in seen(caplog, came)


@ASKED
def test_an_error_can_be_shown_with_all_that_it_came_from(key):
    """The trace of a refusal has no key in it, nor has any error that it stands on."""

    async def refused(server):
        asking = client(server, secrets=SECRETS, base_urls={"exchange": server.refused_url})
        async with asking:
            with pytest.raises(RefusedError) as caught:
                await asking.ask(*keyed(key))
            return repr(asking), caught.value

    with serving() as server:
        shown, error = asyncio.run(refused(server))
    trace = "".join(traceback.format_exception(error))
    assert "refused the connection" in trace
    assert (error.__cause__, error.__context__) == (None, None)
    assert SECRET not in trace + shown + repr(error)


@pytest.mark.parametrize("headers", [{"etag": SECRET}, {"x-ratelimit-remaining": SECRET}, {"content-type": SECRET}])
def test_a_header_that_holds_the_key_is_not_kept(headers):
    """A reply is kept without it."""
    with serving(lambda _request: Answer(body=BODY, headers=headers)) as server:
        assert SECRET not in repr(run(server, keyed(PLACES[0]), secrets=SECRETS).reply)


def test_a_key_is_known_in_the_form_that_addresses_give_it():
    """An error that repeats the address is not quoted."""
    said = status(400, b'{"msg": "GET /ticker?api_key=0123456789%2Babcdef%2F"}')
    with serving(fault=lambda _request: said) as server:
        came = run(server, keyed(PLACES[1]), secrets={"EXCHANGE_API_KEY": "0123456789+abcdef/"})
    assert came.why == "answered with HTTP 400"


def test_a_body_that_holds_the_key_is_not_kept():
    """Bodies are kept as they came or not at all."""
    with serving(lambda _request: Answer(body=b'{"you_sent": "%b"}' % SECRET.encode())) as server:
        assert run(server, keyed(PLACES[1]), secrets=SECRETS).why == "sent a key of ours back; its answer was not kept"


@pytest.mark.parametrize("secrets", [{}, {"EXCHANGE_API_KEY": ""}, {"OTHER": SECRET}])
def test_without_its_key_a_source_is_not_asked(secrets):
    """It is said which one it needs."""
    with serving() as server:
        came = run(server, keyed(PLACES[0]), secrets=secrets)
        assert server.asked() == 0
    assert came.why == "needs EXCHANGE_API_KEY in the environment or the keyring"


@ASKED
def test_without_an_optional_key_a_source_is_asked_all_the_same(key):
    """It answers less often, but it answers."""
    with serving() as server:
        assert run(server, keyed(replace(key, optional=True))).reply.body == BODY
        assert "api_key" not in server.requests[0].query
        assert "x-key" not in server.requests[0].headers


@pytest.mark.parametrize("value", [f"{SECRET}\n", f"{SECRET}\r\nX-Evil: 1", f" {SECRET}", "clé", "two words"])
def test_what_cannot_be_a_key_is_not_sent(caplog, value):
    """A line feed from a copied file would end the header, and the error of it would quote the key."""
    with serving() as server:
        came = run(server, keyed(PLACES[0]), secrets={"EXCHANGE_API_KEY": value})
        assert server.asked() == 0
    assert came.why == "cannot be asked: EXCHANGE_API_KEY holds more than a key"
    assert value.strip() not in seen(caplog, came)


@ASKED
def test_a_key_does_not_follow_a_redirect_to_another_host(key):
    """Only the host that it was given for sees it."""
    with serving() as elsewhere, serving() as server:
        target = f"{elsewhere.url('exchange')}/moved".replace("127.0.0.1", "localhost")
        server.fault = lambda _request: status(302, b"", location=target)
        came = run(server, (source(key=key), replace(QUESTION, redirects=3)), secrets=SECRETS)
        assert elsewhere.asked() == 0
        assert came.why == "sends us on to localhost"


@ASKED
def test_a_key_does_not_follow_where_redirects_are_allowed(key, monkeypatch):
    """A feed may move to another host by https; our key stays behind."""
    monkeypatch.setenv("SSL_CERT_FILE", str(TRUSTED_PEM))
    with serving() as elsewhere, serving() as server:
        server.fault = lambda _request: status(301, b"", location=f"{elsewhere.tls_url}/exchange/moved")
        came = run(server, (source(key=key), replace(QUESTION, redirects=1)), secrets=SECRETS)
        assert came.reply.body == BODY
        (moved,) = elsewhere.requests
    assert SECRET not in repr(moved)
