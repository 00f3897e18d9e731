"""The market that metrics are tried on: records worked by hand, and the real ones of the sample."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pandas as pd
import pytest

from generator.collectors.kept.sample import read_sample
from generator.metrics.measure import measure
from generator.model.catalogue import load_catalogue
from generator.model.instants import parse_instant
from generator.model.names import load_names
from generator.model.observation import Observation, Provenance, SeriesKey
from generator.model.quotes import Candle, FundingSettlement, FutureQuote, OptionQuote
from generator.resources import SHIPPED

_SKEW = [
    SimpleNamespace(value=value, lower_owns=False, sign=1 if value > 0 else -1, state="")
    for value in (-0.20, -0.10, -0.06, 0.06, 0.10, 0.20)
]

ORIGIN = Provenance("binance", "https://venue.example/data", "ab" * 32)
_LAST = timedelta(milliseconds=1)

_OBSERVED = ["asset", "metric", "tenor", "venue", "observed_at", "value", "unit", "note"]
_CANDLE = ["interval", "asset", "venue", "observed_at", "open", "high", "low", "close", "volume", "quote"]
_OPTION = [
    "asset", "venue", "instrument", "expires_at", "strike", "right", "observed_at", "mark_iv", "mark", "bid", "ask",
    "open_interest", "volume", "underlying", "index",
]  # fmt: skip
_FUTURE = [
    "asset", "venue", "instrument", "expires_at", "observed_at", "price", "basis", "index", "open_interest", "volume",
]  # fmt: skip
_FUNDING = ["asset", "venue", "instrument", "observed_at", "interval_hours", "rate"]
_ORIGIN = ["source", "url", "raw_sha256", "fetched_at"]


def _observation(o):
    key = o.series
    return (key.asset, key.metric, key.tenor, key.venue, o.observed_at, o.value, o.unit, o.origin.note)


def _candle(c):
    return (
        c.interval, c.asset, c.venue, c.observed_at, c.open_usd, c.high_usd, c.low_usd, c.close_usd, c.volume_coin,
        c.quote,
    )  # fmt: skip


def _option(q):
    return (
        q.asset, q.venue, q.instrument, q.expires_at, q.strike_usd, q.right, q.observed_at, q.mark_iv, q.mark_coin,
        q.bid_coin, q.ask_coin, q.open_interest_coin, q.volume_24h_coin, q.underlying_usd, q.index_usd,
    )  # fmt: skip


def _future(q):
    return (
        q.asset, q.venue, q.instrument, q.expires_at, q.observed_at, q.price_usd, q.basis, q.index_usd,
        q.open_interest_coin, q.volume_24h_coin,
    )  # fmt: skip


def _funding(s):
    return (s.asset, s.venue, s.instrument, s.observed_at, s.interval_hours, s.rate)


_KINDS = {
    Observation: (_OBSERVED, _observation), Candle: (_CANDLE, _candle), OptionQuote: (_OPTION, _option),
    FutureQuote: (_FUTURE, _future), FundingSettlement: (_FUNDING, _funding),
}  # fmt: skip


class Known:
    """Records that are known; ``before(T)`` is the market as an article of instant T sees it."""

    def __init__(self, records):
        self.frames = {}
        for kind, (columns, row) in _KINDS.items():
            own = [record for record in records if isinstance(record, kind)]
            rows = [
                (*row(r), r.origin.source, r.origin.url, r.origin.raw_sha256, r.origin.fetched_at,
                 getattr(r, "available_at", r.observed_at))
                for r in own
            ]  # fmt: skip
            frame = pd.DataFrame.from_records(rows, columns=[*columns, *_ORIGIN, "available_at"])
            for name in ("observed_at", "expires_at", "fetched_at", "available_at"):
                if name in frame:
                    frame[name] = pd.to_datetime(frame[name], utc=True).astype("datetime64[us, UTC]")
            self.frames[kind] = frame.sort_values("observed_at", kind="stable", ignore_index=True)

    def before(self, as_of):
        """Return the market of one exclusive instant."""
        return _Market(self.frames, parse_instant(as_of) if isinstance(as_of, str) else as_of)


class _Market:
    def __init__(self, frames, as_of):
        self._frames = frames
        self.as_of = as_of

    def _rows(self, kind, since=None, **equal):
        frame = self._frames[kind]
        kept = frame["available_at"] < self.as_of
        if since is not None:
            kept &= frame["observed_at"] >= since
        for column, values in equal.items():
            if values is not None:
                kept &= frame[column].isin([values] if isinstance(values, str) else list(values))
        return frame[kept].drop(columns="available_at").reset_index(drop=True)

    def observations(self, *, metrics=None, assets=None, since=None):
        return self._rows(Observation, since, metric=metrics, asset=assets)

    def candles(self, interval, *, assets=None, since=None):
        return self._rows(Candle, since, interval=interval, asset=assets).drop(columns="interval")

    def option_quotes(self, asset, *, since=None):
        return self._rows(OptionQuote, since, asset=asset).drop(columns="asset")

    def future_quotes(self, *, asset=None, dated, since=None):
        rows = self._rows(FutureQuote, since, asset=asset)
        return rows[rows["expires_at"].notna() == dated].reset_index(drop=True)

    def funding(self, *, asset=None, since=None):
        return self._rows(FundingSettlement, since, asset=asset)


def at(text):
    """Return ``2026-02-10`` or ``2026-02-10T12:00`` as an instant, UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def seen(series, time, value, unit="USD", source="binance"):
    """Return one observation of a series in its written form."""
    instant = at(time)
    key = SeriesKey.parse(series)
    return Observation(key, value, unit, instant, instant, Provenance(source, "https://venue.example", "cd" * 32))


