"""An issue: what it says, what it leads to, what it must have, and when it is refused."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from generator.errors import InputError
from generator.publish.newsletter.issue import mailing
from generator.publish.newsletter.letterhead import Letterhead
from tests.publish.newsletter.articles import BASE, JINJA, SVG, letterhead, made, write
from tests.publish.newsletter.reading import Page
from tests.publish.site.pieces import HOSTILE

EDITIONS = ("derivatives", "markets", "brief")


@pytest.fixture
def brief(tmp_path):
    """A short article with a picture."""
    text = "It fell 5%.\n\n![Down to $68,841.](2026-02-10-btc-brief/price.svg)\n"
    return write(tmp_path / "articles", text, drawings=["price"])


def test_the_leading_article_gives_subject_preheader_and_address(day, drawn):
    """What the verifier passed as title and description stands in the mailbox."""
    issue = made(day["derivatives"], day["markets"], cache=drawn)
    assert issue.subject == day["derivatives"].title
    assert issue.preheader == day["derivatives"].description
    assert issue.canonical_url == f"{BASE}/articles/2026-02-10-btc-derivatives/"
    assert (issue.id, issue.slug, issue.message_id) == ("2026-02-10", "2026-02-10", "2026-02-10@desk.example")
    assert issue.date == datetime(2026, 2, 11, tzinfo=UTC)


def test_articles_stand_in_their_order_below_one_headline(day, drawn):
    """One ``h1``; the second article's sections lie below its own headline."""
    issue = made(*(day[edition] for edition in EDITIONS), cache=drawn)
    told = [tuple(heading) for heading in Page(issue.html).headings]
    assert [words for level, words in told if level == 1] == [day["derivatives"].title]
    assert [words for level, words in told if words in {piece.title for piece in day.values()}] == [
        day[edition].title for edition in EDITIONS
    ]
    second = told[told.index((2, day["markets"].title)) + 1 :]
    assert (3, "What to watch") in second
    assert (2, "What to watch") in told[: told.index((2, day["markets"].title))]


def test_html_text_and_markdown_say_the_same_numbers(day, drawn):
    """Every number of the articles' texts is in each part of the mail, as often as in the article."""
    issue = made(day["derivatives"], day["markets"], cache=drawn)
    page = Page(issue.html)
    numbers = re.compile(r"-?\$?\d[\d,.]*\d%?|\d")
    article = "\n".join(re.sub(r"\]\([^)]*\)", "]", day[each].path.read_text("utf-8").partition("\n---\n")[2])
                        for each in ("derivatives", "markets"))  # fmt: skip
    for said in (f"{page.words} {' '.join(each['alt'] for each in page.images)}", issue.text, issue.markdown):
        there = numbers.findall(re.sub(r"https?://\S+", "", said))
        missing = [each for each in numbers.findall(article) if each not in there]
        assert missing == []
        assert len(there) >= len(numbers.findall(article))


def test_links_lead_to_the_site_and_no_number_is_one(day, drawn):
    """The article, its evidence, the front page and the way out: nothing else is followed."""
    issue = made(day["derivatives"], cache=drawn)
    article = f"{BASE}/articles/2026-02-10-btc-derivatives/"
    links = Page(issue.html).links
    assert set(links) == {f"{BASE}/", article, f"{article}evidence.html", "https://desk.example/leave?list=1&all=0"}
    assert len(links) == 6


def test_pictures_are_inside_at_twice_their_size_with_the_words_that_were_checked(day, drawn):
    """``cid:`` names a picture of the mailing; width, height and alternative text stand on it."""
    issue = made(day["derivatives"], cache=drawn)
    images = Page(issue.html).images
    assert [image["src"] for image in images] == [f"cid:{inlay.name}" for inlay in issue.pictures]
    alts = re.findall(r"!\[([^\]]*)\]\(", day["derivatives"].path.read_text("utf-8"))
    assert [image["alt"] for image in images] == alts == [inlay.alt for inlay in issue.pictures]
    assert len(images) == 6
    for image, inlay in zip(images, issue.pictures, strict=True):
        wide, high = (int.from_bytes(inlay.png[start : start + 4]) for start in (16, 20))
        assert (int(image["width"]), int(image["height"])) == (inlay.width, inlay.height)
        assert (wide, high) == (2 * inlay.width, 2 * inlay.height)


