"""No source is asked more than it allows, and none that wants to be left alone."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.collectors.net.refused import RefusedError
from generator.collectors.net.retry import asked_to_wait, back_off
from generator.collectors.source import Limit
from tests.collectors.net.asking import BODY, NOW, QUESTION, client, questions, run, serving, source
from tests.loopback.faults import status
from tests.loopback.server import Answer, Fault

#: Between the client's clock and the server's, over loopback on a busy machine. [seconds]
SLACK = 0.08


def arrivals(server):
    """When the server was asked."""
    return [request.at for request in server.requests]


def test_a_limit_holds_in_every_window_of_its_length():
    """Twelve questions at five in 0.4 seconds: five, five, two."""
    limited = source(limit=Limit(5, 0.4))
    with serving() as server:
        came = run(server, *[(limited, ask) for ask in questions(12)])
        at = arrivals(server)
    assert len(came.replies) == 12
    assert all(later - earlier > 0.4 - SLACK for earlier, later in zip(at, at[5:], strict=False))
    assert 0.8 - SLACK < at[-1] - at[0] < 1.5


def test_further_attempts_count_as_requests():
    """A source that fails is not asked faster for it."""
    with serving(fault=lambda _request: status(500)) as server:
        run(server, (source(limit=Limit(1, 0.2)), QUESTION))
        at = arrivals(server)
    assert len(at) == 3
    assert at[2] - at[0] > 0.4 - SLACK


def test_limits_are_each_sources_own():
    """A slow source does not slow the next one down."""
    slow, fast = source(limit=Limit(1, 0.5)), source(id="fast")
    with serving() as server:
        pairs = [(slow, ask) for ask in questions(3)] + [(fast, ask) for ask in questions(30)]
        run(server, *pairs, base_urls={name: server.url(name) for name in ("exchange", "fast")})
        last = {request.source: request.at for request in server.requests}
        first = arrivals(server)[0]
    assert last["exchange"] - first > 1.0 - SLACK
    assert last["fast"] - first < 0.4


def test_a_question_whose_turn_comes_too_late_is_given_up_at_once():
    """Rather than at the end of the run."""
    with serving() as server:
        came = run(server, *[(source(limit=Limit(2, 60)), ask) for ask in questions(6)], budget=10)
        assert server.asked() == 2
    assert len(came.replies) == 2
    assert {trouble.why for trouble in came.troubles} == {
        "was not asked: its limit leaves no turn for this question while the run lasts"
    }
    assert came.seconds < 2


def test_no_host_sees_more_than_eight_connections():
    """Forty questions at once, each answered after a while."""
    later = Fault("later", lambda connection, _request, answer: connection.answer_later(answer, after=0.03))
    with serving(fault=lambda _request: later) as server:
        came = run(server, *questions(40))
        assert (len(came.replies), server.most_open, server.opened) == (40, 8, 8)


@pytest.mark.parametrize(
    ("code", "header", "wait"),
    [(429, "0.6", 0.6), (503, "0.6", 0.6), (429, format_datetime(NOW + timedelta(seconds=1), usegmt=True), 1)],
)
def test_retry_after_is_honoured(code, header, wait):
    """In seconds or as a date against our own clock, by all questions to that host."""
    busy = status(code, retry_after=header)
    with serving(fault=lambda _request: busy if len(server.requests) == 1 else None) as server:
        came = run(server, *[(source(limit=Limit(1, 0.2)), ask) for ask in questions(3)])
        at = arrivals(server)
    assert len(came.replies) == 3
    assert at[1] - at[0] > wait - SLACK
    assert at[-1] - at[0] < 3


def test_a_wait_that_does_not_fit_is_not_begun():
    """All questions to the host are given up at once, and it is left alone."""
    busy = status(429, retry_after="120")
    with serving(fault=lambda _request: busy) as server:
        came = run(server, *[(source(limit=Limit(1, 0.3)), ask) for ask in questions(5)], budget=60)
        assert server.asked() == 1
    assert came.seconds < 2
    assert sorted(trouble.why for trouble in came.troubles) == [
        "asked to wait 120 seconds, longer than the run lasts",
        *["was not asked again: it asked for a longer pause than the run lasts"] * 4,
    ]
    assert {trouble.status for trouble in came.troubles} == {429}


def test_who_bars_us_is_left_alone_for_the_run():
    """418 is Binance's last word before days of silence; one question has heard it, and none follows."""
    with serving(fault=lambda _request: status(418, retry_after="1")) as server:
        came = run(server, *[(source(limit=Limit(1, 0.3)), ask) for ask in questions(5)])
        assert server.asked() == 1
    assert [trouble.why for trouble in came.troubles[1:]] == [
        "was not asked again: it has barred this machine for a while"
    ] * 4
    assert {trouble.status for trouble in came.troubles} == {418}


