"""Memory: what an issue said, taken down once it is published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.model.memory import Said, overlap, prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model.article import Draft, Sentence

__all__ = ["EXPLAINS", "overlap", "said_by"]

#: A finding with the trait ``explains:METRIC`` tells readers what the metric is.
EXPLAINS: Final = "explains:"


def said_by(draft: Draft, tone: str) -> Said:
    """Return what a draft says, as the issues after it remember it.

    Args:
        draft: What is published.
        tone: How it speaks.
    """
    told = tuple(prose(draft.sentences))
    lead = next(_running(draft, told), None)
    title = next(sentence for sentence in draft.sentences if sentence.field == "title")
    return Said(
        slug=draft.slug,
        edition=draft.edition,
        asset=draft.asset,
        tone=tone,
        as_of=draft.as_of,
        frame=lead.phrases[0] if lead is not None else "",
        headline=title.template.rpartition("/")[0],
        phrases=tuple(phrase for sentence in draft.sentences if not sentence.fixed for phrase in sentence.phrases),
        explained=tuple(dict.fromkeys(_explained(draft))),
        sentences=tuple(sentence.text for sentence in told),
    )


def _running(draft: Draft, told: tuple[Sentence, ...]) -> Iterator[Sentence]:
    """Yield the sentences that stand in paragraphs, and not in lists."""
    blocks = draft.body.split("\n\n")
    for sentence in told:
        block = int(sentence.id.removeprefix("p").partition(".")[0])
        if not blocks[block - 1].startswith("- "):
            yield sentence


def _explained(draft: Draft) -> Iterator[str]:
    for finding, said in draft.findings:
        if said:
            yield from (trait.removeprefix(EXPLAINS) for trait in finding.traits if trait.startswith(EXPLAINS))
