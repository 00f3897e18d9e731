"""``wirecopy approve``: a person lets a text through."""

from __future__ import annotations

from pathlib import Path

from generator.commands.console import Console
from generator.commands.log import Log
from generator.config import find_desk, load_settings, load_user
from generator.editing.copydesk import Copydesk, Editor, told
from generator.model.review import Review
from generator.store.sqlite import Store


def approve(console: Console, desk: Path | None, named: str, *, by: str | None, sign: bool) -> None:
    """Approve a text as it stands now.

    Args:
        console: Where to say so.
        desk: The desk's folder, if one was named.
        named: The article's slug or path.
        by: Who approves; whom the system knows if not given.
        sign: Whether that person vouches for what the verifier cannot judge.

    Raises:
        InputError: There is no such article, or it cannot be read.
        HeldError: The verifier refuses it, or nobody signs for what it cannot judge.
    """
    settings = load_settings(find_desk(desk))
    copydesk, editor = Copydesk.open(settings), Editor(by=by or load_user(), at=console.clock(), signs=sign)
    manuscript = copydesk.find(named)
    with Store.open(settings.store) as store:
        review = copydesk.approve(store, manuscript, editor)
    say(console, Log(settings.log, console.clock), review)


def say(console: Console, log: Log, review: Review) -> None:
    """Print a decision and put it into the desk's log."""
    log.note(review.state, slug=review.slug, by=review.by, reasons=list(review.reasons), sha256=review.sha256)
    console.say(f"{review.slug}: {told(review)}")
    for reason in review.reasons:
        console.say(f"  {reason}")
    console.result(
        {
            "slug": review.slug,
            "state": review.state,
            "by": review.by,
            "reasons": review.reasons,
            "sha256": review.sha256,
        }
    )
