"""Kept articles: a change of wording is reviewed as a diff of prose. ``make golden`` writes them anew."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

KEPT = Path(__file__).parent / "articles"
INSTANTS = {
    "quiet": "2026-01-04T00:00:00Z",
    "crash and rebound": "2026-02-07T00:00:00Z",
    "morning": "2026-02-10T10:00:00Z",
    "the sample's last day": "2026-02-11T00:00:00Z",
}


@pytest.mark.parametrize("instant", INSTANTS.values(), ids=INSTANTS.keys())
def test_the_articles_of_a_day_are_the_kept_ones(filled, wirecopy, request, instant):
    """Three editions, byte by byte; the hash of the inputs is among the bytes."""
    assert wirecopy("write", "--desk", filled, "--as-of", instant).code == 0
    folder = KEPT / instant[:13].replace(":", "")
    written = {path.name: path.read_bytes() for path in (filled / "output" / "articles").glob("*.md")}
    if request.config.getoption("--write-golden"):
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.md"):
            old.unlink()
        for name, text in written.items():
            (folder / name).write_bytes(text)
    assert written == {path.name: path.read_bytes() for path in folder.glob("*.md")}


def test_a_processor_of_another_make_writes_the_same_bytes(filled):
    """Neither the vector instructions that numpy finds nor the make that its products are tuned to are in the text."""
    instant = INSTANTS["crash and rebound"]
    found = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
    plain = {"NPY_DISABLE_CPU_FEATURES": " ".join(found), "OPENBLAS_CORETYPE": "Prescott"}
    command = [sys.executable, "-m", "generator.cli", "write", "--desk", str(filled), "--as-of", instant]
    subprocess.run(command, check=True, env=os.environ | plain, capture_output=True)
    written = {path.name: path.read_bytes() for path in (filled / "output" / "articles").glob("*.md")}
    assert written == {path.name: path.read_bytes() for path in (KEPT / instant[:13].replace(":", "")).glob("*.md")}