def test_two_sources_of_one_address_are_left_alone_together():
    """What bars us bars the machine, not the source."""
    spot, options = source(id="spot", limit=Limit(1, 0.3)), source(id="options")
    with serving(fault=lambda _request: status(418)) as server:
        url = server.url("exchange")
        pairs = [(spot, QUESTION), (spot, QUESTION), (options, QUESTION)]
        came = run(server, *pairs, base_urls={"spot": url, "options": url})
        assert server.asked() == 2  # both had asked at once before the word was there
    assert len(came.troubles) == 3


def test_too_often_is_said_to_all_questions_of_a_host():
    """A 429 that names no time holds the others back as long as the question that heard it."""
    with serving(fault=lambda _request: status(429) if len(server.requests) == 1 else None) as server:
        run(server, *[(source(limit=Limit(1, 0.1)), ask) for ask in questions(3)], chance=lambda: 1.0)
        at = arrivals(server)
    assert at[1] - at[0] > 0.5 - SLACK


def test_an_error_gives_its_connection_back():
    """Though its body is not read to the end."""
    long = status(404, b"x" * 1_000_000)
    with serving(fault=lambda _request: long) as server:
        came = run(server, *questions(40))
        assert len(came.troubles) == 40
        assert server.most_open <= 20  # the server learns late that we have hung up


def test_attempts_are_spread_by_chance():
    """Full jitter: from no time at all to half a second, then to one."""
    with serving(fault=lambda _request: status(500)) as server:
        run(server, chance=lambda: 0.4)
        at = arrivals(server)
    assert at[1] - at[0] == pytest.approx(0.2, abs=SLACK)
    assert at[2] - at[1] == pytest.approx(0.4, abs=SLACK)


def test_an_attempt_that_would_begin_too_late_is_not_waited_for():
    """The last word of the source is told, long before the run is over."""
    with serving(fault=lambda _request: status(500, b"")) as server:
        came = run(server, chance=lambda: 1.0, budget=0.4)
    assert came.why == "answered with HTTP 500"
    assert came.seconds < 0.3


@given(st.integers(1, 60), st.floats(0, 1))
def test_back_off_is_never_longer_than_eight_seconds(attempt, drawn):
    """And never negative, whatever chance says."""
    assert 0 <= back_off(attempt, lambda: drawn) <= 8


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("0", 0),
        ("120", 120),
        ("1.5", 1.5),
        ("Tue, 10 Feb 2026 12:00:30 GMT", 30),
        ("Tuesday, 10-Feb-26 12:00:30 GMT", 30),
        ("Tue, 10 Feb 2026 12:00:30 -0000", 30),
        ("Tue, 10 Feb 2026 11:00:00 GMT", 0),
        ("", None),
        ("-5", None),
        ("soon", None),
        ("1e9", None),
        ("99999999999999999999", None),
        ("Tue, 99 Feb 2026 12:00:30 GMT", None),
        ("٣", None),
    ],
)
def test_retry_after_is_read_as_the_standard_has_it(header, wait):
    """Seconds or a date; what is neither says nothing."""
    assert asked_to_wait(header, NOW) == wait


@given(st.text(max_size=40))
def test_no_retry_after_is_an_error(header):
    """It is a time of at least nothing, or none."""
    wait = asked_to_wait(header, NOW)
    assert wait is None or wait >= 0


def test_a_question_alone_waits_no_longer_than_ten_minutes():
    """Where nobody set a deadline."""

    async def alone(server):
        async with client(server) as asking:
            with pytest.raises(RefusedError, match="exchange: asked to wait 3600 seconds"):
                await asking.ask(source(), replace(QUESTION, subject="ETH"))

    with serving(lambda _request: Answer(body=BODY), lambda _request: status(429, retry_after="3600")) as server:
        asyncio.run(alone(server))
