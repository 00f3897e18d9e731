"""Episodes: which earlier stretches were like today, and what the price did around their beginning."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.metrics.episodes import Closes, alike, beginnings, covered
from generator.metrics.grid import Sampled
from generator.metrics.track import DAY, Trace, track
from generator.model.observation import SeriesKey

_HISTORY = Path(__file__).parents[3] / "shared" / "history"
_LOW = SimpleNamespace(value=25.0, lower_owns=True, sign=-1, state="extreme fear")
_FEAR = SimpleNamespace(value=46.0, lower_owns=True, sign=-1, state="fear")
_GREED = SimpleNamespace(value=54.0, lower_owns=True, sign=1, state="greed")
_BANDS = (_LOW, _FEAR, _GREED)


def _sampled(values):
    """A record that ends today, one reading a day; None is a day without one."""
    days = np.array([len(values) - 1 - at for at, value in enumerate(values) if value is not None], dtype=np.int64)
    value = np.array([value for value in values if value is not None], dtype=float)
    return Sampled(days, (20_000 - days) * DAY, value, np.arange(len(days)))


def _ago(values, cuts=_BANDS):
    """How many days ago the stretches like today's began, of the first way in which today is no ordinary day."""
    found = _sampled(values)
    like = next(alike(found, cuts), None)
    if like is None:
        return []
    days = found.days[like.judged]
    return days[beginnings(days, like.inside[like.judged])].tolist()


def test_a_stretch_is_counted_once_and_the_present_one_is_left_out():
    """Forty calm days, three of extreme fear, forty calm ones, one of it, forty calm ones, and today."""
    values = [*[50] * 40, 20, 22, 18, *[50] * 40, 25, *[50] * 40, 24]
    assert _ago(values) == [84, 41]


def test_a_calm_week_does_not_end_a_stretch():
    """The same fear comes back after ten days: one episode; after thirty it is another."""
    assert _ago([*[50] * 40, 20, *[50] * 10, 20, *[50] * 40, 20]) == [52]
    assert _ago([*[50] * 40, 20, *[50] * 28, 20, *[50] * 40, 20]) == [70]
    assert _ago([*[50] * 40, 20, *[50] * 29, 20, *[50] * 40, 20]) == [71, 41]


def test_the_present_stretch_reaches_back_over_its_calm_weeks():
    """Fear of a fortnight ago is today's fear and no earlier episode."""
    assert _ago([*[50] * 40, 20, *[50] * 40, 20, *[50] * 14, 20]) == [56]


def test_a_milder_day_is_not_like_a_panic_but_a_worse_one_is_like_fear():
    """In today's band or beyond, seen from the neutral one."""
    months = [*[50] * 40, 40, *[50] * 40, 20, *[50] * 40]
    assert _ago([*months, 24]) == [41]
    assert _ago([*months, 45]) == [82, 41]


def test_a_reading_on_the_cut_belongs_to_whom_the_rule_says():
    """25 is extreme fear, 54 is still neutral."""
    assert _ago([*[50] * 40, 25, *[50] * 40, 25]) == [41]
    assert _ago([*[50] * 40, 54, *[50] * 40, 54]) == []


def test_a_record_that_begins_inside_has_no_beginning_there():
    """Nobody knows since when; nor after a hole, nor where the day before is missing."""
    assert _ago([20, *[50] * 40, 20]) == []
    assert _ago([*[50] * 20, 20, *[50] * 40, 20]) == []
    assert _ago([*[50] * 40, *[None] * 8, 50, 20, *[50] * 40, 20]) == []
    assert _ago([*[50] * 40, None, 20, *[50] * 40, 20]) == []
    assert _ago([*[50] * 40, None, None, None, 50, 20, *[50] * 40, 20]) == [41]


def test_where_no_rule_judges_the_year_does():
    """The highest of their years but for equals: today, one two months ago, and one of a year nobody can judge yet."""
    weeks = [float(at % 7) for at in range(200)]
    values = [*weeks[:10], 9.0, *weeks[:110], 9.0, *weeks[:60], 9.0]
    assert _ago(values, ()) == [61]
    assert _ago([*values[:-1], 3.0], ()) == []


