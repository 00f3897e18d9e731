"""Outlook and Microsoft 365 by Microsoft Graph: our message as it is, in the folder Drafts.

API: https://learn.microsoft.com/graph/api/user-post-messages. Graph takes MIME only for a new message, so a draft
is replaced by a new one, and the old one is removed after that. We ask for ``Mail.ReadWrite`` alone: with that
token nothing can be sent.
"""

from __future__ import annotations

from base64 import b64encode
from typing import Final

from pydantic import Field

from generator.model.mailing import Found, Mailing, Pictures
from generator.publish.drafts.addresses import segment
from generator.publish.drafts.http import Client, Query, Reply
from generator.publish.drafts.wording import content, there
from generator.publish.newsletter.mime import message

_ME: Final = "/v1.0/me"
_MESSAGES: Final = f"{_ME}/messages"
_SELECT: Final = ("$select", "id,subject,body,isDraft,webLink")


class _Body(Reply):
    content: str


class _Message(Reply):
    id: str
    subject: str | None
    body: _Body
    isDraft: bool  # noqa: N815 - the wire's spelling
    webLink: str = ""  # noqa: N815 - as above


class _List(Reply):
    value: list[_Message]


class _Ref(Reply):
    id: str = Field(min_length=1)


class Graph:
    """Drafts in a Microsoft mailbox."""

    name = "graph"
    pictures: Pictures = "inside"
    #: A mailbox has no way out of its own.
    unsubscribe: str | None = ""

    def __init__(self, client: Client) -> None:
        self._client = client

    def find(self, mailing: Mailing, known: str) -> Found | None:
        """Return the draft of that id, or one with the issue's Message-ID; of one that was sent, that it was."""
        read = self._client.find(_Message, f"{_MESSAGES}/{segment(known)}", [_SELECT]) if known else None
        if read is not None:
            return _found(read)
        for folder in ("drafts", "sentitems"):
            listed = self._listed(mailing, folder)
            if listed:
                return _found(listed[0])
        return None

    def create(self, mailing: Mailing) -> Found:
        """Make the draft."""
        return self._client.create(
            lambda: self._make(mailing),
            lambda: self.find(mailing, ""),
            lambda found: self.replace(found, mailing),
        )

    def replace(self, found: Found, mailing: Mailing) -> Found:
        """Make the new draft, then remove every older one of the issue."""
        before = {each.id for each in self._listed(mailing, "drafts")} | {found.id}
        made = self._client.create(
            lambda: self._make(mailing), lambda: self._newer(mailing, before), lambda newer: newer
        )
        for old in sorted(before - {made.id}):
            self._client.delete(f"{_MESSAGES}/{segment(old)}")
        return made

    def _make(self, mailing: Mailing) -> Found:
        made = self._client.post(_Ref, _MESSAGES, b64encode(message(mailing)).decode())
        read = self._client.find(_Message, f"{_MESSAGES}/{segment(made.id)}", [_SELECT])
        return _found(there(self.name, read))

    def _newer(self, mailing: Mailing, before: set[str]) -> Found | None:
        return next((_found(each) for each in self._listed(mailing, "drafts") if each.id not in before), None)

    def _listed(self, mailing: Mailing, folder: str) -> list[_Message]:
        quoted = f"<{mailing.message_id}>".replace("'", "''")
        query: Query = [("$filter", f"internetMessageId eq '{quoted}'"), _SELECT, ("$top", "50")]
        return self._client.get(_List, f"{_ME}/mailFolders/{folder}/messages", query).value


def _found(read: _Message) -> Found:
    return Found(
        id=read.id,
        state="draft" if read.isDraft else "other",
        content=content(read.subject or "", read.body.content),
        where=read.webLink,
    )
