"""Ghost: a post in the design of the site there.

API: https://docs.ghost.org/admin-api/posts, tried on Ghost 5.130. It rewrites HTML, so tables and figures are
handed over as cards. A slug that is taken gets a ``-2``, so one looks for it first. An update names the moment that
it builds on; if somebody saved since, Ghost answers 409.
"""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64encode
from datetime import datetime
from typing import Any, Final

from generator.errors import TargetError
from generator.model.mailing import Found, Mailing, Pictures
from generator.publish.drafts.addresses import segment
from generator.publish.drafts.http import Client, Query, Reply
from generator.publish.drafts.refusal import RefusedError
from generator.publish.drafts.simple import simple_html, with_cards
from generator.publish.drafts.wording import content, there

_POSTS: Final = "/ghost/api/admin/posts/"
_FORMATS: Final = ("formats", "html")
_SOURCE: Final = ("source", "html")
#: How long a token of ours is good; Ghost takes five minutes at most. [seconds]
_GOOD: Final = 300


class _Post(Reply):
    id: str
    status: str
    slug: str
    title: str
    html: str | None
    updated_at: str


class _Posts(Reply):
    posts: list[_Post]


class Ghost:
    """Posts at a Ghost site."""

    name = "ghost"
    pictures: Pictures = "hosted"
    #: Its e-mails end in a link of their own (ghost.org/help/newsletters).
    unsubscribe: str | None = None

    def __init__(self, client: Client) -> None:
        self._client = client

    def find(self, mailing: Mailing, known: str) -> Found | None:
        """Return the post of that id, or the one with the issue's slug; a draft rather than a published one."""
        read = self._read(known) if known else None
        if read is not None:
            return self._found(read)
        query: Query = [("filter", f"slug:'{mailing.slug}'"), _FORMATS, ("limit", "5")]
        listed = [each for each in self._client.get(_Posts, _POSTS, query).posts if each.slug == mailing.slug]
        best = min(listed, key=lambda each: each.status != "draft", default=None)
        return None if best is None else self._found(best)

    def create(self, mailing: Mailing) -> Found:
        """Make the draft."""
        return self._client.create(
            lambda: self._found(there(self.name, self._read(self._posted(mailing)))),
            lambda: self.find(mailing, ""),
            lambda found: self.replace(found, mailing),
        )

    def replace(self, found: Found, mailing: Mailing) -> Found:
        """Write the draft anew, on top of what was found and of nothing else."""
        body = _post(mailing)
        lost = False
        for last in (False, True):
            held = there(self.name, self._read(found.id))
            now = self._found(held)
            if now.state != "draft" or (lost and now.content != found.content):
                return now
            if now.content != found.content:
                raise TargetError("ghost: somebody saved the draft just now; close it there and run again")
            try:
                stamped = {"posts": [{**body, "updated_at": held.updated_at}]}
                self._client.put(f"{_POSTS}{segment(found.id)}/", stamped, [_SOURCE], attempts=1)
                break
            except RefusedError as error:
                # A stale moment, or no good answer: look at what is there, and try once more.
                lost = error.unsure or (error.status is not None and error.status >= 500)
                if last or not (lost or error.again or error.status in {409, 429}):
                    raise
        return self._found(there(self.name, self._read(found.id)))

    def _posted(self, mailing: Mailing) -> str:
        made = self._client.post(_Posts, _POSTS, {"posts": [_post(mailing)]}, [_SOURCE]).posts
        if len(made) != 1:
            raise RefusedError("ghost: does not say which post it made; run again: none is made twice", unsure=True)
        return made[0].id

    def _read(self, post: str) -> _Post | None:
        answer = self._client.find(_Posts, f"{_POSTS}{segment(post)}/", [_FORMATS])
        return answer.posts[0] if answer is not None and answer.posts else None

    def _found(self, read: _Post) -> Found:
        return Found(
            id=read.id,
            state="draft" if read.status == "draft" else "other",
            content=content(read.title, read.html or ""),
            where=f"{self._client.base_url}/ghost/#/editor/post/{read.id}",
        )


def token(key: str, now: datetime) -> str:
    """Return a token for one request, made of an Admin API key.

    Args:
        key: ``id:secret``, the secret in hexadecimal.
        now: When it is made.

    Raises:
        ValueError: The key has another form.

    Source:
        docs.ghost.org/admin-api, "Token authentication"; RFC 7515 with HMAC SHA-256.
    """
    name, colon, secret = key.partition(":")
    if not name or not colon or not secret:
        raise ValueError("no colon between id and secret")
    made = int(now.timestamp())
    header = {"alg": "HS256", "typ": "JWT", "kid": name}
    claims = {"iat": made, "exp": made + _GOOD, "aud": "/admin/"}
    signed = f"{_packed(header)}.{_packed(claims)}"
    return f"{signed}.{_base64(hmac.digest(bytes.fromhex(secret), signed.encode(), 'sha256'))}"


def _packed(part: dict[str, Any]) -> str:
    return _base64(json.dumps(part, separators=(",", ":")).encode())


def _base64(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def _post(mailing: Mailing) -> dict[str, Any]:
    return {
        "title": mailing.subject,
        "slug": mailing.slug,
        "html": with_cards(simple_html(mailing.markdown, mailing.subject)),
        "status": "draft",
        "custom_excerpt": mailing.preheader[:300],
        "canonical_url": mailing.canonical_url,
    }
