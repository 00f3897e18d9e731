"""The command ``wirecopy``: names, options and exit codes. The only place with a clock.

What a command needs is imported when it runs, so that ``--help`` costs little more than click.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import click

from generator import __version__
from generator.commands.console import Console, ReaderGoneError
from generator.errors import HeldError, WirecopyError

DONE: Final = 0
FORESEEN: Final = 1
USAGE: Final = 2
HELD: Final = 3
BUG: Final = 70
INTERRUPTED: Final = 130

_EDITIONS: Final = ("derivatives", "markets", "brief")
_SAMPLE_DAY: Final = "2026-02-10"

#: A command before click has seen it; click itself types them no closer.
Action = Callable[..., None]


def _day(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
    try:
        return None if value is None else date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a day; write it like 2026-02-10") from None


def _time(_: click.Context, __: click.Parameter, value: str | None) -> datetime | None:
    from generator.model.instants import parse_instant  # noqa: PLC0415 - it draws in the model

    try:
        return None if value is None else parse_instant(value)
    except WirecopyError as error:
        raise click.BadParameter(str(error)) from None


def _now() -> datetime:
    """Return the minute that has begun: an article's instant needs no more, and reads better."""
    return datetime.now(UTC).replace(second=0, microsecond=0)


def _instant(day: date | None, as_of: datetime | None) -> datetime:
    """Return the exclusive instant of an article: the end of ``day``, ``as_of``, or now; never later than now."""
    if day is not None and as_of is not None:
        raise click.UsageError("--date and --as-of exclude each other; give one")
    now = _now()
    if as_of is not None:
        if as_of > now:
            raise click.UsageError(f"--as-of {as_of:%Y-%m-%dT%H:%M}Z has not come yet; nothing is known then")
        return as_of
    if day is None:
        return now
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    if start >= now:
        raise click.UsageError(f"--date {day} has not begun yet; nothing is known of it")
    return min(start + timedelta(days=1), now)


def _set_json(context: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's signature
    console = context.find_object(Console)
    if console is not None:
        console.json = value


def _common(command: Action) -> Action:
    """Give a command what every command has: the desk, ``--json``, and a console to print on."""
    desk = click.option("--desk", type=click.Path(path_type=Path), metavar="DIR", help="The desk's folder.")
    as_json = click.option(
        "--json", is_flag=True, expose_value=False, is_eager=True, callback=_set_json, help="Print one JSON value."
    )
    return desk(as_json(click.pass_obj(command)))


def _choices(command: Action) -> Action:
    """Give a command the choice of asset and editions."""
    editions = click.option(
        "--edition", "editions", multiple=True, type=click.Choice(_EDITIONS), help="What to write; all if not given."
    )
    asset = click.option("--asset", metavar="TICKER", help="What to write about; the desk's first asset if not given.")
    return editions(asset(command))


_ARTICLE: Final = click.Path(path_type=Path, dir_okay=False)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="wirecopy")
def cli() -> None:
    """Write daily market commentary in which every number is checked against the data.

    Exit codes: 0 done; 1 a foreseen failure, said in one line; 2 wrong usage; 3 a text was
    held or refused; 70 a bug; 130 interrupted.
    """


@cli.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@_common
def init(console: Console, folder: Path, desk: Path | None) -> None:
    """Make a new desk in DIR."""
    from generator.commands.init import init as make  # noqa: PLC0415

    make(console, folder if desk is None else desk / folder)


@cli.command("import")
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=_ARTICLE)
@click.option("--skip-bad", is_flag=True, help="Take the good rows of a file that has bad ones.")
@_common
def import_(console: Console, files: tuple[Path, ...], *, skip_bad: bool, desk: Path | None) -> None:
    """Take observations from CSV or JSONL files into the store; all files or none."""
    from generator.commands.observations import import_files  # noqa: PLC0415

    import_files(console, desk, files, skip_bad=skip_bad)


@cli.command()
@click.argument("file", type=_ARTICLE)
@_common
def export(console: Console, file: Path, *, desk: Path | None) -> None:
    """Write the store's observations to FILE, .csv or .jsonl, with all their revisions."""
    from generator.commands.observations import export_file  # noqa: PLC0415

    export_file(console, desk, file)


