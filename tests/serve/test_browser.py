"""The preview in Chromium: typed text is checked, numbers open their evidence, and everybody can use it."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.serve.conftest import SLUG
from tests.serve.test_pages import wrong

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / ".tools" / "node_modules"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def absent(what):
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is absent")
    pytest.skip(f"{what} is absent; see `make tools`")


@pytest.fixture
def node():
    """Run a script for Node with a question as JSON; return its answer."""
    program = shutil.which("node") or shutil.which("nodejs") or absent("node")
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or absent("chromium")
    if not MODULES.is_dir():
        absent(str(MODULES))

    def run(script, **asked):
        question = json.dumps({"modules": str(MODULES), "chromium": chromium, **asked})
        command = [program, str(script)]
        ran = subprocess.run(command, input=question, capture_output=True, text=True, check=False, timeout=120)
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout)

    return run


def test_an_editor_works_in_the_page(browser, node):
    """Click a number, type a wrong digit and take it back, approve: what each of these shows."""
    _, text = browser.form(f"/articles/{SLUG}/")
    edited, figure = wrong(text)
    old = next(one for one, other in zip(text.split(), edited.split(), strict=True) if one != other).strip("*.,")
    told = node(
        ROOT / "tests" / "serve" / "tools" / "edit.mjs",
        page=f"http://{browser.host}/articles/{SLUG}/", old=f"{old}", wrong=f"{figure}",
    )  # fmt: skip
    assert "Formula" in told["panel"] or "Source" in told["panel"]
    assert told["passed"].startswith("Passed: ")
    assert told["refused"].startswith("red")
    assert told["errors"] == []
    with browser.server.room.store() as store:
        assert store.review(SLUG).state == "approved"


def test_everybody_can_use_it(browser, node):
    """The accessibility rules of WCAG 2.2 AA, in light and dark, on a phone and a desk: none is broken."""
    page = browser.get(f"/articles/{SLUG}/")
    assert page.status == 200
    told = node(
        ROOT / "tests" / "site" / "tools" / "axe.mjs",
        pages=[f"http://{browser.host}/", f"http://{browser.host}/articles/{SLUG}/"], widths=[360, 1280], tags=RULES,
    )  # fmt: skip
    assert told["looks"] == 8
    assert told["problems"] == []
