"""What the columns of readings hold, and how pandas is given them: one layout, whoever read the cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

NAT: Final = int(np.iinfo(np.int64).min)  # numpy's own number for "not a time"
INSTANTS: Final = frozenset({"observed_at", "available_at", "expires_at", "fetched_at"})
WORDS: Final = frozenset(
    {"asset", "metric", "tenor", "venue", "unit", "interval", "quote", "instrument", "right", "basis"}
    | {"source", "url", "raw_sha256", "note"}
)
#: Of these columns a frame has one word, the one that was asked for.
LEFT_OUT: Final = {"candle": ("interval",), "option_quote": ("asset",)}
_WHENCE: Final = ("source", "url", "raw_sha256", "fetched_at")


def origins_of(kind: str) -> tuple[str, ...]:
    """Return the columns that say where the readings of a kind come from, in a frame's order."""
    return ("note", *_WHENCE) if kind == "observation" else _WHENCE


def laid(name: str, cells: NDArray[Any], index: pd.RangeIndex) -> Any:  # noqa: ANN401 - whatever pandas holds
    """Return a column of a frame: words as objects, instants in UTC from microseconds since 1970, numbers as they are.

    The cells become the frame's own.
    """
    if name in WORDS:
        # As objects: turning them into pandas' own strings costs more than reading them.
        return pd.Series(cells, index=index, dtype=object, copy=False)
    if name in INSTANTS:
        return pd.DatetimeIndex(cells.view("datetime64[us]")).tz_localize("UTC")
    return cells
