"""A day's sum is worth what was heard of the day, and counts each liquidation once."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.collectors.liquidations import bybit, okx
from generator.collectors.liquidations.sums import MOST_MISSED, SOURCE, document, last_hour, parse_window, summed
from generator.collectors.liquidations.window import covered, hear, merged
from generator.errors import PayloadError
from generator.model.instants import iso
from generator.model.names import load_names
from generator.model.reply import Reply
from generator.model.segment import Segment
from tests.loopback import ws

NAMES = load_names()
UNTIL = datetime(2026, 2, 10, 12, tzinfo=UTC)
SINCE = UNTIL - timedelta(hours=24)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
micros = st.integers(0, 40).map(lambda n: SINCE + n * timedelta(microseconds=1))


def span(began_at, ended_at, *texts, stream=bybit.STREAM, at=None):
    """A span as the recorder writes it."""
    first = {"stream": stream.id, "url": stream.url, "contracts": 3}
    lines = [{"at": iso(at or began_at), "text": text} for text in texts]
    body = "".join(json.dumps(line) + "\n" for line in (first, *lines)).encode()
    return segment(stream.venue, began_at, ended_at, body, len(texts))


def segment(venue, began_at, ended_at, body, messages):
    sha256 = hashlib.sha256(body).hexdigest()
    return Segment(
        venue=venue, began_at=began_at, ended_at=ended_at, messages=messages, raw_sha256=sha256, body=body
    )  # fmt: skip


def printed(at, *prints):
    return ws.bybit(*prints, at=at)


def sums(*spans, until=UNTIL):
    return hear(spans, stream=bybit.STREAM, names=NAMES, until=until)


def told(heard):
    reply = Reply(
        source=SOURCE.id, kind="window", url=heard.url, status=200, asked_at=heard.since, fetched_at=heard.until,
        body=document(heard),
    )  # fmt: skip
    return {
        str(each.series): each
        for each in SOURCE.parsers["window"](reply, origin=reply.origin(SOURCE.publisher), names=NAMES)
    }


@given(st.lists(st.tuples(micros, micros)), micros, micros)
def test_coverage_is_exact(spans, since, until):
    """Counting the microseconds that lie in any span gives the same, whatever overlaps, touches or is empty."""
    micro = timedelta(microseconds=1)
    count = (until - since) // micro
    inside = sum(any(a <= since + n * micro < b for a, b in spans) for n in range(max(count, 0)))
    assert covered(spans, since, until) == inside * micro
    joined = merged(spans, since, until)
    assert all(before[1] < after[0] for before, after in pairwise(joined))


def test_a_day_heard_all_through_is_told():
    """Worked by hand: a long of 0.5 BTC at 60,000, a short of 10 ETH at 2,000, a long of 100 SOL at 80."""
    at = SINCE + HOUR
    heard = sums(
        span(SINCE - SECOND, at, printed(at, ("BTCUSDT", "Buy", "0.5", "60000")), at=at),
        span(at, UNTIL + SECOND, printed(at, ("ETHUSDT", "Sell", "10", "2000"), ("SOLUSDT", "Buy", "100", "80"))),
    )
    values = {name: each.value for name, each in told(heard).items()}
    assert values == {
        "CRYPTO/liquidations.long/1d@bybit": 38_000,
        "CRYPTO/liquidations.short/1d@bybit": 20_000,
        "CRYPTO/liquidations.total/1d@bybit": 58_000,
        "BTC/liquidations.long/1d@bybit": 30_000,
        "BTC/liquidations.short/1d@bybit": 0,
        "BTC/liquidations.total/1d@bybit": 30_000,
        "ETH/liquidations.long/1d@bybit": 0,
        "ETH/liquidations.short/1d@bybit": 20_000,
        "ETH/liquidations.total/1d@bybit": 20_000,
        "OTHER/liquidations.long/1d@bybit": 8_000,
        "OTHER/liquidations.short/1d@bybit": 0,
        "OTHER/liquidations.total/1d@bybit": 8_000,
    }
    for each in told(heard).values():
        assert (each.unit, each.observed_at, each.available_at) == ("USD", UNTIL, UNTIL)
        assert each.origin.note == "USDT perpetuals; covered 86,400 of 86,400 seconds"


def test_a_day_on_which_nothing_was_liquidated_is_zero():
    """What was heard all through and said nothing is a true zero, and no gap."""
    values = told(sums(span(SINCE, UNTIL)))
    assert {each.value for each in values.values()} == {0}


def test_a_minute_may_be_missing_and_no_more():
    """The allowance is for the reconnects of a day; the note says what is missing."""
    barely = told(sums(span(SINCE, UNTIL - MOST_MISSED)))
    assert barely["BTC/liquidations.total/1d@bybit"].origin.note.endswith("covered 86,340 of 86,400 seconds")
    with pytest.raises(PayloadError, match="covered 86,339 of 86,400 seconds"):
        told(sums(span(SINCE, UNTIL - MOST_MISSED - SECOND)))


def test_a_liquidation_that_comes_twice_counts_once():
    """Within a span, in two spans, and from two recorders at once."""
    at = SINCE + HOUR
    once = printed(at, ("BTCUSDT", "Buy", "0.5", "60000"))
    heard = sums(span(SINCE, UNTIL, once, once, at=at), span(SINCE, UNTIL, once, at=at + SECOND))
    assert [each.usd for each in heard.liquidations] == [30_000]


def test_two_alike_in_one_message_are_two():
    """Two accounts may lose the same at the same millisecond."""
    one = ("BTCUSDT", "Buy", "0.5", "60000")
    assert len(sums(span(SINCE, UNTIL, printed(SINCE, one, one))).liquidations) == 2


def test_the_venues_clock_says_in_which_window():
    """What happened at noon is of the next window; what came late is of its own."""
    one = ("BTCUSDT", "Buy", "0.5", "60000")
    before, noon = UNTIL - SECOND / 1000, UNTIL
    heard = sums(
        span(SINCE, UNTIL, printed(SINCE - SECOND, one), at=SINCE),
        span(UNTIL, UNTIL + 9 * SECOND, printed(before, one), printed(noon, one)),
    )
    assert [each.at for each in heard.liquidations] == [before]


@pytest.mark.parametrize("away", [-2 * HOUR, 5 * timedelta(minutes=1)], ids=["hours old", "from the future"])
def test_a_wrong_clock_covers_nothing(away):
    """A message that tells of another time than it came in cannot be placed, and its span is no use."""
    heard = sums(span(SINCE, UNTIL, printed(SINCE + away, ("BTCUSDT", "Buy", "0.5", "60000")), at=SINCE))
    assert heard.covered == timedelta(0)
    assert "one of the clocks is wrong" in heard.unreadable[0]


def test_an_unreadable_message_takes_its_span_along():
    """The ten seconds around it are not covered, and its neighbours count as before."""
    at = SINCE + HOUR
    good = printed(at, ("BTCUSDT", "Buy", "0.5", "60000"))
    broken = good.replace('"v": "0.5"', '"v": null')
    heard = sums(span(SINCE, at), span(at, at + 10 * SECOND, good, broken), span(at + 10 * SECOND, UNTIL))
    assert heard.covered == timedelta(hours=24, seconds=-10)
    assert heard.liquidations == ()
    assert "data.0.v" in heard.unreadable[0]
    assert told(heard)["CRYPTO/liquidations.total/1d@bybit"].value == 0


def test_a_changed_form_is_not_told():
    """When the venue changes what it sends, the sum ends; it does not become zero."""
    changed = printed(SINCE, ("BTCUSDT", "Buy", "0.5", "60000")).replace('"v"', '"qty"')
    spans = [span(SINCE + n * HOUR, SINCE + (n + 1) * HOUR, changed, at=SINCE) for n in range(24)]
    with pytest.raises(PayloadError, match="covered 0 of 86,400 seconds"):
        told(sums(*spans))


def test_a_slip_of_the_price_is_set_aside():
    """One print a hundred times the price of those around it is in no sum, and the note says so."""
    at = [SINCE + n * HOUR for n in range(1, 7)]
    prints = [printed(when, ("PUMPUSDT", "Buy", "10", "2")) for when in at]
    slip = printed(at[2] + SECOND, ("PUMPUSDT", "Buy", "10", "200"))
    heard = sums(span(SINCE, UNTIL), *(span(w, w + SECOND, text) for w, text in zip(at, prints, strict=True)),
                 span(at[2], at[2] + 2 * SECOND, slip))  # fmt: skip
    assert [each.price_usd for each in heard.slips] == [200]
    other = told(heard)["OTHER/liquidations.total/1d@bybit"]
    assert other.value == 120
    assert other.origin.note.endswith("1 set aside for their price")


def test_a_coin_that_halves_is_no_slip():
    """In a crash each price is near those before and after it, however far it is from the day's median."""
    prices = [2 * 0.9**n for n in range(20)]
    texts = [printed(SINCE + n * SECOND, ("PUMPUSDT", "Buy", "10", str(p))) for n, p in enumerate(prices)]
    heard = sums(span(SINCE, UNTIL, *texts, at=SINCE + 20 * SECOND))
    assert heard.slips == ()
    assert len(heard.liquidations) == 20


