"""A desk that asks the loopback server, and what became of its runs."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from generator.cli import run_cli
from generator.model.reply import Trouble
from generator.store.sqlite import Store
from tests.loopback.server import Loopback

ROOT = Path(__file__).resolve().parents[2]
#: Enough for a loopback run on a busy machine; a source that never answers costs it three attempts.
SETTINGS = "\n[collect]\nbudget_seconds = {budget}\ntimeout_seconds = {timeout}\n"


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def result(self) -> Mapping[str, Any]:
        """What it printed for programs."""
        return json.loads(self.out) if self.out.strip() else {}


def make(folder: Path, addresses: Mapping[str, str], *, budget: float = 30.0, timeout: float = 5.0) -> Path:
    """Make a new desk as ``wirecopy init`` does, and set nothing but whom it asks, how long it waits, and no site."""
    ended = wirecopy("init", str(folder))
    assert ended.code == 0, ended.err
    settings = folder / "wirecopy.toml"
    # What these runs are about ends with the articles: without an address no site is built.
    plain = settings.read_text(encoding="utf-8").replace("https://example.org", "")
    text = plain + SETTINGS.format(budget=budget, timeout=timeout)
    text += "".join(f'\n[sources."{source}"]\nbase_url = "{url}"\n' for source, url in addresses.items())
    settings.write_text(text, encoding="utf-8")
    return folder


def addresses(server: Loopback, sources: Iterable[str]) -> dict[str, str]:
    """Return the loopback address of each source."""
    return {source: server.url(source) for source in sources}


def wirecopy(*arguments: str, now: datetime | None = None) -> Ended:
    """Run a command in this process, at an instant."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run_cli(arguments) if now is None else run_cli(arguments, clock=lambda: now)
    return Ended(code, out.getvalue(), err.getvalue())


def as_process(*arguments: str, **environment: str) -> Ended:
    """Run a command as a user does: a process of its own, the machine's clock."""
    ended = subprocess.run(
        [sys.executable, "-m", "generator.cli", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )
    return Ended(ended.returncode, ended.stdout, ended.stderr)


def live(desk: Path, now: datetime) -> Ended:
    """Collect and write."""
    return wirecopy("run", "--live", "--json", "--desk", str(desk), now=now)


def evidences(desk: Path) -> list[dict[str, Any]]:
    """Return the evidence of each article that was published."""
    found = sorted((desk / "output" / "articles").rglob("*.json"))
    return [each for each in (json.loads(path.read_text(encoding="utf-8")) for path in found) if "claims" in each]


def troubles(desk: Path) -> list[Trouble]:
    """Return what the last run could not get."""
    with Store.open(desk / "data" / "wirecopy.sqlite", create=False) as store:
        run = store.last_run("live")
        return [] if run is None else store.troubles(run.id)


def bodies(desk: Path, hashes: Iterable[str]) -> dict[str, bytes | None]:
    """Return the kept raw body of each hash."""
    with Store.open(desk / "data" / "wirecopy.sqlite", create=False) as store:
        return {each: store.raw(each) for each in hashes}


def of(text: str) -> datetime:
    """Return an instant."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
