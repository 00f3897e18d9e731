"""A run as it is on a good day: ten venues and providers, and what the store held before.

Prices follow the bundled hourly bars of 10 February 2026; each venue's are a few hundredths of a
percent from them. The chain is Deribit's own of that evening.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from generator.collectors.gate.readings import asset_of, venue_of
from generator.collectors.gate.sift import Sifted, sift
from generator.collectors.kept.registry import PUBLISHED
from generator.collectors.kept.registry import SAMPLE as FILES
from generator.collectors.kept.sample import read_sample
from generator.model.catalogue import load_catalogue
from generator.model.instants import parse_instant
from generator.model.names import load_names
from generator.model.observation import Observation, Provenance, SeriesKey
from generator.model.quotes import Candle, FundingSettlement, FutureQuote, OptionQuote, Record
from scripts.calibrate_gate import SAMPLE, Remembered

NAMES, CATALOGUE = load_names(), load_catalogue()
AT = parse_instant("2026-02-10T21:44:00Z")
FETCHED = AT + timedelta(seconds=5)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOTHING = Remembered()

#: Venue → how far its prices are from Binance's, as a fraction.
SPOT = {"binance": 0.0, "coinbase": 0.0003, "kraken": -0.0004}
PERPETUAL = {"binance": (0.0001, 8), "bybit": (0.0002, 8), "okx": (-0.0002, 8), "hyperliquid": (0.0004, 1)}
PROVIDERS = {"coingecko": -0.0005, "coinpaprika": 0.0007}
FUTURES = ("BTC-27MAR26", "2026-03-27T08:00:00Z", 1.004), ("BTC-25SEP26", "2026-09-25T08:00:00Z", 1.02)


@functools.cache
def read(name: str) -> tuple[Record, ...]:
    """The readings of one file of the sample."""
    names = {kept.file for kept in FILES} | {PUBLISHED}
    (batch,) = read_sample(SAMPLE, names=NAMES, catalogue=CATALOGUE, leave_out=names - {name})
    return batch.records


@functools.cache
def bars() -> tuple[Candle, ...]:
    """The bundled hourly bars of the last two months."""
    rows = (bar for bar in read("binance-spot-hourly.csv.gz") if isinstance(bar, Candle))
    return tuple(bar for bar in rows if bar.observed_at > AT - 60 * DAY)


@functools.cache
def chain() -> tuple[OptionQuote, ...]:
    """Deribit's options as quoted a minute before the run."""
    rows = (quote for quote in read("deribit-chains.csv.gz") if isinstance(quote, OptionQuote))
    origin = _origin("deribit", "chain")
    return tuple(replace(quote, origin=origin) for quote in rows if AT - quote.observed_at < HOUR)


def thinned() -> list[OptionQuote]:
    """Every third strike of each expiry, the call and the put of it."""
    strikes = sorted({(quote.asset, quote.expires_at, quote.strike_usd) for quote in chain()})
    kept = set(strikes[::3])
    return [quote for quote in chain() if (quote.asset, quote.expires_at, quote.strike_usd) in kept]


def _origin(venue: str, what: str, at: datetime = FETCHED) -> Provenance:
    return Provenance(venue, f"https://{venue}.example/{what}", f"{venue}-{what}", at)


def level(asset: str, at: datetime) -> float:
    """An asset's price: the close of its last hourly bar."""
    return next(bar.close_usd for bar in reversed(bars()) if bar.asset == asset and bar.observed_at <= at)


def candles(now: datetime) -> list[Candle]:
    found = []
    for venue, shift in SPOT.items():
        for bar in bars():
            age = now - bar.observed_at
            hourly = timedelta(0) < age <= 30 * HOUR
            daily = timedelta(0) < age <= 30 * DAY and bar.observed_at.hour == 23
            for interval in ("1h",) * hourly + ("1d",) * daily:
                part = {n: getattr(bar, n) * (1 + shift) for n in ("open_usd", "high_usd", "low_usd", "close_usd")}
                origin = _origin(venue, f"{interval}-{bar.asset}", now)
                found.append(replace(bar, venue=venue, interval=interval, origin=origin, **part))
    return found


def quotes(now: datetime) -> list[Record]:
    """Perpetual and dated futures with index, and open interest in coin and in dollars."""
    at, found = now - timedelta(seconds=20), list[Record]()
    for place, (venue, (shift, _)) in enumerate(PERPETUAL.items()):
        for asset, held in (("BTC", 80_000.0), ("ETH", 1_500_000.0)):
            index = level(asset, now) * (1 + shift)
            held *= (1 + place) / 3 * (1 + 0.01 * (now.day % 7))  # noqa: PLW2901 - each venue has its own
            mark = index * 1.0004
            origin = _origin(venue, f"perp-{asset}", now)
            found.append(FutureQuote(asset, venue, f"{asset}USDT", None, at, mark, "mark", index, held, None, origin))
            for metric, value, unit in (("", held, "coin"), ("_usd", held * mark, "USD")):
                key = SeriesKey(asset, f"futures.open_interest{metric}", "", venue)
                found.append(Observation(key, value, unit, at, at, origin))
    for name, expiry, above in FUTURES:
        index = level("BTC", now)
        origin = _origin("deribit", "futures", now)
        found.append(
            FutureQuote(
                "BTC", "deribit", name, parse_instant(expiry), at, index * above, "mark", index, None, None, origin
            )
        )
    return found


