"""What is said to a mail server is what was meant, and what it answers is read or refused; Dovecot tries the rest."""

import base64
import re
import socket
import ssl
import string
import threading
from contextlib import contextmanager, suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import TargetError
from generator.publish.drafts import imap_box
from generator.publish.drafts.imap import Account, Imap
from generator.publish.drafts.imap_names import Folder, decoded, encoded, folders, quoted
from tests.publish.drafts.issue import issue, message

SECRET = 'ya29.a-"token"'


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("Drafts", "Drafts"),
        ("Entwürfe", "Entw&APw-rfe"),
        ("Kladde/Übung", "Kladde/&ANw-bung"),
        ("下書き", "&Tgtm+DBN-"),
        ("Q&A", "Q&-A"),
        ("&", "&-"),
        ("ü&ö", "&APw-&-&APY-"),
        ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
        ("\U0001f4dd", "&2D3c3Q-"),
        ("tab\there", "tab&AAk-here"),
    ],
)
def test_folders_names_by_hand(name, wire):
    """Worked by hand; the Taipei one is the example of RFC 3501."""
    assert encoded(name) == wire
    assert decoded(wire) == name


@given(st.text())
def test_any_name_comes_back(name):
    """What goes over the wire is printable ASCII, and is the same name again."""
    wire = encoded(name)
    assert set(wire) <= set(string.printable[:95])
    assert decoded(wire) == name


@given(st.text(string.printable))
def test_a_name_that_nobody_encoded_is_shown_somehow(wire):
    """A server may say anything."""
    assert isinstance(decoded(wire), str)


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E)))
def test_a_quoted_word_is_one_word(word):
    """Between the quotes no quote stands alone, and nothing is lost."""
    inside = quoted(word, "word")[1:-1]
    assert inside.replace("\\\\", "").replace('\\"', "").count('"') == 0
    assert re.sub(r"\\(.)", r"\1", inside) == word


@pytest.mark.parametrize("letter", ["\r", "\n", "\0", "\x7f", "ü", "\u2028"])
def test_no_word_ends_a_command(letter):
    """Refused, and the error does not show it."""
    with pytest.raises(TargetError, match="the folder holds a letter") as caught:
        quoted(f"x{letter}y", "folder")
    assert letter not in str(caught.value)


def test_lists_of_folders():
    """As servers write them: quoted, bare, as a literal, with flags in any case; what is no list is left out."""
    listed = [
        b'(\\HasNoChildren \\Drafts) "/" "Say \\"x\\""',
        b"(\\NoSelect) NIL INBOX",
        (b'() "." {6}', b'a"b c('),
        b"",
        b'(\\Marked) "\\\\" b',
        None,
        b"nonsense",
    ]
    assert folders(listed) == [
        Folder('Say "x"', frozenset({"\\hasnochildren", "\\drafts"})),
        Folder("INBOX", frozenset({"\\noselect"})),
        Folder('a"b c(', frozenset()),
        Folder("b", frozenset({"\\marked"})),
    ]


@contextmanager
def scripted(answers, heard, **also):
    """Serve one caller by a script: a line of ours for each line that it says; ``{tag}`` is its command's."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve():
            with suppress(OSError), listening.accept()[0] as caller, caller.makefile("rb") as lines:
                caller.sendall(b"* OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2] ready\r\n")
                tag = b""
                for answer in answers:
                    line = lines.readline()
                    heard.append(line)
                    tag = line.split(b" ")[0] if line.count(b" ") else tag
                    caller.sendall(answer.replace(b"{tag}", tag))

        thread = threading.Thread(target=serve)
        thread.start()
        usual = {"host": "127.0.0.1", "port": listening.getsockname()[1], "user": "desk", "timeout": 2}
        yield Account(**{**usual, **also})
        with suppress(OSError):
            socket.create_connection(listening.getsockname()).close()
        thread.join(5)


@pytest.fixture
def in_the_clear(monkeypatch):
    """Leave TLS out, so that a test hears what is said: the way through TLS is tried with Dovecot."""

    def plain(host, port, *, ssl_context, timeout):
        assert ssl_context.verify_mode is ssl.CERT_REQUIRED
        assert ssl_context.check_hostname
        return imap_box.IMAP4(host, port, timeout)

    monkeypatch.setattr(imap_box, "IMAP4_SSL", plain)


CAPABILITY = b"* CAPABILITY IMAP4rev1 AUTH=XOAUTH2\r\n{tag} OK done\r\n"


@pytest.mark.usefixtures("in_the_clear")
def test_the_words_of_xoauth2():
    """Base64 of user and token with their separators; a refusal's question gets the empty answer it waits for."""
    heard = []
    why = base64.b64encode(b'{"status":"401","schemes":"bearer"}')
    answers = [
        CAPABILITY,
        b"+ \r\n",
        b"+ " + why + b"\r\n",
        b"{tag} NO [AUTHENTICATIONFAILED] %b\r\n" % SECRET.encode(),
    ]
    with (
        scripted(answers, heard, token=SECRET) as account,
        pytest.raises(TargetError, match=r"does not let desk in .*check user and token: get a new one") as caught,
    ):
        Imap(account, message).find(issue(), "")
    assert [line.split(b" ", 1)[-1] for line in heard] == [
        b"CAPABILITY\r\n",
        b"AUTHENTICATE XOAUTH2\r\n",
        base64.b64encode(f"user=desk\1auth=Bearer {SECRET}\1\1".encode()) + b"\r\n",
        b"\r\n",
    ]
    assert SECRET not in str(caught.value)


