"""Where a history lies: the path of a desk's store, or the address of a lake."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from generator.batch.shelf import SCHEME
from generator.store.sqlite import Store

if TYPE_CHECKING:
    import pandas as pd

    from generator.model.ports import History, Market


class _Whole(Protocol):
    """A history that can be cut, and says no more of itself."""

    def at(self, as_of: datetime) -> Market:
        """Return what was known before an instant."""


@contextmanager
def opened(address: str, assets: Sequence[str]) -> Iterator[History]:
    """Open what a store or a lake knows.

    Args:
        address: Of either.
        assets: What is written about; others are read all the same, since an article tells of the wider market.

    Raises:
        InputError: There is nothing at the address.
    """
    if SCHEME in address:
        # An optional part, with packages of its own.
        whole = import_module("generator.store.lake").Lake.open(address).whole(None)
        yield cast("History", whole) if hasattr(whole, "digest") else Hashed(whole, assets)
        return
    with Store.open(Path(address), create=False) as store:
        yield store.whole()


class Hashed:
    """A history that cannot tell a day's hash cheaply: each day's frames are hashed, row by row."""

    def __init__(self, whole: _Whole, assets: Sequence[str]) -> None:
        self._whole = whole
        self._assets = tuple(dict.fromkeys(assets))

    def at(self, as_of: datetime) -> Market:
        """See ``model.ports.History``."""
        return self._whole.at(as_of)

    @property
    def asked(self) -> Sequence[Sequence[object]]:
        """See ``model.ports.History``."""
        return [["everything", *self._assets]]

    def digest(self, as_of: datetime, asked: Sequence[Sequence[object]]) -> str:
        """See ``model.ports.History``."""
        from pandas.util import hash_pandas_object  # noqa: PLC0415 - whoever only looks at rows needs none

        market = self._whole.at(as_of)
        found = hashlib.sha256(json.dumps([list(asked), sorted(market.absent().items())]).encode())
        for frame in self._frames(market):
            found.update(hash_pandas_object(frame, index=False).to_numpy().tobytes())
        return found.hexdigest()

    def _frames(self, market: Market) -> Iterator[pd.DataFrame]:
        yield market.observations()
        yield market.candles("1d")
        yield market.candles("1h", assets=self._assets)
        yield market.future_quotes(dated=False)
        for asset in self._assets:
            yield market.option_quotes(asset)
            yield market.future_quotes(asset=asset, dated=True)
            yield market.funding(asset=asset)
