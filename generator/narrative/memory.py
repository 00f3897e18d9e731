"""Memory: what an issue said, taken down once it is published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.model.instants import closing_day
from generator.model.memory import ISSUES, Said, overlap, prose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from generator.model.article import Draft, Sentence
    from generator.model.ports import Memory

__all__ = ["about", "overlap", "recent", "said_by"]

#: Sentences of these moves tell what a quantity is.
_EXPLAINS: Final = "explain-"


def about(edition: str, asset: str) -> str:
    """Return the asset that an edition is about, "" for the whole market."""
    return "" if edition == "markets" else asset


def recent(memory: Memory | None, *, edition: str, asset: str, tone: str, as_of: datetime) -> tuple[Said, ...]:
    """Return the last issues of the days before, the newest first; none where there is no memory.

    What was written earlier on the same day is about to be replaced, and must not make the new text another one.
    """
    if memory is None:
        return ()
    day, asset = closing_day(as_of), about(edition, asset)
    found = memory.recent(edition=edition, asset=asset, tone=tone, before=as_of, count=ISSUES + 1)
    return tuple(said for said in found if closing_day(said.as_of) < day)[:ISSUES]


def said_by(draft: Draft, tone: str) -> Said:
    """Return what a draft says, as the issues after it remember it.

    Args:
        draft: What is published.
        tone: How it speaks.
    """
    told = tuple(prose(draft.sentences))
    lead = next(_running(draft, told), None)
    phrases = [phrase for sentence in draft.sentences if not sentence.fixed for phrase in sentence.phrases]
    title = next(sentence for sentence in draft.sentences if sentence.field == "title")
    return Said(
        slug=draft.slug,
        edition=draft.edition,
        asset=draft.asset,
        tone=tone,
        as_of=draft.as_of,
        frame=lead.phrases[0] if lead is not None else "",
        headline=title.template.rpartition("/")[0],
        phrases=tuple(phrases),
        explained=tuple(dict.fromkeys(_explained(phrases))),
        sentences=tuple(sentence.text for sentence in told),
    )


def _running(draft: Draft, told: tuple[Sentence, ...]) -> Iterator[Sentence]:
    """Yield the sentences that stand in paragraphs, and not in lists."""
    blocks = draft.body.split("\n\n")
    for sentence in told:
        if sentence.field != "body":
            continue
        block = int(sentence.id.removeprefix("p").partition(".")[0])
        if not blocks[block - 1].startswith("- "):
            yield sentence


def _explained(phrases: Iterable[str]) -> Iterator[str]:
    """Yield what phrases explain: ``explain-skew/2`` explains ``skew``."""
    for phrase in phrases:
        if phrase.startswith(_EXPLAINS):
            yield phrase.removeprefix(_EXPLAINS).rpartition("/")[0]
