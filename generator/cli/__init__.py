"""The command ``wirecopy``: exit codes, and the only clock. Its subcommands are in the modules beside this one.

What a command needs is imported when it runs, so that ``--help`` costs little more than click.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from generator import __version__
from generator.cli import checking, data, editing, publishing, writing
from generator.cli.group import cli
from generator.commands.console import Console, ReaderGoneError
from generator.errors import HeldError, WirecopyError

DONE: Final = 0
FORESEEN: Final = 1
USAGE: Final = 2
HELD: Final = 3
BUG: Final = 70
INTERRUPTED: Final = 130

for _commands in (data, writing, checking, editing, publishing):
    for _command in _commands.COMMANDS:
        cli.add_command(_command)


def _wall_clock() -> datetime:
    return datetime.now(UTC)


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
        return console.fail(str(error), code=HELD, more=error.reasons, found=error.found)
    return console.fail(str(error), code=FORESEEN)


def _traceback() -> Path:
    # Nobody who has met no bug should wait for these.
    import tempfile  # noqa: PLC0415
    import traceback  # noqa: PLC0415

    with tempfile.NamedTemporaryFile(
        "w", prefix="wirecopy-bug-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        file.write(f"wirecopy {__version__}, Python {sys.version}\n\n{traceback.format_exc()}")
    return Path(file.name)


def main() -> None:
    """Run the command that the shell gave and leave with its exit code."""
    # A run lives for seconds and what it makes lives as long: looking for cycles is a tenth of its cost.
    gc.disable()
    code = run_cli()
    gc.freeze()  # or the interpreter looks for them once more as it leaves
    sys.exit(code)
