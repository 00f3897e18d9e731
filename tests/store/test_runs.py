"""A store remembers how its readings were collected: each run, each reply as it came, each trouble."""

from datetime import date, timedelta

import pytest

from generator.errors import WirecopyError
from generator.model.reply import Trouble
from generator.model.run import Run, SourceState
from generator.store.sqlite import Store
from tests.store.records import HOUR, NOON, reply


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "wirecopy.sqlite") as opened:
        yield opened


def ended(store, kind, at, *replies, troubles=()):
    run = store.begin_run(kind, at)
    for each in replies:
        store.keep(run, each)
    for trouble in troubles:
        store.trouble(run, trouble)
    store.end_run(run, at + HOUR / 60, "done")
    return run


def test_a_run_is_found_by_its_day_and_kind(store):
    """A day is a UTC day: the run of midnight belongs to the day that it begins."""
    midnight = NOON + 12 * HOUR
    first = ended(store, "live", midnight - timedelta(microseconds=1))
    second = ended(store, "live", midnight)
    cut_off = store.begin_run("history", midnight + HOUR)
    assert [run.id for run in store.runs()] == [first, second, cut_off]
    assert [run.id for run in store.runs(date(2026, 2, 10))] == [first]
    assert [run.id for run in store.runs(date(2026, 2, 11))] == [second, cut_off]
    assert store.runs(date(2026, 2, 11), "history") == [Run(cut_off, "history", midnight + HOUR, None, "")]
    assert store.runs(date(2026, 2, 12)) == []


def test_the_last_run_of_a_kind_says_when_it_ended_and_what_it_brought(store):
    """One that was cut off has no end."""
    assert store.last_run("live") is None
    run = ended(store, "live", NOON)
    store.begin_run("history", NOON + HOUR)
    assert store.last_run("live") == Run(run, "live", NOON, NOON + HOUR / 60, "done")


def test_a_kept_reply_comes_back_as_it_came(store):
    """Every field, the body byte for byte, and its body is in the archive under its hash."""
    came = reply(
        0.123456, kind="chain", subject="", request='{"a": 1}', status=304, body=bytes(range(256)), content_type="x/y",
        etag='W/"1"', last_modified="Tue, 10 Feb 2026 12:00:00 GMT", limits="weight 7 of 6000",
    )  # fmt: skip
    run = store.begin_run("live", NOON)
    store.keep(run, came)
    assert list(store.replies(run)) == [came]
    assert store.raw(came.origin("Kraken").raw_sha256) == came.body


def test_replies_come_back_in_one_order_however_they_were_kept(store):
    """By the time at which they came, then by source, kind and subject."""
    order = [reply(1, subject="b"), reply(2, source="a"), reply(2, kind="a"), reply(2, subject="a"), reply(2)]
    first, second = store.begin_run("live", NOON), store.begin_run("live", NOON)
    for each in order:
        store.keep(first, each)
    for each in reversed(order):
        store.keep(second, each)
    assert (
        list(store.replies(first))
        == list(store.replies(second))
        == order[:1] + sorted(order[1:], key=lambda each: (each.source, each.kind, each.subject))
    )


def test_one_body_is_kept_once_and_each_reply_that_had_it(store):
    """A reply that has not changed since costs a row."""
    run = store.begin_run("live", NOON)
    for hours in (1, 2):
        store.keep(run, reply(hours, body=b"same"))
    assert [each.body for each in store.replies(run)] == [b"same", b"same"]
    assert store._db.execute("SELECT COUNT(*) FROM raw").fetchone() == (1,)


def test_a_reply_is_there_for_others_as_soon_as_it_is_kept(store):
    """Not when the run ends: it may not come to that."""
    run = store.begin_run("live", NOON)
    with Store.open(store.path) as other:
        store.keep(run, reply())
        assert list(other.replies(run)) == [reply()]


def test_within_a_transaction_a_reply_is_kept_with_the_rest_or_not_at_all(store):
    """A page of history and its readings belong together."""
    run = store.begin_run("history", NOON)
    with pytest.raises(ZeroDivisionError), store.transaction():  # noqa: PT012 - what was kept must be taken back
        store.keep(run, reply())
        raise ZeroDivisionError
    assert list(store.replies(run)) == []
    assert store._db.execute("PRAGMA synchronous").fetchone() == (2,)


