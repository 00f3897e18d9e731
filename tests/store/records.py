"""Readings of all five kinds, drawn by hypothesis, and the replies that they came with."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from generator.model.observation import Observation, Provenance, SeriesKey
from generator.model.quotes import Candle, FundingSettlement, FutureQuote, OptionQuote
from generator.model.reply import Reply

NOON = datetime(2026, 2, 10, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)

ANY = st.floats(allow_nan=False)
MAYBE = st.none() | ANY
WORDS = st.sampled_from(["", "BTC", "Ünï\n\"c'ode\x00", "€😀"])
INSTANTS = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001 - drawn naive
    lambda at: at.replace(fold=0)
)
ORIGINS = st.builds(Provenance, WORDS, WORDS, WORDS, st.none() | INSTANTS, WORDS)
SERIES = st.builds(SeriesKey, WORDS, WORDS, WORDS, WORDS)
UNITS = st.sampled_from(["USD", "ratio", "index"])

#: Whatever a record could hold.
WHATEVER = st.one_of(
    st.builds(Observation, SERIES, ANY, UNITS, INSTANTS, INSTANTS, ORIGINS, st.integers(0, 9)),
    st.builds(
        Candle, WORDS, WORDS, st.sampled_from(["1d", "1h"]), INSTANTS, ANY, ANY, ANY, ANY, MAYBE, WORDS, ORIGINS
    ),
    st.builds(
        OptionQuote, WORDS, WORDS, WORDS, INSTANTS, ANY, st.sampled_from(["C", "P"]), INSTANTS,
        MAYBE, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE, ORIGINS,
    ),
    st.builds(
        FutureQuote, WORDS, WORDS, WORDS, st.none() | INSTANTS, INSTANTS, ANY, st.sampled_from(["mark", "close"]),
        MAYBE, MAYBE, MAYBE, ORIGINS,
    ),
    st.builds(FundingSettlement, WORDS, WORDS, WORDS, INSTANTS, st.sampled_from([1, 4, 8]), ANY, ORIGINS),
)  # fmt: skip

#: One of few readings that often are of one series and instant: kind, value, instant, venue.
SAID = st.tuples(
    st.sampled_from(["observation", "candle", "option", "future", "settlement"]),
    st.integers(1, 3),
    st.integers(0, 2),
    st.sampled_from(["kraken", "okx"]),
)


def reading(said, origin):
    """Return a reading of ``SAID`` that came with an origin; its instant is some hours before noon."""
    kind, number, back, venue = said
    at, value = NOON - (back + 1) * HOUR, float(number)
    if kind == "observation":
        return Observation(SeriesKey("BTC", "spot.price", "", venue), value, "USD", at, at + HOUR / 2, origin)
    if kind == "candle":
        return Candle("BTC", venue, "1h", at, 1.0, 9.0, 1.0, value, None, "USDT", origin)
    if kind == "option":
        return OptionQuote(
            "BTC", venue, "BTC-27MAR26-60000-P", NOON + 30 * 24 * HOUR, 60_000.0, "P", at, value, None, None, None,
            10.0, None, 69_000.0, None, origin,
        )  # fmt: skip
    if kind == "future":
        return FutureQuote("BTC", venue, "BTC-PERP", None, at, value, "mark", None, None, None, origin)
    return FundingSettlement("BTC", venue, "BTC-PERP", at, 8, value, origin)


def reply(after=0.0, **changes):
    """Return a reply that came so many hours after noon."""
    fetched = NOON + after * HOUR
    known = {
        "source": "kraken", "kind": "price", "subject": "BTC", "url": "https://example.org/price", "status": 200,
        "asked_at": fetched - timedelta(milliseconds=200), "fetched_at": fetched, "body": f"{after}".encode(),
    }  # fmt: skip
    return Reply(**(known | changes))
