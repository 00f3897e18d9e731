"""What every issue of a newsletter says of who sends it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from generator.errors import InputError
from generator.publish.newsletter.lines import Mailbox, is_domain, line, mailbox

_NAME: Final = re.compile(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
#: Languages that are written from right to left.
_FROM_THE_RIGHT: Final = frozenset({"ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Who sends.

    Args:
        title: The publication's name.
        sender: ``Name <desk@example.org>``.
        reply_to: An address, "" for the sender's.
        list_id: A name under the desk's domain that mail programs file issues by, "" for none.
        address: Postal; its lines stay lines.
        intro: Plain text before the first article; an empty line parts paragraphs.
        unsubscribe: https address where a reader unsubscribes by himself, or ``mailto:``.
        name: Tells this newsletter from the desk's others, such as ``btc-brief``; "" for the only one.
        language: Of the texts, as HTML writes languages.

    Raises:
        InputError: The sender is none, or one of the others is not what it should be.
    """

    title: str
    sender: str
    reply_to: str = ""
    list_id: str = ""
    address: str = ""
    intro: str = ""
    unsubscribe: str = ""
    name: str = ""
    language: str = "en"

    def __post_init__(self) -> None:
        mailbox(self.sender)
        if self.reply_to:
            mailbox(self.reply_to)
        if self.list_id and not is_domain(self.list_id):
            raise InputError(
                f"wirecopy.toml: newsletter.list_id is {line(self.list_id, 60)!r}; write one like basis.example.org"
            )
        if _NAME.fullmatch(self.name) is None:
            raise InputError(f"newsletter: {line(self.name, 60)!r} is no name; use lower-case letters, digits, dashes")
        if _LANGUAGE.fullmatch(self.language) is None:
            raise InputError(f"wirecopy.toml: {line(self.language, 60)!r} is no language; write one like en or de-CH")

    @property
    def writer(self) -> Mailbox:
        """The sender, read."""
        return mailbox(self.sender)

    @property
    def domain(self) -> str:
        """Under which the issue's id is its own."""
        return self.writer.domain

    @property
    def direction(self) -> str:
        """Which way the language is written."""
        return "rtl" if self.language.lower().partition("-")[0] in _FROM_THE_RIGHT else "ltr"
