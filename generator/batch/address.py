"""Where a history lies: the path of a desk's store, or the address of a lake."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from generator.batch.shelf import SCHEME
from generator.store.sqlite import Store

if TYPE_CHECKING:
    from generator.model.ports import History


@contextmanager
def looked_at(address: str) -> Iterator[str]:
    """Yield the address of a history of which many will ask what it holds: of a lake that is looked up once.

    Raises:
        InputError: There is nothing at the address.
    """
    if SCHEME not in address:
        yield address
        return
    from generator.store.lake import Lake  # noqa: PLC0415 - an optional part

    with Lake.open(address).indexed() as found:
        yield found


@contextmanager
def opened(address: str) -> Iterator[History]:
    """Open what a store or a lake knows.

    Raises:
        InputError: There is nothing at the address.
    """
    if SCHEME in address:
        from generator.store.lake import Lake  # noqa: PLC0415 - an optional part

        yield Lake.open(address).whole()
        return
    with Store.open(Path(address), create=False) as store:
        yield store.whole()
