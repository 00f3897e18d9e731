"""``python -m benchmarks [NAME…]``: run the benches, one after the other, and keep what they measured.

The page is ``docs/benchmarks.md``, the same for programs ``docs/benchmarks.json``. Of a run of some benches only their
part is written anew. Ends with 1 where a limit is not held.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.children import ROOT
from benchmarks.report import KEPT, rows

PAGE = ROOT / "docs" / "benchmarks.md"
#: Name → what it measures.
BENCHES = {
    "write": "The command, as whole processes",
    "render": "Words: rendering the same text",
    "chain": "An option chain, from its bytes to every metric",
    "rules": "The rules",
    "history": "Statistics of the past",
    "backfill": "Years of articles",
    "growth": "Many assets",
    "processes": "Several processes",
    "charts": "Charts",
    "site": "The site",
    "newsletter": "The newsletter",
    "errors": "What the verifier finds of planted errors",
}
HEAD = """# Benchmarks

Costs as ratios to a named baseline of the same run, taken in turns, so that a busy machine burdens both alike. Written
by `make bench`; `python -m benchmarks NAME` runs one of them. What nothing is asked of stands there for orientation.
"""


def machine():
    """Return what the figures were measured on."""
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.processor() or platform.machine(),
    )
    memory = next((int(line.split()[1]) / 1e6 for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), None)
    told = f"{model}, {os.cpu_count()} processors"
    return f"{told}, {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}" if memory else told


def _lines(path):
    place = Path(path)
    return place.read_text(encoding="utf-8").splitlines() if place.is_file() else []


def run(name):
    """Run a bench and return what it left, and whether it ended well."""
    with tempfile.TemporaryDirectory() as folder:
        left = Path(folder) / "left.json"
        command = [sys.executable, "-m", f"benchmarks.{name}"]
        ended = subprocess.run(command, cwd=ROOT, env={**os.environ, KEPT: str(left)}, check=False)
        if not left.is_file():
            return None, False
        told = json.loads(left.read_text(encoding="utf-8"))
    return {**told, "at": f"{datetime.now(UTC):%Y-%m-%d}", "machine": machine()}, ended.returncode == 0


def page(kept):
    """Return the page of all that was measured."""
    parts = [HEAD]
    for name, title in BENCHES.items():
        if name in kept:
            told = kept[name]
            note = f"\n{told['note'].strip()}\n" if told["note"] else ""
            parts.append(f"## {title}\n\n{told['at']}, {told['machine']}.\n\n{rows(told['lines'])}{note}")
    return "\n".join(parts)


def main():
    names = sys.argv[1:] or list(BENCHES)
    if unknown := [name for name in names if name not in BENCHES]:
        sys.exit(f"no bench is called {', '.join(unknown)}; there are {', '.join(BENCHES)}")
    data = PAGE.with_suffix(".json")
    kept = json.loads(data.read_text(encoding="utf-8")) if data.is_file() else {}
    failed = []
    for name in names:
        told, well = run(name)
        if told is not None:
            kept[name] = told
        if not well:
            failed.append(name)
        data.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        PAGE.write_text(page(kept), encoding="utf-8")
    sys.exit(f"a limit is not held, or it broke: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
