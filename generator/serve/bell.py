"""A bell that open pages listen to: it rings when there is something new to see."""

from __future__ import annotations

from threading import Condition


class Bell:
    """Counts how often it rang, and lets others wait for the next time."""

    def __init__(self) -> None:
        self._rung = Condition()
        self._times = 0
        self._closed = False

    @property
    def times(self) -> int:
        """How often it has rung."""
        with self._rung:
            return self._times

    @property
    def closed(self) -> bool:
        """Whether it rings no more."""
        with self._rung:
            return self._closed

    def ring(self) -> None:
        """Wake all who wait."""
        with self._rung:
            self._times += 1
            self._rung.notify_all()

    def close(self) -> None:
        """Ring no more, and wake all who wait."""
        with self._rung:
            self._closed = True
            self._rung.notify_all()

    def wait(self, heard: int, seconds: float) -> int:
        """Return how often it has rung, at once if that is not ``heard``, else at the next ring or after a while."""
        with self._rung:
            self._rung.wait_for(lambda: self._times != heard or self._closed, timeout=seconds)
            return self._times
