"""`wirecopy rules check --history` warns of labels that told nothing, and of nothing else."""

import numpy as np
import pytest

from generator.cli import run_cli
from generator.rules.backtest.follow import Followed, Strip
from generator.rules.constant import nearly_constant

NOTHING = Strip.blank(1)


@pytest.fixture
def warned(shipped):
    """Return a function that gives a rule's, a condition's or the stance's labels by day and returns the warnings."""

    def warn(labels: dict[str, int], *, rule: str = "", condition: str = "", stance: bool = False) -> list[str]:
        at = np.repeat([*range(len(labels)), -1], [*labels.values(), 5])
        strip = Strip(at, np.zeros(len(at)), {label: place for place, label in enumerate(labels)})
        if rule:
            strip.documents[rule] = shipped.rules[rule]
        followed = Followed(
            rules={(rule, "30d"): strip} if rule else {}, conditions={condition: strip} if condition else {},
            stance=strip if stance else NOTHING, families=np.zeros(1, dtype=np.int64),
        )  # fmt: skip
        return [str(doubt) for doubt in nearly_constant(shipped, followed, "BTC")]

    return warn


def test_a_label_on_more_than_three_days_of_five_tells_nothing(warned, shipped):
    """With its share, the days that are known, and its line."""
    (warning,) = warned({"fear": 61, "neutral": 39}, rule="options-skew-30d")
    path = shipped.rules["options-skew-30d"].path
    line = next(n for n, text in enumerate(path.read_text().splitlines(), 1) if "state: fear," in text)
    assert warning.startswith(f"{path}:{line}: BTC options-skew-30d 30d was 'fear' on 61% of 100 days")


@pytest.mark.parametrize(
    ("labels", "why"),
    [
        ({"fear": 60, "neutral": 40}, "just three of five"),
        ({"fear": 80}, "fewer than ninety days show nothing"),
        ({"fear": 10, "neutral": 1490}, "what is neutral is there to hold"),
        ({"neutral": 1460}, "a rule may be calm for nearly four years"),
    ],
)
def test_what_history_does_not_speak_against_is_not_warned_of(warned, labels, why):
    """Each for its own reason."""
    assert warned(labels, rule="options-skew-30d") == [], why


def test_a_condition_that_never_came_true_in_four_years_is_named(warned, shipped):
    """At its `otherwise`."""
    otherwise = shipped.conditions["washout"].otherwise
    (warning,) = warned({otherwise: 1461}, condition="washout")
    path = shipped.conditions["washout"].path
    line = next(n for n, text in enumerate(path.read_text().splitlines(), 1) if text.startswith("otherwise:"))
    assert warning.startswith(f"{path}:{line}: BTC washout was {otherwise!r} on 100% of 1461 days")
    assert warned({otherwise: 1460, shipped.conditions["washout"].cases[0].state: 1}, condition="washout") == []


def test_the_stance_is_held_to_it_too(warned):
    """A stance that is always fear says nothing of a day."""
    (warning,) = warned({"fear": 90, "neutral": 10}, stance=True)
    assert "BTC stance was 'fear' on 90% of 100 days" in warning


def test_a_desk_without_a_history_is_told_how_to_get_one(tmp_path, capsys):
    """Without `--history` it needs none."""
    (tmp_path / "wirecopy.toml").write_text("")
    assert run_cli(["rules", "check", "--history", "--desk", str(tmp_path)]) == 1
    assert "no data yet" in capsys.readouterr().err
    assert run_cli(["rules", "check", "--desk", str(tmp_path)]) == 0
    assert "are in order" in capsys.readouterr().out
