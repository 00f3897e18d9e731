"""``wirecopy rules``: what is wrong with rules and phrases, and whether the cases hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from generator.commands.console import Console
from generator.commands.spoken import language
from generator.config import desk_at_hand
from generator.errors import WirecopyError
from generator.model.catalogue import load_catalogue
from generator.model.names import load_names
from generator.resources import files, read_yaml
from generator.rules.cases import run_cases
from generator.rules.check import check
from generator.verify.lint import lint_phrases


def check_rules(console: Console, desk: Path | None) -> None:
    """Print every error of every rule and phrase, a line each.

    Raises:
        WirecopyError: There is at least one.
    """
    home = desk_at_hand(desk)
    _report(console, [*check(home, language=language(home)), *_phrases(home)], "rules and phrases are in order")


def test_rules(console: Console, desk: Path | None) -> None:
    """Run the cases beside the rules.

    Raises:
        WirecopyError: A case does not hold.
    """
    report = run_cases(desk_at_hand(desk))
    _report(console, report.failures, f"{report.passed} cases hold")


def print_schema(console: Console, desk: Path | None) -> None:
    """Print the JSON Schema of rule files, with the desk's own metrics."""
    from generator.rules.schema import schema  # noqa: PLC0415 - pydantic is slow to load

    console.say(json.dumps(schema(load_catalogue(desk_at_hand(desk))), indent=1))


def _phrases(home: Path | None) -> Iterator[str]:
    """Yield what the verifier's reader would refuse in any article, with the line of the phrase's move."""
    names = load_names(home)
    for path in files("templates/phrases", ".yaml", home):
        moves = read_yaml(path)
        for move, phrases in moves.items():
            for fault in lint_phrases({move: phrases}, names):
                yield f"{path}:{moves.lines[move]}: {fault}"


def _report(console: Console, problems: list[str], good: str) -> None:
    for problem in problems:
        console.say(problem)
    if problems:
        raise WirecopyError(f"{len(problems)} to mend, see above" if not console.json else "\n".join(problems))
    console.say(good)
    console.result({"problems": []})
