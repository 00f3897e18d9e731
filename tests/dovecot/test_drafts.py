"""In a real mailbox an issue is one draft, byte for byte, whatever happens on the way."""

import base64
import re

import pytest

from generator.errors import TargetError
from generator.model.mailing import Inlay
from generator.publish.drafts.imap import Imap
from generator.publish.drafts.once import deliver
from generator.publish.drafts.seal import sealed
from generator.publish.newsletter.mime import message as real_message
from tests.dovecot.between import Between
from tests.dovecot.server import FOREIGN, FOREIGN_PASSWORD, PASSWORD, SMALL
from tests.publish.drafts.issue import AT, Ledger, issue, message

ONE, TWO, THREE = (issue(text) for text in ("Funding fell.", "Funding fell — twice.", "Funding rose."))


@pytest.fixture
def ledger():
    return Ledger()


def run(account, mailing, ledger, **also):
    return deliver(mailing, Imap(account, message), ledger, at=AT, **also)


def texts(reader):
    """Return which issues lie there, by what they say; None is somebody else's words."""
    said = {sealed(message(each), each.sha256): each.text for each in (ONE, TWO, THREE)}
    return [said.get(body) for _, body in reader.messages()]


def test_a_draft_byte_for_byte(dovecot, reader, ledger):
    """What lies there is what was handed over, marked as a draft that is read; the server sees two texts in it."""
    done = run(dovecot.account(), ONE, ledger)
    ((flags, body),) = reader.messages()
    assert body == sealed(message(ONE), ONE.sha256)
    assert flags - {b"\\Recent"} == {b"\\Draft", b"\\Seen"}
    assert b'"alternative"' in reader.structure()
    assert (done.what, done.found.state, done.found.where) == ("created", "draft", "Drafts at localhost")


def test_an_issue_with_pictures(dovecot, reader, ledger):
    """The real message at its full size: byte for byte, and the server sees the picture inside the HTML."""
    inlay = Inlay(
        name="price.png", png=bytes(range(256)) * 2000, alt="Price", width=760, height=380, url="https://desk.example/p"
    )
    mailing = issue(pictures=(inlay,), html='<!DOCTYPE html><html lang=en><title>x</title><img src="cid:price.png">')
    deliver(mailing, Imap(dovecot.account(), real_message), ledger, at=AT)
    ((_, body),) = reader.messages()
    assert body == sealed(real_message(mailing), mailing.sha256)
    assert re.search(rb'"html".*"image" "png".*"related".*"alternative"', reader.structure())


def test_created_unchanged_updated(dovecot, reader, ledger):
    """One draft after each run; what did not change is not touched."""
    whats = [run(dovecot.account(), each, ledger).what for each in (ONE, ONE, TWO, TWO)]
    assert whats == ["created", "unchanged", "updated", "unchanged"]
    assert texts(reader) == ["Funding fell — twice."]
    assert reader.numbers() == [b"%d" % int(ledger.drafted(ONE.id, "imap").draft.split(":")[1])]


def test_other_messages_are_left_alone(dovecot, reader, ledger):
    """Another issue's draft, one that only refers to ours, and one that an editor deleted and may want back."""
    other = message(issue(message_id="2026-02-10@desk.example.org.uk"))
    reader.put(other)
    reader.put(b"Subject: an editor's own\r\n\r\nx\r\n")
    reader.mark_deleted(reader.numbers()[1])
    reader.put(b"Message-ID: <other@x> <2026-02-10@desk.example.org>\r\n\r\nx\r\n")
    for each in (ONE, TWO):
        run(dovecot.account(), each, ledger)
    assert texts(reader) == [None, None, "Funding fell — twice."]
    assert len(reader.deleted()) == 1


def test_there_is_never_a_moment_without_a_draft(dovecot, reader, ledger):
    """A second program counts them between any two lines of the protocol: one, for a while two, one."""
    run(dovecot.account(), ONE, ledger)
    seen = []
    with Between(dovecot, each=lambda: seen.append(len(reader.numbers()))) as relay:
        assert run(dovecot.account(port=relay.port), TWO, ledger).what == "updated"
    assert re.fullmatch("1+2+1+", "".join(map(str, seen)))
    assert texts(reader) == ["Funding fell — twice."]


def test_an_editors_words_stay(dovecot, reader, ledger):
    """An editor's program lays a message beside ours and takes ours away; with --force ours comes back."""
    run(dovecot.account(), ONE, ledger)
    (number,) = reader.numbers()
    reader.put(message(issue("In an editor's words.")))
    reader.mark_deleted(number)
    assert run(dovecot.account(), TWO, ledger).what == "kept"
    assert texts(reader) == [None]
    assert run(dovecot.account(), TWO, ledger, force=True).what == "updated"
    assert texts(reader) == ["Funding fell — twice."]


