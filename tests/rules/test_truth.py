"""Three-valued logic: Kleene's tables, days that are not known, and searches that an unknown stops."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.rules.bands import UNKNOWN
from generator.rules.condition import Against, All, Case, Condition, Is, Not, Some
from generator.rules.truth import FALSE, MAYBE, TRUE, Labels, against, became, holds, is_one_of, search

T, M, F = TRUE, MAYBE, FALSE
STATES = ("calm", "fear", "panic")
CALM, FEAR, PANIC, GAP = 0, 1, 2, UNKNOWN


def labels(*at):
    return Labels(STATES, np.array(at, dtype=np.int64))


def leaf(number):
    return Is(rule=str(number), states=("x",))


def value(tree, *truths):
    """The truth of a tree on one day, its leaves given."""
    return int(holds(tree, lambda asked: np.array([truths[int(asked.rule)]], dtype=np.int8))[0])


@pytest.mark.parametrize(
    ("one", "other", "both", "either"),
    [(T, T, T, T), (T, M, M, T), (T, F, F, T), (M, M, M, M), (M, F, F, M), (F, F, F, F)],
)
def test_all_and_any_follow_kleene(one, other, both, either):
    """What is unknown stays unknown unless the rest decides; the order of parts is nothing."""
    pair = (leaf(0), leaf(1))
    for truths in ((one, other), (other, one)):
        assert value(All(pair), *truths) == both
        assert value(Some(pair), *truths) == either


@pytest.mark.parametrize(("part", "whole"), [(T, F), (M, M), (F, T)])
def test_not_of_the_unknown_is_unknown(part, whole):
    """Nothing follows from what nobody knows."""
    assert value(Not(leaf(0)), part) == whole


trees = st.recursive(
    st.integers(0, 3).map(leaf),
    lambda below: st.one_of(
        st.lists(below, min_size=1, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(below, min_size=1, max_size=3).map(lambda parts: Some(tuple(parts))),
        below.map(Not),
    ),
    max_leaves=8,
)


@given(tree=trees, truths=st.lists(st.sampled_from((T, M, F)), min_size=4, max_size=4))
def test_a_decided_tree_stays_decided_whatever_the_unknown_turns_out_to_be(tree, truths):
    """True and false are promises: no way of learning the unknown leaves breaks them."""
    now = value(tree, *truths)
    if now == M:
        return
    for learnt in product(*[(T, F) if truth == M else (truth,) for truth in truths]):
        assert value(tree, *learnt) == now


def condition(*cases):
    made = tuple(Case(state, when) for state, when in cases)
    return Condition(
        id="test", assets=(), cases=made, otherwise="none", why="", source="", published=None, author="", say="",
        never="", path=Path(),
    )  # fmt: skip


@given(truths=st.lists(st.sampled_from((T, M, F)), min_size=3, max_size=3))
def test_an_unknown_case_stops_the_search(truths):
    """The first true case has the day, unless one above it could be true."""
    made = condition(*((f"state {number}", leaf(number)) for number in range(3)))
    place = int(search(made, lambda asked: np.array([truths[int(asked.rule)]], dtype=np.int8))[0])
    decided = next((number for number, truth in enumerate(truths) if truth != F), None)
    if decided is None:
        assert made.states[place] == "none"
    else:
        assert place == (UNKNOWN if truths[decided] == M else decided)


def test_a_label_is_one_of_these_or_not_or_unknown():
    """A day without a label is neither."""
    assert is_one_of(labels(CALM, FEAR, GAP, PANIC), ("fear", "panic")).tolist() == [F, T, M, T]


@pytest.mark.parametrize(
    ("at", "today"),
    [
        ((FEAR, FEAR, FEAR), T),
        ((FEAR, PANIC, FEAR), T),
        ((FEAR, GAP, FEAR), M),
        ((CALM, GAP, FEAR), F),
        ((CALM, FEAR, FEAR), F),
        ((FEAR, FEAR), M),
        ((FEAR, FEAR, CALM), F),
    ],
)
def test_a_state_that_has_been_held_for_three_days(at, today):
    """Any of the states counts, a gap leaves it open, and so does the beginning of the record."""
    assert is_one_of(labels(*at), ("fear", "panic"), held=3).tolist()[-1] == today


@pytest.mark.parametrize(
    ("at", "within", "today"),
    [
        ((CALM, FEAR), 1, T),
        ((FEAR, PANIC), 1, F),
        ((GAP, FEAR), 1, M),
        ((FEAR,), 1, M),
        ((CALM,), 1, F),
        ((CALM, FEAR, FEAR), 1, F),
        ((CALM, FEAR, CALM), 2, T),
        ((CALM, FEAR, FEAR, CALM), 3, T),
        ((CALM, CALM, CALM, CALM), 3, F),
        ((CALM, GAP, CALM, CALM), 3, M),
    ],
)
def test_a_state_that_was_entered_lately(at, within, today):
    """It comes from a known other state; what it has been since does not matter."""
    assert became(labels(*at), ("fear", "panic"), within).tolist()[-1] == today


def test_one_reading_against_another():
    """By more than the distance; without one of them nobody knows."""
    above = Against(("iv", "7d"), ("iv", "30d"), 1, 0.01)
    one, other = np.array([0.52, 0.51, 0.5, np.nan]), np.array([0.5, 0.5, 0.5, 0.5])
    assert against(above, one, other).tolist() == [T, F, F, M]
    assert against(Against(above.other, above.one, -1, 0.01), other, one).tolist() == [T, F, F, M]


@given(
    at=st.lists(st.sampled_from((CALM, FEAR, PANIC, GAP)), min_size=1, max_size=12),
    days=st.integers(1, 5),
)
def test_each_day_is_judged_as_if_it_were_the_last(at, days):
    """Later days change nothing, for runs and for entries alike."""
    whole = labels(*at)
    for end in range(1, len(at) + 1):
        part = labels(*at[:end])
        assert is_one_of(whole, ("fear",), days)[end - 1] == is_one_of(part, ("fear",), days)[-1]
        assert became(whole, ("fear",), days)[end - 1] == became(part, ("fear",), days)[-1]
