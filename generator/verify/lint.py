"""Lint: the phrases of an editor, read with the verifier's own reader before a day is written with them.

A phrase's claims are put in as sample words; what asserts something outside of them has no
licence and would be refused in every article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from generator.verify.language import spacing_faults
from generator.verify.lexicon import Index, named
from generator.verify.read import Read, read
from generator.verify.scan import plain, sentences

if TYPE_CHECKING:
    from generator.model.names import Names

_EXPRESSION: Final = re.compile(r"\{\{-?\s*(?P<say>.*?)\s*-?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_BANK: Final = re.compile(r"\{\{-?\s*bank\.(\w+)\s*-?\}\}")
_CALL: Final = re.compile(r"(?P<who>\w+)\.(?P<what>\w+)(?:\(\s*(?:'(?P<one>[^']*)'|\"(?P<two>[^\"]*)\"|[^)]*)\s*\))?")
_MOVES: Final = frozenset(
    {
        "rose", "rises", "gained", "gain", "loss", "losses", "rally", "up", "higher", "grew", "fallen", "risen", "rise",
        "rising", "outpaced", "inflows",
    }
)  # fmt: skip
#: A sample of what each aspect prints, so that the words around it are read as they will be.
_SAMPLES: Final[Mapping[str, str]] = {
    "value": "7.7%", "size": "7.7%", "whole": "8%", "amount": "77", "rough": "$7,700", "edge": "7%", "number": "7",
    "n": "7", "digits": "7", "nth": "7th", "total": "79", "unit": "days", "one": "day", "flat": "little changed",
    "session": "session",
    "asset": "bitcoin", "ticker": "BTC", "venue": "Binance", "source": "CoinDesk", "label": "panic", "state": "panic",
    "before": "panic", "side": "longs", "otherside": "shorts", "tenor": "30-day", "tenor_noun": "30 days",
    "window": "seven days", "adjective": "one-day", "theday": "the day", "earlier": "a day earlier", "date": "Feb. 7",
    "month": "October", "weekday": "Friday", "time": "21:30 UTC", "since": "Feb. 7", "lowest": "lowest",
    "largest": "largest", "most": "most", "reach": "since Feb. 7", "over": "above", "more": "more", "metric": "basis",
    "expiry": "Feb. 27", "sum": "$77 million", "times": "7.7 times", "begins": "2021", "begin": "Feb. 7",
    "sessions": "five sessions", "matches": "matches", "matching": "matching", "tied": "Feb. 7", "low": "low",
    "against": "gold", "party": "traders betting on a rise", "otherparty": "traders betting on a fall",
    "dearer": "dearer", "it": "bitcoin", "its": "bitcoin's", "suggests": "suggests", "suggest": "suggest",
    "suggesting": "suggesting", "suggests_that": "suggests that", "suggest_that": "suggest that",
}  # fmt: skip
_OWN_WORDS: Final[Mapping[str, str]] = {"metric": "metric", "label": "label"}
#: Groups of context that a phrase may not bring along: no fact bounds them.
_BARRED: Final = frozenset({"certainty", "degree", "verdict"})


class _Filled(NamedTuple):
    """A phrase with samples in the places of its claims; ``claims`` holds (who, what, start, end)."""

    text: str
    claims: list[tuple[str, str, int, int]]


def lint_phrases(
    phrases: Mapping[str, Sequence[str | Mapping[str, object]]],
    names: Names,
    banks: Mapping[str, Sequence[str]] | None = None,
) -> list[str]:
    """Return what is wrong with phrases, a line each; empty where all is well.

    Args:
        phrases: Move → its phrases: texts with ``{{ fact.aspect }}``, or mappings with ``say``. Moves
            that begin with ``head`` or ``row`` are headlines and rows of a table.
        names: How assets and venues are called.
        banks: What ``{{ bank.NAME }}`` may print; a phrase is read with each option of its banks.
    """
    index = named(names)
    found = []
    for move, entries in phrases.items():
        for number, entry in enumerate(entries, start=1):
            say = entry if isinstance(entry, str) else entry.get("say")
            where = f"{move}/{number}"
            if not isinstance(say, str):
                found.append(f"{where}: has no text; write a text, or a mapping with `say`")
                continue
            read_so = _with_banks(say, banks or {})
            faults = dict.fromkeys(fault for text in read_so for fault in _faults(move, text, index))
            found.extend(f"{where}: {fault}" for fault in faults)
    return found


def _with_banks(say: str, banks: Mapping[str, Sequence[str]]) -> list[str]:
    """Return a phrase with each option of each of its banks, the other banks at their first."""
    asked = [name for name in dict.fromkeys(_BANK.findall(say)) if banks.get(name)]
    first = {name: banks[name][0] for name in asked}
    drawn = [first, *({**first, name: option} for name in asked for option in banks[name][1:])]
    return [_printed(say, each) for each in drawn]


def _printed(say: str, chosen: Mapping[str, str]) -> str:
    return _BANK.sub(lambda found: chosen.get(found[1], found[0]), say)


def _faults(move: str, say: str, index: Index) -> Iterator[str]:
    filled = _filled(say)
    text = filled.text
    if not filled.claims:
        yield "makes no claim; a sentence that never varies belongs in data/reference/fixed.yaml"
        return
    yield from _shape(move, text)
    sentence = read(text, index)
    covered = _covered(sentence, filled)
    yield from _unlicensed(sentence, covered)
    yield from _own_words(say, index)
    yield from _signs_twice(sentence, filled)
    yield from _context(sentence, covered, filled)


def _filled(say: str) -> _Filled:
    claims: list[tuple[str, str, int, int]] = []
    parts: list[str] = []
    length = last = 0
    for found in _EXPRESSION.finditer(say):
        before = say[last : found.start()]
        parts.append(before)
        length += len(before)
        last = found.end()
        said = found["say"]
        if said is None or said == "clause":
            continue
        call = _CALL.fullmatch(said)
        who, what, sample = (said, "", "it") if call is None else (call["who"], call["what"], _sample(call))
        claims.append((who, what, length, length + len(sample)))
        parts.append(sample)
        length += len(sample)
    parts.append(say[last:])
    return _Filled("".join(parts), claims)


def _sample(call: re.Match[str]) -> str:
    own = call["one"] or call["two"]
    if own and call["what"] in _OWN_WORDS:
        return str(own)
    return "rose" if call["what"] in _MOVES else _SAMPLES.get(call["what"], "it")


def _shape(move: str, text: str) -> Iterator[str]:
    bare = plain(text)
    if move.startswith("row"):
        return
    cut = sentences(bare)
    if len(cut) != 1:
        yield f"is {len(cut)} sentences; one phrase is one sentence"
    elif move.startswith("head"):
        if bare.endswith("."):
            yield "is a headline and ends in a full stop"
    elif not bare.endswith((".", "!", "?", ":")):
        yield "does not end in a full stop"
    yield from spacing_faults(bare)


def _covered(sentence: Read, filled: _Filled) -> set[int]:
    """Return the tokens that stand inside of claims."""
    cut = sentence.cut
    return {
        at for at in range(len(cut.words)) if any(start <= cut.start[at] < end for _, _, start, end in filled.claims)
    }


def _unlicensed(sentence: Read, covered: set[int]) -> Iterator[str]:
    free = 0
    for slot in sentence.slots:
        if slot.at < free or slot.at in covered:
            continue
        if slot.at + slot.readings[0].length - 1 in covered:
            # "futures" before a claimed "open interest": the claim is read with it.
            continue
        if slot.must:
            yield f"{sentence.said(slot)!r} asserts something, and no claim licenses it"
        elif slot.readings[0].kind == "null":
            free = slot.at + slot.readings[0].length


def _own_words(say: str, index: Index) -> Iterator[str]:
    """Yield nouns and labels that a phrase brings along and the verifier does not know."""
    for found in _EXPRESSION.finditer(say):
        call = _CALL.fullmatch(found["say"] or "")
        own = (call["one"] or call["two"]) if call is not None else None
        if call is None or not own or call["what"] not in _OWN_WORDS:
            continue
        kind = _OWN_WORDS[call["what"]]
        known = read(own, index)
        first = known.slots[0] if known.slots else None
        readings = [] if first is None else [each for each in first.readings if each.kind in (kind, "direction")]
        end = first.at + readings[0].length if first is not None and readings else 0
        if not readings or any(slot.must and slot.at >= end for slot in known.slots):
            yield f"{own!r} is no {kind} that the verifier can read"


def _signs_twice(sentence: Read, filled: _Filled) -> Iterator[str]:
    """Yield a sign word followed at once by the number with its own sign."""
    cut = sentence.cut
    for (who, what, _, end), (other, value, start, _) in zip(filled.claims, filled.claims[1:], strict=False):
        if what in _MOVES and who == other and value == "value":
            between = sum(end <= place < start for place in cut.start)
            if between <= 2:
                yield f"{who}.{what} and {who}.value both give the sign; use size"


def _context(sentence: Read, covered: set[int], filled: _Filled) -> Iterator[str]:
    cut = sentence.cut
    moves = {start for _, what, start, _ in filled.claims if what in _MOVES or what in ("over", "more", "lowest")}
    for at, group in sentence.context:
        if at in covered:
            continue
        if group in _BARRED:
            yield f"{cut.words[at]!r} is more than any fact says"
        if group == "negation" and any(
            cut.start[later] in moves for later in range(at + 1, min(at + 3, len(cut.words)))
        ):
            yield f"{cut.words[at]!r} turns a claim round"
