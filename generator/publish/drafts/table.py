"""What a target is made of: its table in the settings and its secrets, looked at before anything is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import InputError

if TYPE_CHECKING:
    from generator.publish.drafts.http import Client


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a target's table ``[newsletter.<name>]`` may hold.

    Args:
        needed: Without these there is no target.
        may: These too.
        secrets: What it needs of the environment or the keyring; of a group within, one.
        secrets_may: What it takes from there if it is there.
    """

    needed: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    secrets: tuple[tuple[str, ...], ...] = ()
    secrets_may: tuple[str, ...] = ()

    @property
    def all_secrets(self) -> tuple[str, ...]:
        """The names of all secrets that it may take."""
        return (*(each for group in self.secrets for each in group), *self.secrets_may)


@dataclass(frozen=True, slots=True)
class Table:
    """A target's settings and secrets, and what else it is handed."""

    name: str
    known: Options
    options: Mapping[str, str]
    secrets: Mapping[str, str] = field(repr=False)
    output: Path
    clock: Callable[[], datetime]
    pause: Callable[[float], None]
    timeout_seconds: float

    def check(self) -> None:
        """Say what is missing, and what there is no such thing as."""
        known = self.known
        for key in self.options:
            if key not in (*known.needed, *known.may):
                there = ", ".join((*known.needed, *known.may)) or "none"
                raise self.wrong(key, f"is no setting of this target; there are: {there}")
        for key in known.needed:
            if not self.options.get(key):
                raise self.wrong(key, "is missing; set it")
        for group in known.secrets:
            if not any(self.secrets.get(each) for each in group):
                raise InputError(
                    f"{self.name}: needs {' or '.join(group)} in the environment or the keyring; set it, or take"
                    f" {self.name} out of [newsletter] targets"
                )
        for each in self.known.all_secrets:
            said = self.secrets.get(each, "")
            if not (said.isascii() and said.isprintable() and " " not in said) and not each.endswith("PASSWORD"):
                raise InputError(f"{self.name}: {each} holds more than a key; set it again, without spaces")

    def wrong(self, key: str, why: str) -> InputError:
        """Return the error for a setting."""
        return InputError(f"wirecopy.toml: [newsletter.{self.name}] {key} {why}")

    def number(self, key: str) -> int | None:
        """Return a setting that is a whole number, None where it is not given."""
        said = self.numbers(key)
        if len(said) > 1:
            raise self.wrong(key, "must be one whole number")
        return said[0] if said else None

    def one_of(self, key: str, words: tuple[str, ...]) -> str:
        """Return a setting that is one of a few words, the first where it is not given."""
        said = self.options.get(key) or words[0]
        if said not in words:
            raise self.wrong(key, f"must be one of {', '.join(words)}")
        return said

    def numbers(self, key: str) -> tuple[int, ...]:
        """Return a setting that is a list of whole numbers: ``3, 4``."""
        parts = [part.strip(" []") for part in self.options.get(key, "").split(",")]
        given = [part for part in parts if part]
        if not all(part.isascii() and part.isdigit() for part in given):
            raise self.wrong(key, "must be whole numbers, such as 3, 4")
        return tuple(int(part) for part in given)

    def client(self, own: str, headers: Callable[[], Mapping[str, str]], *, option: str = "base_url") -> Client:
        """Return a client for the service's own address, or the one in the settings."""
        # httpx takes a fifth of a second.
        from generator.publish.drafts.addresses import base_address  # noqa: PLC0415
        from generator.publish.drafts.http import Client  # noqa: PLC0415

        return Client(
            service=self.name,
            key=" and ".join(self.known.all_secrets),
            base_url=base_address(self.name, option, self.options.get(option) or own),
            headers=headers,
            hidden=tuple(self.secrets[each] for each in self.known.all_secrets if self.secrets.get(each)),
            clock=self.clock,
            pause=self.pause,
            timeout_seconds=self.timeout_seconds,
        )

    def secret(self, name: str) -> str:
        """Return a secret that ``check`` saw."""
        return self.secrets[name]

    def form(self, names: Iterable[str]) -> dict[str, str]:
        """Return those secrets that are there under the names that OAuth has for them."""
        said = {name: self.secrets.get(f"{self.name}_{name}".upper()) for name in names}
        return {name: value for name, value in said.items() if value}

    def keyed(self, own: str, header: str, form: str) -> Client:
        """Return a client that shows its one key in a header."""
        key = self.secret(self.known.all_secrets[0])
        return self.client(own, lambda: {header: form.format(key)})
