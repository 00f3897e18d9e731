"""Grammar: the few rules that sentences with numbers break when their numbers change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from generator.verify import words
from generator.verify.numerals import is_figure

if TYPE_CHECKING:
    from generator.verify.tokens import Tokens

_SINGULAR: Final = frozenset(words.SINGULAR.split())
_PLURAL: Final = frozenset(words.PLURAL.split())
_COUNTABLE: Final = _PLURAL - {"derivatives"}
_PREPOSITIONS: Final = frozenset(words.PREPOSITIONS.split())
_ORDINALS: Final = frozenset(words.ORDINALS.split())
_SUFFIXES: Final = frozenset({"st", "nd", "rd", "th"})
_PLURAL_UNITS: Final = frozenset({"days", "weeks", "months", "hours", "sessions", "evenings", "years"})
_UNITS: Final = frozenset(unit.removesuffix("s") for unit in _PLURAL_UNITS)
_UPS: Final = frozenset(words.UP_IN_RUNS.split())
_DOWNS: Final = frozenset(words.DOWN_IN_RUNS.split())
#: Beginnings in vowel letters that sound like consonants, and the other way round.
_LIKE_CONSONANTS: Final = ("uni", "use", "usu", "eu", "one", "once", "ut")
_LIKE_VOWELS: Final = ("hour", "honest", "heir", "honor", "honour")
_MODIFIERS: Final = frozenset(words.MODIFIERS.split())
_NUMBERS: Final = frozenset(words.NUMBERS.split())
#: Letters whose names begin with a vowel, and initialisms that are spelled letter by letter.
_VOWEL_NAMES: Final = frozenset("AEFHILMNORSX")
_SPELLED_OUT: Final = frozenset(words.SPELLED_OUT.split())
#: So far before a verb or a run is its subject looked for.
_BACK: Final = 6

Rule = Callable[["Tokens", int], Iterator[str]]


def grammar_faults(cut: Tokens) -> Iterator[str]:
    """Yield breaches of number and article, and words mixed up."""
    for at, low in enumerate(cut.lower[:-1]):
        rule = _RULES.get(low)
        if rule is not None:
            yield from rule(cut, at)
        if cut.lower[at + 1] == "then" and low in _THAN_WORDS:
            yield f"{low} then: 'than' is meant"
    if cut.lower and cut.lower[-1] == "since":
        yield "'since' is followed by no date"


def _article(cut: Tokens, at: int) -> Iterator[str]:
    said, spelled = cut.lower[at], cut.words[at + 1]
    if spelled == "$" and at + 2 < len(cut.words):
        spelled = cut.words[at + 2]
    word = spelled.lower()
    if is_figure(word):
        vowel = word.startswith("8") or word.partition(".")[0].partition(",")[0] in ("11", "18")
    elif not word[0].isalpha() or (at and cut.words[at] == "A"):
        return  # a capital A inside of a sentence is a name
    elif spelled.isupper() and (len(spelled) > 1 or cut.words[at + 2 : at + 3] in (["."], ["&"])):
        if spelled not in _SPELLED_OUT and len(spelled) > 1:
            return  # who knows whether it is spelled or spoken
        vowel = spelled[0] in _VOWEL_NAMES
    elif word[0] in "aeiou":
        vowel = not word.startswith(_LIKE_CONSONANTS)
    else:
        vowel = word.startswith(_LIKE_VOWELS)
    if vowel != (said == "an"):
        yield f"{said} {word}: the article is {'an' if vowel else 'a'}"


def _one_verb(cut: Tokens, at: int) -> Iterator[str]:
    """Yield "the skew have", unless several subjects share the verb."""
    noun, verb = cut.lower[at], cut.lower[at + 1]
    if verb not in ("have", "are", "were", "do") or _is_governed(cut, at):
        return
    before = cut.lower[max(0, at - _BACK) : at]
    # Behind ", and" a new clause begins; an "and" without a comma joins two subjects.
    joined = [place for place, word in enumerate(before) if word in ("and", "nor", "both")]
    if not joined or before[joined[-1] - 1 : joined[-1] + 1] == [",", "and"]:
        yield f"{noun} {verb}: the noun is one, the verb is for many"


def _many_verb(cut: Tokens, at: int) -> Iterator[str]:
    """Yield "traders was", unless the noun hangs on another: "the number of contracts was"."""
    noun, verb = cut.lower[at], cut.lower[at + 1]
    if verb in ("was", "has", "is", "does") and not _is_governed(cut, at):
        yield f"{noun} {verb}: the nouns are many, the verb is for one"


def _is_governed(cut: Tokens, at: int) -> bool:
    """Whether a noun hangs on a preposition or a genitive before it, so that the verb is another's."""
    lower, back = cut.lower, at - 1
    if back >= 0 and lower[back] in ("'", "'s"):
        return True
    while back >= 0 and (lower[back] in _MODIFIERS or lower[back] in _NUMBERS or is_figure(lower[back])):
        back -= 1
    if back >= 0 and lower[back] in _PREPOSITIONS and lower[back] not in ("as", "than"):
        return True
    near = lower[max(0, at - _BACK) : at]
    behind = near[near.index("of") + 1 :] if "of" in near else []
    return bool(behind) and "," not in behind and _PLURAL.isdisjoint(behind) and _SINGULAR.isdisjoint(behind)


