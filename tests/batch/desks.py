"""Desks for backfills, and what two of them must have alike."""

import hashlib
import shutil
import sqlite3
from contextlib import closing

from tests.conftest import quietly

ISSUES = "SELECT * FROM issue ORDER BY slug, tone"
SAID = "SELECT slug, tone, kind, place, what FROM said ORDER BY slug, tone, kind, place"


def made(folder, store):
    """Return a new desk with a store of its own."""
    quietly("init", folder)
    shutil.copyfile(store, folder / "data" / "wirecopy.sqlite")
    # The name of its folder is a desk's title.
    settings = folder / "wirecopy.toml"
    settings.write_text(settings.read_text().replace(f'title = "{folder.name}"', 'title = "The same desk"'))
    return folder


def files(desk):
    """Return every file of the output by its hash, and what is remembered of each issue."""
    output = desk / "output"
    found = {
        str(path.relative_to(output)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(output.rglob("*"))
        if path.is_file()
    }
    with closing(sqlite3.connect(desk / "data" / "wirecopy.sqlite")) as db:
        return found, [db.execute(query).fetchall() for query in (ISSUES, SAID)]


def stamps(desk):
    """Return when each file of a desk was written last, but for the lock and SQLite's own."""
    return {
        path: path.stat().st_mtime_ns
        for path in desk.rglob("*")
        if path.is_file() and "wirecopy.sqlite" not in path.name and path.name != "run.lock"
    }
