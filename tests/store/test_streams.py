"""What is only said once is kept as it was said: stretches of streams, and headlines."""

import hashlib
from dataclasses import replace

import pytest

from generator.model.headline import Headline
from generator.model.observation import Provenance
from generator.model.segment import Segment
from generator.store.sqlite import Store
from tests.store.records import HOUR, NOON


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "wirecopy.sqlite") as opened:
        yield opened


def kept(store, began, ended, body=b"{}\n", venue="bybit"):
    """Keep a stretch from so many to so many hours after noon, and return it."""
    store.keep_segment(venue, NOON + began * HOUR, NOON + ended * HOUR, body, body.count(b"\n"))
    return Segment(
        venue=venue, began_at=NOON + began * HOUR, ended_at=NOON + ended * HOUR, messages=body.count(b"\n"),
        raw_sha256=hashlib.sha256(body).hexdigest(), body=body,
    )  # fmt: skip


def told(title, hours, *, link="https://example.org/1", feed="example.org", fetched=9.0):
    origin = Provenance(feed, f"https://{feed}/rss", "ab" * 32, NOON + fetched * HOUR, "note")
    return Headline(title, link, NOON + hours * HOUR, feed, origin)


def test_stretches_that_reach_into_a_time_are_found(store):
    """In their order, of one venue; one that ends as the time begins does not reach into it."""
    second, first = kept(store, 2, 3, b"{2}\n{3}\n"), kept(store, 0, 2)
    kept(store, 4, 5)
    kept(store, 0, 9, venue="okx")
    kept(store, -1, 0)
    assert store.segments("bybit", NOON, NOON + 4 * HOUR) == [first, second]
    assert store.segments("bybit", NOON + 2.5 * HOUR, NOON + 2.6 * HOUR) == [second]
    assert store.raw(second.raw_sha256) == second.body


def test_a_stretch_that_is_kept_as_it_grows_is_kept_once(store):
    """The longer one stands for both, in whichever order they come."""
    kept(store, 0, 1)
    longer = kept(store, 0, 2, b"{}\n{}\n")
    kept(store, 0, 1.5)
    assert store.segments("bybit", NOON, NOON + HOUR) == [longer]


def test_headlines_come_back_the_newest_first(store):
    """With link, time, feed and origin; the end of the time is exclusive."""
    given = [told("one", 1), told("two", 2, link="/2"), told("two too", 2, feed="a.org"), told("late", 3, link="/3")]
    store.keep_headlines(given)
    assert store.headlines(NOON + HOUR, NOON + 3 * HOUR) == [given[2], given[1], given[0]]


def test_a_headline_that_a_feed_corrects_is_told_as_corrected(store):
    """An older reply that is read again does not bring the old title back; another feed's stays its own."""
    corrected = told("BTC rises", 1, fetched=3)
    other = replace(told("BTC rises!", 1), feed="other.org")
    store.keep_headlines([told("BTC rsies", 1, fetched=2), corrected, told("BTC rsies", 1, fetched=2), other])
    assert store.headlines(NOON, NOON + 9 * HOUR) == [corrected, other]
