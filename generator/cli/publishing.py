"""What brings articles to readers: ``publish``."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from generator.commands.console import Console
from generator.commands.options import common


@click.command()
@click.option(
    "--to",
    nargs=2,
    metavar="KIND WHERE",
    help="The articles to hugo, pelican, jekyll, eleventy, astro or mkdocs DIR; "
    "the site to folder DIR, git BRANCH or rsync HOST:DIR.",
)
@common
def publish(console: Console, *, to: tuple[str, str] | None, desk: Path | None) -> None:
    """Bring the site up to date with what may be published; with --to also hand it, or the articles, on."""
    from generator.commands.publish import publish as bring_out  # noqa: PLC0415

    bring_out(console, desk, to=to)


COMMANDS: Final = (publish,)
