"""``wirecopy verify``: a finished text against its evidence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from generator.commands.console import Console
from generator.config import desk_at_hand
from generator.errors import HeldError, InputError
from generator.model.names import load_names
from generator.resources import find, read_yaml
from generator.verify.verify import verify

_DRAWN: Final = (".svg", ".csv")


def verify_article(console: Console, desk: Path | None, article: Path) -> None:
    """Check a text and its pictures, also outside of any desk, and print what is wrong, a line each.

    Raises:
        InputError: The text, its evidence or a picture cannot be read.
        HeldError: The text is refused.
    """
    markdown, evidence = read_article(article)
    home = desk_at_hand(desk)
    fixed = dict(read_yaml(find("data/reference", "fixed.yaml", home)))
    verdict = verify(markdown, evidence, names=load_names(home), fixed=fixed, files=read_pictures(article))
    problems = [
        {"sentence": each.sentence, "kind": each.kind, "level": each.level, "what": each.what}
        for each in verdict.problems
    ]
    if problems:
        lines = [f"{each['sentence']}: {each['level']}: {each['what']}" for each in problems]
        raise HeldError(f"{article}: refused, {len(problems)} of it cannot be vouched for", lines)
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


def read_article(article: Path) -> tuple[str, dict[str, Any]]:
    """Return an article's Markdown, and the evidence that lies beside it.

    Raises:
        InputError: One of the two is missing or damaged.
    """
    beside = article.with_name(f"{article.stem}.evidence.json")
    try:
        markdown = article.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{article}: cannot be read: {error}; name a Markdown file") from error
    try:
        evidence = json.loads(beside.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{beside}: cannot be read: {error}; the evidence lies beside the article") from error
    except json.JSONDecodeError as error:
        raise InputError(f"{beside}:{error.lineno}: {error.msg}; take the evidence that was written") from error
    if not isinstance(evidence, dict):
        raise InputError(f"{beside}:1: is no evidence; take the file that was written with the article")
    return markdown, evidence


def read_pictures(article: Path) -> dict[str, str]:
    """Return the drawings and tables that lie in the folder of the article's name, name → text.

    Raises:
        InputError: One of them cannot be read.
    """
    folder = article.with_suffix("")
    found: dict[str, str] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.suffix in _DRAWN:
            try:
                found[path.name] = path.read_bytes().decode()
            except (OSError, UnicodeDecodeError) as error:
                raise InputError(f"{path}: cannot be read: {error}; write the article anew") from error
    return found
