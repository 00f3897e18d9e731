"""Which address shows or does what."""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.editing.manuscript import read_manuscript
from generator.errors import HeldError, InputError, WirecopyError
from generator.publish.files import ARTICLES, HELD
from generator.serve import files
from generator.serve.answer import JSON, Answer, Asked, NoAnswerError, go_to
from generator.serve.pages import article_page, list_page, verdict_told

if TYPE_CHECKING:
    from generator.editing.manuscript import Manuscript
    from generator.serve.room import Room

_TEXT: Final = re.compile(r"/(?P<place>articles|held)/(?P<slug>[A-Za-z0-9][A-Za-z0-9._-]*)(?P<rest>/[^/]*)?")
_CHANGED: Final = "the text has changed since you looked at it; this is how it is now"


def answer(room: Room, asked: Asked) -> Answer:
    """Return the answer to one question.

    Raises:
        NoAnswerError: There is nothing there, or it is not done so.
        WirecopyError: Something foreseen went wrong.
    """
    found = _TEXT.fullmatch(asked.path)
    if found is not None:
        return _text(room, asked, found["place"], found["slug"], found["rest"])
    if asked.method != "GET":
        raise NoAnswerError(HTTPStatus.METHOD_NOT_ALLOWED, "no form goes there")
    if asked.path == "/":
        return list_page(room, everything="all" in asked.query)
    if asked.path.startswith("/static/"):
        return files.static(asked.path.removeprefix("/static/"), room.settings.desk)
    if asked.path.startswith(files.SITE) and room.settings.site.is_dir():
        return files.site_file(room.settings.site, asked.path, _root(room.settings.base_url))
    raise files.nothing_there(asked.path)


def _root(base_url: str) -> str:
    path = base_url.partition("://")[2].partition("/")[2].strip("/")
    return f"/{path}/" if path else "/"


def _text(room: Room, asked: Asked, place: str, slug: str, rest: str | None) -> Answer:
    """Show a text or one of its pictures, or do what its form asks."""
    folder = room.folder(place)
    if not (folder / f"{slug}.md").is_file():
        raise files.nothing_there(asked.path)
    if asked.method == "POST":
        return _done(room, asked, folder / f"{slug}.md", rest or "")
    if rest is None:
        return go_to(f"/{place}/{slug}/")
    if rest == "/":
        return article_page(room, read_manuscript(folder / f"{slug}.md"))
    return files.picture(folder / slug, rest.removeprefix("/"))


def _done(room: Room, asked: Asked, path: Path, rest: str) -> Answer:
    deed = _DEEDS.get(rest.removeprefix("/"))
    if deed is None:
        raise files.nothing_there(asked.path)
    with room.hands:
        return deed(room, asked, read_manuscript(path))


def _typed(asked: Asked) -> str:
    """Return the text that an editor typed; browsers send line ends of their own."""
    if "text" not in asked.form:
        raise NoAnswerError(HTTPStatus.BAD_REQUEST, "the form has no text")
    return asked.form["text"].replace("\r\n", "\n").rstrip("\n") + "\n"


def _verify(room: Room, asked: Asked, manuscript: Manuscript) -> Answer:
    """Judge what was typed; nothing is kept."""
    text = _typed(asked)
    verdict = room.tools.copydesk.judge(manuscript, text)
    if asked.wants_json:
        return Answer(body=json.dumps(verdict_told(verdict), ensure_ascii=False).encode(), kind=JSON)
    return article_page(room, manuscript, text=text, verdict=verdict, what=asked.form.get("what", ""))


def _save(room: Room, asked: Asked, manuscript: Manuscript) -> Answer:
    """Keep what was typed: as the article, as a correction of it, or as a refused draft beside it."""
    text, what, slug = _typed(asked), asked.form.get("what", ""), manuscript.slug
    if asked.form.get("sha256") != manuscript.sha256:
        verdict = room.tools.copydesk.judge(manuscript, text)
        notice = "the article has changed since you opened it; your text is still here, and nothing was saved"
        return article_page(
            room, manuscript, text=text, verdict=verdict, notice=notice, what=what, status=HTTPStatus.CONFLICT
        )
    try:
        with room.store() as store:
            last = store.review(slug)
            if last is not None and last.is_let_through:
                editor = room.editor(signs=asked.form.get("sign") == "yes")
                room.tools.copydesk.correct(store, manuscript, text, what, editor)
                return go_to(f"/{ARTICLES}/{slug}/")
            verdict = room.tools.copydesk.save(store, manuscript, text, room.editor())
    except (HeldError, InputError) as error:
        verdict = room.tools.copydesk.judge(manuscript, text)
        return article_page(
            room, manuscript, text=text, verdict=verdict, notice=str(error), what=what,
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )  # fmt: skip
    return go_to(f"/{ARTICLES if verdict.passed else HELD}/{slug}/")


def _approve(room: Room, asked: Asked, manuscript: Manuscript) -> Answer:
    if asked.form.get("sha256") != manuscript.sha256:
        return article_page(room, manuscript, notice=_CHANGED, status=HTTPStatus.CONFLICT)
    try:
        with room.store() as store:
            room.tools.copydesk.approve(store, manuscript, room.editor(signs=asked.form.get("sign") == "yes"))
    except HeldError as error:
        return article_page(room, manuscript, notice=str(error), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return go_to(f"/{ARTICLES}/{manuscript.slug}/")


def _hold(room: Room, asked: Asked, manuscript: Manuscript) -> Answer:
    if asked.form.get("sha256") != manuscript.sha256:
        return article_page(room, manuscript, notice=_CHANGED, status=HTTPStatus.CONFLICT)
    try:
        with room.store() as store:
            room.tools.copydesk.hold(store, manuscript, asked.form.get("why", ""), room.editor())
    except WirecopyError as error:
        return article_page(room, manuscript, notice=str(error), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return go_to(f"/{manuscript.path.parent.name}/{manuscript.slug}/")


_DEEDS: Final = {"verify": _verify, "save": _save, "approve": _approve, "hold": _hold}
