"""What a condition names is there, once, and is found by a day and by a history alike."""

from datetime import date

import numpy as np
import pytest

from generator.errors import RuleFileError
from generator.rules.backtest.follow import follow
from generator.rules.backtest.past import Past
from generator.rules.judge import judge
from generator.rules.load import load_rules
from tests.rules.conftest import AS_OF

ALARM = """\
id: alarm
condition: true
states:
  - state: loud
    when: {rule: spot-return-7d, is: [extreme loss]}
otherwise: none
why: Losses are heard.
source: nobody
published: 2026-02-09
author: a tester
say: It fell.
not: That it falls on.
"""
CASES = "cases:\n  - {given: {spot-return-7d: [extreme loss, ordinary]}, states: [loud, none]}\n"
LOSS = [0.0, -0.5, -0.5]


@pytest.fixture
def book(desk):
    """Return a function that reads the shipped book with conditions beside it: name → text."""

    def read(**texts):
        files = {f"{name}.yaml": text for name, text in texts.items()}
        return load_rules(desk(files | {f"{name}.cases.yaml": CASES for name in texts}))

    return read


@pytest.mark.parametrize("name", ["spot-return-7d", "spot-return-7d-btc"])
def test_a_rule_is_found_by_its_stem_and_by_its_whole_id(book, measured, catalogue, names, name):
    """A rule of bitcoin alone, named either way, on a day and over a history."""
    read = book(alarm=ALARM.replace("rule: spot-return-7d,", f"rule: {name},"))
    series = f"BTC/{read.rules['spot-return-7d-btc'].metric}/7d@binance"
    judged = judge(read, measured({series: LOSS}), catalogue=catalogue, names=names, as_of=AS_OF)
    (signal,) = [each for each in judged.signals if each.fact == "BTC/condition.alarm~band"]
    past = Past(asset="BTC", last=date(2026, 2, 6), readings={series: np.array(LOSS)}, price=np.ones(3))
    told = follow(read, past).conditions["alarm"].labels()
    assert (signal.state, told) == ("loud", ["none", "loud", "loud"])


@pytest.mark.parametrize(
    ("texts", "what"),
    [
        pytest.param(
            {"alarm": ALARM.replace("7d, is", "7d, tenor: 30d, is")},
            "alarm.yaml:5: spot-return-7d has no tenor 30d; it has 7d",
            id="a tenor that the rule does not judge",
        ),
        pytest.param(
            {"alarm": ALARM, "b": ALARM.replace("id: alarm", "id: b").replace("spot-return-7d, is: [extreme loss]",
             "alarm, tenor: 7d, is: [loud]")},
            "b.yaml:5: alarm has no tenor 7d; it has none",
            id="a tenor of a condition",
        ),
        pytest.param(
            {"alarm": ALARM, "b": ALARM},
            "b.yaml:1: id 'alarm' is also that of ",
            id="two conditions of one id",
        ),
        pytest.param(
            {"alarm": ALARM.replace("id: alarm", "id: spot-return-7d")},
            "alarm.yaml:1: id 'spot-return-7d' is also that of ",
            id="a condition with the stem of a rule",
        ),
    ],
)  # fmt: skip
def test_a_name_that_means_nothing_or_two_things_is_refused(book, texts, what):
    """At its line."""
    with pytest.raises(RuleFileError) as refusal:
        book(**texts)
    (line,) = str(refusal.value).splitlines()
    assert what in line


def test_an_asset_that_a_condition_names_is_told_of_though_nothing_is_known_of_it(book, measured, catalogue, names):
    """Silence would look like nothing worth saying."""
    read = book(alarm=ALARM.replace("condition: true", "condition: true\nassets: [BTC, ETH]"))
    mood = measured({"CRYPTO/sentiment.fear_greed@alternative.me": [50.0]})
    judged = judge(read, mood, catalogue=catalogue, names=names, as_of=AS_OF)
    told = {each.fact: (each.state, each.why_unknown) for each in judged.signals if each.rule == "alarm"}
    missing = (None, "unknown: rule:spot-return-7d")
    assert told == {"BTC/condition.alarm~band": missing, "ETH/condition.alarm~band": missing}
