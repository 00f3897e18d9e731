"""What readers may look up: every metric and rule, every word, every correction, every source."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from generator.errors import InputError
from generator.model.catalogue import load_catalogue
from generator.model.rule_text import RuleText
from generator.publish.site import reference
from generator.publish.site.piece import Correction
from generator.publish.site.wording import load_attributions, load_terms
from tests.publish.site.pieces import FIRST, HOSTILE, PUBLICATION, piece, shown, site, written
from tests.publish.site.test_assets import SKEW, dangers, text

SPOT = RuleText(
    id="spot-return-1d-btc",
    metric="spot.return",
    tenors=("1d",),
    why="A day is noise.",
    source="Binance",
    published="2026-02-10",
    bands=(("large loss", "below -4%", "fear1"), ("ordinary", "-4% or more", "calm")),
    assets=("BTC",),
    venues=("binance",),
    family="price and volatility",
)
AT = datetime(2026, 2, 12, 9, 30, tzinfo=UTC)


def pages(made):
    """Return folder → page."""
    return {path.removesuffix("index.html"): page.decode() for path, page in written(reference.outputs(made)).items()}


def corrected(slug, *whats, at=AT, **changes):
    """Return an article in which something was put right, an hour after the other."""
    made = tuple(Correction(at=at + timedelta(hours=place), what=what) for place, what in enumerate(whats))
    return piece(slug, corrections=made, **changes)


def test_the_methodology_has_every_metric_of_the_catalogue():
    """Formula, sign, source, unit and staleness, at an address of its own."""
    page = pages(site())["methodology/"]
    words = text(page)
    for metric in load_catalogue().metrics.values():
        assert f'id="m-{metric.id.replace(".", "-").replace("_", "-")}"' in page
        for told in (metric.formula, metric.sign, metric.source):
            assert " ".join(told.split()) in words
    assert (
        "Annualized basis futures.basis Formula (future / index - 1) x 365 / days, simple; linear in days to the "
        "constant maturity, between contracts with 14 days or more to go, else the nearest one Sign positive is a "
        "future above spot (contango), negative is backwardation Printed in percent Over 30 days, 90 days, "
        "180 days After Hull" in words
    )
    assert words.count("Stale after 36 hours") > 20


def test_the_methodology_has_every_rule():
    """Bands with their edges, why, after whom, since when, how a state is left, whose counts and whose vote."""
    page = pages(replace(site(), rules=(SKEW, SPOT)))["methodology/"]
    words = text(page)
    assert 'id="r-options-skew-30d"' in page
    assert (
        "25-delta skew, 30 days: Bitcoin, Ether options-skew-30d State Reading neutral 6% or less fear above 6% "
        "Why Puts that cost more than calls are protection bought. Source AltcoinStory, 9 February 2026 "
        "Written down Feb. 9, 2026 Left when a reading has come back past the edge by 1% Votes in options" in words
    )
    assert "Change of price, 24 hours: Bitcoin" in words
    assert "As counted by Binance" in words
    assert "(now)" not in words


def test_the_stances_families_name_their_rules():
    """Each leads to the rule."""
    page = pages(replace(site(), rules=(SKEW, SPOT)))["methodology/"]
    assert re.findall(r'<li>([^:<]*): <a href="#(r-[^"]*)"', page) == [
        ("options", "r-options-skew-30d"),
        ("price and volatility", "r-spot-return-1d-btc"),
    ]


def test_the_glossary_has_plain_words_and_leads_to_formulas():
    """A word of ours goes before the catalogue's meaning; both lead to the methodology."""
    page = pages(replace(site(), terms={"open interest": "Contracts that are open.", "put": "An option to sell."}))
    page = page["glossary/"]
    words = text(page)
    assert "open interest Contracts that are open. Formula" in words
    assert "put An option to sell. put/call ratio" in words
    assert "max pain Strike at which the open options of the expiry pay out least. A price. Formula" in words
    assert 'id="t-open-interest"' in page
    assert 'href="/news/methodology/#m-futures-open-interest"' in page


def test_the_glossary_says_by_which_rules_a_state_is_given():
    """Fear is one thing of skew and another of mood."""
    mood = replace(SKEW, id="mood", metric="sentiment.fear_greed", tenors=("",), assets=("CRYPTO",), bands=(
        ("fear", "above 25, up to 46", "fear1"),
    ))  # fmt: skip
    words = text(pages(replace(site(), rules=(SKEW, mood)))["glossary/"])
    assert (
        "fear 25-delta skew, 30 days: Bitcoin, Ether : above 6%; Fear and greed index: The crypto market : "
        "above 25, up to 46" in words
    )


def test_the_glossarys_words_stand_in_their_order():
    """Whatever their capitals."""
    page = pages(replace(site(), terms={"Zeta": "z", "alpha": "a"}))["glossary/"]
    words = re.findall(r'<dt id="t-[^"]*">([^<]*)', page)
    assert words == sorted(words, key=str.casefold)


def test_every_id_is_given_once():
    """The same word may be a metric's label, a term and a state."""
    made = replace(site(), rules=(SKEW, SPOT, replace(SKEW, id="other")), terms=load_terms())
    for page in pages(made).values():
        ids = re.findall(r'\bid="([^"]*)"', page)
        assert len(ids) == len(set(ids))


