"""`wirecopy rules check` finds what is wrong with a rulebook: all of it, at its line, and nothing else.

Each folder of `broken` is a rulebook with one fault: the sound one, and the files that make it worse. The line that
is to be found says so itself, `# <- what is said of it`.
"""

import shutil
from pathlib import Path

import pytest

from generator.cli import run_cli
from generator.commands.spoken import language
from generator.metrics.interest import box
from generator.resources import SHIPPED
from generator.rules.check import check
from generator.rules.shape import MIXED
from generator.rules.vocabulary import COMPUTED

BROKEN = Path(__file__).parent / "broken"
MARK = "# <- "
FAULTS = sorted(folder.name for folder in BROKEN.iterdir() if folder.name != "sound")


@pytest.fixture
def alone(tmp_path, monkeypatch):
    """Return a function that lays out a desk of the sound book and a fault, beside which nothing is shipped."""
    shipped = tmp_path / "shipped"
    shutil.copytree(SHIPPED / "data/reference", shipped / "data/reference")
    shutil.copytree(SHIPPED / "templates/words", shipped / "templates/words")
    monkeypatch.setattr("generator.resources.SHIPPED", shipped)

    def lay(*faults: str) -> Path:
        home = tmp_path / "desk"
        for folder in ("sound", *faults):
            shutil.copytree(BROKEN / folder, home, dirs_exist_ok=True)
        return home

    return lay


def expected(home: Path, fault: str) -> tuple[str, str]:
    """Return the place of a fault, and what is to be said of it."""
    marked = [
        (f"{home / path.relative_to(BROKEN / fault)}:{number}", line.partition(MARK)[2])
        for path in sorted((BROKEN / fault).rglob("*.yaml"))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if MARK in line
    ]
    (found,) = marked
    return found


def test_there_are_thirty_broken_books_and_more():
    """One fault each."""
    assert len(FAULTS) >= 30


def test_nothing_is_wrong_with_the_sound_book(alone):
    """Dated rules, conditions upon conditions, comparisons, and phrases for them."""
    home = alone()
    assert check(home, language=language(home)) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_at_its_line_and_nothing_else_is(alone, fault):
    """As the line itself has it."""
    home = alone(fault)
    place, what = expected(home, fault)
    (problem,) = check(home, language=language(home))
    assert problem.startswith(f"{place}: ")
    assert what in problem


def test_nothing_is_wrong_with_the_shipped_book():
    """All is proved of it that is found in the broken ones."""
    assert check(None, language=language(None)) == []


def test_all_faults_of_all_files_are_told_at_once(alone):
    """A rule that cannot be read hides neither bad cases nor what is wrong with conditions that rest on others."""
    faults = ["hysteresis-wider-than-a-band", "a-state-that-contradicts-itself", "days-that-no-rule-judges",
              "a-rule-without-cases", "a-case-with-an-unknown-key"]  # fmt: skip
    home = alone(*faults)
    found = [problem.partition(": ")[0] for problem in check(home, language=language(home))]
    assert sorted(found) == sorted(expected(home, fault)[0] for fault in faults)


def test_the_command_prints_the_faults_and_fails(alone, capsys):
    """One a line, with the number of all at the end."""
    home = alone("bands-leave-a-gap", "an-otherwise-that-is-never-said")
    (home / "wirecopy.toml").write_text("")
    assert run_cli(["rules", "check", "--desk", str(home)]) == 1
    printed = capsys.readouterr()
    assert [line.partition(": ")[0] for line in printed.out.splitlines()] == [
        f"{home}/rules/froth.yaml:9", f"{home}/rules/skew-30d.yaml:10"
    ]  # fmt: skip
    assert "2 to mend" in printed.err


def test_labels_that_follow_without_a_rule_are_known():
    """All that price and open interest say together, and the shape of a curve."""
    moves = (-0.1, 0.0, 0.1)
    assert {box(interest, price) for interest in moves for price in moves} - {None} | {MIXED} == COMPUTED
