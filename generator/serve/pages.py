"""The preview's pages: the list, an article with what it rests on, an error."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from generator.editing.copydesk import told
from generator.errors import InputError
from generator.model.review import state_of
from generator.publish.files import HELD
from generator.publish.site.head import read_head
from generator.publish.site.library import body
from generator.publish.site.plain import legal
from generator.publish.site.trail import Trail
from generator.serve.answer import Answer
from generator.serve.shelf import entries
from generator.templating import fill, load

if TYPE_CHECKING:
    from generator.editing.manuscript import Manuscript
    from generator.model.article import Verdict
    from generator.model.review import Review
    from generator.serve.room import Room

#: As many texts are listed unless all are asked for.
_MOST: Final = 60


def page(
    room: Room, name: str, values: Mapping[str, object], *, title: str, status: HTTPStatus = HTTPStatus.OK
) -> Answer:
    """Return a page made by a template of ``templates/serve``.

    Raises:
        TemplateError: A desk's own template is wrong.
    """
    shared = {
        "desk": room.settings.title,
        "by": room.by,
        "approval": room.settings.publishing.approval,
        "site": room.settings.site.is_dir(),
        "token": room.token,
        "trouble": room.trouble,
        "title": title,
        "version": room.bell.times,
    }
    text = fill(load(room.tools.jinja, f"serve/{name}.html.j2"), {**shared, **values})
    return Answer(body=legal(text).encode(), status=status)


def list_page(room: Room, *, everything: bool) -> Answer:
    """Return the list of articles by day."""
    found = entries(room)
    shown = found if everything else found[:_MOST]
    days = [(day, list(group)) for day, group in groupby(shown, key=lambda entry: entry.day)]
    waiting = sum(entry.state == "draft" for entry in found)
    values = {"days": days, "more": len(found) - len(shown), "waiting": waiting, "told": told}
    return page(room, "list", values, title="Articles")


def article_page(
    room: Room,
    manuscript: Manuscript,
    *,
    text: str | None = None,
    verdict: Verdict | None = None,
    notice: str = "",
    what: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> Answer:
    """Return an article with its claims, flags, gaps, and the forms of its editor.

    Args:
        room: The desk.
        manuscript: The article as it lies there.
        text: What the editor typed, where that is another text.
        verdict: Of that text.
        notice: What became of the last form.
        what: What the editor said was put right.
        status: Of the answer.
    """
    with room.store() as store:
        decisions = store.decisions(manuscript.slug)
    last = decisions[-1] if decisions else None
    judged = room.tools.copydesk.judge(manuscript)
    trail = Trail(manuscript.evidence, room.tools.catalogue, room.tools.copydesk.names)
    sentences = trail.sentences()
    values: dict[str, Any] = {
        "slug": manuscript.slug,
        "place": manuscript.path.parent.name,
        "state": state(manuscript, last),
        "decisions": [(told(each), each.reasons) for each in reversed(decisions)],
        "let_through": last is not None and last.is_let_through,
        "sha256": manuscript.sha256,
        "judged": judged,
        "red": any(each.level == "red" for each in judged.problems),
        "sentences": sentences,
        "grounds": trail.grounds(),
        "gaps": trail.gaps(),
        "unsaid": trail.unsaid(),
        "text": manuscript.markdown if text is None else text,
        "dirty": text is not None and text != manuscript.markdown,
        "verdict": judged if verdict is None else verdict,
        "notice": notice,
        "what": what,
        **_preview(manuscript),
    }
    return page(room, "article", values, title=manuscript.slug, status=status)


def error_page(room: Room, status: HTTPStatus, why: str) -> Answer:
    """Return a page that says why there is no other."""
    return page(room, "error", {"why": why}, title=status.phrase, status=status)


def state(manuscript: Manuscript, last: Review | None) -> str:
    """Return what a text is, in a word."""
    return "refused" if manuscript.path.parent.name == HELD else state_of(last, manuscript.sha256)


def verdict_told(verdict: Verdict) -> Mapping[str, object]:
    """Return what the verifier says as a value for the page's script."""
    return {
        "passed": verdict.passed,
        "claims": verdict.claims,
        "sentences": verdict.sentences,
        "edited": verdict.edited,
        "problems": [
            {"sentence": each.sentence, "kind": each.kind, "level": each.level, "what": each.what}
            for each in verdict.problems
        ],
    }


def _preview(manuscript: Manuscript) -> Mapping[str, object]:
    """Return the article as readers would see it; of a text that cannot be read, why."""
    try:
        piece = read_head(manuscript.path)
        html = body(piece, base_url="").html
    except InputError as error:
        return {"piece": None, "body": "", "damage": str(error)}
    # On this page the evidence stands beside the text.
    return {"piece": piece, "body": html.replace('href="evidence.html#', 'href="#'), "damage": ""}