def test_a_question_is_asked_again_with_the_mark_of_its_last_useful_reply(store):
    """The same address and body of question; an error page has no say, nor has a reply without a mark."""
    run = store.begin_run("live", NOON)
    for each in (
        reply(1, etag="one"),
        reply(3, last_modified="three", body=b"{}"),
        reply(4),
        reply(5, etag="five", status=500),
        reply(6, etag="six", request="{}"),
        reply(7, etag="seven", url="https://example.org/other"),
    ):
        store.keep(run, each)
    known = store.known_reply("https://example.org/price", "")
    assert known == reply(3, last_modified="three", body=b"{}")
    assert store.known_reply("https://example.org/price", "[]") is None


def test_what_could_not_be_read_is_asked_for_anew(store):
    """To ask whether a broken reply has changed could only bring it again."""
    run = store.begin_run("live", NOON)
    store.keep(run, reply(1, etag="one"))
    store.keep(run, reply(2, etag="two", body=b"<html>"))
    store.trouble(run, Trouble(source="kraken", kind="price", subject="BTC", why="a page", fetched_at=NOON + 2 * HOUR))
    known = store.known_reply("https://example.org/price", "")
    assert known is not None
    assert known.etag == "one"


def test_a_question_that_history_was_answered_is_known(store):
    """By address and posted body; live runs, refusals and unreadable pages leave a question open."""
    run = store.begin_run("history", NOON)
    store.keep(run, reply(1, url="/a", request="x"))
    store.keep(run, reply(2, url="/b", status=500))
    store.keep(run, reply(3, url="/c", body=b"<html>"))
    store.trouble(run, Trouble(source="kraken", kind="price", subject="BTC", why="a page", fetched_at=NOON + 3 * HOUR))
    store.trouble(run, Trouble(source="kraken", kind="price", subject="BTC", why="no time was left"))
    store.keep(store.begin_run("live", NOON), reply(4, url="/d"))
    assert store.answered() == {("/a", "x")}
    assert store.answered("live") == {("/d", "")}


def test_troubles_come_back_as_they_were_told(store):
    """With status, metrics, and the time of a reply that could not be read."""
    told = [
        Trouble(source="okx", kind="funding", subject="BTC", why="did not answer in time", feeds=("a", "b")),
        Trouble(source="bybit", kind="book", why="refused", status=403, fetched_at=NOON),
    ]
    run = store.begin_run("live", NOON)
    for trouble in told:
        store.trouble(run, trouble)
    assert store.troubles(run) == told
    assert store.troubles(run + 1) == []


def test_a_source_that_failed_since_its_last_success_says_why(store):
    """The last success, what went wrong afterwards and when, and what was left of its limits."""
    failed = Trouble(source="kraken", kind="price", subject="BTC", why="did not answer")
    ended(store, "live", NOON, reply(0, limits="9 left"))
    ended(store, "live", NOON + HOUR, troubles=[failed])
    assert store.sources() == [SourceState(
        source="kraken", succeeded_at=NOON, trouble="did not answer", troubled_at=NOON + HOUR + HOUR / 60,
        limits="9 left",
    )]  # fmt: skip
    ended(store, "live", NOON + 2 * HOUR, reply(2))
    assert store.sources() == [SourceState(source="kraken", succeeded_at=NOON + 2 * HOUR)]


def test_a_source_that_answers_one_question_of_two_is_in_trouble(store):
    """However soon after the trouble the good answer came; an unreadable reply is no success."""
    unread = Trouble(source="okx", kind="price", subject="BTC", why="a web page", fetched_at=NOON)
    page = reply(0, source="okx", body=b"<html>", limits="5 left")
    ended(store, "live", NOON, page, reply(0.01, source="okx", kind="book"), troubles=[unread])
    ended(store, "live", NOON, reply(0, source="cme", status=503))
    ended(store, "live", NOON, troubles=[Trouble(source="new", kind="price", why="has no key")])
    states = {state.source: state for state in store.sources()}
    assert states["okx"].succeeded_at == NOON + 0.01 * HOUR
    assert (states["okx"].trouble, states["okx"].troubled_at) == ("a web page", NOON)
    assert (states["new"].succeeded_at, states["new"].trouble) == (None, "has no key")


def test_a_second_writer_is_told_to_wait(store):
    """One line that says what to do; readers are not held up."""
    with Store.open(store.path) as other, store.transaction():
        other._db.execute("PRAGMA busy_timeout = 10")
        with pytest.raises(WirecopyError, match=r"wirecopy\.sqlite: cannot be written .* another run"):
            other.begin_run("live", NOON)
        assert other.runs() == []


def test_a_body_that_was_lost_is_said_to_be(store):
    """A run is not read again from half of its replies."""
    run = store.begin_run("live", NOON)
    store.keep(run, reply())
    store._db.execute("DELETE FROM raw")
    with pytest.raises(WirecopyError, match="has lost the raw body"):
        list(store.replies(run))
