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
@click.option("--only", type=click.Choice(["site", "newsletter", "shorts"]), help="One of the three alone.")
@click.option("--force", is_flag=True, help="Write over a newsletter draft that an editor changed.")
@common
def publish(console: Console, *, to: tuple[str, str] | None, only: str | None, force: bool, desk: Path | None) -> None:
    """Bring the site and the newsletter's drafts up to date; with --to also hand the site, or the articles, on."""
    if to is not None and only is not None:
        raise click.UsageError("--to is about the site or the articles alone; it goes without --only")
    from generator.commands import publish as publishing  # noqa: PLC0415

    if to is not None:
        publishing.hand_on(console, desk, to)
    else:
        publishing.publish(console, desk, only=only, force=force)


COMMANDS: Final = (publish,)
