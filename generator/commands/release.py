"""``wirecopy release``: an editor lets in what the gate had set aside."""

from __future__ import annotations

from pathlib import Path

from generator.commands.console import Console
from generator.config import find_desk, load_settings
from generator.store.sqlite import Store


def release(console: Console, desk: Path | None, aside: str) -> None:
    """Take the readings of one entry into the store; the decision stands in later replays too.

    Raises:
        InputError: Nothing of that name was set aside.
    """
    settings = load_settings(find_desk(desk))
    with Store.open(settings.store, create=False) as store:
        added = store.release(aside)
    console.say(f"{aside}: {added.new + added.revised} readings let in; `wirecopy write` tells them")
    console.result({"id": aside, "new": added.new, "revised": added.revised, "unchanged": added.unchanged})
