"""The plain text: made for people who read it, and saying all that the article says."""

import json
import re

import pytest

from generator.model.names import load_names
from generator.resources import find, read_yaml
from generator.verify.verify import verify
from tests.publish.newsletter.articles import made, write
from tests.publish.newsletter.reading import as_markdown


def said(folder, text):
    """Return what the mail's plain text says of an article's text, without head and foot."""
    whole = made(write(folder, text), base_url="").text
    return whole.partition("Data to 00:00 UTC, Feb. 11, 2026\n\n")[2].partition("\n\n======")[0]


@pytest.mark.parametrize("edition", ["derivatives", "markets", "brief"])
def test_the_text_makes_the_articles_claims(day, drawn, edition):
    """Read back as Markdown, with the article's own evidence, the verifier passes it and counts as many claims."""
    piece = day[edition]
    evidence = json.loads(piece.path.with_name(f"{piece.slug}.evidence.json").read_text("utf-8"))
    written = piece.path.read_text("utf-8")
    text = made(piece, cache=drawn).text
    _, head, rest = text.split("\n\n", 2)[0], *text.split("\n\n", 2)[1:]
    title = head.partition("\n===")[0].replace("\n", " ")
    dek, standing, body = rest.split("\n\n", 2)
    assert standing.startswith("By Markets desk. Data to 00:00 UTC, Feb. 11, 2026\nStance: extreme fear")
    front = written.partition("\n---\n")[0]
    front = re.sub("(?m)^title: .*$", lambda _: f"title: {json.dumps(title)}", front)
    front = re.sub("(?m)^description: .*$", lambda _: f"description: {json.dumps(dek.replace(chr(10), ' '))}", front)
    mailed = f"{front}\n---\n\n{as_markdown(body.partition('Read online: ')[0])}"
    fixed = dict(read_yaml(find("data/reference", "fixed.yaml", None)))
    judged = verify(mailed, evidence, names=load_names(), fixed=fixed)
    article = verify(written, evidence, names=load_names(), fixed=fixed)
    assert judged.problems == ()
    assert judged.claims >= article.claims > 20


def test_lines_fit_and_addresses_stay_whole(day, drawn):
    """78 characters at most, but for an address that is longer."""
    text = made(*day.values(), cache=drawn, base_url=f"https://desk.example/{'long/' * 20}news").text
    long = [line for line in text.splitlines() if len(line) > 78]
    assert long
    assert all(re.search(r"https://\S{70,}$", line) for line in long)
    assert text.endswith("\n")
    assert not re.search(r"[ \t]$", text, re.MULTILINE)


def test_a_table_stands_in_columns(tmp_path):
    """Numbers at the right; a wide cell goes on below, by two blanks."""
    table = (
        "| | Now | Week earlier |\n|---|---:|---:|\n| Bitcoin | $68,841 | $75,770 |\n"
        "| A skew of options with a very long name, on a venue with a longer one | 3.1% | 4% |\n"
    )
    told = said(tmp_path / "a", table)
    assert told.split("\n") == [
        "                                                       Now  Week earlier",
        "-------------------------------------------------  -------  ------------",
        "Bitcoin                                            $68,841       $75,770",
        "A skew of options with a very long name, on a         3.1%            4%",
        "  venue with a longer one",
    ]


def test_a_table_of_too_many_columns_is_told_row_by_row(tmp_path):
    """Each value with its head."""
    names = [f"a column of number {number}" for number in range(8)]
    cells = " | ".join(str(number) for number in range(8))
    table = f"| {' | '.join(names)} |\n|{'---|' * 8}\n| {cells} |\n"
    told = said(tmp_path / "a", table).replace("\n", " ")
    assert told == "; ".join(f"{name}: {number}" for number, name in enumerate(names))


def test_headings_lists_quotes_and_code_are_told_apart(tmp_path):
    """As people write them in mail."""
    text = (
        "# One\n\n1. first\n2. second\n   - inner\n\n> said\n> so\n>\n> again\n\n```\nx  =  1\n```\n\n***\n\n"
        "a **bold** _word_ `code`  \nnext\n"
    )
    assert said(tmp_path / "a", text) == (
        "One\n---\n\n1. first\n2. second\n   * inner\n\n> said so\n>\n> again\n\n    x  =  1\n\n"
        + "-" * 72
        + "\n\na bold word code\nnext"
    )


def test_links_are_numbered_and_listed(tmp_path):
    """Each address once; one that is its own words needs no number."""
    text = "[a](https://a.example/x) [b](https://b.example) [a](https://a.example/x) <https://c.example>\n"
    assert said(tmp_path / "a", text) == (
        "a [1] b [2] a [1] https://c.example\n\n[1] https://a.example/x\n[2] https://b.example"
    )


def test_a_word_that_no_line_holds_is_broken(tmp_path):
    """Not so an address."""
    lines = said(tmp_path / "a", f"{'x' * 200} https://a.example/{'y' * 100}\n").splitlines()
    assert [len(line) for line in lines] == [72, 72, 56, 118]


def test_html_in_a_text_is_dropped_as_on_the_site(tmp_path):
    """A remark to colleagues is not for readers."""
    assert said(tmp_path / "a", "Up <b>5%</b>.\n\n<!-- ask the desk -->\n\n<div>x</div>\n") == "Up 5%."
