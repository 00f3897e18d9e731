"""A cluster away from the desk: ``python -m benchmarks.cluster [--assets 200] [--years 2] [--days 3]``.

A made-up market lies on a real S3-compatible server; a scheduler and two workers of dask's, all on loopback, read it
there and leave their shards there. What they bring to the desk must be what one process writes from the desk's own
store. Then once more from nothing: a worker is killed in the middle, then the scheduler, and a new cluster goes on.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import fsspec

from benchmarks.children import ROOT
from benchmarks.scale import LAST, fill, name, names
from tests.batch.clusters import running
from tests.batch.desks import files
from tests.store.s3 import ENVIRONMENT, s3_server

_BUCKET = "s3://desk"
_LAKE = f"{_BUCKET}/lake"


def made(folder, assets):
    """Return a desk that knows the assets of the market."""
    (folder / "data").mkdir(parents=True)
    (folder / "reference").mkdir()
    told = ", ".join(f'"{name(number)}"' for number in range(1, assets + 1))
    (folder / "wirecopy.toml").write_text(f'title = "Cluster"\nassets = [{told}]\n', encoding="utf-8")
    (folder / "reference" / "names.yaml").write_text(names(assets), encoding="utf-8")
    return folder


def wirecopy(desk, *arguments):
    """Begin a command of a desk."""
    command = [sys.executable, "-m", "generator.cli", *map(str, arguments), "--desk", str(desk)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(run):
    """Wait for a command and return its exit code, what it said, and how long one waited [s]."""
    began = time.monotonic()
    out, err = run.communicate()
    return run.returncode, (out + err).strip(), time.monotonic() - began


def well(run):
    """Wait for a command that must do its work, and return how long one waited [s]."""
    code, said, took = ended(run)
    if code != 0:
        raise SystemExit(f"exit {code}: {said}")
    return took


def shards(count):
    """Wait until so many shards lie in the lake."""
    kind = fsspec.get_filesystem_class("s3")
    while True:
        kind.clear_instance_cache()
        if len(kind(use_listings_cache=False).find(f"{_LAKE}/backfill")) >= count:
            return
        time.sleep(0.3)


def compared(folder, asked):
    """Yield lines that say what was done, how long it took, and whether it is the same."""
    days = ["--from", LAST - timedelta(days=asked.days - 1), "--to", LAST, "--edition", "brief"]
    rows, _ = fill(_LAKE, assets=asked.assets, years=asked.years)
    yield f"{asked.assets} assets x {asked.years:g} years, {rows:,} readings on S3; {asked.days} days of each"
    alone = made(folder / "alone", asked.assets)
    well(wirecopy(alone, "import", _LAKE))
    yield f"one process, from a store: {well(wirecopy(alone, 'backfill', *days)):.0f} s"
    wanted = files(alone)
    away = ["--lake", _LAKE, "--cluster"]

    calm = _imported(folder / "calm", asked.assets)
    with running(_new(folder / "c1")) as cluster:
        took = well(wirecopy(calm, "backfill", *days, *away, cluster.address))
    yield f"two workers, from S3: {took:.0f} s; {_same(files(calm) == wanted)}"

    killed = _imported(folder / "killed", asked.assets)
    with running(_new(folder / "c2")) as cluster:
        run = wirecopy(killed, "backfill", *days, *away, cluster.address)
        shards(asked.assets // 4)
        cluster.workers[0].kill()
        shards(asked.assets // 2)
        cluster.scheduler.kill()
        code, said, _ = ended(run)
        yield f"a worker killed at a quarter, the scheduler at half: exit {code}, {said.splitlines()[-1]}"
    with running(_new(folder / "c3")) as cluster:
        took = well(wirecopy(killed, "backfill", *days, *away, cluster.address))
    yield f"a new cluster, the rest: {took:.0f} s; {_same(files(killed) == wanted)}, {len(wanted[0])} files"


def _imported(folder, assets):
    desk = made(folder, assets)
    well(wirecopy(desk, "import", _LAKE))
    return desk


def _new(folder):
    folder.mkdir()
    return folder


def _same(same):
    return "the same" if same else "NOT the same"


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cluster", description=__doc__)
    parser.add_argument("--assets", type=int, default=200)
    parser.add_argument("--years", type=float, default=2.0)
    parser.add_argument("--days", type=int, default=3)
    asked = parser.parse_args(arguments)
    wrong = False
    with s3_server() as address, tempfile.TemporaryDirectory(prefix="wirecopy-cluster-") as folder:
        os.environ |= {**ENVIRONMENT, "AWS_ENDPOINT_URL": address}
        fsspec.filesystem("s3").mkdir(_BUCKET)
        for line in compared(Path(folder), asked):
            print(line, flush=True)
            wrong = wrong or "NOT" in line
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
