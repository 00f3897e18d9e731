"""What was revised after an instant: a view that takes the new values, and the list of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from generator.model.observation import Observation, Provenance, SeriesKey
from generator.model.quotes import Candle, OptionQuote
from generator.store.sqlite import Store

NOON = datetime(2026, 2, 10, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
BAR = Candle("BTC", "binance", "1d", NOON - HOUR, 1.0, 9.0, 1.0, 5.0, None, "USDT", Provenance("binance"))
LATER = Provenance("binance", "https://example.org/klines", "ab" * 32, NOON + 5 * HOUR)
MOOD = SeriesKey("CRYPTO", "sentiment.fear_greed", "", "alternative.me")


def observed(value, *, at=0, known=0, revision=0):
    return Observation(
        MOOD, value, "index_points", NOON + at * HOUR, NOON + known * HOUR, Provenance("alternative.me"), revision
    )


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "wirecopy.sqlite") as opened:
        yield opened


def moods(store, *, hours, known=None):
    market = store.market(NOON + hours * HOUR, None if known is None else NOON + known * HOUR)
    return list(market.observations()["value"])


def test_a_view_in_hindsight_takes_what_has_been_revised(store):
    """An index is 9, and from the fifth hour on it had been 12."""
    store.add([observed(9), observed(12, known=5, revision=1)])
    assert moods(store, hours=1) == moods(store, hours=1, known=4) == [9]
    assert moods(store, hours=1, known=6) == [12]


def test_a_view_in_hindsight_sees_nothing_that_first_came_later(store):
    """Neither a reading of a later hour, nor one of the same hour that nobody had then."""
    store.add([observed(9), observed(30, at=3, known=3), observed(40, at=-3, known=7)])
    assert moods(store, hours=1, known=9) == [9]


def test_a_correction_that_was_taken_back_is_none(store):
    """In force is what became available last before the second instant."""
    store.add([observed(9), observed(12, known=5, revision=1), observed(9, known=8, revision=2)])
    assert moods(store, hours=1, known=6) == [12]
    assert moods(store, hours=1, known=9) == [9]
    assert store.revised(NOON + HOUR, NOON + HOUR, NOON + 9 * HOUR) == []


def test_a_revision_says_what_was_what_is_and_who_said_so(store):
    """A bar's close, with the name by which facts call the bar."""
    store.add([BAR])
    store.add([replace(BAR, close_usd=6.0, origin=LATER)])
    (found,) = store.revised(NOON, NOON, NOON + 9 * HOUR)
    assert found.input == "candle:binance:BTC:1d:2026-02-10T11:00:00Z"
    assert (found.what, found.was, found.now) == ("close", 5.0, 6.0)
    assert (found.source, found.url, found.raw_sha256) == ("binance", "https://example.org/klines", "ab" * 32)
    assert found.available_at == NOON + 5 * HOUR
    assert store.revised(NOON, NOON, NOON + 4 * HOUR) == []


def test_what_has_been_told_is_not_told_again(store):
    """From a second revision on, the values before it are those that the first one left."""
    store.add([observed(9), observed(12, known=5, revision=1), observed(15, known=8, revision=2)])
    (found,) = store.revised(NOON + HOUR, NOON + 6 * HOUR, NOON + 9 * HOUR)
    assert (found.was, found.now) == (12, 15)


def test_an_option_is_revised_within_its_chain(store):
    """The chain is the input that facts name; the instrument stands with the value."""
    quote = OptionQuote(
        "BTC", "deribit", "BTC-27MAR26-60000-P", datetime(2026, 3, 27, 8, tzinfo=UTC), 60_000, "P", NOON - HOUR, 0.5,
        0.02, None, None, 10.0, 0.0, 69_000.0, None, Provenance("deribit"),
    )  # fmt: skip
    store.add([quote])
    store.add([replace(quote, mark_iv=0.6, origin=replace(LATER, source="deribit"))])
    (found,) = store.revised(NOON, NOON, NOON + 9 * HOUR)
    assert (found.input, found.what) == ("chain:deribit:BTC:2026-02-10T11:00:00Z", "BTC-27MAR26-60000-P mark_iv")
    assert list(store.market(NOON, NOON + 9 * HOUR).option_quotes("BTC")["mark_iv"]) == [0.6]
    assert list(store.market(NOON).option_quotes("BTC")["mark_iv"]) == [0.5]