def test_one_liquidation_does_not_decide_a_days_sum():
    """Of a day of $50 million, 39.5 in one order of a small coin is looked at before it is told."""
    texts = [printed(SINCE + n * SECOND, ("ETHUSDT", "Buy", "1000", "2000")) for n in range(5)]
    large = printed(SINCE, ("PUMPUSDT", "Sell", "39500000", "1"))
    with pytest.raises(PayloadError, match="39,500,000 decides the sum"):
        told(sums(span(SINCE, UNTIL, *texts, large, at=SINCE + 5 * SECOND)))


def test_a_floor_is_not_told():
    """OKX does not send all its liquidations: their sum is kept, and it is no total."""
    text = ws.okx("BTC-USDT-SWAP", "long", "10", "60000", at=SINCE)
    first = {"stream": "okx-liquidations", "url": okx.STREAM.url}
    line = {"at": iso(SINCE), "text": text, "contracts": {"BTC-USDT-SWAP": [0.01, "coin"]}}
    body = f"{json.dumps(first)}\n{json.dumps(line)}\n".encode()
    heard = hear([segment("okx", SINCE, UNTIL, body, 1)], stream=okx.STREAM, names=NAMES, until=UNTIL)
    assert [each.usd for each in heard.liquidations] == [6_000]
    with pytest.raises(PayloadError, match="only a floor"):
        told(heard)


