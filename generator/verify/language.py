"""Language: slips of prose with numbers that no fact can show, found in the finished text.

Plain functions over tokens. Each names what is wrong; ``tests/verify/test_language.py`` has an
example of each, the probe list of the editorial notes among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from generator.verify import moves, words
from generator.verify.grammar import grammar_faults
from generator.verify.numerals import is_figure

if TYPE_CHECKING:
    from generator.verify.scan import Place
    from generator.verify.tokens import Tokens

_HOLES: Final = frozenset({"nan", "nat", "null", "undefined", "inf", "nil", "infinity"})
_LEFTOVER: Final = re.compile(r"\{|\}|\[\[|\]\]|\$\$|%%|\(\s*\)|\\|\ufffd|[\ue000-\uf8ff]")
_UP: Final = frozenset(f"{moves.UP_EXTREME} {moves.UP_STRONG} {moves.UP} {moves.UP_MILD}".split())
_DOWN: Final = frozenset(f"{moves.DOWN_EXTREME} {moves.DOWN_STRONG} {moves.DOWN} {moves.DOWN_MILD}".split())
_MOVES: Final = _UP | _DOWN
_EXTREMES: Final = frozenset({"high", "highest", "low", "lowest"})
_RELATIVE_DAYS: Final = frozenset(words.RELATIVE_DAYS.split())
_WATCHED: Final = _MOVES | _EXTREMES | _HOLES | _RELATIVE_DAYS | {"none", "record"}
#: Between a word of direction and its number.
_FILLERS: Final = frozenset({"by", "of", "a", "about", "another", "nearly", "almost", "roughly", "some"})
_SPACING: Final = re.compile(
    r"(?P<before>[^\s|] +[,.;:%!?](?=\s|$))|(?P<comma>,[^\W\d_]+)|(?P<stop>[^\W\d_]{3,}\.[A-Z][a-z]+)"
    r"|(?P<dollar>\$ +\d)|(?P<marks>[,;:]{2,}|(?<!\.)\.\.(?!\.)|\.,)|\b(?P<twice>[^\W\d_]+) +(?i:(?P=twice))\b"
)
_SPACED: Final = {
    "before": "a space stands before a mark",
    "comma": "a space is missing behind a comma",
    "stop": "a space is missing behind a full stop",
    "dollar": "a space stands behind a dollar sign",
    "marks": "a mark stands twice",
    "twice": "a word stands twice",
}
_DOUBLES: Final = frozenset({"that", "had"})
_SHORT_SCALES: Final = frozenset({"K", "M", "B", "T"})
_ENDINGS: Final = (".", "!", "?", ":", '."', '?"', '!"', ".)", ".'")
_CLAUSE_ENDS: Final = frozenset({";", ".", "while", "but", "as", "("})
#: Percentages with more decimals than this come from a float, not from a desk.
_PERCENT_PLACES, _PLACES = 3, 8


def language_faults(cut: Tokens, place: Place, *, begins: bool = True) -> Iterator[str]:
    """Yield what is wrong with the language of one sentence.

    Args:
        cut: The sentence.
        place: Where it stands: headlines and tables abbreviate, and end in no full stop.
        begins: Whether it begins a sentence, and does not go on after a label and a colon.
    """
    if not cut.words:
        return
    if found := _LEFTOVER.search(cut.text):
        yield f"{found[0]!r} is left over from a template or a slip"
    if cut.text.count("(") != cut.text.count(")"):
        yield "a bracket is not closed"
    yield from _frame(cut, place, begins=begins)
    yield from spacing_faults(cut.text)
    for at, low in enumerate(cut.lower):
        if is_figure(low):
            yield from _figure(cut, at, place)
        elif low in _WATCHED:
            yield from _word(cut, at, low)
    yield from grammar_faults(cut)


def _word(cut: Tokens, at: int, low: str) -> Iterator[str]:
    if low in _MOVES:
        yield from _ends_of_move(cut, at, 1 if low in _UP else -1)
    elif low in _EXTREMES:
        yield from _turned_extreme(cut, at, low)
    elif low in _HOLES or (cut.words[at] == "None" and _is_slot(cut, at)):
        yield f"{cut.words[at]!r} stands where something is missing"
    elif low in _RELATIVE_DAYS:
        yield f"{low!r} is wrong on the day that it is read: name the day"
    elif low == "record" and at and cut.lower[at - 1] in ("new", "time"):
        yield f"every record is new, and of all time: {cut.lower[at - 1]} record"


def _frame(cut: Tokens, place: Place, *, begins: bool) -> Iterator[str]:
    first = cut.words[0]
    if begins and place != "row" and first.isalpha() and first[0].islower():
        yield f"it begins with a small letter: {first!r}"
    if place in ("paragraph", "item", "description") and not cut.text.endswith(_ENDINGS):
        yield "it does not end in a full stop"
    if place in ("title", "heading") and cut.text.endswith(".") and not cut.text.endswith(("U.S.", "a.m.", "p.m.")):
        yield "a headline has no full stop"


def spacing_faults(text: str) -> Iterator[str]:
    """Yield spaces and marks that are missing, misplaced or doubled, and words that stand twice."""
    for found in _SPACING.finditer(text):
        kind = found.lastgroup
        if kind == "twice" and found["twice"].lower() in _DOUBLES:
            continue
        yield f"{_SPACED[str(kind)]}: {found[0].strip()!r}"


def _is_slot(cut: Tokens, at: int) -> bool:
    """Whether "None" stands where a number would, not as the first word of a sentence."""
    if at + 1 < len(cut.words):
        following = cut.words[at + 1]
        if following.isupper() or following in ("%", "point", "points", "million", "billion"):
            return True
    return at > 0 and cut.lower[at - 1] not in (".", '"', ":")


# Figures


def _figure(cut: Tokens, at: int, place: Place) -> Iterator[str]:
    lower, figure = cut.lower, cut.lower[at]
    after = lower[at + 1] if at + 1 < len(lower) else ""
    places = len(figure.partition(".")[2])
    if places > (_PERCENT_PLACES if after == "%" else _PLACES):
        yield f"{figure} has more decimals than anyone measured"
    yield from _sign_and_size(cut, at)
    touching = at + 1 < len(lower) and cut.touches(at + 1)
    if touching and after == "e" and at + 2 < len(lower) and (lower[at + 2] in "+-" or is_figure(lower[at + 2])):
        yield f"{figure}e is a computer's notation"
    short = touching and cut.words[at + 1] in _SHORT_SCALES
    if short and place not in ("title", "row", "heading"):
        yield f"{figure}{cut.words[at + 1]} belongs in headlines and tables; write the scale out"
    if (short or after in ("million", "billion", "thousand")) and Decimal(figure.replace(",", "")) >= 1000:
        yield f"{figure} {after} is more than a thousand of its scale"
    if lower[at - 1 : at] == ["$"]:
        end = at + (2 if after in words.SCALES else 1)
        if lower[end : end + 1] and lower[end] in ("dollar", "dollars"):
            yield "dollars are named twice"


def _sign_and_size(cut: Tokens, at: int) -> Iterator[str]:
    """Yield zeros that moved, zeros below zero, and signs told twice."""
    lower = cut.lower
    start = at - 1 if at and lower[at - 1] == "$" else at
    sign = lower[start - 1] if start and lower[start - 1] in ("-", "+") and cut.touches(start) else ""
    if sign and start >= 2 and cut.touches(start - 1) and lower[start - 2] not in ("(", "|"):
        sign = ""
    zero = not lower[at].strip("0.,")
    if sign == "-" and zero:
        yield f"-{lower[at]} is zero"
    word = start - 2 if sign else start - 1
    while word >= 0 and lower[word] in _FILLERS:
        word -= 1
    if word < 0 or lower[word] not in _MOVES:
        return
    after = lower[at + 1] if at + 1 < len(lower) else ""
    if sign:
        yield f"the direction is told twice: {lower[word]} {sign}{lower[at]}"
    elif zero and (start < at or after in ("%", "point", "points", "percent", "percentage")):
        yield f"nothing moved, and {lower[word]!r} says that it did"


# Moves


def _turned_extreme(cut: Tokens, at: int, low: str) -> Iterator[str]:
    """Yield a fall to a high, and a rise to a low."""
    against = _DOWN if low.startswith("high") else _UP
    seen_to = False
    for back in range(at - 1, max(-1, at - 8), -1):
        word = cut.lower[back]
        if word in ("from", "than", "since", "above", "below", ",", ";", "and", "but", "while", "after", "'s"):
            return
        if word in ("to", "at"):
            seen_to = True
        elif seen_to and word in against:
            yield f"it {word} to a {low}"
            return
        elif word in _MOVES:
            return


def _ends_of_move(cut: Tokens, at: int, sign: int) -> Iterator[str]:
    """Yield a rise to less than it came from, and a fall to more."""
    ends: dict[str, tuple[Decimal, str]] = {}
    here = at + 1
    while here < len(cut.lower) and here < at + 24:
        word = cut.lower[here]
        if word in _CLAUSE_ENDS or word in _MOVES:
            break
        if word in ("from", "to") and word not in ends and (number := _number_after(cut, here + 1)):
            ends[word] = number
        here += 1
    if len(ends) < 2 or ends["from"][1] != ends["to"][1]:
        return
    start, end = ends["from"][0], ends["to"][0]
    if (end - start) * sign < 0:
        yield f"{cut.lower[at]!r}, and yet from {start} to {end}"


def _number_after(cut: Tokens, at: int) -> tuple[Decimal, str] | None:
    """Return the first number within a few words, scaled, with its unit."""
    lower = cut.lower
    for here in range(at, min(at + 4, len(lower))):
        if lower[here] in ("from", "to", ","):
            return None
        if not is_figure(lower[here]) or lower[here + 1 : here + 2] == ["-"]:
            continue
        value = Decimal(lower[here].replace(",", ""))
        unit = "$" if here and lower[here - 1] == "$" else ""
        start = here - 1 if unit else here
        if start and lower[start - 1] == "-" and (start < 2 or not cut.touches(start - 1)):
            value = -value
        after = here + 1
        if after < len(lower) and lower[after] in words.SCALES:
            value, after = value.scaleb(words.SCALES[lower[after]]), after + 1
        if not unit and after < len(lower) and lower[after] in ("%", "points", "point"):
            unit = lower[after]
        return value, unit
    return None