def test_a_picture_is_drawn_with_the_type_of_phones(tmp_path):
    """Most mail is read on phones; what the drawing says for narrow screens holds in the PNG."""
    styled = SVG.replace("<rect", "<style>@media(max-width:480px){.a{fill:#000}.b{fill:#000}}</style><rect class='a'")
    piece = write(tmp_path / "a", "![Dark.](2026-02-10-btc-brief/p.svg)\n", drawings=["p"])
    plain = made(piece).pictures[0].png
    (piece.path.with_name(piece.slug) / "p.svg").write_text(styled, encoding="utf-8")
    assert made(piece).pictures[0].png != plain


def test_hosted_pictures_are_addresses_of_the_site(brief):
    """Nothing is inside; without a site they cannot be."""
    issue = made(brief, pictures="hosted")
    assert issue.pictures == ()
    assert [image["src"] for image in Page(issue.html).images] == [f"{BASE}/articles/{brief.slug}/price.png"]
    assert f"![Down to $68,841.]({BASE}/articles/{brief.slug}/price.png)" in issue.markdown
    with pytest.raises(InputError, match="base_url is missing"):
        made(brief, pictures="hosted", base_url="")


def test_without_pictures_their_words_stay(brief):
    """Nobody loses a number because a service takes no pictures."""
    issue = made(brief, pictures="none")
    assert issue.pictures == ()
    page = Page(issue.html)
    assert page.images == []
    assert "Chart: Down to $68,841." in page.words
    assert "[Chart: Down to $68,841.]" in issue.text


def test_only_the_articles_own_pictures_are_shown(tmp_path):
    """Another host's would tell it who reads: it is a link, in words."""
    text = (
        "![Seen](https://spy.example/p.png)\n\n![Gone](2026-02-10-btc-brief/none.svg)\n\nA ![mark](x.svg) in a line.\n"
    )
    page = Page(made(write(tmp_path / "a", text, drawings=["x"])).html)
    assert page.images == []
    assert "https://spy.example/p.png" in page.links
    assert {"Seen", "Gone", "mark"} <= set(page.words.split())


def test_an_editors_png_is_taken_as_it_is(tmp_path, brief):
    """Never shown larger than it is; what is no PNG is refused by name."""
    folder = brief.path.with_name(brief.slug)
    (folder / "photo.png").write_bytes(made(brief).pictures[0].png)
    piece = write(tmp_path / "articles", "![Photo.](photo.png)\n", drawings=["price"])
    assert made(piece).pictures[0].width == 570
    (folder / "photo.png").write_bytes(b"GIF89a")
    with pytest.raises(InputError, match=r"photo\.png: is no PNG"):
        made(piece)


def test_corrections_are_told(tmp_path):
    """What was put right in an article stands on it; in an earlier one, at the end with a link."""
    put = {"at": datetime(2026, 2, 11, 8, tzinfo=UTC), "what": "The basis is 3.1%, not 3.4%."}
    today = write(tmp_path / "a", corrections=[put])
    earlier = write(
        tmp_path / "a", slug="2026-02-09-btc-brief", title="Bitcoin stands still",
        date=datetime(2026, 2, 10, tzinfo=UTC), corrections=[put],
    )  # fmt: skip
    alone, both = made(today), made(today, earlier)
    for said in (Page(alone.html).words, alone.text, alone.markdown):
        assert said.count("08:00 UTC, Feb. 11, 2026: The basis is 3.1%, not 3.4%.") == 1
        assert "earlier issues" not in said
    for said in (Page(both.html).words, both.text.replace("\n", " "), both.markdown):
        assert "Corrections to earlier issues" in said
        assert said.count("The basis is 3.1%, not 3.4%.") == 2
        assert "Bitcoin stands still" in said
        assert "It fell 5%." in said.partition("Corrections to earlier")[0]
    assert f"{BASE}/articles/2026-02-09-btc-brief/" in Page(both.html).links


