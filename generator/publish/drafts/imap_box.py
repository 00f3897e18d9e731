"""An open mailbox: the few commands of IMAP that drafts need, each with one clear line when it fails.

There is no way to it but by TLS with a certificate that was verified. No word of an issue becomes part of a command:
words are quoted, and the message goes over as a literal whose length is said beforehand.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from imaplib import IMAP4, IMAP4_SSL
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

from generator.errors import TargetError
from generator.publish.drafts.imap_names import Folder, decoded, encoded, folders, quoted

_T = TypeVar("_T")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_ASCII: Final = re.compile(r"[\x20-\x7e]+")
#: Of a server's own words, this much is told.
_MOST: Final = 160
#: How a connection ends that nobody ended.
_BROKEN: Final = (
    ssl.SSLEOFError,
    ssl.SSLZeroReturnError,
    ConnectionResetError,
    ConnectionAbortedError,
    BrokenPipeError,
)
_UNOPENABLE: Final = frozenset({"\\noselect", "\\nonexistent"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A mailbox and the way into it.

    Args:
        host: As the server's certificate names it.
        user: As the server knows it.
        password: For LOGIN, "" where there is a token.
        token: An access token for XOAUTH2, "" where there is a password.
        port: None for the usual one, 993 or 143.
        security: TLS from the first byte on, or by STARTTLS.
        folder: Where drafts lie, "" for the folder that the server marks as theirs.
        ca_file: Certificates to trust in place of the machine's.
        timeout: How long each answer may take. [seconds]
    """

    host: str
    user: str
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    port: int | None = None
    security: Literal["tls", "starttls"] = "tls"
    folder: str = ""
    ca_file: Path | None = None
    timeout: float = 30


@contextmanager
def opened(account: Account) -> Iterator[Box]:
    """Log in; on the way out log out.

    Raises:
        TargetError: The server cannot be reached, trusted or talked to, or lets nobody in; or of anything within.
    """
    box = Box(account)
    try:
        box.enter()
        yield box
        box.leave()
    finally:
        box.hang_up()


