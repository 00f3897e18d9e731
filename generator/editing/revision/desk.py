"""A revision on the desk: which of its articles have changed, and how one is put right and kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from generator.editing.copydesk import SIGNED, Copydesk, Editor, let_through, lines
from generator.editing.manuscript import Manuscript, find_manuscript
from generator.errors import HeldError
from generator.model.instants import closing_day
from generator.model.review import Review, ReviewState
from generator.publish.files import ARTICLES, publish

if TYPE_CHECKING:
    from generator.editing.revision.correcting import Corrected
    from generator.model.article import Problem
    from generator.store.sqlite import Store

_FIGURE: Final = re.compile(r"\d[\d,.]*\d|\d")
_REVISED: Final = "revised: the text follows the readings as they have been revised"


def chosen(copydesk: Copydesk, named: Sequence[str], first: date | None, last: date | None) -> list[Manuscript]:
    """Return the articles of a desk that are named, or those of some days, by day and name.

    Raises:
        InputError: There is no article of a name, or a file of one is damaged.
    """
    if named:
        return [copydesk.find(each) for each in dict.fromkeys(named)]
    folder = copydesk.output / ARTICLES
    found = [find_manuscript(copydesk.output, path.stem) for path in sorted(folder.glob("*.md"))]
    return [each for each in found if _is_within(as_of(each), first, last)]


def as_of(manuscript: Manuscript) -> datetime:
    """Return the exclusive instant of what an article knew."""
    return datetime.fromisoformat(manuscript.evidence["as_of"])


def about(manuscript: Manuscript, otherwise: str) -> str:
    """Return the asset that an article was written with: its own, or the one whose price its title tells."""
    front: Any = manuscript.evidence["front"]
    if front.get("asset"):
        return str(front["asset"])
    told = (each["fact"] for each in manuscript.evidence["claims"] if each["role"] == "asset")
    return next((fact.partition("/")[0] for fact in told if "/spot." in fact), otherwise)


def keep(store: Store, copydesk: Copydesk, corrected: Corrected, editor: Editor) -> Review:
    """Put an article that was put right in the place of what it was, and put down who says so.

    Raises:
        HeldError: The verifier says it is wrong, or nobody signs for what it cannot judge.
    """
    manuscript = corrected.manuscript
    slug, problems = manuscript.slug, corrected.verdict.problems
    signed = let_through(manuscript, list(_unsigned(problems, store.decisions(slug))), editor)
    reasons = (corrected.note or _REVISED, *signed)
    state: ReviewState = "corrected" if corrected.note else "draft"
    review = Review(slug=slug, state=state, at=editor.at, by=editor.by, reasons=reasons, sha256=manuscript.sha256)
    store.decide(review)
    publish(manuscript.article(manuscript.markdown, manuscript.written), copydesk.output)
    return review


def _unsigned(problems: Iterable[Problem], before: Sequence[Review]) -> Iterator[Problem]:
    """Yield what nobody has signed for yet.

    The same words were let through before, wherever they stood; figures in them are claims, which are checked.
    """
    signed = (line.removeprefix(SIGNED) for each in before for line in each.reasons if line.startswith(SIGNED))
    known = {_words(line) for line in signed}
    for problem in problems:
        (line,) = lines([problem])
        if problem.level == "red" or _words(line) not in known:
            yield problem


def _words(line: str) -> str:
    """Return what a line of the verifier says, without the place and without figures."""
    return _FIGURE.sub("0", line.partition(": ")[2])


def unsettled(corrected: Corrected) -> None:
    """Refuse what could not be put right.

    Raises:
        HeldError: The verifier says that it is wrong.
    """
    red = [each for each in corrected.verdict.problems if each.level == "red"]
    if red:
        slug = corrected.manuscript.slug
        raise HeldError(f"{slug}: cannot be put right by itself; edit it and use `wirecopy correct`", lines(red))


def _is_within(instant: datetime, first: date | None, last: date | None) -> bool:
    day = closing_day(instant)
    return (first is None or first <= day) and (last is None or day <= last)
