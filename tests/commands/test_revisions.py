"""A source revises what it said: which words of an article that makes wrong, and how they are put right."""

import json
import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from generator.config import load_settings
from generator.editing.manuscript import read_manuscript
from generator.model.instants import from_micros
from generator.model.observation import Provenance
from generator.model.quotes import Candle
from generator.store.sqlite import Store

DAY = "2026-02-10"
SLUG = f"{DAY}-btc-brief"
NOON = datetime(2026, 2, 12, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory, sample_store):
    """A desk that has written one article; it is copied, never written to."""
    from generator.cli import run_cli

    folder = tmp_path_factory.mktemp("shelf") / "desk"
    assert run_cli(["init", str(folder)]) == 0
    shutil.copyfile(sample_store, folder / "data" / "wirecopy.sqlite")
    assert run_cli(["write", "--desk", str(folder), "--date", DAY, "--edition", "brief"]) == 0
    return folder


@pytest.fixture
def written(shelf, tmp_path):
    """A desk of one's own that has written its brief."""
    return shutil.copytree(shelf, tmp_path / "desk")


@pytest.fixture
def article(written):
    return written / "output" / "articles" / f"{SLUG}.md"


@pytest.fixture
def ask(wirecopy, written):
    """Run a command on the desk at noon two days later, as Ada."""

    def run(command, *arguments, hours=0):
        named = ("--by", "Ada") if command in ("approve", "correct") or "--apply" in arguments else ()
        return wirecopy(command, *arguments, *named, "--desk", written, clock=lambda: NOON + timedelta(hours=hours))

    return run


