import time
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.collectors.gate.readings import venue_of
from generator.model.observation import Observation
from generator.model.quotes import FutureQuote, OptionQuote
from tests.collectors.gate.healthy import DAY, HOUR, chain, healthy, past, quotes, scaled, shifted, sifted

VENUES = sorted({venue_of(r) for r in healthy()} - {"alternative.me"})
FACTORS = (100, 1000, 0.01, 0.001)
#: What there is only one source of: nobody else can say whether its clock is right.
ALONE = ("options.dvol", "spot.all_time_high")

_damage = st.one_of(
    st.tuples(st.just("scaled"), st.sampled_from(VENUES), st.sampled_from((*FACTORS, 1.02, 1.3, 3.0, -1.0))),
    st.tuples(st.just("shifted"), st.sampled_from(VENUES), st.sampled_from((DAY, -DAY, 3 * HOUR, -3 * HOUR))),
    st.tuples(st.just("twice"), st.sampled_from(VENUES), st.sampled_from((1.0, 1.5))),
    st.tuples(st.just("lost"), st.sampled_from(VENUES), st.just(0.0)),
)


def damaged(damages, every):
    """A healthy run to whose venues something happened; of every so many readings of each only one."""
    records = [r for place, r in enumerate(healthy()) if place % every == 0]
    for how, venue, by in damages:
        theirs = [r for r in records if venue_of(r) == venue]
        rest = [r for r in records if venue_of(r) != venue]
        if how == "scaled":
            theirs = [scaled(r, by) for r in theirs]
        elif how == "shifted":
            theirs = [shifted(r, by) for r in theirs]
        elif how == "twice":
            theirs += [scaled(r, by) for r in theirs[:20]]
        else:
            theirs = []
        records = rest + theirs
    return records


runs = st.builds(damaged, st.lists(_damage, max_size=3), st.sampled_from((2, 3, 7)))
pasts = st.sampled_from((None, past()))


def texts(records):
    return Counter(map(repr, records))


@settings(max_examples=12, deadline=None)
@given(runs, pasts, st.integers(0, 2**32))
def test_order_says_nothing(records, before, salt):
    """The same readings in any order have the same result."""
    told = sifted(records, before=before)
    mixed = sorted(records, key=lambda record: crc32(f"{salt}{record.observed_at}{venue_of(record)}".encode()))
    mixed = mixed[salt % 97 :] + mixed[: salt % 97][::-1]
    again = sifted(mixed, before=before)
    assert texts(again.passed) == texts(told.passed)
    assert {(item.id, item.why) for item in again.aside} == {(item.id, item.why) for item in told.aside}
    assert set(again.compared) == set(told.compared)


@settings(max_examples=12, deadline=None)
@given(runs, pasts, st.booleans())
def test_what_passed_passes_again(records, before, current):
    """Sifted a second time, nothing more falls."""
    once = sifted(records, before=before, current=current)
    twice = sifted(once.passed, before=before, current=current)
    assert not twice.aside
    assert twice.passed == once.passed


@settings(max_examples=12, deadline=None)
@given(runs, pasts)
def test_nothing_is_invented_altered_or_lost(records, before):
    """What passed and what is set aside are what came, each once."""
    result = sifted(records, before=before)
    out = texts([*result.passed, *(r for item in result.aside for r in item.records)])
    assert set(out) == set(texts(records))
    assert set(out.values()) <= {1}


@settings(max_examples=12, deadline=None)
@given(runs, pasts, st.data())
def test_what_an_editor_released_passes(records, before, data):
    """Released readings pass whatever the gate says, and change nothing for the others."""
    told = sifted(records, before=before)
    released = data.draw(st.sets(st.sampled_from([item.id for item in told.aside]))) if told.aside else set()
    result = sifted(records, before=before, released=released)
    let_in = [r for item in told.aside if item.id in released for r in item.records]
    assert texts(result.passed) == texts(told.passed) + texts(let_in)
    assert {item.id for item in result.aside} == {item.id for item in told.aside} - released


def fallen_venues(result):
    return {venue_of(r) for item in result.aside for r in item.records}


def of_venue(records, venue, *, but=()):
    """A venue's readings, without those of some quantities."""
    return [
        r for r in records
        if venue_of(r) == venue and not (isinstance(r, Observation) and r.series.metric in but)
    ]  # fmt: skip


@pytest.mark.parametrize("factor", FACTORS)
@pytest.mark.parametrize("venue", VENUES)
def test_one_venue_in_another_unit(venue, factor):
    """All that a venue says a hundred or a thousand times too large or small: none of it passes, all others' does."""
    records = [scaled(r, factor) if venue_of(r) == venue else r for r in healthy()]
    result = sifted(records, before=past())
    assert not of_venue(result.passed, venue)
    assert fallen_venues(result) == {venue}


@pytest.mark.parametrize("factor", FACTORS)
@pytest.mark.parametrize("venue", VENUES)
def test_one_venue_in_another_unit_on_the_first_day(venue, factor):
    """Without a past it shows beside the others; only how much is open at one venue nobody else can say."""
    records = [scaled(r, factor) if venue_of(r) == venue else r for r in healthy()]
    result = sifted(records)
    own = ("futures.open_interest", "futures.open_interest_usd")
    assert not of_venue(result.passed, venue, but=own)
    passed_of_others = {repr(r) for r in result.passed if venue_of(r) != venue}
    lost = [r for r in healthy() if venue_of(r) != venue and repr(r) not in passed_of_others]
    # Where only two speak of a quantity, neither can be trusted.
    assert all(isinstance(r, Observation) and venue in ("coingecko", "coinpaprika") for r in lost)


@pytest.mark.parametrize("by", [DAY, -DAY, 3 * HOUR])
@pytest.mark.parametrize("with_past", [True, False])
@pytest.mark.parametrize("venue", VENUES)
def test_one_venue_with_a_wrong_clock(venue, with_past, by):
    """A venue a day ahead, a day behind or three hours ahead: none of it passes, all others' does."""
    records = [shifted(r, by) if venue_of(r) == venue else r for r in healthy()]
    result = sifted(records, before=past() if with_past else None)
    assert not of_venue(result.passed, venue, but=ALONE)
    assert fallen_venues(result) == {venue}


def test_a_large_run_is_sifted_in_a_blink():
    """Three thousand readings, of 500 contracts among them, take less than 0.3 seconds of work."""
    some = next(r for r in quotes(healthy()[-1].observed_at + timedelta(minutes=2)) if isinstance(r, FutureQuote))
    many = [
        replace(some, asset=f"COIN{place}", instrument=f"COIN{place}USDT", venue=venue, price_usd=1 + place / 7)
        for place in range(250)
        for venue in ("binance", "bybit")
    ]
    many = [replace(quote, index_usd=quote.price_usd) for quote in many]
    run = [*(r for r in healthy() if not isinstance(r, OptionQuote)), *chain(), *many]
    assert len(run) > 3_000
    spent = []
    for _ in range(3):
        start = time.process_time()
        result = sifted(run, before=past())
        spent.append(time.process_time() - start)
    assert not result.aside
    assert min(spent) < 0.3
