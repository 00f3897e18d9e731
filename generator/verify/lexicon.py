"""The lexicon: from a form to its readings, built once for the words and once a text for the names."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from generator.verify import moves, nouns, words
from generator.verify.numerals import STARTS
from generator.verify.readings import Move, Reading
from generator.verify.tokens import tokenize

if TYPE_CHECKING:
    from generator.model.names import Names

#: Names of many things at once, and everyday words: read only where a claim asks for them.
_LOOSE_ASSETS: Final = ("basket:", "CRYPTO", "OTHER")
_MINIMUM_TICKER: Final = 2


class Form(NamedTuple):
    """A form under its first token: what must follow, and how it reads.

    ``exact`` holds the tokens as they must be spelled, where capitals matter.
    """

    rest: list[str]
    exact: list[str] | None
    reading: Reading


class Name(NamedTuple):
    """What a venue's or publisher's name says: ids and spellings, in lower case."""

    known_as: frozenset[str]


class Entry(NamedTuple):
    """All that a first token can begin: forms, whether a quantity may begin there, its group of context words."""

    forms: list[Form]
    quantity: bool
    group: str | None


Index = dict[str, Entry]
_Forms = dict[str, list[Form]]


def _put(index: _Forms, form: str, kind: str, meaning: object, *, must: bool = True, exact: bool = False) -> None:
    spelled = [form] if form.isalpha() else tokenize(form).words
    first, *rest = [word.lower() for word in spelled]
    reading = Reading(kind, meaning, len(spelled), must)
    index.setdefault(first, []).append(Form(rest, spelled if exact else None, reading))


def _directions(index: _Forms) -> None:
    tiers = (
        (moves.UP_EXTREME, Move(1, "extreme")), (moves.UP_STRONG, Move(1, "strong")), (moves.UP, Move(1, "plain")),
        (moves.UP_MILD, Move(1, "mild")),
        (moves.DOWN_EXTREME, Move(-1, "extreme")), (moves.DOWN_STRONG, Move(-1, "strong")),
        (moves.DOWN, Move(-1, "plain")), (moves.DOWN_MILD, Move(-1, "mild")),
    )  # fmt: skip
    for listed, move in tiers:
        for word in listed.split():
            _put(index, word, "direction", move)
    for sign, phrases in ((1, moves.UP_PHRASES), (-1, moves.DOWN_PHRASES)):
        for tier, forms in phrases.items():
            for phrase in forms.split("|"):
                _put(index, phrase, "direction", Move(sign, tier))
    for verb in moves.MILD_VERBS.split():
        for way, sign in (("up", 1), ("higher", 1), ("down", -1), ("lower", -1)):
            _put(index, f"{verb} {way}", "direction", Move(sign, "mild"))
    for phrase in moves.FLAT:
        _put(index, phrase, "direction", Move(0, "flat"))


def _extremes(index: _Forms) -> None:
    for meaning, listed in words.RANKS.items():
        for word in listed.split():
            _put(index, word, "rank", meaning)
    for phrase in words.RECORDS:
        _put(index, phrase, "rank", "high" if "high" in phrase else "low")
    _put(index, "record", "rank", "large")
    # "Matching its low of June 21": a rank where a claim asks for one, else the lowest price of a window.
    for word in ("low", "high"):
        _put(index, word, "rank", word, must=False)


def _comparisons(index: _Forms) -> None:
    for kind, listed, must in (
        ("level", words.LEVELS, True),
        ("level", words.LOOSE_LEVELS, False),
        ("cmp", words.COMPARES, True),
    ):
        for side, forms in listed.items():
            for word in forms.split():
                _put(index, word, kind, int(side), must=must)
    for side, phrase in words.COMPARE_PHRASES.items():
        _put(index, phrase, "cmp", int(side))


def _ties(index: _Forms) -> None:
    for word in words.TIES.split():
        _put(index, word, "tie", word)


def _pronouns(index: _Forms) -> None:
    """What stands for an asset only where a claim asks for it; binding finds out whether it can."""
    for word in words.PRONOUNS.split():
        _put(index, word, "pronoun", word, must=False)


def _hedges(index: _Forms) -> None:
    for rung, forms in moves.HEDGES.items():
        for form in forms.split("|"):
            _put(index, form, "hedge", rung)


def _sides(index: _Forms) -> None:
    for side in words.SIDES.split():
        _put(index, side, "side", side)
    for side, word in words.LOOSE_SIDES.items():
        _put(index, word, "side", side, must=False)
    for side, phrase in nouns.PARTIES.items():
        _put(index, phrase, "side", side)


def _states(index: _Forms) -> None:
    for listed, must in ((words.LABELS, True), (words.LOOSE_LABELS, False)):
        by_form: dict[str, set[str]] = {}
        for state, forms in listed.items():
            for form in forms.split("|"):
                by_form.setdefault(form, set()).add(state)
        for form, states in by_form.items():
            _put(index, form, "label", frozenset(states), must=must)
    for word in words.VERDICTS.split():
        _put(index, word, "verdict", word)


def _metrics(index: _Forms) -> None:
    for listed, must in ((nouns.METRICS, True), (nouns.LOOSE_METRICS, False)):
        for forms, metrics in listed.items():
            for form in forms.split("|"):
                _put(index, form, "metric", frozenset(metrics.split()), must=must)


def _times(index: _Forms) -> None:
    for number, day in enumerate(words.WEEKDAYS):
        for word in day.split():
            if word not in words.SPELLED_ONLY:
                _put(index, word.capitalize(), "weekday", number, exact=True)
    for word in words.RELATIVE_DAYS.split():
        _put(index, word, "relative", word)
    for unit, run in words.RUN_UNITS.items():
        _put(index, unit, "unit", run, must=False)
        _put(index, f"straight {unit}", "unit", run, must=False)


def _amounts(index: _Forms) -> None:
    for phrase, (over, under) in words.FRACTIONS.items():
        _put(index, phrase, "fraction", Fraction(over, under))
    for word in words.AMOUNTS.split():
        _put(index, word, "amount", word)


def _built() -> Index:
    forms: _Forms = {}
    for build in (
        _directions,
        _extremes,
        _comparisons,
        _ties,
        _pronouns,
        _hedges,
        _sides,
        _states,
        _metrics,
        _times,
        _amounts,
    ):
        build(forms)
    for phrase in words.IDIOMS:
        _put(forms, phrase, "null", None, must=False)
    groups = {word: group for group, listed in words.CONTEXT.items() for word in listed.split()}
    firsts = dict.fromkeys([*forms, *STARTS, *groups])
    return {word: Entry(_ordered(forms.get(word, [])), word in STARTS, groups.get(word)) for word in firsts}


def _ordered(forms: list[Form]) -> list[Form]:
    """Put the longest forms first, so that a name goes before the words it is made of."""
    return sorted(forms, key=lambda form: -form.reading.length)


WORDS: Final = _built()


def lexicon(names: Names) -> Index:
    """Return the words together with the names of a desk: assets, its baskets' tickers, venues.

    Args:
        names: The reference file.
    """
    index: _Forms = {}
    for asset, name in names.assets.items():
        must = not asset.startswith(_LOOSE_ASSETS)
        for word in name.words:
            # A ticker in capitals is told from a word by them; a name may begin a sentence.
            _put(index, word, "asset", asset, must=must, exact=word.isupper())
    for ticker in _further(names):
        _ticker(index, ticker)
    for printed, known_as in _spellings(names).items():
        _put(index, printed, "venue", Name(frozenset(known_as)))
    return _both(WORDS, index)


def named(
    names: Names,
    assets: Iterable[str] = (),
    publishers: Iterable[str] = (),
    states: Iterable[str] = (),
    *,
    known: Index | None = None,
) -> Index:
    """Return a desk's lexicon together with what one text names besides.

    Args:
        names: The reference file.
        assets: Tickers that the text's facts speak of.
        publishers: Names of sources.
        states: Labels, read only where a claim asks for them.
        known: The lexicon of ``names``, where it is at hand.
    """
    index: _Forms = {}
    listed = names.assets.keys() | _further(names).keys()
    for ticker in dict.fromkeys(assets):
        if ticker not in listed:
            _ticker(index, ticker)
    spelled = _spellings(names)
    for publisher in publishers:
        if publisher not in spelled:
            _put(index, publisher, "venue", Name(frozenset({publisher.lower()})))
    for state in states:
        _put(index, state, "label", frozenset({state}), must=False)
    return _both(lexicon(names) if known is None else known, index)


def _further(names: Names) -> dict[str, None]:
    """Return the tickers of baskets that have no entry of their own."""
    members = (ticker for members in names.baskets.values() for ticker in members)
    return dict.fromkeys(ticker for ticker in members if ticker not in names.assets)


def _ticker(index: _Forms, ticker: str) -> None:
    _put(index, ticker, "asset", ticker, must=len(ticker) >= _MINIMUM_TICKER, exact=True)


def _both(known: Index, index: _Forms) -> Index:
    both = dict(known)
    for first, forms in index.items():
        entry = both.get(first)
        if entry is None:
            both[first] = Entry(forms if len(forms) == 1 else _ordered(forms), quantity=False, group=None)
        else:
            both[first] = entry._replace(forms=_ordered([*entry.forms, *forms]))
    return both


def _spellings(names: Names) -> dict[str, set[str]]:
    """Return the ids and spellings of venues by what is printed of them."""
    spellings: dict[str, set[str]] = {}
    for venue, printed in names.venues.items():
        spellings.setdefault(printed, set()).update((venue.lower(), printed.lower()))
    return spellings
