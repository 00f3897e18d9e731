"""The bundled sample: real data as kept files, each read by its source's parser."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.collectors.kept.published import parse_published
from generator.collectors.kept.registry import PUBLISHED, SAMPLE
from generator.errors import InputError
from generator.model.catalogue import Catalogue
from generator.model.names import Names
from generator.model.observation import Provenance
from generator.model.quotes import Record


@dataclass(frozen=True, slots=True)
class Batch:
    """One body with the readings in it; ``origin`` names its source and its hash."""

    name: str
    body: bytes
    origin: Provenance
    records: tuple[Record, ...]


def read_sample(
    folder: Path, *, names: Names, catalogue: Catalogue, leave_out: Collection[str] = ()
) -> Iterator[Batch]:
    """Yield the sample's files one after the other, each read whole before it is handed over.

    Args:
        folder: Where the files lie.
        names: Turns venues' symbols into assets.
        catalogue: Checks the published figures.
        leave_out: Sources or file names to leave out, as if they had not answered.

    Raises:
        InputError: A file is missing or broken; nothing of it is handed over.
    """
    for kept in SAMPLE:
        if kept.source in leave_out or kept.file in leave_out:
            continue
        body = _body(folder / kept.file)
        origin = Provenance(kept.source, kept.url, hashlib.sha256(body).hexdigest())
        records = tuple(kept.parse(body, name=kept.file, origin=origin, names=names))
        yield Batch(kept.file, body, origin, records)
    if PUBLISHED not in leave_out and "published" not in leave_out:
        body = _body(folder / PUBLISHED)
        origin = Provenance("published", "", hashlib.sha256(body).hexdigest())
        records = tuple(parse_published(body, name=PUBLISHED, origin=origin, names=names, catalogue=catalogue))
        yield Batch(PUBLISHED, body, origin, records)


def _body(path: Path) -> bytes:
    try:
        packed = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}; restore the sample") from error
    try:
        return gzip.decompress(packed) if path.suffix == ".gz" else packed
    except (OSError, EOFError) as error:
        raise InputError(f"{path}: is not a whole gzip file ({error}); restore it") from error
