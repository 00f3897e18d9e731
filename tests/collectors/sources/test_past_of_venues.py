"""The past of Deribit, Hyperliquid and Coinbase: page by page, nothing falls between two pages."""

import gzip
import json
from datetime import UTC, datetime, timedelta

import pytest

from generator.collectors.source import Scope
from generator.collectors.sources import coinbase, deribit, hyperliquid
from generator.model.instants import iso
from tests.collectors.sources.replies import NAMES, RECORDED, told

HOUR = 3_600_000
NOW = datetime(2026, 9, 20, 21, 17, 16, tzinfo=UTC)
SINCE = datetime(2026, 4, 1, 12, tzinfo=UTC)
recorded = pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded replies are not here")


def history(source, since=SINCE, now=NOW):
    return source.history(Scope(("BTC",), NAMES, now), since)


def hours_between(start, end):
    first = -(-round(start.timestamp()) // 3600)
    return [datetime.fromtimestamp(hour * 3600, UTC) for hour in range(first, round(end.timestamp()) // 3600 + 1)]


def stamps(ask, *, first, last):
    """Return the whole hours of a question's window, with its own start and end or without."""
    asked = dict(ask.query)
    start, end = int(asked["start_timestamp"]), int(asked["end_timestamp"])
    end = min(end, round(NOW.timestamp() * 1000))
    return [
        at
        for at in range(start + (-start) % HOUR, end + 1, HOUR)
        if (first or at != start) and (last or at != end)
    ]  # fmt: skip


@pytest.mark.parametrize("first", [True, False], ids=["with its start", "without its start"])
@pytest.mark.parametrize("last", [True, False], ids=["with its end", "without its end"])
def test_no_hour_is_lost_between_deribits_pages(first, last):
    """Whether a row is sent that is stamped with the start or the end of the question itself."""
    settled, closed = [], []
    for ask in history(deribit.SOURCE):
        at = stamps(ask, first=first, last=last)
        if ask.kind == "funding":
            assert len(at) <= 744
            rows = [{"timestamp": each, "interest_1h": 1e-6} for each in at]
            settled += told(deribit.SOURCE, "funding", {"result": rows}, subject=ask.subject, at=NOW)
        else:
            assert len(at) <= 1000
            bars = [[each, 40.0, 41.0, 39.0, 40.5] for each in at]
            closed += told(deribit.SOURCE, "volatility", {"result": {"data": bars}}, subject="BTC", at=NOW)
    last_moment = timedelta(milliseconds=1)
    assert {each.observed_at for each in settled} >= set(hours_between(SINCE, NOW))
    assert {each.observed_at + last_moment for each in closed} >= set(hours_between(SINCE, NOW))


@recorded
def test_no_settlement_is_lost_between_hyperliquids_pages():
    """1,038 recorded settlements, asked for in pages of at most 500 rows: eight hours each, then one, none missing."""
    packed = RECORDED / "hyperliquid" / "fundingHistory-BTC-2023-05.json.gz"
    rows = json.loads(gzip.decompress(packed.read_bytes()))
    since, until = datetime(2023, 5, 1, tzinfo=UTC), datetime(2023, 7, 17, 21, 30, tzinfo=UTC)
    found = {}
    for ask in history(hyperliquid.SOURCE, since, until):
        window = json.loads(ask.post)
        page = [row for row in rows if window["startTime"] <= row["time"] <= window["endTime"]]
        assert len(page) < 500
        if page:
            readings = told(hyperliquid.SOURCE, "funding", page, subject="BTC", at=until)
            found |= {each.observed_at: each for each in readings}
    assert len(found) == len(rows) == 1038
    hours = [each.interval_hours for _, each in sorted(found.items())]
    assert hours == [8] * 82 + [1] * 956
    assert sum(hours) == 82 * 8 + 956
    assert [each.rate for _, each in sorted(found.items())] == [float(row["fundingRate"]) for row in rows]


@recorded
def test_every_context_of_the_whole_exchange_is_read():
    """Coins that were taken off are among them, with nulls where others have prices."""
    packed = RECORDED / "hyperliquid" / "ws-allDexsAssetCtxs.json.gz"
    main = dict(json.loads(gzip.decompress(packed.read_bytes()))["data"]["ctxs"])[""]
    coins = ["BTC", *(f"X{place}" for place in range(1, len(main)))]
    assert any(context["midPx"] is None for context in main)
    body = [{"universe": [{"name": coin} for coin in coins]}, main]
    quote, held, dollars = told(hyperliquid.SOURCE, "contexts", body, subject="BTC", at=NOW)
    assert (quote.price_usd, quote.index_usd) == (float(main[0]["markPx"]), float(main[0]["oraclePx"]))
    assert dollars.value == pytest.approx(held.value * quote.price_usd)
    sure = [coin for coin, context in zip(coins, main, strict=True) if context["markPx"] is not None]
    assert len(told(hyperliquid.SOURCE, "contexts", body, subject=" ".join(sure), at=NOW)) == 3 * len(sure)


def test_no_bar_is_lost_between_coinbases_pages():
    """Start and end of a question are both answered; the last bar of a page is the first one of the next."""
    days, hours = [], []
    for ask in history(coinbase.SOURCE):
        asked = dict(ask.query)
        start, end = (datetime.fromisoformat(asked[name]) for name in ("start", "end"))
        assert (iso(start), iso(end)) == (asked["start"], asked["end"])
        length = timedelta(seconds=int(asked["granularity"]))
        bars = [start + place * length for place in range((end - start) // length + 1)]
        assert len(bars) <= 300
        (days if ask.kind == "candles-1d" else hours).extend(bars[:-1])  # the newest only shows that others ended
    midnight = NOW.replace(hour=0, minute=0, second=0)
    assert set(days) >= {midnight - timedelta(days=back) for back in range((NOW - SINCE).days)}
    assert set(hours) >= set(hours_between(NOW - timedelta(days=35), NOW))
    assert len(set(days)) == len(days)
    assert len(set(hours)) == len(hours)