def test_eighty_nine_readings_have_no_percentile():
    """Without a rule and without ninety readings nothing is like today."""
    assert next(alike(_sampled([*[1.0, 2.0] * 44, 9.0]), ()), None) is None
    assert next(alike(_sampled([*[1.0, 2.0] * 45, 9.0]), ()), None) is not None


def test_a_neutral_reading_at_the_edge_of_its_year_is_compared_by_percentile():
    """Neither fear nor greed, and higher than all year: by level nothing, by percentile something."""
    (like,) = alike(_sampled([*[47.0, 48.0] * 60, 53.0]), _BANDS)
    assert like.note.startswith("by percentile")
    assert not like.state


def test_both_ways_are_tried_the_level_first():
    """Greed that is the year's highest: should its band have too few cases, the percentile may have enough."""
    first, second = alike(_sampled([*[47.0, 48.0] * 60, 70.0]), _BANDS)
    assert (first.state, first.note.split(":")[0]) == ("greed", "by level")
    assert second.note.split(":")[0] == "by percentile"


_SERIES = st.lists(st.one_of(st.none(), st.integers(15, 60)), min_size=2, max_size=220).filter(
    lambda values: values[-1] is not None
)


@settings(deadline=None, max_examples=150)
@given(_SERIES, st.sampled_from([20, 24, 40, 58]))
def test_beginnings_are_what_a_walk_from_day_to_day_finds(values, today):
    """The vectors say what a reader with a list and a finger would."""
    values = [*values, today]
    ends = len(values) - 1
    inside = {
        at for at, value in enumerate(values)
        if value is not None and (value <= 25 if today <= 25 else value <= 46 if today <= 46 else value > 54)
    }  # fmt: skip
    found, last = [], None
    for at in sorted(inside):
        month = [day for day in range(at - 30, at) if day >= 0 and values[day] is not None]
        if (last is None or at - last >= 30) and at > 0:
            found.append((at, len(month) >= 27 and values[at - 1] is not None))
        last = at
    expected = [ends - at for at, seen in found[:-1] if seen]
    assert last == ends
    assert _ago(values) == expected


def test_coverage_is_of_the_whole_record():
    """Nine readings on ten days."""
    assert covered(_sampled([1, 2, None, 4, 5, 6, 7, 8, 9, 10]).days) == 0.9


_MOOD = "CRYPTO/sentiment.fear_greed@alternative.me"
_FIRST = datetime(2025, 1, 1, tzinfo=UTC)
#: Readings of midnight: three episodes, and today's. Prices are closes, so that the day before is the price then.
_FEARS = {40: 20, 110: 18, 180: 25, 250: 22}
_PRICES = {9: 80.0, 69: 110.0, 79: 125.0, 139: 90.0, 209: 130.0}


def _day(place):
    return (_FIRST + timedelta(days=place)).date().isoformat()


def _records(make, fears=_FEARS, prices=_PRICES, days=251):
    mood = [make.seen(_MOOD, _day(at), fears.get(at, 50), "index", "alternative.me") for at in range(days)]
    return [*mood, *make.closes("BTC", _day(0), [prices.get(at, 100.0) for at in range(days - 1)])]


def _told(facts, records, day=250, **also):
    also.setdefault("cuts", lambda key: _BANDS if key.metric == "sentiment.fear_greed" else ())
    found = facts(records, _FIRST + timedelta(days=day, hours=1), **also)
    return {name: fact for name, fact in found.items() if name.startswith(f"{_MOOD}~episodes")}


