"""One collecting run at a time: whoever comes second learns who holds the desk."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from generator.errors import InputError, WirecopyError


@contextmanager
def only_run(path: Path, *, at: datetime) -> Iterator[None]:
    """Hold the desk for as long as the block lasts.

    The system lets go of the lock when the process ends, however it ends, so a killed run
    holds up nobody.

    Raises:
        WirecopyError: Another run holds it; the text says which, and since when.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise InputError(f"{path}: cannot be held: {error.strerror or error}; is the desk writable?") from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(handle, 200).decode(errors="replace").strip()
            raise WirecopyError(f"another run is at work ({holder or 'it has just begun'}); let it end") from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"process {os.getpid()} since {at:%Y-%m-%d %H:%M:%S} UTC\n".encode(), 0)
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)