def test_the_number_leads_to_the_raw_messages():
    """The document has the hash of each span with messages, and the observation that of the document."""
    at = SINCE + HOUR
    kept = [span(SINCE, at), span(at, UNTIL + SECOND, printed(at, ("BTCUSDT", "Buy", "0.5", "60000")))]
    reply = summed(kept, names=NAMES, at=UNTIL + 30 * SECOND)
    spans = json.loads(reply.body)["spans"]
    assert [each[2:] for each in spans] == [[hashlib.sha256(kept[1].body).hexdigest(), 1]]
    each, *_ = parse_window(reply, origin=reply.origin("bybit"), names=NAMES)
    assert each.origin.raw_sha256 == hashlib.sha256(reply.body).hexdigest()
    assert each.origin.url == "wss://stream.bybit.com/v5/public/linear"
    assert summed(reversed(kept), names=NAMES, at=UNTIL + 30 * SECOND) == reply


def test_the_latest_full_hour_that_was_reached_is_told():
    """At 12:00:05 the spans up to 11:59:58 say nothing of the hour to noon yet, but of the one before."""
    assert last_hour([span(SINCE, UNTIL - 2 * SECOND)], UNTIL + 5 * SECOND) == UNTIL - HOUR
    assert last_hour([span(SINCE, UNTIL)], UNTIL + 5 * SECOND) == UNTIL
    assert last_hour([span(SINCE, UNTIL)], UNTIL + 3 * HOUR) is None
    assert last_hour([span(SINCE, UNTIL + HOUR)], UNTIL) is None
    assert last_hour([], UNTIL) is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\n",
        b"{}\n",
        b'{"stream":"okx-liquidations","url":"x"}\n',
        b'{"stream":"bybit-liquidations","url":"x"}\n1\n',
    ],
    ids=repr,
)
def test_a_damaged_span_covers_nothing(body):
    """A span that is not what the recorder writes is set aside and named."""
    heard = sums(segment("bybit", SINCE, UNTIL, body, 1))
    assert heard.covered == timedelta(0)
    assert len(heard.unreadable) == 1
