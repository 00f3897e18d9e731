"""An unknown state names what is to blame for it, nothing else; and what is too old or no number decides nothing."""

from dataclasses import replace
from math import inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.fact import Facts
from generator.model.ports import Measured
from generator.rules.book import Band, Cut, Moving, Rulebook, Scale
from generator.rules.condition import Against, All, Case, Condition, Not, Some
from generator.rules.judge import judge
from generator.rules.load import load_rules
from generator.rules.truth import FALSE, MAYBE, TRUE, against, blamed, search
from tests.rules.conftest import AS_OF
from tests.rules.test_conditions import CASES, HISTORY, STRESS
from tests.rules.test_truth import leaf, trees

T, M, F = TRUE, MAYBE, FALSE


def condition(*whens):
    cases = tuple(Case(f"case {number}", when) for number, when in enumerate(whens))
    return Condition(
        id="test", assets=(), cases=cases, otherwise="none", why="", source="", published=None, author="", say="",
        never="", path=None,
    )  # fmt: skip


def told(truths):
    return lambda asked: np.array([truths[int(asked.rule)]], dtype=np.int8)


def names(asked, *truths):
    return [int(each.rule) for each in blamed(asked, told(truths))]


@pytest.mark.parametrize(
    ("whens", "truths", "expected"),
    [
        pytest.param([leaf(0)], (M,), [0], id="the only leaf"),
        pytest.param([All((leaf(0), leaf(1)))], (F, M), [], id="one part is false, so the whole is"),
        pytest.param([All((leaf(0), leaf(1)))], (T, M), [1], id="what is true is not to blame"),
        pytest.param([All((leaf(0), leaf(1))), leaf(2)], (F, M, M), [2], id="a case that is false asks nobody"),
        pytest.param([leaf(0), leaf(1)], (M, M), [0], id="the search stops at the first unknown case"),
        pytest.param([Some((Not(leaf(0)), All((leaf(1), leaf(2)))))], (M, F, M), [0], id="a decided branch is not"),
        pytest.param([leaf(0), leaf(1)], (T, M), [], id="a known state blames nobody"),
    ],
)
def test_the_leaves_to_blame(whens, truths, expected):
    """By hand: those without which the first undecided case would be decided."""
    assert names(condition(*whens), *truths) == expected


@given(
    whens=st.lists(trees, min_size=1, max_size=3), truths=st.lists(st.sampled_from((T, M, F)), min_size=4, max_size=4)
)
def test_only_what_is_unknown_is_blamed_and_only_for_what_is_unknown(whens, truths):
    """No known leaf is blamed, and somebody is exactly where the state is unknown."""
    asked = condition(*whens)
    found = names(asked, *truths)
    assert all(truths[number] == M for number in found)
    assert bool(found) == (search(asked, told(truths))[0] == -1)


@given(
    whens=st.lists(trees, min_size=1, max_size=3), truths=st.lists(st.sampled_from((T, M, F)), min_size=4, max_size=4)
)
def test_who_is_not_blamed_alone_could_not_decide(whens, truths):
    """Learning an unknown leaf that is not blamed leaves the state unknown, whichever way it turns out."""
    asked = condition(*whens)
    found = names(asked, *truths)
    for number in range(4):
        if found and truths[number] == M and number not in found:
            for learnt in (T, F):
                known = [learnt if place == number else truth for place, truth in enumerate(truths)]
                assert search(asked, told(known))[0] == -1


@pytest.mark.parametrize("reading", [inf, -inf, nan])
def test_what_is_not_finite_is_neither_above_nor_below(reading):
    """Infinity is no large number."""
    for sign in (1, -1):
        leaf = Against(("iv", "7d"), ("iv", "30d"), sign, 0.0)
        assert against(leaf, np.array([reading, 0.5]), np.array([0.5, reading])).tolist() == [M, M]


def test_a_metric_that_is_too_old_is_not_set_against_another(desk, measured, catalogue, names):
    """Both volatilities are two days old: nobody knows which is above the other today."""
    text = STRESS.replace("id: stress", "id: test")
    home = desk({"test.yaml": text, "test.cases.yaml": CASES})
    calm = HISTORY | {"BTC/options.skew_25d/30d@deribit": [0.0] * 3}
    for hours, state in ((2, "inverted"), (60, None)):
        old = measured({name: readings for name, readings in calm.items() if "iv_atm" in name}, hours_old=hours)
        new = measured({name: readings for name, readings in calm.items() if "iv_atm" not in name})
        both = Measured(Facts([*new.facts.values(), *old.facts.values()]), {**new.history, **old.history})
        found = judge(load_rules(home), both, catalogue=catalogue, names=names, as_of=AS_OF)
        (told,) = [each for each in found.signals if each.rule == "test"]
        assert told.state == state
    assert told.why_unknown == "unknown: BTC/options.iv_atm/7d@deribit, BTC/options.iv_atm/30d@deribit"


def test_a_reading_without_enough_of_a_past_says_so(shipped, measured, catalogue, names):
    """A cut that moves needs ninety readings before today's; three are too few."""
    basis = shipped.rules["futures-basis-90d"]
    moving = Cut(nan, True, 1, "high", Moving("percentile", 90, 365))
    scale = Scale((Band("usual"), Band("high", -1, 1)), (moving,), 0, 0.0)
    book = Rulebook({basis.id: replace(basis, scale=scale)}, shipped.stance)
    for days, state, why in ((4, None, "too few readings before it"), (91, "usual", "")):
        known = measured({"BTC/futures.basis/90d@binance": [0.05] * days})
        told = judge(book, known, catalogue=catalogue, names=names, as_of=AS_OF).signals[0]
        assert (told.state, told.why_unknown) == (state, why)
