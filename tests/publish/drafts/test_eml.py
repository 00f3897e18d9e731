"""A draft is a file that a mail program opens; one that somebody changed is left alone."""

from email import message_from_bytes, policy
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import TargetError
from generator.publish.drafts.eml import Eml
from generator.publish.drafts.once import deliver
from generator.publish.drafts.seal import content_of, sealed, unsealed
from generator.publish.newsletter.mime import message as real_message
from tests.publish.drafts.issue import AT, Ledger, issue, message

ONE, TWO = issue("Funding fell."), issue("Funding fell, twice.")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "output" / "newsletter"


@pytest.fixture
def run(folder):
    ledger = Ledger()

    def ran(mailing, **also):
        return deliver(mailing, Eml(folder, message), ledger, at=AT, **also)

    return ran


def test_the_file_is_the_message(folder, run):
    """It is made with its folder, named by the issue, and holds the message below the seal."""
    done = run(ONE)
    path = folder / "2026-02-10.eml"
    assert (done.what, done.found.where) == ("created", str(path))
    assert path.read_bytes().endswith(message(ONE))
    assert list(folder.iterdir()) == [path]


def test_it_opens_as_a_draft(folder):
    """The real message, parsed back: marked as unsent, both texts, no defect."""
    Eml(folder, partial(real_message, unsent=True)).create(ONE)
    parsed = message_from_bytes((folder / "2026-02-10.eml").read_bytes(), policy=policy.default)
    assert parsed["X-Unsent"] == "1"
    assert parsed["Subject"] == ONE.subject
    assert parsed.get_body(("plain",)).get_content().strip() == "Funding fell."
    assert "Funding fell." in parsed.get_body(("html",)).get_content()
    assert not any(part.defects for part in parsed.walk())


def test_created_unchanged_updated(folder, run):
    """The same file through all of it, and the file of a run that had nothing to say is not written again."""
    assert run(ONE).what == "created"
    before = (folder / "2026-02-10.eml").stat()
    assert run(ONE).what == "unchanged"
    assert (folder / "2026-02-10.eml").stat() == before
    assert run(TWO).what == "updated"
    assert [path.name for path in folder.iterdir()] == ["2026-02-10.eml"]
    assert b"".join((folder / "2026-02-10.eml").read_bytes().split()).count(b"Message-ID:") == 1


def test_an_edited_file_stays(folder, run):
    """Whatever was changed in it, also a header; --force writes over it."""
    run(ONE)
    path = folder / "2026-02-10.eml"
    edited = path.read_bytes().replace(b"turns negative", b"turns")
    path.write_bytes(edited)
    for mailing in (ONE, TWO):
        assert run(mailing).what == "kept"
        assert path.read_bytes() == edited
    assert run(TWO, force=True).what == "updated"
    assert unsealed(path.read_bytes()) == TWO.sha256


def test_a_place_that_cannot_be_written(tmp_path):
    """One line that names it, and no half file."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(TargetError, match=r"eml: .*file: cannot be written"):
        Eml(tmp_path / "file", message).create(ONE)
    (tmp_path / "2026-02-10.eml").mkdir()
    with pytest.raises(TargetError, match=r"eml: .*2026-02-10\.eml cannot be read"):
        Eml(tmp_path, message).find(ONE, "")


def test_a_seal_by_hand():
    """It says what is below it, however a server ends lines and whatever it puts above."""
    whole = sealed(b"Subject: x\n\nfell\n", "ab" * 32)
    assert whole.startswith(b"X-Draft-Seal: " + b"ab" * 32 + b"\r\n ")
    assert whole.endswith(b"\r\nSubject: x\r\n\r\nfell\r\n")
    assert unsealed(whole) == "ab" * 32
    assert unsealed(b"Received: by mail\r\n" + whole) == "ab" * 32
    assert unsealed(whole.replace(b"\r\n", b"\n")) == "ab" * 32
    assert content_of(whole.replace(b"\r\n", b"\n")) == content_of(whole)
    assert unsealed(whole.replace(b"fell", b"rose")) == ""
    assert unsealed(whole.replace(b"Subject: x", b"Subject: y")) == ""
    # Quoted in the words of another message it seals nothing.
    assert unsealed(b"Subject: re\r\n\r\n" + whole) == ""


@given(st.binary(max_size=200), st.integers(0, 400), st.binary(min_size=1, max_size=3))
def test_no_change_survives_under_a_seal(body, at, put):
    """Any bytes put anywhere below it break it, unless they only say a line's end in another way."""
    whole = sealed(b"Subject: x\r\n\r\n" + body, "ab" * 32)
    below = len(whole) - len(sealed(b"", "ab" * 32))
    cut = len(whole) - (at % (below + 1))
    changed = whole[:cut] + put + whole[cut:]
    assert unsealed(whole) == "ab" * 32
    assert (unsealed(changed) == "ab" * 32) == (content_of(changed) == content_of(whole))
