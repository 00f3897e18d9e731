"""What writes: ``write`` and ``run``."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Final

import click

from generator.commands.console import Console
from generator.commands.options import a_day, a_time, choices, common, instant

_SAMPLE_DAY: Final = "2026-02-10"


@click.command()
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
    until = instant(console, day, as_of)
    from generator.config import use_one_thread  # noqa: PLC0415

    use_one_thread()
    from generator.commands.write import write as write_articles  # noqa: PLC0415

    write_articles(console, desk, as_of=until, asset=asset, editions=editions)


@click.command()
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
    from generator.config import use_one_thread  # noqa: PLC0415

    use_one_thread()

    if live:
        run_live(console, desk, asset=asset, editions=editions)
    else:
        until = instant(console, day or date.fromisoformat(_SAMPLE_DAY), None)
        run_sample(console, desk, as_of=until, asset=asset, editions=editions)


COMMANDS: Final = (write, run)
