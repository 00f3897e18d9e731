"""``wirecopy hold``: a person keeps a text back."""

from __future__ import annotations

from pathlib import Path

from generator.commands.approve import say
from generator.commands.console import Console
from generator.commands.log import Log
from generator.config import find_desk, load_settings, load_user
from generator.editing.copydesk import Copydesk, Editor
from generator.store.sqlite import Store


def hold(console: Console, desk: Path | None, named: str, *, why: str, by: str | None) -> None:
    """Hold a text as it stands now; the next `wirecopy publish` takes it off the site.

    Raises:
        InputError: There is no such article, or no reason.
    """
    settings = load_settings(find_desk(desk))
    copydesk, editor = Copydesk.open(settings), Editor(by=by or load_user(), at=console.clock())
    manuscript = copydesk.find(named)
    with Store.open(settings.store) as store:
        review = copydesk.hold(store, manuscript, why, editor)
    say(console, Log(settings.log, console.clock), review)
