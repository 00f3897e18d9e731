"""Grammar: the few rules that sentences with numbers break when their numbers change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from generator.verify import words
from generator.verify.numerals import is_figure

if TYPE_CHECKING:
    from generator.verify.tokens import Tokens

_SINGULAR: Final = frozenset(
    "skew basis premium price index funding market curve volatility interest bitcoin ether rate share volume sentiment "
    "demand rally selloff gain loss record low high reading spread yield dominance leverage rebound fall rise drop".split()
)
_PLURAL: Final = frozenset(
    "traders longs shorts puts calls contracts liquidations readings coins markets sellers buyers investors prices "
    "losses gains volumes memecoins tokens premiums derivatives venues exchanges positions figures rates yields bets "
    "days weeks months years hours points options billions millions".split()
)
_COUNTABLE: Final = _PLURAL - {"derivatives"}
_PREPOSITIONS: Final = frozenset("of in on for by from to with at among between across over against as than".split())
_COMPARATIVES: Final = frozenset(
    "less more higher lower larger smaller bigger cheaper dearer fewer greater weaker stronger costlier rather other "
    "later earlier longer".split()
)
_ORDINALS: Final = frozenset(words.ORDINALS.split())
_SUFFIXES: Final = frozenset({"st", "nd", "rd", "th"})
_PLURAL_UNITS: Final = frozenset({"days", "weeks", "months", "hours", "sessions", "evenings", "years"})
_UNITS: Final = frozenset(unit.removesuffix("s") for unit in _PLURAL_UNITS)
_UP_NOUNS: Final = frozenset(
    {"gain", "gains", "rise", "rises", "advance", "advances", "rose", "gained", "higher", "up"}
)
_DOWN_NOUNS: Final = frozenset({"loss", "losses", "fall", "falls", "decline", "declines", "drop", "drops", "fell", "lost",
                                "lower", "down"})  # fmt: skip
#: Vowel letters that sound like consonants, and the other way round.
_LIKE_CONSONANTS: Final = ("uni", "use", "usu", "us", "eu", "one", "once", "uk", "ut")
_LIKE_VOWELS: Final = ("hour", "honest", "heir", "honor", "honour")


def grammar_faults(cut: Tokens) -> Iterator[str]:
    """Yield breaches of number and article, and words mixed up."""
    lower = cut.lower
    for at in range(len(lower) - 1):
        low, after = lower[at], lower[at + 1]
        if low in ("a", "an"):
            yield from _article(cut, at)
        elif low in _SINGULAR:
            if after in ("have", "are", "were") and not _joined(lower, at):
                yield f"{low} {after}: the noun is one, the verb is for many"
        elif low in _PLURAL and after in ("was", "has", "is", "does") and not _governed(lower, at):
            yield f"{low} {after}: the nouns are many, the verb is for one"
        if after == "then" and low in _COMPARATIVES:
            yield f"{low} then: 'than' is meant"
        elif low == "less" and after in _COUNTABLE:
            yield f"less {after}: what can be counted is fewer"
        elif low in ("percent", "%") and after in ("point", "points"):
            yield "percent points: write percentage points"
        elif low == "percentage" and after in ("point", "points"):
            yield from _points(cut, at)
        elif low in ("1", "one") and after in _COUNTABLE and lower[at - 1 : at] != ["-"]:
            yield f"{low} {after}: one is not many"
        elif low in ("straight", "consecutive"):
            yield from _run(cut, at)
        elif low in _SUFFIXES and at and is_figure(lower[at - 1]) and after in _PLURAL_UNITS:
            yield f"{lower[at - 1]}{low} {after}: it is one {after.removesuffix('s')}"
        elif low == "since" and after in (".", ",", ";", ":", ")"):
            yield "'since' is followed by no date"
    if lower and lower[-1] == "since":
        yield "'since' is followed by no date"


def _article(cut: Tokens, at: int) -> Iterator[str]:
    said, word = cut.lower[at], cut.lower[at + 1]
    if word == "$" and at + 2 < len(cut.lower):
        word = cut.lower[at + 2]
    spelled = cut.words[at + 1]
    if is_figure(word):
        vowel = word.startswith("8") or word.partition(".")[0].partition(",")[0] in ("11", "18")
    elif not word[0].isalpha() or (spelled.isupper() and len(spelled) > 1) or cut.words[at] == "A" and at:
        return
    elif word[0] in "aeiou":
        vowel = not word.startswith(_LIKE_CONSONANTS) or word in ("us", "uttered", "usher", "unimpressive")
    else:
        vowel = word.startswith(_LIKE_VOWELS)
    if vowel != (said == "an"):
        yield f"{said} {word}: the article is {'an' if vowel else 'a'}"


def _joined(lower: list[str], at: int) -> bool:
    """Whether several subjects share the verb."""
    before = lower[max(0, at - 6) : at]
    return "and" in before or "," in before or "nor" in before or "both" in before


def _governed(lower: list[str], at: int) -> bool:
    """Whether the noun hangs on another, which is the subject: "the number of contracts was"."""
    before = lower[max(0, at - 6) : at]
    return any(word in _PREPOSITIONS for word in before) or lower[at - 1 : at] == ["'"]


def _points(cut: Tokens, at: int) -> Iterator[str]:
    lower = cut.lower
    if not at or (not is_figure(lower[at - 1]) and lower[at - 1] != "one"):
        return
    one = lower[at - 1] in ("1", "one", "1.0")
    adjective = at >= 2 and lower[at - 2] in ("a", "an", "the")
    if one and lower[at + 1] == "points":
        yield "1 percentage points: one is not many"
    elif not one and lower[at + 1] == "point" and not adjective:
        yield f"{lower[at - 1]} percentage point: there are several"


def _run(cut: Tokens, at: int) -> Iterator[str]:
    """Yield "third straight weeks", "three straight week", "third-straight", and a rise told as days of losses."""
    lower = cut.lower
    back = at - 1
    if back >= 1 and lower[back] == "-":
        yield f"{lower[back - 1]}-{lower[at]}: no hyphen"
        back -= 1
    before, unit = lower[back] if back >= 0 else "", lower[at + 1]
    ordinal = before in _ORDINALS or before in _SUFFIXES
    if ordinal and unit in _PLURAL_UNITS:
        yield f"{before} {lower[at]} {unit}: it is one {unit.removesuffix('s')}"
    if (
        not ordinal
        and unit in _UNITS
        and before not in ("one", "1", "a", "")
        and (is_figure(before) or before.isalpha())
    ):
        yield f"{before} {lower[at]} {unit}: there are several"
    ups = not _UP_NOUNS.isdisjoint(lower[max(0, at - 6) : at]), not _UP_NOUNS.isdisjoint(lower[at : at + 6])
    downs = not _DOWN_NOUNS.isdisjoint(lower[max(0, at - 6) : at]), not _DOWN_NOUNS.isdisjoint(lower[at : at + 6])
    if (ups[0] and downs[1] and not ups[1]) or (downs[0] and ups[1] and not downs[1]):
        yield "a run in one direction is told of the other"
