"""The one place where a number becomes words: rounding, scales, signs, dates, spans.

AP style: numerals with %, money and measures; one to nine spelled; months abbreviated with
a day. Rounding is half up in decimal, as a reader with a pencil would do it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

MINUS: Final = "-"
_WORDS: Final = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_ORDINALS: Final = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_MONTHS: Final = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
_FULL: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SCALES: Final = ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))
_LETTERS: Final = (*((scale, word[0].upper()) for scale, word in _SCALES), (Decimal(1000), "K"))
_SPANS: Final = {1: "24 hours", 5: "five days", 7: "seven days", 30: "30 days", 45: "45 days", 365: "12 months"}


def fixed(value: float | Decimal, places: int) -> str:
    """Return the value rounded half up, with thousands commas and no negative zero.

    Example:
        >>> fixed(-1234.5, 0), fixed(-0.04, 1)
        ('-1,235', '0.0')
    """
    exact = Decimal(str(value)) if isinstance(value, float) else value
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    if rounded == 0:
        rounded = abs(rounded)
    return f"{rounded:,}"


def percent(value: float, places: int = 1) -> str:
    """Return a fraction as a percentage: ``0.0811`` is ``8.1%``."""
    return f"{fixed(Decimal(str(value)) * 100, places)}%"


def points(value: float, places: int = 1) -> str:
    """Return a difference of fractions in percentage points: ``0.018`` is ``1.8 percentage points``."""
    printed = fixed(Decimal(str(value)) * 100, places)
    return f"{printed} percentage point{'' if printed in ('1', '1.0') else 's'}"


def volatility_points(value: float, places: int = 1) -> str:
    """Return a difference of volatilities: ``0.093`` is ``9.3 points``."""
    printed = fixed(Decimal(str(value)) * 100, places)
    return f"{printed} point{'' if printed in ('1', '1.0') else 's'}"


def dollars(value: float) -> str:
    """Return a price: whole dollars from 1,000, cents from 1 where there are any, four digits below."""
    size = abs(value)
    places = 0 if size >= 1000 else 2 if size >= 1 else 4 if size >= 0.001 else 8
    sign = MINUS if value < 0 else ""
    return f"{sign}${fixed(size, places).removesuffix('.00')}"


#: A price under this is as short as it can be.
_ROUGH_FROM: Final = 1000


def rough_dollars(value: float) -> str:
    """Return a price to three significant digits: ``90,628`` is ``$90,600``; under 1,000 as ``dollars`` has it."""
    exact = Decimal(str(value))
    if abs(exact) < _ROUGH_FROM:
        return dollars(value)
    step = Decimal(1).scaleb(max(exact.adjusted() - 2, -8))
    return dollars(float((exact / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step))


def short_dollars(value: float) -> str:
    """Return a price for a headline: ``$71.5K``, ``$1.2M``; under 1,000 as ``dollars`` has it."""
    sign = MINUS if value < 0 else ""
    size = Decimal(str(abs(value)))
    for scale, letter in _LETTERS:
        # 999.95K is $1M; 950K is not, though it is 1.0M to one decimal.
        if _reaches(size, scale, 1):
            return f"{sign}${_trimmed(fixed(size / scale, 1))}{letter}"
    return dollars(value)


def big_dollars(value: float, *, from_: float = 1e6) -> str:
    """Return a sum of money: ``$15.9 billion``, ``$290 million``; 999.95 million is $1 billion.

    Args:
        value: In dollars.
        from_: Sums that are smaller are printed in full: ``$5,300,000``.
    """
    sign = MINUS if value < 0 else ""
    size = Decimal(str(abs(value)))
    for scale, word in _SCALES if size >= Decimal(str(from_)) else ():
        places = 0 if word == "million" else 2 if _has_hundredths(size / scale) else 1
        if _reaches(size, scale, 0 if word == "billion" else 1):
            return f"{sign}${_trimmed(fixed(size / scale, places))} {word}"
    return f"{sign}${fixed(size, 0)}"


def _reaches(size: Decimal, scale: Decimal, places: int) -> bool:
    """Return whether an amount is one of a scale, or would be printed as a thousand of the scale below."""
    below = size / scale * 1000
    return below.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP) >= 1000


def _has_hundredths(scaled: Decimal) -> bool:
    return scaled == scaled.quantize(Decimal("0.01")) and scaled != scaled.quantize(Decimal("0.1"))


def _trimmed(printed: str) -> str:
    return printed.rstrip("0").rstrip(".") if "." in printed else printed


def edge(value: float) -> str:
    """Return a threshold exactly, without needless zeros: ``0.05`` is ``5%``."""
    return f"{_trimmed(fixed(Decimal(str(value)) * 100, 2))}%"


def count(value: int) -> str:
    """Return a count: one to nine as words, else numerals."""
    return _WORDS[value] if 0 <= value <= 9 else f"{value:,}"


def ordinal(value: int) -> str:
    """Return ``third`` or ``34th``."""
    if 1 <= value <= 9:
        return _ORDINALS[value]
    teen = 10 <= value % 100 <= 20
    suffix = "th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value:,}{suffix}"


def day(instant: date, *, near: date) -> str:
    """Return ``Feb. 6``, with the year where it is not that of ``near``."""
    printed = f"{_MONTHS[instant.month - 1]} {instant.day}"
    return printed if instant.year == near.year else f"{printed}, {instant.year}"


def month(instant: date, *, near: date) -> str:
    """Return ``October``, with the year where the month is more than ten months back."""
    months = (near.year - instant.year) * 12 + near.month - instant.month
    printed = _FULL[instant.month - 1]
    return printed if months <= 10 else f"{printed} {instant.year}"


def weekday(instant: date) -> str:
    """Return ``Friday``."""
    return _WEEKDAYS[instant.weekday()]


def clock(instant: datetime) -> str:
    """Return ``21:30 UTC``; a bar's last instant, 09:59:59.999, is its end at ``10:00 UTC``."""
    ended = instant + timedelta(seconds=1) if instant.second == 59 and instant.microsecond >= 999_000 else instant
    return f"{ended:%H:%M} UTC"