def test_the_way_out_is_the_targets_token_the_desks_address_or_nothing(brief):
    """A service's token stands as it is; where a service adds its own, we add none."""
    token = made(brief, target="{{ unsubscribe_url }}")
    assert token.unsubscribe == "{{ unsubscribe_url }}"
    assert 'href="{{ unsubscribe_url }}"' in token.html
    assert "Unsubscribe: {{ unsubscribe_url }}" in token.text
    assert "[Unsubscribe]({{ unsubscribe_url }})" in token.markdown
    own = made(brief, target=None)
    assert own.unsubscribe == ""
    assert "nsubscribe" not in own.html + own.text + own.markdown
    desk = made(brief)
    assert desk.unsubscribe == "https://desk.example/leave?list=1&all=0"
    assert "https://desk.example/leave?list=1&all=0" in Page(desk.html).links
    assert made(brief, unsubscribe="mailto:leave@desk.example").unsubscribe == "mailto:leave@desk.example"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://desk.example/leave",
        "https://",
        "javascript:x",
        "https://a.example/\r\nBcc: x",
        "https://a b",
        "https://é",
    ],
)
def test_a_way_out_that_leads_nowhere_is_refused(brief, address):
    """The error names the setting."""
    sender = letterhead(unsubscribe=address)
    with pytest.raises(InputError, match=r"newsletter\.unsubscribe"):
        mailing([brief], letterhead=sender, base_url=BASE, pictures="none", unsubscribe="", cache=None, jinja=JINJA)


def test_a_desk_without_a_site_has_an_issue_without_links(brief):
    """Only the way out is left."""
    issue = made(brief, base_url="")
    assert Page(issue.html).links == ["https://desk.example/leave?list=1&all=0"]
    assert issue.canonical_url == ""
    assert "the site" not in issue.html + issue.text


def test_a_preheader_is_neither_short_nor_long(tmp_path):
    """Forty characters at least where there is anything to say, 110 at most, and nothing shows behind it."""
    first = write(tmp_path / "a", description="Up.")
    second = write(tmp_path / "a", slug="2026-02-10-markets", title="Shorts pay to stay in as the basis narrows again")
    assert made(first, second).preheader == "Up. Shorts pay to stay in as the basis narrows again"
    long = made(write(tmp_path / "a", description="word " * 60))
    assert 100 < len(long.preheader) <= 110
    assert long.preheader.endswith("word…")
    hidden = re.search(r'<div class="preheader"[^>]*display:none[^>]*>(.*?)</div>', long.html)[1]
    assert hidden.replace("&nbsp;", "").strip("\u034f\u200c") == long.preheader


def test_a_long_headline_is_cut_in_the_mailbox_only(tmp_path):
    """75 characters of subject; the page has all of it."""
    title = "Bitcoin " + "falls and " * 12 + "rises"
    issue = made(write(tmp_path / "a", title=title))
    assert len(issue.subject) <= 75
    assert issue.subject.endswith(("falls…", "and…"))
    assert title in Page(issue.html).words


def test_html_that_mail_programs_would_cut_is_refused(tmp_path):
    """The error names the article to leave out."""
    short = write(tmp_path / "a")
    long = write(tmp_path / "a", "It fell 5% again.\n\n" * 1000, slug="2026-02-10-markets")
    with pytest.raises(InputError, match="leave an article out: 2026-02-10-markets is the longest"):
        made(short, long)
    with pytest.raises(InputError, match="shorten 2026-02-10-markets"):
        made(long)


def test_an_issue_without_articles_is_refused():
    """There is nothing to say."""
    with pytest.raises(InputError, match="no article"):
        made()


def test_the_same_articles_give_the_same_issue(day, drawn):
    """Byte for byte, drawn anew or not; another target's pictures make another one."""
    issue = made(day["brief"], cache=drawn)
    assert made(day["brief"]) == issue
    assert made(day["brief"], pictures="none").sha256 != issue.sha256


@pytest.mark.parametrize(
    "change",
    [{"title": "Another"}, {"sender": "x@desk.example"}, {"reply_to": "y@desk.example"}, {"list_id": "a.example"},
     {"address": "2 Way"}, {"intro": "Hello."}, {"name": "btc"}, {"language": "de"}],
    ids=str,
)  # fmt: skip
def test_what_the_letterhead_says_is_in_the_hash(brief, change):
    """A draft of the old one is to be replaced."""
    assert made(brief, **change).sha256 != made(brief).sha256


