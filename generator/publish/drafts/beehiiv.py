"""beehiiv: a post in the design of the publication there.

API: https://developers.beehiiv.com/api-reference/posts/create, for accounts whose plan has it. **A post without
``status`` may be published at once**, so every body of ours says ``draft``. Posts are made in the background: one that
was just made may not be there for a moment. Styles and links in a head are dropped there, so it gets the inside of
our page, in which styles are inlined.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from generator.errors import TargetError
from generator.model.mailing import Found, Mailing, Pictures
from generator.publish.drafts.addresses import segment
from generator.publish.drafts.http import Client, Query, Reply
from generator.publish.drafts.wording import content, inert_html, inert_text, inner

#: How often a post that is being made is looked for, and how long is waited before each time. [seconds]
_LOOKS: Final = (1.0, 2.0, 4.0, 8.0)
_EXPAND: Final = ("expand[]", "free_email_content")


class _Rendered(Reply):
    email: str | None = None


class _Content(Reply):
    free: _Rendered = _Rendered()


class _Post(Reply):
    id: str
    title: str
    subtitle: str | None = None
    status: str
    slug: str | None = None
    content: _Content = _Content()

    @property
    def body(self) -> str:
        """The e-mail as it is shown now, "" while it is being made."""
        return self.content.free.email or ""


class _One(Reply):
    data: _Post


class _Ref(Reply):
    id: str


class _Made(Reply):
    data: _Ref


class _List(Reply):
    data: list[_Post]


class Beehiiv:
    """Posts at beehiiv."""

    name = "beehiiv"
    pictures: Pictures = "hosted"
    #: Its footer has one, and it cannot be taken out (beehiiv.com/support, "unsubscribe link").
    unsubscribe: str | None = None

    def __init__(self, client: Client, *, publication: str, pause: Callable[[float], None]) -> None:
        self._client = client
        self._posts = f"/v2/publications/{segment(publication)}/posts"
        self._pause = pause

    def find(self, mailing: Mailing, known: str) -> Found | None:
        """Return the post of that id, or the one with the issue's slug; a draft rather than a published one."""
        read = self._read(known) if known else None
        if read is not None:
            return _found(read)
        query: Query = [("slugs[]", mailing.slug), ("status", "all"), ("limit", "10")]
        listed = self._client.get(_List, self._posts, query).data
        ours = [each for each in listed if each.slug == mailing.slug and each.status != "archived"]
        best = min(ours, key=lambda each: each.status != "draft", default=None)
        # What is listed is there, even where it cannot be read yet.
        return None if best is None else self._again(best.id)

    def create(self, mailing: Mailing) -> Found:
        """Make the draft; a list may lag behind, so nothing is posted twice."""
        return self._client.create(
            lambda: self._again(self._client.post(_Made, self._posts, _body(mailing)).data.id),
            lambda: self.find(mailing, ""),
            lambda found: self.replace(found, mailing),
            again=False,
        )

    def replace(self, found: Found, mailing: Mailing) -> Found:
        """Write the draft anew."""
        self._client.put(f"{self._posts}/{segment(found.id)}", _body(mailing), method="PATCH")
        return self._again(found.id)

    def _again(self, post: str) -> Found:
        """Wait until the post is there, with its text."""
        read = self._read(post)
        for wait in _LOOKS:
            if read is not None and read.body:
                break
            self._pause(wait)
            read = self._read(post)
        if read is None:
            raise TargetError("beehiiv: the post is not there yet; run again in a minute: none is made twice")
        return _found(read)

    def _read(self, post: str) -> _Post | None:
        answer = self._client.find(_One, f"{self._posts}/{segment(post)}", [_EXPAND])
        return None if answer is None else answer.data


def _body(mailing: Mailing) -> dict[str, Any]:
    return {
        "status": "draft",
        "title": inert_text(mailing.subject),
        "subtitle": inert_text(mailing.preheader),
        "body_content": inert_html(inner(mailing.html), None),
        "email_settings": {
            "email_subject_line": inert_text(mailing.subject),
            "email_preview_text": inert_text(mailing.preheader),
        },
        "web_settings": {"slug": mailing.slug},
    }


def _found(read: _Post) -> Found:
    return Found(
        id=read.id,
        state="draft" if read.status == "draft" else "other",
        content=content(read.title, read.subtitle or "", read.body),
        where=f"https://app.beehiiv.com/posts/{read.id.removeprefix('post_')}",
    )
