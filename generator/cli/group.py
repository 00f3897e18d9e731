"""The group that all subcommands belong to."""

import click

from generator import __version__


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="wirecopy")
def cli() -> None:
    """Write daily market commentary in which every number is checked against the data.

    Exit codes: 0 done; 1 a foreseen failure, said in one line; 2 wrong usage; 3 a text was
    held or refused; 70 a bug; 130 interrupted.
    """
