"""What is measured of Deribit's, Kraken's and Coinbase's words: hours beside days, a year of funding, a price."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from generator.collectors.sources import coinbase, deribit, kraken_spot
from generator.metrics.measure import measure
from generator.model.catalogue import load_catalogue
from generator.model.instants import to_micros
from generator.store.sqlite import Store
from tests.collectors.gate.healthy import read, sifted
from tests.collectors.sources.replies import NAMES, capture, told
from tests.loopback import direct
from tests.loopback.world import World

NOW = datetime(2026, 2, 10, 10, tzinfo=UTC)
CATALOGUE = load_catalogue()
DVOL = "BTC/options.dvol@deribit"


@pytest.fixture(scope="module")
def world():
    return World(NOW)


@pytest.fixture(scope="module")
def days():
    """The sample's daily closes of the volatility index, those that were known at ten."""
    return [each for each in read("deribit-dvol.csv.gz") if each.observed_at < NOW]


def asked(source, world, questions, *kinds):
    """Return what the source tells in answer to the questions of these kinds."""
    readings = []
    for ask in questions:
        if ask.kind in kinds:
            body = direct.answer(world, source, ask).body
            readings += direct.read(source, direct.reply(source, ask, body, NOW), NAMES)
    return readings


def hours(world, since=None):
    """Return the index by the hour: of a day's run, or of the past since an instant."""
    scope = direct.scope(world, ("BTC",))
    questions = deribit.SOURCE.asks(scope) if since is None else deribit.SOURCE.history(scope, since)
    return asked(deribit.SOURCE, world, questions, "volatility")


def facts(path, records, as_of=NOW):
    with Store.open(path / "store.sqlite") as store:
        store.add(records)
        return measure(store.market(as_of), catalogue=CATALOGUE, names=NAMES, assets=("BTC",)).facts


def test_the_last_hour_of_a_day_and_the_days_close_are_one_reading(world, days):
    """Of four hundred days both are told, at one instant and with one value: the store keeps one of the two."""
    by_day = {to_micros(each.observed_at): each.value for each in days}
    by_hour = {to_micros(each.observed_at): each.value for each in hours(world, NOW - timedelta(days=400))}
    both = by_day.keys() & by_hour.keys()
    assert len(both) >= 400
    assert {at: by_day[at] for at in both} == {at: by_hour[at] for at in both}


def test_hours_beside_kept_days_pass_the_gate(world, days):
    """A desk that began with days of the past goes on by the hour, and nothing is set aside."""
    result = sifted([*days, *hours(world)], at=NOW)
    assert not result.aside


def test_changes_are_of_the_same_hour_where_days_and_hours_meet(world, days, tmp_path):
    """At ten: against ten the day before and ten a week before; a month before nobody knew ten, so nothing is told."""
    found = facts(tmp_path, [*days, *hours(world)])
    last_moment = timedelta(milliseconds=1)
    assert found[DVOL].as_of + last_moment == NOW
    for window in (1, 7):
        assert found[f"{DVOL}~past:{window}d"].as_of + last_moment == NOW - timedelta(days=window)
    assert f"{DVOL}~change:30d" not in found


def test_a_rank_among_days_and_hours_is_the_rank_among_hours(world, days, tmp_path):
    """The share of the past year's readings at or below this one is the same to a point, and no day counts twice."""
    (tmp_path / "mixed").mkdir()
    (tmp_path / "hours").mkdir()
    mixed = facts(tmp_path / "mixed", [*days, *hours(world)])[f"{DVOL}~percentile"]
    hourly = facts(tmp_path / "hours", hours(world, NOW - timedelta(days=400)))[f"{DVOL}~percentile"]
    assert mixed.value == pytest.approx(hourly.value, abs=0.01)
    assert mixed.coverage.days <= mixed.coverage.expected == 365


def test_a_day_of_deribits_hours_is_a_year_of_funding(tmp_path):
    """The 24 recorded hours sum to 0.0216%, which is 7.9% a year; their ``interest_8h`` would have made it 90%."""
    body = json.loads(capture("deribit/funding-rate-history-2026-09-20.json"))
    at = datetime(2026, 9, 20, 21, 17, 16, tzinfo=UTC)
    settled = told(deribit.SOURCE, "funding", body, subject="BTC-PERPETUAL", at=at)
    found = facts(tmp_path, settled, as_of=at)
    yearly = found["BTC/perp.funding_rate/1d@deribit"]
    paid = sum(row["interest_1h"] for row in body["result"])
    assert yearly.value == pytest.approx(paid * 365) == pytest.approx(0.0789, abs=0.0001)
    assert sum(row["interest_8h"] for row in body["result"]) * 365 == pytest.approx(0.897, abs=0.001)
    last = found["BTC/perp.funding_rate/8h@deribit"]
    assert last.value == pytest.approx(body["result"][-1]["interest_1h"] * 24 * 365)


def test_where_binance_is_not_to_be_had_the_price_is_of_the_next_venue(world, tmp_path):
    """With bars of Kraken and Coinbase alone the price and all that rests on it are Kraken's, and say so."""
    scope = direct.scope(world, ("BTC",))
    records = [
        record
        for source in (coinbase.SOURCE, kraken_spot.SOURCE)
        for record in asked(source, world, source.asks(scope), "candles-1d", "candles-1h")
    ]
    found = facts(tmp_path, records)
    price = found["BTC/spot.price@kraken"]
    closes = {each.observed_at: each.close_usd for each in records if each.venue == "kraken"}
    assert price.value == closes[NOW - timedelta(milliseconds=1)]
    assert {source.name for source in price.sources} == {"kraken"}
    rest = {name: found[name] for name in found if name.startswith("BTC/spot.") and name != "BTC/spot.price@coinbase"}
    assert len(rest) > 5
    assert not [name for name, fact in rest.items() if any("coinbase" in each for each in fact.inputs)]
    assert not [name for name in found if "binance" in name]
