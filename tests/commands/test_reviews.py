"""Editors decide: approve, hold, correct; and what a run may still change after that."""

import json
import re
import shutil
from datetime import UTC, datetime, timedelta

import pytest

from generator.config import load_settings
from generator.model.review import may_be_published
from generator.resources import SHIPPED
from generator.store.sqlite import Store

DAY = "2026-02-10"
SLUG = f"{DAY}-btc-brief"
NOON = datetime(2026, 2, 11, 12, tzinfo=UTC)
SAME_DAY = ("--date", DAY, "--edition", "brief")


@pytest.fixture(scope="module")
def shelf(tmp_path_factory, sample_store):
    """A desk that has written one article; it is copied, never written to."""
    from generator.cli import run_cli

    folder = tmp_path_factory.mktemp("shelf") / "desk"
    assert run_cli(["init", str(folder)]) == 0
    shutil.copyfile(sample_store, folder / "data" / "wirecopy.sqlite")
    assert run_cli(["write", "--desk", str(folder), *SAME_DAY]) == 0
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
    """Run a command on the desk at noon, as Ada."""

    def run(command, *arguments, hours=0, by="Ada"):
        named = ("--by", by) if command in ("approve", "hold", "correct") else ()
        return wirecopy(command, *arguments, *named, "--desk", written, clock=lambda: NOON + timedelta(hours=hours))

    return run


def decisions(desk, slug=SLUG):
    with Store.open(desk / "data" / "wirecopy.sqlite") as store:
        return [(each.state, each.by, *each.reasons) for each in store.decisions(slug)]


def is_public(desk, article, *, approval):
    from hashlib import sha256

    with Store.open(desk / "data" / "wirecopy.sqlite") as store:
        review = store.review(article.stem)
    return may_be_published(review, sha256(article.read_bytes()).hexdigest(), approval=approval)


def edit(article, old, new):
    text = article.read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new)


def figure(text):
    """A percentage of the body, and the same with another digit."""
    body = text.split("---\n", 2)[2]
    found = re.search(r"\d\d\.\d%", body)
    assert found is not None
    return found[0], f"{(int(found[0][0]) % 9) + 1}{found[0][1:]}"


def test_an_article_is_approved_by_its_slug(ask, written, article):
    """Who approved it, and when, is said and kept; from then on it may be published."""
    assert not is_public(written, article, approval=True)
    ran = ask("approve", SLUG)
    assert ran.code == 0, ran.err
    assert ran.out == f"{SLUG}: approved by Ada since 2026-02-11 12:00 UTC\n"
    assert decisions(written) == [("approved", "Ada")]
    assert is_public(written, article, approval=True)


def test_an_article_is_approved_by_its_path(ask, article, written):
    """As the shell completes it."""
    assert ask("approve", article).code == 0
    assert decisions(written) == [("approved", "Ada")]


@pytest.mark.parametrize(
    "named", ["2026-02-10-no-such", "../../wirecopy", "/etc/hostname", "", ".", "x.md", "../articles/../../notes/x.md"]
)
def test_only_articles_of_the_desk_are_decided_on(ask, named):
    """One line for a slug that is none, and for a path that leads elsewhere."""
    ran = ask("approve", named)
    assert ran.code == 1
    assert len(ran.err.splitlines()) == 1
    assert "no such article" in ran.err or "lies outside of" in ran.err


def test_the_system_knows_who_approves(wirecopy, written, monkeypatch):
    """Where no name is given, it is the user's."""
    monkeypatch.setenv("LOGNAME", "grace")
    assert wirecopy("approve", SLUG, "--desk", written).code == 0
    assert decisions(written) == [("approved", "grace")]


@pytest.mark.parametrize("name", ["verifier", "wirecopy publish", " ", "a\nb"])
def test_nobody_decides_in_the_name_of_a_program(ask, written, name):
    """Such a decision would pass for one that no person made."""
    assert ask("approve", SLUG, by=name).code == 1
    assert decisions(written) == []