@cli.command()
@click.option("--date", "day", metavar="DAY", callback=_day, help="The day to write of, until its end in UTC.")
@click.option("--as-of", metavar="TIME", callback=_time, help="The instant before which everything must be known.")
@_choices
@_common
def write(
    console: Console,
    *,
    day: date | None,
    as_of: datetime | None,
    editions: tuple[str, ...],
    asset: str | None,
    desk: Path | None,
) -> None:
    """Write verified articles from the store. No network."""
    until = _instant(day, as_of)
    from generator.commands.write import write as write_articles  # noqa: PLC0415

    write_articles(console, desk, as_of=until, asset=asset, editions=editions)


@cli.command()
@click.option("--sample", is_flag=True, help="Fill the store from the real history that comes with wirecopy.")
@click.option("--date", "day", metavar="DAY", callback=_day, default=_SAMPLE_DAY, show_default=True, help="The day.")
@_choices
@_common
def run(
    console: Console, *, sample: bool, day: date, editions: tuple[str, ...], asset: str | None, desk: Path | None
) -> None:
    """Fill the store, then write."""
    if not sample:
        raise click.UsageError("say --sample; sources are not collected live yet, see `wirecopy import`")
    until = _instant(day, None)
    from generator.commands.run import run_sample  # noqa: PLC0415

    run_sample(console, desk, as_of=until, asset=asset, editions=editions)


@cli.command()
@click.argument("article", metavar="ARTICLE.md", type=_ARTICLE)
@_common
def verify(console: Console, article: Path, *, desk: Path | None) -> None:
    """Check a finished text, also one that a person has edited, against its evidence."""
    from generator.commands.verify import verify_article  # noqa: PLC0415

    verify_article(console, desk, article)


@cli.command()
@click.argument("article", metavar="ARTICLE.md", type=_ARTICLE)
@click.argument("words", required=False)
@_common
def explain(console: Console, article: Path, words: str | None, *, desk: Path | None) -> None:
    """Say where WORDS of an article come from, or why something was not said."""
    from generator.commands.explain import explain_article  # noqa: PLC0415

    explain_article(console, desk, article, words)


@cli.group()
def rules() -> None:
    """Look after the rules."""


@rules.command("check")
@_common
def rules_check(console: Console, *, desk: Path | None) -> None:
    """Report every error of every rule and phrase, a line each."""
    from generator.commands.rules import check_rules  # noqa: PLC0415

    check_rules(console, desk)


@rules.command("test")
@_common
def rules_test(console: Console, *, desk: Path | None) -> None:
    """Run the cases that lie beside the rules."""
    from generator.commands.rules import test_rules  # noqa: PLC0415

    test_rules(console, desk)


@cli.command()
@_common
def doctor(console: Console, *, desk: Path | None) -> None:
    """Show configuration, how fresh each source is, and what is missing."""
    from generator.commands.doctor import examine  # noqa: PLC0415

    examine(console, desk, now=_now())


def run_cli(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    console = Console(tick=time.monotonic)
    try:
        cli.main(args=arguments, prog_name="wirecopy", standalone_mode=False, obj=console)
        console.flush()
    except ReaderGoneError:
        return console.leave()
    except (click.Abort, KeyboardInterrupt):
        return console.fail("interrupted; what was stored stays whole", code=INTERRUPTED)
    except (click.ClickException, WirecopyError) as error:
        return _foreseen(console, error)
    except Exception as error:  # noqa: BLE001 - the last door: nobody else may show a traceback
        return console.fail(f"a bug: {type(error).__name__}: {error}; please report {_traceback()}", code=BUG)
    return DONE


def _foreseen(console: Console, error: click.ClickException | WirecopyError) -> int:
    if isinstance(error, click.UsageError):
        where = error.ctx.command_path if error.ctx is not None else "wirecopy"
        return console.fail(f"{error.format_message()} (see `{where} --help`)", code=USAGE)
    if isinstance(error, HeldError):
        return console.fail(str(error), code=HELD, more=error.reasons)
    return console.fail(str(error), code=FORESEEN)


def _traceback() -> Path:
    with tempfile.NamedTemporaryFile(
        "w", prefix="wirecopy-bug-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        file.write(f"wirecopy {__version__}, Python {sys.version}\n\n{traceback.format_exc()}")
    return Path(file.name)


def main() -> None:
    """Run the command that the shell gave and leave with its exit code."""
    # A run lives for seconds and what it makes lives as long: looking for cycles is a tenth of its cost.
    gc.disable()
    sys.exit(run_cli())


if __name__ == "__main__":
    main()
