"""Labels carried from day to day are those of the whole history judged anew."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from generator.rules.bands import states
from generator.rules.book import Scale
from generator.rules.carried import Carried, followed
from tests.rules.test_paths import a_scale, a_walk, as_floats

DAY = date(2026, 1, 1)


@dataclass(frozen=True)
class ARule:
    """What is asked of a rule."""

    id: str
    scale: Scale


def a_history(rng, scale, days):
    """Readings with gaps, and with repeats."""
    readings = np.array(as_floats(rng, a_walk(rng, scale, days)))
    readings[rng.random(days) < 0.1] = np.nan
    return readings


def test_carried_labels_are_those_of_the_whole_history():
    """Sixty scales, forty days each: some days leave readings out, revise one, forget the first, or bring none."""
    rng = np.random.default_rng(9)
    carried_on = 0
    for number in range(60):
        rule, carried = ARule(f"rule {number % 7}", a_scale(rng)), Carried()
        whole, first, last = a_history(rng, rule.scale, 400), 0, int(rng.integers(1, 60))
        for _ in range(40):
            last += int(rng.choice([1, 1, 1, 2, 5, 45]))
            if last > len(whole):
                break
            first = min(first + int(rng.choice([0, 0, 1, 3])), last - 1)
            if rng.random() < 0.1:
                whole[int(rng.integers(last))] += 0.05
            today = whole[first:last].copy()
            if rng.random() < 0.2:
                today[-1] = np.nan if rng.random() < 0.5 else today[0]
            at = carried.states(rule, "BTC/a", today, DAY + timedelta(days=last))
            assert at.tolist() == states(rule.scale, today).tolist()
            carried_on += followed(rule.scale)
    assert carried_on > 300


def test_the_same_day_again_and_a_day_before_are_judged_anew():
    """Days may come in any order."""
    rng = np.random.default_rng(3)
    scale = next(scale for scale in iter(lambda: a_scale(rng), None) if followed(scale) and scale.hysteresis)
    rule, carried, whole = ARule("rule", scale), Carried(), a_history(rng, scale, 200)
    for last in (100, 100, 99, 150, 3, 1, 2, 200):
        at = carried.states(rule, "BTC/a", whole[:last].copy(), DAY + timedelta(days=last))
        assert at.tolist() == states(scale, whole[:last]).tolist()
