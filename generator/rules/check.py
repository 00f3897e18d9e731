"""Everything that is wrong with a desk's rules and their cases, for ``wirecopy rules check``."""

from __future__ import annotations

from pathlib import Path

from generator.errors import InputError
from generator.rules.cases import run_cases
from generator.rules.load import read_rules


def check(desk: Path | None = None) -> list[str]:
    """Return every error of every rule file, ``path:line: what; what to do``; none when all is well.

    The cases are judged only when the rules themselves can be read.
    """
    try:
        rulebook, problems = read_rules(desk)
    except InputError as error:  # the catalogue, without which no rule can be read
        return [str(error)]
    if rulebook is None or problems:
        return problems
    return run_cases(desk, rulebook=rulebook).failures
