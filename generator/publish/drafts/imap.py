"""A mailbox by IMAP: the draft lies in the folder that the server marks as that of drafts.

A message in a mailbox never changes: what an editor saves is another message. So the draft is renewed by laying the
new one beside the old one, reading it back, and only then clearing the old one away. Two are there for a moment, none
never. A run that broke off in between leaves both, and the next one clears away what bears our whole seal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import default
from typing import Final

from generator.model.mailing import Found, Mailing, Pictures
from generator.publish.drafts.imap_box import Account, Box, opened
from generator.publish.drafts.imap_names import decoded
from generator.publish.drafts.seal import content_of, sealed, unsealed, with_line_ends

__all__ = ["Account", "Imap"]

_SENT: Final = "\\Sent"


@dataclass(frozen=True, slots=True)
class _Held:
    """A message of an issue in the open folder."""

    uid: int
    message: bytes

    @property
    def holds(self) -> str:
        return unsealed(self.message)


@dataclass(frozen=True, slots=True)
class _Place:
    """The open folder of drafts."""

    box: Box
    host: str
    folder: str
    validity: int

    def found(self, held: _Held) -> Found:
        return Found(
            id=f"{self.validity}:{held.uid}",
            state="draft",
            content=content_of(held.message),
            where=f"{decoded(self.folder)} at {self.host}",
            holds=held.holds,
        )

    def held(self, mailing: Mailing) -> list[_Held]:
        """Return the issue's messages, the oldest first."""
        numbers = sorted(self.box.with_id(mailing.message_id))
        read = [(uid, self.box.read(uid)) for uid in numbers]
        # The search is for a part of the header.
        return [
            _Held(uid, message)
            for uid, message in read
            if message is not None and _message_id(message) == f"<{mailing.message_id}>"
        ]


class Imap:
    """Drafts in a mailbox.

    Args:
        account: The mailbox.
        message: The whole message of a mailing.
    """

    name = "imap"
    pictures: Pictures = "inside"
    #: Nobody adds a way out to a mail that a person sends.
    unsubscribe: str | None = ""

    def __init__(self, account: Account, message: Callable[[Mailing], bytes]) -> None:
        self._account = account
        self._message = message

    def find(self, mailing: Mailing, known: str) -> Found | None:
        """Return the issue's draft, and clear away what a run that broke off left beside it.

        What lies among the sent messages is returned as something else than a draft.
        """
        with opened(self._account) as box:
            place = self._drafts(box)
            held = place.held(mailing)
            if not held:
                return self._sent(box, mailing)
            # An editor's message, if there is one, is what people go on with; ours can be written again.
            best = min(
                held, key=lambda each: (each.holds != "", each.holds != mailing.sha256, place.found(each).id != known)
            )
            box.drop(each.uid for each in held if each is not best and each.holds)
            return place.found(best)

    def create(self, mailing: Mailing) -> Found:
        """Add the draft and read it back."""
        with opened(self._account) as box:
            place = self._drafts(box)
            return place.found(self._added(place, mailing, before=place.held(mailing)))

    def replace(self, found: Found, mailing: Mailing) -> Found:
        """Add the draft, read it back, and then clear away the one before."""
        with opened(self._account) as box:
            place = self._drafts(box)
            before = place.held(mailing)
            old = {each.uid for each in before if place.found(each).id == found.id}
            if not old and any(not each.holds for each in before):
                raise box.wrong("holds a draft that an editor has just changed", "it was left alone; run again")
            made = self._added(place, mailing, before=before)
            ours = {each.uid for each in before if each.holds or _words(each.message) == _words(made.message)}
            box.drop(old | ours)
            return place.found(made)

    def _drafts(self, box: Box) -> _Place:
        folder = box.drafts()
        return _Place(box, self._account.host, folder, box.open(folder))

    def _sent(self, box: Box, mailing: Mailing) -> Found | None:
        folder = box.marked(_SENT)
        if folder is None:
            return None
        validity = box.open(folder, readonly=True)
        numbers = box.with_id(mailing.message_id)
        if not numbers:
            return None
        where = f"{decoded(folder)} at {self._account.host}"
        return Found(id=f"{validity}:{numbers[-1]}", state="other", content="", where=where)

    def _added(self, place: _Place, mailing: Mailing, *, before: Iterable[_Held]) -> _Held:
        message = sealed(self._message(mailing), mailing.sha256)
        uid = place.box.append(place.folder, message)
        if uid is None:
            uid = _newest(place.held(mailing), before)
        back = None if uid is None else place.box.read(uid)
        if uid is None or back is None:
            raise place.box.wrong("does not show the draft that it was given", "look into the folder, and run again")
        if with_line_ends(back) != message and _words(back) != _words(message):
            place.box.drop([uid])
            raise place.box.wrong("gives back another draft than it was given", "it was taken away again")
        return _Held(uid, back)


def _newest(now: Iterable[_Held], before: Iterable[_Held]) -> int | None:
    known = {each.uid for each in before}
    return max((each.uid for each in now if each.uid not in known), default=None)


def _message_id(message: bytes) -> str:
    return str(BytesHeaderParser().parsebytes(message)["Message-ID"]).strip()


def _words(message: bytes) -> list[str]:
    """Return what a message says; some servers (Exchange) write the rest of it anew."""
    parsed = message_from_bytes(message, policy=default)
    assert isinstance(parsed, EmailMessage)
    try:
        parts = [parsed.get_body((kind,)) for kind in ("plain", "html")]
        texts = [str(part.get_content()) for part in parts if part is not None]
        return [" ".join(text.split()) for text in (str(parsed["Subject"]), *texts)]
    except (LookupError, ValueError):
        return []  # nothing that we write
