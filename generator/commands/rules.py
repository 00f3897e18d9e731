"""``wirecopy rules``: what is wrong with rules and phrases, and whether the cases hold."""

from __future__ import annotations

from pathlib import Path

from generator.commands.console import Console
from generator.config import desk_at_hand
from generator.errors import WirecopyError
from generator.rules.cases import run_cases
from generator.rules.check import check


def check_rules(console: Console, desk: Path | None) -> None:
    """Print every error of every rule, a line each.

    Raises:
        WirecopyError: There is at least one.
    """
    _report(console, check(desk_at_hand(desk)), "the rules are in order")


def test_rules(console: Console, desk: Path | None) -> None:
    """Run the cases beside the rules.

    Raises:
        WirecopyError: A case does not hold.
    """
    report = run_cases(desk_at_hand(desk))
    _report(console, report.failures, f"{report.passed} cases hold")


def _report(console: Console, problems: list[str], good: str) -> None:
    for problem in problems:
        console.say(problem)
    if problems:
        raise WirecopyError(f"{len(problems)} to mend, see above" if not console.json else "\n".join(problems))
    console.say(good)
    console.result({"problems": []})
