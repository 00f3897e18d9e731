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
from generator.commands.options import a_day, a_time, choices, common, days
from generator.errors import HeldError, WirecopyError

DONE: Final = 0
FORESEEN: Final = 1
USAGE: Final = 2
HELD: Final = 3
BUG: Final = 70
INTERRUPTED: Final = 130

_SAMPLE_DAY: Final = "2026-02-10"


def _wall_clock() -> datetime:
    return datetime.now(UTC)


def _instant(console: Console, day: date | None, as_of: datetime | None) -> datetime:
    """Return the exclusive instant of an article: the end of ``day``, ``as_of``, or now; never later than now."""
    if day is not None and as_of is not None:
        raise click.UsageError("--date and --as-of exclude each other; give one")
    # The minute that has begun: an article's instant needs no more, and reads better.
    now = console.clock().replace(second=0, microsecond=0)
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
@common
def init(console: Console, folder: Path, desk: Path | None) -> None:
    """Make a new desk in DIR."""
    from generator.commands.init import init as make  # noqa: PLC0415

    make(console, folder if desk is None else desk / folder)


@cli.command("import")
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=_ARTICLE)
@click.option("--skip-bad", is_flag=True, help="Take the good rows of a file that has bad ones.")
@common
def import_(console: Console, files: tuple[Path, ...], *, skip_bad: bool, desk: Path | None) -> None:
    """Take observations from CSV or JSONL files into the store; all files or none."""
    from generator.commands.observations import import_files  # noqa: PLC0415

    import_files(console, desk, files, skip_bad=skip_bad)


@cli.command()
@click.argument("file", type=_ARTICLE)
@common
def export(console: Console, file: Path, *, desk: Path | None) -> None:
    """Write the store's observations to FILE, .csv or .jsonl, with all their revisions."""
    from generator.commands.observations import export_file  # noqa: PLC0415

    export_file(console, desk, file)


@cli.command()
@click.option("--date", "day", metavar="DAY", callback=a_day, help="The day to write of, until its end in UTC.")
@click.option("--as-of", metavar="TIME", callback=a_time, help="The instant before which everything must be known.")
@choices
@common
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
    until = _instant(console, day, as_of)
    from generator.commands.write import write as write_articles  # noqa: PLC0415

    write_articles(console, desk, as_of=until, asset=asset, editions=editions)


@cli.command()
@click.option("--live", is_flag=True, help="Collect from the sources first.")
@click.option("--sample", is_flag=True, help="Fill the store from the real history that comes with wirecopy.")
@click.option("--date", "day", metavar="DAY", callback=a_day, help=f"The sample's day; {_SAMPLE_DAY} if not given.")
@choices
@common
def run(
    console: Console,
    *,
    live: bool,
    sample: bool,
    day: date | None,
    editions: tuple[str, ...],
    asset: str | None,
    desk: Path | None,
) -> None:
    """Collect or fill, then write. Made for cron: a second run while one is at work changes nothing."""
    if live == sample:
        raise click.UsageError("say --live to collect from the sources, or --sample for the history that comes along")
    if live and day is not None:
        raise click.UsageError("--live writes of now; for a day that is over use `wirecopy write --date`")
    from generator.commands.run import run_live, run_sample  # noqa: PLC0415

    if live:
        run_live(console, desk, asset=asset, editions=editions)
    else:
        until = _instant(console, day or date.fromisoformat(_SAMPLE_DAY), None)
        run_sample(console, desk, as_of=until, asset=asset, editions=editions)


@cli.command()
@click.option("--source", "sources", metavar="NAME", multiple=True, help="Whom to ask; everybody if not given.")
@click.option("--history", metavar="DAYS", callback=days, help="Ask for the past instead, such as 400d.")
@click.option("--replay", "day", metavar="DAY", callback=a_day, help="Read that day's kept replies again. No network.")
@common
def collect(
    console: Console, *, sources: tuple[str, ...], history: timedelta | None, day: date | None, desk: Path | None
) -> None:
    """Take readings from the sources into the store."""
    if day is not None and (history is not None or sources):
        raise click.UsageError("--replay reads what is kept; it goes with no other option")
    from generator.commands import collect as collecting  # noqa: PLC0415

    if day is not None:
        collecting.replay(console, desk, day=day)
    elif history is not None:
        collecting.collect_past(console, desk, sources=sources, reach=history)
    else:
        collecting.collect(console, desk, sources=sources)


@cli.group()
def record() -> None:
    """Listen to what no source keeps."""


@record.command()
@click.option("--venue", "venues", metavar="NAME", multiple=True, help="Whom to listen to; everybody if not given.")
@common
def liquidations(console: Console, *, venues: tuple[str, ...], desk: Path | None) -> None:
    """Keep the venues' streams of liquidations, until stopped."""
    from generator.commands.record import record_liquidations  # noqa: PLC0415

    record_liquidations(console, desk, clock=console.clock, chance=console.chance, venues=venues)


@cli.command()
@click.argument("aside", metavar="ID")
@common
def release(console: Console, aside: str, *, desk: Path | None) -> None:
    """Let in a reading that was set aside; `wirecopy doctor` lists them."""
    from generator.commands.release import release as let_in  # noqa: PLC0415

    let_in(console, desk, aside)


@cli.command()
@click.argument("article", metavar="ARTICLE.md", type=_ARTICLE)
@common
def verify(console: Console, article: Path, *, desk: Path | None) -> None:
    """Check a finished text, also one that a person has edited, against its evidence."""
    from generator.commands.verify import verify_article  # noqa: PLC0415

    verify_article(console, desk, article)


@cli.command()
@click.argument("article", metavar="ARTICLE.md", type=_ARTICLE)
@click.argument("words", required=False)
@common
def explain(console: Console, article: Path, words: str | None, *, desk: Path | None) -> None:
    """Say where WORDS of an article come from, or why something was not said."""
    from generator.commands.explain import explain_article  # noqa: PLC0415

    explain_article(console, desk, article, words)


@cli.group()
def rules() -> None:
    """Look after the rules."""


@rules.command("check")
@common
def rules_check(console: Console, *, desk: Path | None) -> None:
    """Report every error of every rule and phrase, a line each."""
    from generator.commands.rules import check_rules  # noqa: PLC0415

    check_rules(console, desk)


@rules.command("test")
@common
def rules_test(console: Console, *, desk: Path | None) -> None:
    """Run the cases that lie beside the rules."""
    from generator.commands.rules import test_rules  # noqa: PLC0415

    test_rules(console, desk)


@cli.command()
@click.option("--ask", is_flag=True, help="Ask each source one question now.")
@common
def doctor(console: Console, *, ask: bool, desk: Path | None) -> None:
    """Show configuration, how each source did, how fresh all is, what was set aside and what is missing."""
    from generator.commands.doctor import examine  # noqa: PLC0415

    examine(console, desk, ask=ask)


def run_cli(arguments: Sequence[str] | None = None, *, clock: Callable[[], datetime] = _wall_clock) -> int:
    """Run one command and return its exit code; ``clock`` says what time it is, UTC."""
    console = Console(tick=time.monotonic, clock=clock)
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
