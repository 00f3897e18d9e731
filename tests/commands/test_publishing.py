"""``wirecopy publish``: what readers get, what they do not, and what is said about it."""

import email
import email.policy
import shutil
from datetime import UTC, datetime

import pytest

DAY = "2026-02-10"
SLUGS = (f"{DAY}-btc-derivatives", f"{DAY}-markets", f"{DAY}-btc-brief")
NOON = datetime(2026, 2, 11, 12, tzinfo=UTC)
NEWSLETTER = """
[newsletter]
targets = ["eml", "substack"]
editions = ["derivatives", "markets"]
from = "Desk <desk@example.org>"
address = "1 Example Street, Exampletown"
unsubscribe = "https://example.org/unsubscribe"
"""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory, sample_store):
    """A desk that has written a day; it is copied, never written to."""
    from generator.cli import run_cli

    folder = tmp_path_factory.mktemp("shelf") / "desk"
    assert run_cli(["init", str(folder)]) == 0
    shutil.copyfile(sample_store, folder / "data" / "wirecopy.sqlite")
    assert run_cli(["write", "--desk", str(folder), "--date", DAY]) == 0
    return folder


@pytest.fixture
def written(shelf, tmp_path):
    """A desk of one's own that has written a day."""
    return shutil.copytree(shelf, tmp_path / "desk")


@pytest.fixture
def publish(wirecopy, written):
    """Run the command on the desk, at noon."""
    return lambda *arguments: wirecopy("publish", *arguments, "--desk", written, clock=lambda: NOON)


def settle(desk, text):
    path = desk / "wirecopy.toml"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def on_the_site(desk):
    return {path.name for path in (desk / "output" / "site" / "articles").iterdir()}


def test_what_the_verifier_passed_is_on_the_site(publish, written):
    """All three articles, with a front page; a second run has nothing to do."""
    first = publish()
    assert first.code == 0
    assert "3 articles on the site" in first.out
    assert on_the_site(written) == set(SLUGS)
    assert (written / "output" / "site" / "index.html").is_file()
    assert "0 files written, 0 removed" in publish().out


def test_a_number_that_somebody_changed_is_kept_from_readers(publish, written):
    """The others are published, the changed one is left out by name with its reason, and the exit code says so."""
    article = written / "output" / "articles" / f"{SLUGS[0]}.md"
    text = article.read_text(encoding="utf-8")
    head, body = text.split("\n---\n", 1)
    changed = head + "\n---\n" + body.replace(" 3.1%", " 3.2%", 1)
    assert changed != text
    article.write_text(changed, encoding="utf-8")
    done = publish()
    assert done.code == 3
    assert SLUGS[0] in done.err
    assert "3.2%" in done.err
    assert on_the_site(written) == set(SLUGS[1:])


def test_a_changed_number_takes_a_published_article_off_the_site(publish, written):
    """What was sound yesterday is no excuse for what stands there today."""
    publish()
    article = written / "output" / "articles" / f"{SLUGS[2]}.md"
    text = article.read_text(encoding="utf-8")
    article.write_text(text.replace("68,841", "98,841"), encoding="utf-8")
    assert publish().code == 3
    assert on_the_site(written) == set(SLUGS[:2])


def test_a_desk_that_asks_for_approval_publishes_nothing_without(publish, written, wirecopy):
    """Drafts stay drafts; one that an editor let through is out with the next run."""
    settle(written, "[publish]\napproval = true\n")
    assert "0 articles on the site" in publish().out
    assert wirecopy("approve", SLUGS[1], "--by", "Ada", "--desk", written, clock=lambda: NOON).code == 0
    assert "1 articles on the site" in publish().out
    assert on_the_site(written) == {SLUGS[1]}


def test_without_an_address_there_is_no_site(publish, written):
    """Feeds and cards would lead nowhere; the line says what to write."""
    path = written / "wirecopy.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("https://example.org", ""), encoding="utf-8")
    done = publish()
    assert done.code == 1
    assert "base_url is empty in wirecopy.toml" in done.err


def test_the_articles_go_to_another_tool_as_its_files(publish, tmp_path):
    """Drafts and published ones alike, as Hugo wants them; an unknown tool is named with those there are."""
    done = publish("--to", "hugo", tmp_path / "hugo")
    assert done.code == 0
    assert "3 articles for hugo" in done.out
    assert len(list((tmp_path / "hugo").rglob("index.md"))) == 3
    assert "take one of hugo, pelican" in publish("--to", "hogu", tmp_path / "hogu").err


def test_the_site_goes_to_a_folder(publish, tmp_path):
    """What a server serves is the site, whole."""
    done = publish("--to", "folder", tmp_path / "www")
    assert done.code == 0
    assert (tmp_path / "www" / "index.html").is_file()
    assert "as it was" in publish("--to", "folder", tmp_path / "www").out


def test_the_newsletter_lies_as_a_draft_and_is_not_doubled(publish, written):
    """One message with both editions and their charts, unsent; a second run leaves it as it is."""
    settle(written, NEWSLETTER)
    first = publish("--only", "newsletter")
    assert first.code == 0
    assert "eml: created" in first.out
    assert "substack: created" in first.out
    (draft,) = (written / "output" / "newsletter").glob("*.eml")
    message = email.message_from_bytes(draft.read_bytes(), policy=email.policy.default)
    assert message["X-Unsent"] == "1"
    assert message.defects == []
    pictures = [part for part in message.walk() if part.get_content_type() == "image/png"]
    assert len(pictures) == 9
    assert "eml: unchanged" in publish("--only", "newsletter").out
    assert not (written / "output" / "site").exists()


def test_an_editors_draft_is_not_written_over(publish, written):
    """A changed file stays, and a line says how to replace it."""
    settle(written, NEWSLETTER)
    publish()
    (draft,) = (written / "output" / "newsletter").glob("*.eml")
    edited = draft.read_bytes().replace(b"Key takeaways", b"In short")
    draft.write_bytes(edited)
    settle(written, 'intro = "Good morning."\n')
    done = publish()
    assert "eml: kept" in done.out
    assert draft.read_bytes() == edited
    assert "eml: updated" in publish("--force").out
    assert b"Good morning." in draft.read_bytes()


def test_before_an_editor_approves_there_is_nothing_to_draft_and_nothing_wrong(publish, written):
    """A morning's run of such a desk ends well, and says why there is no draft."""
    settle(written, "[publish]\napproval = true\n" + NEWSLETTER)
    done = publish()
    assert done.code == 0
    assert "nothing to draft" in done.out
    assert not (written / "output" / "newsletter").exists()


def test_what_a_target_lacks_is_named(publish, written):
    """A mailbox needs a host; nothing is drafted anywhere before that is clear."""
    settle(written, NEWSLETTER.replace('"substack"', '"imap"'))
    done = publish("--only", "newsletter")
    assert done.code == 1
    assert "host" in done.err
    assert not (written / "output" / "newsletter").exists()
