"""What writes: ``write`` and ``run``."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Final

import click

from generator.commands.console import Console
from generator.commands.options import a_day, a_time, choices, common, editions, instant

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


@click.command()
@click.option("--from", "first", metavar="DAY", required=True, callback=a_day, help="The first day.")
@click.option("--to", "last", metavar="DAY", required=True, callback=a_day, help="The last day; it must be over.")
@click.option(
    "--asset", "assets", metavar="TICKER", multiple=True, help="What to write about; the desk's if not given."
)
@editions
@click.option("--jobs", metavar="N", type=click.IntRange(1, 256), help="How many processes; one if not given.")
@click.option("--cluster", metavar="ADDRESS", help="The scheduler of a dask cluster, as tcp://HOST:8786.")
@click.option("--lake", metavar="URL", help="Where the cluster reads the history, see `export --parquet`.")
@click.option("--publish", is_flag=True, help="Bring the site up to date afterwards.")
@common
def backfill(  # noqa: PLR0913 - one argument an option
    console: Console,
    *,
    first: date,
    last: date,
    assets: tuple[str, ...],
    editions: tuple[str, ...],
    jobs: int | None,
    cluster: str | None,
    lake: str | None,
    publish: bool,
    desk: Path | None,
) -> None:
    """Write all days between two, each as it would have been written then. It can be broken off and goes on."""
    if first > last:
        raise click.UsageError("--from is after --to; swap them")
    if last >= console.clock().date():
        raise click.UsageError(f"--to {last} is not over yet; `wirecopy write` writes of a day that goes on")
    if lake is not None and cluster is None:
        raise click.UsageError("--lake is for --cluster; this machine reads the desk's own store")
    if jobs is not None and cluster is not None:
        raise click.UsageError("--jobs and --cluster exclude each other; give one")
    from generator.config import use_one_thread  # noqa: PLC0415

    use_one_thread()
    from generator.commands.backfill import Asked  # noqa: PLC0415
    from generator.commands.backfill import backfill as write_days  # noqa: PLC0415

    asked = Asked(
        first=first, last=last, assets=assets, editions=editions, jobs=jobs or 1, cluster=cluster or "",
        lake=lake or "", publish=publish,
    )  # fmt: skip
    write_days(console, desk, asked)


COMMANDS: Final = (write, run, backfill)
