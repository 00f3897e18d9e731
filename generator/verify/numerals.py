"""Numbers as they are read: amounts, spans of time, dates and clock times, in figures and in words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from generator.verify import words
from generator.verify.readings import Day, Number, Reading, Span
from generator.verify.tokens import Tokens

_CARDINAL: Final[dict[str, int]] = {**{word: n for n, word in enumerate(words.NUMBERS.split())}, **words.TENS}
_ORDINAL: Final[dict[str, int]] = {word: n for n, word in enumerate(words.ORDINALS.split())}
_MONTH: Final[dict[str, int]] = {word: n for n, names in enumerate(words.MONTHS, start=1) for word in names.split()}
_SUFFIXES: Final = frozenset({"st", "nd", "rd", "th"})
_SIGNS: Final = frozenset({"-", "+"})
_LATER: Final = frozenset({"earlier", "ago", "before", "back"})
_BOUNDS: Final[dict[tuple[str, ...], str]] = {
    ("over",): "over", ("more", "than"): "more", ("almost",): "almost", ("nearly",): "almost", ("about",): "about",
    ("roughly",): "about", ("around",): "about", ("at", "least"): "at least", ("at", "most"): "at most",
    ("less", "than"): "less",
    ("under",): "under", ("just", "under"): "just", ("just", "over"): "just", ("just", "above"): "just",
    ("just", "below"): "just", ("fewer", "than"): "less",
}  # fmt: skip
#: First tokens at which ``numerals`` has anything to say.
STARTS: Final = frozenset({*_CARDINAL, *_ORDINAL, *_MONTH, "a", "an", "$", "-", "+", "us"})
BOUND_WORDS: Final = frozenset(words_ for words_ in _BOUNDS if len(words_) > 1)


def is_figure(token: str) -> bool:
    """Whether a token is a number in figures."""
    return token[0].isdigit()


def numerals(cut: Tokens, at: int) -> Iterator[Reading]:
    """Yield what can be read as a quantity or a time from token ``at`` on."""
    low = cut.lower[at]
    if low in _MONTH:
        yield from _month_first(cut, at)
    elif low in ("a", "an"):
        yield from _one(cut, at)
    elif low in _CARDINAL or low in _ORDINAL:
        yield from _spelled(cut, at)
    else:
        yield from _figures(cut, at)


def starts_quantity(cut: Tokens, at: int) -> bool:
    """Whether a quantity begins at ``at``, so that "more than" before it only bounds it."""
    if at >= len(cut.lower):
        return False
    low = cut.lower[at]
    if low in ("a", "an"):
        return at + 1 < len(cut.lower) and cut.lower[at + 1] in words.HOURS
    return is_figure(low) or low == "$" or low in _CARDINAL


# Figures


def _figures(cut: Tokens, at: int) -> Iterator[Reading]:
    lower, sign, here = cut.lower, "", at
    if lower[here] in _SIGNS:
        # A hyphen inside a word or a range is no sign.
        if (cut.touches(here) and lower[here - 1] not in ("(", "|")) or not _next_touches(cut, here):
            return
        sign, here = lower[here], here + 1
    currency = ""
    if lower[here] == "us" and here + 1 < len(lower) and lower[here + 1] == "$":
        here += 1
    if lower[here] == "$":
        currency, here = "$", here + 1
    if here >= len(lower) or not is_figure(lower[here]):
        return
    if not sign and not currency and lower[here].isdecimal():
        after = lower[here + 1] if here + 1 < len(lower) else ""
        if after == ":":
            yield from _clock(cut, here)
        elif after in _MONTH or len(lower[here]) == 4:
            yield from _iso_date(cut, here)
            yield from _day_first(cut, here)
        if after == "-" or after in words.HOURS or after in words.SHORT_HOURS:
            yield from _span(cut, here, int(lower[here]), here + 1)
    yield from _amount(cut, at, here, sign, currency)


def _next_touches(cut: Tokens, at: int) -> bool:
    return at + 1 < len(cut.words) and cut.touches(at + 1)


def _amount(cut: Tokens, at: int, here: int, sign: str, currency: str) -> Iterator[Reading]:
    lower = cut.lower
    figure = lower[here].replace(",", "")
    places = len(figure.partition(".")[2])
    scale, ordinal, end = 0, False, here + 1
    if end < len(lower):
        word = lower[end]
        if cut.touches(end) and word in _SUFFIXES:
            ordinal, end = True, end + 1
        elif word in words.SCALES and (cut.touches(end) or len(word) > 3):
            scale, end = words.SCALES[word], end + 1
        elif word == "-" and end + 1 < len(lower) and lower[end + 1] in words.SCALES and cut.touches(end + 1):
            scale, end = words.SCALES[lower[end + 1]], end + 2
    unit, end = _unit(cut, end, currency)
    about = _bound_before(cut, at)
    number = Number(Decimal(figure), places, scale, sign, unit, ordinal, about, "")
    yield from _with_period(cut, at, end, number)
    if not unit:
        shared = _shared_unit(cut, end)
        if shared:
            yield Reading("number", number._replace(unit=shared), end - at, must=True)
        if end < len(lower) and cut.words[end].isupper() and len(lower[end]) > 1 and not currency:
            yield Reading("number", number._replace(unit=f"coin:{cut.words[end]}"), end + 1 - at, must=True)


def _with_period(cut: Tokens, at: int, end: int, number: Number) -> Iterator[Reading]:
    """Yield a number with the "a year" behind it, and without."""
    lower = cut.lower
    if end + 1 < len(lower) and lower[end] in ("a", "per", "an") and lower[end + 1] in words.HOURS:
        after = lower[end + 2] if end + 2 < len(lower) else ""
        if after not in _LATER:
            yield Reading("number", number._replace(per=lower[end + 1]), end + 2 - at, must=True)
            return
    yield Reading("number", number, end - at, must=True)


#: One or two tokens behind a number → its unit.
_UNITS: Final[dict[tuple[str, ...], str]] = {
    ("%",): "%", ("percent",): "%", ("per", "cent"): "%", ("point",): "points", ("points",): "points",
    ("pp",): "points", ("bp",): "bp", ("bps",): "bp", ("dollar",): "$", ("dollars",): "$", ("times",): "times",
    **{
        (before, word): unit
        for word in ("point", "points")
        for before, unit in (("percentage", "points"), ("volatility", "points"), ("index", "points"),
                             ("-", "points"), ("basis", "bp"))
    },
}  # fmt: skip


def _unit(cut: Tokens, end: int, currency: str) -> tuple[str, int]:
    if currency:
        return currency, end
    for length in (2, 1):
        ahead = tuple(cut.lower[end : end + length])
        unit = _UNITS.get(ahead)
        if unit is not None:
            return unit, end + len(ahead)
    return "", end


def _shared_unit(cut: Tokens, end: int) -> str:
    """Return the unit that "5 to 10%" or "5-10%" says once for both."""
    lower = cut.lower
    if end + 1 < len(lower) and lower[end] in ("to", "-", "\u2013") and is_figure(lower[end + 1]):
        unit, _ = _unit(cut, end + 2, "")
        return unit
    return ""


def _bound_before(cut: Tokens, at: int) -> str:
    lower = cut.lower
    if at >= 2 and (bound := _BOUNDS.get((lower[at - 2], lower[at - 1]))):
        return bound
    if at >= 1:
        if lower[at - 1] in words.ABOUT:
            return "about"
        return _BOUNDS.get((lower[at - 1],), "")
    return ""


# Words


def _spelled(cut: Tokens, at: int) -> Iterator[Reading]:
    lower = cut.lower
    low = lower[at]
    if low in _ORDINAL:
        number = Number(Decimal(_ORDINAL[low]), 0, 0, "", "", True, "", "")
        yield Reading("number", number, 1, low not in words.LOOSE_NUMBERS)
        return
    value, end = _CARDINAL[low], at + 1
    if value >= 20 and end + 1 < len(lower) and lower[end] == "-" and _CARDINAL.get(lower[end + 1], 99) < 10:
        value, end = value + _CARDINAL[lower[end + 1]], end + 2
    scale = words.SCALES.get(lower[end], 0) if end < len(lower) and len(lower[end]) > 3 else 0
    end += scale > 0
    yield from _span(cut, at, value, end)
    unit, after = _unit(cut, end, "")
    number = Number(Decimal(value), 0, scale, "", unit, False, _bound_before(cut, at), "")
    yield Reading("number", number, after - at, low not in words.LOOSE_NUMBERS)


def _one(cut: Tokens, at: int) -> Iterator[Reading]:
    """Yield "a day earlier", and "a year" as in "over a year"."""
    if at + 1 < len(cut.lower) and cut.lower[at + 1] in words.HOURS:
        yield from _span(cut, at, 1, at + 1)


# Time


def _span(cut: Tokens, at: int, count: int | None, end: int) -> Iterator[Reading]:
    lower = cut.lower
    if count is None or end >= len(lower):
        return
    unit = lower[end]
    if unit == "-" and end + 1 < len(lower):
        end, unit = end + 1, lower[end + 1]
    hours = words.HOURS.get(unit)
    if hours is None and cut.touches(end) and at + 1 == end:
        hours = words.SHORT_HOURS.get(unit)
    if hours is None:
        return
    end += 1
    if end < len(lower) and lower[end] in _LATER:
        end += 1
    hours = 8760 if (count, hours) == (12, 720) else count * hours
    # "a day" alone can be an everyday word; with a figure or a word like "earlier" it asserts.
    must = lower[at] not in ("a", "an") or lower[end - 1] in _LATER
    yield Reading("span", Span(hours, count, unit.removesuffix("s"), _bound_before(cut, at)), end - at, must)


def _clock(cut: Tokens, here: int) -> Iterator[Reading]:
    lower = cut.lower
    if here + 2 >= len(lower) or lower[here + 1] != ":" or not cut.touches(here + 2) or not is_figure(lower[here + 2]):
        return
    if not (lower[here].isdecimal() and lower[here + 2].isdecimal()):
        return
    end = here + 3
    zone = cut.words[end] if end < len(lower) and cut.words[end] in ("UTC", "GMT", "EST", "EDT", "ET", "CET") else ""
    yield Reading("time", (int(lower[here]), int(lower[here + 2]), zone), end + bool(zone) - here, must=True)


def _iso_date(cut: Tokens, here: int) -> Iterator[Reading]:
    lower = cut.lower
    if here + 4 < len(lower) and len(lower[here]) == 4 and lower[here + 1] == lower[here + 3] == "-":
        year, month, day = lower[here], lower[here + 2], lower[here + 4]
        if year.isdecimal() and month.isdecimal() and day.isdecimal() and cut.touches(here + 4):
            yield Reading("date", Day(int(year), int(month), int(day)), 5, must=True)


def _day_first(cut: Tokens, here: int) -> Iterator[Reading]:
    """Yield "6 February 2026", and a bare year."""
    lower = cut.lower
    if lower[here].isdecimal() and here + 1 < len(lower) and _is_month(cut, here + 1):
        end, year = _year_at(cut, here + 2)
        yield Reading("date", Day(year, _MONTH[lower[here + 1]], int(lower[here])), end - here, must=True)
    if len(lower[here]) == 4 and lower[here].isdecimal() and lower[here][:2] in ("19", "20"):
        yield Reading("date", Day(int(lower[here]), None, None), 1, must=True)


def _is_month(cut: Tokens, at: int) -> bool:
    return cut.lower[at] in _MONTH and cut.words[at][0].isupper()


def _month_first(cut: Tokens, at: int) -> Iterator[Reading]:
    if not _is_month(cut, at):
        return
    lower, month, end = cut.lower, _MONTH[cut.lower[at]], at + 1
    short = lower[at] in words.SPELLED_ONLY
    if end < len(lower) and lower[end] == "." and cut.touches(end):
        end += 1
    if end < len(lower) and lower[end].isdecimal() and len(lower[end]) <= 2:
        after, year = _year_at(cut, end + 1)
        yield Reading("date", Day(year, month, int(lower[end])), after - at, must=True)
        return
    after, year = _year_at(cut, end)
    if year is not None:
        yield Reading("date", Day(year, month, None), after - at, must=True)
    elif not short:
        # "May" may begin a sentence that means something else.
        yield Reading("date", Day(None, month, None), 1, must=lower[at] != "may" or at > 0)


def _year_at(cut: Tokens, at: int) -> tuple[int, int | None]:
    """Return where a date ends, and the year that stands there."""
    lower = cut.lower
    here = at + 1 if at < len(lower) and lower[at] == "," else at
    if here < len(lower) and len(lower[here]) == 4 and lower[here].isdecimal() and lower[here][:2] in ("19", "20"):
        return here + 1, int(lower[here])
    return at, None
