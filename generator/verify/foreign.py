"""Foreign texts: a text that nobody wrote evidence for, held against observations and against itself.

Nothing in it is licensed. Its numbers are sought among all that the observations say and that follows from them, and
what it tells of one thing in two places is compared. What it says in words, nobody can vouch for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from generator.model.article import AddedNumber, Problem, Verdict
from generator.verify.foreign_facts import ledger_of
from generator.verify.foreign_inside import contradictions
from generator.verify.foreign_told import Told
from generator.verify.lexicon import named
from generator.verify.lookup import Frame, looked_up
from generator.verify.read import read
from generator.verify.readings import Day
from generator.verify.scan import Piece, scan
from generator.verify.scene import Scene

if TYPE_CHECKING:
    from datetime import date

    from generator.model.names import Names
    from generator.model.observation import Observation
    from generator.verify.ledger import Ledger
    from generator.verify.read import Read

#: In such sentences a number may be a threshold, which no observation shows.
_EXPLAINS: Final = frozenset(
    {"should", "would", "normal", "normally", "neutral", "threshold", "typically", "usually", "generally", "if",
     "between", "range", "whenever"}
)  # fmt: skip

_LEVELS: Final = frozenset({"mark", "level", "zone", "area", "target", "threshold", "handle"})


def judge_foreign(
    text: str, observations: Iterable[Observation], *, names: Names, slug: str = "", lines: bool = False
) -> Verdict:
    """Judge a text that has no evidence.

    Args:
        text: Markdown, or plain text.
        observations: What was observed at the time.
        names: How assets and venues are called.
        slug: What the text is called.
        lines: Whether each line is a paragraph, as in plain text.

    Returns:
        The verdict: ``added`` has every number with what is known of it, ``claims`` counts those that were found.
    """
    known = tuple(observations)
    pieces = _once(scan(text.replace("\n", "\n\n") if lines else text).pieces)
    assets = {each.series.asset for each in known}
    index = named(names, [asset for asset in assets if asset.isalnum() and asset.isupper()], _sources(known))
    sentences = [(piece, read(piece.text, index)) for piece in pieces]
    ledger = ledger_of(known, _days(found for _, found in sentences))
    told = list(_told(sentences, ledger, lines=lines))
    problems = [problem for each in told for problem in _problems(each)]
    problems += contradictions(told, ledger, text)
    numbers = tuple(number for each in told for number in each.numbers)
    found = sum(number.state == "found" for number in numbers)
    return Verdict(slug, tuple(problems), len(pieces), found, added=numbers)


def _once(pieces: Iterable[Piece]) -> list[Piece]:
    """Return sentences without those that stand twice, which are noticed by themselves."""
    seen: Counter[str] = Counter()
    kept = []
    for piece in pieces:
        seen[piece.text] += 1
        if seen[piece.text] == 1:
            kept.append(piece)
    return kept


def _sources(observations: Iterable[Observation]) -> set[str]:
    return {each.origin.source for each in observations if each.origin.source}


def _days(sentences: Iterable[Read]) -> set[date]:
    from datetime import date  # noqa: PLC0415 - only where a text has full dates

    found = set()
    for sentence in sentences:
        for slot in sentence.slots:
            for reading in slot.readings:
                said = reading.meaning
                if isinstance(said, Day) and said.year and said.month and said.day:
                    found.add(date(said.year, said.month, said.day))
    return found


def _told(sentences: Sequence[tuple[Piece, Read]], ledger: Ledger, *, lines: bool) -> Iterator[Told]:
    """Yield each sentence with what is known of its numbers, by the asset that was named last in its paragraph."""
    scene = Scene(ledger.as_of)
    block, running = None, ""
    main = _main(sentences)
    for piece, found in sentences:
        if piece.block != block:
            block, running = piece.block, ""
        line = (piece.line + 1) // 2 if lines else piece.line
        where = f"line {line}" if piece.field == "body" else piece.field
        frame = Frame(ledger, scene, running or main, carried=bool(running))
        numbers = tuple(_explained(found, number) for number in looked_up(found, found.slots, where, frame))
        yield Told(where, piece, found, numbers, running or main)
        running = _last_asset(found) or running


def _main(sentences: Sequence[tuple[Piece, Read]]) -> str:
    """Return the asset that a text names most."""
    named_assets = Counter(
        str(reading.meaning)
        for _, found in sentences
        for slot in found.slots
        for reading in slot.readings
        if reading.kind == "asset" and reading.must
    )
    return named_assets.most_common(1)[0][0] if named_assets else ""


def _last_asset(found: Read) -> str:
    assets = [r for slot in found.slots for r in slot.readings if r.kind == "asset" and r.must]
    return str(assets[-1].meaning) if assets else ""


def _explained(sentence: Read, number: AddedNumber) -> AddedNumber:
    """Return a number as unknown where it may be a threshold that is explained, or a level that is watched."""
    if number.state != "contradicted":
        return number
    behind = sentence.cut.text.partition(number.printed)[2].split()[:1]
    if _EXPLAINS.isdisjoint(sentence.cut.lower) and not _LEVELS & set(behind):
        return number
    return AddedNumber(number.sentence, number.printed, "unknown", None, "it may be a threshold")


def _problems(told: Told) -> Iterator[Problem]:
    for number in told.numbers:
        where = f"in {told.piece.text[:120]!r}"
        if number.state == "contradicted":
            yield Problem(told.where, "number", f"{number.printed!r} is contradicted: {number.why}, {where}")
        elif number.state == "unknown":
            what = f"{number.printed!r} is unknown: {number.why}, {where}"
            yield Problem(told.where, "not-checkable", what, "yellow")
