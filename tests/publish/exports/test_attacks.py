"""Nothing that someone put into an article does anything in a page that a tool made of it."""

import re
from datetime import UTC, datetime

import pytest

from generator.publish.exports.target import write_export
from generator.publish.exports.tools import TOOLS
from tests.publish.exports.attacks import ATTACKS, alive, fuzzed
from tests.publish.exports.desk import Story, written
from tests.publish.exports.sites import build

BITES = [attack for attack in ATTACKS if attack.startswith(("<", '"><', "</", "-->"))]


@pytest.mark.parametrize("attack", ATTACKS[:4] + ATTACKS[11:15])
def test_the_search_sees_an_attack_that_is_alive(attack):
    """Printed as it is, each of these would run."""
    assert alive(f"<!doctype html><p>{attack}</p>")


def test_the_search_sees_attributes_and_addresses():
    """What Markdown would make of the others is seen too."""
    assert alive('<p onclick="pwn()">up</p>')
    assert alive('<a href="java&Tab;script:pwn()">up</a>')
    assert alive('<a title="x" onmouseover=pwn() x="">up</a>')
    assert not alive("<p>&lt;script&gt;pwn()&lt;/script&gt;</p>")


def stories():
    """Every attack as title, description, tag and text; the fuzzed ones twenty to a text."""
    several = fuzzed(400)
    for number, attack in enumerate(ATTACKS):
        line = " ".join(attack.split())
        text = "\n\n".join([attack, "Between.", *(f"{each}\n\nup" for each in several[number * 6 : number * 6 + 6])])
        yield Story(f"2026-01-01-{number:03}", line, (line, several[-number]), text=text, description=line)


@pytest.mark.parametrize("tool", TOOLS)
def test_no_attack_survives_in_a_built_page(tool, tmp_path):
    """Title, description, tag and text are words and nothing else, also where a theme escapes nothing."""
    told = list(stories())
    states = written(tmp_path / "articles", told)
    write_export(tool, tmp_path / "articles", tmp_path / "site", states=states, now=datetime(2026, 3, 1, tzinfo=UTC))
    built = build(tool, tmp_path / "site")
    assert len(built.pages) == len(told)
    assert all("Between." in page.html for page in built.pages.values())
    found = [(path.name, each) for path, page in built.markup() if path.suffix == ".html" for each in alive(page)]
    assert found == []
    feeds = [page for path, page in built.markup() if path.suffix == ".xml"]
    assert not [hit for feed in feeds for hit in re.findall(r"<script[^>]*>[^<]*pwn", feed)]
