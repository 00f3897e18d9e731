"""The copy desk: a text is judged as it stands, and what a person decides about it is put down.

A decision names the text that it was made on, so nothing here needs a lock: a text that another
run writes in between is another text, and a draft.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from generator.editing.manuscript import Manuscript, find_manuscript, hash_of
from generator.errors import HeldError, InputError
from generator.model.names import Names, load_names
from generator.model.review import PUBLISHER, VERIFIER, Review, ReviewState
from generator.publish.correction import attested, corrected
from generator.publish.files import clear_refusal, hold, publish, write_file
from generator.publish.site.head import read_head
from generator.publish.site.piece import Correction
from generator.resources import find, read_yaml
from generator.verify.verify import verify

if TYPE_CHECKING:
    from generator.config import Settings
    from generator.model.article import Problem, Verdict
    from generator.store.sqlite import Store

#: Begins the line of what a person vouched for.
SIGNED: Final = "signed: "


@dataclass(frozen=True, slots=True, kw_only=True)
class Editor:
    """Who decides, and when.

    Args:
        by: A person's name.
        at: The time, UTC.
        signs: Whether the person vouches for what the verifier cannot judge.
    """

    by: str
    at: datetime
    signs: bool = False

    def __post_init__(self) -> None:
        if not self.by.strip() or not self.by.isprintable() or self.by in (VERIFIER, PUBLISHER):
            raise InputError(f"{self.by!r} is nobody's name; say who decides with --by NAME")


@dataclass(frozen=True, slots=True)
class Copydesk:
    """What texts are judged by, and where they lie."""

    output: Path
    names: Names
    fixed: Mapping[str, str]

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Read a desk's names and fixed sentences.

        Raises:
            InputError: One of the files is wrong.
        """
        return cls.at(settings.desk, settings.output)

    @classmethod
    def at(cls, desk: Path | None, output: Path = Path()) -> Self:
        """Read those of a folder, or the shipped ones where there is no desk."""
        fixed = dict(read_yaml(find("data/reference", "fixed.yaml", desk)))
        return cls(output, load_names(desk), fixed)

    def find(self, named: str) -> Manuscript:
        """See ``find_manuscript``."""
        return find_manuscript(self.output, named)

    def judge(self, manuscript: Manuscript, markdown: str | None = None, *, alone: bool = False) -> Verdict:
        """Have the verifier judge a text by the evidence beside it.

        Args:
            manuscript: The text.
            markdown: What an editor made of it.
            alone: Whether it may be a copy that its pictures did not come along with.
        """
        text = (manuscript.markdown if markdown is None else markdown).replace("\r\n", "\n")
        files = None if alone and not manuscript.pictures else manuscript.pictures
        return verify(text, manuscript.evidence, names=self.names, fixed=self.fixed, files=files)

    def approve(self, store: Store, manuscript: Manuscript, editor: Editor) -> Review:
        """Put down that a person lets a text through; a refused draft that is signed for becomes the article.

        Raises:
            HeldError: The verifier says it is wrong, nobody signs for what it cannot judge, or another text of
                that name was let through.
        """
        before = store.review(manuscript.slug)
        if manuscript.refused and before is not None and before.pins and before.sha256 != manuscript.sha256:
            raise HeldError(f"{manuscript.slug}: {told(before)}; use `wirecopy correct`")
        signed = let_through(manuscript, self.judge(manuscript).problems, editor)
        review = _review(manuscript.slug, "approved", editor, signed, manuscript.sha256)
        store.decide(review)
        if manuscript.refused:
            publish(manuscript.article(manuscript.markdown, manuscript.written), self.output)
        return review

    def hold(self, store: Store, manuscript: Manuscript, why: str, editor: Editor) -> Review:
        """Put down that a text is not to be published.

        Raises:
            InputError: No reason is given.
        """
        reasons = tuple(line.strip() for line in why.splitlines() if line.strip())
        if not reasons:
            raise InputError("a text is held for a reason; say it with --why TEXT")
        review = _review(manuscript.slug, "held", editor, reasons, manuscript.sha256)
        store.decide(review)
        return review

    def save(self, store: Store, manuscript: Manuscript, markdown: str, editor: Editor) -> Verdict:
        """Keep an edited draft: as the article where the verifier passes it, else beside it as a refused draft.

        Raises:
            HeldError: The article was approved or published, and only a correction changes it.
        """
        before = store.review(manuscript.slug)
        if before is not None and before.is_let_through:
            raise HeldError(f"{manuscript.slug}: {told(before)}; only a correction changes it now")
        verdict = self.judge(manuscript, markdown)
        if verdict.passed:
            # The row says that a person has been at it: an automatic writing must not take the work away.
            store.decide(_review(manuscript.slug, "draft", editor, ("edited",), hash_of(markdown)))
            self._replace(manuscript, markdown, manuscript.written)
        else:
            hold(manuscript.article(markdown, manuscript.written), verdict.problems, self.output)
        return verdict

    def correct(self, store: Store, manuscript: Manuscript, text: str, what: str, editor: Editor) -> Review:
        """Put something right in an article that was approved or published.

        Args:
            store: Keeps the decision.
            manuscript: The article as it is.
            text: What the editor made of it.
            what: What was put right, for readers.
            editor: Who says so.

        Raises:
            InputError: The article is a draft, nothing was changed, or the text cannot be kept.
            HeldError: The verifier says the new text is wrong, or nobody signs for what it cannot judge.
        """
        slug, before = manuscript.slug, store.review(manuscript.slug)
        if before is None or not before.is_let_through:
            raise InputError(f"{slug}: is not published; edit the file, or write it anew")
        if manuscript.refused:
            raise InputError(f"{slug}: a refused draft is not what was published; name the article by its slug")
        at, right = editor.at.replace(microsecond=0), " ".join(what.split())
        if not right:
            raise InputError("readers are told what was put right; say it with --what TEXT")
        earlier = read_head(manuscript.path).corrections
        stamp = partial(corrected, manuscript.path, at=at)
        if stamp(text=text, corrections=earlier) == stamp(text=manuscript.markdown, corrections=earlier):
            raise InputError(f"{slug}: nothing is different in the corrected text; edit it first")
        now = [*earlier, Correction(at=at, what=right)]
        markdown, written = (
            stamp(text=text, corrections=now),
            attested(manuscript.path, manuscript.written, at=at, corrections=now),
        )
        new = replace(manuscript, markdown=markdown, written=written, evidence=json.loads(written))
        signed = let_through(new, self.judge(new).problems, editor)
        review = _review(slug, "corrected", editor, (right, *signed), new.sha256)
        store.decide(review)
        self._replace(new, markdown, written)
        return review

    def _replace(self, manuscript: Manuscript, markdown: str, written: str) -> None:
        """Put a text in the article's place; the Markdown comes last, and its pictures stay as they are."""
        if manuscript.refused:
            publish(manuscript.article(markdown, written), self.output)
            return
        write_file(manuscript.path.with_name(f"{manuscript.slug}.evidence.json"), written)
        write_file(manuscript.path, markdown)
        clear_refusal(manuscript.slug, self.output)


def told(review: Review) -> str:
    """Return a decision in words."""
    return f"{review.state} by {review.by} since {review.at:%Y-%m-%d %H:%M} UTC"


def lines(problems: Sequence[Problem]) -> list[str]:
    """Return what the verifier says, a line each."""
    return [f"{each.sentence}: {each.level}: {each.what}" for each in problems]


def let_through(manuscript: Manuscript, problems: Sequence[Problem], editor: Editor) -> tuple[str, ...]:
    """Return what the editor signs for.

    Raises:
        HeldError: It is more than a person may sign for, or the editor does not sign.
    """
    if any(each.level == "red" for each in problems):
        raise HeldError(f"{manuscript.slug}: refused by the verifier, and nobody can let that through", lines(problems))
    if problems and not editor.signs:
        raise HeldError(
            f"{manuscript.slug}: nobody has signed for what the verifier cannot judge; read it and say --sign",
            lines(problems),
        )
    return tuple(f"{SIGNED}{line}" for line in lines(problems))


def _review(slug: str, state: ReviewState, editor: Editor, reasons: tuple[str, ...], sha256: str) -> Review:
    return Review(slug=slug, state=state, at=editor.at, by=editor.by, reasons=reasons, sha256=sha256)
