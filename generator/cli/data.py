"""What fills a desk: ``init``, ``import``, ``export``, ``collect``, ``record``, ``release``."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Final

import click

from generator.commands.console import Console
from generator.commands.options import FILE, a_day, common, days


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@common
def init(console: Console, folder: Path, desk: Path | None) -> None:
    """Make a new desk in DIR."""
    from generator.commands.init import init as make  # noqa: PLC0415

    make(console, folder if desk is None else desk / folder)


@click.command("import")
@click.argument("places", metavar="FILE…|URL", nargs=-1, required=True)
@click.option("--skip-bad", is_flag=True, help="Take the good rows of a file that has bad ones.")
@common
def import_(console: Console, places: tuple[str, ...], *, skip_bad: bool, desk: Path | None) -> None:
    """Take observations from CSV or JSONL files into the store, all files or none; or the history of a lake.

    A lake is a folder, or an address like s3://bucket/prefix, that `wirecopy export --parquet` wrote.
    """
    if any(_is_lake(place) for place in places):
        if len(places) > 1 or skip_bad:
            raise click.UsageError("name one lake and no --skip-bad, or files alone")
        from generator.commands.lake import import_lake  # noqa: PLC0415

        import_lake(console, desk, places[0])
        return
    from generator.commands.observations import import_files  # noqa: PLC0415

    import_files(console, desk, [Path(place) for place in places], skip_bad=skip_bad)


def _is_lake(place: str) -> bool:
    return "://" in place or Path(place).is_dir()


@click.command()
@click.argument("file", type=FILE, required=False)
@click.option(
    "--parquet", metavar="URL", help="Write everything instead, as Parquet, to a folder or s3://bucket/prefix."
)
@common
def export(console: Console, file: Path | None, *, parquet: str | None, desk: Path | None) -> None:
    """Write the store's observations to FILE, .csv or .jsonl, with all their revisions."""
    if (file is None) == (parquet is None):
        raise click.UsageError("name a FILE, or an address with --parquet")
    if file is None:
        from generator.commands.lake import export_lake  # noqa: PLC0415

        assert parquet is not None
        export_lake(console, desk, parquet)
        return
    from generator.commands.observations import export_file  # noqa: PLC0415

    export_file(console, desk, file)


@click.command()
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


@click.group()
def record() -> None:
    """Listen to what no source keeps."""


@record.command()
@click.option("--venue", "venues", metavar="NAME", multiple=True, help="Whom to listen to; everybody if not given.")
@common
def liquidations(console: Console, *, venues: tuple[str, ...], desk: Path | None) -> None:
    """Keep the venues' streams of liquidations, until stopped."""
    from generator.commands.record import record_liquidations  # noqa: PLC0415

    record_liquidations(console, desk, clock=console.clock, chance=console.chance, venues=venues)


@click.command()
@click.argument("aside", metavar="ID")
@common
def release(console: Console, aside: str, *, desk: Path | None) -> None:
    """Let in a reading that was set aside; `wirecopy doctor` lists them."""
    from generator.commands.release import release as let_in  # noqa: PLC0415

    let_in(console, desk, aside)


COMMANDS: Final = (init, import_, export, collect, record, release)
