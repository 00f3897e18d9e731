"""What is proved of a condition is what trying every past day by day would find."""

from datetime import date
from functools import cache
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.rules.combinations import Grid, comparisons, pasts
from generator.rules.condition import Against, All, Became, Case, Condition, Is, Not, Some
from generator.rules.truth import TRUE, Labels, against, became, holds, is_one_of, search

STATES = ("low", "mid", "high")
#: As many days as the longest leaf looks back, and the day before them.
DAYS = 4
RULES = {("sea", ""): STATES, ("sky", ""): STATES[:2]}
WORLD = {**RULES, ("inner", ""): ("one", "none")}

some_states = st.lists(st.sampled_from(STATES), min_size=1, max_size=2, unique=True).map(tuple)
spans = st.integers(1, 3)


def told_of(rules):
    """Leaves about rules."""
    return st.one_of(st.builds(Is, rules, some_states, spans), st.builds(Became, rules, some_states, spans))


told = told_of(st.sampled_from(["sea", "sky"]))


def trees(leaf):
    """Trees of up to five leaves."""
    return st.recursive(
        leaf,
        lambda part: st.one_of(
            st.lists(part, min_size=1, max_size=3).map(tuple).map(All),
            st.lists(part, min_size=1, max_size=3).map(tuple).map(Some),
            part.map(Not),
        ),
        max_leaves=5,
    )


def condition(name, *whens):
    """A condition of some cases."""
    names = ("one", "two", "three")
    cases = tuple(Case(state, when) for state, when in zip(names, whens, strict=False))
    return Condition(
        id=name, assets=(), cases=cases, otherwise="none", why="", source="", published=date.min, author="", say="",
        never="", path=Path(),
    )  # fmt: skip


#: Every past of each rule, a row a past; and which of them stand side by side when both are looked at.
PASTS = {name: np.array([*product(range(len(labels)), repeat=DAYS)]) for (name, _), labels in RULES.items()}
SIDE_BY_SIDE = dict(
    zip(PASTS, (each.ravel() for each in np.indices([len(rows) for rows in PASTS.values()])), strict=True)
)


@cache
def on_the_last_day(leaf):
    """Return a leaf's truth at the end of every past of its rule, by the product's own evaluation of days."""
    days = (Labels(RULES[leaf.rule, ""], row) for row in PASTS[leaf.rule])
    if isinstance(leaf, Is):
        return np.array([is_one_of(labels, leaf.states, leaf.held)[-1] for labels in days])
    return np.array([became(labels, leaf.states, leaf.within)[-1] for labels in days])


def remembered():
    """Return what tells a leaf's truth and asks each leaf once."""
    known = {}

    def tell(leaf):
        if leaf not in known:
            known[leaf] = on_the_last_day(leaf)[SIDE_BY_SIDE[leaf.rule]]
        return known[leaf]

    return tell


def grid_of(roots, conditions=None):
    return Grid(roots, conditions or {}, WORLD, lambda leaf: (leaf.rule, ""))


@settings(deadline=None)
@given(st.lists(trees(told), min_size=1, max_size=3))
def test_the_states_that_can_be_reached_are_those_that_some_past_reaches(whens):
    """Neither one more nor one less."""
    asked = condition("asked", *whens)
    grid = grid_of([asked])
    proved = {place for place in range(len(whens) + 1) if grid.ever(grid.places(asked) == place)}
    assert proved == set(search(asked, remembered()).tolist())


@settings(deadline=None)
@given(trees(told), trees(told))
def test_two_trees_are_the_same_where_no_past_tells_them_apart(one, other):
    """So no past tells a tree from itself without a leaf that decides nothing."""
    grid = grid_of([condition("asked", one, other)])
    tell = remembered()
    proved = grid.ever((holds(one, grid.told) == TRUE) != (holds(other, grid.told) == TRUE))
    assert proved == bool(((holds(one, tell) == TRUE) != (holds(other, tell) == TRUE)).any())


@settings(deadline=None)
@given(trees(told), trees(st.one_of(told, st.just(Is("inner", ("one",))), st.just(Is("inner", ("none",))))))
def test_a_condition_upon_another_follows_from_what_that_one_rests_on(inner, outer):
    """The label of the inner one is no more free than the labels below it."""
    within = condition("inner", inner)
    asked = condition("asked", outer)
    grid = grid_of([asked], {"inner": within})
    tell = remembered()
    labels = np.array(within.states)[search(within, tell)]

    def deep(leaf):
        return np.where(np.isin(labels, leaf.states), 1, -1).astype(np.int8) if leaf.rule == "inner" else tell(leaf)

    assert grid.ever(grid.places(asked) == 0) == bool((search(asked, deep) == 0).any())
    assert grid.ever(grid.places(asked) == 1) == bool((search(asked, deep) == 1).any())


@settings(deadline=None)
@given(st.lists(told_of(st.just("sea")), min_size=1, max_size=3, unique=True))
def test_every_row_of_answers_has_a_past_and_every_past_its_row(leaves):
    """Of one rule, all that is asked of it at once."""
    truths = np.stack([on_the_last_day(leaf) == TRUE for leaf in leaves], axis=1)
    today = np.array(STATES)[PASTS["sea"][:, -1]]
    seen = {
        (tuple(bool(label in leaf.states) for leaf in leaves), tuple(map(bool, row)))
        for label, row in zip(today, truths, strict=True)
    }
    assert set(pasts(STATES, leaves)) == seen


readings = st.sampled_from([("a", ""), ("b", ""), ("c", "")])
sides = st.builds(Against, readings, readings, st.sampled_from([1, -1]), st.sampled_from([0.0, 0.1, 0.2, 0.3]))


@settings(deadline=None)
@given(st.lists(sides, min_size=1, max_size=4, unique=True))
def test_comparisons_have_the_answers_that_readings_can_give(leaves):
    """Readings on a fine enough lattice give each row of answers that is thought to be possible, and no other.

    Two of three readings can lie strictly apart within a tenth: steps of a twentieth are enough.
    """
    steps = np.arange(-16, 17) / 20
    b, c = (each.ravel() for each in np.meshgrid(steps, steps, indexing="ij"))
    row = {"a": np.zeros_like(b), "b": b, "c": c}
    truths = np.stack([against(leaf, row[leaf.one[0]], row[leaf.other[0]]) == TRUE for leaf in leaves], axis=1)
    assert set(comparisons(leaves)) == {tuple(map(bool, truth)) for truth in np.unique(truths, axis=0)}


def test_more_pasts_than_can_be_followed_are_taken_to_be_free():
    """Then nothing is called impossible that may be possible; today's label still binds."""
    leaves = [
        Is("sea", ("low",), 400),
        Became("sea", ("mid",), 400),
        Became("sea", ("high",), 300),
        Is("sea", ("low",)),
    ]
    ways = pasts(STATES, leaves)
    assert ((True, False, False, True), (True, True, True, True)) in ways
    assert not any(truths[0] and not kind[0] for kind, truths in ways)
    assert all(truths[3] == kind[3] for kind, truths in ways)


@pytest.mark.parametrize("held", [2, 30])
def test_how_long_a_state_was_held_follows_from_the_days(held):
    """Held for long and entered lately cannot both be."""
    ways = {truths for _, truths in pasts(STATES, [Is("sea", ("low",), held), Became("sea", ("low",), held - 1)])}
    assert (True, True) not in ways
    assert {(True, False), (False, True), (False, False)} == ways
