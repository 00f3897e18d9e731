"""The gate sees the past that was there when a run began, and no later one."""

from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.observation import Observation, Provenance
from generator.model.quotes import Record
from generator.store.sqlite import Store
from tests.store.records import HOUR, NOON, SAID, reading

FETCHED = Provenance("kraken", fetched_at=NOON)


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "wirecopy.sqlite") as opened:
        yield opened


def said(record):
    """Return what a record says, apart from where it comes from."""
    return replace(record, origin=Provenance(""), **({"revision": 0} if isinstance(record, Observation) else {}))


@dataclass
class Memory:
    """The store as a list: for each series and instant what was said, and from when it was known."""

    rows: dict[tuple, list[tuple]] = field(default_factory=dict)

    def add(self, record: Record) -> None:
        dated, fetched = isinstance(record, Observation), record.origin.fetched_at
        name = record.series.venue if dated else record.venue
        rows = self.rows.setdefault((type(record), name, record.observed_at), [])
        known = record.available_at if dated else record.observed_at
        if rows and fetched is not None and not dated:
            known = max(known, fetched)
        in_force = max((row for row in rows if row[0] <= known), key=lambda row: row[:2], default=None)
        again = [row for row in rows if row[0] == known] + ([in_force] if in_force and not dated else [])
        if said(record) not in [said(row[2]) for row in again]:
            numbered = replace(record, revision=len(rows)) if dated else record
            rows.append((known, len(rows), numbered))

    def past(self, kind, name, before):
        """Return the readings in force of a series by instant, the newest first."""
        found = {}
        for (of, venue, at), rows in self.rows.items():
            seen = [
                row
                for row in rows
                if row[0] < before and (row[2].origin.fetched_at is None or row[2].origin.fetched_at < before)
            ]
            if (of, venue) == (kind, name) and seen:
                found[at] = max(seen, key=lambda row: row[:2])[2]
        return dict(sorted(found.items(), reverse=True))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(SAID, max_size=6), st.lists(SAID, max_size=14), SAID, st.integers(-7, 15), st.integers(0, 4),
)  # fmt: skip
def test_the_past_is_what_a_patient_reader_would_remember(tmp_path_factory, imported, fetched, asked, half_hours, few):
    """Of every kind of reading, with its origin: the one in force, and the last ones before it."""
    before = NOON + half_hours * HOUR / 2
    records = [reading(each, Provenance("file")) for each in imported]
    records += [
        reading(each, Provenance("kraken", f"/{place}", "", NOON + place * HOUR / 2))
        for place, each in enumerate(fetched)
    ]
    memory, question = Memory(), reading(asked, FETCHED)
    with Store.open(tmp_path_factory.mktemp("store") / "s.sqlite") as store:
        for record in records:
            memory.add(record)
        store.add(records)
        past = store.past(before)
        same, newest = past.same(question), past.before(question, few)
    expected = memory.past(type(question), asked[3], before)
    assert same == expected.get(question.observed_at)
    assert newest == [record for at, record in expected.items() if at < question.observed_at][:few]


def test_of_several_corrections_the_one_known_last_is_the_past(store):
    """Whichever was imported last; and a corrected reading is one reading, not two."""
    imported = Provenance("file")
    now, first, old = (reading(("observation", value, value, "okx"), imported) for value in (0, 1, 2))
    corrected = replace(first, value=5.0, available_at=first.available_at + HOUR / 4)
    between = replace(first, value=4.0, available_at=first.available_at + HOUR / 8)
    store.add([old, first, corrected, between])
    past = store.past(NOON)
    assert past.same(first) == replace(corrected, revision=1)
    assert past.before(now, 9) == [replace(corrected, revision=1), old]
    assert store.past(corrected.available_at).same(first) == replace(between, revision=2)


def test_a_contract_is_one_series_however_its_expiry_was_named(store):
    """Kind, asset, venue and instrument name it; a strike that was once read wrongly does not hide its past."""
    first, second = (reading(("option", 1, back, "okx"), FETCHED) for back in (2, 1))
    store.add([replace(first, strike_usd=6.0), second])
    now = reading(("option", 1, 0, "okx"), FETCHED)
    past = store.past(NOON + HOUR)
    assert past.before(now, 5) == [second, replace(first, strike_usd=6.0)]
    assert past.same(first) == replace(first, strike_usd=6.0)


def test_other_series_are_no_past(store):
    """Neither another venue's readings, nor another interval's, nor another kind's."""
    now = reading(("candle", 1, 0, "okx"), FETCHED)
    old = reading(("candle", 1, 1, "okx"), FETCHED)
    store.add([replace(old, interval="1d"), replace(old, venue="bybit"), replace(old, asset="ETH")])
    store.add([reading(("future", 1, 1, "okx"), FETCHED)])
    assert store.past(NOON + HOUR).before(now, 9) == []


def test_what_comes_while_the_past_is_looked_at_is_seen_if_it_is_old_enough(store):
    """A series that was not there at the first look may be there at the second."""
    now, old = (reading(("candle", 1, back, "okx"), FETCHED) for back in (0, 1))
    past = store.past(NOON + HOUR)
    assert past.before(now, 9) == []
    store.add([old])
    assert past.before(now, 9) == [old]


def test_a_long_past_costs_no_more_to_look_into_than_a_short_one(store):
    """What SQLite does for one look does not grow with the series."""

    def work(bars):
        store.add(replace(bar, observed_at=NOON - hours * HOUR, close_usd=float(hours)) for hours in range(1, bars))
        past, steps = store.past(NOON + HOUR), 0

        def step():
            nonlocal steps
            steps += 1

        store._db.set_progress_handler(step, 1)
        past.same(bar)
        past.before(bar, 3)
        store._db.set_progress_handler(None, 1)
        return steps

    bar = reading(("candle", 1, 0, "okx"), FETCHED)
    short = work(10)
    assert 0 < work(3_000) <= 1.2 * short
