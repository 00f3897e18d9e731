"""The world that the loopback server plays is one market, and every source's parser reads its words."""

import math
from collections import Counter
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random

import pytest

from generator.errors import PayloadError
from generator.model.observation import Observation
from generator.model.quotes import Candle, FundingSettlement
from tests.loopback import direct
from tests.loopback.matrix import ASKED
from tests.loopback.mutations import mutated, shortened
from tests.loopback.truth import Truth, key_of, records
from tests.loopback.world import World

SAMPLE_DAY = datetime(2026, 2, 10, 10, tzinfo=UTC)
ANOTHER_DAY = datetime(2026, 11, 21, 23, 58, 13, tzinfo=UTC)
LAST_HOUR = datetime(2026, 2, 10, 9, 59, 59, 999_000, tzinfo=UTC)


@cache
def world(now):
    return World(now)


@pytest.mark.parametrize("source", ASKED, ids=lambda source: source.id)
@pytest.mark.parametrize("now", [SAMPLE_DAY, ANOTHER_DAY], ids=["the sample's day", "another day"])
def test_every_question_has_an_answer_that_its_parser_reads(source, now):
    """Every question of a day's run is played, and its answer is read without a complaint."""
    asked = list(direct.questions([source], world(now)))
    assert asked
    for _, ask in asked:
        told = direct.answer(world(now), source, ask)
        assert told.status == 200, f"{ask}: {told.body[:200]!r}"
        assert direct.read(source, direct.reply(source, ask, told.body, now), world(now).past.names), ask
    assert world(now).unplayed == []


@pytest.mark.parametrize("source", ASKED, ids=lambda source: source.id)
def test_every_question_about_the_past_has_an_answer_that_its_parser_reads(source):
    """Every question of a first day is played, and its answer is read without a complaint."""
    if source.history is None:
        pytest.skip("it keeps no past")
    scope = direct.scope(world(SAMPLE_DAY))
    for ask in source.history(scope, SAMPLE_DAY - timedelta(days=400)):
        told = direct.answer(world(SAMPLE_DAY), source, ask)
        assert told.status == 200, f"{ask}: {told.body[:200]!r}"
        direct.read(source, direct.reply(source, ask, told.body, SAMPLE_DAY), world(SAMPLE_DAY).past.names)
    assert world(SAMPLE_DAY).unplayed == []


def test_what_nobody_plays_is_not_found():
    """A path that no source has is answered with 404 and remembered."""
    new = World(SAMPLE_DAY)
    source = ASKED[0]
    ask = next(iter(source.asks(direct.scope(new))))
    other = type(ask)(kind=ask.kind, path="/nobody/knows")
    assert direct.answer(new, source, other).status == 404
    assert len(new.unplayed) == 1


@pytest.mark.parametrize("source", [each for each in ASKED if each.key is not None and not each.key.optional])
def test_a_source_with_a_key_answers_nobody_without_it(source):
    """Without the right key there is 401 and no data."""
    ask = next(iter(source.asks(direct.scope(world(SAMPLE_DAY)))))
    assert direct.answer(world(SAMPLE_DAY), source, ask, key="wrong").status == 401


def test_all_sources_tell_of_one_market():
    """Prices of one coin lie within half a percent of each other, whoever tells them."""
    found = {}
    for source in ASKED:
        for record in records(world(SAMPLE_DAY), source):
            if isinstance(record, Observation) and str(record.series).startswith("BTC/spot.price"):
                found[source.id] = record.value
            if isinstance(record, Candle) and (record.asset, record.observed_at) == ("BTC", LAST_HOUR):
                found[source.id] = record.close_usd
    assert len(found) >= 2
    middle = sorted(found.values())[len(found) // 2]
    assert all(abs(price / middle - 1) < 0.005 for price in found.values()), found


def test_a_day_later_the_past_is_the_same():
    """What two worlds a day apart say of the same instant is the same."""
    before = World(SAMPLE_DAY - timedelta(days=1), last=date(2026, 2, 10))
    said = Truth([before, world(SAMPLE_DAY)], ASKED).said
    twice = {
        name: values
        for name, values in said.items()
        if len(values) > 1 and name[0] in ("candle", "funding_settlement", "option_quote")
    }
    assert twice == {}


def test_on_the_samples_day_nothing_is_moved():
    """The world of 10 February 2026 has the sample's own bars and rates, at their own times."""
    told = {key_of(each)[0]: each for source in ASKED for each in records(world(SAMPLE_DAY), source)}
    kinds = Counter(type(each) for each in told.values())
    if not kinds[Candle]:
        pytest.skip("no exchange is asked yet")
    rates = [
        each.rate
        for each in told.values()
        if isinstance(each, FundingSettlement)
        and (each.venue, each.asset, each.observed_at) == ("binance", "BTC", datetime(2026, 2, 10, 8, tzinfo=UTC))
    ]
    assert rates
    assert rates[0] == pytest.approx(-4.84e-05, abs=5e-5)


def test_no_mutation_brings_down_a_parser_or_makes_a_number_of_nothing():
    """Of thousands of spoiled replies each is read or refused as unreadable, and no reading is NaN or infinite."""
    chance, names = Random(20260210), world(SAMPLE_DAY).past.names
    asked = []
    for source, ask in direct.questions(ASKED, world(SAMPLE_DAY)):
        told = direct.answer(world(SAMPLE_DAY), source, ask)
        asked.append((source, ask, shortened(told.body)))
    outcomes = Counter()
    for round_ in range(2_000):
        source, ask, body = asked[round_ % len(asked)]
        try:
            found = direct.read(source, direct.reply(source, ask, mutated(body, chance), SAMPLE_DAY), names)
        except PayloadError:
            outcomes["refused"] += 1
            continue
        outcomes["read"] += 1
        assert not [record for record in found if not sound(record)]
    assert min(outcomes["read"], outcomes["refused"]) > 200


def sound(value):
    """Whether everything in a record that is a number is a finite one."""
    if isinstance(value, float):
        return math.isfinite(value)
    return not is_dataclass(value) or all(sound(getattr(value, field.name)) for field in fields(value))
