"""What the name of an option at Deribit says: coin, expiry, strike, and whether it is a call."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final, Literal, NamedTuple

from generator.errors import PayloadError

_OPTION: Final = re.compile(
    r"([A-Z_]{1,20})-(\d{1,2})([A-Z]{3})(\d{2})-([1-9]\d{0,11}|\d{1,9}d\d{1,9})-([CP])",
    re.ASCII,
)
#: Looked up, since to read a date by a pattern takes longer than to read all else of a chain.
_MONTHS: Final = {
    name: place
    for place, name in enumerate(
        ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"), start=1
    )
}
_CENTURY: Final = 2000
#: Digits of the longest whole strike.
_LONGEST: Final = 12


class Option(NamedTuple):
    """What an option's name says."""

    coin: str
    expires_at: datetime
    strike_usd: float
    right: Literal["C", "P"]


def read_option(instrument: str, where: str) -> Option:
    """Return what a name says: ``BTC-5AUG26-64000-C`` expires on 2026-08-05 at 08:00 UTC.

    Raises:
        PayloadError: It is no option's name; the text begins with ``where``.
    """
    found = _OPTION.fullmatch(instrument)
    try:
        if found is not None:
            coin, day, month, year, strike, right = found.groups()
            expires_at = datetime(_CENTURY + int(year), _MONTHS[month], int(day), 8, tzinfo=UTC)
            # Strikes of coins below ten dollars have a d for the point: 1d25 is 1.25.
            strike_usd = float(strike.replace("d", "."))
            if strike_usd > 0:
                return Option(coin, expires_at, strike_usd, "C" if right == "C" else "P")
    except (KeyError, ValueError):
        pass  # 31FEB26 is no day, and FEV no month
    name = instrument[:40]
    raise PayloadError(
        f"{where}: {name!r} is no option's name, such as BTC-5AUG26-64000-C; fetch it again or remove the row"
    )


class ChainNames:
    """Reads the names of one chain's options: what an expiry is called is read once, and found again after that.

    Args:
        coin: Whose options they are.
    """

    def __init__(self, coin: str) -> None:
        self._coin = coin
        self._days: dict[str, datetime] = {}

    def read(self, instrument: str) -> Option | None:
        """Return what a name says, None where it is no option's of the coin."""
        parts = instrument.split("-")
        if len(parts) == len(Option._fields):
            coin, day, strike, right = parts
            expires_at = self._days.get(day)
            plain = strike.isdecimal() and strike.isascii() and strike[0] != "0" and len(strike) <= _LONGEST
            if expires_at is not None and plain and coin == self._coin and right in ("C", "P"):
                return Option(coin, expires_at, float(strike), "C" if right == "C" else "P")
        try:
            option = read_option(instrument, "")
        except PayloadError:
            return None
        self._days[instrument.split("-")[1]] = option.expires_at
        return option if option.coin == self._coin else None
