"""``wirecopy correct``: something is put right in an article that was let through."""

from __future__ import annotations

from pathlib import Path

from generator.commands.approve import say
from generator.commands.console import Console
from generator.commands.log import Log
from generator.config import find_desk, load_settings, load_user
from generator.editing.copydesk import Copydesk, Editor
from generator.errors import InputError
from generator.store.sqlite import Store


def correct(
    console: Console, desk: Path | None, named: str, *, edited: Path, what: str, by: str | None, sign: bool
) -> None:
    """Put an edited text in the article's place, with a note for readers of what was put right.

    Args:
        console: Where to say so.
        desk: The desk's folder, if one was named.
        named: The article's slug or path.
        edited: The Markdown as the editor left it.
        what: What was put right.
        by: Who says so; whom the system knows if not given.
        sign: Whether that person vouches for what the verifier cannot judge.

    Raises:
        InputError: The article is a draft, or the edited text cannot be kept.
        HeldError: The verifier refuses the edited text, or nobody signs for what it cannot judge.
    """
    settings = load_settings(find_desk(desk))
    copydesk, editor = Copydesk.open(settings), Editor(by=by or load_user(), at=console.clock(), signs=sign)
    manuscript = copydesk.find(named)
    try:
        text = edited.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{edited}: cannot be read: {error}; name the edited Markdown") from error
    with Store.open(settings.store) as store:
        review = copydesk.correct(store, manuscript, text, what, editor)
    say(console, Log(settings.log, console.clock), review)
