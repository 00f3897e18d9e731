"""``wirecopy run``: fill the store, then write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from generator.collectors.sample import read_sample
from generator.commands.console import Console
from generator.commands.write import write_from
from generator.config import find_desk, load_settings
from generator.model.catalogue import load_catalogue
from generator.model.names import load_names
from generator.resources import SHIPPED
from generator.store.sqlite import Store


def run_sample(
    console: Console, desk: Path | None, *, as_of: datetime, asset: str | None, editions: Sequence[str]
) -> None:
    """Fill the desk's store from the shipped history and write; see ``write``.

    Raises:
        InputError: A file of the sample cannot be read.
        HeldError: The verifier refused a text.
    """
    settings = load_settings(find_desk(desk))
    with Store.open(settings.store) as store:
        fill(console, store, SHIPPED / "data" / "sample", desk=settings.desk)
        write_from(console, settings, store, as_of=as_of, asset=asset, editions=editions)


def fill(console: Console, store: Store, folder: Path, *, desk: Path) -> None:
    """Take the sample into the store; what is there already stays as it is."""
    batches = read_sample(folder, names=load_names(desk), catalogue=load_catalogue(desk))
    for batch in console.following(batches, "files of the sample"):
        with store.transaction():
            store.archive(batch.body, url=batch.origin.url, name=batch.name, fetched_at=batch.origin.fetched_at)
            store.add(batch.records)
