"""Where a history lies: the path of a desk's store, or the address of a lake."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from generator.batch.shelf import SCHEME
from generator.store.sqlite import Store

if TYPE_CHECKING:
    from generator.model.ports import History


@contextmanager
def opened(address: str, assets: Sequence[str]) -> Iterator[History]:
    """Open what a store or a lake knows of some assets.

    Raises:
        InputError: There is nothing at the address.
    """
    if SCHEME in address:
        # An optional part, with packages of its own.
        yield import_module("generator.store.lake").Lake.open(address).whole(assets)
        return
    with Store.open(Path(address), create=False) as store:
        yield store.whole()
