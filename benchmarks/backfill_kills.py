"""Kill -9 at random: ``python -m benchmarks.backfill_kills STORE [--kills N] [--seed N]``.

A backfill of some days of two coins is begun, killed at a random instant, and begun again, so many times; then it is
run to its end. What it leaves must be what an undisturbed one leaves: every file, and every row of its memory.
"""

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from benchmarks.children import ROOT
from benchmarks.desk import LAST, settings
from tests.batch.desks import files

_DAYS = 12


def made(folder, store):
    """Return a desk with a copy of the store."""
    desk = settings(folder).desk
    (desk / "wirecopy.toml").write_text('title = "Kills"\nassets = ["BTC", "ETH"]\n', encoding="utf-8")
    shutil.copyfile(store, desk / "data" / "wirecopy.sqlite")
    return desk


def begun(desk, jobs):
    """Begin a backfill."""
    days = ["--from", str(LAST - timedelta(days=_DAYS - 1)), "--to", str(LAST), "--edition", "brief"]
    command = [sys.executable, "-m", "generator.cli", "backfill", "--desk", str(desk), *days, "--jobs", str(jobs)]
    # A session of its own, so that the processes of a pool die with the one that began them.
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True)


def killed(desk, jobs, wait):
    """Begin a backfill and kill it after a while; return whether it was still at work."""
    run = begun(desk, jobs)
    try:
        run.wait(timeout=wait)
    except subprocess.TimeoutExpired:
        run.send_signal(signal.SIGKILL)
        run.wait()
        return True
    return False


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m benchmarks.backfill_kills", description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--seed", type=int, default=9)
    asked = parser.parse_args(arguments)
    draw, killings = random.Random(asked.seed), 0
    with tempfile.TemporaryDirectory(prefix="wirecopy-kills-") as folder:
        calm = made(Path(folder) / "calm", asked.store)
        began = time.monotonic()
        begun(calm, asked.jobs).wait()
        whole, wanted = time.monotonic() - began, files(calm)
        desk, ends, same = made(Path(folder) / "killed", asked.store), 1, True
        while killings < asked.kills:
            if killed(desk, asked.jobs, whole * draw.uniform(0.1, 0.9)):
                killings += 1
            else:  # it had come to its end: from the beginning
                ends, same = ends + 1, same and files(desk) == wanted
                shutil.rmtree(desk)
                desk = made(Path(folder) / "killed", asked.store)
        begun(desk, asked.jobs).wait()
        same = same and files(desk) == wanted
    print(f"{killings} kills, {ends} ends; {len(wanted[0])} files: {'the same' if same else 'NOT the same'}")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