def test_what_the_price_did_around_three_episodes(facts, make):
    """Before: +25%, -20%, 0%. After: +10%, -10%, +30%. By hand."""
    found = _told(facts, _records(make))
    count = found[f"{_MOOD}~episodes"]
    assert (count.n, count.value, count.state, count.note.split(":")[0]) == (3, 3.0, "extreme fear", "by level")
    assert (count.coverage.first, count.coverage.days, count.coverage.expected) == (_FIRST.date(), 251, 251)
    worth = {name.removeprefix(f"{_MOOD}~episodes~"): fact.value for name, fact in found.items() if "after" in name}
    assert worth == pytest.approx(
        {"after:30d": 0.10, "after:30d:low": -0.10, "after:30d:high": 0.30, "after:30d:gains": 2.0}
    )
    assert found[f"{_MOOD}~episodes~before:30d"].value == pytest.approx(0.0)
    gains = found[f"{_MOOD}~episodes~after:30d:gains"]
    assert (gains.n, gains.total) == (2, 3)


def test_a_reader_can_follow_each_case_back(facts, make):
    """The readings that begin an episode, and the closes that its changes are made of, by their ids."""
    found = _told(facts, _records(make))
    assert found[f"{_MOOD}~episodes"].inputs == tuple(f"obs:{_MOOD}@{_day(at)}T00:00:00Z" for at in (40, 110, 180))
    closes = [f"candle:binance:BTC:1d:{_day(at)}T23:59:59.999000Z" for at in (39, 109, 179, 69, 139, 209)]
    assert found[f"{_MOOD}~episodes~after:30d"].inputs == (f"{_MOOD}~episodes", *closes)


def test_two_cases_are_no_rule(facts, make):
    """A third one that has not been followed for 30 days does not count either."""
    assert _told(facts, _records(make, {40: 20, 110: 18, 250: 22})) == {}
    two = _records(make, {40: 20, 110: 18, 181: 20, 209: 20, 210: 20, 211: 22}, days=212)
    assert _told(facts, two, 211) == {}


def test_a_case_without_a_price_is_none(facts, make):
    """The close 30 days before the first episode is missing: two are left, and nothing is told."""
    records = [each for each in _records(make) if getattr(each, "close_usd", None) != 80.0]
    assert _told(facts, records) == {}


def test_an_ordinary_day_has_no_episodes(facts, make):
    """50 is neutral, and within its year no extreme."""
    assert _told(facts, _records(make, {40: 20, 110: 18, 180: 25, 200: 60})) == {}


def test_a_record_with_holes_tells_nothing(facts, make):
    """One day in fifteen is missing."""
    records = [r for place, r in enumerate(_records(make)) if place >= 251 or place % 15 or place in _FEARS]
    assert _told(facts, records) == {}


@pytest.mark.parametrize("way", ["deleted", "shuffled", "worthless"])
@pytest.mark.parametrize("day", [211, 225, 250])
def test_no_episode_knows_what_came_after_its_article(facts, make, way, day):
    """An article of a past day tells the same episodes whatever is known later."""
    whole = _records(make, _FEARS | {211: 22, 225: 20}, days=300)
    seen = [r for r in whole if r.observed_at <= _FIRST + timedelta(days=day)]
    later = [r for r in whole if r.observed_at > _FIRST + timedelta(days=day)]
    values = {
        "deleted": [], "shuffled": [9.0 + 7 * (at % 13) for at in range(len(later))], "worthless": [np.nan] * len(later)
    }  # fmt: skip
    fields = ["close_usd" if hasattr(r, "close_usd") else "value" for r in later]
    changed = [
        replace(r, **{name: value}) for r, name, value in zip(later, fields, values[way], strict=way != "deleted")
    ]
    expected = _told(facts, seen, day)
    assert len(expected) == 6
    assert _told(facts, [*seen, *changed], day) == expected


