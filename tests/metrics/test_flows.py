"""Flows into exchange-traded funds: runs of one sign and sums of five sessions."""

import csv
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.metrics.flows import run_of
from generator.metrics.sessions import holidays

_HISTORY = Path(__file__).parents[3] / "shared" / "history"
_FLOW = "BTC/flows.etf_net/1d@farside"
_FIVE = "BTC/flows.etf_net/5d@farside"


@pytest.fixture(scope="session")
def flowing(make):
    """Make flows by day: ``flowing({"2026-02-06": 371.1})``, in millions."""

    def run(by_day):
        return [make.seen(_FLOW, f"{day}T21:00", flow * 1e6, source="Farside") for day, flow in by_day.items()]

    return run


def test_a_third_session_of_inflows(facts, flowing):
    """Out on Thursday, in on Friday, Monday and Tuesday: the weekend lies between and breaks nothing."""
    days = {"2026-02-05": -434.1, "2026-02-06": 371.1, "2026-02-09": 144.9, "2026-02-10": 166.5}
    streak = facts(flowing(days), "2026-02-11T00:00:00Z")[f"{_FLOW}~streak"]
    assert (streak.n, streak.sign, streak.coverage.start_known) == (3, 1, True)
    assert streak.start.date().isoformat() == "2026-02-06"


def test_a_holiday_is_no_session(facts, flowing):
    """Monday, Jan. 19, 2026 was a holiday, told as 0 or not at all: Friday and Tuesday are neighbours."""
    days = {"2026-01-15": 5.0, "2026-01-16": -1.0, "2026-01-20": -2.0, "2026-01-21": -3.0}
    for told in (days, dict(sorted({**days, "2026-01-19": 0.0}.items()))):
        streak = facts(flowing(told), "2026-01-22T00:00:00Z")[f"{_FLOW}~streak"]
        assert (streak.n, streak.sign, streak.coverage.start_known) == (3, -1, True)


def test_on_a_holiday_the_session_before_is_told(facts, flowing):
    """A row of nothing for a closed market is no flow: Friday's is."""
    level = facts(flowing({"2026-01-16": -1.0, "2026-01-19": 0.0}), "2026-01-20T00:00:00Z")[_FLOW]
    assert (level.value, level.as_of.day) == (-1e6, 16)


@pytest.mark.parametrize("hole", [None, 0.0])
def test_a_missing_session_leaves_at_least(facts, flowing, hole):
    """Wednesday is missing, or nothing: two sessions are sure, and nobody knows what came before."""
    days = {"2026-02-03": 1.0, "2026-02-04": hole, "2026-02-05": 1.0, "2026-02-06": 1.0}
    told = {day: flow for day, flow in days.items() if flow is not None}
    streak = facts(flowing(told), "2026-02-07T00:00:00Z")[f"{_FLOW}~streak"]
    assert (streak.n, streak.coverage.start_known) == (2, False)


def test_the_sum_of_five_sessions(facts, flowing):
    """1 + 2 + 3 + 4 - 5 is 5; with one of them missing there is no sum."""
    days = {"2026-02-04": 1.0, "2026-02-05": 2.0, "2026-02-06": 3.0, "2026-02-09": 4.0, "2026-02-10": -5.0}
    found = facts(flowing(days), "2026-02-11T00:00:00Z")
    assert found[_FIVE].value == pytest.approx(5e6)
    assert len(found[_FIVE].inputs) == 5
    del days["2026-02-06"]
    assert _FIVE not in facts(flowing(days), "2026-02-11T00:00:00Z")


def test_a_flow_is_not_told_relative_to_another(facts, flowing):
    """From +100 to -200 is no fall of 300%: there is a level, and no change."""
    found = facts(flowing({"2026-02-09": 100.0, "2026-02-10": -200.0}), "2026-02-11T00:00:00Z")
    assert found[_FLOW].value == -200e6
    assert not [name for name in found if name.startswith(_FLOW) and "change" in name]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([-2.0, -1.0, 0.0, 1.0, 2.0, None]), max_size=40))
