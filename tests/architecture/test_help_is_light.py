"""``wirecopy --help`` answers at once: it loads nothing that only work needs."""

import subprocess
import sys

import pytest

HEAVY = ("pandas", "numpy", "httpx", "jinja2", "pydantic", "sqlite3", "yaml", "markdown")


@pytest.mark.parametrize("arguments", [["--help"], ["write", "--help"], ["rules", "check", "--help"]], ids=" ".join)
def test_help_loads_nothing_heavy(arguments):
    """Neither the command's help nor that of its parts pays for imports of the work."""
    asked = (
        "import sys\nfrom generator.cli import run_cli\n"
        f"assert run_cli({arguments!r}) == 0\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert ran.stderr.strip() == "[]"
    assert "Usage: wirecopy" in ran.stdout