def _prices(at, value):
    key = SeriesKey("BTC", "spot.price", "", "binance")
    return track(key, "USD", at, value, lambda place: Trace((f"close {place}",)), formula="close")


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.floats(1, 100), min_size=80, max_size=160),
    st.lists(st.one_of(st.floats(1, 1000), st.just(float("nan"))), max_size=60),
)
def test_prices_of_the_future_are_not_seen(known, later):
    """Whatever the prices behind the instant are, the cases are those of the prices before it."""
    as_of = (20_000 + len(known)) * DAY
    at = (20_000 + np.arange(len(known) + len(later))) * DAY + DAY - 1_000
    mood = _sampled([50.0] * len(known))
    found = Sampled(mood.days, at[: len(known)], mood.value, mood.position)
    rows = np.arange(len(known))
    one = Closes.of(_prices(at, np.array([*known, *later])), as_of).cases(found, rows)
    other = Closes.of(_prices(at[: len(known)], np.array(known)), as_of).cases(found, rows)
    assert one.rows.tolist() == other.rows.tolist() == list(range(30, len(known) - 30))
    assert one.after.tolist() == other.after.tolist()
    assert one.inputs == other.inputs


def _read(name, column):
    path = _HISTORY / name
    if not path.is_file():
        pytest.skip(f"{path} is not here")
    frame = pd.read_csv(path, index_col=0, parse_dates=True)
    return frame[column].dropna().tz_localize("UTC")


def _slow(inside, close, after):
    """Walk from day to day: the first days of the stretches before the last one, and what the price did after them."""
    begins, last = [], None
    for day, is_in in inside.items():
        if not is_in:
            continue
        month = inside[day - pd.Timedelta(days=30) : day - pd.Timedelta(days=1)]
        if last is None or (day - last).days >= 30:
            begins.append((day, len(month) >= 27 and day - pd.Timedelta(days=1) in inside.index))
        last = day
    found = {}
    for day, seen in begins[:-1]:
        then = day + after
        around = [close.get(then + pd.Timedelta(days=apart)) for apart in (-30, 0, 30)]
        if seen and None not in around:
            found[day.date().isoformat()] = around[2] / around[1] - 1
    return found


@pytest.mark.parametrize(
    ("name", "column", "cut", "until", "known", "fewest"),
    [
        pytest.param(
            "fear_greed_daily.csv", "fear_greed_index", _LOW, "2026-02-10", "00:00", 10, id="extreme fear since 2018"
        ),
        pytest.param(
            "btc_dvol_daily.csv", "dvol_close_pct",
            SimpleNamespace(value=60.0, lower_owns=False, sign=1, state="high"), "2024-08-07", "23:59:59.999", 3,
            id="implied volatility of 60 and more",
        ),
        pytest.param(
            "btc_basis_3m_annualized_daily.csv", "basis_3m_interp_annualized_pct",
            SimpleNamespace(value=5.0, lower_owns=False, sign=-1, state="weak"), "2026-02-10", "23:59:59.999", 5,
            id="a basis below 5%",
        ),
    ],
)  # fmt: skip
def test_real_episodes_are_those_of_a_slow_walk(name, column, cut, until, known, fewest):
    """Each first day, and the price 30 days later, as pandas finds them one day at a time."""
    series = _read(name, column)[:until]
    close = _read("btc_spot_binance_daily.csv", "close_usdt")[:until]
    inside = series >= cut.value if cut.sign > 0 else series <= cut.value if cut.lower_owns else series < cut.value
    assert inside.iloc[-1], "the last day must be one of them"
    stamp = pd.Timedelta(known if known.count(":") > 1 else f"{known}:00")
    day = series.index.as_unit("us").asi8 // DAY
    days = day[-1] - day
    found = Sampled(days, (series.index + stamp).as_unit("us").asi8, series.to_numpy(dtype=float), np.arange(len(days)))
    at = close.index.as_unit("us").asi8 + DAY - 1_000
    like = next(alike(found, [cut]))
    assert like.inside.tolist() == inside.tolist()
    cases = Closes.of(_prices(at, close.to_numpy()), int(found.times[-1]) + 1_000).cases(
        found, beginnings(found.days, like.inside)
    )
    after = pd.Timedelta(days=-1 if known == "00:00" else 0)
    slow = _slow(inside, dict(close.items()), after)
    assert len(slow) >= fewest
    assert series.index[cases.rows].strftime("%Y-%m-%d").tolist() == list(slow)
    assert cases.after.tolist() == pytest.approx(list(slow.values()))
