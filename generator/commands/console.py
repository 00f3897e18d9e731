"""The console: results on standard output, everything else on standard error."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, TypeVar

T = TypeVar("T")
#: Work shorter than this shows nothing. [seconds]
_PATIENCE: Final = 2.0
_PERIOD: Final = 0.2
_ERASE: Final = "\r\x1b[K"


class ReaderGoneError(Exception):
    """Nobody reads standard output any more, as in ``wirecopy explain … | head -1``."""


class Console:
    """What a command prints on.

    Args:
        tick: A clock that only goes forward, in seconds; it paces progress and nothing else.
    """

    def __init__(self, *, tick: Callable[[], float]) -> None:
        self.json = False
        self._tick = tick

    def say(self, line: str) -> None:
        """Print a line for people."""
        if not self.json:
            self._print(line)

    def result(self, value: object) -> None:
        """Print the command's result for programs, if they asked."""
        if self.json:
            self._print(json.dumps(value, ensure_ascii=False, indent=1))

    def warn(self, line: str) -> None:
        """Print a line that is not a result."""
        print(line, file=sys.stderr)

    def fail(self, message: str, *, code: int, more: Sequence[str] = ()) -> int:
        """Say why the command failed, and return ``code``."""
        for line in more:
            self.warn(line)
        self.warn(f"wirecopy: {message}" if code != 0 else message)
        self.result({"error": message, "exit": code, **({"reasons": list(more)} if more else {})})
        return code

    def flush(self) -> None:
        """Hand over what is still held back.

        Raises:
            ReaderGoneError: Nobody reads it.
        """
        try:
            sys.stdout.flush()
        except BrokenPipeError as error:
            raise ReaderGoneError from error

    def _print(self, text: str) -> None:
        try:
            print(text)
        except BrokenPipeError as error:  # click would end the process with 1
            raise ReaderGoneError from error

    def leave(self) -> int:
        """Leave quietly when nobody reads standard output any more."""
        # Python would flush at exit and complain; there is nobody to complain to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0

    def following(self, items: Iterable[T], what: str) -> Iterator[T]:
        """Yield the items; count them on a terminal once it has taken long."""
        if not sys.stderr.isatty():
            yield from items
            return
        began = shown = self._tick()
        for number, item in enumerate(items, start=1):
            now = self._tick()
            if now - began > _PATIENCE and now - shown > _PERIOD:
                shown = now
                print(f"{_ERASE}{what}: {number}", end="", file=sys.stderr, flush=True)
            yield item
        if shown != began:
            print(_ERASE, end="", file=sys.stderr, flush=True)
