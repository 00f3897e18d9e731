"""What a day is written from, as a hash: where it is the same, the texts are."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator import __version__
from generator.errors import InputError
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


def kit_of(settings: Settings) -> dict[str, str]:
    """Return the desk's own files that articles are written from, relative path → text."""
    kinds = [*(kind.removeprefix("data/") for kind in _KINDS), settings.notes.name]
    paths = (path for kind in kinds for path in sorted((settings.desk / kind).rglob("*")) if path.is_file())
    return {str(path.relative_to(settings.desk)): path.read_text(encoding="utf-8") for path in paths}


@contextmanager
def ready(settings: Settings, desk: str, kit: Mapping[str, str] | None) -> Iterator[Settings]:
    """Give a worker the settings of a desk that lies where it can see it.

    Args:
        settings: As the desk's own machine has them.
        desk: The hash that the desk has there.
        kit: The desk's own files, None where the worker sees the desk itself.

    Raises:
        InputError: This worker would write something else.
    """
    if kit is None:
        yield settings
        return
    with tempfile.TemporaryDirectory(prefix="wirecopy-desk-") as folder:
        here = replace(settings, desk=Path(folder))
        (here.desk / "data").mkdir()  # there compiled templates are kept
        for name, text in kit.items():
            path = here.desk / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        if desk_hash(here) != desk:
            raise InputError("a worker has another wirecopy than the desk; install the same version on all machines")
        yield here


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
