"""What the name of an option at Deribit says: coin, expiry, strike, and whether it is a call."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal

from generator.errors import PayloadError

_OPTION: Final = re.compile(
    r"(?P<coin>[A-Z_]{1,20})-(?P<day>\d{1,2}[A-Z]{3}\d{2})-(?P<strike>[1-9]\d{0,11}|\d{1,9}d\d{1,9})-(?P<right>[CP])",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Option:
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
            expires_at = datetime.strptime(found["day"], "%d%b%y").replace(tzinfo=UTC, hour=8)
            # Strikes of coins below ten dollars have a d for the point: 1d25 is 1.25.
            strike = float(found["strike"].replace("d", "."))
            if strike > 0:
                return Option(found["coin"], expires_at, strike, "C" if found["right"] == "C" else "P")
    except ValueError:
        pass  # 31FEB26 is no day
    name = instrument[:40]
    raise PayloadError(
        f"{where}: {name!r} is no option's name, such as BTC-5AUG26-64000-C; fetch it again or remove the row"
    )
