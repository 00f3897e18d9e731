"""``wirecopy import`` and ``export``: observations in and out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from generator.collectors.observations import read_observations
from generator.commands.console import Console
from generator.config import find_desk, load_settings
from generator.errors import InputError
from generator.model.catalogue import load_catalogue
from generator.model.names import load_names
from generator.publish.files import write_file
from generator.store.export import as_csv, as_jsonl
from generator.store.sqlite import Added, Store

_WRITERS: Final = {".csv": as_csv, ".jsonl": as_jsonl}


def import_files(console: Console, desk: Path | None, files: Sequence[Path], *, skip_bad: bool) -> None:
    """Take all files or none, and say what was new.

    Raises:
        InputError: A row is refused, and ``skip_bad`` is false; the store is as it was.
    """
    settings = load_settings(find_desk(desk))
    names, catalogue = load_names(settings.desk), load_catalogue(settings.desk)
    bodies = [(str(file), _body(file)) for file in files]
    read = [
        (name, body, read_observations(body, name, names=names, catalogue=catalogue, skip_bad=skip_bad))
        for name, body in bodies
    ]
    done = Added()
    with Store.open(settings.store) as store, store.transaction():
        for name, body, delivered in read:
            store.archive(body, name=name)
            done += store.add(delivered.observations)
    refused = [line for _, _, delivered in read for line in delivered.refused]
    for line in refused:
        console.warn(line)
    skipped = f", {len(refused)} refused" if refused else ""
    console.say(f"{done.new} new, {done.revised} revised, {done.unchanged} unchanged{skipped}")
    console.result(
        {"new": done.new, "revised": done.revised, "unchanged": done.unchanged, "refused": refused},
    )


def export_file(console: Console, desk: Path | None, file: Path) -> None:
    """Write every observation of the store, so that importing the file elsewhere loses nothing.

    Raises:
        InputError: There is no store, or the file's ending names no form that we write.
    """
    if file.suffix not in _WRITERS:
        raise InputError(f"{file}: is neither .csv nor .jsonl; choose one of these endings")
    settings = load_settings(find_desk(desk))
    with Store.open(settings.store, create=False) as store:
        observations = list(store.observations())
    write_file(file, _WRITERS[file.suffix](observations))
    console.say(f"{file}: {len(observations)} observations")
    console.result({"file": str(file), "observations": len(observations)})


def _body(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror or error}; name a file that is there") from error
