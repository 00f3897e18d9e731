"""Mailchimp: a campaign that stays at ``save``, with our HTML and our plain text.

API: https://mailchimp.com/developer/marketing/api/campaigns/. A campaign is made in two steps, settings and content;
one that lacks the second is found by its title and mended.
"""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import Any, Final

from generator.model.mailing import Found, Mailing, Pictures
from generator.publish.drafts.addresses import segment
from generator.publish.drafts.http import Client, Query, Reply
from generator.publish.drafts.wording import content, inert_html, inert_text, marker, proof, sender, there

_CAMPAIGNS: Final = "/3.0/campaigns"
_AT_ONCE: Final = 200
#: What a campaign without content holds: nothing, so that it is filled whoever made it.
_EMPTY: Final = sha256(b"").hexdigest()


class _Settings(Reply):
    title: str = ""
    subject_line: str = ""
    preview_text: str = ""
    from_name: str = ""
    reply_to: str = ""


class _Campaign(Reply):
    id: str
    status: str
    settings: _Settings
    web_id: int | None = None


class _List(Reply):
    campaigns: list[_Campaign]
    total_items: int


class _Content(Reply):
    html: str = ""
    plain_text: str = ""


class Mailchimp:
    """Campaigns at Mailchimp."""

    name = "mailchimp"
    pictures: Pictures = "hosted"
    #: Required in every campaign (mailchimp.com/help/about-unsubscribe-links).
    unsubscribe: str | None = "*|UNSUB|*"

    def __init__(self, client: Client, *, audience: str) -> None:
        self._client = client
        self._audience = audience

    def find(self, mailing: Mailing, known: str) -> Found | None:
        """Return the campaign of that id, or the one with the issue's title; a draft rather than a sent one."""
        found = self._read(known, mailing) if known else None
        if found is not None:
            return found
        since = (mailing.date - timedelta(days=1)).isoformat(timespec="seconds")
        fields = "campaigns.id,campaigns.status,campaigns.settings.title,total_items"
        query: Query = [("since_create_time", since), ("fields", fields), ("count", str(_AT_ONCE))]
        seen, total = 0, 1
        ours: list[_Campaign] = []
        while seen < total:
            listed = self._client.get(_List, _CAMPAIGNS, [*query, ("offset", str(seen))])
            ours += [each for each in listed.campaigns if each.settings.title == marker(mailing.id)]
            if not listed.campaigns:
                break
            seen, total = seen + len(listed.campaigns), listed.total_items
        best = min(ours, key=lambda each: each.status != "save", default=None)
        return None if best is None else self._read(best.id, mailing)

    def create(self, mailing: Mailing) -> Found:
        """Make the campaign, and give it its content."""
        return self._client.create(
            lambda: self._filled(self._client.post(_Campaign, _CAMPAIGNS, self._body(mailing)).id, mailing),
            lambda: self.find(mailing, ""),
            lambda found: self.replace(found, mailing),
        )

    def replace(self, found: Found, mailing: Mailing) -> Found:
        """Write settings and content anew."""
        self._client.put(f"{_CAMPAIGNS}/{segment(found.id)}", self._body(mailing), method="PATCH")
        return self._filled(found.id, mailing)

    def _filled(self, campaign: str, mailing: Mailing) -> Found:
        self._client.put(f"{_CAMPAIGNS}/{segment(campaign)}/content", self._texts(mailing))
        return there(self.name, self._read(campaign, mailing))

    def _texts(self, mailing: Mailing) -> dict[str, str]:
        return {
            "html": inert_html(mailing.html, self.unsubscribe),
            "plain_text": inert_text(mailing.text, self.unsubscribe),
        }

    def _settings(self, mailing: Mailing) -> dict[str, str]:
        name, address = sender(self.name, mailing.sender)
        return {
            "title": marker(mailing.id),
            "subject_line": inert_text(mailing.subject),
            "preview_text": inert_text(mailing.preheader),
            "from_name": name,
            "reply_to": mailing.reply_to or address,
        }

    def _body(self, mailing: Mailing) -> dict[str, Any]:
        recipients = {"list_id": self._audience}
        return {"type": "regular", "recipients": recipients, "settings": self._settings(mailing)}

    def _read(self, campaign: str, mailing: Mailing) -> Found | None:
        path = f"{_CAMPAIGNS}/{segment(campaign)}"
        read = self._client.find(_Campaign, path)
        held = None if read is None else self._client.find(_Content, f"{path}/content")
        if read is None or held is None:
            return None
        said = read.settings.model_dump() | held.model_dump()
        return Found(
            id=read.id,
            state="draft" if read.status == "save" else "other",
            content=content(read.settings.subject_line, held.html, held.plain_text),
            holds=proof(mailing, self._settings(mailing) | self._texts(mailing), said) if held.html else _EMPTY,
            where=f"the campaign '{read.settings.title}' at Mailchimp",
        )