@pytest.mark.usefixtures("in_the_clear")
@pytest.mark.parametrize("echo", [b'LOGIN desk pass"\\w', b'pass\\"\\\\w'])
def test_a_server_that_repeats_the_password(echo):
    """It is not passed on, neither as it is nor as it was quoted."""
    with (
        scripted([CAPABILITY, b"{tag} NO you said " + echo + b"\r\n"], [], password='pass"\\w') as account,
        pytest.raises(TargetError, match=r"does not let desk in .*…") as caught,
    ):
        Imap(account, message).find(issue(), "")
    assert "pass" not in str(caught.value).replace("password", "")
    assert "pass" not in repr(account)


def test_no_password_before_tls():
    """A server that offers no STARTTLS, or has somebody between us and it, hears none."""
    heard = []
    with (
        scripted([CAPABILITY, b"{tag} BAD\r\n"], heard, password="geheim", security="starttls") as account,
        pytest.raises(TargetError, match="offers no STARTTLS; nothing was said to it"),
    ):
        Imap(account, message).find(issue(), "")
    assert b"geheim" not in b"".join(heard)


_LOGGED_IN = [CAPABILITY, b"{tag} OK done\r\n", CAPABILITY]
_LISTED = b'* LIST (\\Drafts) "/" Drafts\r\n{tag} OK done\r\n'


@pytest.mark.usefixtures("in_the_clear")
@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ([b"hello\r\n"], "broke off|refuses|nonsense"),
        ([*_LOGGED_IN, b"* BYE going down\r\n"], r"broke off when listing \(.*going down\)"),
        ([*_LOGGED_IN, b"{tag} NO never\r\n"], "refuses listing"),
        ([*_LOGGED_IN, b"* LIST nonsense\r\n{tag} OK done\r\n"], "marks no folder"),
        ([*_LOGGED_IN, _LISTED, b"{tag} OK [READ-WRITE]\r\n"], "does not say what its numbers hold good for"),
        (
            [*_LOGGED_IN, _LISTED, b"* OK [UIDVALIDITY 7]\r\n* OK [READ-ONLY]\r\n{tag} OK done\r\n"],
            "broke off|not writable",
        ),
        ([*_LOGGED_IN, _LISTED, b"* OK [UIDVALIDITY x]\r\n{tag} OK done\r\n"], "does not say"),
        (
            [*_LOGGED_IN, _LISTED, b"* OK [UIDVALIDITY 7]\r\n{tag} OK done\r\n", b"{tag} BAD what\r\n"],
            "refuses searching",
        ),
    ],
)
def test_answers_that_are_none(answers, why):
    """One line each, whatever a server says."""
    with scripted(answers, [], password="geheim") as account, pytest.raises(TargetError, match=why) as caught:
        Imap(account, message).find(issue(), "")
    assert str(caught.value).startswith("imap: 127.0.0.1 ")
    assert "\n" not in str(caught.value)


def test_a_server_that_is_not_there():
    """Nobody listens there, or there is no such place."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(TargetError, match=r"cannot be reached when connecting \(Connection refused\)"):
        Imap(Account(host="127.0.0.1", port=port, user="desk", password="x"), message).find(issue(), "")
