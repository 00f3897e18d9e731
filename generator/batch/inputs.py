"""What a day is written from, as a hash: where it is the same, the texts are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator import __version__
from generator.resources import folders

if TYPE_CHECKING:
    from generator.config import Settings

#: What a desk's words and judgements are made of.
_KINDS: Final = ("data/rules", "data/reference", "templates")


def desk_hash(settings: Settings) -> str:
    """Return the hash of what all days have in common: version, settings, rules, names and phrases."""
    # Where a desk lies makes no difference to what it writes.
    decided = {name: value for name, value in asdict(settings).items() if name != "desk"}
    found = hashlib.sha256(f"{__version__}\n{json.dumps(decided, sort_keys=True, default=_plain)}\n".encode())
    for kind in _KINDS:
        for folder in folders(kind, settings.desk):
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                found.update(f"{kind}/{path.relative_to(folder)}\n".encode())
                found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def day_key(desk: str, history: str, memory: Sequence[str], kept: Mapping[str, str], rest: Sequence[str]) -> str:
    """Return the hash of what one day is written from.

    Args:
        desk: Of what all days have in common.
        history: Of what was known at its instant.
        memory: Of what each edition said before.
        kept: The day's slugs that are not replaced → hash of what lies there.
        rest: The editions, and the day's notes.
    """
    told = json.dumps([desk, history, list(memory), sorted(kept.items()), list(rest)])
    return hashlib.sha256(told.encode()).hexdigest()


def notes_of(folder: Path, day: date) -> Iterator[str]:
    """Yield name and hash of each note of a day."""
    for path in sorted(folder.glob(f"{day.isoformat()}*.md")):
        yield f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}"


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else str(value)
