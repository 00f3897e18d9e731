"""Standing: which words of a text still say what its facts hold, once the facts are others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.verify.called import called
from generator.verify.edited import bag, origin
from generator.verify.ledger import Ledger
from generator.verify.match import fits, match
from generator.verify.read import read
from generator.verify.relations import overtaken
from generator.verify.scan import scan
from generator.verify.scene import Scene
from generator.verify.settle import known_texts, settle, written
from generator.verify.tokens import tokenize

if TYPE_CHECKING:
    from generator.model.names import Names
    from generator.verify.lexicon import Index
    from generator.verify.match import Asked, Pair
    from generator.verify.read import Read
    from generator.verify.scan import Piece
    from generator.verify.settle import Settled


class Standing(NamedTuple):
    """A claim as the text has it.

    Args:
        claim: Its id in the evidence.
        sentence: The id of the sentence that it was written for.
        text: The sentence as it stands now.
        printed: The words that were read as it.
        place: The offsets of these words in ``text``.
        as_written: Whether nobody has changed the sentence.
        holds: Whether the words say what the other facts hold.
    """

    claim: str
    sentence: str
    text: str
    printed: str
    place: tuple[int, int]
    as_written: bool
    holds: bool


def standing(
    markdown: str,
    evidence: Mapping[str, Any],
    facts: Mapping[str, Mapping[str, Any]],
    *,
    names: Names,
    fixed: Mapping[str, str],
) -> list[Standing]:
    """Return the claims that stand in a text, each with whether its words are true of other facts than its own.

    Args:
        markdown: The text, which an editor may have changed.
        evidence: What it was written with.
        facts: The facts to hold it to, id → fields, as evidence has them.
        names: How assets and venues are called.
        fixed: The sentences that never vary, id → text.
    """
    ledger = Ledger(evidence)
    told = written(evidence, ledger)
    index, scene = called(told, names), Scene(ledger.as_of)
    settled = settle(scan(markdown).pieces, told, known_texts(fixed, evidence.get("notes", ())))
    # A gap stays one: what was missing then was missing then.
    others = Ledger({**evidence, "facts": facts})
    return [
        each
        for piece, found, pairs, as_written in _read(settled, index, scene)
        for each in _stand(piece, found, pairs, others, scene, as_written=as_written)
    ]


def _read(
    settled: Settled, index: Index, scene: Scene
) -> Iterator[tuple[Piece, Read, Sequence[Pair], bool]]:  # fmt: skip
    for piece, sentence in settled.unchanged:
        found = read(piece.text, index)
        yield piece, found, match(found, sentence.claims, scene).pairs, True
    vanished = settled.vanished
    bags = [bag(tokenize(each.text).lower) for each in vanished] if settled.changed else []
    for piece in settled.changed:
        found = read(piece.text, index)
        made_from = None if found.silent else origin(found, vanished, bags, scene)
        if made_from is not None:
            yield piece, found, made_from.match.pairs, False


def _stand(
    piece: Piece, found: Read, pairs: Sequence[Pair], others: Ledger, scene: Scene, *, as_written: bool
) -> Iterator[Standing]:
    anew = [pair._replace(claim=_of(pair.claim, others)) for pair in pairs]
    # The day that a record begins stays the same, and is none to name where an earlier day was as extreme.
    no_first = {pair.claim.fact_id for pair in overtaken(anew)}
    for pair in anew:
        claim, at = pair.claim, pair.slot.at
        end = at + pair.reading.length
        than_is_there = claim.than_id is None or claim.than is not None
        is_first = claim.role == "first" and claim.fact_id in no_first
        yield Standing(
            claim=claim.id,
            sentence=claim.sentence,
            text=piece.text,
            printed=found.cut.printed(at, end),
            place=(found.cut.start[at], found.cut.end[end - 1]),
            as_written=as_written,
            holds=than_is_there and not is_first and fits(claim, pair.reading, scene),
        )


def _of(claim: Asked, others: Ledger) -> Asked:
    """Return what a claim says of the other facts."""
    return claim._replace(fact=others.get(claim.fact_id), than=others.get(claim.than_id))
