"""``wirecopy rules``: what is wrong with rules and phrases, and whether the cases hold."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.commands.console import Console
from generator.commands.spoken import language
from generator.config import desk_at_hand, find_desk, load_settings
from generator.errors import InputError, WirecopyError
from generator.model.catalogue import load_catalogue
from generator.model.names import load_names
from generator.render.phrases import load_phrases
from generator.resources import files, read_yaml
from generator.rules.cases import run_cases
from generator.rules.check import check
from generator.rules.load import load_rules
from generator.verify.lint import lint_phrases


def check_rules(console: Console, desk: Path | None, *, history: bool = False) -> None:
    """Print every error of every rule and phrase, a line each.

    Args:
        console: Prints.
        desk: The desk's folder, or None for the one at hand.
        history: Whether to warn of labels that told nothing in what the store holds.

    Raises:
        InputError: There is no desk, or no store, whose history could be asked.
        WirecopyError: There is at least one error.
    """
    home = desk_at_hand(desk)
    problems = [*check(home, language=language(home)), *_phrases(home)]
    warnings = [*_constant(console, desk)] if history and not problems else []
    for warning in warnings:
        console.say(warning)
    _report(console, problems, "rules and phrases are in order", warnings=warnings)


def _constant(console: Console, desk: Path | None) -> Iterator[str]:
    """Yield a warning for each label that told nothing of the desk's assets."""
    from generator.commands.backtest import read_past  # noqa: PLC0415 - needs the store and all metrics
    from generator.rules.backtest.follow import follow  # noqa: PLC0415
    from generator.rules.constant import nearly_constant  # noqa: PLC0415

    settings = load_settings(find_desk(desk))
    if not settings.store.is_file():
        raise InputError(f"{settings.store}: no data yet; run `wirecopy import FILE…` or `wirecopy run --sample`")
    catalogue, names = load_catalogue(settings.desk), load_names(settings.desk)
    book = load_rules(settings.desk, catalogue=catalogue)
    for asset in settings.assets:
        past = read_past(settings, asset, catalogue, names, today=console.clock().date())
        for doubt in nearly_constant(book, follow(book, past), asset):
            yield f"{doubt.path}:{doubt.line}: warning: {doubt.what}"


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
    """Yield what cannot be loaded, else what the verifier's reader would refuse, with the line of the phrase's move."""
    names = load_names(home)
    try:
        banks = load_phrases(home).banks.options
    except InputError as error:
        yield str(error)
        return
    for path in files("templates/phrases", ".yaml", home):
        moves = read_yaml(path)
        for move, phrases in moves.items():
            for fault in lint_phrases({move: phrases}, names, banks):
                yield f"{path}:{moves.lines[move]}: {fault}"


def _report(console: Console, problems: list[str], good: str, *, warnings: Sequence[str] = ()) -> None:
    for problem in problems:
        console.say(problem)
    if problems:
        raise WirecopyError(f"{len(problems)} to mend, see above" if not console.json else "\n".join(problems))
    console.say(good)
    console.result({"problems": [], "warnings": [*warnings]})
