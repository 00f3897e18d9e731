"""The console: results on standard output, everything else on standard error."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final, TypeVar

T = TypeVar("T")
#: Work shorter than this shows nothing. [seconds]
_PATIENCE: Final = 2.0
_PERIOD: Final = 0.2
_ERASE: Final = "\r\x1b[K"


class ReaderGoneError(Exception):
    """Nobody reads standard output any more, as in ``wirecopy explain … | head -1``."""


def near(path: Path) -> str:
    """Return a path as one would type it here."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


class Console:
    """What a command prints on.

    Args:
        tick: A clock that only goes forward, in seconds; it paces progress and nothing else.
        clock: The time of day, UTC, for commands that are about now.
    """

    def __init__(self, *, tick: Callable[[], float], clock: Callable[[], datetime]) -> None:
        self.json = False
        self.clock = clock
        self._tick = tick

    def chance(self) -> float:
        """Return a number from 0 to 1, by where in its second the clock stands.

        Runs must not all ask again at one instant, and for that it is chance enough.
        """
        return self.clock().microsecond / 1e6

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

    def status(self, line: str) -> None:
        """Show a line on a terminal in place of the one before; a pipe sees nothing of it."""
        if sys.stderr.isatty():
            print(f"{_ERASE}{line}", end="", file=sys.stderr, flush=True)

    def fail(
        self, message: str, *, code: int, more: Sequence[str] = (), found: Mapping[str, object] | None = None
    ) -> int:
        """Say why the command failed, and return ``code``; ``found`` goes into the result for programs."""
        for line in more:
            self.warn(line)
        self.warn(f"wirecopy: {message}" if code != 0 else message)
        self.result({"error": message, "exit": code, **({"reasons": list(more)} if more else {}), **(found or {})})
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
        with self.counting(what) as begin:
            step = begin(None)
            for item in items:
                step()
                yield item

    def stopwatch(self) -> Callable[[], str]:
        """Begin to measure, and return what says how long it has taken, as ``41 s`` or ``7 min``."""
        began = self._tick()
        return lambda: _span(self._tick() - began)

    @contextmanager
    def pacing(self, what: str, total: int) -> Iterator[Callable[[int], None]]:
        """Hand out what is told how many of ``total`` are done; a terminal shows the rate and the time that is left."""
        began = last = self._tick()
        first: int | None = None
        shown = False

        def show(done: int) -> None:
            nonlocal first, last, shown
            first, now = done if first is None else first, self._tick()
            if now - began > _PATIENCE and now - last > _PERIOD:
                last, shown = now, True
                rate = (done - first) / (now - began)
                left = f", {_span((total - done) / rate)} left" if rate else ""
                self.status(f"{what}: {done} of {total}, {rate:.1f} a second{left}")

        yield show if sys.stderr.isatty() else lambda _: None
        if shown:
            self.status("")

    @contextmanager
    def counting(self, what: str) -> Iterator[Callable[[int | None], Callable[[], None]]]:
        """Hand out a way to begin: told how many steps there are, it gives what is called at each.

        They are counted on a terminal once it has taken long, and the line is wiped at the end.
        """
        shown = False

        def begin(total: int | None) -> Callable[[], None]:
            began = last = self._tick()
            number = 0

            def step() -> None:
                nonlocal number, last, shown
                number += 1
                now = self._tick()
                if now - began > _PATIENCE and now - last > _PERIOD:
                    last, shown = now, True
                    of = "" if total is None else f" of {total}"
                    print(f"{_ERASE}{what}: {number}{of}", end="", file=sys.stderr, flush=True)

            return step if sys.stderr.isatty() else lambda: None

        yield begin
        if shown:
            print(_ERASE, end="", file=sys.stderr, flush=True)


def _span(seconds: float) -> str:
    """Return a length of time to the second, minute or hour that matters."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
