"""The rulebook that is shipped: complete, tried, and quick to read."""

import re

import pytest

from generator.model.observation import SeriesKey
from generator.resources import SHIPPED
from generator.rules.book import cuts
from generator.rules.cases import run_cases
from generator.rules.check import check


def test_nothing_is_wrong_with_the_shipped_rules():
    """Every file is read, every case passes, every state is reached by a case."""
    assert check(None) == []
    report = run_cases()
    assert report.failures == []
    assert report.passed > 80


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("options-skew-30d", {"fear": 0.06, "extreme fear": 0.10, "panic": 0.20, "greed": -0.06}),
        ("options-skew-7d", {"fear": 0.06, "extreme fear": 0.10, "panic": 0.20, "greed": -0.06}),
        ("futures-basis-90d", {"backwardation": 0.0, "weak": 0.05, "heated": 0.10}),
        ("perp-funding-1d", {"shorts pay heavily": -0.05, "shorts pay": 0.0, "firm": 0.08, "heated": 0.1095}),
        ("sentiment-fear-greed", {"extreme fear": 25, "fear": 46, "greed": 54, "extreme greed": 75}),
        ("spot-drawdown", {"bear market": -0.20, "correction": -0.10}),
    ],
)
def test_the_cuts_are_those_that_were_agreed(shipped, rule, expected):
    """The first bands as the design has them."""
    found = {cut.state: cut.value for cut in shipped.rules[rule].scale.cuts}
    assert expected.items() <= found.items()


def test_the_hysteresis_is_wider_where_the_daily_range_is(shipped):
    """One point at 30 days, two at seven."""
    hysteresis = {tenor: shipped.rules[f"options-skew-{tenor}"].scale.hysteresis for tenor in ("7d", "30d")}
    assert hysteresis == {"7d": 0.02, "30d": 0.01}


@pytest.mark.parametrize(
    ("series", "expected"),
    [
        ("BTC/options.skew_25d/30d@deribit", [-0.20, -0.10, -0.06, 0.06, 0.10, 0.20]),
        ("BTC/spot.return/1d", [-0.07, -0.04, 0.04, 0.07]),
        ("ETH/spot.return/1d", [-0.10, -0.06, 0.06, 0.10]),
        pytest.param("BTC/futures.open_interest@binance", [], id="a cut on the change is none on the level"),
        pytest.param("SOL/spot.return/1d", [], id="a coin that no rule names"),
    ],
)
def test_a_series_has_the_cuts_of_the_rule_that_judges_it(shipped, series, expected):
    """Each coin and tenor its own, low to high."""
    assert [cut.value for cut in cuts(shipped)(SeriesKey.parse(series))] == expected


def test_every_label_is_in_the_list_for_writers(shipped):
    """Whoever maps a label to words finds each of them in data/rules/README.md."""
    listed = set(re.findall(r"^\| `([^`]+)`", (SHIPPED / "data/rules/README.md").read_text(), re.MULTILINE))
    labels = {band.state for rule in [*shipped, shipped.stance] for band in rule.scale.bands}
    labels |= {state for condition in shipped.conditions.values() for state in condition.states}
    assert listed == labels | {"mixed"}
