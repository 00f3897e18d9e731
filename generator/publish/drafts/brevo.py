"""Brevo: a campaign without a time, which makes it a draft.

API: https://developers.brevo.com/reference/createemailcampaign-1. It takes HTML and makes the plain text itself.
"""

from __future__ import annotations

from typing import Any, Final

from pydantic import Field

from generator.model.mailing import Found, Mailing, Pictures
from generator.publish.drafts.addresses import segment
from generator.publish.drafts.http import Client, Query, Reply
from generator.publish.drafts.wording import content, inert_html, inert_text, marker, proof, sender, there

_CAMPAIGNS: Final = "/v3/emailCampaigns"
#: The most that it lists at once.
_AT_ONCE: Final = 100
_PAGES: Final = 20


class _Ref(Reply):
    id: int


class _Listed(Reply):
    id: int
    name: str
    status: str


class _List(Reply):
    campaigns: list[_Listed] = Field(default_factory=list)


class _Sender(Reply):
    name: str = ""
    email: str = ""


class _Campaign(Reply):
    id: int
    name: str
    status: str
    subject: str = ""
    previewText: str = ""  # noqa: N815 - the wire's spelling
    replyTo: str = ""  # noqa: N815 - as above
    sender: _Sender = _Sender()
    htmlContent: str = ""  # noqa: N815 - as above
    scheduledAt: str | None = None  # noqa: N815 - as above


class Brevo:
    """Campaigns at Brevo."""

    name = "brevo"
    pictures: Pictures = "hosted"
    #: help.brevo.com, "Insert an unsubscribe link": it adds a footer of its own to campaigns without one.
    unsubscribe: str | None = "{{ unsubscribe }}"

    def __init__(self, client: Client, *, lists: tuple[int, ...]) -> None:
        self._client = client
        self._lists = lists

    def find(self, mailing: Mailing, known: str) -> Found | None:
        """Return the campaign of that id, or the one with the issue's name; a draft rather than a sent one."""
        found = self._read(known, mailing) if known else None
        if found is not None:
            return found
        query: Query = [("limit", str(_AT_ONCE)), ("sort", "desc"), ("excludeHtmlContent", "true")]
        ours: list[_Listed] = []
        for page in range(_PAGES):
            listed = self._client.get(_List, _CAMPAIGNS, [*query, ("offset", str(page * _AT_ONCE))])
            ours += [each for each in listed.campaigns if each.name == marker(mailing.id)]
            if ours or len(listed.campaigns) < _AT_ONCE:
                break
        best = min(ours, key=lambda each: each.status != "draft", default=None)
        return None if best is None else self._read(str(best.id), mailing)

    def create(self, mailing: Mailing) -> Found:
        """Make the draft."""
        return self._client.create(
            lambda: there(
                self.name, self._read(str(self._client.post(_Ref, _CAMPAIGNS, self._body(mailing)).id), mailing)
            ),
            lambda: self.find(mailing, ""),
            lambda found: self.replace(found, mailing),
        )

    def replace(self, found: Found, mailing: Mailing) -> Found:
        """Write the draft anew."""
        self._client.put(f"{_CAMPAIGNS}/{segment(found.id)}", self._body(mailing))
        return there(self.name, self._read(found.id, mailing))

    def _body(self, mailing: Mailing) -> dict[str, Any]:
        name, address = sender(self.name, mailing.sender)
        body: dict[str, Any] = {
            "name": marker(mailing.id),
            "subject": inert_text(mailing.subject),
            "previewText": inert_text(mailing.preheader),
            "sender": {"name": name, "email": address},
            "htmlContent": inert_html(mailing.html, self.unsubscribe),
        }
        if mailing.reply_to:
            body["replyTo"] = mailing.reply_to
        if self._lists:
            body["recipients"] = {"listIds": list(self._lists)}
        return body

    def _read(self, campaign: str, mailing: Mailing) -> Found | None:
        read = self._client.find(_Campaign, f"{_CAMPAIGNS}/{segment(campaign)}")
        if read is None:
            return None
        said = {name: value for name, value in self._body(mailing).items() if name != "recipients"}
        return Found(
            id=str(read.id),
            state="draft" if read.status == "draft" and not read.scheduledAt else "other",
            content=content(read.subject, read.htmlContent),
            holds=proof(mailing, said, read.model_dump()),
            where=f"the campaign '{read.name}' at Brevo",
        )
