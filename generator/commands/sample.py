"""Filling a desk's store from the real history that comes with the package."""

from __future__ import annotations

from pathlib import Path

from generator.collectors.kept.sample import read_sample
from generator.commands.console import Console
from generator.model.catalogue import load_catalogue
from generator.model.names import load_names
from generator.resources import SHIPPED
from generator.store.sqlite import Store


def fill(console: Console, store: Store, *, desk: Path) -> None:
    """Take the sample into the store, a file at a time; what is there already stays as it is.

    Raises:
        InputError: A file of the sample cannot be read.
    """
    batches = read_sample(SHIPPED / "data" / "sample", names=load_names(desk), catalogue=load_catalogue(desk))
    for batch in console.following(batches, "files of the sample"):
        with store.transaction():
            store.archive(batch.body, url=batch.origin.url, name=batch.name, fetched_at=batch.origin.fetched_at)
            store.add(batch.records)
