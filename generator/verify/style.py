"""House style: how figures, dates and words are printed, whatever they say.

A slip of style makes nothing false, so that a person may let it stand: all of it is yellow.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from generator.verify import words
from generator.verify.numerals import is_figure

if TYPE_CHECKING:
    from generator.verify.scan import Place
    from generator.verify.tokens import Tokens

_SPELLED: Final = frozenset(
    {"January", "February", "August", "September", "October", "November", "December"}
)  # fmt: skip
_SHORT: Final = frozenset({"Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec"})
_NEVER: Final = frozenset({"Mar", "Apr", "Jun", "Jul", "Sep"})
_WHOLE: Final = frozenset({"March", "April", "May", "June", "July"})
_MONTHS: Final = _SPELLED | _SHORT | _NEVER | _WHOLE
_SUFFIXES: Final = frozenset({"st", "nd", "rd", "th"})
_STEMS: Final = ("annuali", "reali", "stabili", "capitali", "recogni", "normali", "neutrali", "summari")
_BRITISH: Final = frozenset(
    [*(f"{stem}s{end}" for stem in _STEMS for end in ("e", "ed", "es", "ing", "ation")),
     *(f"{word}{end}" for word in ("favour", "colour", "behaviour", "neighbour", "labour", "centre", "programme")
       for end in ("", "s", "ed")),
     "whilst", "amongst", "towards"]
)  # fmt: skip
_PROSE: Final = frozenset({"paragraph", "description"})
_YEARS: Final = ("19", "20")
#: What a small number counts, so that it is spelled.
_COUNTED: Final = frozenset(
    {"days", "weeks", "months", "years", "sessions", "evenings", "hours", "coins", "venues", "exchanges", "contracts",
     "tokens", "readings"}
)  # fmt: skip
_DIGITS_FROM: Final = frozenset(words.NUMBERS.split()[10:])
_DASHES: Final = frozenset("-\u2013")
_MEASURES: Final = frozenset({"%", "percent", "million", "billion", "trillion"})


def style_faults(cut: Tokens, place: Place, *, begins: bool = True) -> Iterator[str]:
    """Yield what the house would print otherwise.

    Args:
        cut: The sentence.
        place: Where it stands: tables and lists begin with figures.
        begins: Whether it begins a sentence.
    """
    if not cut.words:
        return
    first = cut.lower[0]
    if begins and place in _PROSE and is_figure(first) and not _is_year(first):
        yield f"a sentence does not begin with a figure: {first}"
    for at, word in enumerate(cut.words):
        in_a_name = at > 0 and cut.touches(at) and cut.words[at - 1].isalpha()  # SPX6900
        if word[0].isdigit() and not in_a_name:
            yield from _figure(cut, at, place)
        elif word in _MONTHS:
            yield from _month(cut, at)
        elif (low := cut.lower[at]) in _BRITISH:
            yield f"{low}: write American English"
        elif low in _DIGITS_FROM and at:
            yield f"{low}: numbers from 10 on are figures"


def _is_year(figure: str) -> bool:
    return len(figure) == 4 and figure.startswith(_YEARS)


def _figure(cut: Tokens, at: int, place: Place) -> Iterator[str]:
    lower, figure = cut.lower, cut.lower[at]
    before = lower[at - 1] if at else ""
    after = lower[at + 1] if at + 1 < len(lower) else ""
    whole, _, decimals = figure.partition(".")
    if decimals == "00" and (before == "$" or after == "%"):
        yield f"{before}{figure}: leave out zeros that say nothing"
    if before == "." and cut.touches(at) and not cut.touches(at - 1):
        yield f".{figure}: a zero stands before the point"
    if len(whole) > 3 and "," not in whole and not (before != "$" and after != "%" and _is_year(figure)):
        yield f"{figure}: commas part the thousands"
    if after == "," and _is_decimal_comma(cut, at):
        yield f"{figure},{lower[at + 2]}: a point parts decimals"
    if after == "%" or after in _DASHES or after == "to":
        yield from _range(cut, at)
    if place != "row" and before not in ("$", "-", ".") and len(figure) == 1 and after in _COUNTED and figure != "0":
        yield f"{figure} {after}: numbers below 10 are words"


def _is_decimal_comma(cut: Tokens, at: int) -> bool:
    lower = cut.lower
    touching = at + 3 < len(lower) and cut.touches(at + 1) and cut.touches(at + 2)
    return touching and is_figure(lower[at + 2]) and lower[at + 3] == "%"


def _range(cut: Tokens, at: int) -> Iterator[str]:
    """Yield "5-10%", "5%-10%" and "5 to 10%"."""
    lower = cut.lower
    joint = at + 2 if lower[at + 1] == "%" else at + 1
    end = joint + (2 if lower[joint + 1 : joint + 2] == ["$"] else 1)
    if end + 1 >= len(lower) or not is_figure(lower[end]) or lower[end + 1] not in _MEASURES:
        return
    by_dash = lower[joint] in _DASHES and (cut.touches(joint) == cut.touches(joint + 1))
    by_word = lower[joint] == "to" and joint == at + 1 and lower[end + 1] == "%" and lower[at - 1 : at] != ["$"]
    if by_dash or by_word:
        yield f"{cut.printed(at, end + 2)}: write ranges as 5% to 10%"


def _month(cut: Tokens, at: int) -> Iterator[str]:
    month, here = cut.words[at], at + 1
    point = cut.words[here : here + 1] == ["."] and cut.touches(here)
    here += point
    after = cut.words[here] if here < len(cut.words) else ""
    is_day, is_year = after.isdecimal() and len(after) <= 2, after.isdecimal() and len(after) == 4
    if month in _SPELLED and is_day:
        yield f"{month} {after}: the month is abbreviated with a day"
    if (month in _NEVER and (is_day or is_year)) or (month in _SHORT and (is_year or (is_day and not point))):
        yield f"{month} {after}: abbreviate Jan., Feb. and Aug. to Dec., and only with a day"
    if is_day and cut.words[here + 1 : here + 2] and cut.words[here + 1] in _SUFFIXES and cut.touches(here + 1):
        yield f"{month} {after}{cut.words[here + 1]}: a date has no ordinal"
