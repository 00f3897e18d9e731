"""Every day judged at once is what each day judged alone is; and no day knows of a later one."""

import math
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.rules.backtest.follow import follow
from generator.rules.backtest.past import Past
from generator.rules.bands import UNKNOWN
from generator.rules.judge import judge
from tests.rules.backtest.conftest import AS_OF, CATCH, LAST, NEAR, PRICE, SERIES, TURN, book

NAN = float("nan")
BOOK = book()
DAYS = 18
readings = st.one_of(st.integers(-10, 10).map(lambda halves: halves / 2), st.just(NAN))
worlds = st.lists(st.tuples(*[readings] * len(SERIES)), min_size=DAYS, max_size=DAYS)
relaxed = settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])


def histories(world):
    """Return series by name; the change of the catch follows from its readings."""
    found = {name: [row[place] for row in world] for place, name in enumerate(SERIES)}
    row = np.array(found[CATCH])
    found[f"{CATCH}~change:1d"] = [NAN, *(row[1:] - row[:-1]).tolist()]
    found[PRICE] = [100.0] * len(world)
    return found


def of(world):
    """Return the same as a past."""
    rows = {name: np.array(row) for name, row in histories(world).items()}
    return Past(asset="BTC", last=LAST, readings=rows, price=rows[PRICE])


def alone(world, day, measured, catalogue, names):
    """Return what the row path says at the end of one day, knowing nothing later: rule and tenor → label."""
    as_of = AS_OF - timedelta(days=DAYS - 1 - day)
    known = {
        name: [None if math.isnan(value) else value for value in row[: day + 1]]
        for name, row in histories(world).items()
    }
    own = BOOK.on(LAST - timedelta(days=DAYS - 1 - day))
    judged = judge(own, measured(known, as_of=as_of), catalogue=catalogue, names=names, as_of=as_of)
    found = {}
    for signal in judged.signals:
        if signal.rule in BOOK.conditions:
            if signal.fact.startswith("BTC/"):
                found[signal.rule] = signal.state
        elif signal.fact in judged.facts:
            name = BOOK.rules[signal.rule].stem, judged.facts[signal.fact].key.tenor
            found[name] = found.get(name) or signal.state
    found["stance"] = judged.stances["BTC"].label
    return found


@relaxed
@given(world=worlds)
def test_the_history_has_the_label_that_each_day_alone_has(world, measured, three_metrics, names):
    """Rules of two times, two venues, gaps, moving cuts, conditions on conditions, and the stance."""
    followed = follow(BOOK, of(world))
    everything = {
        **{name: strip.labels() for name, strip in followed.rules.items()},
        **{name: strip.labels() for name, strip in followed.conditions.items()},
        "stance": followed.stance.labels(),
    }
    for day in range(DAYS):
        told = alone(world, day, measured, three_metrics, names)
        for name, labels in everything.items():
            assert labels[day] == told.get(name), (name, day)
        assert told.keys() <= everything.keys()


@relaxed
@given(world=worlds, cut=st.integers(1, DAYS - 1), other=worlds, how=st.sampled_from(["gone", "another", "nothing"]))
def test_no_label_depends_on_what_came_later(world, cut, other, how):
    """Whether the future is taken away, replaced by another, or made unreadable."""
    changed = {
        "gone": world,
        "another": world[:cut] + other[cut:],
        "nothing": world[:cut] + [(NAN,) * 5] * (DAYS - cut),
    }
    then = of(changed[how]).until(cut) if how == "gone" else of(changed[how])
    for bare in (False, True):
        was, now = follow(BOOK, of(world), bare=bare), follow(BOOK, then, bare=bare)
        pairs = [(was.stance, now.stance), *((was.conditions[each], now.conditions[each]) for each in was.conditions)]
        pairs += [(strip, now.rules[name]) for name, strip in was.rules.items()]
        for one, two in pairs:
            assert one.labels()[:cut] == two.labels()[:cut]
        assert was.families[:cut].tolist() == now.families[:cut].tolist()


def test_a_day_is_judged_by_the_thresholds_of_its_time(past):
    """1.5 is high until the turn, with a cut of 1, and usual from that day on, with a cut of 2."""
    followed = follow(BOOK, past(**{NEAR: [1.5] * 20}))
    strip = followed.rules["tide", "30d"]
    turn = 19 - (LAST - TURN).days
    assert strip.labels() == ["high"] * turn + ["usual"] * (20 - turn)
    assert sorted(strip.documents) == ["tide@2020", "tide@2026"]


def test_the_first_venue_with_a_label_speaks(past):
    """On the second day only the other venue has a reading; on the third none has."""
    followed = follow(BOOK, past(**{NEAR: [0.0, NAN, NAN, 0.0], "BTC/tide/30d@bybit": [9.0, 9.0, NAN, 9.0]}))
    strip = followed.rules["tide", "30d"]
    assert strip.labels() == ["usual", "top", None, "usual"]
    assert strip.readings[:2].tolist() == [0.0, 9.0]


@pytest.mark.parametrize("reading", [NAN, float("inf"), float("-inf")])
def test_what_is_no_number_has_no_label(past, reading):
    """Neither the rule, nor what rests on it, says anything."""
    followed = follow(BOOK, past(**{NEAR: [reading] * 5}))
    assert {*followed.rules["tide", "30d"].at} == {UNKNOWN}
    assert {*followed.stance.at} == {UNKNOWN}
