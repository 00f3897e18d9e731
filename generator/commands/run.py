"""``wirecopy run``: fill the store, then write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from generator.commands.console import Console
from generator.commands.sample import fill
from generator.commands.write import write_from
from generator.config import find_desk, load_settings
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
        fill(console, store, desk=settings.desk)
        write_from(console, settings, store, as_of=as_of, asset=asset, editions=editions)
