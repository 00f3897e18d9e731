"""The preview shows what was written, what it rests on, and what an editor may do."""

import json
import re

import pytest

from generator.store.sqlite import Store
from tests.serve.conftest import DAY, SLUG

ARTICLE = f"/articles/{SLUG}/"


def decisions(browser):
    with Store.open(browser.desk / "data" / "wirecopy.sqlite") as store:
        return [(each.state, each.by, *each.reasons) for each in store.decisions(SLUG)]


def path(browser, place="articles"):
    return browser.desk / "output" / place / f"{SLUG}.md"


def wrong(text):
    """The text with another digit in its first percentage of the body."""
    front, body = text.rsplit("---\n\n", 1)
    changed = re.sub(r"(\d)(\.\d%)", lambda found: f"{int(found[1]) % 9 + 1}{found[2]}", body, count=1)
    figure = next(new for new, old in zip(changed.split(), body.split(), strict=True) if new != old)
    return f"{front}---\n\n{changed}", figure.strip("*.,")


def shorter(text):
    """The text without its last paragraph that is no heading, list or picture: what remains is still true."""
    blocks = text.rstrip("\n").split("\n\n")
    blocks.remove(next(block for block in reversed(blocks) if re.match(r"[A-Z]", block)))
    return "\n\n".join(blocks) + "\n"


def test_articles_are_listed_by_day_with_their_state(browser):
    """The day that they tell of, the headline, and that nobody has looked at it."""
    page = browser.get("/").text
    assert "Tuesday, 10 February 2026" in page
    assert f'href="{ARTICLE}"' in page
    assert '<span class="state draft">draft</span>' in page


def test_an_article_shows_what_it_rests_on(browser):
    """Each number leads to its claim, the claim to a fact with formula and source, on the same page."""
    page = browser.get(ARTICLE).text
    claim = re.search(r'class="fig" href="#(c-[^"]+)"', page)
    assert claim is not None
    listed = re.search(rf'<li id="{re.escape(claim[1])}">.*?href="#(f-\d+)"', page, re.DOTALL)
    assert listed is not None
    fact = re.search(rf'id="{listed[1]}">(.*?)</details>', page, re.DOTALL)
    assert fact is not None
    assert "<dt>Formula</dt>" in page
    assert "<dt>Source</dt>" in page
    assert "Passed: " in page
    assert "What was missing" in page
    assert re.search(r"What was not said, and why</h2>\n<ul>\n<li>", page)


def test_a_picture_and_its_values_are_there(browser):
    """As the article's page asks for them."""
    page = browser.get(ARTICLE).text
    drawing = re.search(r'<img src="([^"]+\.svg)"', page)
    assert drawing is not None
    shown = browser.get(ARTICLE + drawing[1])
    assert (shown.status, shown.headers["content-type"]) == (200, "image/svg+xml")
    assert browser.get(ARTICLE + drawing[1].replace(".svg", ".csv")).status == 200


def test_an_edited_number_is_refused_at_once(browser):
    """A program gets the figure's line; without one the page shows it beside what was typed."""
    _, text = browser.form(ARTICLE)
    edited, figure = wrong(text)
    said = browser.post(f"{ARTICLE}verify", headers={"Accept": "application/json"}, text=edited)
    assert said.status == 200
    told = json.loads(said.body)
    assert not told["passed"]
    assert any(each["level"] == "red" and figure in each["what"] for each in told["problems"])
    page = browser.post(f"{ARTICLE}verify", text=edited).text
    assert "<b>red</b>" in page
    assert figure in page
    assert path(browser).read_text(encoding="utf-8") == text


def test_line_ends_of_a_browser_do_no_harm(browser):
    """A form sends CRLF; the text is the same, and saving it changes not a byte."""
    sha256, text = browser.form(ARTICLE)
    before = path(browser).read_bytes()
    told = browser.post(
        f"{ARTICLE}verify", headers={"Accept": "application/json"}, text=text.replace("\n", "\r\n")
    )  # fmt: skip
    assert json.loads(told.body)["passed"]
    assert browser.post(f"{ARTICLE}save", text=text.replace("\n", "\r\n"), sha256=sha256).status == 303
    assert path(browser).read_bytes() == before


def test_a_true_edit_is_saved(browser):
    """The article is the edited text, and the record says who was at it."""
    sha256, text = browser.form(ARTICLE)
    said = browser.post(f"{ARTICLE}save", text=shorter(text), sha256=sha256)
    assert (said.status, said.headers["location"]) == (303, ARTICLE)
    assert path(browser).read_text(encoding="utf-8") == shorter(text)
    assert decisions(browser) == [("draft", "Ada", "edited")]


def test_a_false_edit_is_kept_beside_the_article(browser):
    """Nothing that was typed is lost, and the article stays."""
    sha256, text = browser.form(ARTICLE)
    edited, figure = wrong(text)
    said = browser.post(f"{ARTICLE}save", text=edited, sha256=sha256)
    assert (said.status, said.headers["location"]) == (303, f"/held/{SLUG}/")
    assert path(browser).read_text(encoding="utf-8") == text
    assert path(browser, "held").read_text(encoding="utf-8") == edited
    page = browser.get(f"/held/{SLUG}/").text
    assert figure in page
    assert "refused" in browser.get("/").text