def test_a_red_flag_makes_approval_impossible(ask, written, article):
    """Whoever signs: exit 3, the figure is named, and nothing is put down."""
    old, new = figure(article.read_text(encoding="utf-8"))
    article.write_text(edit(article, old, new), encoding="utf-8")
    for signature in ((), ("--sign",)):
        ran = ask("approve", SLUG, *signature)
        assert ran.code == 3
        assert any(": red: " in line and new in line for line in ran.err.splitlines())
    assert decisions(written) == []


def test_a_yellow_flag_wants_a_signature(ask, written, article):
    """What nobody can check is let through by name, and the record says what was signed."""
    text = article.read_text(encoding="utf-8").rstrip("\n")
    article.write_text(f"{text}\n\nMany hope for spring.\n", encoding="utf-8")
    ran = ask("approve", SLUG)
    assert ran.code == 3
    assert "--sign" in ran.err
    assert decisions(written) == []
    ran = ask("approve", SLUG, "--sign")
    assert ran.code == 0, ran.err
    ((state, by, *signed),) = decisions(written)
    assert (state, by) == ("approved", "Ada")
    assert any("Many hope for spring." in each and each.startswith("signed: ") for each in signed)


def test_a_refused_draft_that_is_signed_for_becomes_the_article(ask, wirecopy, written, article):
    """A desk's layout that adds what nobody can check: held by the verifier, then signed by a person."""
    own = written / "templates" / "prose"
    own.mkdir(parents=True)
    shipped = (SHIPPED / "templates" / "prose" / "brief.md.j2").read_text(encoding="utf-8")
    (own / "brief.md.j2").write_text(f"{shipped}\n\nMany hope for spring.\n", encoding="utf-8")
    article.unlink()
    assert ask("write", *SAME_DAY).code == 3
    assert decisions(written)[0][:2] == ("held", "verifier")
    assert not article.exists()
    assert ask("approve", SLUG, "--sign").code == 0
    assert "Many hope for spring." in article.read_text(encoding="utf-8")
    assert wirecopy("doctor", "--desk", written).code == 0
    assert list((written / "output" / "held").glob(f"{SLUG}*")) == []
    assert is_public(written, article, approval=True)


def test_a_held_article_is_not_published_until_it_is_approved(ask, written, article):
    """Of a desk that asks for no approval too."""
    assert is_public(written, article, approval=False)
    ran = ask("hold", SLUG, "--why", "the exchange denies it")
    assert ran.code == 0, ran.err
    assert "the exchange denies it" in ran.out
    assert not is_public(written, article, approval=False)
    assert ask("approve", SLUG, hours=1).code == 0
    assert is_public(written, article, approval=False)
    assert [each[0] for each in decisions(written)] == ["held", "approved"]


def test_a_text_is_held_for_a_reason(ask, written):
    """An empty one is none."""
    assert ask("hold", SLUG, "--why", " \n ").code == 1
    assert ask("hold", SLUG).code == 2
    assert decisions(written) == []


def test_a_refused_draft_does_not_undo_what_a_person_decided(ask, written, article):
    """Ada holds the article; the next run's text is refused: the article stays held."""
    assert ask("hold", SLUG, "--why", "wait for the exchange").code == 0
    own = written / "templates" / "prose"
    own.mkdir(parents=True)
    shipped = (SHIPPED / "templates" / "prose" / "brief.md.j2").read_text(encoding="utf-8")
    (own / "brief.md.j2").write_text(f"{shipped}\n\nBitcoin will reach $500,000.\n", encoding="utf-8")
    assert ask("write", *SAME_DAY).code == 3
    assert not is_public(written, article, approval=False)


