"""alternative.me: the crypto fear and greed index.

What: one whole number a day from 0 (extreme fear) to 100 (extreme greed), since February 2018.
API: https://alternative.me/crypto/fear-and-greed-index/ (api.alternative.me/fng).
Terms: free with attribution, "Source: Alternative.me", beside the number.
Quirks: a day's value is published at 00:00 UTC of that day, so it speaks of the days before.
Four days since 2018 were never published. Its own labels change at 26, 47, 55 and 76, not where
its documentation says.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from generator.collectors.kept.rows import lines
from generator.errors import PayloadError
from generator.model.names import Names
from generator.model.observation import Observation, Provenance, SeriesKey

_SERIES: Final = SeriesKey("CRYPTO", "sentiment.fear_greed", "", "alternative.me")


def parse_fear_greed(body: bytes, *, name: str, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield the index, stamped with the start of its day, when it is published. [0 to 100]

    Raises:
        PayloadError: A value is no number from 0 to 100.
    """
    del names  # the index has no asset of its own
    for line in lines(body, name, ("date", "fear_greed_index")):
        index = line.number("fear_greed_index")
        if not 0 <= index <= 100:
            raise PayloadError(
                f"{line.where}: fear_greed_index is {index:g}, not from 0 to 100; mend or remove the row"
            )
        at = line.at()
        yield Observation(_SERIES, index, "index", at, at, origin)
