"""Words stay words: what is written for the tools reads as what was meant, whoever reads it."""

import re
import time
from pathlib import Path

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.publish.exports.body import Ways, blocks, read
from generator.publish.exports.words import address, inert, literal, opening, tidy
from tests.publish.exports.attacks import ATTACKS, alive, fuzzed
from tests.publish.exports.desk import SAYINGS, escaped

NOWHERE = Ways(link=address, picture=lambda _: None)
PYTHON = markdown.Markdown(extensions=["extra", "sane_lists", "toc", "admonition"])
COMMON = MarkdownIt("commonmark", {"html": True}).enable("table")
SIGNS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=60)
SYNTAX = st.text(st.sampled_from("-+=*_`~^:!?/\\|<>[](){}#&;.,$%@'\" 12ab"), min_size=1, max_size=40)


def rewritten(text):
    """Return Markdown as the tools get it."""
    return "\n\n".join(blocks(read(text).children, NOWHERE))


def shown(html):
    """Return HTML's words, with one space between them."""
    plain = re.sub(r"<[^>]*>", "", html)
    for reference, sign in {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&"}.items():
        plain = re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), plain.replace(reference, sign))
    return " ".join(plain.split())


@settings(max_examples=300)
@given(SIGNS | SYNTAX)
def test_any_words_are_shown_as_they_are(words):
    """A paragraph of any signs is the same paragraph after a round through our Markdown."""
    written = rewritten(f"x {escaped(words)}")
    tokens = COMMON.parse(written)
    assert [token.type for token in tokens] in (["paragraph_open", "inline", "paragraph_close"], [])
    said = "".join(child.content for token in tokens for child in token.children or ())
    assert " ".join(said.split()) == " ".join(f"x {words}".split())


@settings(max_examples=300)
@given(SYNTAX)
def test_any_words_begin_a_line_as_they_are(words):
    """No sign at a line's beginning makes it a list, a heading or a rule."""
    written = rewritten(escaped(words).strip() or "x")
    assert {token.type for token in COMMON.parse(written)} <= {"paragraph_open", "inline", "paragraph_close"}


@pytest.mark.parametrize("saying", SAYINGS)
def test_a_second_round_changes_nothing(saying):
    """What was exported can be read and exported again, and is the same."""
    once = rewritten(escaped(saying))
    assert rewritten(once) == once


def test_ten_thousand_attacks_do_nothing_in_two_kinds_of_markdown():
    """Markdown that passes all HTML and knows attribute lists finds neither in what we write."""
    attacks = [*ATTACKS, *fuzzed(10_000)]
    for start in range(0, len(attacks), 50):
        text = rewritten("\n\nBetween.\n\n".join(attacks[start : start + 50]))
        for page in (PYTHON.reset().convert(text), COMMON.render(text)):
            assert alive(page) == []
            assert "<script" not in page
            assert not re.search(r"<[a-z][^>]*\son[a-z]+=", page)


def test_a_text_keeps_its_build():
    """Headings, lists within lists, tables with sides, code, quotes and emphasis are written as they were."""
    text = (Path(__file__).parent / "build.md").read_text(encoding="utf-8")
    assert rewritten(text) + "\n" == text


@pytest.mark.parametrize(
    ("given", "written"),
    [
        pytest.param("# Top", "## Top", id="the page's own heading is the title"),
        pytest.param("a**b**c", "abc", id="emphasis that the tools disagree about"),
        pytest.param("**a *b* c**", "**a _b_ c**", id="emphasis in emphasis"),
        pytest.param("`{{ x }}`", "&#123;&#123; x &#125;&#125;", id="code that a template would run"),
        pytest.param("`x = 1`", "`x = 1`", id="code"),
        pytest.param("[a](javascript:b)", "&#91;a&#93;(javascript:b)", id="an address that runs is none"),
        pytest.param("[a](other.html)", "a", id="a link within a site that is not named"),
        pytest.param("![a](https://example.org/b.png)", "a", id="a picture of another host"),
        pytest.param("Up![a](https://example.org)", "Upa", id="a picture before no link"),
        pytest.param("Up\\![a](https://example.org)", "Up&#33;[a](https://example.org)", id="a link after a call"),
        pytest.param("<b>a</b>", "&#60;b&#62;a&#60;/b&#62;", id="HTML is words"),
        pytest.param("2026\\. A", "2026&#46; A", id="a year that begins a line"),
        pytest.param("100. A\n101. B", "100&#46; A\n\n101&#46; B", id="a list whose numbers are too wide"),
        pytest.param("| a |\n|---|\n| - |", "| a |\n|---|\n| &#45; |", id="a dash for a hole in a table"),
        pytest.param("-", "", id="a list of nothing"),
    ],
)
def test_what_is_written(given, written):
    """Worked by hand."""
    assert rewritten(given) == written


