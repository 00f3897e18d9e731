"""The page to paste, and what is done to words on their way to a service."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import TargetError
from generator.publish.drafts.once import deliver
from generator.publish.drafts.simple import simple_html
from generator.publish.drafts.substack import Substack
from generator.publish.drafts.wording import content, inert_html, inert_text, inner
from tests.publish.drafts.issue import AT, Ledger
from tests.publish.drafts.services.desk import mailing


def test_a_page_to_paste_is_made_once_and_renewed(tmp_path):
    """Created, unchanged, updated; a page that somebody wrote in is kept."""
    target, ledger = Substack(tmp_path), Ledger()
    told = [deliver(mailing(what), target, ledger, at=AT).what for what in ("one", "one", "two")]
    assert told == ["created", "unchanged", "updated"]
    [page] = (tmp_path / "newsletter").iterdir()
    assert page.name == "2026-02-10.substack.html"
    page.write_text(page.read_text(encoding="utf-8").replace("two", "mine"), encoding="utf-8")
    assert deliver(mailing("three"), target, ledger, at=AT).what == "kept"


def test_a_page_to_paste_is_simple(tmp_path):
    """No style, no script, no table: Substack's editor knows none; each row becomes a line."""
    Substack(tmp_path).create(mailing("one", subject="Funding <turns>"))
    page = (tmp_path / "newsletter/2026-02-10.substack.html").read_text(encoding="utf-8")
    assert "<h1>Funding &lt;turns&gt;</h1>" in page
    assert "<li><strong>Binance</strong>: Funding -0.01%</li>" in page
    assert '<img src="https://desk.example.org/funding.png" alt="Funding since November: lowest -0.01%">' in page
    assert not any(tag in page for tag in ("<style", "<script", "<table", " style="))


@pytest.mark.parametrize("name", ["../x", "a/b", "", "2026-02-10.x"])
def test_an_issue_that_is_no_name_is_not_written(tmp_path, name):
    """Nothing lands beside the folder."""
    with pytest.raises(ValueError, match="names no issue"):
        Substack(tmp_path).create(mailing("one", id=name))


def test_simple_html_lets_nothing_through():
    """Markdown of others is untrusted."""
    html = simple_html("<script>x()</script> [up](javascript:x()) ![p](https://d.example/p.png)", "")
    assert "script" not in html
    assert "javascript" not in html


def test_simple_html_has_the_headlines_below_the_title():
    """The title has its own field: a headline that repeats it is left out, the others and their sections stay."""
    html = simple_html("# Up & on\n\nOne.\n\n## Futures\n\nTwo.\n\n# Down\n\nThree.", "Up & on")
    assert html == "<p>One.</p>\n<h3>Futures</h3>\n<p>Two.</p>\n<h2>Down</h2>\n<p>Three.</p>"


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    """A file where the folder should be: one line with the place and what to do."""
    (tmp_path / "newsletter").write_text("in the way")
    with pytest.raises(TargetError, match=r"substack: .*newsletter"):
        Substack(tmp_path).find(mailing("one"), "")
    with pytest.raises(TargetError, match=r"substack: .*newsletter"):
        Substack(tmp_path).create(mailing("one"))


MARKS = ("{{", "{%", "{#", "*|")
TEXTS = st.lists(st.sampled_from(["{", "}", "%", "#", "*", "|", "a", " ", "\n", "{{ x }}"])).map("".join)


@given(TEXTS)
def test_no_text_is_a_merge_tag_afterwards(text):
    """However braces, stars and bars stand together."""
    for made in (inert_text(text), inert_html(text, None)):
        assert not any(mark in made for mark in MARKS)


@given(TEXTS, TEXTS)
def test_the_way_out_stays(before, after):
    """The one token that the desk put there is left as the service wants it."""
    token = "{{ unsubscribe }}"
    for made in (inert_text(f"{before} {token} {after}", token), inert_html(f"{before} {token} {after}", token)):
        assert token in made
        assert not any(mark in made.replace(token, "") for mark in MARKS)


@given(TEXTS)
def test_html_says_the_same_to_a_reader(text):
    """References stand for the signs themselves."""
    from html import unescape

    assert unescape(inert_html(text, None)) == text


def test_a_draft_that_is_spaced_otherwise_is_the_same():
    """Services wrap lines; a word more is a change, and so is one that moved between subject and body."""
    assert content("Subject", "a  b\r\n") == content("Subject ", "a\nb")
    assert content("Subject", "a b") != content("Subject", "a b c")
    assert content("Subject a", "b") != content("Subject", "a b")


def test_the_inside_of_a_page():
    """What has no body is taken whole."""
    assert inner('<html><body class="x">\n<p>1</p>\n</body></html>') == "<p>1</p>"
    assert inner("<p>1</p>") == "<p>1</p>"