@pytest.fixture
def revise(written):
    """Have the venue say another close of the day, as a part of what it said, some hours before noon or after it."""

    def say(factor, *, hours=-20):
        with Store.open(load_settings(written).store) as store:
            frame = store.market(datetime(2026, 2, 11, tzinfo=UTC)).candles("1d", assets=["BTC"])
            last = frame[frame["venue"] == "binance"].iloc[-1]
            bar = Candle(
                "BTC", "binance", "1d", from_micros(last["observed_at"].value // 1000), last["open"], last["high"],
                last["low"], last["close"], last["volume"], last["quote"], Provenance("binance"),
            )  # fmt: skip
            told = Provenance("binance", "https://example.org/klines", fetched_at=NOON + timedelta(hours=hours))
            closed = round(bar.close_usd * factor, 2)
            store.add([replace(bar, close_usd=closed, low_usd=min(bar.low_usd, closed), origin=told)])

    return say


def claims(article):
    return json.loads(article.with_name(f"{article.stem}.evidence.json").read_text(encoding="utf-8"))


def body(text):
    return text.split("---\n", 2)[2]


def test_where_nothing_was_revised_nothing_is_listed(ask):
    """The inputs are the same, so the claims are."""
    ran = ask("revise")
    assert ran.code == 0
    assert ran.out == "no claim has changed\n"


def test_every_claim_that_changes_is_listed_with_its_cause(ask, revise, article):
    """What was printed, what it was and is, the reading behind it, and whether the words are still true."""
    revise(0.99)
    (found,) = ask("revise", "--json").json
    price = [each for each in found["changed"] if each["fact"] == "BTC/spot.price@binance" and each["role"] == "value"]
    told = [each for each in claims(article)["claims"]
            if each["fact"] == "BTC/spot.price@binance" and each["role"] == "value"]  # fmt: skip
    assert [each["claim"] for each in price] == [each["id"] for each in told] != []
    for each in price:
        assert each["now"] == pytest.approx(0.99 * each["was"])
        assert not each["holds"]
        (why,) = each["why"]
        assert (why["input"], why["what"]) == ("candle:binance:BTC:1d:2026-02-10T23:59:59.999000Z", "close")
        assert (why["source"], why["url"]) == ("binance", "https://example.org/klines")
        assert why["available_at"] == "2026-02-11T16:00:00Z"


def test_a_change_within_the_rounding_needs_no_correction(ask, revise, article):
    """It is listed as still true, and with --apply nothing is touched."""
    revise(1.000001)
    assert ask("approve", SLUG).code == 0
    before = article.read_bytes()
    (found,) = ask("revise", "--apply", "--json").json
    assert found["changed"]
    assert all(each["holds"] for each in found["changed"])
    assert article.read_bytes() == before


def test_without_apply_nothing_is_changed(ask, revise, article):
    """The list is for a person to read first."""
    before = article.read_bytes()
    revise(0.99)
    ran = ask("revise", SLUG)
    assert "wrong in print" in ran.out
    assert article.read_bytes() == before


def test_what_is_wrong_is_put_right_and_the_rest_stays(ask, wirecopy, revise, article):
    """The words of the wrong claims follow the new value, the others stand as they stood, and readers are told."""
    assert ask("approve", SLUG).code == 0
    before, old = article.read_text(encoding="utf-8"), claims(article)
    revise(0.99)
    ran = ask("revise", "--apply", "--json", hours=1)
    assert ran.code == 0, ran.err
    (found,) = ran.json
    text, now = article.read_text(encoding="utf-8"), claims(article)
    price = next(each for each in old["claims"] if each["fact"] == "BTC/spot.price@binance" and each["role"] == "value")
    right = f"${price['value'] * 0.99:,.0f}"
    assert price["printed"] in body(before)
    note = body(text).rstrip().rpartition("\n\n")[2]
    assert re.match(
        rf"Correction, Feb\. 12, 2026: An earlier version gave .*{re.escape(price['printed'])}; it was", note
    )
    assert right in note
    assert price["printed"] not in body(text).replace(note, "")
    wrong = {each["sentence"] for each in found["changed"] if not each["holds"]}
    kept = [
        each["text"] for each in old["sentences"] if each["id"] not in wrong and each["text"] not in found["groundless"]
    ]
    told = [each["text"] for each in now["sentences"]]
    assert [each for each in kept if each not in told] == []
    assert now["facts"]["BTC/spot.price@binance~corrected:1"]["value"] == price["value"]
    assert wirecopy("verify", article).code == 0


def test_a_corrected_article_is_kept_as_one(ask, revise, written, article):
    """As the state of the article, in the store's list, in the front matter; publishing it leaves it so."""
    assert ask("approve", SLUG).code == 0
    revise(0.99)
    assert ask("revise", "--apply").code == 0
    front = article.read_text(encoding="utf-8").partition("\n---\n")[0]
    assert "lastmod: 2026-02-12T12:00:00Z" in front
    assert "corrections: [{at: 2026-02-12T12:00:00Z, what: " in front
    with Store.open(load_settings(written).store) as store:
        (kept,) = store.corrections()
        assert (kept.slug, kept.by, kept.state) == (SLUG, "Ada", "corrected")
        assert kept.reasons[0].startswith("Correction, Feb. 12, 2026: ")
        store.published([(SLUG, read_manuscript(article).sha256)], at=NOON)
        assert store.review(SLUG) == kept
    assert ask("write", "--date", DAY, "--edition", "brief").code == 3, "a run must not undo what was put right"
    assert ask("revise").out == "no claim has changed\n"


def test_a_falsified_note_is_refused(ask, wirecopy, revise, article):
    """The old figure is the old evidence's, the new one the new one's; the verifier reads both."""
    assert ask("approve", SLUG).code == 0
    revise(0.99)
    assert ask("revise", "--apply").code == 0
    text = article.read_text(encoding="utf-8")
    head, _, note = text.rstrip().rpartition("\n\n")
    for figure in re.findall(r"\$[\d,]+", note):
        article.write_text(f"{head}\n\n{note.replace(figure, '$12,345', 1)}\n", encoding="utf-8")
        assert wirecopy("verify", article).code == 3


def test_the_next_revision_leaves_the_earlier_note_as_it_was(ask, wirecopy, revise, article):
    """The first note speaks of its own time, also where the value that it gave is corrected again."""
    assert ask("approve", SLUG).code == 0
    revise(0.99)
    assert ask("revise", "--apply").code == 0
    first = body(article.read_text(encoding="utf-8")).rstrip().rpartition("\n\n")[2]
    revise(0.97, hours=20)
    assert ask("revise", "--apply", hours=24).code == 0
    *_, again, second = body(article.read_text(encoding="utf-8")).rstrip().split("\n\n")
    assert again == first
    assert second.startswith("Correction, Feb. 13, 2026: ")
    assert wirecopy("verify", article).code == 0


def test_a_draft_is_put_right_without_a_note(ask, wirecopy, revise, written, article):
    """It had no readers, so there is nobody to tell."""
    revise(0.99)
    assert ask("revise", "--apply").code == 0
    assert "Correction" not in article.read_text(encoding="utf-8")
    assert wirecopy("verify", article).code == 0
    with Store.open(load_settings(written).store) as store:
        assert store.review(SLUG).state == "draft"
        assert store.corrections() == ()


def test_what_an_editor_wrote_is_not_lost(ask, revise, article):
    """An edited sentence keeps its words but for the figures that are wrong; what was signed for stays signed for."""
    told = [each for each in claims(article)["claims"] if each["fact"] == "BTC/spot.price@binance"]
    price = next(each for each in told if each["role"] == "value" and each["sentence"] == "p1.2")
    text = article.read_text(encoding="utf-8")
    edited = text.replace(f" {price['printed']} on Binance", f" {price['printed']}, by Binance's count", 1)
    assert edited != text
    article.write_text(f"{edited.rstrip()}\n\nMany hope for spring.\n", encoding="utf-8")
    assert ask("approve", SLUG).code == 3
    assert ask("approve", SLUG, "--sign").code == 0
    revise(0.99)
    ran = ask("revise", "--apply", hours=1)
    assert ran.code == 0, ran.err
    now = article.read_text(encoding="utf-8")
    assert "Many hope for spring." in now
    assert f" ${price['value'] * 0.99:,.0f}, by Binance's count" in now
    assert price["printed"] not in now.rpartition("Correction")[0].partition("\n---\n")[2]


def test_articles_are_named_or_their_days_are(ask):
    """Not both; and a day without articles has nothing to list."""
    assert ask("revise", SLUG, "--from", DAY).code == 2
    assert ask("revise", "--from", "2026-02-11").out == "no claim has changed\n"