def test_every_link_within_leads_somewhere():
    """From the glossary to the methodology, and within each."""
    made = pages(replace(site(), rules=(SKEW, SPOT), terms=load_terms()))
    ids = {folder: set(re.findall(r'\bid="([^"]*)"', page)) for folder, page in made.items()}
    for folder, page in made.items():
        assert set(re.findall(r'href="#([^"]*)"', page)) <= ids[folder]
        assert set(re.findall(r'href="/news/methodology/#([^"]*)"', page)) <= ids["methodology/"]


def test_corrections_of_all_articles_stand_the_newest_first():
    """What was wrong, when it was put right, and where."""
    first = corrected("monday", "The basis was that of Deribit.", "The day was wrong.", title="Monday & more")
    last = corrected("tuesday", "The name was wrong.", at=AT + timedelta(days=1), title="Tuesday & more")
    page = pages(site(piece("none"), first, last))["corrections/"]
    assert re.findall(r'<h2><a href="/news/articles/([^/]+)/">', page) == ["tuesday", "monday", "monday"]
    words = text(page)
    assert "Tuesday & more The name was wrong. 09:30 UTC, Feb. 13, 2026" in words
    assert words.index("The day was wrong.") < words.index("The basis was that of Deribit.")


def test_without_corrections_the_promise_stands_alone():
    """How they are made is said before the first one is needed."""
    words = text(pages(site(piece()))["corrections/"])
    assert "we put it right in the article" in words
    assert "No article has been corrected so far." in words


def test_corrections_tell_the_sitemap_when_they_changed():
    """At the newest correction."""
    changed = {each.path: each.changed_at for each in reference.outputs(site(corrected("monday", "a", "b")))}
    assert changed["corrections/index.html"] == AT + timedelta(hours=1)


def test_the_page_about_names_whose_data_are_shown():
    """Each used source with the line it asks for, in the order of preference; no other."""
    made = replace(
        site(piece(sources=("coingecko", "binance")), piece("b", sources=("nobody", "binance"))),
        attributions=load_attributions(),
    )
    words = text(pages(made)["about/"])
    assert "Market data of Binance. Prices by rank are data provided by CoinGecko. nobody" in words
    assert "FRED" not in words


def test_the_page_about_says_what_the_publication_says_of_itself():
    """In Markdown, and nothing in it runs."""
    about = "We write *daily*.\n\n<script>alert(1)</script>\n\n[Write to us](mailto:desk@example.org)"
    publication = replace(PUBLICATION, about=about, authors=("Ann", "Bob"))
    page = pages(site(publication=publication))["about/"]
    assert "<p>We write <em>daily</em>.</p>" in page
    assert '<a href="mailto:desk@example.org">Write to us</a>' in page
    assert "alert(1)" not in page
    assert "Who writes Ann, Bob." in text(page)


@pytest.mark.parametrize("words", HOSTILE)
def test_nothing_hostile_gets_into_a_page(words):
    """Titles, corrections, rules and terms of anybody's are text."""
    hostile = replace(SKEW, why=words, source=words, venues=(words,), bands=((words, words, words),))
    made = replace(
        site(corrected("monday", words, title=words, sources=(words,))),
        rules=(hostile,),
        terms={words: words},
        attributions={words: words},
    )
    told = pages(made)
    for folder, page in told.items():
        assert list(dangers(page)) == [], folder
    assert told["corrections/"].count('<h2><a href="/news/articles/monday/">') == 1


def test_a_new_article_changes_none_of_these_pages():
    """They are made from the catalogue and the rules, so a day's news costs nothing here."""
    old = piece("old")
    before, after = shown(reference.outputs(site(old))), shown(reference.outputs(site(piece("new"), old)))
    assert before == after


@pytest.mark.parametrize(
    ("changes", "changed"),
    [
        pytest.param({"rules": (SKEW,)}, {"methodology/", "glossary/"}, id="a rule"),
        pytest.param({"terms": {"put": "An option."}}, {"glossary/"}, id="a term"),
        pytest.param({"attributions": {"binance": "Of Binance."}}, {"about/"}, id="an attribution"),
        pytest.param({"pieces": (corrected("old", "a"),)}, {"corrections/"}, id="a correction"),
        pytest.param({"pieces": (piece("old", sources=("okx",)),)}, {"about/"}, id="a source"),
    ],
)
def test_what_is_shown_decides_what_is_made_anew(changes, changed):
    """And each page is made anew only for what it shows."""
    made = site(piece("old", date=FIRST))
    before, after = shown(reference.outputs(made)), shown(reference.outputs(replace(made, **changes)))
    assert {path.removesuffix("index.html") for path in before if before[path] != after[path]} == changed


def test_each_metric_of_the_catalogue_has_plain_words_or_none():
    """A term that means a metric is spelled as its label is: otherwise nobody would find it."""
    labels = {metric.label for metric in load_catalogue().metrics.values()}
    terms = load_terms()
    assert {"25-delta skew", "annualized basis", "liquidations", "open interest"} <= labels & terms.keys()
    assert all(text.endswith(".") for text in terms.values())


def test_every_source_of_the_sample_is_named():
    """Its terms ask for it."""
    attributions = load_attributions()
    sample = {"binance", "bybit", "hyperliquid", "deribit", "alternative.me", "fred", "mof", "coingecko"}
    assert sample <= attributions.keys()


@pytest.mark.parametrize("held", ["- a\n- b\n", "binance: [a]\n", "binance: 7\n", "7: x\n"])
def test_a_desks_own_words_must_be_lines(tmp_path, held):
    """The file is named, and what to do."""
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "attributions.yaml").write_text(held)
    with pytest.raises(InputError, match=r"attributions\.yaml"):
        load_attributions(tmp_path)
