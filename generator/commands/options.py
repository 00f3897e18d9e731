"""Options that several commands have, and how their values are read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import click

from generator.commands.console import Console
from generator.errors import WirecopyError

_EDITIONS: Final = ("derivatives", "markets", "brief", "weekly")

#: A command before click has seen it; click itself types them no closer.
Action = Callable[..., None]
#: A file that is read or written.
FILE: Final = click.Path(path_type=Path, dir_okay=False)
#: A folder that is read.
FOLDER: Final = click.Path(path_type=Path, file_okay=False, exists=True)


def a_day(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
    """Read ``2026-02-10``."""
    try:
        return None if value is None else date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a day; write it like 2026-02-10") from None


def a_time(_: click.Context, __: click.Parameter, value: str | None) -> datetime | None:
    """Read an instant with a zone."""
    from generator.model.instants import parse_instant  # noqa: PLC0415 - it draws in the model

    try:
        return None if value is None else parse_instant(value)
    except WirecopyError as error:
        raise click.BadParameter(str(error)) from None


def days(_: click.Context, __: click.Parameter, value: str | None) -> timedelta | None:
    """Read ``400d``."""
    if value is None:
        return None
    if not value.removesuffix("d").isdecimal() or not value.endswith("d") or not 0 < int(value[:-1]) <= 5000:
        raise click.BadParameter(f"{value!r} is not a number of days up to 5000d; write it like 400d")
    return timedelta(days=int(value[:-1]))


def instant(console: Console, day: date | None, as_of: datetime | None) -> datetime:
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


def _set_json(context: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's signature
    console = context.find_object(Console)
    if console is not None:
        console.json = value


def common(command: Action) -> Action:
    """Give a command what every command has: the desk, ``--json``, and a console to print on."""
    desk = click.option("--desk", type=click.Path(path_type=Path), metavar="DIR", help="The desk's folder.")
    as_json = click.option(
        "--json", is_flag=True, expose_value=False, is_eager=True, callback=_set_json, help="Print one JSON value."
    )
    return desk(as_json(click.pass_obj(command)))


def editions(command: Action) -> Action:
    """Give a command the choice of editions."""
    return click.option(
        "--edition",
        "editions",
        multiple=True,
        type=click.Choice(_EDITIONS),
        help="What to write; the desk's own if not given.",
    )(command)


def choices(command: Action) -> Action:
    """Give a command the choice of asset and editions."""
    asset = click.option("--asset", metavar="TICKER", help="What to write about; the desk's first asset if not given.")
    return editions(asset(command))
