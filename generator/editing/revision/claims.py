"""Changed claims: what an article says, what is known now, why the two differ, and whether the words still hold."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from generator.editing.revision.causes import Causes
from generator.render.correction import NOTE
from generator.verify.standing import standing

if TYPE_CHECKING:
    from generator.editing.manuscript import Manuscript
    from generator.model.names import Names
    from generator.model.revision import Revision
    from generator.verify.standing import Standing

Raw = Mapping[str, Any]
Facts = Mapping[str, Raw]
#: Role → the fields of a fact that its words are read from; the first is the one that is listed.
_READS: Final[Mapping[str, tuple[str, ...]]] = {
    "value": ("value",), "size": ("value",), "edge": ("value",), "times": ("value",), "sign": ("value", "sign"),
    "side": ("value",), "otherside": ("value",), "level": ("value",), "cmp": ("value",),
    "label": ("state",), "before": ("previous",),
    "date": ("as_of",), "weekday": ("as_of",), "time": ("as_of",), "start": ("start",),
    "since": ("since",), "tied": ("since", "ties"), "tie": ("ties",), "first": ("coverage",),
    "reach": ("since", "coverage"), "rank": ("rank",), "n": ("n",), "total": ("total",), "unit": ("unit",),
    "asset": (), "venue": (), "source": (), "metric": (), "tenor": (), "window": ("window",), "against": (),
    "gap": (), "expiry": (), "hedge": ("n", "total"),
}  # fmt: skip
#: Of a role that is not listed.
_ANY: Final = ("value", "state", "n", "since", "rank")
#: Two writings of one number differ by less.
_SAME: Final = 1e-12
_FRONT: Final = ("stance", "horizon", "confidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One claim whose fact is another now.

    Args:
        claim: Its id in the evidence.
        sentence: The sentence that it was written for; ``front`` for a field of the front matter.
        text: The sentence as it stands.
        printed: Its words.
        role: Which aspect of the fact they express.
        fact: The fact.
        was: What the article rests on.
        now: What is known now, None where the fact is no more.
        than: The other end of a comparison, with what it was and is; "" where there is none.
        place: The offsets of the words in the text.
        why: The readings that were revised and that the fact rests on; none where the store knows of no such.
        as_written: Whether nobody has edited the sentence.
        holds: Whether the words are still true.
    """

    claim: str
    sentence: str
    text: str
    printed: str
    role: str
    fact: str
    was: object
    now: object
    than: str = ""
    than_was: object = None
    than_now: object = None
    place: tuple[int, int] = (0, 0)
    why: tuple[Revision, ...] = ()
    as_written: bool = True
    holds: bool


def changed(
    manuscript: Manuscript,
    facts: Facts,
    *,
    front: Mapping[str, str],
    revisions: Sequence[Revision],
    names: Names,
    fixed: Mapping[str, str],
) -> tuple[Changed, ...]:
    """Return every claim of an article whose fact has changed, in the order of the text.

    Args:
        manuscript: The article as it lies there.
        facts: What is known of its instant now, as evidence has it.
        front: The stance of the front matter as it would be written now.
        revisions: The readings that were revised since.
        names: How assets and venues are called.
        fixed: The sentences that never vary.
    """
    evidence = manuscript.evidence
    # What an earlier correction says is of its own time.
    notes = {each["id"] for each in evidence["sentences"] if each["template"] == NOTE}
    causes = Causes(evidence["facts"], facts, revisions)
    claims = {each["id"]: each for each in evidence["claims"]}
    stands = standing(manuscript.markdown.replace("\r\n", "\n"), evidence, facts, names=names, fixed=fixed)
    listed = [
        _changed(claims[each.claim], each, evidence["facts"], facts, causes)
        for each in stands
        if each.sentence not in notes
    ]
    return (*_front(evidence["front"], front), *(each for each in listed if each is not None))


def _changed(claim: Raw, stands: Standing, before: Facts, after: Facts, causes: Causes) -> Changed | None:
    role, fact, than = claim["role"], claim["fact"], claim.get("than") or ""
    if fact.startswith("gap:"):
        return None  # what was missing then was missing then
    reads = _READS.get(role, _ANY)
    ends = (fact, than) if than else (fact,)
    if stands.holds and not any(_differ(before.get(end), after.get(end), reads) for end in ends):
        return None
    return Changed(
        claim=stands.claim,
        sentence=stands.sentence,
        text=stands.text,
        printed=stands.printed,
        role=role,
        fact=fact,
        was=_told(before.get(fact), reads),
        now=_told(after.get(fact), reads),
        than=than,
        than_was=_told(before.get(than), reads) if than else None,
        than_now=_told(after.get(than), reads) if than else None,
        place=stands.place,
        why=causes.of(ends),
        as_written=stands.as_written,
        holds=stands.holds,
    )


def _front(was: Raw, now: Mapping[str, str]) -> Iterator[Changed]:
    for name in _FRONT:
        before, after = was.get(name) or "", now.get(name) or ""
        if before != after:
            yield Changed(
                claim=f"front.{name}", sentence="front", text=f"{name}: {before}", printed=before, role=name,
                fact="stance", was=before, now=after, holds=False,
            )  # fmt: skip


def _differ(before: Raw | None, after: Raw | None, reads: Sequence[str]) -> bool:
    if before is None or after is None:
        return before is not after
    return any(not _alike(before.get(name), after.get(name)) for name in reads)


def _alike(one: object, other: object) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=_SAME, abs_tol=_SAME)
    return one == other


def _told(raw: Raw | None, reads: Sequence[str]) -> object:
    """Return what is listed of a fact: the first field that is read and there, its own number or state else."""
    if raw is None:
        return None
    return next((raw[name] for name in (*reads, "value", "state") if raw.get(name) is not None), None)