def test_the_letterhead_is_told(brief):
    """Intro by paragraphs, postal address by lines, the language for those who read aloud."""
    issue = made(brief, intro="Good morning.\n\nIt fell.", address="The Desk\n1 Way", name="btc-brief", language="he")
    assert issue.id == "2026-02-10-btc-brief"
    assert issue.message_id == "2026-02-10-btc-brief@desk.example"
    page = Page(issue.html)
    assert "Good morning. It fell." in page.words
    assert "The Desk, 1 Way" in page.words
    assert "Good morning.\n\nIt fell." in issue.text
    assert "The Desk\n1 Way" in issue.text
    assert (page.tags[0][1]["lang"], page.tags[0][1]["dir"]) == ("he", "rtl")


@pytest.mark.parametrize(
    "wrong",
    [{"sender": "nobody"}, {"sender": "A <a@b@c>"}, {"sender": "ü@desk.example"}, {"sender": "A <a@desk.example\r\n>"},
     {"reply_to": "x"}, {"list_id": "a b"}, {"list_id": "a>\r\nBcc: x"}, {"name": "A b"}, {"language": "<b>"}],
    ids=str,
)  # fmt: skip
def test_a_letterhead_that_cannot_be_is_refused(wrong):
    """At once, not at the tenth issue."""
    with pytest.raises(InputError):
        letterhead(**wrong)


def test_a_domain_is_written_as_mail_writes_it():
    """Letters of other alphabets are allowed in domains, in a form of their own."""
    assert Letterhead(title="T", sender="T <desk@bücher.example>").writer.address == "desk@xn--bcher-kva.example"


ATTACKS = [
    *HOSTILE,
    "*|UNSUB|* {{ subscriber.email }} {% include 'x' %} {unsubscribe}",
    '[x](javascript:alert(1)) [y](data:text/html,x) [z](https://e.example/{{x}}"onclick=)',
    "![x](javascript:alert(1)) <img src=x onerror=alert(1)>",
    "| a | b |\n|---|---|\n| <script>x</script> | {{ b }} |",
    "> > > > <b>quoted</b>\n\n1. one\n   - two\n     1. three",
    "```\n<script>{{ x }}</script>\n```",
    "\ue0f4\ue0f8 \u202eevil\u2066 \ufeff",
]


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_a_text_is_only_ever_text(tmp_path, attack):
    """As headline, description, correction, name and text: no tag of its own, no token of a service, no address."""
    told = "".join(each for each in attack.replace("\ud800", "") if each >= " " and each not in "\x7f\x85\ufffe\uffff")
    piece = write(tmp_path / "a", f"Up.\n\n{attack.encode('utf-8', 'ignore').decode()}\n", stance=told, authors=[told])
    put = replace(made_correction(), what=attack)
    piece = replace(piece, title=f"{attack} 5%", description=attack, corrections=(put,))
    earlier = replace(piece, slug="2026-02-09-x", date=piece.date - timedelta(days=1))
    issue = made(piece, earlier, title=f"T {attack}", intro=attack, address=attack)
    page = Page(issue.html)
    known = {"html", "head", "meta", "title", "style", "body", "div", "table", "tbody", "thead", "tr", "td", "th", "p",
             "a", "h1", "h2", "h3", "ul", "ol", "li", "br", "span", "strong", "em", "code", "img", "hr"}  # fmt: skip
    assert {tag for tag, _ in page.tags} <= known
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert all(link.startswith(("https://", "http://")) for link in page.links)
    styles = re.sub("<style>.*?</style>", "", issue.html, flags=re.DOTALL)
    assert not set("{}") & set(styles), "braces are written as references"
    assert not re.search(
        r"\*\||[\ue000-\uf8ff\u202a-\u202e\u2066-\u2069\ufeff]", issue.html + issue.text + issue.subject
    )
    assert not re.search(r"\{\{|\{%", issue.text + issue.markdown + issue.subject + issue.preheader + issue.sender)
    assert [each for each in page.comments if "mso" not in each and "endif" not in each] == []


def made_correction():
    from generator.publish.site.piece import Correction

    return Correction(at=datetime(2026, 2, 11, 8, tzinfo=UTC), what="x")


def test_a_page_says_its_charset_first(brief):
    """Paste-ready HTML is a file that a browser must read rightly."""
    assert made(brief).html.startswith("<!DOCTYPE html><html")
    assert '<meta charset="utf-8">' in made(brief).html[:400]
    assert json.dumps(made(brief).html).count("<style>") == 1