def settlements(now: datetime) -> list[FundingSettlement]:
    """Rates of ten days: a slow wave around 5% a year, of each venue's own height."""
    found = []
    for venue, (shift, hours) in PERPETUAL.items():
        for back in range(240):
            at = now.replace(minute=0, second=0, microsecond=0) - back * HOUR
            if at.hour % hours == 0:
                wave = 0.05 + 0.03 * ((at.toordinal() * 24 + at.hour) % 50) / 50 + 50 * shift
                rate = round(wave * hours / 8760, 10)
                for asset in ("BTC", "ETH"):
                    origin = _origin(venue, f"funding-{asset}", now)
                    found.append(FundingSettlement(asset, venue, f"{asset}USDT", at, hours, rate, origin))
    return found


def opinions(now: datetime) -> list[Observation]:
    """Prices, record highs and market values of two providers, and what only one source says."""
    at, found = now - timedelta(minutes=2), list[Observation]()
    told = {"BTC": (126_080.0, 20e6), "ETH": (4_946.0, 120.7e6)}
    for venue, shift in PROVIDERS.items():
        origin = _origin(venue, "markets", now)
        for asset, (high, supply) in told.items():
            price = round(level(asset, now) * (1 + shift), 2)
            for metric, value in (("price", price), ("market_cap", price * supply), ("all_time_high", high)):
                key = SeriesKey(asset, f"spot.{metric}", "", venue)
                found.append(Observation(key, value * (1 + shift / 10), "USD", at, at, origin))
        key = SeriesKey("BTC", "market.dominance", "", venue)
        found.append(Observation(key, 0.567 + shift, "ratio", at, at, origin))
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    alternative, vol = _origin("alternative.me", "fng", now), _origin("deribit", "dvol", now)
    for back in range(3):
        at = midnight - back * DAY
        fear, dvol = 7.0 + at.day % 3, 0.55 + at.day % 4 / 100
        key = SeriesKey("CRYPTO", "sentiment.fear_greed", "", "alternative.me")
        found.append(Observation(key, fear, "index", at, at, alternative))
        key = SeriesKey("BTC", "options.dvol", "", "deribit")
        at -= timedelta(milliseconds=1)
        found.append(Observation(key, dvol, "ratio", at, at, vol))
    return found


def run(now: datetime = AT) -> list[Record]:
    """All readings of a run at an instant; the chain, every third strike of it, is only of the evening itself."""
    found: list[Record] = [*candles(now), *quotes(now), *settlements(now), *opinions(now)]
    return [*found, *thinned()] if now == AT else found


@functools.cache
def healthy() -> tuple[Record, ...]:
    return tuple(run())


@functools.cache
def past() -> Remembered:
    """What runs on the three days before left in the store, each instant as it was told first."""
    remembered = Remembered()
    for back in (3, 2, 1):
        seen = run(AT - back * DAY)
        remembered.take([record for record in seen if remembered.same(record) is None])
    return remembered


def sifted(
    records: Sequence[Record],
    *,
    before: Remembered | None = None,
    at: datetime = AT,
    released: Collection[str] = (),
    current: bool = True,
) -> Sifted:
    """What the gate makes of a run, by the shipped catalogue; of nothing that was before, unless given."""
    return sift(
        records, past=NOTHING if before is None else before, catalogue=CATALOGUE, names=NAMES, at=at,
        released=released, current=current,
    )  # fmt: skip


def whys(result: Sifted) -> list[str]:
    return [item.why for item in result.aside]


def of(venue: str, records: Sequence[Record] | None = None, asset: str | None = None) -> list[Record]:
    """A venue's readings of the healthy run."""
    of_all = healthy() if records is None else records
    return [r for r in of_all if venue_of(r) == venue and (asset is None or asset_of(r) == asset)]


def scaled(record: Record, factor: float) -> Record:
    """A reading in another unit: every price, rate and amount of it is so many times itself."""
    match record:
        case Observation():
            return replace(record, value=record.value * factor)
        case Candle():
            parts = ("open_usd", "high_usd", "low_usd", "close_usd")
        case FundingSettlement():
            parts = ("rate",)
        case FutureQuote():
            parts = ("price_usd", "index_usd", "open_interest_coin")
        case OptionQuote():
            parts = ("mark_iv", "underlying_usd", "index_usd")
    values = {name: value * factor for name in parts if (value := getattr(record, name)) is not None}
    return replace(record, **values)


def shifted(record: Record, by: timedelta) -> Record:
    """A reading whose clock is wrong."""
    return replace(record, observed_at=record.observed_at + by)