def day_bar(asset, day, close, *, high=None, low=None, opened=None, venue="binance"):
    """Return a day's bar; without more, it opened, peaked and bottomed where it closed."""
    ended = at(day) + timedelta(days=1) - _LAST
    return Candle(
        asset, venue, "1d", ended, opened or close, high or close, low or close, close, 1.0, "USDT", ORIGIN
    )  # fmt: skip


def hour_bar(asset, hour, close, *, high=None, low=None, venue="binance"):
    """Return the bar of the hour that begins at ``hour``."""
    ended = at(hour) + timedelta(hours=1) - _LAST
    return Candle(asset, venue, "1h", ended, close, high or close, low or close, close, 1.0, "USDT", ORIGIN)


def closes(asset, first_day, prices, **also):
    """Return daily bars from a day on, one price a day; None leaves a day out."""
    start = at(first_day)
    return [
        day_bar(asset, (start + timedelta(days=place)).date().isoformat(), price, **also)
        for place, price in enumerate(prices)
        if price is not None
    ]


def dated(day, expires, price, index=None, *, venue="binance"):
    """Return a dated future's daily close; it expires at 08:00 UTC."""
    return FutureQuote(
        "BTC", venue, f"BTCUSDT_{expires}", at(expires) + timedelta(hours=8), at(day) + timedelta(days=1) - _LAST,
        price, "close", index, None, None, ORIGIN,
    )  # fmt: skip


def settled(asset, venue, time, rate, hours=8):
    """Return one settled funding interval."""
    return FundingSettlement(asset, venue, f"{asset}USDT", at(time), hours, rate, ORIGIN)


def option(asset, time, expires, strike, right, iv, *, forward, open_interest=1.0, volume=1.0):
    """Return one option of a chain; it expires at 08:00 UTC."""
    name = f"{asset}-{expires}-{strike:.0f}-{right}"
    return OptionQuote(
        asset, "deribit", name, at(expires) + timedelta(hours=8), strike, right, at(time), iv, None, None, None,
        open_interest, volume, forward, forward, Provenance("deribit", "https://chain.example", "ef" * 32),
    )  # fmt: skip


@pytest.fixture(scope="session")
def names():
    return load_names()


@pytest.fixture(scope="session")
def catalogue():
    return load_catalogue()


@pytest.fixture(scope="session")
def measured(names, catalogue):
    """Measure records as of an instant: ``measured(records, "2026-02-10T00:00:00Z")``."""

    def run(records, as_of, **also):
        known = records if isinstance(records, Known) else Known(records)
        also.setdefault("cuts", lambda key: _SKEW if key.metric == "options.skew_25d" else ())
        return measure(known.before(as_of), catalogue=catalogue, names=names, **also)

    return run


@pytest.fixture(scope="session")
def facts(measured):
    """Measure records, and return the facts alone."""
    return lambda *arguments, **also: measured(*arguments, **also).facts


@pytest.fixture(scope="session")
def sample(names, catalogue):
    """Everything that the bundled sample knows."""
    batches = read_sample(SHIPPED / "data" / "sample", names=names, catalogue=catalogue)
    return Known([record for batch in batches for record in batch.records])


@pytest.fixture(scope="session")
def make():
    """Makers of records: a price a day, a bar, an observation."""
    return SimpleNamespace(
        at=at, seen=seen, day_bar=day_bar, hour_bar=hour_bar, closes=closes, dated=dated, settled=settled,
        option=option, known=Known,
    )  # fmt: skip