def _less(cut: Tokens, at: int) -> Iterator[str]:
    if cut.lower[at + 1] in _COUNTABLE:
        yield f"less {cut.lower[at + 1]}: what can be counted is fewer"


def _one_of_many(cut: Tokens, at: int) -> Iterator[str]:
    if cut.lower[at + 1] in _COUNTABLE and cut.lower[at - 1 : at] != ["-"]:
        yield f"{cut.lower[at]} {cut.lower[at + 1]}: one is not many"


def _several(cut: Tokens, at: int) -> Iterator[str]:
    """Yield "20 day in a row"; "20-day" and "a 20 day" before a noun are another matter."""
    lower, before = cut.lower, cut.lower[at - 1] if at else ""
    several = (before in _SEVERAL) or (is_figure(before or "x") and before != "1" and not _is_time(cut, at - 1))
    if several and lower[at + 1 : at + 2] and lower[at + 1] in _BEHIND_UNITS:
        yield f"{before} {lower[at]}: there are several"


def _is_time(cut: Tokens, at: int) -> bool:
    """Whether a figure is of a date, a price or a decimal fraction of something else."""
    return at > 0 and (cut.lower[at - 1] in ("$", ".", ":", "-") or cut.touches(at) or len(cut.lower[at]) == 4)


def _percent(cut: Tokens, at: int) -> Iterator[str]:
    if cut.lower[at + 1] in ("point", "points"):
        yield "percent points: write percentage points"


def _points(cut: Tokens, at: int) -> Iterator[str]:
    lower = cut.lower
    if lower[at + 1] not in ("point", "points") or not at or not (is_figure(lower[at - 1]) or lower[at - 1] == "one"):
        return
    one = lower[at - 1] in ("1", "one", "1.0")
    adjective = at >= 2 and lower[at - 2] in ("a", "an", "the")
    if one and lower[at + 1] == "points":
        yield "1 percentage points: one is not many"
    elif not one and lower[at + 1] == "point" and not adjective:
        yield f"{lower[at - 1]} percentage point: there are several"


def _nth(cut: Tokens, at: int) -> Iterator[str]:
    if at and is_figure(cut.lower[at - 1]) and cut.lower[at + 1] in _PLURAL_UNITS:
        yield f"{cut.lower[at - 1]}{cut.lower[at]} {cut.lower[at + 1]}: it is one {cut.lower[at + 1][:-1]}"


def _run(cut: Tokens, at: int) -> Iterator[str]:
    """Yield "third straight weeks", "three straight week", "third-straight", and a rise told as days of losses."""
    lower, unit = cut.lower, cut.lower[at + 1]
    back = at - 1
    if back >= 1 and lower[back] == "-":
        yield f"{lower[back - 1]}-{lower[at]}: no hyphen"
        back -= 1
    before = lower[back] if back >= 0 else ""
    ordinal = before in _ORDINALS or before in _SUFFIXES
    if ordinal and unit in _PLURAL_UNITS:
        yield f"{before} {lower[at]} {unit}: it is one {unit[:-1]}"
    if not ordinal and unit in _UNITS and before not in ("one", "1", "a", "") and before.isalnum():
        yield f"{before} {lower[at]} {unit}: there are several"
    ahead, behind = frozenset(lower[max(0, at - _BACK) : at]), frozenset(lower[at : at + _BACK])
    if (ahead & _UPS and behind & _DOWNS and not behind & _UPS) or (
        ahead & _DOWNS and behind & _UPS and not behind & _DOWNS
    ):
        yield "a run in one direction is told of the other"


def _since(cut: Tokens, at: int) -> Iterator[str]:
    if cut.lower[at + 1] in (".", ",", ";", ":", ")"):
        yield "'since' is followed by no date"


_SEVERAL: Final = frozenset(words.NUMBERS.split()[2:10])
#: What may stand behind a unit of time that ends its phrase.
_BEHIND_UNITS: Final = frozenset({"in", "and", "or", ",", ".", ";", "ago", "earlier", "later", "before", "after", "to"})
_THAN_WORDS: Final = frozenset(words.THAN_WORDS.split())
_RULES: Final[Mapping[str, Rule]] = {
    **dict.fromkeys(_SINGULAR, _one_verb),
    **dict.fromkeys(_PLURAL, _many_verb),
    **dict.fromkeys(_SUFFIXES, _nth),
    **dict.fromkeys(_UNITS, _several),
    "a": _article, "an": _article, "less": _less, "1": _one_of_many, "one": _one_of_many, "percent": _percent,
    "%": _percent, "percentage": _points, "straight": _run, "consecutive": _run, "since": _since,
}  # fmt: skip
