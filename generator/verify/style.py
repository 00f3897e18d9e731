"""House style: how figures, dates and words are printed, whatever they say.

A slip of style makes nothing false, so that a person may let it stand: all of it is yellow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from generator.verify import words
from generator.verify.numerals import is_figure

if TYPE_CHECKING:
    from generator.verify.scan import Place
    from generator.verify.tokens import Tokens

_SPELLED: Final = "January|February|August|September|October|November|December"
_SHORT: Final = r"Jan|Feb|Aug|Sept|Oct|Nov|Dec"
_NEVER: Final = r"Mar|Apr|Jun|Jul|Sep"
_MONTHS: Final = rf"{_SPELLED}|March|April|May|June|July|(?:{_SHORT})\."
#: What is looked for in the text of a sentence, and what is said of it.
_PATTERNS: Final = (
    ("zeros", r"\$\d[\d,]*\.00(?!\d)|\b\d[\d,]*\.00(?=%)", "{0}: leave out zeros that say nothing"),
    ("leading", r"(?<![\w.,])\.\d+", "{0}: a zero stands before the point"),
    ("spelled", rf"\b(?:{_SPELLED}) \d{{1,2}}\b(?!\d)", "{0}: the month is abbreviated with a day"),
    ("month", rf"\b(?:{_NEVER})\. ?\d|\b(?:{_SHORT})\.? \d{{4}}\b|\b(?:{_SHORT}) \d{{1,2}}\b",
     "{0}: abbreviate Jan., Feb. and Aug. to Dec., and only with a day"),
    ("ordinal", rf"\b(?:{_MONTHS}) \d{{1,2}}(?:st|nd|rd|th)\b", "{0}: a date has no ordinal"),
    ("range", (r"\$?\d[\d.,]*%?\s?[-\u2013]\s?\$?\d[\d.,]*(?:%| (?:percent|million|billion|trillion)\b)"
     r"|(?<![\d.$])\b\d[\d.]* to \d[\d.]*%"), "{0}: write ranges as 5% to 10%"),
    ("decimal", r"\b\d+,\d{1,2}(?=%)", "{0}: a point parts decimals"),
    ("british", (r"(?i)\b(?:annuali|reali|stabili|capitali|recogni|normali|neutrali|summari)s(?:e[ds]?|ing|ation)\b"
     r"|\b(?:favour|colour|behaviour|honour|neighbour|labour|centre|programme|whilst|amongst|towards)\w{0,3}\b"),
     "{0}: write American English"),
)  # fmt: skip
_PATTERN: Final = re.compile("|".join(f"(?P<{name}>{pattern.replace('(?i)', '')})" for name, pattern, _ in _PATTERNS))
_SAID: Final = {name: what for name, _, what in _PATTERNS}
_PROSE: Final = frozenset({"paragraph", "description"})
_YEARS: Final = ("19", "20")
#: What a small number counts, so that it is spelled.
_COUNTED: Final = frozenset(
    {"days", "weeks", "months", "years", "sessions", "evenings", "hours", "coins", "venues", "exchanges", "contracts",
     "tokens", "readings"}
)  # fmt: skip
_DIGITS_FROM: Final = frozenset(words.NUMBERS.split()[10:])


def style_faults(cut: Tokens, place: Place, *, begins: bool = True) -> Iterator[str]:
    """Yield what the house would print otherwise.

    Args:
        cut: The sentence.
        place: Where it stands: tables and lists begin with figures.
        begins: Whether it begins a sentence.
    """
    if not cut.words:
        return
    for found in _PATTERN.finditer(cut.text):
        yield _SAID[str(found.lastgroup)].format(found[0].strip())
    first = cut.lower[0]
    if begins and place in _PROSE and is_figure(first) and not _is_year(first):
        yield f"a sentence does not begin with a figure: {first}"
    for at, low in enumerate(cut.lower):
        if low[0].isdigit():
            yield from _figure(cut, at, place)
        elif low in _DIGITS_FROM and at:
            yield f"{low}: numbers from 10 on are figures"


def _is_year(figure: str) -> bool:
    return len(figure) == 4 and figure.startswith(_YEARS)


def _figure(cut: Tokens, at: int, place: Place) -> Iterator[str]:
    lower, figure = cut.lower, cut.lower[at]
    before = lower[at - 1] if at else ""
    if before.isalpha() and cut.touches(at):
        return  # the figure of a name: SPX6900
    whole = figure.partition(".")[0]
    after = lower[at + 1] if at + 1 < len(lower) else ""
    if len(whole) > 3 and "," not in whole and not (before != "$" and after != "%" and _is_year(figure)):
        yield f"{figure}: commas part the thousands"
    if place == "row" or before in ("$", "-", ".") or not figure.isdecimal():
        return
    if len(figure) == 1 and after in _COUNTED and figure != "0":
        yield f"{figure} {after}: numbers below 10 are words"
