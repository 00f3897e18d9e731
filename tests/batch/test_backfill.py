"""A backfill leaves what ``write`` would have left, day by day, however it is run."""

import json
import re
import shutil
from datetime import date, timedelta

import pytest

from tests.batch.desks import files, made, stamps
from tests.conftest import quietly

FIRST, DAYS = date(2026, 1, 26), 12
LAST = FIRST + timedelta(days=DAYS - 1)
RANGE = ("--from", FIRST, "--to", LAST)
#: A few days in the short form, for what does not depend on how many there are.
FEW = ("--from", FIRST, "--to", FIRST + timedelta(days=2), "--edition", "brief", "--edition", "markets")


@pytest.fixture
def desk(tmp_path, sample_store):
    return made(tmp_path / "desk", sample_store)


@pytest.fixture(scope="module")
def once(tmp_path_factory, sample_store):
    """A desk that a backfill of a few days has been through; it is copied, never written to."""
    desk = made(tmp_path_factory.mktemp("once") / "desk", sample_store)
    quietly("backfill", "--desk", desk, *FEW)
    return desk


@pytest.fixture
def filled_once(once, tmp_path):
    """A copy of that desk, at the place of the other."""
    shutil.rmtree(tmp_path / "desk", ignore_errors=True)
    return shutil.copytree(once, tmp_path / "desk")


def test_a_backfill_leaves_what_writing_day_by_day_leaves(tmp_path, sample_store, wirecopy, desk):
    """Twelve real days of two coins: articles, pictures, evidence, series and memory are the same bytes."""
    other = made(tmp_path / "other", sample_store)
    for day in (FIRST + timedelta(days=n) for n in range(DAYS)):
        assert wirecopy("write", "--desk", other, "--date", day).code == 0
        # The wider market is told of once a day.
        beside = ("--edition", "derivatives", "--edition", "brief")
        assert wirecopy("write", "--desk", other, "--date", day, "--asset", "ETH", *beside).code == 0
    ran = wirecopy("backfill", "--desk", desk, *RANGE)
    assert (ran.code, ran.out) == (0, "24 days written, 0 unchanged\n")
    assert files(desk) == files(other)


def test_the_same_again_writes_nothing(wirecopy, filled_once):
    """What a day was written from has not changed, so nothing is touched."""
    before = stamps(filled_once)
    ran = wirecopy("backfill", "--desk", filled_once, *FEW, "--json")
    assert ran.json == {"written": 0, "unchanged": 6, "unknown": 0}
    assert stamps(filled_once) == before


def test_two_processes_leave_what_one_leaves(wirecopy, desk, once):
    """Assets do not know of each other."""
    assert wirecopy("backfill", "--desk", desk, *FEW, "--jobs", 2).code == 0
    assert files(desk) == files(once)


def test_more_days_follow_on_from_those_that_are_there(wirecopy, desk, once):
    """Two halves are one whole: the second remembers what the first said."""
    half = FIRST + timedelta(days=1)
    assert wirecopy("backfill", "--desk", desk, *FEW, "--to", half).code == 0
    ran = wirecopy("backfill", "--desk", desk, *FEW, "--json")
    assert ran.json == {"written": 2, "unchanged": 4, "unknown": 0}
    assert files(desk) == files(once)


def test_a_lost_or_changed_article_is_written_again(wirecopy, filled_once, once):
    """The desk's files are what counts, not what is remembered of them."""
    articles = filled_once / "output" / "articles"
    (articles / f"{FIRST}-btc-brief.md").unlink()
    (articles / f"{FIRST}-eth-brief.evidence.json").write_text("{}")
    ran = wirecopy("backfill", "--desk", filled_once, *FEW, "--json")
    assert ran.json == {"written": 2, "unchanged": 4, "unknown": 0}
    assert files(filled_once) == files(once)


def test_a_late_revision_changes_no_day_before_it(wirecopy, filled_once, tmp_path):
    """New readings of later days leave the days before alone, one that was known then does not."""
    later = tmp_path / "later.csv"
    later.write_text("time,asset,metric,value,unit\n2026-02-20T00:00:00Z,BTC,options.dvol,0.5,ratio\n")
    assert wirecopy("import", later, "--desk", filled_once).code == 0
    assert wirecopy("backfill", "--desk", filled_once, *FEW, "--json").json["written"] == 0
    known = tmp_path / "known.csv"
    known.write_text(
        f"time,asset,metric,value,unit\n{FIRST + timedelta(days=1)}T00:00:00Z,BTC,options.dvol,0.5,ratio\n"
    )
    assert wirecopy("import", known, "--desk", filled_once).code == 0
    assert wirecopy("backfill", "--desk", filled_once, *FEW, "--json").json["written"] == 4


def test_other_rules_write_every_day_anew(wirecopy, filled_once):
    """What all days have in common is part of what each is written from."""
    settings = filled_once / "wirecopy.toml"
    settings.write_text(settings.read_text().replace('"Markets desk"', '"Somebody else"'))
    assert wirecopy("backfill", "--desk", filled_once, *FEW, "--json").json["written"] == 6
    assert "Somebody else" in (filled_once / "output" / "articles" / f"{FIRST}-btc-brief.md").read_text()


def test_a_note_changes_its_own_day(wirecopy, filled_once):
    """An editor's note belongs to a day; the days after it may remember other words."""
    (filled_once / "notes" / f"{FIRST + timedelta(days=2)}.md").write_text(
        "---\ntopic: outage\n---\nAn exchange closed.\n"
    )
    assert wirecopy("backfill", "--desk", filled_once, *FEW, "--json").json["written"] == 2


