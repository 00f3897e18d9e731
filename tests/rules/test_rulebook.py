"""The rulebook that is shipped: complete, tried, and quick to read."""

import re
import time

import pytest

from generator.resources import SHIPPED
from generator.rules.book import cuts
from generator.rules.cases import run_cases
from generator.rules.check import check
from generator.rules.load import load_rules


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


def test_cuts_are_handed_on_sorted_and_without_those_of_changes(shipped):
    """All tenors of a metric together; a cut on the change of open interest is none on its level."""
    found = cuts(shipped)
    assert found["options.skew_25d"] == (-0.20, -0.10, -0.06, 0.06, 0.10, 0.20)
    assert "futures.open_interest" not in found


def test_every_label_is_in_the_list_for_writers(shipped):
    """Whoever maps a label to words finds each of them in data/rules/README.md."""
    listed = set(re.findall(r"^\| `([^`]+)`", (SHIPPED / "data/rules/README.md").read_text(), re.MULTILINE))
    labels = {band.state for rule in [*shipped, shipped.stance] for band in rule.scale.bands}
    assert listed == labels | {"mixed"}


def test_reading_the_rulebook_is_quick(catalogue):
    """Well under the 40 ms of CPU that a run can spare for it."""
    spent = []
    for _ in range(3):
        before = time.process_time()
        load_rules(catalogue=catalogue)
        spent.append(time.process_time() - before)
    assert min(spent) < 0.04
