"""Gmail's drafts: our message as it is.

API: https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.drafts. ``drafts.update`` changes a draft
in one step and keeps its id. The scope ``gmail.compose`` is enough; Google has none that may draft but not send.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from email import message_from_bytes, policy
from email.message import Message
from hashlib import sha256
from typing import Final

from pydantic import Field

from generator.errors import TargetError
from generator.model.mailing import Found, Mailing, Pictures
from generator.publish.drafts.addresses import segment
from generator.publish.drafts.http import Client, Reply
from generator.publish.drafts.wording import content, there
from generator.publish.newsletter.mime import message

_DRAFTS: Final = "/gmail/v1/users/me/drafts"
_HEADERS: Final = ("Subject", "From", "Reply-To", "Message-ID", "List-Id", "List-Unsubscribe")
#: Where people find their drafts.
_WHERE: Final = "https://mail.google.com/mail/#drafts"


class _Ref(Reply):
    id: str


class _List(Reply):
    drafts: list[_Ref] = Field(default_factory=list)


class _Message(Reply):
    labelIds: list[str] = Field(default_factory=list)  # noqa: N815 - the wire's spelling
    raw: str


class _Draft(Reply):
    id: str
    message: _Message


class Gmail:
    """Drafts in a Gmail mailbox."""

    name = "gmail"
    pictures: Pictures = "inside"
    #: A mailbox has no way out of its own.
    unsubscribe: str | None = ""

    def __init__(self, client: Client) -> None:
        self._client = client

    def find(self, mailing: Mailing, known: str) -> Found | None:
        """Return the draft of that id, or the one with the issue's Message-ID."""
        found = self._read(known, mailing) if known else None
        if found is not None:
            return found
        listed = self._client.get(_List, _DRAFTS, [("q", f"rfc822msgid:{mailing.message_id}"), ("maxResults", "10")])
        return next((read for each in listed.drafts if (read := self._read(each.id, mailing)) is not None), None)

    def create(self, mailing: Mailing) -> Found:
        """Make the draft; the search may lag behind, so nothing is posted twice."""
        return self._client.create(
            lambda: there(self.name, self._read(self._client.post(_Ref, _DRAFTS, _body(mailing)).id, mailing)),
            lambda: self.find(mailing, ""),
            lambda found: self.replace(found, mailing),
            again=False,
        )

    def replace(self, found: Found, mailing: Mailing) -> Found:
        """Put the message in the draft's place, in one step."""
        self._client.put(f"{_DRAFTS}/{segment(found.id)}", _body(mailing))
        return there(self.name, self._read(found.id, mailing))

    def _read(self, draft: str, mailing: Mailing) -> Found | None:
        read = self._client.find(_Draft, f"{_DRAFTS}/{segment(draft)}", [("format", "raw")])
        if read is None:
            return None
        told = _content(_unpacked(read.message.raw))
        return Found(
            id=read.id,
            state="draft" if "DRAFT" in read.message.labelIds else "other",
            content=told,
            where=_WHERE,
            holds=mailing.sha256 if told == _content(message(mailing)) else "",
        )


def _body(mailing: Mailing) -> dict[str, dict[str, str]]:
    return {"message": {"raw": urlsafe_b64encode(message(mailing)).decode()}}


def _unpacked(raw: str) -> bytes:
    try:
        return urlsafe_b64decode(raw + "=" * (-len(raw) % 4))
    except (Error, ValueError):
        raise TargetError("gmail: returns a draft that cannot be read; run again") from None


def _content(data: bytes) -> str:
    """Hash who writes what, and each part; Gmail adds headers of its own and may change boundaries."""
    parsed = message_from_bytes(data, policy=policy.default)
    heads = [str(parsed[name] or "") for name in _HEADERS]
    leaves = [part for part in parsed.walk() if not part.is_multipart()]
    bodies = [f"{part.get_content_type()} {sha256(_payload(part)).hexdigest()}" for part in leaves]
    return content(*heads, *bodies)


def _payload(part: Message) -> bytes:
    """Return a part's bytes, with the one kind of line ending."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    return data.replace(b"\r\n", b"\n").rstrip() if part.get_content_maintype() == "text" else data
