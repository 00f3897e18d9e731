"""The papers beside the code keep their form, and say nothing of a house that is not there."""

import re
import tomllib
from pathlib import Path

import pytest

import generator
from generator.model.catalogue import load_catalogue
from scripts import write_reference

ROOT = Path(__file__).resolve().parents[2]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted(
    (ROOT / "docs").rglob("*.md")
)


def test_the_version_is_the_same_everywhere():
    """The package, its build file and the newest entry of the changelog agree."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    released = re.findall(r"^## \[(\d+\.\d+\.\d+)\]", changelog, re.MULTILINE)
    assert released[0] == generator.__version__ == project["version"]


def test_the_excerpt_is_what_is_written():
    """README quotes a kept article, headline and paragraph, word for word."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    quoted = re.search(r"<!-- excerpt: begin.*?-->\n(.*?)<!-- excerpt: end -->", readme, re.DOTALL)
    assert quoted is not None
    title, *paragraphs = re.sub(r"^> ?", "", quoted[1], flags=re.MULTILINE).strip().split("\n\n")
    articles = [path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "golden").rglob("*.md")]
    (source,) = [text for text in articles if all(f"\n{each}\n" in text for each in paragraphs)]
    assert f'title: "{title.strip("*")}"' in source


def test_the_changelog_keeps_its_form():
    """Keep a Changelog: what is unreleased stands first, and entries stand under known headings."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## \[Unreleased\]", changelog, re.MULTILINE)
    kinds = set(re.findall(r"^### (.+)$", changelog, re.MULTILINE))
    assert kinds
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_decisions_are_numbered_once():
    """``0010-name.md``; a number names one decision."""
    numbers = [path.name[:4] for path in DECISIONS]
    assert all(re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", path.name) for path in DECISIONS)
    assert len(set(numbers)) == len(numbers) > 0


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_says_what_was_not_chosen(path):
    """Context, choice and price, on half a page."""
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# {int(path.name[:4])}. ")
    assert len(text.split()) <= 450
    for part in ("context", "choice", "price"):
        assert re.search(rf"^(## |\*\*){part}\b", text, re.MULTILINE | re.IGNORECASE), f"{part} is missing"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_files_that_a_page_names_are_there(path):
    """A path in backticks below one of our folders exists."""
    text = path.read_text(encoding="utf-8")
    named = re.findall(r"`((?:generator|data|docs|templates|tests|benchmarks)/[\w./-]*[\w/])`", text)
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_documented_roles_are_those_of_the_model():
    """``docs/claims.md`` has each role of the model, and no other."""
    from typing import get_args

    from generator.model.article import Role

    text = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)
    assert set(table) == set(get_args(Role))


@pytest.mark.parametrize("page", sorted(write_reference.PAGES))
def test_the_tables_of_metrics_follow_from_the_catalogue(page):
    """A metric that is added, or whose formula changes, is in the papers: `make reference` writes them."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert write_reference.written(page, text, load_catalogue()) == text


def test_a_page_without_marks_is_refused():
    """Nothing is appended at a guess."""
    with pytest.raises(ValueError, match="put them where the table belongs"):
        write_reference.written("glossary.md", "# Glossary\n", load_catalogue())
