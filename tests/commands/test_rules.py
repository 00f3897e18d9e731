"""``wirecopy rules``: all that is wrong at once, each with its line."""

import shutil

import pytest

from generator.resources import SHIPPED


def test_what_is_shipped_is_in_order(desk, wirecopy):
    """Rules, their cases and all phrases."""
    checked = wirecopy("rules", "check", "--desk", desk)
    assert checked.code == 0, checked.out
    tested = wirecopy("rules", "test", "--desk", desk)
    assert tested.code == 0
    assert tested.out.endswith("cases hold\n")


@pytest.mark.parametrize(
    ("phrase", "says"),
    [
        pytest.param("Bitcoin surged {{ day.size }}.", "'surged'", id="a direction without a fact"),
        pytest.param("It is the {{ rank.lowest }} of 12 readings.", "'12'", id="a number without a fact"),
    ],
)
def test_a_phrase_that_asserts_on_its_own_is_refused(desk, wirecopy, phrase, says):
    """Before a day is written with it: file, line, and the word."""
    own = desk / "templates" / "phrases"
    own.mkdir(parents=True)
    (own / "own.yaml").write_text(f"# of this desk\n\nown-move:\n  - say: {phrase!r}\n", encoding="utf-8")
    ran = wirecopy("rules", "check", "--desk", desk)
    assert ran.code == 1
    own_lines = [line for line in ran.out.splitlines() if "own.yaml:3: own-move/1: " in line]
    assert any(says in line for line in own_lines)


def test_every_error_is_told_at_once(desk, wirecopy):
    """Two broken rules are two lines, and programs get both."""
    (desk / "rules").mkdir()
    for name in ("spot-drawdown", "sentiment-fear-greed"):
        for ending in (".yaml", ".cases.yaml"):
            shutil.copy(SHIPPED / "data" / "rules" / f"{name}{ending}", desk / "rules" / f"{name}{ending}")
        rule = desk / "rules" / f"{name}.yaml"
        rule.write_text(rule.read_text(encoding="utf-8").replace("to: -10%", "to: -9%").replace("to: 46", "to: 47"))
    ran = wirecopy("rules", "check", "--desk", desk)
    assert ran.code == 1
    assert "spot-drawdown.yaml:" in ran.out
    assert "sentiment-fear-greed.yaml:" in ran.out
    assert wirecopy("rules", "check", "--desk", desk, "--json").json["error"].count("\n") >= 1