def test_days_before_anything_was_known_are_no_failure(wirecopy, desk):
    """A range may begin before the first price; nothing is written of those days."""
    ran = wirecopy(
        "backfill",
        "--desk",
        desk,
        "--from",
        "2017-08-16",
        "--to",
        "2017-08-18",
        "--edition",
        "brief",
        "--asset",
        "btc",
        "--json",
    )
    assert ran.json == {"written": 3, "unchanged": 0, "unknown": 1}
    assert sorted(path.name for path in (desk / "output" / "articles").glob("*.md")) == [
        "2017-08-17-btc-brief.md", "2017-08-18-btc-brief.md",
    ]  # fmt: skip


def test_a_refused_text_is_held_and_the_others_are_out(wirecopy, desk):
    """As with ``write``: exit 3, the reasons beside the draft, and the same again says so again."""
    layout = desk / "templates" / "prose" / "brief.md.j2"
    layout.parent.mkdir(parents=True, exist_ok=True)
    from generator.resources import SHIPPED

    layout.write_text((SHIPPED / "templates/prose/brief.md.j2").read_text() + "\nBitcoin will reach $500,000.\n")
    days = (
        "--from",
        FIRST,
        "--to",
        FIRST + timedelta(days=1),
        "--asset",
        "BTC",
        "--edition",
        "brief",
        "--edition",
        "markets",
    )
    ran = wirecopy("backfill", "--desk", desk, *days)
    assert ran.code == 3
    assert "2 of 2 texts refused" in ran.err
    assert "$500,000" in (desk / "output" / "held" / f"{FIRST}-btc-brief.reasons.txt").read_text()
    assert (desk / "output" / "articles" / f"{FIRST}-markets.md").is_file()
    before = stamps(desk)
    again = wirecopy("backfill", "--desk", desk, *days)
    assert (again.code, stamps(desk)) == (3, before)


def test_a_text_that_a_person_let_through_stays(wirecopy, filled_once):
    """Only a correction changes it; the run says so and ends with 3."""
    slug = f"{FIRST}-btc-brief"
    article = filled_once / "output" / "articles" / f"{slug}.md"
    assert wirecopy("approve", slug, "--by", "Ada", "--desk", filled_once).code == 0
    assert wirecopy("backfill", "--desk", filled_once, *FEW).code == 0
    before = article.read_bytes()
    settings = filled_once / "wirecopy.toml"
    settings.write_text(settings.read_text().replace('"Markets desk"', '"Somebody else"'))
    ran = wirecopy("backfill", "--desk", filled_once, *FEW)
    assert (ran.code, article.read_bytes()) == (3, before)
    assert f"{slug}: approved" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("--from", "2026-02-02", "--to", "2026-02-01"), "--from is after --to", id="the wrong way round"),
        pytest.param(("--from", "2026-02-02"), "Missing option '--to'", id="no end"),
        pytest.param(("--from", "2026-13-02", "--to", "2026-02-01"), "is not a day", id="no day"),
        pytest.param((*RANGE, "--jobs", 2, "--cluster", "tcp://x:1"), "exclude each other", id="two runners"),
        pytest.param((*RANGE, "--jobs", 0), "0 is not in the range", id="no process"),
        pytest.param((*RANGE, "--lake", "s3://x"), "--lake is for --cluster", id="a lake without a cluster"),
        pytest.param(("--from", "2026-02-02", "--to", "2999-01-01"), "is not over yet", id="a day to come"),
    ],
)
def test_wrong_usage_is_one_line(wirecopy, desk, arguments, said):
    """Exit 2, and what to do."""
    ran = wirecopy("backfill", "--desk", desk, *arguments)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert said in ran.err


def test_a_coin_that_nobody_knows_is_one_line(wirecopy, desk):
    """Exit 1, and what to do."""
    ran = wirecopy("backfill", "--desk", desk, *FEW, "--asset", "NOPE")
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert "nothing is known of NOPE" in ran.err


def test_what_the_ledger_keeps_holds_no_texts(once):
    """Years of articles lie once in the desk, not twice."""
    files_of_years = sorted((once / "data" / "backfill").glob("*/*"))
    assert [path.name for path in files_of_years] == ["2026.jsonl", "2026.jsonl"]
    lines = [line for path in files_of_years for line in path.read_text().splitlines()]
    assert len(lines) == 6
    assert all("article" not in text for line in lines for text in json.loads(line)["texts"])


def test_one_command_writes_the_days_and_their_site(wirecopy, desk):
    """Every day's article has its page, and how long all took is said last; the same again changes nothing."""
    ran = wirecopy("backfill", "--desk", desk, *FEW, "--publish")
    assert ran.code == 0
    assert ran.out.startswith("6 days written, 0 unchanged\n9 articles on the site")
    assert re.search(r"\nwritten, verified and published in \d+ (s|min)\n$", ran.out)
    site = desk / "output" / "site"
    assert all(list(site.rglob(f"*{FIRST + timedelta(days=n)}*brief*")) for n in range(3))
    again = wirecopy("backfill", "--desk", desk, *FEW, "--publish", "--json")
    assert (again.json["written"], again.json["site"]["written"]) == (0, 0)


def test_a_site_without_an_address_is_said_before_the_first_day(wirecopy, desk):
    """Nobody waits for years of articles to be told that."""
    settings = desk / "wirecopy.toml"
    settings.write_text(re.sub(r'base_url = ".*"', 'base_url = ""', settings.read_text()))
    ran = wirecopy("backfill", "--desk", desk, *FEW, "--publish")
    assert (ran.code, ran.out) == (1, "")
    assert "base_url is empty" in ran.err
    assert not list((desk / "output").rglob("*.md"))
