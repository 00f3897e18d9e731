"""Everything that is wrong with a desk's rules and their cases, for ``wirecopy rules check``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import InputError
from generator.resources import files
from generator.rules.case_files import cases_of, entries
from generator.rules.cases import run_rule
from generator.rules.condition_cases import run_condition
from generator.rules.dated import gaps
from generator.rules.load import CASES, KIND, Draft, read_draft
from generator.rules.reach import reach
from generator.rules.vocabulary import Language, unheard, unsayable

if TYPE_CHECKING:
    from collections.abc import Collection

    from generator.model.catalogue import Catalogue


def check(
    desk: Path | None = None, *, catalogue: Catalogue | None = None, language: Language | None = None
) -> list[str]:
    """Return every error of every rule and cases file, ``path:line: what; what to do``; none when all is well.

    What cannot be read hides nothing else: all that can be judged is.

    Args:
        desk: A desk's folder, None for the shipped rulebook.
        catalogue: The metrics that rules may speak of; read from the desk if not given.
        language: What texts can say; labels are held to it if given.
    """
    try:
        draft = read_draft(desk, catalogue=catalogue)
    except InputError as error:  # the catalogue, without which no rule can be read
        return [str(error)]
    doubts = [*reach(draft)]
    found = [*draft.problems, *_ownerless(desk), *gaps(draft), *map(str, doubts)]
    found += _cases(draft, {doubt.path for doubt in doubts})
    if language is not None:
        found += [*unsayable(draft, language), *unheard(draft, language)]
    return sorted(dict.fromkeys(found), key=_place)


def _ownerless(desk: Path | None) -> Iterator[str]:
    """Yield the files of cases that lie beside no rule: they would never be run."""
    for path in files(KIND, CASES, desk):
        name = f"{path.name.removesuffix(CASES)}.yaml"
        if not path.with_name(name).is_file():
            yield f"{path}:1: there is no {name} beside it; write the rule, or remove its cases"


def _cases(draft: Draft, doubted: Collection[Path]) -> list[str]:
    """Return what is wrong with the cases; those of what could not be read, or is in doubt, are only read."""
    failures: list[str] = []
    for rule in [*draft, *([] if draft.stance is None else [draft.stance])]:
        if cases_of(rule.path).is_file():
            run_rule(rule, failures, draft)
    for condition in draft.conditions.values():
        if cases_of(condition.path).is_file() and condition.path not in doubted:
            run_condition(condition, draft, failures)
    for path in (*draft.broken, *doubted):
        if cases_of(path).is_file():
            entries(cases_of(path), failures)
    return failures


def _place(error: str) -> tuple[str, int]:
    """Return the path of an error and its line, by which they are sorted."""
    path, _, rest = error.partition(".yaml:")
    line, _, _ = rest.partition(":")
    return path, int(line) if line.isdigit() else 0
