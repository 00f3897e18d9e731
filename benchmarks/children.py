"""What a child process costs: processor time, wall time, peak memory."""

import compileall
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
_KIB_PER_MB = 1e6 / 1024


@dataclass(frozen=True)
class Cost:
    """One run of one child."""

    cpu_seconds: float
    wall_seconds: float
    peak_mb: float


def spend(command, folder):
    """Run a command in a folder and return its cost; user and system time of it and of its children.

    Raises:
        RuntimeError: It failed; with what it said.
    """
    began = time.perf_counter()
    child = subprocess.Popen(
        command, cwd=folder, env=_surroundings(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    said = child.stderr.read()
    _, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    child.stderr.close()
    if child.returncode != 0:
        raise RuntimeError(f"{command} ended with {child.returncode}: {said.decode()}")
    peak = used.ru_maxrss / (1e6 if sys.platform == "darwin" else _KIB_PER_MB)
    return Cost(used.ru_utime + used.ru_stime, wall, peak)


def _surroundings():
    """Return a child's environment: it finds this clone from any folder, and compiles no module twice."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [kept.get("PYTHONPATH")])])}


def compiled():
    """Compile the package, as installing it does: what is measured is a run, not the first one ever."""
    compileall.compile_dir(ROOT / "generator", quiet=1)


def interleaved(commands, folder, rounds):
    """Return name → costs of all rounds; taking turns lets a slow minute hit every command alike.

    The first round warms the disk and is not counted.
    """
    costs = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            cost = spend(command, folder)
            if number > 0:
                costs[name].append(cost)
    return costs


def cpu(costs):
    """Return the median of the processor times. [s]"""
    return median(cost.cpu_seconds for cost in costs)


def wirecopy(*arguments):
    """Return the command as it is installed beside this Python, or as a module."""
    script = Path(sys.executable).with_name("wirecopy")
    start = [str(script)] if script.is_file() else [sys.executable, "-m", "generator.cli"]
    return [*start, *arguments]


def python(code):
    """Return the command that runs some Python."""
    return [sys.executable, "-c", code]
