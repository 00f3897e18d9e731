"""Verify: a finished text against its evidence, and against nothing else.

An unchanged sentence is read place by place and each place wants its claim, each claim its
place. An edited one is matched with the sentences that vanished. A new one is never green.
What stands in the evidence as printed words, offsets or hashes decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.model.article import Problem, Verdict
from generator.verify.added import judged, reworded
from generator.verify.arithmetic import disagreements, irreconcilable
from generator.verify.binding import Frame, last_asset, pronouns, unbound
from generator.verify.called import called
from generator.verify.edited import bag, faults, kind_of, origin, put_in
from generator.verify.front import front_faults
from generator.verify.headline import unsupported
from generator.verify.hedges import misplaced
from generator.verify.hidden import front_prose, hidden
from generator.verify.language import language_faults
from generator.verify.ledger import Ledger
from generator.verify.lookup import Frame as Lookup
from generator.verify.lookup import looked_up
from generator.verify.match import Match, Pair, match
from generator.verify.pictures import check_pictures
from generator.verify.read import Read, read
from generator.verify.relations import relations
from generator.verify.scan import scan
from generator.verify.scene import Scene
from generator.verify.settle import known_texts, settle, written
from generator.verify.style import style_faults
from generator.verify.tokens import tokenize

if TYPE_CHECKING:
    from generator.model.article import AddedNumber
    from generator.model.names import Names
    from generator.verify.ledger import Given
    from generator.verify.lexicon import Index
    from generator.verify.scan import Page, Piece
    from generator.verify.settle import Settled, Written


class _Sure(NamedTuple):
    """A sentence of the text whose claims are all vouched for."""

    piece: Piece
    name: str
    read: Read
    pairs: Sequence[Pair]


class _Desk(NamedTuple):
    """What one verification works with."""

    ledger: Ledger
    names: Index
    scene: Scene
    asset: str


def verify(
    markdown: str,
    evidence: Mapping[str, Any],
    *,
    names: Names,
    fixed: Mapping[str, str],
    files: Mapping[str, str] | None = None,
    whole: bool = True,
    known: Index | None = None,
) -> Verdict:
    """Judge a finished text by its evidence.

    Args:
        markdown: Front matter and body, as it is to be published.
        evidence: What was written beside it; DESIGN 3.4 has the form.
        names: How assets and venues are called.
        fixed: The sentences that never vary, id → text.
        files: The article's pictures and their tables, name → text; None where they are not at hand.
        whole: Whether it is all of an article; what a short form's headline tells is told in the article.
        known: The lexicon of ``names``; it is made for this text where none is given.

    Returns:
        The verdict; it never raises for what is wrong with the text.
    """
    page = scan(markdown)
    ledger = Ledger(evidence)
    told = written(evidence, ledger)
    desk = _Desk(
        ledger, called(told, names, known), Scene(ledger.as_of), str(evidence.get("front", {}).get("asset") or "")
    )
    notes = evidence.get("notes", ())
    sorted_out = settle(page.pieces, told, known_texts(fixed, notes))
    problems = [Problem("front", "context", page.why)] if page.front is None else []
    problems += [Problem("front", "context", what) for what in front_faults(page.front or {}, evidence)]
    sure: list[_Sure] = []
    for piece, sentence in sorted_out.unchanged:
        problems.extend(_unchanged(piece, sentence, desk, sure))
    edited = len(sure)
    added: list[AddedNumber] = []
    problems.extend(_changed(sorted_out, desk, sure, added))
    edited = len(sure) - edited
    problems.extend(_bound(sorted_out.pieces, sure, desk))
    problems.extend(_together(sure, desk))
    if whole:
        problems.extend(_headline(sure))
    problems.extend(_language(sorted_out, sure))
    problems.extend(_hidden(page, evidence))
    problems.extend(check_pictures(markdown, evidence, files))
    claims = sum(len(each.pairs) for each in sure)
    return Verdict(str(evidence.get("slug", "")), tuple(problems), len(sorted_out.pieces), claims, edited, tuple(added))


def _where(piece: Piece) -> str:
    return f"line {piece.line}" if piece.field == "body" else piece.field


def _unchanged(piece: Piece, sentence: Written, desk: _Desk, sure: list[_Sure]) -> Iterator[Problem]:
    found = read(piece.text, desk.names)
    if not sentence.claims:
        what = f"{piece.text!r} makes no claim and is no fixed sentence"
        yield Problem(sentence.id, "not-checkable", what)
        return
    fitted = match(found, sentence.claims, desk.scene)
    if fitted.whole:
        sure.append(_Sure(piece, sentence.id, found, fitted.pairs))
        return
    yield from _misfits(sentence.id, found, fitted)


def _misfits(name: str, found: Read, fitted: Match) -> Iterator[Problem]:
    for slot in fitted.unlicensed:
        yield Problem(name, kind_of(slot.readings[0].kind), f"{found.said(slot)!r} is licensed by no claim")  # type: ignore[arg-type]
    for claim in fitted.unread:
        if claim.fact is None:
            yield Problem(name, "context", f"there is no fact {claim.fact_id} in the evidence")
        else:
            yield Problem(name, "word", f"{claim.role} of {claim.fact_id} is not read: it is {_held(claim.fact)}")


def _held(fact: Given) -> str:
    parts = (("value", fact.value), ("state", fact.text("state")), ("rank", fact.text("rank")),
             ("n", fact.count("n")), ("since", fact.text("since")), ("as of", fact.text("as_of")))  # fmt: skip
    return ", ".join(f"{name} {value}" for name, value in parts if value is not None) or "a gap"


def _changed(sorted_out: Settled, desk: _Desk, sure: list[_Sure], added: list[AddedNumber]) -> Iterator[Problem]:
    vanished = sorted_out.vanished
    bags = [bag(tokenize(each.text).lower) for each in vanished] if sorted_out.changed else []
    frame = Lookup(desk.ledger, desk.scene, desk.asset)
    for piece in sorted_out.changed:
        found = read(piece.text, desk.names)
        place = _where(piece)
        if reworded(found, sorted_out.lost, desk.names):
            continue
        made_from = None if found.silent else origin(found, vanished, bags, desk.scene)
        slots = found.slots if made_from is None else put_in(made_from)
        numbers = list(looked_up(found, slots, place, frame))
        changes = list(
            judged(found, numbers) if made_from is None else faults(found, made_from, desk.names, desk.scene, numbers)
        )
        added.extend(numbers)
        for change in changes:
            yield Problem(place, change.kind, f"{change.what}, in {piece.text!r}", change.level)  # type: ignore[arg-type]
        if made_from is not None and not any(change.level == "red" for change in changes):
            sure.append(_Sure(piece, place, found, made_from.match.pairs))


def _bound(pieces: Sequence[Piece], sure: Sequence[_Sure], desk: _Desk) -> Iterator[Problem]:
    """Check, in the order of the text, what each number is bound to and what stands between claims."""
    by_piece = {id(each.piece): each for each in sure}
    block, running, just = None, "", ""
    for piece in pieces:
        if piece.block != block:
            block, running, just = piece.block, "", ""
        each = by_piece.get(id(piece))
        if each is None:
            just = ""
            continue
        for what in unbound(each.read, each.pairs, Frame(running, desk.asset, desk.ledger)):
            yield Problem(each.name, "context", what)
        for what in pronouns(each.read, each.pairs, just):
            yield Problem(each.name, "name", what)
        for what in relations(each.read, each.pairs):
            yield Problem(each.name, "context", what)
        for what in irreconcilable(_facts(each.pairs), desk.ledger):
            yield Problem(each.name, "context", what)
        for what in misplaced(each.pairs, desk.ledger):
            yield Problem(each.name, "context", what)
        just = last_asset(each.pairs) or ""
        running = just or running


def _headline(sure: Sequence[_Sure]) -> Iterator[Problem]:
    title = [pair for each in sure if each.piece.field == "title" for pair in each.pairs]
    body = [pair for each in sure if each.piece.field == "body" for pair in each.pairs]
    yield from (Problem("title", "context", what) for what in unsupported(title, body))


def _hidden(page: Page, evidence: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what a reader may come to see although it is no sentence."""
    for line, what in hidden(page.body):
        yield Problem(f"line {page.above + line}", "not-checkable", f"{what}; a person must sign for it", "yellow")
    for what in front_prose(page.front or {}, evidence.get("front", {})):
        yield Problem("front", "not-checkable", what, "yellow")


