"""Kit, once ConvertKit: a broadcast that has no time and is not on the web.

API: https://developers.kit.com/api-reference/broadcasts. Its template stands around the body, so it gets the inside of
our page. An update takes all fields, and what is left out would be emptied, so both bodies name every one.
"""

from __future__ import annotations

from typing import Any, Final

from generator.model.mailing import Found, Mailing, Pictures
from generator.publish.drafts.addresses import segment
from generator.publish.drafts.http import Client, Reply
from generator.publish.drafts.wording import content, inert_html, inert_text, inner, marker, proof, there

_BROADCASTS: Final = "/v4/broadcasts"
_PAGES: Final = 20
#: What an answer repeats as we said it.
_TOLD: Final = ("subject", "preview_text", "content", "description")


class _Broadcast(Reply):
    id: int
    description: str | None = None
    subject: str | None = None
    preview_text: str | None = None
    content: str | None = None
    public: bool
    send_at: str | None
    #: Newer answers say it outright.
    status: str | None = None

    @property
    def draft(self) -> bool:
        """Whether it is sure that nobody gets it."""
        return self.send_at is None and not self.public and self.status in {None, "draft"}


class _One(Reply):
    broadcast: _Broadcast


class _Paging(Reply):
    has_next_page: bool
    end_cursor: str | None = None


class _List(Reply):
    broadcasts: list[_Broadcast]
    pagination: _Paging


class Kit:
    """Broadcasts at Kit."""

    name = "kit"
    pictures: Pictures = "hosted"
    #: Kit refuses to send a broadcast without it (developers.kit.com, update a broadcast, ``content``).
    unsubscribe: str | None = "{{ unsubscribe_url }}"

    def __init__(self, client: Client, *, template: int | None) -> None:
        self._client = client
        self._template = template

    def find(self, mailing: Mailing, known: str) -> Found | None:
        """Return the broadcast of that id, or the one whose description names the issue; a draft rather than not."""
        found = self._read(known, mailing) if known else None
        if found is not None:
            return found
        ours: list[_Broadcast] = []
        after: list[tuple[str, str]] = []
        for _ in range(_PAGES):
            listed = self._client.get(_List, _BROADCASTS, [("per_page", "100"), *after])
            ours += [each for each in listed.broadcasts if each.description == marker(mailing.id)]
            if ours or not listed.pagination.has_next_page or not listed.pagination.end_cursor:
                break
            after = [("after", listed.pagination.end_cursor)]
        best = min(ours, key=lambda each: not each.draft, default=None)
        return None if best is None else self._read(str(best.id), mailing)

    def create(self, mailing: Mailing) -> Found:
        """Make the draft."""
        return self._client.create(
            lambda: there(
                self.name,
                self._read(str(self._client.post(_One, _BROADCASTS, self._body(mailing)).broadcast.id), mailing),
            ),
            lambda: self.find(mailing, ""),
            lambda found: self.replace(found, mailing),
        )

    def replace(self, found: Found, mailing: Mailing) -> Found:
        """Write the draft anew."""
        self._client.put(f"{_BROADCASTS}/{segment(found.id)}", self._body(mailing))
        return there(self.name, self._read(found.id, mailing))

    def _body(self, mailing: Mailing) -> dict[str, Any]:
        return {
            "subject": inert_text(mailing.subject),
            "preview_text": inert_text(mailing.preheader),
            "content": inert_html(inner(mailing.html), self.unsubscribe),
            "description": marker(mailing.id),
            "public": False,
            "send_at": None,
            "published_at": None,
            "email_template_id": self._template,
            "email_address": None,
            "thumbnail_alt": None,
            "thumbnail_url": None,
            "subscriber_filter": None,
        }

    def _read(self, broadcast: str, mailing: Mailing) -> Found | None:
        answer = self._client.find(_One, f"{_BROADCASTS}/{segment(broadcast)}")
        if answer is None:
            return None
        read, said = answer.broadcast, self._body(mailing)
        return Found(
            id=str(read.id),
            state="draft" if read.draft else "other",
            content=content(read.subject or "", read.content or ""),
            holds=proof(mailing, {name: said[name] for name in _TOLD}, read.model_dump()),
            where=f"https://app.kit.com/campaigns/{read.id}/draft",
        )
