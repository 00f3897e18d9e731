"""Every command and file of README and CONTRIBUTING is executed, in order, as a reader would."""

import re
import shlex
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.collectors.registry import SOURCES
from generator.resources import SHIPPED
from tests.loopback.server import Loopback
from tests.loopback.world import World

#: When the sources on loopback are asked, and which of them.
_LIVE = datetime(2026, 2, 10, 10, tzinfo=UTC)
_ASKED = {"binance-spot", "binance-usdm", "deribit", "coinbase", "alternative.me"}
ROOT = Path(__file__).resolve().parents[2]
_BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, what stands behind it (``file=``, ``add-to=``, ``under=``), its text."""

    language: str
    options: dict
    text: str


def blocks(page):
    """Return a page's fenced blocks that name a language."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return [
        Block(language, dict(word.split("=", 1) for word in options.split()), body)
        for language, options, body in _BLOCK.findall(text)
    ]


def make_recipe(target):
    """Return the commands of ours that a target of the Makefile runs."""
    found = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert found, f"the Makefile has no target {target}"
    return [shlex.split(line)[1:] for line in found[1].splitlines() if "/wirecopy " in line]


class Reader:
    """Somebody who follows a page: writes its files and runs its commands."""

    def __init__(self, desk, wirecopy, monkeypatch):
        self.folder = desk
        self.wirecopy = wirecopy
        self.monkeypatch = monkeypatch
        monkeypatch.chdir(desk)

    def follow(self, block):
        """Do what a block says."""
        if block.options.get("sources") == "loopback":
            self.live(block)
        elif block.language == "sh":
            for line in block.text.splitlines():
                self.run(shlex.split(line, comments=True))
        elif "file" in block.options:
            self.write(block.options["file"], block.text)
        elif "add-to" in block.options:
            self.write(block.options["add-to"], self.added(block))

    def live(self, block):
        """Do what a block says with the sources on loopback, those left out whose limits make a history slow."""
        settings = self.folder / "wirecopy.toml"
        own = settings.read_text(encoding="utf-8")
        world = World(_LIVE)
        with Loopback(world.respond) as server:
            tables = [
                f'[sources."{name}"]\nbase_url = "{server.url(name)}"\nask = {"true" if name in _ASKED else "false"}'
                for name in (source.id for source in SOURCES)
            ]
            settings.write_text("\n".join([own, *tables, ""]), encoding="utf-8")
            for line in block.text.splitlines():
                self.run(shlex.split(line, comments=True), clock=lambda: _LIVE)
        settings.write_text(own, encoding="utf-8")
        assert world.unplayed == []

    def run(self, words, **also):
        if not words:
            return
        command, *rest = words
        if command == "cd":
            self.folder = self.folder / rest[0]
            self.monkeypatch.chdir(self.folder)
        elif command == "make":
            # Tests are not run within tests: of those targets it is only checked that they are there.
            for recipe in make_recipe(rest[0]):
                self.run(["wirecopy", *recipe])
        else:
            assert command in {"wirecopy", ".venv/bin/wirecopy"}, f"the page asks for {command}"
            ran = self.wirecopy(*rest, **also)
            assert ran.code == 0, f"`{shlex.join(words)}`: {ran.err}"

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def added(self, block):
        """Return the shipped file with the block added at its end, or under a key."""
        name = block.options["add-to"]
        if name == "wirecopy.toml":
            return f"{(self.folder / name).read_text(encoding='utf-8')}\n{block.text}"
        folder = SHIPPED if name.startswith("templates/") else SHIPPED / "data"
        shipped = (folder / name).read_text(encoding="utf-8")
        if "under" not in block.options:
            return f"{shipped}\n{block.text}"
        key = f"\n{block.options['under']}:\n"
        assert shipped.count(key) == 1
        return shipped.replace(key, f"{key}{block.text}")


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_the_page_does_what_it_says(page, filled, wirecopy, monkeypatch):
    """A desk filled from the sample stands for the clone; every block is followed in order."""
    reader = Reader(filled, wirecopy, monkeypatch)
    for block in blocks(page):
        reader.follow(block)


def test_no_block_is_passed_over():
    """A block that asks for something is one that the reader follows; others name no language."""
    followed = [b for page in ("README.md", "CONTRIBUTING.md") for b in blocks(page)]
    assert len(followed) >= 10
    assert all(b.language == "sh" or {"file", "add-to"} & b.options.keys() for b in followed)


def test_the_make_targets_that_pages_name_exist():
    """Also those that stand within a sentence."""
    named = {
        target
        for page in ("README.md", "CONTRIBUTING.md")
        for target in re.findall(r"\bmake ([a-z]+)\b", (ROOT / page).read_text(encoding="utf-8"))
    }
    assert {"article", "test", "check"} <= named
    for target in named:
        assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_every_command_is_told(wirecopy):
    """README's table has each command that ``--help`` has, and no other."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = set(re.findall(r"`wirecopy ([a-z]+)", "\n".join(line for line in readme.splitlines() if line[:2] == "| ")))
    listed = wirecopy("--help").out.partition("Commands:\n")[2]
    assert table == set(re.findall(r"^  ([a-z]+)", listed, re.MULTILINE))
