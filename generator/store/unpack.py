"""Packed option chains as arrays; see ``pack``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from generator.store.pack import NUMBERED, SAID

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WIDTH: Final = len(NUMBERED) + len(SAID)


def unpack(chains: Sequence[tuple[int, bytes]]) -> dict[str, NDArray[Any]]:
    """Return the columns of several chains, one below the other, with ``observed_at`` for every quote.

    Args:
        chains: Instant and packed quotes of each.
    """
    cells = [np.frombuffer(quotes, "<i8").reshape(_WIDTH, -1) for _, quotes in chains]
    whole = np.concatenate([np.empty((_WIDTH, 0), "<i8"), *cells], axis=1).astype(np.int64, copy=False)
    times = np.array([at for at, _ in chains], dtype=np.int64)
    columns: dict[str, NDArray[Any]] = {"observed_at": np.repeat(times, [block.shape[1] for block in cells])}
    columns |= zip(NUMBERED, whole, strict=False)
    # The same eight bytes, read as what they were packed from.
    columns |= zip(SAID, whole[len(NUMBERED) :].view(np.float64), strict=True)
    return columns
