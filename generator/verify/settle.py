"""Settle: which sentences of a text are the evidence's, which are fixed, which somebody has changed."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from generator.verify.match import Asked
from generator.verify.scan import Piece, plain, sentences

if TYPE_CHECKING:
    from generator.verify.ledger import Ledger

#: A phrase of several sentences, a label with what follows it: so many pieces are tried as one.
_LONGEST_JOIN: Final = 8
_LABEL_WORDS: Final = 3


class Written(NamedTuple):
    """A sentence of the evidence, with its claims in order."""

    id: str
    text: str
    fixed: str | None
    claims: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """A text, sorted.

    Args:
        pieces: All of it in order, with what belongs together joined.
        unchanged: Pieces whose text is one of the evidence's, with that sentence.
        known: Pieces that are fixed sentences or an editor's note, word for word.
        changed: What is neither: edited or new.
        vanished: The evidence's sentences that the text has no more.
        lost: Fixed sentences and notes that were written and that the text has no more.
    """

    pieces: tuple[Piece, ...]
    unchanged: tuple[tuple[Piece, Written], ...]
    known: tuple[Piece, ...]
    changed: tuple[Piece, ...]
    vanished: tuple[Written, ...]
    lost: tuple[str, ...]


def written(evidence: Mapping[str, Any], ledger: Ledger) -> list[Written]:
    """Return the evidence's sentences with their claims, facts looked up."""
    by_sentence: dict[str, list[Mapping[str, Any]]] = {}
    for claim in evidence.get("claims", ()):
        by_sentence.setdefault(claim["sentence"], []).append(claim)
    found = []
    for sentence in evidence.get("sentences", ()):
        raw = by_sentence.get(sentence["id"], [])
        if len(raw) > 1:
            raw.sort(key=lambda claim: int(claim["order"]))
        claims = tuple(_asked(claim, ledger) for claim in raw)
        found.append(Written(sentence["id"], plain(sentence["text"]), sentence.get("fixed"), claims))
    return found


def _asked(claim: Mapping[str, Any], ledger: Ledger) -> Asked:
    fact, than = claim["fact"], claim.get("than")
    return Asked(claim["id"], claim["sentence"], claim["statement"], claim["role"],
                 fact, ledger.get(fact), ledger.get(than), than)  # fmt: skip


def known_texts(fixed: Mapping[str, str], notes: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Return every sentence that is never varied: the fixed ones, and those of the editor's notes."""
    texts = [plain(text) for text in fixed.values()]
    texts.extend(plain(str(note.get("text", ""))) for note in notes)
    return frozenset([*texts, *(sentence for text in texts for sentence in sentences(text))])


def settle(pieces: Sequence[Piece], evidence: Sequence[Written], known: frozenset[str]) -> Settled:
    """Sort a text's pieces. A sentence may stand anywhere, but not more often than it was written."""
    waiting: dict[str, deque[Written]] = {}
    for sentence in evidence:
        waiting.setdefault(sentence.text, deque()).append(sentence)
    # A fixed sentence is true where it was written: that no event is on record holds on some days only.
    parts = dict.fromkeys(part for each in evidence if each.fixed for part in (each.text, *sentences(each.text)))
    unchanged: list[tuple[Piece, Written]] = []
    recognised: list[Piece] = []
    changed: list[Piece] = []
    ordered: list[Piece] = []
    at = 0
    while at < len(pieces):
        piece, length = _longest(pieces, at, waiting, known)
        ordered.append(piece)
        queue = waiting.get(piece.text)
        if queue and queue[0].claims:
            unchanged.append((piece, queue.popleft()))
        elif piece.text in known and (piece.text in parts or _is_label(piece)):
            recognised.append(piece)
            if queue:
                queue.popleft()
        elif queue:
            unchanged.append((piece, queue.popleft()))
        else:
            changed.append(piece)
        at += length
    said = {piece.text for piece in recognised}
    lost = tuple(text for text in parts if text in known and text not in said)
    left = {id(sentence) for queue in waiting.values() for sentence in queue}
    vanished = tuple(sentence for sentence in evidence if id(sentence) in left)
    return Settled(tuple(ordered), tuple(unchanged), tuple(recognised), tuple(changed), vanished, lost)


def _is_label(piece: Piece) -> bool:
    """Whether a piece only heads others; an editor may put headings where he likes."""
    return piece.place in ("heading", "row") or piece.text.count(" ") < _LABEL_WORDS


def _longest(
    pieces: Sequence[Piece], at: int, waiting: Mapping[str, deque[Written]], known: frozenset[str]
) -> tuple[Piece, int]:
    """Return the piece at ``at``, joined with those behind it if only together they are known."""
    piece = pieces[at]
    if waiting.get(piece.text) or piece.text in known:
        return piece, 1
    text = piece.text
    for length in range(2, _LONGEST_JOIN + 1):
        if at + length > len(pieces) or pieces[at + length - 1].block != piece.block:
            break
        text = f"{text} {pieces[at + length - 1].text}"
        if waiting.get(text) or text in known:
            return piece._replace(text=text), length
    if piece.text.endswith(":") and at + 1 < len(pieces) and pieces[at + 1].block == piece.block:
        # A label that is not known is part of the sentence that it heads, of which something was changed.
        return piece._replace(text=f"{piece.text} {pieces[at + 1].text}"), 2
    return piece, 1
