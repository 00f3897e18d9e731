"""What a deployment did, and the commands that it is made of."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.errors import InputError, WirecopyError


@dataclass(frozen=True, slots=True)
class Deployed:
    """What a deployment did.

    Args:
        where: What readers see now, for a message.
        changed: Whether it is another site than before.
    """

    where: str
    changed: bool


def files_of(version: Path) -> list[str]:
    """Return the paths of a version's files, in order.

    Raises:
        InputError: There is no such folder, or nothing in it.
    """
    listed = sorted(each.relative_to(version).as_posix() for each in version.rglob("*") if each.is_file())
    if not listed:
        raise InputError(f"{version}: holds no site; run `wirecopy publish` first")
    return listed


def plain(argument: str, what: str) -> str:
    """Return an argument that no program takes for an option.

    Raises:
        InputError: It is empty, begins with a dash or holds a line's end.
    """
    if not argument or argument.startswith("-") or any(ord(letter) < 32 for letter in argument):
        raise InputError(f"{argument!r}: is no {what}; it may not be empty or begin with a dash")
    return argument


def ran(command: Sequence[str], *, given: bytes = b"", also: Sequence[int] = ()) -> tuple[int, bytes]:
    """Run a command without a shell and return its exit code and what it printed.

    Args:
        command: The program and its arguments.
        given: Its standard input.
        also: Exit codes other than 0 that mean something to the caller.

    Raises:
        InputError: The program is not installed.
        WirecopyError: It failed; with the last line of what it said.
    """
    try:
        done = subprocess.run(list(command), input=given, capture_output=True, check=False)  # noqa: S603 - no shell
    except FileNotFoundError as error:
        raise InputError(f"{command[0]}: is not installed; install it, or deploy in another way") from error
    if done.returncode != 0 and done.returncode not in also:
        said = done.stderr.decode(errors="replace").strip().splitlines() or [f"ended with {done.returncode}"]
        raise WirecopyError(f"{command[0]}: {said[-1]}")
    return done.returncode, done.stdout