def test_a_false_text_cannot_be_approved(browser):
    """The button is dead, and who asks all the same is refused, signed or not."""
    edited, figure = wrong(path(browser).read_text(encoding="utf-8"))
    path(browser).write_text(edited, encoding="utf-8")
    sha256, _ = browser.form(ARTICLE)
    assert "<button disabled>Approve</button>" in browser.get(ARTICLE).text
    for sign in (None, "yes"):
        said = browser.post(f"{ARTICLE}approve", sha256=sha256, sign=sign)
        assert said.status == 422
        assert figure in said.text
    assert decisions(browser) == []


def test_an_article_is_approved_and_held(browser):
    """By who sits at the desk; the reason for holding is kept."""
    sha256, _ = browser.form(ARTICLE)
    assert browser.post(f"{ARTICLE}approve", sha256=sha256).status == 303
    assert "approved by Ada since 2026-02-11 12:00 UTC" in browser.get(ARTICLE).text
    assert browser.post(f"{ARTICLE}hold", sha256=sha256, why="  ").status == 422
    assert browser.post(f"{ARTICLE}hold", sha256=sha256, why="the exchange denies it").status == 303
    assert decisions(browser) == [("approved", "Ada"), ("held", "Ada", "the exchange denies it")]
    assert "the exchange denies it" in browser.get("/").text


@pytest.mark.parametrize("deed", ["approve", "hold", "save"])
def test_nobody_decides_on_a_text_that_he_has_not_seen(browser, deed):
    """Another run wrote it anew: the page says so and shows the new one."""
    sha256, text = browser.form(ARTICLE)
    path(browser).write_text(shorter(text), encoding="utf-8")
    said = browser.post(f"{ARTICLE}{deed}", sha256=sha256, why="x", text=text)
    assert said.status == 409
    assert "has changed since" in said.text
    assert decisions(browser) == []
    assert path(browser).read_text(encoding="utf-8") == shorter(text)


def test_an_approved_article_is_changed_by_a_correction(browser):
    """Readers are told what was put right; without that nothing is saved, and what was typed is still there."""
    sha256, text = browser.form(ARTICLE)
    browser.post(f"{ARTICLE}approve", sha256=sha256)
    said = browser.post(f"{ARTICLE}save", sha256=sha256, text=shorter(text), what="")
    assert said.status == 422
    assert "readers are told what was put right" in said.text
    assert path(browser).read_text(encoding="utf-8") == text
    said = browser.post(f"{ARTICLE}save", sha256=sha256, text=shorter(text), what="It was of <yesterday>.")
    assert said.status == 303
    assert "corrections: [" in path(browser).read_text(encoding="utf-8")
    page = browser.get(ARTICLE).text
    assert "It was of &lt;yesterday&gt;." in page
    assert '<span class="state corrected">corrected</span>' in page


def test_a_false_correction_changes_nothing(browser):
    """The page shows the line and what was typed."""
    sha256, text = browser.form(ARTICLE)
    browser.post(f"{ARTICLE}approve", sha256=sha256)
    edited, figure = wrong(text)
    said = browser.post(f"{ARTICLE}save", sha256=sha256, text=edited, what="A digit.", sign="yes")
    assert said.status == 422
    assert figure in said.text
    assert path(browser).read_text(encoding="utf-8") == text


def test_what_cannot_be_read_is_shown_with_its_mistake(browser):
    """A damaged article is listed, and its page says the line; the others are as they were."""
    path(browser).write_text("no front matter\n", encoding="utf-8")
    assert '<span class="state damaged">damaged</span>' in browser.get("/").text
    page = browser.get(ARTICLE)
    assert page.status == 200
    assert "has no front matter" in page.text
    path(browser).with_name(f"{SLUG}.evidence.json").write_text("{", encoding="utf-8")
    said = browser.get(ARTICLE)
    assert said.status == 422
    assert "evidence.json:1: " in said.text


def test_an_empty_desk_says_what_to_do(browser):
    """Nothing was written yet."""
    for each in (browser.desk / "output" / "articles").glob(f"{DAY}*.md"):
        each.unlink()
    assert "wirecopy write" in browser.get("/").text


def test_a_desk_that_asks_for_approval_says_how_many_wait(browser):
    """Taken up as soon as the setting is."""
    settings = browser.desk / "wirecopy.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "\n[publish]\napproval = true\n", encoding="utf-8")
    from generator.config import load_settings

    browser.server.room.settings = load_settings(browser.desk)
    assert "1 draft waits for approval" in browser.get("/").text
    sha256, _ = browser.form(ARTICLE)
    browser.post(f"{ARTICLE}approve", sha256=sha256)
    assert "0 drafts wait for approval" in browser.get("/").text
