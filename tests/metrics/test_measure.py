"""A day measured whole: point in time, never NaN, every fact with its origin."""

import math
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.observation import SeriesKey

_FEB_11 = "2026-02-11T00:00:00Z"
_ALL = (
    "2025-12-31T00:00:00Z", "2026-01-17T00:00:00Z", "2026-02-06T00:00:00Z", "2026-02-10T10:00:00Z",
    "2026-02-10T09:30:00Z", _FEB_11,
)  # fmt: skip


def test_an_empty_desk_has_only_its_instant(facts):
    """Nothing known, nothing told, nothing raised."""
    assert list(facts([], _FEB_11)) == ["run/as_of"]


@pytest.mark.parametrize("as_of", _ALL)
def test_every_fact_is_finite_and_traced(facts, sample, catalogue, as_of):
    """No NaN, no instant after the article's, inputs that are facts or records, metrics that are listed."""
    found = facts(sample, as_of)
    assert len(found) > 250
    for fact in found.values():
        assert fact.value is None or math.isfinite(fact.value), fact.id
        assert fact.as_of < found["run/as_of"].as_of or fact.id == "run/as_of", fact.id
        assert fact.inputs or fact.id == "run/as_of"
        for name in fact.inputs:
            assert name in found or name.split(":")[0] in ("obs", "candle", "future", "funding", "chain"), name
        assert fact.of is None or fact.of in found, fact.id
        assert fact.than is None or fact.than in found, fact.id
        assert fact.id == "run/as_of" or fact.key.metric in catalogue, fact.id


@pytest.mark.parametrize("as_of", _ALL)
def test_the_last_row_of_a_history_is_the_fact(measured, sample, as_of):
    """History and fact are one measurement."""
    found = measured(sample, as_of)
    for name, series in found.history.items():
        fact = found.facts.get(name)
        assert series.index.is_monotonic_increasing
        assert not series.isna().any()
        if fact is not None and fact.value is not None:
            assert series.index[-1] == found.facts["run/as_of"].as_of, name
            assert series.iloc[-1] == pytest.approx(fact.value, rel=1e-12, abs=1e-12), name


def test_a_change_agrees_with_its_end_points(facts, sample):
    """Now against then, in the unit that the change says."""
    found = facts(sample, _FEB_11)
    changes = [fact for fact in found.values() if fact.kind == "change" and fact.than and fact.of]
    assert len(changes) > 50
    for fact in changes:
        now, then = found[fact.of].value, found[fact.than].value
        expected = now / then - 1 if fact.unit == "ratio" else now - then
        assert fact.value == pytest.approx(expected, abs=1e-12), fact.id


def test_nothing_that_came_later_is_seen(measured, sample, make):
    """An article of Feb. 6 reads the same from a store that ends on Feb. 6 and from one that goes on."""
    as_of = make.at("2026-02-06T10:00")

    class Ended(make.known):
        def __init__(self, known):
            self.frames = {kind: frame[frame["available_at"] < as_of] for kind, frame in known.frames.items()}

    cut, whole = (measured(known, as_of) for known in (Ended(sample), sample))
    assert dict(cut.facts) == dict(whole.facts)
    assert all(cut.history[name].equals(series) for name, series in whole.history.items())


@settings(max_examples=30, deadline=None)
@given(later=st.lists(st.tuples(st.integers(0, 400), st.floats(1, 1e6)), max_size=8), hour=st.integers(0, 23))
def test_later_prices_change_nothing(facts, make, later, hour):
    """Whatever is known from the instant on, at any hour."""
    as_of = make.at("2026-02-10") + timedelta(hours=hour)
    start = as_of - timedelta(days=40)
    early = [
        make.seen("BTC/spot.price", (start + timedelta(hours=6 * n)).isoformat()[:16], 100.0 + n % 7)
        for n in range(160)
    ]
    more = [
        make.seen("BTC/spot.price", (as_of + timedelta(hours=n)).isoformat()[:16], price)
        for n, price in dict(later).items()
    ]
    assert dict(facts([*early, *more], as_of)) == dict(facts(early, as_of))