def test_an_editors_words_stay_beside_a_double(dovecot, reader, ledger):
    """Where a program left our draft beside the edited one, ours goes."""
    run(dovecot.account(), ONE, ledger)
    reader.put(message(issue("In an editor's words.")))
    assert run(dovecot.account(), TWO, ledger).what == "kept"
    assert texts(reader) == [None]


def test_an_editor_who_saves_while_we_write(dovecot, reader, ledger):
    """Between our look and our writing the draft became an editor's: nothing is written."""
    run(dovecot.account(), ONE, ledger)
    target = Imap(dovecot.account(), message)
    found = target.find(TWO, "")
    (number,) = reader.numbers()
    reader.put(message(issue("In an editor's words.")))
    reader.mark_deleted(number)
    with pytest.raises(TargetError, match="has just changed"):
        target.replace(found, TWO)
    assert texts(reader) == [None]


def test_what_was_sent_is_not_drafted_again(dovecot, reader, ledger):
    """The message lies among the sent ones; no draft of it is made, whatever it says now."""
    run(dovecot.account(), ONE, ledger)
    reader.empty("Drafts")
    reader.put(message(ONE), "Sent", "(\\Seen)")
    for force in (False, True):
        with pytest.raises(TargetError, match="something else than a draft"):
            run(dovecot.account(), TWO, ledger, force=force)
    assert reader.numbers() == []


def test_a_draft_that_was_thrown_away_is_made_anew(dovecot, reader, ledger):
    """Marked as deleted is gone, though it still lies there."""
    run(dovecot.account(), ONE, ledger)
    reader.mark_deleted(*reader.numbers())
    assert run(dovecot.account(), ONE, ledger).what == "created"
    assert texts(reader) == ["Funding fell."]


@pytest.mark.parametrize("name", ["Entwürfe", "Brouillons", "下書き", "R&D/草稿 \U0001f4dd"])
def test_folders_of_other_languages(start, name, ledger):
    """The server marks the folder, whatever it is called."""
    server = start(drafts=f'"{name}"')
    assert [run(server.account(), each, ledger).what for each in (ONE, TWO)] == ["created", "updated"]
    found = Imap(server.account(), message).find(TWO, "")
    assert found.where == f"{name} at localhost"
    assert (found.holds, found.id.split(":")[1]) == (TWO.sha256, "2")


def test_a_folder_by_name(start, ledger):
    """No folder is marked: an error says what to do, and with a folder's name it works."""
    server = start(drafts="Entwürfe", use="\\Archive")
    with pytest.raises(TargetError, match=r"marks no folder as that of drafts; name one .* folder"):
        run(server.account(), ONE, ledger)
    assert run(server.account(folder="Entwürfe"), ONE, ledger).found.where == "Entwürfe at localhost"
    with pytest.raises(TargetError, match=r"refuses opening the folder 'Entwurfe' \(.*doesn't exist"):
        run(server.account(folder="Entwurfe"), TWO, ledger)


def test_a_server_that_cannot_clear_out_single_messages(dovecot, reader, ledger):
    """Without UIDPLUS the old draft is marked as deleted and stays: clearing out would take an editor's along."""

    def old(line):
        return re.sub(rb" ?\[(APPENDUID|COPYUID) [^]]*\]", b"", line.replace(b" UIDPLUS", b""))

    with Between(dovecot, change=old) as relay:
        account = dovecot.account(port=relay.port)
        whats = [run(account, each, ledger).what for each in (ONE, TWO, TWO, THREE)]
    assert whats == ["created", "updated", "unchanged", "updated"]
    assert texts(reader) == ["Funding rose."]
    assert len(reader.deleted()) == 2


