"""The numbers of an article are links to what they rest on, and nothing else becomes one."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from generator.publish.site.claims import linked, marked, spots, unmarked
from generator.publish.site.markup import render


def claim(number, printed, *, kind="number", role="value", sentence="p1.1", start=-1):
    return {
        "id": f"{sentence}.c{number}", "sentence": sentence, "statement": f"{sentence}.s0", "order": number,
        "kind": kind, "role": role, "fact": "BTC/x", "than": None, "printed": printed, "value": 1.0, "unit": "ratio",
        "start": start, "end": start + len(printed),
    }  # fmt: skip


def sentence(text, name="p1.1"):
    return {"id": name, "field": "body", "text": text, "template": "t/1", "fixed": None, "statements": [f"{name}.s0"]}


def evidence(sentences, claims, facts=("BTC/x",)):
    return {"sentences": sentences, "claims": claims, "facts": {name: {} for name in facts}}


def page(text, kept, folder=Path("none")):
    places = spots(kept, text)
    return linked(render(marked(text, places), folder), places)


def links(html):
    return re.findall(r'<a class="fig" href="evidence\.html#c-([^"]*)">([^<]*)</a>', html)


class _Nesting(HTMLParser):
    """Fails where a link stands in a link, or a tag is closed that is not open."""

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):  # noqa: ARG002 - the parser hands them over
        if tag not in ("img", "br", "hr"):
            assert not (tag == "a" and "a" in self.open)
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_a_number_leads_to_its_claim():
    """The words around it stay words."""
    told = evidence([sentence("It fell 3.1% to $68,841.")], [claim(0, "3.1%"), claim(1, "$68,841")])
    html = page("It fell 3.1% to $68,841.\n", told)
    assert html == (
        '<p>It fell <a class="fig" href="evidence.html#c-p1.1.c0">3.1%</a> to '
        '<a class="fig" href="evidence.html#c-p1.1.c1">$68,841</a>.</p>\n'
    )


@pytest.mark.parametrize(
    ("kind", "role", "is_link"),
    [
        ("number", "value", True),
        ("label", "label", True),
        ("superlative", "rank", True),
        ("date", "since", True),
        ("date", "window", False),
        ("direction", "sign", False),
        ("name", "asset", False),
        ("comparison", "level", False),
    ],
)
def test_numbers_states_ranks_and_found_dates_are_links(kind, role, is_link):
    """A text in which each word is a link cannot be read."""
    told = evidence([sentence("It is so.")], [claim(0, "so", kind=kind, role=role)])
    assert bool(links(page("It is so.\n", told))) is is_link


def test_a_claim_without_a_fact_is_no_link():
    """The evidence page would have nothing to show."""
    told = evidence([sentence("It is 5%.")], [claim(0, "5%")], facts=())
    assert links(page("It is 5%.\n", told)) == []


@pytest.mark.parametrize(
    "text",
    [
        "**5%** up.",
        "| a |\n|---|\n| 5% up. |",
        "## 5% up.",
        "- *5% up.*",
        "> 5% up.",
        "1. 5% up.",
    ],
)
def test_a_link_fits_into_markup(text):
    """Bold, table, heading, list and quotation stay what they were."""
    told = evidence([sentence("5% up.")], [claim(0, "5%")])
    html = page(f"{text}\n", told)
    assert links(html) == [("p1.1.c0", "5%")]
    _Nesting().feed(html)
    assert re.sub(r"</?a\b[^>]*>", "", html) == render(f"{text}\n", Path("none"))


@pytest.mark.parametrize(
    "text",
    ["[5% up.](https://example.org/)", "[a 5% up. b](x)", "![5% up.](https://example.org/x.png)"],
)
def test_links_do_not_nest(text):
    """A number within a link, or in a picture's description, gets none of its own."""
    told = evidence([sentence("5% up.")], [claim(0, "5%")])
    html = page(f"{text}\n", told)
    assert links(html) == []
    assert html == render(f"{text}\n", Path("none"))


def test_an_edited_text_keeps_the_links_of_sentences_that_stand():
    """Words put in before a sentence move it, and the link moves with it."""
    told = evidence([sentence("It fell 3.1%.")], [claim(0, "3.1%", start=8)])
    assert links(page("An editor's words, 3.1% of all.\n\nIt fell 3.1%.\n", told)) == [("p1.1.c0", "3.1%")]
    assert page("An editor's 3.1%.\n\nIt fell 3.1%.\n", told).startswith("<p>An editor's 3.1%.</p>")


def test_an_edited_sentence_keeps_the_links_that_leave_no_doubt():
    """A number that stands once between its neighbours is the one; one that stands twice may be another."""
    told = evidence(
        [sentence("It fell 3.1%."), sentence("It rose 4.2% and 5% more.", "p1.2"), sentence("So it was 9%.", "p1.3")],
        [
            claim(0, "3.1%"),
            claim(0, "4.2%", sentence="p1.2"),
            claim(1, "5%", sentence="p1.2"),
            claim(0, "9%", sentence="p1.3"),
        ],
    )
    text = "It fell 3.1%. Up it went by 4.2% then, and 5% or 5% more. So it was 9%.\n"
    assert [printed for _, printed in links(page(text, told))] == ["3.1%", "4.2%", "9%"]


def test_a_text_cannot_forge_a_link():
    """Marks that stand in a text are taken out before ours are set."""
    forged = "\ue0f00\ue0f1click\ue0f2 5%."
    told = evidence([sentence("5%.")], [claim(0, "5%")])
    html = page(unmarked(forged), told)
    assert links(html) == [("p1.1.c0", "5%")]
    assert linked("\ue0f0", []) == linked("\ue0f2", []) == ""


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"claims": None, "sentences": 5, "facts": []},
        {"claims": [{}], "sentences": [None], "facts": {}},
        evidence([sentence("5%.")], [{**claim(0, "5%"), "start": "x"}]),
        evidence([sentence("5%.")], [{**claim(0, "5%"), "id": '"><script>'}]),
        evidence([{**sentence("5%."), "text": None}], [claim(0, "5%")]),
    ],
)
def test_evidence_of_another_form_gives_no_links(broken):
    """The evidence is a file that others may have touched."""
    assert page("5%.\n", broken) == "<p>5%.</p>\n"


def test_each_number_of_a_days_articles_leads_to_its_own_claim(filled, wirecopy):
    """What a link says is what the claim printed; of the body only what describes a picture is left out."""
    assert wirecopy("write", "--date", "2026-02-10", "--desk", filled).code == 0
    articles = sorted((filled / "output" / "articles").glob("*.md"))
    assert len(articles) == 3
    for path in articles:
        kept = json.loads(path.with_suffix(".evidence.json").read_text(encoding="utf-8"))
        text = path.read_text(encoding="utf-8").split("---\n", 2)[2]
        html = page(text, kept)
        found = links(html)
        printed = {each["id"]: each["printed"] for each in kept["claims"]}
        assert [printed[name] for name, _ in found] == [words for _, words in found]
        pictured = "".join(re.findall(r"!\[(.*?)\]\(", text))
        body = {each["id"] for each in kept["sentences"] if each["field"] == "body" and each["text"] not in pictured}
        numbers = {each["id"] for each in kept["claims"] if each["kind"] == "number" and each["sentence"] in body}
        assert numbers <= {name for name, _ in found}
        _Nesting().feed(html)
        assert links(page(f"More.\n\n{text}", kept)) == found
