"""How the gate's reasons speak of numbers and times."""

from __future__ import annotations

from datetime import timedelta

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)


def number(value: float) -> str:
    """Return a number for people.

    Example:
        >>> number(70120.0), number(0.00012345678)
        ('70,120', '0.000123457')
    """
    return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"


def against(value: float, other: float) -> str:
    """Say how a value stands to another, both above zero.

    Example:
        >>> against(300.0, 3.0), against(1.0, 4.0), against(1.06, 1.0)
        ('100 times', '1/4.0 of', '6.0% above')
    """
    ratio = value / other
    if ratio >= 2:
        return f"{_times(ratio)} times"
    if ratio <= 0.5:
        return f"1/{_times(1 / ratio)} of"
    return f"{abs(ratio - 1):.1%} {'above' if ratio > 1 else 'below'}"


def _times(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio >= 9.95 else f"{ratio:.1f}"


def span(length: timedelta) -> str:
    """Return a length of time in the unit that suits it.

    Example:
        >>> span(timedelta(hours=3)), span(timedelta(days=2, hours=5)), span(timedelta(minutes=1))
        ('3 hours', '2 days', '1 minute')
    """
    if length >= 2 * 24 * _HOUR:
        return f"{length // (24 * _HOUR)} days"
    count, unit = (length // _HOUR, "hour") if length >= _HOUR else (length // _MINUTE, "minute")
    return f"{count} {unit}{'' if count == 1 else 's'}"
