"""Kept: what was read from an editor's files, so that it need not be read again while they stay the same.

It lies in the desk's ``data/cache``, which may be emptied at any time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def key_of(files: Iterable[Path]) -> str:
    """Return a key that is another one when a file is, or its name, or their number; "" where one cannot be read."""
    digest = hashlib.sha256()
    for path in files:
        try:
            content = path.read_bytes()
        except OSError:
            return ""  # who reads it for good says why
        digest.update(f"{path}\n{len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def kept(desk: Path | None, name: str, key: str) -> Any:  # noqa: ANN401 - whatever was kept
    """Return what was kept under a key, None where nothing was or it cannot be read."""
    if desk is None or not key:
        return None
    try:
        found = json.loads(_place(desk, name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found["data"] if isinstance(found, dict) and found.get("key") == key else None


def keep(desk: Path | None, name: str, key: str, data: object) -> None:
    """Keep something in place of what was kept under this name; a desk that cannot be written to keeps nothing."""
    if desk is None or not (desk / "data").is_dir():
        return
    place = _place(desk, name)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_suffix(".part")
        part.write_text(json.dumps({"key": key, "data": data}, ensure_ascii=False), encoding="utf-8")
        part.replace(place)
    except OSError:
        return


def _place(desk: Path, name: str) -> Path:
    return desk / "data" / "cache" / f"{name}.json"
