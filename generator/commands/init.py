"""``wirecopy init``: a new desk."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from generator.commands.console import Console
from generator.config import FILE
from generator.errors import InputError

_SETTINGS: Final = """\
# A desk of wirecopy. Own rules go into rules/, own templates into templates/, an editor's
# notes into notes/<date>.md; each file there replaces the shipped one of the same name.

title = {title}
base_url = "https://example.org"  # where the site will be read; feeds and cards need it
authors = ["Markets desk"]
assets = ["BTC", "ETH"]
editions = ["derivatives", "markets", "brief"]
category = "markets"
"""
_IGNORED: Final = "/data/wirecopy.sqlite*\n/data/backfill/\n/data/cache/\n/data/log/\n/data/run.lock\n/output/\n"


def init(console: Console, folder: Path) -> None:
    """Make the desk's folders and its settings.

    Raises:
        InputError: There is a desk already, or the folder cannot be made.
    """
    settings = folder / FILE
    if settings.exists():
        raise InputError(f"{settings}: is there already; nothing was changed")
    try:
        for name in ("data", "notes", "output"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        title = json.dumps(folder.resolve().name, ensure_ascii=False)  # JSON's strings are TOML's
        settings.write_text(_SETTINGS.format(title=title), encoding="utf-8")
        if not (folder / ".gitignore").exists():
            (folder / ".gitignore").write_text(_IGNORED, encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"{folder}: cannot be made a desk: {error.strerror or error}; choose another folder"
        ) from error
    console.say(f"{folder}: a desk. Next: `wirecopy run --live --desk {folder}`; it needs no key.")
    console.result({"desk": str(folder), "settings": str(settings)})
