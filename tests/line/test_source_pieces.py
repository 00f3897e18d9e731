"""From the figures of a published piece alone, the same facts are told as the piece tells, and all are checked."""

import subprocess
import sys
from pathlib import Path

import pytest

PIECES = Path(__file__).resolve().parents[3] / "shared" / "source-pieces"

pytestmark = pytest.mark.skipif(
    not PIECES.is_dir(), reason="the two source pieces lie beside the repository, and may not be copied into it"
)


@pytest.mark.parametrize(
    ("piece", "edition", "day"),
    [
        pytest.param("analysis-2026-02-09", "derivatives", "2026-02-09", id="the analysis piece"),
        pytest.param("market-wrap-2026-02-10", "markets", "2026-02-10", id="the market wrap"),
    ],
)
def test_the_facts_of_a_piece_are_stated(wirecopy, desk, piece, edition, day):
    """An empty desk that imports the piece's figures states at least 95 in 100 of its facts."""
    assert wirecopy("import", PIECES / f"{piece}.observations.csv", "--desk", desk).code == 0
    written = wirecopy("write", "--date", day, "--edition", edition, "--desk", desk)
    assert written.code == 0, written.err
    (article,) = (desk / "output" / "articles").glob("*.md")
    counted = subprocess.run(
        [sys.executable, PIECES / "check_facts.py", PIECES / f"{piece}.facts.yaml", article, "--need", "0.95"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert counted.returncode == 0, counted.stdout