def test_a_draft_is_replaced_until_it_is_approved(ask, written, article):
    """A note comes in: before approval the text follows, after it exit 3 and the others are written."""
    note = written / "notes" / f"{DAY}.md"
    note.write_text("---\ntopic: exchanges\nasset: BTC\n---\nAn exchange in Seoul halted.\n", encoding="utf-8")
    assert ask("write", *SAME_DAY).code == 0
    before = article.read_bytes()
    assert ask("approve", SLUG).code == 0
    note.write_text("---\ntopic: exchanges\nasset: BTC\n---\nAn exchange in Busan halted.\n", encoding="utf-8")
    ran = ask("write", "--date", DAY, "--edition", "markets", "--edition", "brief", hours=2)
    assert ran.code == 3
    assert f"{SLUG}: approved by Ada since 2026-02-11 12:00 UTC; use `wirecopy correct`" in ran.err
    assert article.read_bytes() == before
    assert "1 of 2 texts stay as they were" in ran.err
    assert article.with_name(f"{DAY}-markets.md").is_file()


def test_the_same_text_again_is_no_change(ask, written, article):
    """A run on unchanged data after approval is in order, and the approval stands."""
    assert ask("approve", SLUG).code == 0
    before = article.read_bytes()
    assert ask("write", *SAME_DAY).code == 0
    assert article.read_bytes() == before
    assert is_public(written, article, approval=True)


def test_a_hand_edited_article_is_a_draft_and_is_not_lost(ask, written, article):
    """The approval was of another text; a run still does not write over the edit."""
    assert ask("approve", SLUG).code == 0
    text = article.read_text(encoding="utf-8").rstrip("\n")
    article.write_text(f"{text}\n\nMany hope for spring.\n", encoding="utf-8")
    assert not is_public(written, article, approval=True)
    assert ask("write", *SAME_DAY).code == 3
    assert "Many hope for spring." in article.read_text(encoding="utf-8")


def corrected_text(article):
    """The article without its last paragraph of the body that is no heading or picture."""
    text = article.read_text(encoding="utf-8")
    blocks = text.rstrip("\n").split("\n\n")
    gone = next(block for block in reversed(blocks) if re.match(r"[A-Z]", block))
    blocks.remove(gone)
    return "\n\n".join(blocks) + "\n", gone


def test_a_correction_is_verified_told_and_kept(ask, wirecopy, written, article, tmp_path):
    """The text is replaced, readers see when and what, and a later check of the file still passes."""
    assert ask("approve", SLUG).code == 0
    text, gone = corrected_text(article)
    edited = tmp_path / "edited.md"
    edited.write_text(text, encoding="utf-8")
    what = 'A paragraph: "of yesterday" #1 {{ x }}'
    ran = ask("correct", SLUG, "--from", edited, "--what", what, hours=3)
    assert ran.code == 0, ran.err
    now = article.read_text(encoding="utf-8")
    assert gone not in now
    assert "lastmod: 2026-02-11T15:00:00Z\n" in now
    assert f"corrections: [{{at: 2026-02-11T15:00:00Z, what: {json.dumps(what)}}}]\n" in now
    assert wirecopy("verify", article).code == 0
    assert is_public(written, article, approval=True)
    assert decisions(written) == [("approved", "Ada"), ("corrected", "Ada", what)]


def test_corrections_add_up(ask, article, tmp_path):
    """The second keeps the first, whatever the edited file says of them."""
    assert ask("approve", SLUG).code == 0
    edited = tmp_path / "edited.md"
    whole = article.read_text(encoding="utf-8")
    edited.write_text(corrected_text(article)[0], encoding="utf-8")
    assert ask("correct", SLUG, "--from", edited, "--what", "First: it was old.", hours=1).code == 0
    edited.write_text(whole, encoding="utf-8")
    ran = ask("correct", SLUG, "--from", edited, "--what", "Second: it was right.", hours=2)
    assert ran.code == 0, ran.err
    first, second = '"First: it was old."', '"Second: it was right."'
    line = f"[{{at: 2026-02-11T13:00:00Z, what: {first}}}, {{at: 2026-02-11T14:00:00Z, what: {second}}}]"
    assert f"corrections: {line}\n" in article.read_text(encoding="utf-8")


