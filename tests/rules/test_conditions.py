"""Conditions: read from their files, judged on days, unknown where a part is."""

import pytest

from generator.errors import RuleFileError
from generator.rules.cases import run_cases
from generator.rules.check import check
from generator.rules.judge import judge
from generator.rules.load import load_rules
from tests.rules.conftest import AS_OF

STRESS = """\
id: stress
condition: true
assets: [BTC]
states:
  - state: stress
    when:
      all:
        - {rule: options-skew-30d, is: [extreme fear, panic]}
        - any:
            - {rule: perp-funding-1d, is: [shorts pay, shorts pay heavily], held: 2d}
            - {rule: sentiment-fear-greed, became: [extreme fear], within: 2d}
    lean: bearish
    strength: strong
  - state: inverted
    when: {metric: options.iv_atm, tenor: 7d, above: {metric: options.iv_atm, tenor: 30d}, by: 2%}
otherwise: none
why: Two families agree.
source: nobody
published: 2026-02-09
author: a tester
say: Protection is dear and leverage leaves.
not: That the price has to fall.
"""
CASES = """\
cases:
  - given:
      options-skew-30d: neutral, panic x4
      perp-funding-1d: shorts pay x3, neutral x2
      sentiment-fear-greed: fear x4, unknown
      options.iv_atm/7d: 50%x5
      options.iv_atm/30d: 50%x5
    states: none, stress x2, none, unknown
    note: nobody knows whether funding was held at first, nor whether fear was entered at last
  - given: {options-skew-30d: neutral x2, options.iv_atm/7d: 53% 52%, options.iv_atm/30d: 50%x2}
    states: inverted, none
"""
HISTORY = {
    "BTC/options.skew_25d/30d@deribit": [0.05, 0.12, 0.15],
    "BTC/perp.funding_rate/1d@binance": [0.04, -0.02, -0.03],
    "CRYPTO/sentiment.fear_greed@alternative.me": [40.0, 40.0, 40.0],
    "BTC/options.iv_atm/7d@deribit": [0.6, 0.6, 0.6],
    "BTC/options.iv_atm/30d@deribit": [0.5, 0.5, 0.5],
}


@pytest.fixture
def book(desk):
    """Return a function that reads the shipped book with a condition beside it."""

    def read(text=STRESS, cases=CASES):
        return load_rules(desk({"stress.yaml": text, "stress.cases.yaml": cases}))

    return read


@pytest.fixture
def day(book, measured, catalogue, names):
    """Return a function that judges a day of histories."""

    def judged(histories=HISTORY, text=STRESS, **changes):
        known = measured({**histories, **changes})
        return judge(book(text), known, catalogue=catalogue, names=names, as_of=AS_OF)

    return judged


def signal(judged, rule="stress"):
    (found,) = [each for each in judged.signals if each.rule == rule]
    return found


def test_a_condition_is_a_fact_that_rests_on_its_parts(day):
    """Its state, since when, after which state, and the bands that it follows from."""
    judged = day()
    fact = judged.facts["BTC/condition.stress~band"]
    assert (fact.state, fact.n, fact.rule) == ("stress", 1, "stress")
    assert fact.inputs[:2] == ("BTC/options.skew_25d/30d@deribit~band", "BTC/perp.funding_rate/1d@binance~band")
    assert "CRYPTO/sentiment.fear_greed@alternative.me~band" in fact.inputs
    told = signal(judged)
    assert (told.state, told.lean, told.strength, told.changed) == ("stress", -1, 2, True)


def test_a_missing_part_makes_it_unknown_and_is_named(day):
    """Without the skew nobody can say; the state below it is not reached."""
    judged = day({name: readings for name, readings in HISTORY.items() if "skew" not in name})
    told = signal(judged)
    assert told.state is None
    assert "rule:options-skew-30d" in told.why_unknown
    assert "BTC/condition.stress~band" not in judged.facts


def test_a_part_that_decides_nothing_may_be_missing(day):
    """Funding was held for two days; whether sentiment changed does not matter."""
    judged = day({name: readings for name, readings in HISTORY.items() if "fear_greed" not in name})
    assert signal(judged).state == "stress"


def test_the_second_state_is_reached_where_the_first_is_false(day):
    """Near volatility above the far by more than two points."""
    judged = day(**{"BTC/options.skew_25d/30d@deribit": [0.0, 0.0, 0.0]})
    told = signal(judged)
    assert (told.state, told.lean, told.days) == ("inverted", 0, 3)


