"""What editors decide, and where they look: ``approve``, ``hold``, ``correct``, ``revise``, ``serve``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

import click

from generator.commands.console import Console
from generator.commands.options import FILE, Action, a_day, common


def _by(command: Action) -> Action:
    return click.option("--by", metavar="NAME", help="Who decides; whom the system knows if not given.")(command)


def _sign(command: Action) -> Action:
    said = "Vouch for what the verifier cannot judge: its yellow lines, which are kept with your name."
    return click.option("--sign", is_flag=True, help=said)(command)


@click.command()
@click.argument("article", metavar="SLUG")
@_by
@_sign
@common
def approve(console: Console, article: str, *, by: str | None, sign: bool, desk: Path | None) -> None:
    """Let a text through, by its slug or path; nobody can where the verifier shows a red line."""
    from generator.commands.approve import approve as let_through  # noqa: PLC0415

    let_through(console, desk, article, by=by, sign=sign)


@click.command()
@click.argument("article", metavar="SLUG")
@click.option("--why", metavar="TEXT", required=True, help="The reason, for whoever looks at it next.")
@_by
@common
def hold(console: Console, article: str, *, why: str, by: str | None, desk: Path | None) -> None:
    """Keep a text from being published; on the site, it goes with the next `wirecopy publish`."""
    from generator.commands.hold import hold as keep_back  # noqa: PLC0415

    keep_back(console, desk, article, why=why, by=by)


@click.command()
@click.argument("article", metavar="SLUG")
@click.option("--from", "edited", metavar="FILE", required=True, type=FILE, help="The Markdown, edited.")
@click.option("--what", metavar="TEXT", required=True, help="What was put right; readers see it.")
@_by
@_sign
@common
def correct(
    console: Console, article: str, *, edited: Path, what: str, by: str | None, sign: bool, desk: Path | None
) -> None:
    """Put something right in an article that was approved or published."""
    from generator.commands.correct import correct as put_right  # noqa: PLC0415

    put_right(console, desk, article, edited=edited, what=what, by=by, sign=sign)


@click.command()
@click.argument("articles", metavar="[SLUG]...", nargs=-1)
@click.option("--from", "first", metavar="DAY", callback=a_day, help="The first day of the articles to look at.")
@click.option("--to", "last", metavar="DAY", callback=a_day, help="The last one.")
@click.option("--apply", is_flag=True, help="Put right what is wrong in print, with a note for readers.")
@_by
@_sign
@common
def revise(  # noqa: PLR0913 - one for each option
    console: Console,
    articles: tuple[str, ...],
    *,
    first: date | None,
    last: date | None,
    apply: bool,
    by: str | None,
    sign: bool,
    desk: Path | None,
) -> None:
    """List the claims of written articles that a revision of data has changed; all articles unless some are named."""
    if articles and (first is not None or last is not None):
        raise click.UsageError("name articles, or the days of them; not both")
    from generator.commands.revise import Wanted  # noqa: PLC0415
    from generator.commands.revise import revise as compare  # noqa: PLC0415

    compare(console, desk, Wanted(articles, first, last), apply=apply, by=by, sign=sign)


@click.command()
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="0 for any that is free.")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="The address to listen on.")
@click.option("--allow-remote", "remote", is_flag=True, help="Listen where other machines can ask, and decide.")
@_by
@common
def serve(console: Console, *, port: int, host: str, remote: bool, by: str | None, desk: Path | None) -> None:
    """Show the desk in the browser, with live reload: articles, what they rest on, and an editor's decisions."""
    from generator.commands.serve import serve as show  # noqa: PLC0415

    show(console, desk, host=host, port=port, remote=remote, by=by)


COMMANDS: Final = (approve, hold, correct, revise, serve)
