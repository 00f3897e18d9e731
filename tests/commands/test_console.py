"""The console: results for people or programs, progress only where somebody watches."""

import io
import os
import subprocess
import sys

from generator.commands.console import Console


class Screen(io.StringIO):
    """Standard error on a terminal."""

    def isatty(self):
        return True


def watched(monkeypatch, screen, seconds):
    """Follow some items, one a step of the clock, and return what was shown."""
    monkeypatch.setattr(sys, "stderr", screen)
    clock = iter(seconds)
    assert list(Console(tick=lambda: next(clock), clock=iter([]).__next__).following("abcd", "files")) == list("abcd")
    return screen.getvalue()


def test_long_work_shows_how_far_it_is(monkeypatch):
    """From the third second on, and the line is wiped at the end."""
    shown = watched(monkeypatch, Screen(), [0.0, 1.0, 2.5, 2.6, 3.0])
    assert shown == "\r\x1b[Kfiles: 2\r\x1b[Kfiles: 4\r\x1b[K"


def test_short_work_shows_nothing(monkeypatch):
    """Two seconds pass without a word."""
    assert watched(monkeypatch, Screen(), [0.0, 0.5, 1.0, 1.5, 2.0]) == ""


def test_a_pipe_stays_quiet(monkeypatch):
    """A log wants no progress, however long it takes."""
    assert watched(monkeypatch, io.StringIO(), [0.0, 10.0, 20.0, 30.0, 40.0]) == ""


def test_a_reader_who_has_seen_enough_is_no_failure(desk):
    """``wirecopy doctor | head -1`` ends quietly."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        ran = subprocess.run(
            [sys.executable, "-m", "generator.cli", "doctor", "--desk", str(desk)],
            stdout=closed, stderr=subprocess.PIPE, text=True, check=False,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )  # fmt: skip
    assert ran.returncode == 0
    assert ran.stderr == ""
