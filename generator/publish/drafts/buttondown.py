"""Buttondown: the issue as Markdown, in the design of the newsletter there.

API: https://docs.buttondown.com/api-emails-introduction, and the OpenAPI document behind it. **An e-mail that is
posted without a status is sent** (``about_to_send`` is the default), so every body of ours says ``draft``.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from pydantic import Field

from generator.model.mailing import Found, Mailing, Pictures
from generator.publish.drafts.addresses import segment
from generator.publish.drafts.http import Client, Query, Reply
from generator.publish.drafts.wording import content, inert_html, inert_text, proof, there

_EMAILS: Final = "/v1/emails"
#: Says that the body is Markdown; what it is would be guessed otherwise.
_MODE: Final = "<!-- buttondown-editor-mode: plaintext -->\n"
#: No issue has more e-mails after it than this many pages hold.
_PAGES: Final = 50


class _Listed(Reply):
    id: str
    status: str
    metadata: dict[str, Any] = Field(default_factory=dict)


class _Page(Reply):
    results: list[_Listed]
    next: str | None = None


class _Email(Reply):
    id: str
    status: str
    subject: str
    body: str
    slug: str | None = None
    description: str = ""
    canonical_url: str = ""
    metadata: dict[str, Any] = Field(default_factory=dict)


class _Ref(Reply):
    id: str


class Buttondown:
    """Drafts at Buttondown."""

    name = "buttondown"
    pictures: Pictures = "hosted"
    #: Its templates end in a link to unsubscribe (docs.buttondown.com/unsubscribing).
    unsubscribe: str | None = None

    def __init__(self, client: Client) -> None:
        self._client = client

    def find(self, mailing: Mailing, known: str) -> Found | None:
        """Return the e-mail of that id, or the one whose metadata names the issue; a draft rather than a sent one."""
        found = self._read(known, mailing) if known else None
        if found is not None:
            return found
        # There is no filter for slug or metadata. No draft of an issue is older than the issue.
        since = (mailing.date - timedelta(days=1)).date().isoformat()
        query: Query = [("creation_date__start", since), ("excluded_fields", "body"), ("ordering", "-creation_date")]
        ours: list[_Listed] = []
        for page in range(1, _PAGES + 1):
            listed = self._client.get(_Page, _EMAILS, [*query, ("page", str(page))])
            ours += [each for each in listed.results if each.metadata.get("wirecopy") == mailing.id]
            if listed.next is None:
                break
        best = min(ours, key=lambda each: each.status != "draft", default=None)
        return None if best is None else self._read(best.id, mailing)

    def create(self, mailing: Mailing) -> Found:
        """Make the draft."""
        return self._client.create(
            lambda: there(self.name, self._read(self._client.post(_Ref, _EMAILS, _body(mailing)).id, mailing)),
            lambda: self.find(mailing, ""),
            lambda found: self.replace(found, mailing),
        )

    def replace(self, found: Found, mailing: Mailing) -> Found:
        """Write the draft anew."""
        self._client.put(f"{_EMAILS}/{segment(found.id)}", _body(mailing), method="PATCH")
        return there(self.name, self._read(found.id, mailing))

    def _read(self, email: str, mailing: Mailing) -> Found | None:
        read = self._client.find(_Email, f"{_EMAILS}/{segment(email)}")
        if read is None or read.status == "deleted":
            return None
        return Found(
            id=read.id,
            state="draft" if read.status == "draft" else "other",
            content=content(read.subject, read.body),
            where=f"https://buttondown.com/emails/{read.id}",
            holds=proof(mailing, _body(mailing), read.model_dump()),
        )


def _body(mailing: Mailing) -> dict[str, Any]:
    return {
        "status": "draft",
        "subject": inert_text(mailing.subject),
        "body": _MODE + inert_html(mailing.markdown, None),
        "slug": mailing.slug[:100],
        "description": inert_text(mailing.preheader),
        "canonical_url": mailing.canonical_url,
        "metadata": {"wirecopy": mailing.id},
    }