def test_a_full_mailbox(shared, ledger):
    """There is no room for the new draft: the old one stays, and nothing else is there."""
    account = shared.account(user=SMALL)
    with shared.reader(user=SMALL) as reader:
        run(account, ONE, ledger)
        with pytest.raises(TargetError, match=r"localhost has no room for the draft .*the mailbox is full"):
            run(account, issue("A long one. " * 300), ledger)
        assert texts(reader) == ["Funding fell."]
        assert run(account, TWO, ledger).what == "updated"
        assert texts(reader) == ["Funding fell — twice."]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        pytest.param({"ca_file": None}, r"a certificate that is not to be trusted \(self-signed", id="an unknown one"),
        pytest.param({"host": "127.0.0.1"}, "not to be trusted .*127.0.0.1", id="another server's"),
        pytest.param(
            {"password": "wrong"}, "does not let desk@example.org in .*check user and password", id="password"
        ),
        pytest.param({"token": "wrong.to.ken"}, "does not let desk@.*check user and token", id="token"),
        pytest.param({"ca_file": "/nowhere/ca.pem"}, "/nowhere/ca.pem: no certificates", id="no file"),
        pytest.param({"user": "a\r\nB"}, "one line of text each", id="a line break"),
    ],
)
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_no_way_in(shared, ledger, change, why, security):
    """One line says why; the password and the token are not in it."""
    port = shared.tls if security == "tls" else shared.plain
    with pytest.raises(TargetError, match=why) as caught:
        run(shared.account(security=security, port=port, **change), ONE, ledger)
    said = str(caught.value)
    assert "\n" not in said
    for secret in (PASSWORD, "wrong"):
        assert secret not in said
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("security", "port", "why"),
    [("tls", "plain", "speaks no TLS there"), ("starttls", "tls", "broke off|did not answer|answers nonsense")],
)
def test_the_wrong_port(shared, ledger, security, port, why):
    """TLS spoken to a server that waits for words, and words to one that waits for TLS."""
    with pytest.raises(TargetError, match=why):
        run(shared.account(security=security, port=getattr(shared, port), timeout=1), ONE, ledger)


def test_starttls_token_and_foreign_letters(dovecot, reader, ledger):
    """By STARTTLS, by a token that the server proves, and with a password beyond ASCII."""
    starttls = {"security": "starttls", "port": dovecot.plain}
    assert run(dovecot.account(**starttls), ONE, ledger).what == "created"
    assert run(dovecot.account(token=dovecot.token()), TWO, ledger).what == "updated"
    assert run(dovecot.account(token=dovecot.token(), **starttls), TWO, ledger).what == "unchanged"
    with pytest.raises(TargetError, match="check user and token"):
        run(dovecot.account(token=dovecot.token(key=b"another's key")), TWO, ledger)
    assert texts(reader) == ["Funding fell — twice."]
    foreign = {"user": FOREIGN, "password": FOREIGN_PASSWORD}
    assert run(dovecot.account(**foreign, **starttls), ONE, Ledger()).what == "created"


def test_hostile_words_stay_words(dovecot, reader, ledger):
    """What looks like commands in an issue, a folder or a user is refused or stays text."""
    hostile = issue('x\r\na9 DELETE "Drafts"\r\n.\r\n', message_id='a" OR ALL"\\@desk.example.org')
    assert run(dovecot.account(), hostile, ledger).what == "created"
    assert len(reader.numbers()) == 1
    with pytest.raises(TargetError, match="Message-ID holds a letter"):
        run(dovecot.account(), issue(message_id="a\r\nb DELETE Drafts@x"), ledger)
    with pytest.raises(TargetError, match="refuses opening the folder"):
        run(dovecot.account(folder='Drafts" "x'), ONE, ledger)
    with pytest.raises(TargetError, match="refuses opening the folder"):
        run(dovecot.account(folder="x\r\na9 DELETE Drafts"), ONE, ledger)
    assert len(reader.numbers()) == 1


def test_a_server_that_writes_messages_anew(dovecot, reader, ledger):
    """It says the same in other lines, as Exchange does: the draft is taken and renewed, an editor's words are seen."""

    def anew(answer):
        return answer.replace(b"=_between", b"=_nbetwee").replace(b"X-Draft-Seal:", b"X-Other-Seal:")

    with Between(dovecot, change=anew) as relay:
        account = dovecot.account(port=relay.port)
        whats = [run(account, each, ledger).what for each in (ONE, ONE, TWO)]
        assert whats == ["created", "unchanged", "updated"]
        assert texts(reader) == [TWO.text]
        reader.empty("Drafts")
        reader.put(message(issue("In an editor's words.")))
        assert run(account, THREE, ledger).what == "kept"


def test_a_server_that_gives_back_something_else(dovecot, reader, ledger):
    """What came back is not what was handed over: it is taken away again, and the old draft stays."""
    run(dovecot.account(), ONE, ledger)
    told, other = (base64.b64encode(each.text.encode())[:20] for each in (TWO, THREE))
    with (
        Between(dovecot, change=lambda answer: answer.replace(told, other)) as relay,
        pytest.raises(TargetError, match="gives back another draft than it was given; it was taken away again"),
    ):
        run(dovecot.account(port=relay.port), TWO, ledger)
    assert texts(reader) == [ONE.text]
