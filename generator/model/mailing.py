"""A newsletter issue as it is handed to whatever people send from; and what became of the draft there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

#: Where pictures are: inside the message, at the desk's site, or nowhere.
Pictures = Literal["inside", "hosted", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inlay:
    """A picture of an issue.

    Args:
        name: File name, unique in the issue: ``2026-02-10-btc-derivatives-price.png``.
        png: At twice the size that it is shown at.
        alt: Says what the picture shows, with its numbers.
        width: As shown. [pixels]
        height: As shown. [pixels]
        url: Where the desk's site has it.
    """

    name: str
    png: bytes
    alt: str
    width: int
    height: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    """One issue for one kind of target: deterministic, nothing in it depends on when it was made.

    Args:
        id: Names the issue of that day: ``2026-02-10`` or ``2026-02-10-btc-brief``; letters, digits, dashes.
        subject: At most 75 characters, one line.
        preheader: What a mailbox shows after the subject, one line.
        html: The whole page, styles inlined; pictures are ``cid:<name>`` or addresses, as the target takes them.
        text: The same facts as plain text, lines of at most 78 characters.
        markdown: The same for services that take Markdown.
        pictures: Those that the HTML names by ``cid:``, in order.
        date: The instant of the newest article.
        sender: ``Name <address>`` as the desk writes it.
        reply_to: An address, or "".
        message_id: Without angle brackets; the same for the same issue, whatever it says.
        list_id: Of the header ``List-Id``, "" for none.
        unsubscribe: Address or token that the target replaces, "" where the target adds its own.
        canonical_url: The leading article at the desk's site.
        slug: Of the issue where a service publishes it.
        sha256: Hash of everything above: the same hash, the same draft.
    """

    id: str
    subject: str
    preheader: str
    html: str
    text: str
    markdown: str
    pictures: tuple[Inlay, ...]
    date: datetime
    sender: str
    reply_to: str
    message_id: str
    list_id: str
    unsubscribe: str
    canonical_url: str
    slug: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A draft as its target holds it.

    Args:
        id: The target's own name for it.
        state: What the target says it is, in our words; anything but ``draft`` is refused.
        content: Hash of what was read back of it, so that an editor's change is seen. Made by the adapter of
            what it reads, not of what it sent: services rewrite HTML.
        where: An address or a place for people.
        holds: ``Mailing.sha256`` of what it holds untouched, where the draft itself proves that: a service that
            keeps every byte shows what we would write now, a message bears a seal. "" proves nothing, and the
            ledger decides.
    """

    id: str
    state: Literal["draft", "other"]
    content: str
    where: str
    holds: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the ledger remembers of one issue at one target.

    Args:
        draft: ``Found.id``, "" where none was seen yet.
        sha256: Of the mailing that was handed over, "" where none was yet.
        content: ``Found.content`` right after that, "" likewise.
        at: When it was put down.
        begun: Hash of a mailing whose handing over began and, as far as we know, did not end; "" for none.
    """

    issue: str
    target: str
    draft: str
    sha256: str
    content: str
    at: datetime
    begun: str = ""