def days_of(tenor: str) -> int | None:
    """Return the days of ``7d`` or ``1y``; None for what is no single length."""
    number, unit = tenor[:-1], tenor[-1:]
    if not number.isdigit() or unit not in ("d", "y", "w"):
        return None
    return int(number) * {"d": 1, "w": 7, "y": 365}[unit]


def span(tenor: str) -> str:
    """Return a window in words: ``24 hours``, ``seven days``."""
    days = days_of(tenor)
    if days is None:
        return tenor
    return _SPANS.get(days, f"{count(days)} days")


def span_adjective(tenor: str) -> str:
    """Return a tenor as an adjective: ``one-week``, ``30-day``, ``three-month``."""
    days = days_of(tenor)
    named = {1: "24-hour", 7: "one-week", 90: "three-month", 180: "six-month", 365: "one-year"}
    if days is None:
        return tenor
    return named.get(days, f"{count(days)}-day")


def tenor_noun(tenor: str) -> str:
    """Return a tenor as a noun: ``one week``, ``30 days``, ``90 days``."""
    days = days_of(tenor)
    if days is None:
        return tenor
    return "one week" if days == 7 else f"{count(days)} days"


def years(days: int) -> str | None:
    """Return a reach in words, ``over a year`` or ``more than two years``; None under a year."""
    whole = int(days / 365.25)
    if whole < 1:
        return None
    return "over a year" if whole == 1 else f"more than {count(whole)} years"


def month_tick(instant: date) -> str:
    """Return a month as an axis has it: ``Feb.``."""
    return _MONTHS[instant.month - 1]


def year_tick(instant: date) -> str:
    """Return ``2026``."""
    return str(instant.year)


def tick(value: Decimal, *, step: Decimal, largest: Decimal) -> str:
    """Return an axis label: ``60K``, ``2.5B``. All labels of one axis share their scale and decimals.

    Args:
        value: A multiple of ``step``.
        step: From one label to the next.
        largest: The size of the label that is farthest from zero.
    """
    if value == 0:
        return "0"
    for scale, letter in _LETTERS:
        # Where steps are fine, figures in full read better than 68.5K or 1.25M; so do those up to 10,000.
        finest = 0 if letter == "K" else 1
        if largest >= max(scale, Decimal(10_000)) and _decimals(step / scale) <= finest:
            return f"{fixed(value / scale, _decimals(step / scale))}{letter}"
    return fixed(value, _decimals(step))


def tick_dollars(value: Decimal, *, step: Decimal, largest: Decimal) -> str:
    """Return ``$60K``, ``-$2.5B``."""
    sign = MINUS if value < 0 else ""
    return f"{sign}${tick(abs(value), step=step, largest=largest)}"


def tick_percent(value: Decimal, *, step: Decimal) -> str:
    """Return a fraction as ``7.5%``, all labels of one axis with the same decimals."""
    return f"{fixed(value * 100, _decimals(step * 100))}%"


def _decimals(step: Decimal) -> int:
    exponent = step.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
