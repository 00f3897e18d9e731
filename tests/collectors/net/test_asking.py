"""What is sent, what comes back, and how a run ends."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from generator.collectors.net.gather import gather
from generator.collectors.source import Key
from generator.model.reply import Reply
from tests.collectors.net.asking import BODY, NOW, QUESTION, client, questions, run, serving, source
from tests.loopback.faults import FAULTS, status
from tests.loopback.server import TRUSTED_PEM, Answer


def ticking():
    """A clock that is a second later each time it is read."""
    times = (NOW + timedelta(seconds=second) for second in range(1_000))
    return lambda: next(times)


KNOWN = Reply(
    source="exchange", kind="ticker", subject="BTC", url="", status=200, asked_at=NOW, fetched_at=NOW,
    body=b'{"price": 1}', content_type="application/json", etag='W/"a1"', last_modified="Tue, 10 Feb 2026 11:00:00 GMT",
)  # fmt: skip


def test_a_reply_says_all_that_is_to_be_kept_of_it():
    """Source, question, address, times, body, and the headers that matter."""
    headers = {"etag": '"v1"', "last-modified": "Tue, 10 Feb 2026 11:00:00 GMT", "x-mbx-used-weight-1m": "40"}
    with serving(lambda _request: Answer(body=BODY, headers=headers)) as server:
        reply = run(server, clock=ticking()).reply
        url = f"{server.url('exchange')}/ticker?symbol=BTC"
    assert reply == Reply(
        source="exchange",
        kind="ticker",
        subject="BTC",
        url=url,
        status=200,
        asked_at=NOW,
        fetched_at=NOW + timedelta(seconds=1),
        body=BODY,
        content_type="application/json",
        etag='"v1"',
        last_modified="Tue, 10 Feb 2026 11:00:00 GMT",
        limits="x-mbx-used-weight-1m 40",
    )


def test_a_question_names_the_program():
    """Sources may see who asks; what a source wants beside it is sent too."""
    with serving() as server:
        run(server, (source(headers={"X-Wants": "this", "Accept": "application/xml"}), QUESTION))
        (request,) = server.requests
    assert request.headers["user-agent"] == "wirecopy/0.1.0 (+https://wirecopy.example)"
    assert (request.headers["x-wants"], request.headers["accept"]) == ("this", "application/xml")
    assert (request.method, request.path, request.query) == ("GET", "/ticker", {"symbol": "BTC"})
    assert "cookie" not in request.headers


def test_cookies_are_not_kept():
    """A source learns nothing from one question to the next."""
    with serving(lambda _request: Answer(body=BODY, headers={"set-cookie": "id=1"})) as server:
        run(server, *questions(3), budget=5)
        assert all("cookie" not in request.headers for request in server.requests)


def test_a_posted_question_is_json():
    """As Hyperliquid wants it; it is also asked again."""
    posted = replace(QUESTION, query=(), post='{"type":"metaAndAssetCtxs"}')
    with serving(fault=lambda request: FAULTS["HTTP 502"] if request.attempt == 0 else None) as server:
        reply = run(server, posted).reply
        assert [request.body for request in server.requests] == [b'{"type":"metaAndAssetCtxs"}'] * 2
    assert (server.requests[0].method, server.requests[0].headers["content-type"]) == ("POST", "application/json")
    assert reply.request == '{"type":"metaAndAssetCtxs"}'


def test_what_is_known_is_asked_for_changes_only():
    """A 304 is the body that was kept, at new times."""
    with serving(lambda _request: Answer(304, b"", {"x-ratelimit-remaining": "7"})) as server:
        asked = []
        reply = run(server, known=lambda url, request: asked.append((url, request)) or KNOWN, clock=ticking()).reply
        (request,) = server.requests
    assert request.headers["if-none-match"] == 'W/"a1"'
    assert request.headers["if-modified-since"] == "Tue, 10 Feb 2026 11:00:00 GMT"
    assert asked == [(reply.url, "")]
    assert (reply.status, reply.body, reply.etag, reply.limits) == (
        304,
        KNOWN.body,
        KNOWN.etag,
        "x-ratelimit-remaining 7",
    )
    assert (reply.content_type, reply.last_modified) == (KNOWN.content_type, KNOWN.last_modified)
    assert (reply.asked_at, reply.fetched_at) == (NOW, NOW + timedelta(seconds=1))


def test_what_has_changed_is_the_new_body():
    """And nothing of the old one is kept beside it, lest the next question be answered with the wrong one."""
    with serving() as server:
        reply = run(server, known=lambda _url, _request: KNOWN).reply
    assert (reply.body, reply.etag, reply.last_modified) == (BODY, "", "")


@pytest.mark.parametrize("mark", ['"' + "a" * 300 + '"', '"caf\xe9"', '"a\tb"', '"a  b"'])
def test_a_mark_that_could_not_be_sent_back_is_not_kept(mark):
    """A mark is whole or it is none."""
    with serving(lambda _request: Answer(body=BODY, headers={"etag": mark})) as server:
        assert run(server).reply.etag == ""


def test_what_is_left_of_the_limits_is_kept_as_it_is_said():
    """By name, in alphabetical order."""
    headers = {"X-RateLimit-Remaining": "99", "X-Bapi-Limit-Status": "599", "RateLimit-Reset": "5", "X-Other": "1"}
    with serving(lambda _request: Answer(body=BODY, headers=headers)) as server:
        limits = run(server).reply.limits
    assert limits == "ratelimit-reset 5, x-bapi-limit-status 599, x-ratelimit-remaining 99"


def test_a_key_changes_nothing_else_of_an_address():
    """What is asked is what is kept, to the letter, and the key behind it."""
    key = Key(name="K", place="query", field="api_key")
    ask = replace(QUESTION, query=(("symbols", '["BTC","ETH"]'), ("at", "2026-02-10T12:00+00:00"), ("at", "")))
    with serving() as server:
        reply = run(server, (source(key=key), ask), secrets={"K": "a+b&c=d/e"}).reply
        (request,) = server.requests
    assert request.query == {"symbols": '["BTC","ETH"]', "at": "", "api_key": "a+b&c=d/e"}
    assert reply.url.endswith("?symbols=%5B%22BTC%22%2C%22ETH%22%5D&at=2026-02-10T12%3A00%2B00%3A00&at=")


def test_a_posted_question_is_never_asked_for_changes():
    """HTTP has no such thing."""
    with serving() as server:
        run(server, replace(QUESTION, post="{}"), known=lambda _url, _request: KNOWN)
        assert "if-none-match" not in server.requests[0].headers


def test_nothing_new_where_nothing_is_known_is_no_answer():
    """There is no body to stand for it."""
    with serving(lambda _request: Answer(304, b"")) as server:
        assert run(server).why == "answered with HTTP 304"


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_feed_may_move(code, monkeypatch):
    """As often as its question allows, over https, or on the host that the desk named."""
    monkeypatch.setenv("SSL_CERT_FILE", str(TRUSTED_PEM))
    with serving() as server:
        moves = {
            "/feed": status(code, b"", location="/exchange/new?page=1"),
            "/new": status(code, b"", location=f"{server.tls_url}/exchange/newest"),
        }
        server.fault = lambda request: moves.get(request.path)
        feed = replace(QUESTION, path="/feed", redirects=2)
        assert run(server, feed).reply.url == f"{server.url('exchange')}/feed?symbol=BTC"
        assert [request.path for request in server.requests] == ["/feed", "/new", "/newest"]
        assert run(server, replace(feed, redirects=1)).why == "sends us on again and again"


def test_a_feed_that_moves_in_a_circle_is_left():
    """Once it has moved as often as it may."""
    with serving(fault=lambda _request: FAULTS["redirect loop"]) as server:
        assert run(server, replace(QUESTION, redirects=5)).why == "sends us on again and again"
        assert server.asked() == 6


def test_no_feed_moves_from_https_to_http(monkeypatch):
    """Nor to another host without https."""
    monkeypatch.setenv("SSL_CERT_FILE", str(TRUSTED_PEM))
    with serving() as server:
        server.fault = lambda _request: status(302, b"", location=server.url("exchange"))
        came = run(server, replace(QUESTION, redirects=5), base_urls={"exchange": f"{server.tls_url}/exchange"})
        assert (came.why, server.asked()) == ("sends us on to 127.0.0.1", 1)


@pytest.mark.parametrize("target", ["", "https://[::1", "javascript:alert(1)", "https://a:port/", "\x00", "//"])
def test_a_feed_that_moves_nowhere_is_a_trouble(target):
    """Whatever it calls an address."""
    with serving(fault=lambda _request: status(302, b"", location=target)) as server:
        assert len(run(server, replace(QUESTION, redirects=2)).troubles) == 1


def test_no_questions_take_no_time():
    """Nor do they fail."""
    with serving() as server:

        async def nothing():
            async with client(server) as asking:
                return await gather([], asking, budget_seconds=60, keep=print)

        assert asyncio.run(nothing()) == ()


def test_a_mistake_of_ours_costs_one_question(caplog):
    """It is named by its kind and place, and the others are answered."""
    kept = []

    def keep(reply):
        if reply.subject == "1":
            raise KeyError(reply.url)
        kept.append(reply.subject)

    with serving() as server:
        (trouble,) = run(server, *questions(4), keep=keep).troubles
    assert sorted(kept) == ["0", "2", "3"]
    assert trouble.subject == "1"
    assert trouble.why.startswith("a mistake in this program: KeyError at test_asking.py:")
    assert caplog.text == ""


def test_troubles_come_in_the_order_of_the_questions():
    """Whichever was told first."""
    with serving(fault=lambda request: status(500 if request.path.endswith(("1", "3")) else 404)) as server:
        came = run(server, *questions(5))
    assert [trouble.subject for trouble in came.troubles] == ["0", "1", "2", "3", "4"]


def test_who_ends_the_run_ends_its_questions():
    """Ctrl-C leaves no question behind."""

    async def ended(server):
        async with client(server) as asking:
            pairs = [(source(), ask) for ask in questions(20)]
            run = asyncio.create_task(gather(pairs, asking, budget_seconds=60, keep=print))
            while server.asked() < 8:  # noqa: ASYNC110 - the server counts in a thread of its own
                await asyncio.sleep(0.01)
            run.cancel()
            with pytest.raises(asyncio.CancelledError):
                await run
            return asyncio.all_tasks() - {asyncio.current_task()}

    with serving(fault=lambda _request: FAULTS["time-out"]) as server:
        assert asyncio.run(ended(server)) == set()


def test_a_stop_inside_a_reply_stops_the_run():
    """What is no mistake is not taken for one."""

    def stop(_reply):
        raise KeyboardInterrupt

    with serving() as server, pytest.raises(KeyboardInterrupt):
        run(server, *questions(3), keep=stop)


def test_a_run_closes_all_its_connections():
    """A desk that runs for months keeps none."""
    with serving(fault=lambda request: FAULTS["slow body"] if request.path.endswith("7") else None) as server:
        run(server, *questions(30), budget=0.5)
        for _ in range(100):
            if server.open_sockets == 0:
                break
            asyncio.run(asyncio.sleep(0.01))
        assert server.open_sockets == 0