class Box:
    """A connection to a mailbox, one folder open at a time."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._imap: IMAP4 | None = None
        self._can: frozenset[str] = frozenset()

    def enter(self) -> None:
        """Connect and log in."""
        account = self._account
        for secret in (account.user, account.password, account.token):
            if _CONTROL.search(secret):
                raise TargetError("imap: user, password and token are one line of text each; correct them")
        self._imap = self._ask("connecting", self._connect)
        self._ask("logging in", self._log_in)
        # Most servers tell what they can do only to those that are logged in.
        self._can = frozenset(_text(self._say("logging in", lambda imap: imap.capability())).upper().split())

    def leave(self) -> None:
        """Log out; what was done is done, so it does not matter how that goes."""
        with suppress(IMAP4.error, OSError):
            self._connected().logout()

    def hang_up(self) -> None:
        """Close the connection, in whatever state it is."""
        if self._imap is not None:
            with suppress(IMAP4.error, OSError):
                self._imap.shutdown()

    def marked(self, use: str) -> str | None:
        r"""Return the folder that the server marks for a use such as ``\Drafts``, None if it marks none."""
        if "SPECIAL-USE" in self._can:
            with suppress(TargetError):  # some announce it and answer BAD
                found = _with(use, folders(self._say("listing", lambda imap: imap.list('(SPECIAL-USE) ""', '"*"'))))
                if found is not None:
                    return found
        return _with(use, folders(self._say("listing", lambda imap: imap.list('""', '"*"'))))

    def drafts(self) -> str:
        """Return the folder for drafts, as it is named on the wire."""
        if self._account.folder:
            return encoded(self._account.folder)
        found = self.marked("\\Drafts")
        if found is None:
            raise self.wrong(
                "marks no folder as that of drafts", "name one in wirecopy.toml: [newsletter.imap] folder = …"
            )
        return found

    def open(self, folder: str, *, readonly: bool = False) -> int:
        """Open a folder; returns what its messages' numbers hold good for (UIDVALIDITY)."""
        name = quoted(folder, "folder's name")
        self._say(f"opening the folder {decoded(folder)!r}", lambda imap: imap.select(name, readonly))
        return self._number(self._connected().response("UIDVALIDITY")[1])

    def with_id(self, message_id: str) -> list[int]:
        """Return the numbers of the open folder's messages of a Message-ID, deleted ones left out."""
        name = quoted(f"<{message_id}>", "Message-ID")
        found = self._say("searching", lambda imap: imap.uid("SEARCH", "UNDELETED", "HEADER", "Message-ID", name))
        return [int(number) for number in _text(found).split() if number.isdigit()]

    def read(self, uid: int) -> bytes | None:
        """Return a message of the open folder, None if it is gone; its flags stay as they are."""
        for item in self._say("reading", lambda imap: imap.uid("FETCH", str(uid), "(BODY.PEEK[])")):
            if isinstance(item, tuple) and b"BODY[]" in item[0].upper():
                return bytes(item[1])
        return None

    def append(self, folder: str, message: bytes) -> int | None:
        """Add a draft to a folder; returns its number where the server tells it."""
        name = quoted(folder, "folder's name")
        self._say("adding the draft", lambda imap: imap.append(name, "(\\Draft \\Seen)", "", message))
        told = _text(self._connected().response("APPENDUID")[1]).split()
        return int(told[1]) if len(told) == 2 and told[1].isdigit() else None

    def drop(self, uids: Iterable[int]) -> None:
        """Delete messages of the open folder, and no others that somebody else marked as deleted there."""
        numbers = ",".join(str(uid) for uid in sorted(uids))
        if not numbers:
            return
        self._say("clearing away", lambda imap: imap.uid("STORE", numbers, "+FLAGS.SILENT", "(\\Deleted)"))
        if "UIDPLUS" in self._can:
            self._say("clearing away", lambda imap: imap.uid("EXPUNGE", numbers))

    def _connect(self) -> IMAP4:
        account = self._account
        try:
            trusted = ssl.create_default_context(cafile=account.ca_file)
        except OSError:
            raise TargetError(
                f"imap: {account.ca_file}: no certificates can be read there; correct [newsletter.imap] ca_file"
            ) from None
        if account.security == "tls":
            return IMAP4_SSL(account.host, account.port or 993, ssl_context=trusted, timeout=account.timeout)
        plain = self._imap = IMAP4(account.host, account.port or 143, timeout=account.timeout)
        if "STARTTLS" not in plain.capabilities:
            raise self.wrong("offers no STARTTLS", "nothing was said to it; try its TLS port")
        plain.starttls(trusted)
        return plain

    def _log_in(self) -> None:
        account, imap = self._account, self._connected()
        if account.token:
            said = f"user={account.user}\1auth=Bearer {account.token}\1\1".encode()
            # A refusal comes as one more question; an empty answer brings its reason.
            answers = iter([said])
            imap.authenticate("XOAUTH2", lambda _: next(answers, b""))
        elif _ASCII.fullmatch(account.user + account.password) and "LOGINDISABLED" not in imap.capabilities:
            imap.login(quoted(account.user, "user"), account.password)
        else:
            # LOGIN is for ASCII.
            plain = f"\0{account.user}\0{account.password}".encode()
            imap.authenticate("PLAIN", lambda _: plain)

    def _connected(self) -> IMAP4:
        assert self._imap is not None
        return self._imap

    def _say(self, step: str, command: Callable[[IMAP4], tuple[str, list[Any]]]) -> list[Any]:
        """Say a command; returns the server's answer if it is OK."""
        kind, answer = self._ask(step, lambda: command(self._connected()))
        if kind != "OK":
            raise self._refused(step, _text(answer))
        return answer

    def _ask(self, step: str, call: Callable[[], _T]) -> _T:
        """Make a call; whatever goes wrong becomes one line without a secret."""
        try:
            return call()
        except (IMAP4.abort, *_BROKEN) as error:
            raise self.wrong(f"broke off when {step} ({self._told(error)})", "run again") from None
        except IMAP4.error as error:
            said = error.args[0] if error.args else ""
            raise self._refused(step, _text([said]) if isinstance(said, bytes) else str(said)) from None
        except ssl.SSLCertVerificationError as error:
            raise self.wrong(
                f"shows a certificate that is not to be trusted ({self._told(error.verify_message)})",
                "nothing was said to it; correct host, or name its authority in [newsletter.imap] ca_file",
            ) from None
        except ssl.SSLError:
            raise self.wrong("speaks no TLS there", "nothing was said to it; correct port or security") from None
        except TimeoutError:
            raise self.wrong(
                f"did not answer within {self._account.timeout:g} seconds when {step}", "run again later"
            ) from None
        except OSError as error:
            raise self.wrong(
                f"cannot be reached when {step} ({self._told(error.strerror or error)})", "check host and port"
            ) from None
        except (ValueError, LookupError, TypeError):
            # What the library does with an answer that is none.
            raise self.wrong(f"answers nonsense when {step}", "check that this is an IMAP server") from None

    def _refused(self, step: str, said: str) -> TargetError:
        told = f" ({self._told(said)})" if said else ""
        if step == "logging in":
            what = "token: get a new one" if self._account.token else "password"
            return self.wrong(f"does not let {self._account.user} in{told}", f"check user and {what}")
        if "OVERQUOTA" in said.upper():
            return self.wrong(f"has no room for the draft{told}", "the mailbox is full; clear it out and run again")
        return self.wrong(f"refuses {step}{told}", "nothing of it was done; see what it says")

    def wrong(self, what: str, what_to_do: str) -> TargetError:
        """Return an error that names the server, what it does, and what to do."""
        return TargetError(f"imap: {self._account.host} {what}; {what_to_do}")

    def _told(self, said: object) -> str:
        """Return words of a server or a library on one line, without our secrets."""
        told = str(said)
        for secret in (self._account.password, self._account.token):
            if secret:
                for form in (secret, secret.replace("\\", "\\\\").replace('"', '\\"')):
                    told = told.replace(form, "…")
        return " ".join(_CONTROL.sub(" ", told).split())[:_MOST]

    def _number(self, answer: list[Any]) -> int:
        told = _text(answer)
        if not told.isdigit():
            raise self.wrong("does not say what its numbers hold good for", "it cannot be used for drafts")
        return int(told)


def _with(use: str, listed: Iterable[Folder]) -> str | None:
    return next((each.name for each in listed if use.lower() in each.flags and not each.flags & _UNOPENABLE), None)


def _text(answer: Iterable[object]) -> str:
    return b" ".join(part for part in answer if isinstance(part, bytes)).decode("utf-8", "replace")
