"""A real scheduler of dask's and its workers, on loopback, in processes of their own."""

import json
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass

from tests.conftest import ROOT


@dataclass(frozen=True)
class Running:
    """A cluster at work: its address, and its processes, to be killed."""

    address: str
    scheduler: subprocess.Popen
    workers: tuple


@contextmanager
def running(folder, *, workers=2, env=None):
    """Start a cluster, yield it, and end what is left of it.

    Args:
        folder: Where its files go; one for each cluster.
        workers: How many, of one thread each.
        env: The environment of its processes; this one's if None.
    """
    at = folder / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    beside = ["--scheduler-file", str(at), "--no-dashboard"]
    worker = [*dask, "worker", *beside, "--nthreads", "1", "--no-nanny", "--local-directory", str(folder)]
    begun = [_begun([*dask, "scheduler", *beside, "--host", "127.0.0.1", "--port", "0"], env)]
    try:
        begun += [_begun(worker, env) for _ in range(workers)]
        yield Running(_address(at), begun[0], tuple(begun[1:]))
    finally:
        for process in begun:
            process.kill()
            process.wait()


def _begun(command, env):
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _address(at):
    for _ in range(600):
        if at.is_file() and at.stat().st_size:
            return json.loads(at.read_text())["address"]
        time.sleep(0.1)
    raise AssertionError("no scheduler came up")