def test_a_wrong_correction_changes_nothing(ask, written, article, tmp_path):
    """A figure that the evidence does not hold is refused, signed or not."""
    assert ask("approve", SLUG).code == 0
    before = article.read_bytes(), article.with_name(f"{SLUG}.evidence.json").read_bytes()
    edited = tmp_path / "edited.md"
    edited.write_text(edit(article, *figure(article.read_text(encoding="utf-8"))), encoding="utf-8")
    ran = ask("correct", SLUG, "--from", edited, "--what", "A digit.", "--sign")
    assert ran.code == 3
    assert ": red: " in ran.err
    assert before == (article.read_bytes(), article.with_name(f"{SLUG}.evidence.json").read_bytes())
    assert is_public(written, article, approval=True)


@pytest.mark.parametrize(
    ("approved", "change", "what", "says"),
    [
        pytest.param(False, True, "x", "is not published", id="a draft is edited, not corrected"),
        pytest.param(True, False, "x", "nothing is different", id="nothing was changed"),
        pytest.param(True, True, " ", "readers are told", id="readers are told what was put right"),
    ],
)
def test_what_is_no_correction(ask, article, tmp_path, approved, change, what, says):
    """One line, exit 1, and the article as it was."""
    if approved:
        assert ask("approve", SLUG).code == 0
    before = article.read_bytes()
    edited = tmp_path / "edited.md"
    edited.write_text(corrected_text(article)[0] if change else before.decode(), encoding="utf-8")
    ran = ask("correct", SLUG, "--from", edited, "--what", what)
    assert ran.code == 1
    assert says in ran.err
    assert article.read_bytes() == before


def test_what_was_published_without_a_look_follows_the_day_until_a_person_corrects_it(ask, written, article, tmp_path):
    """Nobody approved it, so a run may write it anew; what a person put right stays."""
    with Store.open(load_settings(written).store) as store:
        from generator.editing.manuscript import read_manuscript

        store.published([(SLUG, read_manuscript(article).sha256)], at=NOON)
    assert ask("write", *SAME_DAY).code == 0
    edited = tmp_path / "edited.md"
    edited.write_text(corrected_text(article)[0], encoding="utf-8")
    assert ask("correct", SLUG, "--from", edited, "--what", "It was of yesterday.").code == 0
    assert ask("write", *SAME_DAY).code == 3
    assert is_public(written, article, approval=True)


def test_decisions_stand_in_the_log(ask, written):
    """One line each, with the name and the hash of the text."""
    assert ask("approve", SLUG).code == 0
    (line,) = (written / "data" / "log" / "2026-02.jsonl").read_text(encoding="utf-8").splitlines()
    noted = json.loads(line)
    assert (noted["event"], noted["slug"], noted["by"]) == ("approved", SLUG, "Ada")
    assert re.fullmatch(r"[0-9a-f]{64}", noted["sha256"])


def test_decisions_are_told_to_programs(ask):
    """``--json``: slug, state, name, reasons, hash."""
    ran = ask("hold", SLUG, "--why", "wait", "--json")
    assert {"slug": SLUG, "state": "held", "by": "Ada", "reasons": ["wait"]}.items() <= ran.json.items()


def test_the_doctor_says_how_many_articles_wait(ask, wirecopy, written):
    """Of a desk that asks for approval; of another it says nothing of it."""
    assert wirecopy("doctor", "--desk", written, "--json").json["drafts"] is None
    settings = written / "wirecopy.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "\n[publish]\napproval = true\n", encoding="utf-8")
    assert "approval  1 waiting" in wirecopy("doctor", "--desk", written).out
    assert ask("approve", SLUG).code == 0
    assert wirecopy("doctor", "--desk", written, "--json").json["drafts"] == 0
