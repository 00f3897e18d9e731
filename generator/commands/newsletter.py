"""``wirecopy publish --only newsletter``: the day's issue as a draft at each of the desk's targets."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from generator.commands.console import Console
from generator.config import Newsletter, Settings, load_secrets
from generator.errors import InputError, TargetError
from generator.model.instants import closing_day
from generator.publication import gather
from generator.publish.drafts.once import deliver
from generator.publish.drafts.registry import SECRETS, target
from generator.publish.newsletter.choice import chosen
from generator.publish.newsletter.issue import Letterhead, mailing

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.model.ports import Target
    from generator.publish.site.desk import Site
    from generator.publish.site.piece import Piece
    from generator.store.sqlite import Store


def newsletter(
    console: Console, settings: Settings, store: Store, public: Callable[[Piece], bool], *, force: bool = False
) -> list[dict[str, Any]]:
    """Draft the newest day's issue at every target, say what became of each, and return it for programs.

    A target that cannot be reached does not keep the others from their drafts.

    Raises:
        InputError: The settings name no target, or lack what one needs.
        TargetError: Not every target has its draft; which and why is said.
    """
    if not settings.newsletter.targets:
        raise InputError(f'{settings.desk}: no target in wirecopy.toml; write [newsletter] with targets = ["eml"]')
    site = gather(settings, public)
    pieces = _of_the_newest_day(settings, site)
    if not pieces:
        console.say("newsletter: nothing to draft: no article of its editions may be published yet")
        return []
    targets = [_target(console, settings, name) for name in settings.newsletter.targets]
    done: list[dict[str, Any]] = []
    failed: list[str] = []
    for each in targets:
        try:
            issue = mailing(
                pieces, letterhead=_letterhead(settings), base_url=settings.base_url, pictures=each.pictures,
                unsubscribe=each.unsubscribe, cache=site.cache, jinja=site.jinja,
            )  # fmt: skip
            delivered = deliver(issue, each, store, at=console.clock(), force=force)
        except TargetError as error:
            failed.append(str(error))
            continue
        console.say(f"newsletter: {issue.subject}\n  {each.name}: {delivered.what}: {delivered.found.where}")
        if delivered.why:
            console.say(f"  {delivered.why}")
        where = delivered.found.where
        done.append({"issue": issue.id, "target": each.name, "what": delivered.what, "where": where})
    if failed:
        raise TargetError("; ".join(failed))
    return done


def _of_the_newest_day(settings: Settings, site: Site) -> tuple[Piece, ...]:
    """Return what the newest day's issue is made of, nothing where no article of its editions is public."""
    editions = settings.newsletter.editions
    newest = next((piece for piece in site.pieces if piece.edition in editions), None)
    if newest is None:
        return ()
    return chosen(site.pieces, editions=editions, assets=settings.assets, day=closing_day(newest.date))


def _target(console: Console, settings: Settings, name: str) -> Target:
    return target(
        name,
        settings.newsletter.tables.get(name, {}),
        load_secrets(SECRETS.get(name, ())),
        output=settings.output,
        clock=console.clock,
        pause=time.sleep,
    )


def _letterhead(settings: Settings) -> Letterhead:
    said: Newsletter = settings.newsletter
    if not said.sender:
        raise InputError('wirecopy.toml: newsletter.from is missing; write from = "Name <desk@example.org>"')
    return Letterhead(
        title=settings.title, sender=said.sender, reply_to=said.reply_to, list_id=said.list_id, address=said.address,
        intro=said.intro, unsubscribe=said.unsubscribe, language=settings.publishing.language,
    )  # fmt: skip
