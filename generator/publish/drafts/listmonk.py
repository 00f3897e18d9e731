"""listmonk: a campaign, which is a draft until somebody starts it.

API: https://listmonk.app/docs/apis/campaigns. Its template stands around the body, so it gets the inside of our page;
with a template of the desk's own (``template``), one that holds nothing but ``{{ template "content" . }}``, it gets the
whole page.
"""

from __future__ import annotations

from typing import Any, Final

from generator.model.mailing import Found, Mailing, Pictures
from generator.publish.drafts.addresses import segment
from generator.publish.drafts.http import Client, Query, Reply
from generator.publish.drafts.wording import content, inert_html, inert_text, inner, marker, proof, there

_CAMPAIGNS: Final = "/api/campaigns"
_TAG: Final = "wirecopy"
_AT_ONCE: Final = 100
_PAGES: Final = 20
#: What an answer repeats as we said it.
_TOLD: Final = ("name", "subject", "from_email", "body", "altbody", "headers")


class _Listed(Reply):
    id: int
    name: str
    status: str


class _Campaign(_Listed):
    subject: str
    body: str
    altbody: str | None = None
    from_email: str = ""
    headers: list[dict[str, str]] | None = None


class _One(Reply):
    data: _Campaign


class _Page(Reply):
    results: list[_Listed]


class _List(Reply):
    data: _Page


class Listmonk:
    """Campaigns at a listmonk."""

    name = "listmonk"
    pictures: Pictures = "hosted"
    #: listmonk.app/docs/templating.
    unsubscribe: str | None = "{{ UnsubscribeURL }}"

    def __init__(self, client: Client, *, lists: tuple[int, ...], template: int | None) -> None:
        self._client = client
        self._lists = lists
        self._template = template

    def find(self, mailing: Mailing, known: str) -> Found | None:
        """Return the campaign of that id, or the one with the issue's name; a draft rather than a sent one."""
        found = self._read(known, mailing) if known else None
        if found is not None:
            return found
        query: Query = [("tags", _TAG), ("no_body", "true"), ("per_page", str(_AT_ONCE)), ("order_by", "created_at")]
        ours: list[_Listed] = []
        for page in range(1, _PAGES + 1):
            listed = self._client.get(_List, _CAMPAIGNS, [*query, ("order", "DESC"), ("page", str(page))]).data.results
            ours += [each for each in listed if each.name == marker(mailing.id)]
            if ours or len(listed) < _AT_ONCE:
                break
        best = min(ours, key=lambda each: each.status != "draft", default=None)
        return None if best is None else self._read(str(best.id), mailing)

    def create(self, mailing: Mailing) -> Found:
        """Make the draft."""
        return self._client.create(
            lambda: there(
                self.name, self._read(str(self._client.post(_One, _CAMPAIGNS, self._body(mailing)).data.id), mailing)
            ),
            lambda: self.find(mailing, ""),
            lambda found: self.replace(found, mailing),
        )

    def replace(self, found: Found, mailing: Mailing) -> Found:
        """Write the draft anew."""
        self._client.put(f"{_CAMPAIGNS}/{segment(found.id)}", self._body(mailing))
        return there(self.name, self._read(found.id, mailing))

    def _body(self, mailing: Mailing) -> dict[str, Any]:
        page = inner(mailing.html) if self._template is None else mailing.html
        body: dict[str, Any] = {
            "name": marker(mailing.id),
            "subject": inert_text(mailing.subject),
            "lists": list(self._lists),
            "from_email": mailing.sender,
            "type": "regular",
            "content_type": "html",
            "body": inert_html(page, self.unsubscribe),
            "altbody": inert_text(mailing.text, self.unsubscribe),
            "send_at": None,
            "messenger": "email",
            "tags": [_TAG],
            "headers": [{"Reply-To": mailing.reply_to}] if mailing.reply_to else [],
        }
        if self._template is not None:
            body["template_id"] = self._template
        return body

    def _read(self, campaign: str, mailing: Mailing) -> Found | None:
        answer = self._client.find(_One, f"{_CAMPAIGNS}/{segment(campaign)}")
        if answer is None:
            return None
        read, said = answer.data, self._body(mailing)
        return Found(
            id=str(read.id),
            state="draft" if read.status == "draft" else "other",
            content=content(read.subject, read.body, read.altbody or ""),
            holds=proof(mailing, {name: said[name] for name in _TOLD}, read.model_dump()),
            where=f"{self._client.base_url}/campaigns/{read.id}",
        )