def _language(sorted_out: Settled, sure: Sequence[_Sure]) -> Iterator[Problem]:
    """Check the prose of all that is not a fixed sentence or a note, which are quoted as they are."""
    quoted = {id(piece) for piece in sorted_out.known}
    found = {id(each.piece): each for each in sure}
    before: Piece | None = None
    for piece in sorted_out.pieces:
        goes_on = before is not None and before.block == piece.block and before.text.endswith(":")
        before = piece
        if id(piece) in quoted:
            continue
        each = found.get(id(piece))
        cut = tokenize(piece.text) if each is None else each.read.cut
        name = _where(piece) if each is None else each.name
        yield from (Problem(name, "other", what) for what in language_faults(cut, piece.place, begins=not goes_on))
        for what in style_faults(cut, piece.place, begins=not goes_on):
            yield Problem(name, "other", what, "yellow")


def _facts(pairs: Sequence[Pair]) -> list[Given]:
    return [pair.claim.fact for pair in pairs if pair.claim.fact is not None]


def _together(sure: Sequence[_Sure], desk: _Desk) -> Iterator[Problem]:
    told: dict[str, Given] = {}
    where: dict[str, str] = {}
    for each in sure:
        for fact in _facts(each.pairs):
            told.setdefault(fact.id, fact)
            where.setdefault(fact.id, each.name)
    for fact_id, what in disagreements(told, desk.ledger):
        yield Problem(where.get(fact_id, "text"), "context", f"{fact_id} {what}")
