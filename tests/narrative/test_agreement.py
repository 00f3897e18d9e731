"""What all signals say together is told while it is news, and as firmly as they agree."""

from datetime import UTC, datetime

import pytest

from generator.model.fact import Fact, Facts, Kind
from generator.model.finding import Finding
from generator.model.signal import Stance
from generator.narrative.agreement import agreeing, agreement
from generator.narrative.view import View

NOW = datetime(2026, 2, 7, tzinfo=UTC)
BASIS, SKEW = "BTC/futures.basis/90d@binance", "BTC/options.skew_25d/30d@deribit"


def fact(fact_id, kind, **more):
    return Fact(id=fact_id, kind=kind, value=more.pop("value", None), unit=more.pop("unit", "none"), as_of=NOW,
                formula="", **more)  # fmt: skip


def day(*, days=1, sign=-1, total=4, agree=3, move=0.0, usual=0.02, basis=-1, skew=-1):
    """A day with a stance of so many days, families that agree, and a basis and a skew that lean."""
    facts = [
        fact("BTC/stance~band", Kind.BAND, state="fear", n=days, sign=sign),
        fact("BTC/stance~agree:down", Kind.COUNT, unit="count", value=float(agree), n=agree, total=total, sign=-1),
        fact("BTC/stance~agree:up", Kind.COUNT, unit="count", value=1.0, n=1, total=4, sign=1),
        fact("BTC/spot.return/1d", Kind.CHANGE, unit="ratio", value=move, usual=usual, window="1d"),
        fact(BASIS, Kind.LEVEL, unit="ratio", value=0.03), fact(f"{BASIS}~band", Kind.BAND, state="x", sign=basis),
        fact(SKEW, Kind.LEVEL, unit="ratio", value=0.2), fact(f"{SKEW}~band", Kind.BAND, state="y", sign=skew),
        fact("BTC/condition.washout~band", Kind.BAND, state="washout", sign=-1),
        fact("BTC/condition.washout~agree", Kind.COUNT, unit="count", value=2.0, n=2, total=3),
    ]  # fmt: skip
    return View("BTC", NOW, Facts(facts), {}, Stance(label=None, horizon="", confidence="low", families={}))


@pytest.mark.parametrize(
    ("changes", "how"),
    [
        pytest.param({}, "some", id="on its first day"),
        pytest.param({"agree": 4}, "all", id="all of them agree"),
        pytest.param({"agree": 2, "total": 2}, "pair", id="both of two agree"),
        pytest.param({"agree": 1, "total": 1}, None, id="one alone agrees with nobody"),
        pytest.param({"agree": 1}, "one", id="one of them"),
        pytest.param({"days": 4}, None, id="after days of the same it is no news"),
        pytest.param({"days": 40, "move": -0.03}, "some", id="unless the day moved unusually"),
        pytest.param({"days": 40, "move": -0.02}, None, id="an ordinary move is no reason"),
        pytest.param({"sign": 0}, None, id="a neutral stance points nowhere"),
        pytest.param({"agree": 0}, None, id="nobody agrees"),
    ],
)
def test_a_conclusion_is_told_while_it_is_news(changes, how):
    """Each edition says it once, at its own place."""
    told = agreeing(day(**changes), "derivatives", {"context": ()})["context"]
    assert [each.traits for each in told] == ([] if how is None else [frozenset({how})])
    assert all(each.cast["agree"].id == "BTC/stance~agree:down" for each in told)
    assert agreeing(day(**changes), "weekly", {"lead": ()}) == {"lead": ()}


def test_readings_that_lean_both_ways_have_nobody_who_agrees():
    """A count speaks of one direction: it stands where all that is told leans that way, or says nothing."""
    both = {"basis": BASIS, "skew": SKEW}

    def counted(told, **leans):
        view = day(**leans)
        found = agreement(view, Finding("x", "lead", {name: view.facts[fact_id] for name, fact_id in told.items()}))
        return None if found is None else found.id

    assert counted(both) == "BTC/stance~agree:down"
    assert counted(both, skew=0) == "BTC/stance~agree:down"
    assert counted(both, basis=1, skew=1) == "BTC/stance~agree:up"
    assert counted(both, skew=1) is None
    assert counted(both, basis=0, skew=0) is None


def test_a_condition_is_backed_by_the_markets_that_it_follows_from():
    """Whatever the stance's families say."""
    view = day()
    told = Finding("condition.washout", "context", {"band": view.facts["BTC/condition.washout~band"]})
    assert agreement(view, told).n == 2
