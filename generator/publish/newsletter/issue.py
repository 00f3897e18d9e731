"""One issue of the newsletter: the articles of a day, as whatever people send from wants it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.errors import InputError
from generator.model.mailing import Mailing, Pictures
from generator.publish.newsletter.html import html
from generator.publish.newsletter.letterhead import Letterhead
from generator.publish.newsletter.lines import line, mailbox
from generator.publish.newsletter.markdown import markdown
from generator.publish.newsletter.story import Issue, Story, headline, put_right
from generator.publish.newsletter.text import text
from generator.publish.site import dates

if TYPE_CHECKING:
    from jinja2 import Environment

    from generator.publish.site.piece import Piece

__all__ = ["Letterhead", "mailing"]

#: Gmail cuts a message whose HTML has 102 kB, services add links and pixels of their own.
LIMIT: Final = 90_000
_MOST_OF_A_SUBJECT: Final = 75
_LEAST_OF_A_PREHEADER: Final = 40
_MOST_OF_A_PREHEADER: Final = 110
#: Where somebody unsubscribes by himself; anything else a desk could write there leads nowhere.
_WAY_OUT: Final = re.compile(r"(?:https://[^\s<>\"\\/]+(?:/[^\s<>\"\\]*)?|mailto:[^\s<>\"\\@]+@[^\s<>\"\\]+)")


def mailing(
    pieces: Sequence[Piece],
    *,
    letterhead: Letterhead,
    base_url: str,
    pictures: Pictures,
    unsubscribe: str | None,
    cache: Path | None,
    jinja: Environment,
) -> Mailing:
    """Return the issue of a day: the same pieces, the same bytes.

    Args:
        pieces: The articles in their order, the leading one first. Articles of days before the leading one's are
            not shown: their corrections are told at the end.
        letterhead: Who sends it.
        base_url: Where the site is published, without a slash at its end; "" for a desk without a site.
        pictures: How the target takes them. ``hosted`` ones lie beside the article, see ``site/rasters.py``.
        unsubscribe: As ``Target.unsubscribe``: the target's token, "" where the desk must give an address,
            None where the target adds the way out itself.
        cache: Where pictures that were drawn are kept from one issue to the next.
        jinja: Knows ``email/*``.

    Raises:
        InputError: An article cannot be read, the letterhead lacks what this target needs, or the HTML is longer
            than mail programs show.
    """
    if not pieces:
        raise InputError("newsletter: there is no article for the issue; write one, or look at newsletter.editions")
    if pictures == "hosted" and not base_url:
        raise InputError("wirecopy.toml: base_url is missing, and this target shows pictures from the site; set it")
    leading = pieces[0]
    day = dates.written_for(leading.date)
    shown = [piece for piece in pieces if dates.written_for(piece.date) >= day]
    earlier = [piece for piece in pieces if dates.written_for(piece.date) < day]
    issue = Issue(
        letterhead=letterhead,
        title=line(letterhead.title, 80),
        subject=line(leading.title, _MOST_OF_A_SUBJECT),
        preheader=_preheader(shown),
        day=dates.of_weekday(day),
        stories=tuple(Story.of(piece, base_url=base_url, pictures=pictures, cache=cache) for piece in shown),
        corrections=tuple(put for piece in earlier for put in put_right(piece, base_url)),
        way_out=_way_out(unsubscribe, letterhead),
        base_url=base_url,
        pictures=pictures,
    )
    name = f"{day.isoformat()}-{letterhead.name}" if letterhead.name else day.isoformat()
    return _written(issue, name, date=max(piece.date for piece in shown), jinja=jinja)


def _written(issue: Issue, name: str, *, date: datetime, jinja: Environment) -> Mailing:
    letterhead = issue.letterhead
    inside = issue.pictures == "inside"
    return _sealed(
        Mailing(
            id=name,
            subject=issue.subject,
            preheader=issue.preheader,
            html=_short_enough(html(issue, jinja), issue, jinja),
            text=text(issue),
            markdown=markdown(issue),
            pictures=tuple(inlay for story in issue.stories for inlay in story.inlays) if inside else (),
            date=date,
            sender=letterhead.writer.written,
            reply_to=mailbox(letterhead.reply_to).address if letterhead.reply_to else "",
            message_id=f"{name}@{letterhead.domain}",
            list_id=letterhead.list_id,
            unsubscribe=issue.way_out,
            canonical_url=issue.stories[0].url,
            slug=name,
            sha256="",
        )
    )


def _preheader(pieces: Sequence[Piece]) -> str:
    """Return what a mailbox shows after the subject: the leading article's line, and more where that is short."""
    told = ""
    for each in [pieces[0].description, *(headline(piece) for piece in pieces[1:])]:
        told = line(f"{told} {each}", _MOST_OF_A_PREHEADER)
        if len(told) >= _LEAST_OF_A_PREHEADER:
            break
    return told


def _way_out(unsubscribe: str | None, letterhead: Letterhead) -> str:
    if unsubscribe is None:
        return ""
    if unsubscribe:
        return unsubscribe
    given = letterhead.unsubscribe.strip()
    if not given:
        raise InputError(
            "wirecopy.toml: newsletter.unsubscribe is missing, and this target adds no way out itself; "
            "give the https address where a reader unsubscribes"
        )
    if _WAY_OUT.fullmatch(given) is None or line(given, len(given)) != given or not given.isascii():
        raise InputError(
            f"wirecopy.toml: newsletter.unsubscribe is {line(given, 60)!r}; give an https address, or mailto: and one"
        )
    return given


def _short_enough(written: str, issue: Issue, jinja: Environment) -> str:
    size = len(written.encode())
    if size <= LIMIT:
        return written
    told = f"newsletter: the HTML of {issue.day.datetime} has {size / 1000:.0f} kB; mail programs cut it from 102 on"
    if len(issue.stories) == 1:
        raise InputError(f"{told}; shorten {issue.stories[0].slug}, by a table or a section")
    largest = max(issue.stories, key=lambda story: len(html(issue.only(story), jinja)))
    raise InputError(f"{told}; leave an article out: {largest.slug} is the longest")


def _sealed(made: Mailing) -> Mailing:
    """Return a mailing with the hash of all that it says."""
    told = hashlib.sha256()
    for field in fields(made):
        if field.name not in ("pictures", "sha256"):
            told.update(json.dumps([field.name, str(getattr(made, field.name))]).encode())
    for inlay in made.pictures:
        told.update(json.dumps([inlay.name, inlay.alt, inlay.width, inlay.height, inlay.url]).encode())
        told.update(hashlib.sha256(inlay.png).digest())
    return replace(made, sha256=told.hexdigest())