def test_nothing_worth_saying_is_a_state_too(day):
    """``otherwise`` is known, and says nothing of the price."""
    calm = {"BTC/options.skew_25d/30d@deribit": [0.0] * 3, "BTC/options.iv_atm/7d@deribit": [0.5] * 3}
    assert (signal(day(**calm)).state, signal(day(**calm)).lean) == ("none", 0)


def test_a_condition_may_follow_from_another(desk, measured, catalogue, names):
    """Whatever the files are called, each is judged behind those that it names."""
    above = STRESS.replace("id: stress", "id: alarm").replace(
        "{rule: options-skew-30d, is: [extreme fear, panic]}", "{rule: stress, is: [stress]}"
    )
    cases = "cases:\n  - {given: {stress: none, options.iv_atm/7d: 50%, options.iv_atm/30d: 50%}, states: none}\n"
    home = desk({"a.yaml": above, "a.cases.yaml": cases, "stress.yaml": STRESS, "stress.cases.yaml": CASES})
    judged = judge(load_rules(home), measured(HISTORY), catalogue=catalogue, names=names, as_of=AS_OF)
    assert signal(judged, "alarm").state == "stress"
    assert "BTC/condition.stress~band" in judged.facts["BTC/condition.alarm~band"].inputs


def test_its_cases_are_run(book):
    """All of them hold, and every state is reached."""
    assert run_cases(rulebook=book()).failures == []


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("states: inverted, none", "states: none, none", "stress is inverted, none; the case says none, none"),
        ("53% 52%", "53%", "1 days of options.iv_atm/7d, but 2 states"),
        ("given: {options-skew-30d", "given: {options-skew-7d", "stress does not rest on 'options-skew-7d'"),
        ("neutral x2,", "balanced x2,", "options-skew-30d never says 'balanced'"),
        ("53% 52%", "53% high", "options.iv_atm/7d has 'high'"),
        ("states: none, stress x2, none, unknown", "states: none, stress x2, none", "but 4 states"),
    ],
)
def test_a_case_that_does_not_hold_is_told_with_its_line(book, old, new, what):
    """What came out, and what the case says."""
    assert CASES.count(old) == 1
    failures = run_cases(rulebook=book(cases=CASES.replace(old, new))).failures
    (failure,) = [each for each in failures if "stress.cases.yaml:" in each and "no case reaches" not in each]
    assert what in failure


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("rule: options-skew-30d", "rule: options-skew-31d", 8, "there is no rule 'options-skew-31d'"),
        ("[extreme fear, panic]", "[extreme fear, terror]", 8, "options-skew-30d never says 'terror'"),
        ("held: 2d", "held: two days", 10, "write days like 3d"),
        ("within: 2d", "within: 0d", 11, "write days like 3d"),
        ("{rule: options-skew-30d, is: [extreme fear, panic]}", "{rule: options-skew-30d}", 8, "is no condition"),
        ("any:", "either:", 9, "is no condition"),
        ("metric: options.iv_atm, tenor: 7d", "metric: options.iv, tenor: 7d", 15, "metric 'options.iv' is not in"),
        ("tenor: 7d, above", "tenor: 8d, above", 15, "options.iv_atm has no tenor 8d"),
        ("above: {metric: options.iv_atm, tenor: 30d}", "above: {metric: spot.price}", 15, "compare what is alike"),
        ("state: inverted", "state: stress", 4, "two states are called 'stress'"),
        ("otherwise: none", "otherwise: stress", 4, "two states are called 'stress'"),
        ("otherwise: none\n", "", 1, "`otherwise` is missing"),
        ("    when: {metric", "    wenn: {metric", 14, "'inverted' has no `when`"),
        ("strength: strong", "strength: huge", 13, "strength 'huge' is unknown"),
        ("say: Protection", "says: Protection", 1, "`say` is missing"),
        ("rule: options-skew-30d", "rule: stress", 4, "condition 'stress' follows from itself"),
    ],
)
def test_a_condition_that_is_wrong_is_refused_with_its_line(book, old, new, line, what):
    """One line: the file, the line, what is wrong, and what to do."""
    assert STRESS.count(old) == 1
    with pytest.raises(RuleFileError) as refusal:
        book(STRESS.replace(old, new))
    assert any(f"stress.yaml:{line}: " in each and what in each for each in str(refusal.value).splitlines())


def test_the_check_tells_what_is_wrong_with_a_condition(desk):
    """With the rules' own errors, in one go."""
    home = desk({"stress.yaml": STRESS.replace("[extreme fear, panic]", "[terror]"), "stress.cases.yaml": CASES})
    (problem,) = check(home)
    assert "stress.yaml:8: options-skew-30d never says 'terror'" in problem