def test_a_run_ends_at_the_first_other_sign_or_hole(flows):
    """Whatever came before: a walk back over the sessions finds the same run, and whether its start is known."""
    there = [(n, flow) for n, flow in enumerate(flows) if flow is not None]
    run = run_of(np.array([n for n, _ in there], dtype=np.int64), np.array([flow for _, flow in there], dtype=float))
    while flows and flows[-1] is None:
        flows.pop()
    n = 0
    while n < len(flows) and flows[-1 - n] is not None and flows[-1 - n] * flows[-1] > 0:
        n += 1
    assert (0 if run is None else run.n) == n
    if run is not None:
        before = flows[-1 - n] if n < len(flows) else None
        assert run.start_known == (before is not None and before != 0)


@pytest.mark.parametrize("asset", ["BTC", "ETH"])
def test_real_flows(facts, make, asset):
    """On 30 days from 2024 on, the run and the sum of the collected history are those of a plain walk."""
    path = _HISTORY / f"etf_flows_{asset.lower()}_daily.csv"
    if not path.exists():
        pytest.skip("the collected history is not here")
    with path.open() as lines:
        flows = {date.fromisoformat(row["date"]): float(row["total_flow_musd"]) for row in csv.DictReader(lines)}
    name = f"{asset}/flows.etf_net/1d@farside"
    known = make.known([make.seen(name, f"{day}T21:00", flow * 1e6) for day, flow in flows.items()])
    closed = {day for year in range(2024, 2027) for day in holidays(year)}
    last = [day for day in flows if flows[day] and day not in closed][-300::10]
    for day in last:
        found = facts(known, f"{day + timedelta(days=1)}T00:00:00Z")
        walk, here = [], day
        while flows.get(here, 0) * flows[day] > 0:
            walk.append(flows[here])
            here -= timedelta(days=1)
            while here.weekday() > 4 or here in closed:
                here -= timedelta(days=1)
        streak = found[f"{name}~streak"]
        assert (streak.n, streak.sign) == (len(walk), np.sign(flows[day]))
        assert streak.coverage.start_known == (flows.get(here, 0) != 0)


def test_a_week_and_a_month_of_stablecoins(facts, make):
    """From $300 billion to $306 billion in a week is +2%; of a month nothing is said, since there was no reading."""
    name = "CRYPTO/stablecoins.supply@defillama"
    supply = {"2026-02-03": 300e9, "2026-02-09": 305e9, "2026-02-10": 306e9}
    found = facts(
        [make.seen(name, day, usd, source="DefiLlama") for day, usd in supply.items()], "2026-02-11T00:00:00Z"
    )
    week = found[f"{name}~change:7d"]
    assert (week.value, week.unit) == (pytest.approx(0.02), "ratio")
    assert week.start.date().isoformat() == "2026-02-03"
    assert f"{name}~change:30d" not in found


def test_real_supply_of_stablecoins(facts, make):
    """On Feb. 10, 2026, $305.7 billion: changes over 7 and 30 days are those of the collected history."""
    path = _HISTORY / "stablecoin_supply_daily.csv"
    if not path.exists():
        pytest.skip("the collected history is not here")
    with path.open() as lines:
        rows = {row["date"]: row["total_stablecoin_supply_usd"] for row in csv.DictReader(lines)}
    supply = {day: float(usd) for day, usd in rows.items() if usd}
    name = "CRYPTO/stablecoins.supply@defillama"
    known = make.known([make.seen(name, day, usd, source="DefiLlama") for day, usd in supply.items()])
    for day in ("2026-02-10", "2025-06-30", "2023-03-20", "2019-01-15"):
        here = date.fromisoformat(day)
        found = facts(known, f"{here + timedelta(days=1)}T00:00:00Z")
        for days in (7, 30):
            then = supply[str(here - timedelta(days=days))]
            assert found[f"{name}~change:{days}d"].value == pytest.approx(supply[day] / then - 1)
    assert supply["2026-02-10"] == pytest.approx(305.7e9, rel=1e-3)
