"""A desk's settings: ``wirecopy.toml`` and the environment, read once, frozen.

No room imports this package: what a room needs of it is handed to it.
"""

from __future__ import annotations

import getpass
import os
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from generator.config.settings import EDITIONS as EDITIONS
from generator.config.settings import OFFERED as OFFERED
from generator.config.settings import WEEKLY as WEEKLY
from generator.config.settings import Collecting as Collecting
from generator.config.settings import Newsletter as Newsletter
from generator.config.settings import Publishing as Publishing
from generator.config.settings import Settings as Settings
from generator.config.table import Table
from generator.errors import InputError

FILE: Final = "wirecopy.toml"
#: Names the desk where no ``--desk`` does.
DESK_VARIABLE: Final = "WIRECOPY_DESK"
#: The name under which the system's keyring holds our keys.
_KEYRING: Final = "wirecopy"


def find_desk(given: Path | None, *, start: Path | None = None) -> Path:
    """Return the desk's folder: the one given, the environment's, or the nearest above ``start``.

    Raises:
        InputError: There is none.
    """
    named = given if given is not None else _from_environment()
    if named is not None:
        if not (named / FILE).is_file():
            raise InputError(f"{named / FILE}: is missing; run `wirecopy init {named}` to make a desk there")
        return named
    here = (start if start is not None else Path()).resolve()
    for folder in (here, *here.parents):
        if (folder / FILE).is_file():
            return folder
    raise InputError(f"{here}: no {FILE} here or above; run `wirecopy init DIR`, or name a desk with --desk")


def desk_at_hand(given: Path | None) -> Path | None:
    """Return the desk as ``find_desk`` does, or None where none was named and none is near.

    Raises:
        InputError: A desk was named and is not there.
    """
    if given is not None:
        return find_desk(given)
    try:
        return find_desk(None)
    except InputError:
        return None


def use_one_thread() -> None:
    """Have numpy start no threads, unless the environment says how many; before numpy is loaded.

    They are for matrices larger than any of ours, and wait for them in a loop.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _from_environment() -> Path | None:
    named = os.environ.get(DESK_VARIABLE)
    return Path(named) if named else None


def load_settings(desk: Path) -> Settings:
    """Read the desk's ``wirecopy.toml``.

    Raises:
        InputError: It cannot be read, or a key is unknown or of the wrong form; with its line.
    """
    path = desk / FILE
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}; run `wirecopy init {desk}`") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: {error}; mend the TOML") from error
    return Table(path, text, table).settings(desk)


def load_user() -> str:
    """Return the name under which the system knows who is at work, for decisions that a person makes.

    Raises:
        InputError: It knows nobody, as in a container without users.
    """
    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:
        raise InputError("the system does not say who you are; name yourself with --by NAME") from error


def load_secrets(names: Iterable[str]) -> Mapping[str, str]:
    """Return those of the named keys that the environment or the system's keyring holds.

    The keyring is asked where the package ``keyring`` is installed; a machine without one has no keys there.
    """
    found = {name: os.environ.get(name) or _from_keyring(name) for name in names}
    return {name: value for name, value in found.items() if value}


def _from_keyring(name: str) -> str | None:
    try:
        import keyring  # noqa: PLC0415 - optional, and slow to start
    except ImportError:
        return None
    try:
        held: str | None = keyring.get_password(_KEYRING, name)
    except keyring.errors.KeyringError:
        return None
    return held
