"""``wirecopy verify``: a finished text against its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.commands.console import Console
from generator.config import desk_at_hand
from generator.editing.copydesk import Copydesk, lines
from generator.editing.manuscript import read_manuscript
from generator.errors import HeldError


def verify_article(console: Console, desk: Path | None, article: Path) -> None:
    """Check a text and its pictures, also outside of any desk, and print what is wrong, a line each.

    Raises:
        InputError: The text, its evidence or a picture cannot be read.
        HeldError: The text is refused.
    """
    manuscript = read_manuscript(article)
    home = desk_at_hand(desk)
    verdict = Copydesk.at(home).judge(manuscript, alone=True)
    problems = [
        {"sentence": each.sentence, "kind": each.kind, "level": each.level, "what": each.what}
        for each in verdict.problems
    ]
    if problems:
        raise HeldError(f"{article}: refused, {len(problems)} of it cannot be vouched for", lines(verdict.problems))
    edited = f", {verdict.edited} of them edited" if verdict.edited else ""
    console.say(f"{article}: passed: {verdict.claims} claims in {verdict.sentences} sentences{edited}")
    console.result(
        {
            "slug": verdict.slug,
            "passed": True,
            "sentences": verdict.sentences,
            "claims": verdict.claims,
            "edited": verdict.edited,
        }
    )


def read_article(article: Path) -> tuple[str, Mapping[str, Any]]:
    """Return an article's Markdown, and the evidence that lies beside it.

    Raises:
        InputError: One of the two, or a picture, is missing or damaged.
    """
    manuscript = read_manuscript(article)
    return manuscript.markdown.replace("\r\n", "\n"), manuscript.evidence