@pytest.mark.parametrize(
    ("title", "harmless"),
    [
        ("Bitcoin < 5%: R&D at S&P & Q&A, 3 > 2, one = two", None),
        ('Open interest on leverage = risk; "up" on options', None),
        ("<script>x</script>", "< script>x< /script>"),
        ("</title>", "< /title>"),
        ("<!-- x", "< !-- x"),
        ('" onmouseover=x', '" on mouseover=x'),
        ("' ONFOCUS = x onblur=y", "' ON FOCUS = x on blur=y"),
        ('" style=x srcset=y', '" st yle=x sr cset=y'),
        ('" href=javascript:x', '" hr ef=javascript :x'),
        ("a\tb < 5%", None),
        ('" href=java\tscript:x', '" hr ef=java script:x'),
        ("&lt;b&gt; &#60; &amp;", "& lt;b& gt; & #60; & amp;"),
    ],
)
def test_a_title_does_nothing_where_it_is_printed_as_it_is(title, harmless):
    """A headline of the market stays as it is; only what would be markup is parted."""
    assert inert(title) == (title if harmless is None else harmless)


@given(st.lists(st.sampled_from(ATTACKS)) | st.lists(st.sampled_from(fuzzed(500))))
def test_no_title_is_alive_in_text_or_attribute(parts):
    """Printed raw, and raw after a theme undid references, as tags are stripped."""
    title = inert(tidy(" ".join(parts)))
    assert alive(f'<title>{title}</title><h1 title="{title}">{title}</h1>') == []


@pytest.mark.parametrize(
    "piece", ['"', '" onabc=', "on", "<", "&amp", "javascript:", "[", "**a", "![", "- ", "**a** ", "[a](b) ", "@"]
)
def test_a_long_attack_takes_no_time(piece):
    """Twenty thousand of anything are read in a moment and not in a minute."""
    begun = time.process_time()
    inert(piece * 20_000)
    rewritten(piece * 2_000)
    address(f"mailto:{piece * 20_000}/")
    assert time.process_time() - begun < 3


def test_tidy_leaves_what_yaml_can_hold():
    """Control characters become spaces, what cannot be written goes, a tab stays."""
    assert tidy(" a\tb\x00c\u2028d\ufeff\ud800 ") == "a\tb c d"


@pytest.mark.parametrize(
    ("link", "written"),
    [
        ("https://example.org/a?b=1&c=2#d", "https://example.org/a?b=1&amp;c=2#d"),
        ("https://example.org/(x)_'y'_100%", "https://example.org/%28x%29_%27y%27_100%25"),
        ("https://example.org/ü", "https://example.org/%C3%BC"),
        ("mailto:desk@example.org", "mailto:desk@example.org"),
        ("https://user@example.org", None),
        ("https:///x", None),
        ("file:///etc/passwd", None),
        ("ftp://example.org", None),
        ("", None),
    ],
)
def test_an_address_is_of_the_web_or_of_mail(link, written):
    """What could end the link or mean something to a template is written as its bytes."""
    assert address(link) == written


def test_opening_and_literal_leave_prices_alone():
    """A day's ordinary words are not littered with references."""
    for words in ("-8.2% on Binance", "$68,841", "10:30 UTC", "1.5% more", "(3.1%)", "Fear & Greed", "it's 5 p.m."):
        assert opening(literal(words)) == words
