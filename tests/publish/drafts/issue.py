"""An issue to draft, and the message that stands for it."""

from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256

from generator.model.mailing import Mailing

AT = datetime(2026, 2, 10, 8, tzinfo=UTC)


def issue(text="Funding fell.", **also):
    """Return an issue of 10 February that says ``text``."""
    made = Mailing(
        id="2026-02-10",
        subject="Funding turns negative",
        preheader="The first time since November",
        html=f"<!DOCTYPE html><html lang=en><title>x</title><p>{text}</p></html>",
        text=text,
        markdown=text,
        pictures=(),
        date=AT,
        sender="The Desk <desk@example.org>",
        reply_to="",
        message_id="2026-02-10@desk.example.org",
        list_id="",
        unsubscribe="https://desk.example.org/out",
        canonical_url="https://desk.example.org/a",
        slug="2026-02-10",
        sha256="",
    )
    made = replace(made, **also)
    return replace(made, sha256=sha256(repr(made).encode()).hexdigest())


def message(mailing):
    """Return a small message: the real one is tried elsewhere."""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = mailing.subject
    mail["From"] = mailing.sender
    mail["Message-ID"] = f"<{mailing.message_id}>"
    mail.set_content(mailing.text, cte="base64")
    mail.add_alternative(mailing.html, subtype="html", cte="base64")
    mail.set_boundary("=_between")
    return mail.as_bytes()


class Ledger:
    """A ledger in memory; the store's own is tried with the store."""

    def __init__(self):
        self.entries = {}

    def drafted(self, issue, target):
        return self.entries.get((issue, target))

    def note_draft(self, entry):
        self.entries[entry.issue, entry.target] = entry