@pytest.mark.parametrize(
    "source", ["binance", "bybit", "deribit", "hyperliquid", "fred", "mof", "alternative.me", "coingecko"]
)
def test_a_source_that_did_not_answer_costs_its_facts_only(facts, sample, make, source):
    """The others are measured as before."""

    class Without(make.known):
        def __init__(self, known):
            self.frames = {kind: frame[frame["source"] != source] for kind, frame in known.frames.items()}

    whole, left = facts(sample, _FEB_11), facts(Without(sample), _FEB_11)
    assert 0 < len(left) < len(whole)
    assert not [fact.id for fact in left.values() if source in {each.name for each in fact.sources}]


def test_broken_numbers_never_become_facts(facts, make):
    """NaN, infinity, zero and negative prices in candles, quotes and settlements."""
    records = [
        *make.closes("BTC", "2026-02-01", [float("nan"), 0.0, -5.0, float("inf"), 100.0, 0.0, 101.0]),
        make.dated("2026-02-07", "2026-03-27", float("nan"), index=100.0),
        make.dated("2026-02-07", "2026-06-26", 100.0, index=0.0),
        make.settled("BTC", "binance", "2026-02-07T08:00", float("nan")),
        make.settled("BTC", "bybit", "2026-02-07T08:00", 1e-4, hours=0),
        make.option(
            "BTC",
            "2026-02-07T20:00",
            "2026-02-27",
            100.0,
            "C",
            float("nan"),
            forward=100.0,
            open_interest=0.0,
            volume=0.0,
        ),
        make.option(
            "BTC", "2026-02-07T20:00", "2026-02-27", 100.0, "P", -1.0, forward=0.0, open_interest=0.0, volume=0.0
        ),
        make.seen("BTC/futures.open_interest@all venues", "2026-02-07T12:00", 0.0, "coin"),
        make.seen("BTC/futures.open_interest_usd@all venues", "2026-02-07T12:00", float("inf")),
    ]
    found = facts(records, "2026-02-08T00:00:00Z")
    assert all(fact.value is None or math.isfinite(fact.value) for fact in found.values())
    assert found["BTC/spot.price@binance"].value == 101.0
    assert not [
        name for name in found if "basis" in name or "skew" in name or "funding" in name or "call_share" in name
    ]


def test_breadth_movers_and_baskets_of_the_sample(facts, sample):
    """Feb. 10: all eleven large coins fell, four of 79 contracts rose, PIPPIN by 40%."""
    found = facts(sample, _FEB_11)
    large, perps = found["basket:LARGE/market.breadth/1d"], found["basket:PERPS/market.breadth/1d@binance"]
    assert (large.n, large.total, perps.n, perps.total) == (0, 11, 4, 79)
    assert found["basket:PERPS/market.median_return/1d"].value == pytest.approx(-0.027, abs=5e-4)
    best = found[found["basket:PERPS/market.breadth/1d@binance~best"].of]
    assert (best.key.asset, best.value) == ("PIPPIN", pytest.approx(0.40, abs=5e-3))
    assert found["PIPPIN/spot.return/1d@binance~rank"].total == 79
    assert found["XRP/spot.return/1d"].window == "1d"
    for basket in ("MEME", "AI"):
        mean = found[f"basket:{basket}/market.basket_return/1d"]
        assert mean.n is not None
        assert -0.1 < mean.value < 0


def test_the_order_is_computed_first_then_by_venue(facts, sample, names):
    """Facts of one quantity come in the order in which they are to be told."""
    found = facts(sample, _FEB_11)
    rates = [fact.key.venue for fact in found.all_of("BTC", "perp.funding_rate", "1d")]
    assert rates == [venue for venue in names.venues if venue in rates] == ["binance", "bybit", "hyperliquid"]
    assert [fact.computed for fact in found.all_of("BTC", "spot.price")] == [True, False]


def test_beside_the_first_asset_the_derivatives_reach_back_days(facts, sample):
    """The coin that the article is about has its whole history, the other enough for a change."""
    one, other = facts(sample, "2026-02-06T00:00:00Z"), facts(sample, "2026-02-06T00:00:00Z", assets=("ETH", "BTC"))
    name = "BTC/options.skew_25d/30d@deribit"
    assert one[name].value == other[name].value
    assert one[f"{name}~change:1d"].value == other[f"{name}~change:1d"].value
    assert one[f"{name}~rank"].rank == "highest"
    assert one[f"{name}~rank"].since is None
    assert f"{name}~rank" not in other


def test_ids_are_those_of_the_catalogue(facts, sample):
    """Each id parses to its series and back."""
    for name in facts(sample, _FEB_11):
        base = name.partition("~")[0]
        assert str(SeriesKey.parse(base)) == base
